"""What only a person decides: withdrawal, exclusion, what is uneconomic to test; and what falls with it.

What belongs here: the entry of a decision, everything for which it is refused, and the cascade, before anything is
entered. What does not: what follows from what was shown, or was decided of the programme (``steps``).

Invariant: nobody decides that something is eligible; on a request is decided in the programme. Source: SEC H14.36A;
TMAD, exclusion categories; ``domain.md`` 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from eligo.registers.append import line_faults, numbered
from eligo.registers.due.facts import TEST_REFUSAL, TEST_REQUEST, Facts
from eligo.registers.due.lists import first_entry
from eligo.registers.due.making import Check, Due, Making, nothing_else
from eligo.registers.due.view import after, shut
from eligo.registers.entries import Basis, RegisterEntry
from eligo.registers.replay import Registers, advanced


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody decides of an item, or of a product: its last item, or its first where it has none yet."""

    item: str
    state: str
    basis: Basis
    on: date


@dataclass(frozen=True, slots=True)
class Decided:
    """The entry of a decision, ``None`` where there is nothing that it could be of; what falls with it, in the order of
    entry; and everything for which it is refused.
    """

    entry: RegisterEntry | None
    falls: tuple[Due, ...]
    faults: tuple[str, ...]

    @property
    def reopened(self) -> tuple[str, ...]:
        """The items that fall with it, each once."""
        return tuple(dict.fromkeys(one.item for one in self.falls if one.falls))


def decided(registers: Registers, facts: Facts, wish: Wish, also: Check = nothing_else) -> Decided:
    """What a decision would enter. Raises ``RegisterRefused`` where the log has no rules yet.

    The entry's ``who`` and ``why``, and those of what falls, are ``UNSAID``.
    """
    making = Making(registers, facts, also)
    before = _before(making, wish)
    if before is None:
        expected = "expected what is in it, is drafted, or was requested ('eligo programme decide')"
        return Decided(None, (), (f"item: found {wish.item!r}, which is not in the register; {expected}",))
    entry = replace(
        after(before, wish.state, wish.basis, wish.on), effective_on=wish.on, operators=shut(before.operators)
    )
    line = numbered(registers, entry, registers.recorded_at or entry.recorded_at)
    faults = (*_not_to_decide(making, line), *line_faults(registers, line), *also(line))
    if faults:
        return Decided(line, (), faults)
    making.let_fall()
    own = {one.item for one in making.made}
    then = Making(_and(registers, line), facts, also)
    then.let_fall()
    return Decided(line, tuple(one for one in then.made if one.item not in own), ())


def _and(registers: Registers, line: RegisterEntry) -> Registers:
    return advanced(replace(registers, items=dict(registers.items)), line)


def _before(making: Making, wish: Wish) -> RegisterEntry | None:
    """The last entry of what is decided on, or the one that a known product would begin with."""
    view = making.view
    if item := view.registers.items.get(wish.item):
        return item.latest
    if items := view.registers.of_product(wish.item):
        return items[-1].latest
    known = view.facts.by_product.get(wish.item)
    return first_entry(view, known, wish.state, wish.basis) if known else None


def nobodys(state: str) -> str:
    """Why nobody decides that something is in a state that counts as eligible."""
    allowed = "it follows from complete evidence, or from a decision on equivalence ('eligo register due')"
    return f"state: found {state!r}, which is nobody's to decide; {allowed}"


def _not_to_decide(making: Making, line: RegisterEntry) -> Iterator[str]:
    if making.view.counts_as(line) == "eligible":
        yield nobodys(line.state)
    if line.basis.kind in (TEST_REQUEST, TEST_REFUSAL):
        allowed = "the entry follows from the programme decision on the request ('eligo programme decide')"
        yield f"basis: found {line.basis.kind!r}, which is not decided here; {allowed}"
