"""``eligo register open``, ``rules`` and ``key``: the lines of a workspace's register that are no entries.

Invariant: rules are the scheme's, and a key is signed by the one before it; who and why are published with the line.
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.errors import VersionConflict
from eligo.ports import Workspace
from eligo.records import Because
from eligo.registers import (
    Change,
    KeyEntry,
    Registers,
    RulesEntry,
    SigningKey,
    append,
    key_line,
    numbered,
    rules_difference,
    rules_of,
)
from eligo.workflows.workspace.basis import basis_of
from eligo.workflows.workspace.registers.kept import in_force, latest_items, moment
from eligo.workflows.workspace.registers.words import refuse_unpublished

_LOOKED_AT = "What the scheme has now"
"""The reason of a line that is looked at, and not entered."""


@dataclass(frozen=True, slots=True)
class RulesRenewed:
    """What the scheme's rules change of those in force; ``line`` is the new line, where it has been entered."""

    changes: tuple[Change, ...]
    line: RulesEntry | None = None


def begin_register(workspace: Workspace, key: SigningKey, why: str) -> tuple[RulesEntry, KeyEntry]:
    """Begin the workspace's register: the scheme's rules, and the first key, which signs itself.

    Raises ``VersionConflict`` where there is one, and ``RegisterRefused`` where the scheme has no registers or nothing
    says who or why.
    """
    with workspace.store.transaction():
        head = workspace.store.registers.head()
        if head.size:
            raise VersionConflict(
                f"The workspace has a register of {head.size:,} lines already",
                hint="'eligo register rules' enters the scheme's rules anew, 'eligo register key' another key.",
            )
        scheme, at = basis_of(workspace).scheme, moment(workspace, Registers())
        refuse_unpublished(workspace.who, why, scheme)
        rules = numbered(Registers(), rules_of(scheme, workspace.who, why, at), at)
        registers = append(Registers(), rules)
        first = key_line(registers, key, None, workspace.who, why, at)
        append(registers, first)
        workspace.store.registers.enter((rules, first), Because(workspace.who, why))
    return rules, first


def renew_rules(workspace: Workspace, why: str = "") -> RulesRenewed:
    """Say what the scheme's rules change of those in force; with a reason, enter them.

    Raises ``NotFound`` where there is no register, and ``RegisterRefused`` where the rules leave something behind;
    ``VersionConflict`` where they are to be entered and are in force already.
    """
    with workspace.store.transaction():
        registers = latest_items(workspace)
        scheme, at = basis_of(workspace).scheme, moment(workspace, registers)
        refuse_unpublished(workspace.who, why, scheme)
        line = numbered(registers, rules_of(scheme, workspace.who, why or _LOOKED_AT, at), at)
        changes = rules_difference(registers.rules, line) if registers.rules else ()
        append(registers, line)
        if not why:
            return RulesRenewed(changes)
        if not changes:
            raise VersionConflict("The scheme's rules are in force already", hint="There is nothing to do.")
        workspace.store.registers.enter((line,), Because(workspace.who, why))
    return RulesRenewed(changes, line)


def renew_key(workspace: Workspace, new: SigningKey, old: SigningKey, why: str) -> KeyEntry:
    """Enter a new key, signed by the one in force; from then on it signs.

    Raises ``NotFound`` where there is no register, ``RegisterRefused`` where ``old`` is not in force or ``new`` is.
    """
    with workspace.store.transaction():
        registers = in_force(workspace)
        refuse_unpublished(workspace.who, why, basis_of(workspace).scheme)
        line = key_line(registers, new, old, workspace.who, why, moment(workspace, registers))
        append(registers, line)
        workspace.store.registers.enter((line,), Because(workspace.who, why))
    return line
