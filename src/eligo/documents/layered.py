"""Where the boxes of a layered diagram stand: top-down, in the order that crosses least.

What belongs here: from sizes of boxes and who follows whom to an order in every layer and a place from left to
right. What does not: the corners of arrows and all that is vertical (``routing``), text and drawing (``diagram``).
The method is the usual one for layered graphs: layer by longest path, give every arrow a place in each layer that
it passes, order each layer to cross little, and place it as near to its neighbours as that order allows.

Invariants: in a layer nothing stands on anything else, the lines of arrows included; ``x`` is the centre of a box,
lengths are pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

BOX_GAP, LINE_GAP, STUB = 22.0, 20.0, 26.0
"""Least room in pixels: between boxes, beside the line of an arrow, and of an arrow that leaves sideways."""
_SMALL_STEP, _GIVE = 12.0, 6.0
"""A step in a line that is taken out where it can be, and the room beside it that this may cost, in pixels."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A box to be placed. A ``pointed`` one (a question's diamond) is met at its corners."""

    id: str
    width: float
    height: float
    pointed: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow to be routed; ``label_width`` is 0 where it has no label."""

    source: str
    target: str
    label_width: float


@dataclass(slots=True)
class Item:
    """What takes a place in a layer: a shape, or the vertical line of a link (its bend beside a shape, or passing)."""

    shape: int = -1
    link: int = -1
    side: int = 0
    half: float = 0.0
    x: float = 0.0
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)


def layers_of(count: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """The layer of each of ``count`` shapes: the length of the longest path that leads to it.

    Raises ``ValueError`` where the links form a cycle.

    >>> layers_of(3, [(0, 1), (1, 2), (0, 2)])
    [0, 1, 2]
    """
    layer = [0] * count
    for _ in range(count + 1):
        late = [(a, b) for a, b in links if layer[b] <= layer[a]]
        if not late:
            return layer
        for a, b in late:
            layer[b] = layer[a] + 1
    raise ValueError("the steps follow one another in a circle")


class Graph:
    """The layers with all their items, ordered and placed. Mutable while it is being made, then only read."""

    def __init__(
        self,
        shapes: Sequence[Shape],
        links: Sequence[Link],
        ends: Sequence[tuple[int, int]],
        layer: Sequence[int],
        sides: Mapping[int, int],
    ) -> None:
        self.shapes, self.links, self.ends, self.layer = shapes, links, ends, layer
        self.items = [Item(shape=n, half=shape.width / 2) for n, shape in enumerate(shapes)]
        self.rows: list[list[int]] = [[] for _ in range(max(layer, default=-1) + 1)]
        for n in range(len(shapes)):
            self.rows[layer[n]].append(n)
        self.chains = [self._chain(number, self._side(number, sides)) for number in range(len(links))]
        for chain in self.chains:
            for upper, lower in pairwise(chain):
                self.items[upper].below.append(lower)
                self.items[lower].above.append(upper)
        self._order()
        self._place()
        self.cost = self._cost()

    def _side(self, number: int, sides: Mapping[int, int]) -> int:
        """Whether a link leaves its shape downwards (0), to the left (-1) or to the right (1)."""
        source = self.ends[number][0]
        mine = [n for n, (a, _) in enumerate(self.ends) if a == source]
        if not self.shapes[source].pointed or number == mine[0]:
            return 0
        if len(mine) == 2:
            return sides.get(source, 1)
        return {1: 1, 2: -1}.get(mine.index(number), 0)

    def _chain(self, number: int, side: int) -> list[int]:
        """The items that a link runs through, from the one it leaves by to its target."""
        source, target = self.ends[number]
        chain = [] if side else [source]
        for depth in range(self.layer[source] + (0 if side else 1), self.layer[target]):
            bend = side if depth == self.layer[source] else 0
            self.items.append(Item(link=number, side=bend))
            self.rows[depth].append(len(self.items) - 1)
            chain.append(len(self.items) - 1)
        return [*chain, target]

    def _blocks(self, row: Sequence[int]) -> list[list[int]]:
        """The items of a layer, a question together with the arrows that leave it sideways."""
        bends = {(self.ends[i.link][0], i.side): n for n in row if (i := self.items[n]).side}
        return [
            [m for m in (bends.get((n, -1)), n, bends.get((n, 1))) if m is not None]
            for n in row
            if not self.items[n].side
        ]

    def _order(self) -> None:
        """Order every layer by the middle of its neighbours, sweeping down and up; keep the best that was seen."""
        self.rows = [[n for block in self._blocks(row) for n in block] for row in self.rows]
        best, least = self.rows, self._crossings(self.rows)
        for sweep in range(8):
            rows = [list(row) for row in self.rows]
            down = sweep % 2 == 0
            for depth in range(1, len(rows)) if down else range(len(rows) - 2, -1, -1):
                rank = {n: p for p, n in enumerate(rows[depth - 1 if down else depth + 1])}
                rows[depth] = self._sorted(rows[depth], rank, down=down)
            self.rows = rows
            crossings = self._crossings(rows)
            if crossings < least:
                best, least = rows, crossings
        self.rows = best

    def _sorted(self, row: Sequence[int], rank: Mapping[int, int], *, down: bool) -> list[int]:
        blocks = self._blocks(row)
        keys = []
        for position, block in enumerate(blocks):
            near = [rank[m] for n in block for m in (self.items[n].above if down else self.items[n].below)]
            scale = max(len(rank) - 1, 1) / max(len(blocks) - 1, 1)
            keys.append((sum(near) / len(near) if near else position * scale, position))
        return [n for _, block in sorted(zip(keys, blocks, strict=True)) for n in block]

    def _crossings(self, rows: Sequence[Sequence[int]]) -> int:
        rank = {n: p for row in rows for p, n in enumerate(row)}
        total = 0
        for row in rows:
            pairs = [(rank[n], rank[m]) for n in row for m in self.items[n].below]
            total += sum((a - c) * (b - d) < 0 for k, (a, b) in enumerate(pairs) for c, d in pairs[:k])
        return total

    def _apart(self, left: int, right: int) -> float:
        """The least distance between the centres of two neighbours in a layer."""
        a, b = self.items[left], self.items[right]
        own = (b.side == 1 and self.ends[b.link][0] == a.shape) or (a.side == -1 and self.ends[a.link][0] == b.shape)
        if own:
            return a.half + b.half + max(STUB, self.links[max(a.link, b.link)].label_width + 14)
        return a.half + b.half + (BOX_GAP if a.shape >= 0 and b.shape >= 0 else LINE_GAP)

    def _place(self) -> None:
        for row in self.rows:
            self._settle(row, [0.0] * len(row), [1.0] * len(row))
        # The last sweeps all go down, so that what follows stands straight below what it follows.
        for down in (*(True, False) * 6, *(True,) * 5):
            for row in self.rows if down else reversed(self.rows):
                wanted, weights = [], []
                for n in row:
                    item = self.items[n]
                    ahead, behind = (item.above, item.below) if down else (item.below, item.above)
                    near = ahead or behind
                    wanted.append(sum(self.items[m].x for m in near) / len(near) if near else item.x)
                    # A line that bends is worse than a box that stands aside; what is free on this side gives way,
                    # and so does a line below a bend, because the bend can follow it.
                    follows = not ahead or (down and self.items[ahead[0]].side != 0)
                    weights.append(0.05 if follows else 4.0 if item.link >= 0 else 1.0)
                self._settle(row, wanted, weights)
        for chain in self.chains:
            for upper, lower in pairwise(chain):
                self._straighten(upper, lower, may_move=upper == chain[0])

    def _straighten(self, upper: int, lower: int, *, may_move: bool) -> None:
        """Take a small step out of the line of a link, at the price of a little of the room beside it."""
        above, below = self.items[upper], self.items[lower]
        if above.shape >= 0 or below.shape >= 0 or abs(above.x - below.x) > _SMALL_STEP:
            return
        for x in (above.x, below.x, (above.x + below.x) / 2) if may_move else (above.x,):
            if self._has_room(upper, x) and self._has_room(lower, x):
                above.x = below.x = x
                return

    def _has_room(self, n: int, x: float) -> bool:
        row = next(row for row in self.rows if n in row)
        place = row.index(n)
        left, right = row[max(place - 1, 0) : place], row[place + 1 : place + 2]
        return all(x - self.items[m].x >= self._apart(m, n) - _GIVE for m in left) and all(
            self.items[m].x - x >= self._apart(n, m) - _GIVE for m in right
        )

    def _settle(self, row: Sequence[int], wanted: Sequence[float], weights: Sequence[float]) -> None:
        """Put the items of a layer as near as possible to where they want to be, in order and apart.

        Least squares under an order: neighbours that would come too close are pooled (isotonic regression).
        """
        offsets = [0.0]
        for left, right in pairwise(row):
            offsets.append(offsets[-1] + self._apart(left, right))
        pools: list[tuple[float, float, int]] = []
        for want, weight, offset in zip(wanted, weights, offsets, strict=False):
            pools.append((want - offset, weight, 1))
            while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
                (v, w, k), (u, q, m) = pools[-2], pools[-1]
                pools[-2:] = [((v * w + u * q) / (w + q), w + q, k + m)]
        values = [value for value, _, many in pools for _ in range(many)]
        for n, value, offset in zip(row, values, offsets, strict=False):
            self.items[n].x = value + offset

    def extent(self) -> tuple[float, float]:
        """The leftmost and the rightmost pixel of any item."""
        return (
            min((item.x - max(item.half, 2.0) for item in self.items), default=0.0),
            max((item.x + max(item.half, 2.0) for item in self.items), default=0.0),
        )

    def _cost(self) -> float:
        sideways = sum(abs(self.items[a].x - self.items[b].x) for chain in self.chains for a, b in pairwise(chain))
        stubs = sum(abs(i.x - self.items[self.ends[i.link][0]].x) for i in self.items if i.side)
        left, right = self.extent()
        return self._crossings(self.rows) * 400.0 + sideways + stubs + (right - left)
