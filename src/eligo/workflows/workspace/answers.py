"""Who is asked in a round and who has answered: one definition, for every command.

What belongs here: that definition, the order of rounds that it needs, and lateness. What does not: what a missing
return would change (``missing``).

Those asked are those that a round names; where it names nobody, those who answered the round before stand in. An
organisation is one, whatever it is written as (``names``). It has answered from the first return of its that was not
taken back; that day decides whether it was late, and a correction later does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eligo.ports import Workspace
from eligo.records import Asked, Round, Standing, Submission
from eligo.workflows.workspace.basis import readable_basis
from eligo.workflows.workspace.names import Key, Names, readable_names
from eligo.workflows.workspace.receiving import RETURN


@dataclass(frozen=True, slots=True)
class Answer:
    """One organisation's answer: its returns that count (one, unless two names turned out to be one organisation).

    ``came_on`` is the day of the first that it sent, as far as none was taken back.
    """

    role: str
    organisation: str
    returns: tuple[Submission, ...]
    came_on: date | None

    @property
    def is_empty(self) -> bool:
        """Whether there is no row in it, so that it counts as no return (``returns.md`` 7)."""
        return not any(one.rows_accepted or one.rows_quarantined for one in self.returns)


@dataclass(frozen=True, slots=True)
class Answers:
    """Who is asked in a round, and who has answered. ``before`` is the round before it, ``None`` where there is none.

    ``by_name`` says whether the round itself names them; otherwise those who answered the round before stand in.
    """

    round: Round
    by_name: bool
    before: str | None
    asked: Mapping[Key, Asked]
    answered: Mapping[Key, Answer]

    @property
    def waiting(self) -> tuple[Asked, ...]:
        """Those asked that have not answered."""
        return tuple(one for key, one in self.asked.items() if key not in self.answered)

    @property
    def unasked(self) -> tuple[str, ...]:
        """Those that answered and that a round does not name; none where it names nobody."""
        if not self.by_name:
            return ()
        return tuple(sorted(one.organisation for key, one in self.answered.items() if key not in self.asked))

    @property
    def empty(self) -> tuple[Answer, ...]:
        """Those that have sent a return without a row: nobody waits for them, and they report nothing."""
        return tuple(one for one in self.answered.values() if one.is_empty)

    @property
    def came_late(self) -> tuple[Answer, ...]:
        """Those that answered after the day that the round is due."""
        return tuple(one for one in self.answered.values() if is_after(one.came_on, self.round.due_on))

    def is_overdue(self, today: date) -> bool:
        """Whether somebody asked has not answered though the day has passed; never where the round is closed."""
        return bool(self.waiting) and not self.round.closed and is_after(today, self.round.due_on)


def is_after(day: date | None, due_on: date | None) -> bool:
    """Whether a day is later than the one due; not where either is unknown."""
    return day is not None and due_on is not None and day > due_on


def answers(workspace: Workspace) -> tuple[Answers, ...]:
    """Who is asked and who has answered, round by round in the order of their last change."""
    names, first = readable_names(readable_basis(workspace)[0])[0], first_returns(workspace)
    return tuple(answers_to(workspace, names, one, first) for one in workspace.store.rounds.all())


def answers_to(workspace: Workspace, names: Names, round_: Round, first: Mapping[str, int] | None = None) -> Answers:
    """Who is asked in a round, and who has answered it; ``first`` are ``first_returns``, if known already."""
    answered = _answered(workspace.store.submissions.of_round(round_.reference), names)
    before = _before(round_.reference, first_returns(workspace) if first is None else first)
    if round_.asked:
        asked = list(round_.asked)
    else:
        stands_in = _answered(workspace.store.submissions.of_round(before), names) if before else {}
        asked = [Asked(one.role, one.organisation) for one in stands_in.values()]
    known: dict[Key, Asked] = {}
    for one in asked:
        known.setdefault(names.key(one.role, one.organisation), Asked(one.role, names.of(one.role, one.organisation)))
    return Answers(round_, bool(round_.asked), before, known, answered)


def _answered(submissions: Sequence[Submission], names: Names) -> Mapping[Key, Answer]:
    kept = [one for one in submissions if one.kind == RETURN and one.standing is not Standing.WITHDRAWN]
    groups: dict[Key, list[Submission]] = {}
    for one in kept:
        groups.setdefault(names.key(one.role, one.organisation), []).append(one)
    found = {}
    for key, sent in groups.items():
        counting = tuple(one for one in sent if one.standing is Standing.STANDING)
        if counting:
            last, came = counting[-1], [one.received_at.date() for one in sent if one.received_at]
            name = names.of(last.role, last.organisation)
            found[key] = Answer(last.role, name, counting, min(came, default=None))
    return dict(sorted(found.items(), key=lambda pair: (pair[1].role, pair[1].organisation)))


def round_before(workspace: Workspace, reference: str) -> str | None:
    """The round whose first return came last before this one's; ``None`` where there is none."""
    return _before(reference, first_returns(workspace))


def first_returns(workspace: Workspace) -> Mapping[str, int]:
    """The number of the first return of every round that has one: their order.

    A return that a later one replaced counts for that: a correction does not make a round a later one.
    """
    first: dict[str, int] = {}
    for one in workspace.store.rounds.all():
        sent = workspace.store.submissions.of_round(one.reference)
        if any(s.kind == RETURN and s.standing is Standing.STANDING for s in sent):
            first[one.reference] = min(s.number for s in sent if s.standing is not Standing.WITHDRAWN)
    return first


def _before(reference: str, first: Mapping[str, int]) -> str | None:
    own = first.get(reference) or max(first.values(), default=0) + 1
    earlier = {name: number for name, number in first.items() if number < own}
    return max(earlier, key=lambda name: earlier[name]) if earlier else None
