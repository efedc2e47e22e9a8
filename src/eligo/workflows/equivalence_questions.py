"""Questions of decisions on equivalence: what might be decided, what stands, and what falls if one is withdrawn.

What belongs here: bringing a run, its evidence and the decisions together, and answers for programs. What does not: the
answers themselves (``programme.equivalence``), and what a workspace keeps of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from eligo.artefacts import csv_bytes
from eligo.durable import write_atomically
from eligo.errors import NotFound
from eligo.findings import Finding
from eligo.programme import (
    EQUIVALENCE_COLUMNS,
    Affected,
    Cascade,
    DecisionState,
    EquivalenceDecision,
    Equivalences,
    Evidence,
    Installed,
    Pair,
    Proposal,
    Rests,
    Supports,
    argued,
    cascade,
    compared,
    equivalence_cells,
    matrix_workbook,
    proposals,
)
from eligo.terms import Combination
from eligo.workflows.grounds import (
    Grounds,
    Sources,
    decisions_of,
    equivalences_of,
    followed_pairs,
    grounds_of,
    known_combinations,
    supports_of,
    with_described,
)
from eligo.workflows.results import Results, open_results

PENDING_STATES = (DecisionState.IN_FORCE, DecisionState.CONDITION_OPEN, DecisionState.NOT_YET)
"""What a decision may be that need not be made again."""


@dataclass(frozen=True)
class EquivalenceGrounds:
    """What decisions on equivalence are judged by: a run, what was shown of it, and the decisions, on a day.

    ``findings`` are warnings of what was read.
    """

    opened: Results
    grounds: Grounds
    equivalences: Equivalences
    day: date
    findings: tuple[Finding, ...] = field(default=(), repr=False)

    @property
    def known(self) -> dict[str, Combination]:
        """Every combination of the run by its id, in scope or not."""
        return known_combinations(self.opened)

    @cached_property
    def supports(self) -> Supports:
        """What everything rests on now."""
        return supports_of(self.grounds, self.equivalences.pairs(self.day))

    @property
    def populations(self) -> Mapping[str, int]:
        """Installations of each combination that is to become eligible: in scope, or requested, and worth its test."""
        return self.supports.populations

    def proposals(self) -> tuple[Proposal, ...]:
        """Pairs that the scheme's rules propose, the most installations first."""
        supports = self.supports
        installed = [
            Installed(row.combination, row.population, _is_tested(row.combination.combination_id, supports))
            for row in self.opened.in_scope
            if row.combination.combination_id in self.populations
        ]
        unlocked = {one for one in self.populations if supports.base_of(one)}
        decided = {one.pair for one in self.equivalences.decisions if one.state_on(self.day) in PENDING_STATES}
        return proposals(installed, self.grounds.scheme.equivalence_rules, unlocked, decided)

    def found(self, tested: str, claimed: str | None) -> tuple[Pair, ...]:
        """The decisions on a test (and one claim) that may still be withdrawn. Raises ``NotFound`` without any."""
        pairs = tuple(
            one.pair
            for one in self.equivalences.decisions
            if one.tested == tested and claimed in (None, one.claimed) and one.state_on(self.day) in PENDING_STATES
        )
        if not pairs:
            of = f" for {claimed}" if claimed else ""
            hint = "'eligo equivalence show' has those that stand."
            raise NotFound(f"No decision stands that the test of {tested} stands{of or ' for another'}", hint=hint)
        return pairs

    def without_file(self, file: str) -> Supports:
        """What everything would rest on without a file of evidence (its name, or the beginning of its SHA-256).

        Raises ``NotFound`` where none or several files are called so.
        """
        files = self.grounds.evidence.files
        named = [one for one in files if file == one.name or (len(file) > 7 and one.sha256.startswith(file))]
        if len(named) != 1:
            told = "No file" if not named else f"{len(named)} files"
            raise NotFound(f"{told} of evidence is called {file}", hint="Name it by its name or its SHA-256.")
        left = replace(self.grounds, evidence=Evidence(tuple(one for one in files if one is not named[0])))
        return supports_of(left, self.equivalences.pairs(self.day))


def _is_tested(combination_id: str, supports: Supports) -> bool:
    return combination_id in supports.selected or combination_id in supports.passed


@dataclass(frozen=True, slots=True)
class Fall:
    """What is withdrawn, and what follows: decisions, tests that no longer count, and every standing that changes."""

    pairs: tuple[Pair, ...]
    no_longer_passed: tuple[str, ...]
    cascade: Cascade

    @property
    def is_none(self) -> bool:
        """Whether nothing is withdrawn."""
        return not (self.pairs or self.no_longer_passed)


def equivalence_grounds_of(sources: Sources, day: date) -> EquivalenceGrounds:
    """What files say, on a day; without a table of decisions, those that the run followed.

    Raises as ``grounds_of``, and ``BadDecisions`` for a table with errors.
    """
    opened, grounds = open_results(sources.results, sources.scheme), grounds_of(replace(sources, equivalences=None))
    if sources.decisions is not None:
        opened = with_described(opened, decisions_of(sources.decisions, opened, grounds.scheme)[0])
    if sources.equivalences is None:
        followed = tuple(EquivalenceDecision(*pair) for pair in sorted(followed_pairs(opened)))
        return EquivalenceGrounds(opened, grounds, Equivalences(followed), day, grounds.findings)
    equivalences, findings = equivalences_of(sources.equivalences, opened, day)
    return EquivalenceGrounds(opened, grounds, equivalences, day, (*grounds.findings, *findings))


