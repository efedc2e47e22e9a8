"""What has lost its ground: what is eligible and no longer shown, and firmware that was replaced before it was passed.

What belongs here: whether the ground of an item still holds, and the entries that follow where it does not. What does
not: what is withdrawn by a person (``deciding``), and what new ground allows (``steps``).

Invariants: what is eligible on a final release stays so when newer firmware comes, which is an entry of its own; it
falls where its own test is no longer complete, and where no decision in force rests on the test of another that is
itself eligible. What falls is withdrawn and listed again, so that it is tested or decided on; nothing rests on what
has fallen. Source: ``programme.md`` 2 and 4; ``returns.md`` 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.registers.due.facts import RELISTING, WAITS_AGAIN, WITHDRAWAL, KnownProduct
from eligo.registers.due.firmware import releases_after
from eligo.registers.due.view import Step, View, after, passed_on, shut, version_of
from eligo.registers.entries import Basis, RegisterEntry, Stage
from eligo.registers.replay import Item


def fallen(view: View, item: Item) -> tuple[Step, ...]:
    """The entries that an item's lost ground calls for: nothing where it holds, another basis where that does."""
    latest = item.latest
    counts, known = view.counts_as(latest), view.known(latest)
    if counts == "pending" and known is not None and not view.is_ahead(latest):
        return tuple(_replaced(view, known, item))
    if counts != "eligible":
        return ()
    if known is None or view.is_ahead(latest):
        base = "" if item.rests_on_itself else latest.basis.base
        return tuple(_falls(view, item, _base_gone(view, base), base)) if base and not _serves(view, base) else ()
    if passed_on(known, version_of(latest)):
        return ()
    if item.rests_on_itself:
        return tuple(_falls(view, item, _no_longer_passed(known, latest), ""))
    bases = {base.item: decision for decision, base in view.bases(known, version_of(latest))}
    if latest.basis.base in bases:
        return ()
    if bases:
        base, decision = min(bases.items())
        basis = view.consented(replace(decision.basis, base=base), latest)
        held = after(latest, latest.state, basis, view.facts.on)
        because = f"It rests on another test: {decision.basis.reference}"
        return (Step(held, because, rests_on=base, with_=_gone(view, latest.basis.base)),)
    return tuple(_falls(view, item, _undecided(view, known, latest), latest.basis.base))


def _serves(view: View, base: str) -> bool:
    """Whether an item is eligible by its own test."""
    item = view.registers.items.get(base)
    return item is not None and item.rests_on_itself and view.counts_as(item.latest) == "eligible"


def _gone(view: View, base: str) -> str:
    """The item where it has fallen; blank where it stands."""
    return "" if _serves(view, base) else base


def _base_gone(view: View, base: str) -> str:
    item = view.registers.items.get(base)
    named = f"{item.latest.label} ({base})" if item else base
    return f"The test of {named}, on which it rested, no longer stands"


def _no_longer_passed(known: KnownProduct, latest: RegisterEntry) -> str:
    version = version_of(latest)
    if version and not _is_final_release(known, version):
        return f"The firmware register no longer has the final release {version}"
    lacking = (reason for one in known.shown if one.version == version for reason in one.lacking)
    # What is lacking of a phase, in tests, is not for the public.
    phases = ", ".join(dict.fromkeys(reason.partition(":")[0] for reason in lacking))
    told = f" ({phases})" if phases else ""
    return f"Its own test is no longer passed{told}"


def _is_final_release(known: KnownProduct, version: str) -> bool:
    return any((one.stage, one.version) == (Stage.FINAL, version) for one in known.releases)


def _undecided(view: View, known: KnownProduct, latest: RegisterEntry) -> str:
    if not _serves(view, latest.basis.base):
        return _base_gone(view, latest.basis.base)
    product_id = latest.basis.base.rpartition("/")[0]
    reasons = sorted(one.reason for one in known.lapsed if one.base == product_id)
    return reasons[0] if reasons else "No decision in force says any longer that the test of another stands for it"


def _replaced(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """Final firmware that was replaced, or taken back, before anything was shown on it leaves the list."""
    latest = item.latest
    version = version_of(latest)
    if not latest.is_final or not version or passed_on(known, version) or any(view.bases(known, version)):
        return
    rest = releases_after(known, latest)
    if rest and _is_final_release(known, version):
        reason = f"Its final firmware {version} was replaced before it was passed: {rest[0][0].reference}"
    elif not _is_final_release(known, version):
        reason = f"The firmware register no longer has the final release {version}"
    else:
        return
    yield from _withdrawn(view, latest, reason, "")


def _falls(view: View, item: Item, reason: str, base: str) -> Iterator[Step]:
    """Withdrawn, and listed again where its firmware is still in force and no other generation stands there."""
    latest = item.latest
    for step in _withdrawn(view, latest, reason, _gone(view, base)):
        yield step
        yield from _listed_again(view, step)


def _withdrawn(view: View, latest: RegisterEntry, reason: str, with_: str) -> Iterator[Step]:
    state = view.state_for(WITHDRAWAL, latest.state) or view.state_with(WITHDRAWAL)
    basis = Basis(WITHDRAWAL, reason, decided_on=view.facts.on)
    entry = after(latest, state or latest.state, basis, view.facts.on)
    yield Step(replace(entry, operators=shut(entry.operators)), reason, falls=True, with_=with_)


def _listed_again(view: View, step: Step) -> Iterator[Step]:
    entry = step.entry
    state, known, version = view.state_for(RELISTING, entry.state), view.known(entry), version_of(entry)
    replaced = known is not None and bool(version) and (releases_after(known, entry) or not known.releases)
    shown = view.rules.shown_by(state) if state else None
    others = (one.latest for one in view.registers.of_product(entry.product.product_id))
    stands = any(one.item != entry.item and view.rules.shown_by(one.state) == shown for one in others)
    if state is None or replaced or stands:
        return
    basis = Basis(RELISTING, WAITS_AGAIN, decided_on=view.facts.on)
    yield Step(after(entry, state, basis, view.facts.on), basis.reference, falls=True, with_=step.with_)
