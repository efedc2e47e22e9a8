"""What comes on a list, and what leaves it by a decision: drafts, requests, what is uneconomic, and whom it serves.

What belongs here: one rule a function. What does not: firmware and tests (``firmware``), and eligibility
(``eligibility``).

Invariant: what people withdrew, excluded, declared uneconomic or listed again stays so until they decide again.
Source: Consultation 2.1.5; SEC H14.36A; ``domain.md`` 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.registers.due.facts import RELISTING, SELECTION, TEST_REFUSAL, UNECONOMIC, WAITS_AGAIN, KnownProduct
from eligo.registers.due.view import UNRECORDED, UNSAID, Step, View, after, shut
from eligo.registers.entries import Basis, OpenFirmware, RegisterEntry, Served, Stage
from eligo.registers.replay import Item
from eligo.scheme import NEW


def listing(view: View, known: KnownProduct) -> Iterator[Step]:
    """A product that a run drafts, or whose test was requested, is listed with its firmware to be confirmed.

    Where no test was found to be needed, and nothing stands for one, that is its entry, which no list shows.
    """
    basis = known.listed or known.requested or known.refused
    state = view.state_for(basis.kind, NEW) if basis else None
    if basis is not None and state is not None:
        said = basis.reference if basis == known.refused else f"It is listed: {basis.reference}"
        yield Step(first_entry(view, known, state, basis), said)


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
        who=UNSAID,
        why=UNSAID,
        first_added_on=None,
        recorded_at=UNRECORDED,
        number=0,
    )


def declared_uneconomic(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """What was declared uneconomic to test is no longer pending, unless somebody has listed it again since."""
    latest, basis = item.latest, known.spared
    state = view.state_for(UNECONOMIC, latest.state) or view.state_with(UNECONOMIC)
    if basis and state and view.counts_as(latest) == "pending" and not _is_overruled(item, basis):
        yield Step(after(latest, state, basis, view.facts.on), basis.reference)


def _is_overruled(item: Item, basis: Basis) -> bool:
    """Whether somebody listed an item again after that decision, or after an entry that rests on it already."""
    entries = item.grounds
    again = [place for place, one in enumerate(entries) if _is_listed_again_by_somebody(one)]
    if not again:
        return False
    last = entries[again[-1]]
    day = last.basis.decided_on or last.effective_on
    is_newer = basis.decided_on is not None and basis.decided_on > day
    return not is_newer or any(one.basis == basis for one in entries[: again[-1]])


def _is_listed_again_by_somebody(entry: RegisterEntry) -> bool:
    return entry.basis.kind == RELISTING and entry.basis.reference != WAITS_AGAIN


def refused(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """What was pending by a request alone is pending no longer where no test was found to be needed after all."""
    latest, basis = item.latest, known.refused
    state = view.state_for(TEST_REFUSAL, latest.state)
    alone = not (known.listed or known.requested)
    if basis and state and alone and view.counts_as(latest) == "pending":
        entry = after(latest, state, basis, view.facts.on)
        yield Step(replace(entry, operators=shut(_served(known, latest, routes=True))), basis.reference)


def requested(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """What is on no list is listed again where its test was requested later, and found to be needed.

    What nothing but a refused request is said of is listed by whatever lists it.
    """
    latest = item.latest
    was_refused = latest.basis.kind == TEST_REFUSAL
    basis = (known.listed if was_refused else None) or known.requested
    if basis is None or known.spared or view.items(known)[-1] != item or view.rules.shown_by(latest.state):
        return
    state = view.state_for(basis.kind, latest.state)
    later = basis.decided_on is not None and basis.decided_on > latest.effective_on
    if state and (later or was_refused):
        again = "" if was_refused else " again"
        entry = after(latest, state, basis, view.facts.on)
        operators = _served(known, latest, routes=True) if was_refused else entry.operators
        yield Step(replace(entry, operators=operators), f"It is listed{again}: {basis.reference}")


def served(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """A listed product serves every operator that has it, each by its route; of what is eligible routes stay."""
    latest = item.latest
    if view.rules.shown_by(latest.state) is None or not (known.listed or known.requested):
        return
    operators = _served(known, latest, routes=view.counts_as(latest) != "eligible")
    if operators == latest.operators:
        return
    selects = known.listed and view.state_for(SELECTION, latest.state) == latest.state
    basis = known.listed if known.listed and selects else latest.basis
    entry = replace(after(latest, latest.state, basis, view.facts.on), operators=operators)
    yield Step(entry, f"Its operators or their routes are others now: {(known.listed or basis).reference}")


def _served(known: KnownProduct, latest: RegisterEntry, *, routes: bool) -> tuple[Served, ...]:
    """The operators of an entry, and those that have the product now, with ``routes`` each by its present route."""
    wanted = {one.operator: one for one in latest.operators}
    for one in known.operators:
        before = wanted.get(one.operator)
        if before is None:
            wanted[one.operator] = replace(one, open_on=None)
        elif routes:
            wanted[one.operator] = replace(before, route=one.route)
    return tuple(wanted[name] for name in sorted(wanted))
