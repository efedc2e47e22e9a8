"""Whether an entry may be written: everything that the table of the scheme, and the log so far, do not allow.

What belongs here: the checks, plain functions in a visible tuple. What does not: writing (``append``).

Invariants: every check is made and every fault named, each with its field first; nothing is mended. What is eligible is
so by evidence or by a decision that the test of another stands for its own, where that other rests on its own:
decisions are directed and never chained. Source: SEC F2.10A; ``programme.md`` 4; ``returns.md`` 10.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eligo.registers.entries import Basis, Consent, OpenFirmware, RegisterEntry, RulesEntry, Served, Stage
from eligo.registers.replay import Item, Registers
from eligo.scheme import NEW
from eligo.terms import TO_BE_CONFIRMED

_SHA256 = re.compile(r"[0-9a-f]{64}")

STEPS = {
    (Stage.TO_BE_CONFIRMED, Stage.CANDIDATE),
    (Stage.CANDIDATE, Stage.CANDIDATE),
    (Stage.CANDIDATE, Stage.FINAL),
}
"""How open firmware may go on within a generation: step by step, and never back."""

EXPECTED_STEP = (
    "it goes on from to-be-confirmed to candidate to final; firmware newer than the final release is a new generation"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What of the log bears on one entry: the rules, the items of its product, and the item whose test stands for it.

    ``items`` in the order of their generations.
    """

    rules: RulesEntry
    items: tuple[Item, ...]
    base: Item | None

    def before(self, entry: RegisterEntry) -> RegisterEntry | None:
        """The last entry about the same item, or ``None``."""
        return self.items[entry.generation - 1].latest if 0 < entry.generation <= len(self.items) else None

    def counts_as_eligible(self, state: str) -> bool:
        """Whether that state is one of the list of what is eligible."""
        shown = self.rules.rules.shown_by(state)
        return bool(shown and shown.first_added)


def known_for(entry: RegisterEntry, registers: Registers, rules: RulesEntry) -> Known:
    """What the registers know that bears on an entry."""
    return Known(rules, registers.of_product(entry.product.product_id), registers.items.get(entry.basis.base))


def check_product(entry: RegisterEntry, known: Known) -> Iterator[str]:
    """The devices are those that the scheme has, each in its place, and the product is what it was."""
    types, devices = known.rules.device_types, entry.product.devices
    if len(devices) != len(types) or any(one and one.device_type != types[i] for i, one in enumerate(devices)):
        found = ", ".join(one.device_type if one else "none" for one in devices)
        yield f"devices: found {found}; expected one place for each of {', '.join(types)}, in this order"
    for device in filter(None, devices):
        is_open = device.device_type in known.rules.open_types
        if is_open and device.firmware != TO_BE_CONFIRMED:
            expected = "expected 'TBC' there, and the version in 'firmware'"
            yield f"devices: found firmware {device.firmware!r} of {device.device_type}, whose is open; {expected}"
        if not device.model or (not is_open and device.firmware in ("", TO_BE_CONFIRMED)):
            yield f"devices: {device.device_type} has no model or no firmware; expected both"
    kinds = {item.latest.product.kind for item in known.items} - {entry.product.kind}
    if kinds:
        yield f"product_kind: found {entry.product.kind!r}; the product is {', '.join(sorted(kinds))} in the log"


def check_generation(entry: RegisterEntry, known: Known) -> Iterator[str]:
    """A generation follows the one before it, once that has its final firmware, and stands alone on its list."""
    last = len(known.items)
    if not 1 <= entry.generation <= last + 1:
        yield f"generation: found {entry.generation}; the log has {last} of this product, expected 1 to {last + 1}"
        return
    if entry.generation == last + 1 and last and not known.items[-1].latest.is_final:
        yield f"generation: {known.items[-1].latest.item} has no final firmware yet; expected an entry of that item"
    shown = known.rules.rules.shown_by(entry.state)
    for item in known.items:
        other = item.latest
        if other.generation == entry.generation:
            continue
        if shown and not shown.first_added and known.rules.rules.shown_by(other.state) == shown:
            yield f"generation: {other.item} stands on {shown.label} already, where a product stands once"
        if entry.is_final and other.is_final and versions(entry) == versions(other):
            yield f"firmware: {other.item} has the same final firmware; expected an entry of that item"


