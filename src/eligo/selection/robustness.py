"""Is the selection the same for every completion of the missing figures? If not, what changes it, and whom to ask.

What belongs here: how a selection stands, and why. What does not: the program it is proved by (``adversary``), the
smallest change (``smallest``), the intervals of shares (``shares``), where doubts come from (``doubts``).

It is *the same* only where every other set is proved to be behind in every completion, or to tie with the selected
one so that the tie decides as it does in the stated figures. Coverage is judged by the variants that are reported:
what may be another is told apart (``Robustness.unassured``). Source: issue "certified, explained, and robust", item 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from eligo.selection.adversary import Adversary
from eligo.selection.problem import Problem, make_problem
from eligo.selection.program import Chosen
from eligo.selection.requirements import requirements_of
from eligo.selection.result import Requirement, Selection
from eligo.selection.shares import Share, passing, shares
from eligo.selection.smallest import Smallest, smallest_change
from eligo.selection.uncertain import Source, Uncertainty, Waiting
from eligo.terms import Candidate, SelectionPolicy

ROBUST_STEPS = 500
"""Relaxations for one proof about all completions; then the standing is "not known"."""

MOST_ASKED = 12
"""Organisations of which it is tried whether they alone could change the selection, those with the most in doubt."""


class Standing(Enum):
    """Whether the selection is the same in every completion."""

    SAME = "same"
    MAY_CHANGE = "may-change"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Worst:
    """The other set that may come out best, and its lead in population; below 0 it stays behind by as much.

    ``selected`` are ids, ``unreported`` combinations that nobody has reported. ``proved``: no other set can lead by
    more. ``exact``: one completion gives it that lead; else it is at most that.
    """

    selected: tuple[str, ...]
    unreported: tuple[str, ...]
    lead: int
    proved: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """An organisation that can settle doubts: the most installations by which its answer can bring any set forward.

    ``None`` where nothing bounds them. ``alone``: whether its answer alone could change the selection, all others
    being as they are stated; ``None`` where that is not known.
    """

    organisation: str
    installations: int | None
    sources: tuple[Source, ...]
    alone: bool | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """Whether a selection stands against its ``doubts``, and what that rests on.

    ``quarantined`` is the standing against the quarantined rows alone. ``reasons`` say what else than population could
    change the selection. ``worst`` is ``None`` where there is no other set, or nothing was proved; ``smallest`` where
    nothing changes it, or no change was found.
    """

    standing: Standing
    quarantined: Standing
    reasons: tuple[str, ...]
    worst: Worst | None
    smallest: Smallest | None
    ask: tuple[Asked, ...]
    share: Share
    share_by_operator: dict[str, Share]
    doubts: Uncertainty

    @property
    def unassured(self) -> tuple[Waiting, ...]:
        """The rows that may be of hardware variants that nobody has reported, so that coverage is not assured."""
        return tuple(one for one in self.doubts.waiting if one.unassured)


def robustness(
    selection: Selection,
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    doubts: Uncertainty,
    *,
    steps: int = ROBUST_STEPS,
) -> Robustness:
    """What the doubts can do to a selection; the other arguments are those of ``select``.

    >>> from eligo.selection.uncertain import Kind
    >>> fleet = [Candidate(f"C-{i}", f"id {i}", "A", n, n, frozenset()) for i, n in enumerate([70, 20, 10])]
    >>> from eligo.selection.answer import select
    >>> answer = select(fleet, 100, SelectionPolicy(size=2), ["A"])
    >>> row = Waiting(Source(Kind.QUARANTINED, "S", "A", ("S",)), 11, 11, frozenset({"C-1", "C-2"}), intends=True)
    >>> told = robustness(answer, fleet, 100, SelectionPolicy(size=2), Uncertainty((row,)))
    >>> told.standing.value, told.worst.selected, told.worst.lead, told.smallest.installations
    ('may-change', ('C-0', 'C-2'), 1, 11)
    """
    question = _Question(selection, candidates, deployed_in_scope, policy, doubts, steps)
    standing, reasons, worst = question.judged(doubts)
    quarantined = question.judged(doubts.quarantined_alone)[0]
    smallest = question.smallest() if standing is Standing.MAY_CHANGE else None
    share, by_operator = shares(selection, candidates, doubts)
    asked = question.asked(standing)
    return Robustness(standing, quarantined, reasons, worst, smallest, asked, share, by_operator, doubts)


class _Question:
    """One selection, and what may be asked about it."""

    def __init__(
        self,
        selection: Selection,
        candidates: Sequence[Candidate],
        deployed_in_scope: int,
        policy: SelectionPolicy,
        doubts: Uncertainty,
        steps: int,
    ) -> None:
        self.selection, self.policy, self.doubts, self.steps = selection, policy, doubts, steps
        self.problem: Problem = make_problem(candidates, deployed_in_scope, policy)
        self.requirements: tuple[Requirement, ...] = requirements_of(self.problem, policy)
        self.chosen: Chosen = tuple(sorted(self.problem.positions[one.combination_id] for one in selection.selected))
        self.everything = 2 * sum(one.deployed for one in candidates) + sum(one.most or 0 for one in doubts.waiting) + 1

    def against(self, doubts: Uncertainty, *, bounded: bool) -> Adversary:
        """The adversary with those doubts; ``bounded``: a row that nothing bounds has what can be read of it."""
        if bounded:
            rows = (replace(one, most=one.least) if one.most is None else one for one in doubts.waiting)
            doubts = replace(doubts, waiting=tuple(rows))
        return self._with(doubts)

    def judged(self, doubts: Uncertainty) -> tuple[Standing, tuple[str, ...], Worst | None]:
        """The standing on some of the doubts."""
        if self.selection.status != "optimal":
            return Standing.NOT_KNOWN, ("The selection is not proved for the stated figures.",), None
        if not doubts.waiting and not doubts.figures:
            return Standing.SAME, (), None
        adversary = self.against(doubts, bounded=True)
        standing, worst = self._proved(adversary)
        reasons = list(self._vanishing(adversary))
        if reasons:
            standing = Standing.MAY_CHANGE
        changed = passing(self.problem, doubts, self.policy.minimum_share)
        if changed:
            reasons.append(f"{', '.join(changed)} may pass the minimum share, which changes what may be selected.")
            standing = Standing.NOT_KNOWN
        if standing is Standing.SAME and doubts.unbounded:
            standing, worst = self._proved(self.against(doubts, bounded=False))
            if standing is not Standing.SAME:
                reasons.append("Rows that state no figure that could be read or bounded could change it.")
                standing, worst = Standing.NOT_KNOWN, None
        if standing is Standing.NOT_KNOWN and worst and not worst.lead and not reasons:
            reasons.append("Another set may come to have the same population; which of the two comes first is open.")
        return standing, tuple(reasons), worst

    def _vanishing(self, adversary: Adversary) -> Iterable[str]:
        """The selected of which, in some completion, none is installed."""
        for i in self.chosen:
            if adversary.may_vanish(frozenset({i})):
                yield f"{self.problem.candidates[i].combination_id} may turn out to have no installation at all."

    def _proved(self, adversary: Adversary, *, apart: bool = False) -> tuple[Standing, Worst | None]:
        """Whether no other set can come before the selected one, ties included, and the set that comes nearest.

        A set weighs its lead in population, then in deployed, then the number of uncertain combinations that it and
        the selected one do not share: a tie between certain ones is decided as it is in the stated figures. Where the
        set needs one newcomer in several rows, it is tried with one for each (``apart``).
        """
        from eligo.selection.prover import prove

        unit = sum(one.deployed for one in adversary.prizes) + 1
        fine = 2 * len(self.chosen) + 1
        prizes = [(one.members, (one.population * unit + one.deployed) * fine) for one in adversary.prizes]
        extra = {
            place: 1 + adversary.uncertain(place) * (-1 if place in self.chosen else 1)
            for place in range(adversary.count + len(adversary.keys))
        }
        program = adversary.program(prizes, extra, other=True)
        proof = prove(program, steps=self.steps, ties=False)
        own = program.weight(self.chosen)
        if proof.chosen is None:
            return (Standing.SAME if proof.proved or proof.bound <= own else Standing.NOT_KNOWN), None
        worst = self._worst(adversary, proof.chosen, proof.proved)
        if proof.bound <= own:
            return Standing.SAME, worst
        if worst.exact and worst.lead > 0:
            return Standing.MAY_CHANGE, worst
        if not worst.exact and not apart:
            standing, found = self._proved(self._with(adversary.doubts.apart), apart=True)
            if standing is Standing.MAY_CHANGE:
                return standing, found
        return Standing.NOT_KNOWN, worst

    def _with(self, doubts: Uncertainty) -> Adversary:
        """The adversary; a newcomer that does not come to the minimum share is not selected."""
        if self.policy.minimum_share:
            doubts = doubts.without_newcomers
        return Adversary(self.problem, self.requirements, self.chosen, doubts, self.everything)

    def _worst(self, adversary: Adversary, other: Chosen, proved: bool) -> Worst:
        known = self.problem.ids([place for place in other if place < adversary.count])
        unreported = tuple(adversary.keys[place - adversary.count] for place in other if place >= adversary.count)
        return Worst(known, unreported, adversary.lead(other), proved, adversary.exact(other))

    def smallest(self) -> Smallest | None:
        """The smallest completion that changes the selection."""
        found = smallest_change(self.against(self.doubts, bounded=True), steps=self.steps)
        if found is not None:
            return found
        apart = smallest_change(self.against(self.doubts.apart, bounded=True), steps=self.steps)
        return replace(apart, at_least=1) if apart else None

    def asked(self, standing: Standing) -> tuple[Asked, ...]:
        """The organisations that can settle the doubts, those first that matter most."""
        if not self.doubts.sources:
            return ()
        organisations = sorted({name for one in self.doubts.sources for name in one.ask})
        whole = self.against(self.doubts, bounded=False)
        reach = {name: _reach(whole, self.doubts.of(name)) for name in organisations}
        ordered = sorted(organisations, key=lambda name: (reach[name] is not None, -(reach[name] or 0), name))
        found = []
        for number, name in enumerate(one for one in ordered if reach[one] != 0):
            alone: bool | None = False
            if standing is not Standing.SAME:
                tried = self.judged(self.doubts.of(name))[0] if number < MOST_ASKED else Standing.NOT_KNOWN
                alone = None if tried is Standing.NOT_KNOWN else tried is Standing.MAY_CHANGE
            found.append(Asked(name, reach[name], self.doubts.of(name).sources, alone))
        return tuple(sorted(found, key=lambda one: one.alone is False))


def _reach(adversary: Adversary, doubts: Uncertainty) -> int | None:
    """The most installations by which some doubts can bring any set forward against the selected one."""
    total = 0
    for figure in doubts.figures:
        inside = adversary.problem.positions[figure.combination_id] in adversary.own
        one = figure.population
        total += one.stated - one.least if inside else one.most - one.stated
    for row in doubts.waiting:
        if row.intends is not False and not adversary.places(row) <= adversary.own:
            if row.most is None:
                return None
            total += row.most
    return total
