"""What facts call for, item by item: listing, firmware, the start of a test, eligibility, opening.

What belongs here: one rule a function, in visible tuples. What does not: what has lost its ground (``falls``), and
whether an entry may be written (``allowed``).

Invariants: nothing is eligible here but by a test that is complete, its own or that of another by a decision in force;
what people withdrew, excluded or declared uneconomic stays so until they decide again; of what takes effect later than
the facts are of, nothing is called for. What was entered is not called for again, so that the rules come to an end.
Source: ``domain.md`` 2 and 5; SEC F2.10A and H14.36A; Consultation 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from eligo.registers.due.facts import (
    EQUIVALENCE,
    EVIDENCE,
    FIRMWARE,
    SELECTION,
    TEST_REQUEST,
    TESTING,
    UNECONOMIC,
    KnownProduct,
    Migrated,
    Released,
    Shown,
)
from eligo.registers.due.view import UNRECORDED, Step, View, after, opened, passed_on, shut, version_of
from eligo.registers.entries import Basis, OpenFirmware, RegisterEntry, Served, Stage
from eligo.registers.replay import Item
from eligo.scheme import NEW


def steps_of(view: View, known: KnownProduct) -> Iterator[Step]:
    """Every entry that is called for next of a product, the first first; once one is made, others may be."""
    items = view.items(known)
    if not items:
        yield from listing(view, known)
        return
    for item in items:
        for rule in ITEM_RULES if not view.is_ahead(item.latest) else ():
            yield from rule(view, known, item)
    if not view.is_ahead(items[-1].latest):
        yield from next_generation(view, known, items[-1])


def listing(view: View, known: KnownProduct) -> Iterator[Step]:
    """A product that a run drafts, or whose test was requested, is listed with its firmware to be confirmed."""
    basis = known.listed or known.requested
    state = view.state_for(basis.kind, NEW) if basis else None
    if basis is not None and state is not None:
        yield Step(first_entry(view, known, state, basis), f"It is listed: {basis.reference}")


def first_entry(view: View, known: KnownProduct, state: str, basis: Basis) -> RegisterEntry:
    """The entry that a product which is new begins with."""
    open_types = view.registers.rules.open_types if view.registers.rules else ()
    return RegisterEntry(
        product=known.product,
        generation=1,
        label=view.label(known),
        state=state,
        firmware=tuple(
            OpenFirmware(one.device_type, Stage.TO_BE_CONFIRMED)
            for one in known.product.devices
            if one and one.device_type in open_types
        ),
        operators=shut(known.operators),
        effective_on=view.facts.on,
        basis=basis,
        who="",
        why="",
        first_added_on=None,
        recorded_at=UNRECORDED,
        number=0,
    )


def declared_uneconomic(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """What was declared uneconomic to test is no longer pending."""
    latest = item.latest
    state = view.state_for(UNECONOMIC, latest.state) or view.state_with(UNECONOMIC)
    if known.spared and state and view.counts_as(latest) == "pending":
        yield Step(after(latest, state, known.spared, view.facts.on), known.spared.reference)


def requested(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """What is on no list is listed again where its test was requested later, and found to be needed."""
    latest, basis = item.latest, known.requested
    state = view.state_for(TEST_REQUEST, latest.state)
    later = basis is not None and basis.decided_on is not None and basis.decided_on > latest.effective_on
    is_last = view.items(known)[-1] == item
    if basis and state and later and is_last and not known.spared and view.rules.shown_by(latest.state) is None:
        yield Step(after(latest, state, basis, view.facts.on), f"It is listed again: {basis.reference}")


def served(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """A listed product serves every operator that has it, each by its route; of what is eligible routes stay."""
    latest = item.latest
    if view.rules.shown_by(latest.state) is None:
        return
    wanted = {one.operator: one for one in latest.operators}
    for one in known.operators:
        before = wanted.get(one.operator)
        if before is None:
            wanted[one.operator] = replace(one, open_on=None)
        elif view.counts_as(latest) != "eligible":
            wanted[one.operator] = replace(before, route=one.route)
    operators = tuple(wanted[name] for name in sorted(wanted))
    if operators == latest.operators:
        return
    selects = known.listed and view.state_for(SELECTION, latest.state) == latest.state
    basis = known.listed if known.listed and selects else latest.basis
    entry = replace(after(latest, latest.state, basis, view.facts.on), operators=operators)
    yield Step(entry, f"Its operators or their routes are others now: {(known.listed or basis).reference}")


def firmware_or_testing(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """Firmware goes on, or a test begins: whichever came first, firmware where both did."""
    if view.rules.shown_by(item.latest.state) is None:
        return
    found = [*_firmware(view, known, item), *_testing(view, known, item)]
    found.sort(key=lambda step: step.entry.effective_on)
    yield from found[:1]


def _firmware(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    latest = item.latest
    due = due_release(view, known, latest)
    if due is None or not any(one.device_type in known.open_types for one in latest.firmware):
        return
    entry = after(latest, latest.state, Basis(FIRMWARE, due.reference), due.on)
    yield Step(replace(entry, firmware=_on(due, known, latest.firmware)), due.reference)


def _on(due: Released, known: KnownProduct, before: tuple[OpenFirmware, ...]) -> tuple[OpenFirmware, ...]:
    return tuple(
        OpenFirmware(one.device_type, due.stage, due.version) if one.device_type in known.open_types else one
        for one in before
    )


def due_release(view: View, known: KnownProduct, latest: RegisterEntry) -> Released | None:
    """The release that follows what an item is on; ``None`` where nothing does, or where that is final.

    A candidate that was replaced by the day of the item's last entry is passed over.
    """
    stages = {one.stage for one in latest.firmware if one.device_type in known.open_types}
    rows = rows_to_come(view, known)
    if not rows or not stages or Stage.FINAL in stages:
        return None
    rest = rows[-1]
    for row in rows if Stage.CANDIDATE in stages else ():
        for place, one in enumerate(row):
            if (one.stage, one.version) == (Stage.CANDIDATE, version_of(latest)):
                rest = row[place + 1 :]
    return _not_replaced(rest, latest)


def rows_to_come(view: View, known: KnownProduct) -> list[tuple[Released, ...]]:
    """The generations of firmware whose final release no item is on."""
    taken = {version_of(one.latest) for one in view.items(known) if one.latest.is_final}
    return [row for row in known.generations if row[-1].stage is not Stage.FINAL or row[-1].version not in taken]


def _not_replaced(rest: tuple[Released, ...], latest: RegisterEntry) -> Released | None:
    for one, following in pairwise(rest):
        if following.stage is Stage.FINAL or following.on > latest.effective_on:
            return one
    return rest[-1] if rest else None


def _testing(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    latest = item.latest
    state = view.state_for(TESTING, latest.state)
    if state is None or state == latest.state:
        return
    versions = _versions_until(known, latest)
    begun = sorted((one for one in known.begun if one.version in versions), key=lambda one: (one.on, one.operator))
    for one in begun[:1]:
        basis = Basis(TESTING, one.reference, one.documents, operators=(one.operator,))
        yield Step(after(latest, state, basis, one.on), one.reference)


def _versions_until(known: KnownProduct, latest: RegisterEntry) -> tuple[str, ...]:
    """The versions of an item's generation up to the one that it is on; a blank one where no firmware is open."""
    if not latest.firmware:
        return ("",)
    version = version_of(latest)
    for row in reversed(known.generations):
        versions = [one.version for one in row]
        if version in versions:
            return tuple(versions[: versions.index(version) + 1])
    return (version,) if version else ()


