"""The registers and the facts beside them, for the rules of what follows (``steps``, ``falls``).

What belongs here: the questions that these rules share. What does not: the rules.

Invariant: states are found by the bases that the scheme lets them rest on, and by what they count as; none by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from eligo.registers.due.facts import Equivalent, Facts, KnownProduct, Shown
from eligo.registers.entries import Basis, RegisterEntry, Served
from eligo.registers.replay import Item, Registers
from eligo.scheme import RegisterRules

UNRECORDED = datetime.min.replace(tzinfo=UTC)
"""The time of what has not been entered yet."""

UNSAID = "not said yet"
"""Stands where an entry that is due will say who enters it, and why."""

_NUMBERED = re.compile(r"(.*?)(\d*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """An entry that is called for, before it is held to the rules, and why, in a sentence.

    ``falls``: whether it says that less holds than before. ``rests_on``: the item whose test stands for it; ``with_``:
    the item that has fallen, and brings it with it. Both are blank where there is none.
    """

    entry: RegisterEntry
    because: str
    falls: bool = False
    rests_on: str = ""
    with_: str = ""


@dataclass
class View:
    """The registers as they stand, entries that are due included, the facts, and the labels that are ``taken``."""

    registers: Registers
    rules: RegisterRules
    facts: Facts
    taken: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = {item.latest.label for item in self.registers.items.values()}

    def counts_as(self, entry: RegisterEntry) -> str:
        """What installations of the entry count as."""
        state = self.rules.state(entry.state)
        return state.counts_as if state else ""

    def state_for(self, kind: str, before: str) -> str | None:
        """The state that may rest on that kind of basis after another: the same, where it may; ``None`` for none."""
        found = [one.id for one in self.rules.states if kind in one.bases and before in one.after]
        return before if before in found else next(iter(found), None)

    def state_with(self, kind: str) -> str | None:
        """The first state that may rest on that kind of basis, whatever it may follow."""
        return next((one.id for one in self.rules.states if kind in one.bases), None)

    def items(self, known: KnownProduct) -> tuple[Item, ...]:
        """The items of a product, in the order of their generations."""
        return self.registers.of_product(known.product.product_id)

    def is_ahead(self, entry: RegisterEntry) -> bool:
        """Whether an entry takes effect after the day of the facts, which then say nothing against it."""
        return entry.effective_on > self.facts.on

    def known(self, entry: RegisterEntry) -> KnownProduct | None:
        """What is known of an entry's product; ``None`` where nothing is."""
        return self.facts.by_product.get(entry.product.product_id)

    def consented(self, basis: Basis, latest: RegisterEntry) -> Basis:
        """A basis of what is eligible with the consent to it: that of the entry by which it is so already."""
        is_added = self.counts_as(latest) == "eligible"
        return replace(basis, consent=latest.basis.consent if is_added else self.facts.consent)

    def bases(self, known: KnownProduct, version: str) -> Iterator[tuple[Equivalent, RegisterEntry]]:
        """The decisions in force on a product on a final version, each with the item whose test stands for it.

        That is eligible by its own test, which is passed by what the decision names, and on the same version where both
        have firmware of one track.
        """
        for one in known.equivalents:
            other = self.facts.by_product.get(one.base)
            for item in reversed(self.registers.of_product(one.base)) if other else ():
                if other and self._serves(item, one, other) and _same_firmware(known, version, other, item):
                    yield one, item.latest
                    break

    def _serves(self, item: Item, decision: Equivalent, base: KnownProduct) -> bool:
        passed = (one.operator for one in passed_on(base, version_of(item.latest)))
        tested = self.counts_as(item.latest) == "eligible" and item.rests_on_itself
        return tested and decision.tested_with in passed

    def migrated(self, operators: tuple[str, ...]) -> tuple[str, ...]:
        """Those of some operators whose migration testing has been passed."""
        return tuple(one for one in operators if one in self.facts.migration)

    def label(self, known: KnownProduct) -> str:
        """What a product that is new is called: as its run calls it, or by the next number that none has."""
        if known.label and known.label not in self.taken:
            return known.label
        prefix = f"{self.facts.label_prefix}-"
        drafted = (one.label for one in self.facts.products)
        numbers = [number for own, number in map(numbered_label, (*self.taken, *drafted)) if own == prefix]
        return f"{prefix}{max(numbers, default=0) + 1}"


def numbered_label(label: str) -> tuple[str, int]:
    """A label in its two parts, so that labels stand in the order of their numbers.

    >>> numbered_label("DMC-10"), numbered_label("unnumbered")
    (('DMC-', 10), ('unnumbered', 0))
    """
    found = _NUMBERED.match(label)
    prefix, digits = found.groups() if found else (label, "")
    return prefix, int(digits or 0)


def version_of(entry: RegisterEntry) -> str:
    """The version of its open firmware, blank where none is known: one track serves all open devices of a product."""
    return next((one.version for one in entry.firmware if one.version), "")


def _same_firmware(known: KnownProduct, version: str, base: KnownProduct, item: Item) -> bool:
    return not known.track or base.track != known.track or version_of(item.latest) == version


def passed_on(known: KnownProduct, version: str) -> tuple[Shown, ...]:
    """What was shown completely on a final version, in the order of operators."""
    found = (one for one in known.shown if one.version == version and one.is_passed)
    return tuple(sorted(found, key=lambda one: (one.operator, one.reference)))


def after(before: RegisterEntry, state: str, basis: Basis, on: date) -> RegisterEntry:
    """The entry that follows one, in another state or by another basis, effective on a day or the last entry's."""
    return replace(
        before,
        state=state,
        basis=basis,
        effective_on=max(on, before.effective_on),
        who=UNSAID,
        why=UNSAID,
        first_added_on=None,
        recorded_at=UNRECORDED,
        number=0,
    )


def shut(operators: tuple[Served, ...]) -> tuple[Served, ...]:
    """Operators none of which is open."""
    return tuple(replace(one, open_on=None) for one in operators)


def opened(entry: RegisterEntry, names: tuple[str, ...]) -> RegisterEntry:
    """The entry with some operators open from its day on; what is open already stays."""
    served = (
        replace(one, open_on=entry.effective_on) if one.operator in names and one.open_on is None else one
        for one in entry.operators
    )
    return replace(entry, operators=tuple(served))
