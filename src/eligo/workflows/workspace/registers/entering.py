"""Entering what is due in the register of a workspace.

What belongs here: writing entries as lines, and that whoever does it has seen what falls. What does not: what is due
(``registers.due``), and what a person decides (``deciding``).

Invariants: lines are entered all or none, held to the rules within the transaction that enters them. Where something
falls, that has to be confirmed by number before anything is entered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from eligo.errors import RegisterRefused, UsageError
from eligo.ports import Workspace
from eligo.records import Because
from eligo.registers import Consent, DueEntries, RegisterEntry, Registers, day_faults, enter, said
from eligo.workflows.workspace.confirming import confirm
from eligo.workflows.workspace.registers.grounds import RegisterGrounds, register_grounds
from eligo.workflows.workspace.registers.kept import moment
from eligo.workflows.workspace.registers.words import refuse_unpublished


@dataclass(frozen=True, slots=True)
class EnteredDue:
    """The lines that were entered, and why each was due; what is held up still."""

    lines: tuple[RegisterEntry, ...]
    because: tuple[str, ...]
    left: DueEntries


def enter_due(
    workspace: Workspace,
    reference: str | None,
    named: Collection[str] | None,
    on: date | None,
    why: str,
    reopens: int | None,
    consent: Consent | None = None,
) -> EnteredDue:
    """Enter what is due, of everything (``None``) or of what is named, with what that rests on and what falls with it.

    ``reopens`` is the number of items that are expected to fall; it has to be given where there are any. ``consent`` is
    that to whatever becomes eligible by it. Raises ``UsageError`` where nothing does, or the number is missing,
    ``VersionConflict`` where it is another number, ``NotFound`` for a name that is none, and ``RegisterRefused`` with
    every reason, a day too far ahead among them; nothing is entered then.
    """
    with workspace.store.transaction():
        grounds = register_grounds(workspace, reference, on, consent)
        _refuse_days(grounds, consent)
        due = grounds.due
        chosen = due.entries if named is None else due.chosen(grounds.named(named))
        confirm_falls(tuple(dict.fromkeys(one.item for one in chosen if one.falls)), reopens)
        if consent and not any(one.entry.basis.consent == consent for one in chosen):
            raise UsageError(
                "Nothing of it becomes eligible, so that a consent is to nothing", hint="Leave the consent out."
            )
        lines = entered_lines(workspace, grounds, [one.entry for one in chosen], why)
        facts = replace(grounds.facts, consent=None)
        left = replace(grounds, registers=_after(grounds.registers, lines), facts=facts).due
    return EnteredDue(lines, tuple(one.because for one in chosen), left)


def _refuse_days(grounds: RegisterGrounds, consent: Consent | None) -> None:
    """Refuse days that cannot be meant: else what takes effect on days of its own would be entered all the same."""
    faults = (*day_faults(grounds.on, grounds.today, grounds.scheme.entering), *_consent_faults(grounds, consent))
    if faults:
        hint = "Nothing has been entered. Correct the day, and enter it again."
        count = f"{len(faults)} {'reason' if len(faults) == 1 else 'reasons'}"
        raise RegisterRefused(f"Nothing is entered as of {grounds.on}: {count}", hint=hint, details=faults)


def _consent_faults(grounds: RegisterGrounds, consent: Consent | None) -> Iterator[str]:
    last = min(grounds.today, grounds.on)
    if consent and consent.given_on > last:
        why = "that day is still to come" if consent.given_on > grounds.today else "what it is to begins before"
        yield f"consent: found that it was given on {consent.given_on}, and {why}; expected {last} or earlier"


def _after(registers: Registers, lines: tuple[RegisterEntry, ...]) -> Registers:
    return enter(registers, lines, lines[-1].recorded_at)[0] if lines else registers


def entered_lines(
    workspace: Workspace, grounds: RegisterGrounds, entries: Collection[RegisterEntry], why: str
) -> tuple[RegisterEntry, ...]:
    """Enter some entries: as they stand in the log then; nothing where there are none.

    Raises ``RegisterRefused`` where the rules do not allow one, or a text is not for the public.
    """
    if not entries:
        return ()
    stated = said(entries, workspace.who, why)
    refuse_unpublished(workspace.who, why, grounds.scheme)
    _, lines = enter(grounds.registers, stated, moment(workspace, grounds.registers))
    workspace.store.registers.enter(lines, Because(workspace.who, why))
    return lines


def confirm_falls(fallen: tuple[str, ...], reopens: int | None) -> None:
    """Refuse what falls where nobody has said how many items that are. Raises as ``enter_due`` does."""
    number = len(fallen)
    told = f"{number:,} item{'' if number == 1 else 's'} would fall"
    confirm(told, number, reopens, "--reopens", done="entered", details=fallen)