def shown_eligible(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """What its own test has shown is eligible; so is, by a decision, what the test of another has shown."""
    latest = item.latest
    counts, version = view.counts_as(latest), version_of(latest)
    if counts not in ("pending", "eligible") or not latest.is_final:
        return
    own = passed_on(known, version)
    if own and (counts == "pending" or not item.rests_on_itself):
        yield from by_evidence(view, latest, own)
    elif not own and counts == "pending":
        yield from by_equivalence(view, known, latest)


def by_evidence(view: View, latest: RegisterEntry, own: tuple[Shown, ...]) -> Iterator[Step]:
    """Eligible by its own test, open for those with whose installations it was shown once they may be migrated."""
    state = view.state_for(EVIDENCE, latest.state)
    basis = _evidence(own, ())
    names = tuple(one.operator for one in latest.operators)
    opens = view.migrated(names if view.rules.evidence_serves_others else basis.operators)
    if state:
        because = f"Its own test is passed: {basis.reference}"
        yield Step(opened(after(latest, state, basis, view.facts.on), opens), because)


def _evidence(own: tuple[Shown, ...], migrated: tuple[Migrated, ...]) -> Basis:
    every: tuple[Shown | Migrated, ...] = (*own, *migrated)
    documents = {document: None for one in every for document in one.documents}
    return Basis(
        EVIDENCE,
        "; ".join(dict.fromkeys(one.reference for one in every)),
        tuple(sorted(documents, key=lambda one: (one.name, one.sha256))),
        operators=tuple(sorted({one.operator for one in own})),
    )


def by_equivalence(view: View, known: KnownProduct, latest: RegisterEntry) -> Iterator[Step]:
    """Eligible by the test of another, open for the operators that the decision is about."""
    state = view.state_for(EQUIVALENCE, latest.state)
    found = [*view.bases(known, version_of(latest))]
    if not found or state is None:
        return
    found.sort(key=lambda one: (one[1].item, one[0].operator, one[0].basis.reference))
    decision, base = found[0]
    names = tuple(sorted({one.operator for one, other in found if other.item == base.item}))
    entry = after(latest, state, replace(decision.basis, base=base.item), view.facts.on)
    yield Step(opened(entry, view.migrated(names)), decision.basis.reference, rests_on=base.item)


def opening(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """What is eligible is opened for an operator once its migration testing is passed and it was shown, or decided."""
    latest = item.latest
    shut_names = tuple(one.operator for one in latest.operators if one.open_on is None)
    names = view.migrated(shut_names)
    if view.counts_as(latest) != "eligible" or not names:
        return
    if view.rules.evidence_serves_others:
        entry = after(latest, latest.state, latest.basis, view.facts.on)
        yield Step(opened(entry, names), _migrated_words(view, names))
        return
    own = tuple(one for one in passed_on(known, version_of(latest)) if one.operator in names)
    if own:
        of_own = tuple(one.operator for one in own)
        basis = _evidence(own, tuple(view.facts.migration[name] for name in dict.fromkeys(of_own)))
        entry = after(latest, latest.state, basis, view.facts.on)
        yield Step(opened(entry, of_own), _migrated_words(view, of_own))
        return
    for decision, base in view.bases(known, version_of(latest)):
        if decision.operator in names:
            basis = replace(decision.basis, base=base.item)
            entry = after(latest, latest.state, basis, view.facts.on)
            rests_on = "" if base.item == latest.item else base.item
            because = f"{decision.basis.reference}; {_migrated_words(view, (decision.operator,))}"
            yield Step(opened(entry, (decision.operator,)), because, rests_on=rests_on)


def _migrated_words(view: View, names: tuple[str, ...]) -> str:
    return "; ".join(dict.fromkeys(view.facts.migration[name].reference for name in names))


def next_generation(view: View, known: KnownProduct, last: Item) -> Iterator[Step]:
    """Firmware newer than the final release of what is eligible, or was withdrawn with it, is an entry of its own."""
    latest = last.latest
    state = view.state_for(FIRMWARE, NEW)
    rest = [row for row in releases_after(known, latest) if row in rows_to_come(view, known)]
    if not latest.is_final or not rest or state is None or view.counts_as(latest) not in ("eligible", "unlisted"):
        return
    due = _not_replaced(rest[-1], latest)
    if due is None:
        return
    entry = replace(
        after(latest, state, Basis(FIRMWARE, due.reference), due.on),
        generation=latest.generation + 1,
        firmware=_on(due, known, latest.firmware),
        operators=tuple(Served(one.operator, one.route) for one in latest.operators),
    )
    yield Step(entry, f"It is newer than the final release {version_of(latest)}: {due.reference}")


def releases_after(known: KnownProduct, latest: RegisterEntry) -> tuple[tuple[Released, ...], ...]:
    """The generations of firmware after the final release that an item is on; all, where the release is gone."""
    version = version_of(latest)
    for place, row in enumerate(known.generations):
        if (row[-1].stage, row[-1].version) == (Stage.FINAL, version):
            return known.generations[place + 1 :]
    return known.generations if version else ()


ITEM_RULES: tuple[Callable[[View, KnownProduct, Item], Iterator[Step]], ...] = (
    declared_uneconomic,
    requested,
    served,
    firmware_or_testing,
    shown_eligible,
    opening,
)
"""What is looked at of each item, in this order."""
