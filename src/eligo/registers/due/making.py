"""Which entries the facts call for, in an order in which they can be entered, and what cannot be entered, and why.

What belongs here: holding what is called for to the rules of the registers, one entry after the other. What does not:
what is called for (``steps``, ``falls``), and entering it.

Invariants: every entry that is due may be written after those before it; where all of them are entered, nothing is due;
facts in another order give the same. Source: SEC F2.10A; ``domain.md`` section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from eligo.errors import RegisterRefused
from eligo.registers.append import line_faults, numbered
from eligo.registers.due.facts import Facts
from eligo.registers.due.falls import fallen
from eligo.registers.due.notes import Held, notes
from eligo.registers.due.steps import steps_of
from eligo.registers.due.view import Step, View, numbered_label
from eligo.registers.entries import RegisterEntry
from eligo.registers.replay import Registers, advanced


@dataclass(frozen=True, slots=True)
class Due:
    """An entry that is called for and may be written after those before it, with the reason for it in a sentence.

    ``falls``: whether it says that less holds than before. ``rests_on``: the item whose test stands for it; ``with_``:
    the item that has fallen, and brings it with it; blank where there is none. ``who`` and ``why`` are ``UNSAID``.
    """

    entry: RegisterEntry
    because: str
    falls: bool
    rests_on: str
    with_: str

    @property
    def item(self) -> str:
        """What it is about."""
        return self.entry.item


@dataclass(frozen=True, slots=True)
class DueEntries:
    """What is due, in the order of entry, and what is called for and ``held`` up."""

    entries: tuple[Due, ...]
    held: tuple[Held, ...]

    @property
    def reopened(self) -> tuple[str, ...]:
        """The items that something falls of, each once."""
        return tuple(dict.fromkeys(one.item for one in self.entries if one.falls))

    def chosen(self, products: Collection[str]) -> tuple[Due, ...]:
        """What is due of some products (by id), with what falls by it and with what it rests on."""
        wanted, size = {*products}, -1
        while size < len(wanted):
            size = len(wanted)
            for one in self.entries:
                own, base, fallen_ = _product(one.item), _product(one.rests_on), _product(one.with_)
                if fallen_ in wanted:
                    wanted.add(own)
                if base and own in wanted:
                    wanted.add(base)
        return tuple(one for one in self.entries if one.entry.product.product_id in wanted)


Check = Callable[[RegisterEntry], Iterable[str]]
"""What else an entry is held to, besides the rules of the registers: every fault, in a sentence."""


def nothing_else(_: RegisterEntry) -> Iterable[str]:
    """No other fault than those of the rules."""
    return ()


def due_entries(registers: Registers, facts: Facts, also: Check = nothing_else) -> DueEntries:
    """Everything that facts call for on their day. Raises ``RegisterRefused`` where the log has no rules yet."""
    making = Making(registers, facts, also)
    making.let_fall()
    making.go_on()
    return DueEntries(tuple(making.made), making.held())


def _product(item: str) -> str:
    return item.rpartition("/")[0]


def said(entries: Iterable[RegisterEntry], who: str, why: str) -> tuple[RegisterEntry, ...]:
    """Entries with who enters them, and why."""
    return tuple(replace(one, who=who, why=why) for one in entries)


class Making:
    """The entries that are due, gathered one after the other; ``refused`` has what the rules do not allow."""

    def __init__(self, registers: Registers, facts: Facts, also: Check) -> None:
        if registers.rules is None:
            raise RegisterRefused("The register has no rules yet", hint="Open it first: eligo register open.")
        self.view = View(replace(registers, items=dict(registers.items)), registers.rules.rules, facts)
        self.also = also
        self.made: list[Due] = []
        self.refused: dict[str, Held] = {}

    def let_fall(self) -> None:
        """Whatever is eligible and has lost its ground, what rests on itself first, until nothing more does."""
        names = sorted(self.view.registers.items, key=self._place)
        made = -1
        while made < len(self.made):
            made = len(self.made)
            for name in names:
                item = self.view.registers.items[name]
                if self.view.counts_as(item.latest) == "eligible":
                    self._enter(fallen(self.view, item))

    def go_on(self) -> None:
        """Everything else, product by product, until nothing more is called for."""
        ordered = sorted(
            self.view.facts.products,
            key=lambda one: (not one.label, *numbered_label(one.label), one.product.product_id),
        )
        made = -1
        while made < len(self.made):
            made = len(self.made)
            for known in ordered:
                while any(self._enter((step,)) for step in steps_of(self.view, known)):
                    pass
                for item in self.view.items(known):
                    self._enter(fallen(self.view, item))

    def held(self) -> tuple[Held, ...]:
        """What is called for and cannot be entered, in the order of labels."""
        found = {one.key: one for one in (*self.refused.values(), *notes(self.view))}
        return tuple(found[key] for key in sorted(found))

    def _place(self, name: str) -> tuple[bool, tuple[str, int], str]:
        item = self.view.registers.items[name]
        return (not item.rests_on_itself, numbered_label(item.latest.label), name)

    def _enter(self, steps: tuple[Step, ...]) -> bool:
        """Whether the first of some steps may be written: it is due then, and so are those after it that may be."""
        for place, step in enumerate(steps):
            if not self._is_entered(step):
                return place > 0
        return bool(steps)

    def _is_entered(self, step: Step) -> bool:
        registers = self.view.registers
        line = numbered(registers, step.entry, registers.recorded_at or step.entry.recorded_at)
        faults = (*line_faults(registers, line), *self.also(line))
        if faults:
            self.refused[line.item] = Held(line.item, line.label, f"{line.state}: {step.because}", faults)
            return False
        self.view.registers = advanced(registers, line)
        self.view.taken.add(line.label)
        self.refused.pop(line.item, None)
        self.made.append(Due(line, step.because, step.falls, step.rests_on, step.with_))
        return True
