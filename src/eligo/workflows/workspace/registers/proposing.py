"""``eligo register propose``, ``proposals`` and ``drop``: versions that one person has drafted, and nobody approved.

Invariants: a proposal says of which lines it is, by their number and their root, so that whoever approves it approves
what was proposed. Of each list one stands: the next takes its place. Nothing is proposed that could not be published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from eligo.errors import NotFound, VersionConflict
from eligo.ports import Workspace
from eligo.records import Because, Decision
from eligo.registers import (
    Draft,
    KeyEntry,
    LogLine,
    Published,
    Registers,
    RulesEntry,
    coverage_of,
    day_faults,
    number_faults,
    plain_coverage,
    proposal_faults,
    refuse_version,
)
from eligo.scheme import Scheme
from eligo.workflows.workspace.basis import VERSION, basis_of, followed
from eligo.workflows.workspace.registers.covering import coverage_faults, list_coverage
from eligo.workflows.workspace.registers.kept import in_force, moment, published_before
from eligo.workflows.workspace.registers.words import unpublished_words


@dataclass(frozen=True, slots=True)
class Replaced:
    """A proposal whose place another has taken: its event, its number, and who had made it."""

    event: int
    number: str
    drafted_by: str

    @property
    def told(self) -> str:
        """It in words."""
        return f"{self.number} by {self.drafted_by} (proposal {self.event})"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that waits for another person: the draft, how many lines it is of and their root, and its event.

    ``instead_of``: the proposals whose place it has taken, the last first, since a version of the list was published or
    a proposal dropped.
    """

    draft: Draft
    size: int
    root: str
    event: int
    instead_of: tuple[Replaced, ...] = ()

    @property
    def named(self) -> str:
        """The version in words."""
        return f"version {self.draft.number} of {self.draft.list}"


def propose(
    workspace: Workspace, list_name: str, number: str, on: date, why: str, *, reference: str | None = None
) -> Proposal:
    """Propose a version of a list (by id or label) as of a day, of all lines that there are.

    It states what share of the estate stands on the list, by the latest run of the round ``reference``, or else of any.
    Raises ``NotFound`` where there is no register, or no run of that round, and ``RegisterRefused`` with everything
    that speaks against it.
    """
    with workspace.store.transaction():
        registers, head = in_force(workspace), workspace.store.registers.head()
        list_id = list_called(registers, list_name)
        before = published_before(workspace.store.registers.versions(), list_id)
        draft = Draft(list_id, number, on, why, workspace.who)
        at = moment(workspace, registers, before)
        scheme = basis_of(workspace).scheme
        words = unpublished_words({"reason": why, "drafted_by": draft.drafted_by}, scheme)
        beyond = limit_faults(draft, before, at, scheme)
        covers = list_coverage(workspace, reference, list_id, on, head.size)
        shares = coverage_faults(covers, registers, scheme)
        refuse_version(draft, "proposed", (*proposal_faults(draft, registers, before, at), *beyond, *words, *shares))
        instead_of = [asdict(one) for before_it in proposals(workspace) for one in _and_itself(before_it, list_id)]
        value: dict[str, Any] = {"number": number, "effective_on": on.isoformat(), "size": head.size, "root": head.root}
        value |= {"instead_of": instead_of} if instead_of else {}
        value |= {"coverage": plain_coverage(covers)} if covers else {}
        decision = Decision(VERSION, list_id, value, follows=followed(workspace, VERSION, list_id))
        (recorded,) = workspace.store.decisions.record([decision], Because(workspace.who, why))
    return _proposal(recorded)


def limit_faults(draft: Draft, before: Published, at: datetime, scheme: Scheme) -> Iterator[str]:
    """That a draft's number, or its day, goes further than the scheme lets it."""
    last = before.last_of_list.number if before.last_of_list else ""
    yield from number_faults(draft.number, last, scheme.entering)
    yield from day_faults(draft.effective_on, at.date(), scheme.entering)


def list_called(registers: Registers, name: str) -> str:
    """The id of the list that is called so, by its id or its label; the name itself where none is."""
    lists = registers.rules.rules.lists if registers.rules else ()
    return next((one.id for one in lists if name.casefold() in (one.id.casefold(), one.label.casefold())), name)


def proposals(workspace: Workspace) -> tuple[Proposal, ...]:
    """Every version that waits for another person, in the order in which they were proposed."""
    return tuple(map(_proposal, workspace.store.decisions.all_standing(VERSION)))


def proposal_of(workspace: Workspace, list_id: str, number: str = "") -> Proposal:
    """The proposal of a list (and of that number).

    Raises ``NotFound`` with those there are, ``VersionConflict`` where it has been published since.
    """
    every = proposals(workspace)
    for one in every:
        if one.draft.list == list_id and number in ("", one.draft.number):
            return one
    for made in (one.version for one in workspace.store.registers.versions()):
        if (made.list, made.number) == (list_id, number):
            raise VersionConflict(
                f"Version {number} of {list_id} is published already: publication {made.publication}, approved by "
                f"{made.approved_by} at {made.published_at:%Y-%m-%d %H:%M} UTC",
                hint="Nothing has been changed. What is to be put right in it, a later version does.",
            )
    raise NotFound(
        f"No version {number} of {list_id} is proposed".replace("  ", " "),
        hint="These are." if every else "Propose one with 'eligo register propose'.",
        details=[f"{one.draft.list} {one.draft.number}, by {one.draft.drafted_by}" for one in every],
    )


def drop_proposal(workspace: Workspace, list_name: str, why: str) -> Proposal:
    """Take the proposal of a list back. Raises ``NotFound`` where there is none."""
    with workspace.store.transaction():
        dropped = proposal_of(workspace, list_called(in_force(workspace), list_name))
        take_back(workspace, dropped, why)
    return dropped


def take_back(workspace: Workspace, proposal: Proposal, why: str) -> None:
    """Let a proposal stand no longer."""
    decision = Decision(VERSION, proposal.draft.list, None, follows=proposal.event)
    workspace.store.decisions.record([decision], Because(workspace.who, why))


def _proposal(decision: Decision) -> Proposal:
    stated: dict[str, Any] = {**(decision.value or {})}
    day = date.fromisoformat(stated["effective_on"])
    covers = coverage_of(stated["coverage"]) if "coverage" in stated else None
    draft = Draft(decision.subject, stated["number"], day, decision.why, decision.by, coverage=covers)
    instead_of = tuple(Replaced(**one) for one in stated.get("instead_of", ()))
    return Proposal(draft, stated["size"], stated["root"], decision.event, instead_of)


def _and_itself(proposal: Proposal, list_id: str) -> tuple[Replaced, ...]:
    """A proposal of that list and those whose place it has taken; nothing where it is of another list."""
    draft = proposal.draft
    own = Replaced(proposal.event, draft.number, draft.drafted_by)
    return (own, *proposal.instead_of) if draft.list == list_id else ()


def line_told(line: LogLine) -> str:
    """A line of the log by its number, what it is about and who entered it."""
    match line:
        case RulesEntry():
            what = "rules"
        case KeyEntry():
            what = "a key"
        case _:
            what = f"{line.item}, {line.state}"
    return f"line {line.number} ({what}) by {line.who}"