def versions(entry: RegisterEntry) -> tuple[str, ...]:
    """The versions of its open firmware, in the order of the devices."""
    return tuple(one.version for one in entry.firmware)


def check_state(entry: RegisterEntry, known: Known) -> Iterator[str]:
    """The state is one of the table's, and may follow the one before it."""
    before = known.before(entry)
    state = known.rules.rules.state(entry.state)
    earlier = before.state if before else NEW
    if state is None:
        known_states = ", ".join(one.id for one in known.rules.rules.states)
        yield f"state: found {entry.state!r}, which the scheme does not have; expected one of {known_states}"
        return
    if earlier not in state.after:
        yield f"state: found {state.id!r} after {earlier!r}; it may follow {' or '.join(map(repr, state.after))}"
    if before and _same_content(before, entry):
        yield "entry: changes nothing of the entry before it"
    if before and entry.effective_on < before.effective_on:
        yield f"effective_on: found {entry.effective_on}, before the last entry's {before.effective_on}"


def _same_content(before: RegisterEntry, entry: RegisterEntry) -> bool:
    def content(one: RegisterEntry) -> tuple[object, ...]:
        return (one.label, one.state, one.firmware, one.operators, one.basis)

    return content(before) == content(entry)


def check_firmware(entry: RegisterEntry, known: Known) -> Iterator[str]:
    """Open firmware is stated of each device that has it, is as firm as the state needs, and goes on step by step."""
    due = [one.device_type for one in entry.product.devices if one and one.device_type in known.rules.open_types]
    if [one.device_type for one in entry.firmware] != due:
        found = ", ".join(one.device_type for one in entry.firmware) or "none"
        yield f"firmware: found that of {found}; expected that of {', '.join(due) or 'none'}"
        return
    state, before = known.rules.rules.state(entry.state), known.before(entry)
    for place, one in enumerate(entry.firmware):
        if (one.stage is Stage.TO_BE_CONFIRMED) is not (one.version == ""):
            yield f"firmware: found {one.stage.value} with version {one.version!r}; it has one once it is known"
        if before and len(before.firmware) == len(due):
            yield from _step(before.firmware[place], one)
        if state and one.stage.value not in state.firmware:
            yield f"firmware: found {one.stage.value} in state {state.id!r}; expected {' or '.join(state.firmware)}"


def _step(before: OpenFirmware, now: OpenFirmware) -> Iterator[str]:
    if now != before and (before.stage, now.stage) not in STEPS:
        names = [f"{one.stage.value} {one.version}".strip() for one in (before, now)]
        yield f"firmware: found {names[1]} after {names[0]}; {EXPECTED_STEP}"


def check_first_added(entry: RegisterEntry, known: Known) -> Iterator[str]:
    """The day on which it was first added is that of the entry that first brought it on the list, and never changes."""
    before = known.before(entry)
    due = before.first_added_on if before else None
    if due is None and known.counts_as_eligible(entry.state):
        due = entry.effective_on
    if entry.first_added_on != due:
        expected = f"expected {due}, which never changes" if due else "it has never been eligible"
        yield f"first_added_on: found {entry.first_added_on}; {expected}"


def check_operators(entry: RegisterEntry, known: Known) -> Iterator[str]:
    """Operators are the scheme's, each once and in order; those that open do so by what was shown with their own."""
    names = [one.operator for one in entry.operators]
    if not names or names != sorted(set(names)):
        yield f"operators: found {', '.join(names) or 'none'}; expected at least one, each once, in order"
    for name in [*names, *entry.basis.operators]:
        if name not in known.rules.operators:
            has = ", ".join(known.rules.operators)
            yield f"operators: found {name!r}, which the scheme does not have; expected one of {has}"
    before = known.before(entry)
    earlier = {one.operator: one for one in before.operators} if before else {}
    for one in entry.operators:
        yield from _opening(one, earlier.get(one.operator), entry, known)


