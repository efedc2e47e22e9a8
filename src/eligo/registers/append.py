"""Writing a line at the end of the log, or refusing it with every reason.

What belongs here: what every line has to keep, and what lines of rules and of keys have to. What does not: what the
table allows of an entry (``allowed``).

Invariants: nothing but what is appended here is ever in a log; times of recording never go backwards; a key is one that
the key before it has signed. Source: ``domain.md`` section 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from eligo.canonical import canonical, is_storable_text, time_of
from eligo.errors import RegisterRefused
from eligo.registers.allowed import faults_of, known_for
from eligo.registers.entries import KeyEntry, LogLine, RegisterEntry, RulesEntry
from eligo.registers.plain import plain
from eligo.registers.replay import Registers, advanced
from eligo.registers.signing import SigningKey, is_signed
from eligo.scheme import RegisterRules, Scheme

Line = TypeVar("Line", RegisterEntry, RulesEntry, KeyEntry)

KEY_MESSAGE = "eligo register key"
"""The words that what is signed of a line of a key begins with."""


def append(registers: Registers, line: LogLine) -> Registers:
    """The registers with one line more. Raises ``RegisterRefused`` with every reason for which it is not allowed."""
    return extend(registers, (line,))


def extend(registers: Registers, lines: Iterable[LogLine]) -> Registers:
    """The registers with some lines more, all or none; as ``append``."""
    registers = replace(registers, items=dict(registers.items))
    for line in lines:
        _refuse(line, line_faults(registers, line))
        registers = advanced(registers, line)
    return registers


def enter(
    registers: Registers, entries: Iterable[RegisterEntry], at: datetime
) -> tuple[Registers, tuple[RegisterEntry, ...]]:
    """The registers with some entries more, all or none, and these as they stand in the log: numbered, with their time.

    Raises ``RegisterRefused`` as ``append``.
    """
    entered: list[RegisterEntry] = []
    registers = replace(registers, items=dict(registers.items))
    for entry in entries:
        line = numbered(registers, entry, at)
        _refuse(line, line_faults(registers, line))
        registers = advanced(registers, line)
        entered.append(line)
    return registers, tuple(entered)


_NAMES = {RulesEntry: "the rules", KeyEntry: "a key"}


def _refuse(line: LogLine, faults: tuple[str, ...]) -> None:
    if faults:
        what = line.item if isinstance(line, RegisterEntry) else f"The line with {_NAMES[type(line)]}"
        raise RegisterRefused(
            f"{what} is not entered: {len(faults)} {'reason' if len(faults) == 1 else 'reasons'}",
            hint="Nothing has been changed. Correct what is named, and enter it again.",
            details=faults,
        )


def numbered(registers: Registers, line: Line, at: datetime) -> Line:
    """The line as the next of the log: its number, its time, and of an entry the day it was first added."""
    number = registers.number + 1
    if not isinstance(line, RegisterEntry):
        return replace(line, number=number, recorded_at=at)
    before, rules = registers.items.get(line.item), registers.rules
    shown = rules and rules.rules.shown_by(line.state)
    added = before.latest.first_added_on if before else None
    first_added_on = added or (line.effective_on if shown and shown.first_added else None)
    return replace(line, number=number, recorded_at=at, first_added_on=first_added_on)


def line_faults(registers: Registers, line: LogLine) -> tuple[str, ...]:
    """Everything for which a line may not be written; nothing where it may."""
    faults = [*_written(registers, line)]
    match line:
        case RegisterEntry():
            faults += _entry_faults(registers, line)
        case RulesEntry():
            faults += _rules_faults(registers, line)
        case KeyEntry():
            faults += _key_faults(registers, line)
    return tuple(faults)


def _entry_faults(registers: Registers, line: RegisterEntry) -> tuple[str, ...]:
    if registers.rules is None:
        return ("entry: the log has no rules yet; they come first",)
    return faults_of(line, known_for(line, registers, registers.rules))


def _written(registers: Registers, line: LogLine) -> Iterator[str]:
    if line.number != registers.number + 1:
        yield f"number: found {line.number}; the log has {registers.number} lines, expected {registers.number + 1}"
    if registers.recorded_at and line.recorded_at < registers.recorded_at:
        last = time_of(registers.recorded_at)
        yield f"recorded_at: found {time_of(line.recorded_at)}, before the last line's {last}"
    for name in ("who", "why"):
        if not getattr(line, name).strip():
            yield f"{name}: is blank; expected {'a name' if name == 'who' else 'a reason'}, which is published"
    if not is_storable_text(canonical(plain(line))):
        yield "entry: a text has a NUL or half of a character; expected none"


def rules_of(scheme: Scheme, who: str, why: str, at: datetime) -> RulesEntry:
    """A scheme's rules as a line of the log; operators by their published names.

    Raises ``RegisterRefused`` where the scheme has no registers.
    """
    if scheme.register is None:
        raise RegisterRefused(
            f"The scheme {scheme.id} has no registers", hint="Add [register]; the reference of the scheme file has it."
        )
    return RulesEntry(
        scheme=scheme.id,
        scheme_version=scheme.version,
        device_types=tuple(one.name for one in scheme.device_types),
        open_types=tuple(one.name for one in scheme.device_types if one.firmware_open),
        operators=tuple(sorted(scheme.disclosure.pseudonyms.values())),
        rules=scheme.register,
        who=who,
        why=why,
        recorded_at=at,
        number=0,
    )


def _rules_faults(registers: Registers, line: RulesEntry) -> Iterator[str]:
    """New rules leave nothing behind, no state, operator or device type that an item has, and make nothing eligible."""
    if (before := registers.rules) is None:
        return
    if (before.device_types, before.open_types) != (line.device_types, line.open_types):
        yield "device_types: differ from those of the log, so that no product would be what it was"
    for name in sorted({item.latest.state for item in registers.items.values()}):
        if line.rules.state(name) is None:
            yield f"states: {name!r} is missing, and there are items in it"
        elif _is_eligible(before.rules, name) is not _is_eligible(line.rules, name):
            yield f"states: {name!r} begins or ceases to be of what is eligible, and there are items in it"
    gone = {one.operator for item in registers.items.values() for one in item.latest.operators} - {*line.operators}
    for name in sorted(gone):
        yield f"operators: {name!r} is missing, and there are items of it"


def _is_eligible(rules: RegisterRules, state: str) -> bool:
    shown = rules.shown_by(state)
    return bool(shown and shown.first_added)


def key_line(
    registers: Registers, new: SigningKey, old: SigningKey | None, who: str, why: str, at: datetime
) -> KeyEntry:
    """The line that brings a key: signed by the key before it, the first by itself (``old`` is ``None``)."""
    signer = old or new
    line = KeyEntry(new.public, signer.public, "", who, why, at, registers.number + 1)
    return replace(line, signature=signer.sign(key_message(line)))


def key_message(line: KeyEntry) -> bytes:
    """What is signed of a line that brings a key: all of it but the signature."""
    stated = {name: value for name, value in plain(line).items() if name != "signature"}
    return f"{KEY_MESSAGE}\n{canonical(stated)}".encode()


def _key_faults(registers: Registers, line: KeyEntry) -> Iterator[str]:
    due = registers.key.key if registers.key else line.key
    if line.signed_by != due:
        yield f"signed_by: found {line.signed_by[:16]}...; expected the key before it, {due[:16]}..."
    if registers.key and line.key == registers.key.key:
        yield "key: is in force already"
    if not is_signed(key_message(line), line.signature, line.signed_by):
        yield "signature: is not that of the key that is to have signed"
