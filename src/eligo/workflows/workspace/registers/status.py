"""What ``eligo status`` says of a workspace's register: how far it is published, and who has to do what next.

Which entries are due is not worked out for that, which takes every line and everything that is known: what is said is
whether anything that entries follow from came after the last one. A day on which a decision ends says nothing here.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from eligo.ports import KEY, RULES, Lines, Workspace
from eligo.records import ENTERED, REGISTER, RegisterHead, Run, register_head
from eligo.registers import Registers, RegisterVersion, rules_difference, rules_of
from eligo.scheme import Scheme
from eligo.workflows.workspace.basis import EQUIVALENCE, EVIDENCE, FIRMWARE, PROGRAMME, RESULTS
from eligo.workflows.workspace.registers.kept import in_force
from eligo.workflows.workspace.registers.proposing import Proposal, proposals

_GROUNDS = {
    "firmware": (FIRMWARE,),
    "evidence": (EVIDENCE, RESULTS),
    "programme decisions": (PROGRAMME,),
    "decisions on equivalence": (EQUIVALENCE,),
}
"""What entries follow from beside a run, with its kinds of decision."""


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


def register_status(workspace: Workspace, scheme: Scheme, runs: Collection[Run]) -> RegisterStatus | None:
    """The status of the register beside the latest runs; ``None`` where the workspace has none."""
    log = workspace.store.registers
    head = log.head()
    if not head.size:
        return None
    registers, versions = in_force(workspace), [one.version for one in log.versions()]
    covered = versions[-1].size if versions else 0
    others = tuple(line.number for line in log.lines(Lines(items=(RULES, KEY))))
    unpublished, waiting = _entries(others, covered, head.size), proposals(workspace)
    return RegisterStatus(
        head=head,
        latest=tuple({one.list: one for one in versions}.values()),
        unpublished=unpublished,
        key=registers.key.key if registers.key else "",
        proposals=waiting,
        due=(*_due(head, registers, unpublished, waiting, scheme), *_to_enter(workspace, others, runs)),
    )


def _entries(others: Collection[int], after: int, through: int) -> int:
    """How many of some lines are entries, where ``others`` are the numbers of all lines that are none."""
    return through - after - sum(after < number <= through for number in others)


def _to_enter(workspace: Workspace, others: Collection[int], runs: Collection[Run]) -> Iterator[tuple[str, str]]:
    """What came after the last entry of all that entries follow from."""
    last = 0
    for event in workspace.store.audit.of_subject(REGISTER):
        before, after = (
            register_head(stated, None) if stated else RegisterHead() for stated in (event.before, event.after)
        )
        if event.action == ENTERED and _entries(others, before.size, after.size):
            last = event.number
    newer = ["a run"] if any(run.event > last for run in runs) else []
    newer += [what for what, kinds in _GROUNDS.items() if workspace.store.decisions.latest(kinds) > last]
    if runs and newer:
        told = " and ".join(filter(None, (", ".join(newer[:-1]), newer[-1])))
        what = f"{told} came after the register's last entry" if last else "the register has no entry yet"
        yield what, "eligo register due"


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
