"""What ``eligo status`` says of a workspace's register: how far it is published, and who has to do what next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from eligo.ports import KEY, RULES, Lines, Workspace
from eligo.records import RegisterHead
from eligo.registers import Registers, RegisterVersion, rules_difference, rules_of
from eligo.scheme import Scheme
from eligo.workflows.workspace.registers.kept import in_force
from eligo.workflows.workspace.registers.proposing import Proposal, proposals


@dataclass(frozen=True, slots=True)
class RegisterStatus:
    """The register as it stands: ``latest`` is the last version of each list, ``unpublished`` counts the entries that
    no version covers, ``key`` is the public key in force; ``due`` says what is to be done, with the command for it.
    """

    head: RegisterHead
    latest: tuple[RegisterVersion, ...]
    unpublished: int
    key: str
    proposals: tuple[Proposal, ...]
    due: tuple[tuple[str, str], ...]


def register_status(workspace: Workspace, scheme: Scheme) -> RegisterStatus | None:
    """The status of the register; ``None`` where the workspace has none."""
    log = workspace.store.registers
    head = log.head()
    if not head.size:
        return None
    registers, versions = in_force(workspace), [one.version for one in log.versions()]
    covered = versions[-1].size if versions else 0
    others = sum(1 for _ in log.lines(Lines(after=covered, items=(RULES, KEY))))
    unpublished, waiting = head.size - covered - others, proposals(workspace)
    return RegisterStatus(
        head=head,
        latest=tuple({one.list: one for one in versions}.values()),
        unpublished=unpublished,
        key=registers.key.key if registers.key else "",
        proposals=waiting,
        due=tuple(_due(head, registers, unpublished, waiting, scheme)),
    )


def _due(
    head: RegisterHead, registers: Registers, unpublished: int, waiting: tuple[Proposal, ...], scheme: Scheme
) -> Iterator[tuple[str, str]]:
    for one in waiting:
        draft = one.draft
        name = f"{shlex.quote(draft.list)} {shlex.quote(draft.number)}"
        if one.size == head.size:
            what = f"{one.named}, proposed by {draft.drafted_by}, waits for another person"
            yield what, f"eligo register publish {name}"
        else:
            later = head.size - one.size
            what = f"{later:,} {'line was' if later == 1 else 'lines were'} entered since {one.named} was proposed"
            yield what, f"eligo register propose {name} --on {draft.effective_on} --why '...'"
    if unpublished and not waiting:
        what = f"{unpublished:,} {'entry is' if unpublished == 1 else 'entries are'} of no version yet"
        yield what, "eligo register propose LIST NUMBER --why '...'"
    if _has_other_rules(registers, scheme):
        yield "the register's rules are not those of the scheme", "eligo register rules --why '...'"


def _has_other_rules(registers: Registers, scheme: Scheme) -> bool:
    rules = registers.rules
    if rules is None or scheme.register is None:
        return False
    return bool(rules_difference(rules, rules_of(scheme, rules.who, rules.why, rules.recorded_at)))
