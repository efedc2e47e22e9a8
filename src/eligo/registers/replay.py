"""What a log says of the registers: as they stand, as of a day, as they were known on a day.

What belongs here: putting lines together. What does not: whether a line may be written (``allowed``).

Invariants: the registers are what the log says, and nothing else: the same lines give the same registers. Since times
of recording never go backwards in a log, what was known at a moment is how the log began; since what an item is
effective on never goes backwards either, what held on a day is the last that was effective by then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, cast

from eligo.registers.entries import KeyEntry, LogLine, RegisterEntry, RulesEntry
from eligo.registers.status import ItemStatus, Status

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Item:
    """A product on one generation of firmware as it stands: its last entry, and the one that brought its state.

    ``rests_on_itself``: whether any entry since then rests on something else than the test of another item.
    ``grounds``: of its entries, in their order, those that rest on something else than the one before.
    """

    latest: RegisterEntry
    since: RegisterEntry
    rests_on_itself: bool
    grounds: tuple[RegisterEntry, ...]

    @property
    def status(self) -> ItemStatus:
        """What of it an answer needs."""
        last = self.latest
        status = Status(last.state, self.since.effective_on, last.firmware, last.operators)
        return ItemStatus(last.item, last.number, status)


@dataclass(frozen=True, slots=True)
class Registers:
    """All items of a log of ``number`` lines, each by its name; the rules and the key in force; the last time."""

    items: Mapping[str, Item] = field(default_factory=dict)
    rules: RulesEntry | None = None
    key: KeyEntry | None = None
    number: int = 0
    recorded_at: datetime | None = None

    def of_product(self, product_id: str) -> tuple[Item, ...]:
        """The items of a product, in the order of their generations."""
        return tuple(generations(self.items, product_id))

    def statuses_of(self, product_id: str) -> tuple[ItemStatus, ...]:
        """The same, as far as an answer needs them."""
        return tuple(one.status for one in self.of_product(product_id))

    def shown(self, list_id: str) -> tuple[RegisterEntry, ...]:
        """What stands on a list, in the order of its items' names."""
        rules = self.rules.rules if self.rules else None
        states = {one.id for one in rules.states if one.list == list_id} if rules else set()
        return tuple(self.items[name].latest for name in sorted(self.items) if self.items[name].latest.state in states)


def generations(items: Mapping[str, Named], product_id: str) -> Iterator[Named]:
    """What is known by the names of a product's items, the first generation first."""
    number = 1
    while (found := items.get(f"{product_id}/{number}")) is not None:
        yield found
        number += 1


def replay(lines: Iterable[LogLine], *, on: date | None = None) -> Registers:
    """The registers that a log leaves, as of a day where one is given: without what takes effect later."""
    return resumed(Registers(), lines, on=on)


def resumed(registers: Registers, lines: Iterable[LogLine], *, on: date | None = None) -> Registers:
    """The registers after some more lines of the log."""
    items, rules, key = dict(registers.items), registers.rules, registers.key
    number, recorded_at = registers.number, registers.recorded_at
    for line in lines:
        match line:
            case RegisterEntry():
                _take(items, line, on)
            case RulesEntry():
                rules = line
            case KeyEntry():
                key = line
        number, recorded_at = line.number, line.recorded_at
    return Registers(items, rules, key, number, recorded_at)


def advanced(registers: Registers, line: LogLine, *, on: date | None = None) -> Registers:
    """The registers after one line more, in the place of those before: ``items`` is the same mapping, changed.

    For a walk over a log, which would else copy all items for each line.
    """
    if isinstance(line, RegisterEntry):
        _take(cast("dict[str, Item]", registers.items), line, on)
    rules = line if isinstance(line, RulesEntry) else registers.rules
    key = line if isinstance(line, KeyEntry) else registers.key
    return Registers(registers.items, rules, key, line.number, line.recorded_at)


def _take(items: dict[str, Item], entry: RegisterEntry, on: date | None) -> None:
    if on is not None and entry.effective_on > on:
        return
    name, own = entry.item, entry.basis.base == ""
    item = items.get(name)
    grounds = item.grounds if item else ()
    if not grounds or grounds[-1].basis != entry.basis:
        grounds = (*grounds, entry)
    if item and item.latest.state == entry.state:
        items[name] = Item(entry, item.since, item.rests_on_itself or own, grounds)
    else:
        items[name] = Item(entry, entry, own, grounds)


def known_at(log: Sequence[LogLine], moment: datetime) -> Sequence[LogLine]:
    """The log as it was at a moment."""
    return log[: bisect_right(log, moment, key=lambda line: line.recorded_at)]


@dataclass(frozen=True, slots=True)
class ProductHistory:
    """Every entry about a product, in the order of the log, and the entries of others that rest on its test."""

    product_id: str
    entries: tuple[RegisterEntry, ...]
    resting_on_it: tuple[RegisterEntry, ...]


def about(log: Iterable[LogLine], product_id: str) -> ProductHistory:
    """Everything that a log says about one product; no entries where it says nothing."""
    entries: list[RegisterEntry] = []
    resting: list[RegisterEntry] = []
    for line in log:
        if isinstance(line, RegisterEntry):
            if line.product.product_id == product_id:
                entries.append(line)
            elif line.basis.base.rpartition("/")[0] == product_id:
                resting.append(line)
    return ProductHistory(product_id, tuple(entries), tuple(resting))