def _opening(one: Served, before: Served | None, entry: RegisterEntry, known: Known) -> Iterator[str]:
    if before and before.open_on and known.counts_as_eligible(entry.state) and one.open_on != before.open_on:
        yield f"operators: {one.operator} is open on {before.open_on}, which does not change while it is eligible"
    if one.open_on is None or (before and before.open_on == one.open_on and known.counts_as_eligible(entry.state)):
        return
    if not known.counts_as_eligible(entry.state):
        yield f"operators: {one.operator} is open on {one.open_on}, and the state {entry.state!r} opens nothing"
    elif entry.first_added_on and one.open_on < entry.first_added_on:
        yield f"operators: {one.operator} is open on {one.open_on}, before it was first added ({entry.first_added_on})"
    serves = known.rules.rules.evidence_serves_others or entry.basis.base
    if not serves and one.operator not in entry.basis.operators:
        expected = "expected it in the basis, or a decision of equivalence"
        yield f"operators: {one.operator} opens, and nothing was shown with its installations; {expected}"


def check_basis(entry: RegisterEntry, known: Known) -> Iterator[str]:
    """The basis is one that the state may rest on, and states all that it has to."""
    basis, rules = entry.basis, known.rules.rules
    state, kind = rules.state(entry.state), rules.basis(basis.kind)
    if kind is None or (state and basis.kind not in state.bases):
        allowed = state.bases if state else tuple(one.id for one in rules.bases)
        yield f"basis: found {basis.kind!r}; expected {' or '.join(map(repr, allowed))}"
        return
    if not basis.reference.strip():
        yield "basis: has no reference; expected what the record of it is called"
    for need in kind.needs:
        if not getattr(basis, need):
            yield f"basis: states no {need.replace('_', ' ')}, which {basis.kind!r} needs"
    for extra in ("base", "category"):
        if getattr(basis, extra) and extra not in kind.needs:
            yield f"basis: states a {extra}, which {basis.kind!r} does not have"
    if basis.category and basis.category not in {one.id for one in rules.exclusions}:
        has = ", ".join(one.id for one in rules.exclusions)
        yield f"basis: found category {basis.category!r}, which the scheme does not have; expected one of {has}"
    for document in basis.documents:
        if not document.name.strip() or not _SHA256.fullmatch(document.sha256):
            yield f"basis: document {document.name!r} has no name, or no SHA-256 of 64 small hexadecimal digits"
    if basis.base:
        yield from _base(basis, entry, known)
    if basis.consent:
        yield from _consent(basis.consent, entry, known)


def _consent(consent: Consent, entry: RegisterEntry, known: Known) -> Iterator[str]:
    if not consent.reference.strip():
        yield "basis: has a consent without a reference; expected what the record of it is called"
    if not known.counts_as_eligible(entry.state):
        yield f"basis: states a consent, and {entry.state!r} is nothing that is consented to"
    if consent.given_on > entry.effective_on:
        yield f"basis: the consent was given on {consent.given_on}, after {entry.effective_on}; expected it before"


def _base(basis: Basis, entry: RegisterEntry, known: Known) -> Iterator[str]:
    base = known.base
    if base is None:
        yield f"basis: found base {basis.base!r}, which is no item of the log"
    elif not known.counts_as_eligible(base.latest.state):
        yield f"basis: the base {basis.base} is {base.latest.state!r}; expected one that is eligible"
    elif not base.rests_on_itself:
        yield f"basis: the base {basis.base} rests on the test of another itself; expected one that has been tested"
    elif base.since.effective_on > entry.effective_on:
        yield f"basis: the base {basis.base} is eligible from {base.since.effective_on} on, after this entry"


CHECKS: tuple[Callable[[RegisterEntry, Known], Iterator[str]], ...] = (
    check_product,
    check_generation,
    check_state,
    check_firmware,
    check_first_added,
    check_operators,
    check_basis,
)
"""Every check that an entry has to pass, in the order in which faults are named."""


def faults_of(entry: RegisterEntry, known: Known) -> tuple[str, ...]:
    """Everything for which an entry may not be written; nothing where it may."""
    return tuple(fault for check in CHECKS for fault in check(entry, known))
