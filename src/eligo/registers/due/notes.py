"""What is called for and waits for something else: named, so that nobody takes silence for consent.

What belongs here: what facts say that the registers cannot follow, one rule a function. What does not: entries that the
rules refuse, which ``making`` names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eligo.registers.due.facts import TEST_REFUSAL, TESTING, KnownProduct
from eligo.registers.due.firmware import counts_not, versions_until
from eligo.registers.due.view import View, numbered_label, passed_on, version_of
from eligo.registers.replay import Item
from eligo.terms import TO_BE_CONFIRMED


@dataclass(frozen=True, slots=True)
class Held:
    """What an item (or a product that has none yet) is held up in, and everything that it is held up by."""

    item: str
    label: str
    what: str
    reasons: tuple[str, ...]

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Its place among others, and what it is known by."""
        return (*numbered_label(self.label), self.item, self.what)


def notes(view: View) -> Iterator[Held]:
    """Everything that waits, of products that facts are about and of items that none is about."""
    for known in view.facts.products:
        items = view.items(known)
        name = items[-1].latest.item if items else known.product.product_id
        label = items[-1].latest.label if items else known.label
        if known.refused and view.state_with(TEST_REFUSAL) is None:
            reason = f"{known.refused.reference}; the rules in force have no state for that (eligo register rules)"
            yield Held(name, label, "test not needed", (reason,))
        if known.awaited and not (known.listed or known.requested):
            yield Held(name, label, "whether a test is needed", known.awaited)
        for item in items:
            for rule in NOTES:
                yield from rule(view, known, item)
    for item in view.registers.items.values():
        if view.known(item.latest) is None and view.rules.shown_by(item.latest.state):
            yield _unknown(item)


def _unknown(item: Item) -> Held:
    hint = "it stays as it is until it is decided what becomes of it (eligo register decide)"
    return Held(item.latest.item, item.latest.label, item.latest.state, (f"The latest run does not have it; {hint}",))


def not_called_for(view: View, known: KnownProduct, item: Item) -> Iterator[Held]:
    """What is listed though no run drafts it any longer, and nobody has requested it."""
    if view.rules.shown_by(item.latest.state) and not (known.listed or known.requested or known.refused):
        yield _unknown(item)


def no_track(view: View, known: KnownProduct, item: Item) -> Iterator[Held]:
    """Open firmware that no track of the scheme brings is never confirmed."""
    missing = [one.device_type for one in item.latest.firmware if one.device_type not in known.open_types]
    if missing and view.counts_as(item.latest) == "pending":
        reasons = tuple(f"No firmware track of the scheme serves its {one}" for one in missing)
        yield Held(item.latest.item, item.latest.label, "final firmware", reasons)


def release_gone(view: View, known: KnownProduct, item: Item) -> Iterator[Held]:
    """A version that the firmware register no longer has, where nothing has come in its place."""
    latest = item.latest
    version = version_of(latest)
    if view.counts_as(latest) == "pending" and version and version not in {one.version for one in known.releases}:
        reason = f"The firmware register no longer has {version}"
        yield Held(latest.item, latest.label, "firmware", (reason,))


def tested_in_vain(view: View, known: KnownProduct, item: Item) -> Iterator[Held]:
    """A test that has begun, where nothing of it counts on the firmware that the item is on."""
    latest = item.latest
    if view.counts_as(latest) != "pending" or view.state_for(TESTING, latest.state) in (None, latest.state):
        return
    own = [one for one in known.begun if one.version in versions_until(known, latest)]
    reasons = [(one.on, f"{one.reference}: {counts_not(one, known, latest)}") for one in own]
    if own and all(counts_not(one, known, latest) for one in own):
        yield Held(latest.item, latest.label, "in test", tuple(reason for _, reason in sorted(reasons)))


def base_awaited(view: View, known: KnownProduct, item: Item) -> Iterator[Held]:
    """A decision of equivalence waits for final firmware, and for its base to be eligible by its own test."""
    latest = item.latest
    if view.counts_as(latest) != "pending" or not known.equivalents:
        return
    reasons = [] if latest.is_final else [f"Its firmware is {version_of(latest) or TO_BE_CONFIRMED}, and not final yet"]
    reasons += [
        f"{_named(view, one.base)} is not eligible by its own test on its firmware ({one.basis.reference})"
        for one in sorted(known.equivalents, key=lambda one: (one.base, one.operator))
        if not any(other.base == one.base for other, _ in view.bases(known, version_of(latest)))
    ]
    if reasons:
        yield Held(latest.item, latest.label, "eligible by equivalence", tuple(dict.fromkeys(reasons)))


def _named(view: View, product_id: str) -> str:
    items = view.registers.of_product(product_id)
    return f"{items[-1].latest.label} ({product_id})" if items else product_id


def set_aside(view: View, known: KnownProduct, item: Item) -> Iterator[Held]:
    """What has passed, and stays off the lists since somebody decided so."""
    latest = item.latest
    alone = all(other.latest.generation <= latest.generation for other in view.items(known))
    if alone and view.rules.shown_by(latest.state) is None and latest.is_final and passed_on(known, version_of(latest)):
        basis = latest.basis
        reason = f"It is {latest.state} since {item.since.effective_on} ({basis.reference}), and stays so until it is"
        yield Held(latest.item, latest.label, "eligible by evidence", (f"{reason} listed again by decision",))


def not_spared(view: View, known: KnownProduct, item: Item) -> Iterator[Held]:
    """What was declared uneconomic in the registers, and is tested by the programme all the same."""
    latest = item.latest
    state = view.rules.state(latest.state)
    spares = known.spared is None and known.begun and view.counts_as(latest) == "excluded"
    if state and spares:
        reason = f"It is {latest.state} since {item.since.effective_on} ({latest.basis.reference})"
        yield Held(latest.item, latest.label, "testing", (f"{reason}, and tests of it have begun",))


def opened_without(view: View, known: KnownProduct, item: Item) -> Iterator[Held]:
    """An operator that is open, and for which nothing that was shown or decided holds any longer."""
    latest = item.latest
    if view.counts_as(latest) != "eligible" or view.rules.evidence_serves_others:
        return
    version = version_of(latest)
    own = {one.operator for one in passed_on(known, version)}
    own |= {one.operator for one, _ in view.bases(known, version)}
    lost = [one.operator for one in latest.operators if one.open_on and one.operator not in own]
    if lost:
        reason = f"Nothing that holds opens it for {', '.join(lost)}; an operator is closed only with the whole item"
        yield Held(latest.item, latest.label, "open", (reason,))


NOTES: tuple[Callable[[View, KnownProduct, Item], Iterator[Held]], ...] = (
    not_called_for,
    no_track,
    release_gone,
    tested_in_vain,
    base_awaited,
    set_aside,
    not_spared,
    opened_without,
)
"""What is looked at of each item."""