def fall_of_decisions(ground: EquivalenceGrounds, pairs: Collection[Pair]) -> Fall:
    """What follows if some decisions are withdrawn."""
    before = ground.supports
    return Fall(tuple(pairs), (), cascade(before, before.without(pairs)))


def fall_of_evidence(ground: EquivalenceGrounds, file: str) -> Fall:
    """What follows if a file of results is withdrawn: the decisions on what is then not passed are open again, too."""
    before, left = ground.supports, ground.without_file(file)
    gone = tuple(one for one in before.populations if one in before.passed - left.passed)
    pairs = tuple(one.pair for one in ground.equivalences.in_force(ground.day) if one.tested in gone)
    return Fall(pairs, gone, cascade(before, left.without(pairs)))


def fall_to(ground: EquivalenceGrounds, equivalences: Equivalences) -> Cascade:
    """What follows if other decisions stand in the place of those that do."""
    return cascade(ground.supports, replace(ground.supports, pairs=equivalences.pairs(ground.day)))


def write_matrix(ground: EquivalenceGrounds, out: Path) -> None:
    """The decisions as a workbook."""
    write_atomically(out, matrix_workbook(ground.equivalences, ground.known, ground.populations, ground.day))


def write_equivalences(equivalences: Equivalences, out: Path) -> None:
    """The decisions as the table that is read."""
    rows = ([*equivalence_cells(one).values()] for one in equivalences.decisions)
    write_atomically(out, csv_bytes(EQUIVALENCE_COLUMNS, rows))


def write_drafts(found: Sequence[Proposal], out: Path) -> None:
    """Proposals as a table of decisions in which everything that a person has to say is blank."""
    drafts = (
        {
            "claimed": one.claimed,
            "tested": one.tested,
            "differences": "; ".join(f"{thing.place}: " for thing in one.differences),
        }
        for one in found
    )
    rows = ([draft.get(column, "") for column in EQUIVALENCE_COLUMNS] for draft in drafts)
    write_atomically(out, csv_bytes(EQUIVALENCE_COLUMNS, rows))


def proposal_record(one: Proposal) -> dict[str, object]:
    """A proposal, for programs."""
    return {
        "claimed": one.claimed,
        "tested": one.tested,
        "rules": list(one.rules),
        "unlocks": one.population,
        "tested_anyway": one.is_tested,
        "compared": [
            {"what": thing.place, "tested": thing.tested, "claimed": thing.claimed, "same": thing.is_same}
            for thing in one.compared
        ],
    }


def decision_record(ground: EquivalenceGrounds, one: EquivalenceDecision) -> dict[str, object]:
    """A decision with what it compares and what it comes to, for programs."""
    known = ground.known
    return {
        "claimed": one.claimed,
        "tested": one.tested,
        "state": one.state_on(ground.day).value,
        "claimed_rests_on": rests_on(ground, one.claimed),
        "population": ground.populations.get(one.claimed, 0),
        **{name: text or None for name, text in equivalence_cells(one).items() if name not in _RECORDED},
        "evidence": list(one.evidence),
        "compared": [
            {
                "what": thing.place,
                "tested": thing.tested,
                "claimed": thing.claimed,
                "same": thing.is_same,
                "argument": argued(thing, one.arguments) or None if not thing.is_same else None,
            }
            for thing in compared(known[one.tested], known[one.claimed])
        ],
    }


_RECORDED = ("claimed", "tested", "differences", "evidence")


def rests_on(ground: EquivalenceGrounds, combination_id: str) -> str:
    """What a combination rests on, in words; that it is not to become eligible where it is not."""
    if combination_id not in ground.populations:
        return "nothing: it is out of scope, or not tested"
    return ground.supports.rests(combination_id).value


def fall_record(found: Fall) -> dict[str, object]:
    """What follows, for programs."""
    return {
        "withdrawn": [{"claimed": claimed, "tested": tested} for claimed, tested in found.pairs],
        "no_longer_passed": list(found.no_longer_passed),
        **cascade_record(found.cascade),
    }


def cascade_record(found: Cascade) -> dict[str, object]:
    """Every standing that changes, for programs."""
    return {
        "reopened": [_affected(one) for one in found.reopened],
        "held": [_affected(one) for one in found.held],
        "reopened_population": found.reopened_population,
        "eligible_lost": found.eligible_lost,
    }


def _affected(one: Affected) -> dict[str, object]:
    rests: tuple[tuple[str, Rests, str], ...] = (("was", one.was, one.base), ("becomes", one.becomes, one.new_base))
    told = {name: {"rests_on": on.value, "tested": base or None} for name, on, base in rests}
    return {
        "combination": one.combination_id,
        "population": one.population,
        **told,
        "loses_eligibility": one.loses_eligibility,
    }
