"""``eligo register publish``: a proposed version, approved by another person, signed, and from then on there for ever.

Invariants: what is published is what was proposed and what the approver has seen: the proposal is named by its event,
and lines that were entered since then are in the way. The version is kept and the proposal is gone, or neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from eligo.errors import UsageError, VersionConflict
from eligo.ports import Lines, Workspace, item_of
from eligo.records import Because
from eligo.registers import (
    LogLine,
    RegisterEntry,
    RegisterVersion,
    SignedVersion,
    SigningKey,
    canonical_bytes,
    content_hash,
    key_faults,
    leaf_hash,
    plain_coverage,
    published,
    refuse_version,
    signed,
    version_faults,
)
from eligo.workflows.register import ListChanges, changes_record
from eligo.workflows.uncollected import uncollected
from eligo.workflows.workspace.basis import basis_of
from eligo.workflows.workspace.registers.changes import changes_between, state_of
from eligo.workflows.workspace.registers.covering import coverage_faults
from eligo.workflows.workspace.registers.kept import in_force, last_as_of, moment, published_before
from eligo.workflows.workspace.registers.proposing import (
    Proposal,
    limit_faults,
    line_told,
    list_called,
    proposal_of,
    take_back,
)
from eligo.workflows.workspace.registers.words import unpublished_words


@dataclass(frozen=True, slots=True)
class ToApprove:
    """A proposed version as whoever approves it sees it: what it changes of the ``last`` version of its list.

    ``beside`` are the other lines that it makes public: of other lists, rules and keys. ``later`` are those that were
    entered since it was proposed, which are in its way.
    """

    proposal: Proposal
    last: RegisterVersion | None
    changes: ListChanges
    beside: tuple[LogLine, ...]
    later: tuple[LogLine, ...]


def to_approve(workspace: Workspace, list_name: str, number: str) -> ToApprove:
    """What would be published. Raises ``NotFound`` where there is no register, or no such proposal."""
    proposal = proposal_of(workspace, list_called(in_force(workspace), list_name), number)
    before = published_before(workspace.store.registers.versions(), proposal.draft.list)
    last, covered, draft = before.last_of_list, before.last.size if before.last else 0, proposal.draft
    changes = changes_between(
        workspace.store.registers, draft.list, state_of(last), (proposal.size, draft.effective_on)
    )
    shown = {one.item for one in changes.changes}
    new = tuple(workspace.store.registers.lines(Lines(after=covered)))
    beside = (line for line in new if line.number <= proposal.size and item_of(line) not in shown)
    later = (line for line in new if line.number > proposal.size)
    return ToApprove(proposal, last, changes, tuple(beside), tuple(later))


def proposal_record(found: ToApprove) -> dict[str, Any]:
    """A proposed version for programs, with what it changes."""
    draft = found.proposal.draft
    return {
        "proposal": found.proposal.event,
        "list": draft.list,
        "number": draft.number,
        "effective_on": draft.effective_on.isoformat(),
        "reason": draft.reason,
        "drafted_by": draft.drafted_by,
        "coverage": draft.coverage and plain_coverage(draft.coverage),
        "instead_of": [asdict(one) for one in found.proposal.instead_of],
        "size": found.proposal.size,
        "root": found.proposal.root,
        "from": found.last.number if found.last else None,
        **changes_record(found.changes),
        "other_lines": [line.number for line in found.beside],
        "later_lines": [line.number for line in found.later],
    }


def publish_version(
    workspace: Workspace, list_name: str, number: str, seen: int | None, key: SigningKey, why: str
) -> SignedVersion:
    """Publish a proposed version: ``seen`` is the event of the proposal that the approver has looked at.

    Raises ``NotFound`` as ``to_approve``; ``UsageError`` where nothing says what was seen, ``VersionConflict`` where it
    is not the proposal that stands; ``RegisterRefused`` with everything that speaks against it: that the approver
    drafted it, lines that were entered since, a key that is not in force.
    """
    with workspace.store.transaction():
        registers, head = in_force(workspace), workspace.store.registers.head()
        proposal = proposal_of(workspace, list_called(registers, list_name), number)
        _refuse_unseen(proposal, seen)
        draft = replace(proposal.draft, approved_by=workspace.who)
        before = published_before(workspace.store.registers.versions(), draft.list)
        at = moment(workspace, registers, before)
        scheme = basis_of(workspace).scheme
        faults = (
            *_lines_since(workspace, proposal),
            *version_faults(draft, registers, before, at),
            *limit_faults(draft, before, at, scheme),
            *unpublished_words({"approved_by": draft.approved_by}, scheme),
            *coverage_faults(draft.coverage, registers, scheme),
            *key_faults(key, registers),
        )
        refuse_version(draft, "published", faults)
        with uncollected():
            stands = last_as_of(workspace.store.registers, draft.effective_on, proposal.size)
            content = content_hash(stands, draft.list, _leaf)
        version = published(draft, registers, bytes.fromhex(head.root), content, before, at)
        made = signed(version, key, registers)
        workspace.store.registers.publish(made, Because(workspace.who, why))
        take_back(workspace, proposal, why)
    return made


def _refuse_unseen(proposal: Proposal, seen: int | None) -> None:
    look = f"Look at it, and then name it: eligo register publish {proposal.draft.list} {proposal.draft.number}"
    if seen is None:
        raise UsageError(f"Nothing says that you have seen the proposal of {proposal.named}", hint=look)
    if seen != proposal.event:
        found = f"The proposal of {proposal.named} is {proposal.event}, by {proposal.draft.drafted_by}, and not {seen}"
        raise VersionConflict(found, hint=look)


def _lines_since(workspace: Workspace, proposal: Proposal) -> Iterator[str]:
    for line in workspace.store.registers.lines(Lines(after=proposal.size)):
        yield f"log: {line_told(line)} was entered since this was proposed; expected a proposal of all lines"


def _leaf(entry: RegisterEntry) -> bytes:
    return leaf_hash(canonical_bytes(entry))
