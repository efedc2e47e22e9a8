"""What is left to decide once a good set is known: a smaller program, whose sets are those that may be as good.

What belongs here: which places and rows are left, and how their numbers translate. What does not: why the others are
decided (``Columns.narrowed``), or the search (``prover``).

The places that no set as good as the known one has, and those that every such set has, are decided; what remains of
a hundred thousand combinations is often a few hundred. Rows that the decided places already meet are left out, and so
are unlocks that they open or that nothing opens any more; what a single place opens, it weighs. A kernel may have a
kernel.
Source: decision record 0013.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from eligo.selection.columns import FREE, INSIDE, Columns, Part, Places
from eligo.selection.program import Chosen, Program, Row, Unlock


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """``program`` over ``places`` alone, in their order; ``inside`` are in every set, and weigh ``base``.

    Sets that weigh less than ``least`` are not among its sets. ``rows``: which row of the whole each of its rows, and
    then of its unlocks, is. ``idle``: what the rows left out are paid, one multiplier per row of the whole.
    """

    program: Program
    places: tuple[int, ...]
    inside: tuple[int, ...]
    base: int
    least: int
    rows: tuple[int, ...]
    idle: tuple[int, ...]

    def outer(self, chosen: Chosen) -> Chosen:
        """A set of the kernel, as one of the whole."""
        return tuple(sorted((*self.inside, *(self.places[place] for place in chosen))))

    def inner(self, chosen: Chosen) -> Chosen:
        """A set of the whole that is in the kernel, as one of the kernel."""
        number = self.number()
        return tuple(number[place] for place in chosen if place in number)

    def paid_inside(self, multipliers: Sequence[int]) -> tuple[int, ...]:
        """Multipliers of the whole, as those of the kernel."""
        return tuple(map(multipliers.__getitem__, self.rows))

    def number(self) -> dict[int, int]:
        """What each place of the whole that is left is in the kernel."""
        return {place: own for own, place in enumerate(self.places)}

    def part_inside(
        self, part: Part, multipliers: Sequence[int], inside: frozenset[int]
    ) -> tuple[Part, tuple[int, ...]]:
        """A part of the whole and its multipliers, as those of the kernel: without own rows that ``inside`` meets."""
        number, state = self.number(), part.state[list(self.places)]
        state[[number[place] for place in inside if place in number]] = INSIDE
        own = zip(part.any_of, multipliers[len(self.idle) :], strict=True)
        left = [(places, paid) for places, paid in own if inside.isdisjoint(places)]
        any_of = tuple(tuple(number[place] for place in places if place in number) for places, _ in left)
        return Part(state, any_of), (*self.paid_inside(multipliers), *(paid for _, paid in left))

    def owed(self, multipliers: Sequence[int]) -> list[tuple[int, int]]:
        """Of the rows that are left out, by how much their multipliers have to change from these of the whole."""
        kept = set(self.rows)
        changes = ((row, new - old) for row, (new, old) in enumerate(zip(self.idle, multipliers, strict=False)))
        return [(row, more) for row, more in changes if more and row not in kept]


def kernel_of(columns: Columns, part: Part, least: int) -> Kernel:
    """What is left of a part without rows of its own, whose free places are to be decided.

    Some set of it has to weigh ``least``: the rows that are left could else ask for less than nothing.
    """
    program = columns.program
    places, held = np.flatnonzero(part.state == FREE), part.state == INSIDE
    number = np.full(columns.count, -1, dtype=np.int64)
    number[places] = np.arange(len(places))
    inside = tuple(np.flatnonzero(held).tolist())
    weights = [program.weights[place] for place in places.tolist()]
    rows, unlocks, kept, idle = list[Row](), list[Unlock](), list[int](), [0] * len(columns.rows)
    for index, (row, members, met) in enumerate(_left(columns, number, held)):
        if index < len(program.rows):
            bound = row.bound - met
            if bound > 0 if row.at_least else len(members) > bound:
                rows.append(Row(row.name, members, row.at_least, bound))
                kept.append(index)
        elif not met:
            gain = columns.gains[index - len(program.rows)]
            if len(members) > 1:
                unlocks.append(Unlock(row.name, members, gain))
                kept.append(index)
                continue
            idle[index] = gain * columns.scale
            for place in members:
                weights[place] += gain
    return Kernel(
        Program(
            tuple(weights),
            None if program.size is None else program.size - len(inside),
            tuple(rows),
            unlocks=tuple(unlocks),
        ),
        tuple(places.tolist()),
        inside,
        columns.weight(inside),
        least,
        tuple(kept),
        tuple(idle),
    )


def _left(columns: Columns, number: Places, held: npt.NDArray[np.bool_]) -> Iterator[tuple[Row, Chosen, int]]:
    """Each row, its members that are left, by their new ``number`` (of the others -1), and how many of it are held."""
    count = len(columns.rows)
    row_of, numbers = np.repeat(np.arange(count), columns.widths), number[columns.members]
    met = np.bincount(row_of, held[columns.members], count).astype(np.int64).tolist()
    ends = np.cumsum(np.bincount(row_of[numbers >= 0], minlength=count)).tolist()
    members = numbers[numbers >= 0].tolist()
    for row, (start, end), of_row in zip(columns.rows, pairwise([0, *ends]), met, strict=True):
        yield row, tuple(members[start:end]), of_row
