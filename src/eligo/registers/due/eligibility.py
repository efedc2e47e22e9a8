"""What is eligible by its own test or by that of another, and for whom it is opened.

What belongs here: one rule a function. What does not: what is complete, which facts say, and what has lost its ground
(``falls``).

Invariant: nothing is eligible here but by a test that is complete, its own or that of another by a decision in force.
Source: SEC F2.10A; ``programme.md`` 0 and 4; ``returns.md`` 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.registers.due.facts import EQUIVALENCE, EVIDENCE, KnownProduct, Migrated, Shown
from eligo.registers.due.view import Step, View, after, opened, passed_on, version_of
from eligo.registers.entries import Basis, RegisterEntry
from eligo.registers.replay import Item


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
        entry = after(latest, state, view.consented(basis, latest), view.facts.on)
        yield Step(opened(entry, opens), because)


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
    basis = view.consented(replace(decision.basis, base=base.item), latest)
    entry = after(latest, state, basis, view.facts.on)
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
        basis = view.consented(basis, latest)
        entry = after(latest, latest.state, basis, view.facts.on)
        yield Step(opened(entry, of_own), _migrated_words(view, of_own))
        return
    for decision, base in view.bases(known, version_of(latest)):
        if decision.operator in names:
            basis = view.consented(replace(decision.basis, base=base.item), latest)
            entry = after(latest, latest.state, basis, view.facts.on)
            rests_on = "" if base.item == latest.item else base.item
            because = f"{decision.basis.reference}; {_migrated_words(view, (decision.operator,))}"
            yield Step(opened(entry, (decision.operator,)), because, rests_on=rests_on)


def _migrated_words(view: View, names: tuple[str, ...]) -> str:
    return "; ".join(dict.fromkeys(view.facts.migration[name].reference for name in names))
