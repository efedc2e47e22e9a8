"""What only a person decides of the register of a workspace: withdrawal, exclusion, what is uneconomic, listing again.

What belongs here: the decision as it is given, its entry, and what falls with it. What does not: what a decision brings
with it (``registers.due``).

Invariant: a decision and everything that falls with it are entered together, or nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eligo.errors import RegisterRefused, UsageError
from eligo.ports import Workspace
from eligo.registers import Basis, Decided, Document, RegisterEntry, Wish, decided, nobodys
from eligo.workflows.inputs import read_input
from eligo.workflows.workspace.registers.entering import confirm_falls, entered_lines
from eligo.workflows.workspace.registers.grounds import RegisterGrounds, register_grounds


@dataclass(frozen=True, slots=True)
class Deciding:
    """What somebody decides of an item: its name, the state, and all that the decision rests on.

    ``kind`` of basis may be blank where the state has one alone; ``documents`` are files that are named by their
    SHA-256; ``on`` is the day from which it holds, ``decided_on`` that of the decision, both today where not said.
    """

    name: str
    state: str
    kind: str = ""
    reference: str = ""
    consultation: str = ""
    category: str = ""
    party: str = ""
    documents: tuple[Path, ...] = ()
    on: date | None = None
    decided_on: date | None = None


def preview_entry(workspace: Workspace, reference: str | None, what: Deciding) -> Decided:
    """The entry of a decision and what falls with it. Raises ``RegisterRefused`` with every reason against it."""
    return _decided(register_grounds(workspace, reference, what.on), what)


def decide_entry(
    workspace: Workspace, reference: str | None, what: Deciding, why: str, reopens: int | None
) -> tuple[Decided, tuple[RegisterEntry, ...]]:
    """Enter a decision with everything that falls with it. Raises as ``preview_entry`` and ``enter_due`` do."""
    with workspace.store.transaction():
        grounds = register_grounds(workspace, reference, what.on)
        found = _decided(grounds, what)
        confirm_falls(found.reopened, reopens)
        entries = [*([found.entry] if found.entry else []), *(one.entry for one in found.falls)]
        lines = entered_lines(workspace, grounds, entries, why)
    return found, lines


def _decided(grounds: RegisterGrounds, what: Deciding) -> Decided:
    rules = grounds.registers.rules.rules if grounds.registers.rules else None
    state = rules.state(what.state) if rules else None
    if not what.kind and state and state.counts_as == "eligible":
        # Before anything is asked for that would be in vain.
        raise _refused(what, (nobodys(what.state),))
    items = {name.casefold(): name for name in grounds.registers.items}
    item = items.get(what.name.casefold()) or _one(grounds, what.name)
    wish = Wish(item, what.state, _basis(grounds, what), grounds.on)
    found = decided(grounds.registers, grounds.facts, wish, grounds.check)
    if faults := (*found.faults, *_still_to_come(what, grounds.today)):
        raise _refused(what, faults)
    return found


def _still_to_come(what: Deciding, today: date) -> Iterator[str]:
    if what.decided_on and what.decided_on > today:
        yield f"decided_on: found {what.decided_on}, and that day is still to come; expected {today} or earlier"


def _refused(what: Deciding, faults: tuple[str, ...]) -> RegisterRefused:
    return RegisterRefused(
        f"{what.name} is not entered as {what.state}: {len(faults)} {'reason' if len(faults) == 1 else 'reasons'}",
        hint="Nothing has been entered. Correct what is named, and decide it again.",
        details=faults,
    )


def _one(grounds: RegisterGrounds, name: str) -> str:
    products = sorted(grounds.named([name]))
    if len(products) > 1:
        raise UsageError(
            f"'{name}' is the label of {len(products)} products", hint="Name one of them.", details=products
        )
    return products[0]


def _basis(grounds: RegisterGrounds, what: Deciding) -> Basis:
    rules = grounds.registers.rules.rules if grounds.registers.rules else None
    state = rules.state(what.state) if rules else None
    kind = what.kind or (state.bases[0] if state and len(state.bases) == 1 else "")
    if not kind and state:
        hint = "Name it with --basis."
        raise UsageError(f"'{what.state}' may rest on several bases", hint=hint, details=state.bases)
    documents = (read_input("document", path) for path in what.documents)
    return Basis(
        kind,
        what.reference,
        tuple(Document(one.name, one.sha256) for one in documents),
        consultation=what.consultation,
        category=what.category,
        party=what.party,
        decided_on=what.decided_on or grounds.on,
    )
