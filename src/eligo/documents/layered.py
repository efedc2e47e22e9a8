"""Where the boxes and arrows of a layered diagram stand: top-down, every arrow at right angles.

What belongs here: geometry in pixels, from sizes of boxes and who follows whom. What does not: text and drawing
(``diagram``). The method is the usual one for layered graphs: layer by longest path, give every arrow a place in
each layer that it passes, order each layer to cross little, place it as near to its neighbours as the order
allows, and route in the gaps between the layers, each horizontal stretch on a track of its own.

Invariants: boxes do not overlap; no arrow passes through a box or runs along another arrow; a label has a place
that nothing else uses. ``x`` is the centre of a box and ``y`` its top; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, permutations, product

BOX_GAP, LINE_GAP, STUB = 22.0, 20.0, 26.0
"""Least room in pixels: between boxes, beside the line of an arrow, and of an arrow that leaves sideways."""
PORT, TRACK, CLEAR = 18.0, 11.0, 9.0
"""Room between arrows at one box, between horizontal tracks, and between two vertical lines, in pixels."""
LEAVING, ARRIVING, LABEL_HEIGHT = 9.0, 16.0, 14.0
"""Height below a layer before the first track, above a layer after the last, and of a label, in pixels."""
_SMALL_STEP, _GIVE = 12.0, 6.0
"""A step in a line that is taken out where it can be, and the room beside it that this may cost, in pixels."""
_FREE_SIDES = 5
"""Questions whose side is tried both ways; further ones send their arrow to the right."""

Point = tuple[float, float]


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


@dataclass(frozen=True, slots=True)
class Route:
    """The corners of an arrow from its box to the next, and the left and top of its label's place."""

    points: tuple[Point, ...]
    label_at: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """Left and top of every shape and the route of every link, in the order given; and the size of the whole."""

    corners: tuple[Point, ...]
    routes: tuple[Route, ...]
    width: float
    height: float


@dataclass(slots=True)
class _Item:
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


def arrange(shapes: Sequence[Shape], links: Sequence[Link]) -> Layout:
    """The arrangement with the fewest crossings, and among those the shortest arrows.

    Of a question's answers the first leads down and the others aside; the sides are tried out.
    """
    place = {shape.id: number for number, shape in enumerate(shapes)}
    ends = [(place[link.source], place[link.target]) for link in links]
    layer = layers_of(len(shapes), ends)
    asking = [n for n, shape in enumerate(shapes) if shape.pointed and sum(a == n for a, _ in ends) == 2]
    free, fixed = asking[:_FREE_SIDES], asking[_FREE_SIDES:]
    best: _Graph | None = None
    for sides in product((1, -1), repeat=len(free)):
        graph = _Graph(
            shapes, links, ends, layer, {**dict.fromkeys(fixed, 1), **dict(zip(free, sides, strict=True))}
        )
        if best is None or graph.cost < best.cost - 1e-6:
            best = graph
    assert best is not None
    return _routed(best)


class _Graph:
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
        self.items = [_Item(shape=n, half=shape.width / 2) for n, shape in enumerate(shapes)]
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
            self.items.append(_Item(link=number, side=bend))
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
        own = (b.side == 1 and self.ends[b.link][0] == a.shape) or (
            a.side == -1 and self.ends[a.link][0] == b.shape
        )
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
        sideways = sum(
            abs(self.items[a].x - self.items[b].x) for chain in self.chains for a, b in pairwise(chain)
        )
        stubs = sum(abs(i.x - self.items[self.ends[i.link][0]].x) for i in self.items if i.side)
        left, right = self.extent()
        return self._crossings(self.rows) * 400.0 + sideways + stubs + (right - left)

    def find_ports(self) -> None:
        """Where every link leaves and reaches its shapes: spread along the side, and straight above where possible."""
        self.out_port = [0.0] * len(self.links)
        self.in_port = [0.0] * len(self.links)
        for n in range(len(self.shapes)):
            leaving = [k for k, chain in enumerate(self.chains) if chain[0] == n]
            leaving.sort(key=lambda k: self.items[self.chains[k][1]].x)
            room = max([PORT, *(self.links[k].label_width + 14 for k in leaving)])
            for position, k in enumerate(leaving):
                self.out_port[k] = self.items[n].x + (position - (len(leaving) - 1) / 2) * room
        for n, shape in enumerate(self.shapes):
            arriving = [k for k, (_, target) in enumerate(self.ends) if target == n]
            wanted = {k: self._x_above(k) for k in arriving}
            arriving.sort(key=lambda k: wanted[k])
            slots = [self.items[n].x + (p - (len(arriving) - 1) / 2) * PORT for p in range(len(arriving))]
            moves = [wanted[k] - slot for k, slot in zip(arriving, slots, strict=True)]
            free = (shape.width / 2) * (0.12 if shape.pointed else 1.0) - 12 - (len(arriving) - 1) / 2 * PORT
            move = min((m for m in moves if abs(m) <= free), key=abs, default=0.0)
            for k, slot in zip(arriving, slots, strict=True):
                self.in_port[k] = slot + move

    def _x_above(self, number: int) -> float:
        """Where a link comes down from, just above its target."""
        upper = self.items[self.chains[number][-2]]
        return self.out_port[number] if upper.shape >= 0 else upper.x

    def stretches(self, depth: int) -> list[_Stretch]:
        """What every link does in the gap below layer ``depth``."""
        found = []
        for number, chain in enumerate(self.chains):
            step = depth - self.layer[self.ends[number][0]]
            if 0 <= step < len(chain) - 1:
                upper, lower = self.items[chain[step]], self.items[chain[step + 1]]
                top = self.out_port[number] if upper.shape >= 0 else upper.x
                found.append(_Stretch(number, top, self.in_port[number] if lower.shape >= 0 else lower.x))
        return found

    def give_way(self, depth: int, moved: _Stretch) -> None:
        """Take over the lower end of a stretch that was moved aside."""
        lower = self.items[self.chains[moved.link][depth + 1 - self.layer[self.ends[moved.link][0]]]]
        if lower.shape >= 0:
            self.in_port[moved.link] = moved.bottom
        else:
            lower.x = moved.bottom

    def has_label_below(self, number: int, depth: int) -> bool:
        """Whether a link leaves downwards from layer ``depth`` with a label."""
        source = self.ends[number][0]
        labelled = self.links[number].label_width > 0
        return labelled and self.layer[source] == depth and self.chains[number][0] == source

    def slant(self, shape: int, x: float) -> float:
        """How far the outline of a shape lies inside its box at ``x``: something only for a pointed one."""
        outline = self.shapes[shape]
        return abs(x - self.items[shape].x) / outline.width * outline.height if outline.pointed else 0.0


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One link in one gap between layers: where it comes in at the top and goes out at the bottom."""

    link: int
    top: float
    bottom: float

    @property
    def is_bent(self) -> bool:
        return abs(self.top - self.bottom) >= 0.5

    def spans(self, x: float) -> bool:
        return min(self.top, self.bottom) < x < max(self.top, self.bottom)


@dataclass(frozen=True, slots=True)
class _Gap:
    """The room between two layers: the stretches, and how deep below the upper layer each bent one runs."""

    stretches: Mapping[int, _Stretch]
    tracks: Mapping[int, float]
    height: float


def _routed(graph: _Graph) -> Layout:
    """Ports, tracks and heights for a graph whose items have their places."""
    graph.find_ports()
    gaps = [_gap(graph, depth) for depth in range(len(graph.rows) - 1)]
    heights = [max((s.height for n, s in enumerate(graph.shapes) if graph.layer[n] == d), default=0.0)
               for d in range(len(graph.rows))]  # fmt: skip
    tops = [1.0]
    for depth, height in enumerate(heights):
        tops.append(tops[-1] + height + (gaps[depth].height if depth < len(gaps) else 0.0))
    left, right = graph.extent()
    corners = [
        (
            graph.items[n].x - shape.width / 2,
            tops[graph.layer[n]] + (heights[graph.layer[n]] - shape.height) / 2,
        )
        for n, shape in enumerate(graph.shapes)
    ]
    floors = [top + height for top, height in zip(tops, heights, strict=False)]
    routes = [_route(graph, number, gaps, floors, corners) for number in range(len(graph.links))]
    move = 1.0 - left
    return Layout(
        tuple((x + move, y) for x, y in corners),
        tuple(
            Route(
                tuple((x + move, y) for x, y in route.points), (route.label_at[0] + move, route.label_at[1])
            )
            for route in routes
        ),
        right - left + 2,
        tops[-1] + 1,
    )


def _gap(graph: _Graph, depth: int) -> _Gap:
    stretches = graph.stretches(depth)
    order, clashes = _track_order([s for s in stretches if s.is_bent])
    while clashes:
        # Arrows that change places would run along one another: the end of one gives way a little.
        tries = []
        for moved in (replace(s, bottom=s.bottom + step) for s in order for step in (CLEAR, -CLEAR, 2 * CLEAR, -2 * CLEAR)):
            others = [s for s in stretches if s.link != moved.link]
            if all(abs(s.bottom - moved.bottom) >= CLEAR for s in others):
                again = _track_order([moved, *(s for s in others if s.is_bent)])
                tries.append((again[1], len(tries), moved, again[0]))
        if not tries or min(tries)[0] >= clashes:
            break
        clashes, _, moved, order = min(tries)
        stretches = [moved if s.link == moved.link else s for s in stretches]
        graph.give_way(depth, moved)
    level: dict[int, int] = {}
    for n, stretch in enumerate(order):
        level[stretch.link] = max(
            (level[o.link] + 1 for o in order[:n] if _share_columns(o, stretch)), default=0
        )
    first = LABEL_HEIGHT + 6 if any(graph.has_label_below(s.link, depth) for s in stretches) else LEAVING
    height = max(first + TRACK * max(level.values(), default=0) + ARRIVING, 28.0)
    return _Gap(
        {s.link: s for s in stretches}, {link: first + TRACK * n for link, n in level.items()}, height
    )


def _share_columns(one: _Stretch, other: _Stretch) -> bool:
    left, right = (min(one.top, one.bottom) - CLEAR, max(one.top, one.bottom) + CLEAR)
    return left < max(other.top, other.bottom) and min(other.top, other.bottom) < right


def _track_order(bent: Sequence[_Stretch]) -> tuple[list[_Stretch], int]:
    """The order of tracks from above with the fewest clashes, then crossings; and how many clashes are left."""

    def cost(order: Sequence[_Stretch]) -> tuple[int, int]:
        pairs = [_above(upper, lower) for k, lower in enumerate(order) for upper in order[:k]]
        return sum(clash for clash, _ in pairs), sum(crossing for _, crossing in pairs)

    order = list(bent)
    if len(order) <= 5:
        order = list(min(permutations(order), key=cost))
    else:
        for _ in range(len(order)):
            for k in range(len(order) - 1):
                swapped = [*order[:k], order[k + 1], order[k], *order[k + 2 :]]
                order = min((order, swapped), key=cost)
    return order, cost(order)[0]


def _above(upper: _Stretch, lower: _Stretch) -> tuple[int, int]:
    """Whether two stretches run along one another, and how often they cross, if ``upper`` has the upper track."""
    clash = abs(upper.bottom - lower.top) < CLEAR - 0.5
    return int(clash), int(lower.spans(upper.bottom)) + int(upper.spans(lower.top))


def _route(
    graph: _Graph, number: int, gaps: Sequence[_Gap], floors: Sequence[float], corners: Sequence[Point]
) -> Route:
    """The corners of one link, and the place of its label."""
    source, target = graph.ends[number]
    link, shape = graph.links[number], graph.shapes[source]
    first = graph.items[graph.chains[number][0]]
    if first.side:
        middle = corners[source][1] + shape.height / 2
        leave = graph.items[source].x + first.side * shape.width / 2
        points = [(leave, middle), (first.x, middle)]
        label_at = (leave + (5 if first.side > 0 else -5 - link.label_width), middle - 3 - LABEL_HEIGHT)
    else:
        x = graph.out_port[number]
        points = [(x, corners[source][1] + shape.height - graph.slant(source, x))]
        label_at = (x + 5, points[0][1] + 2)
    for depth in range(graph.layer[source], graph.layer[target]):
        stretch = gaps[depth].stretches[number]
        if number in gaps[depth].tracks:
            y = floors[depth] + gaps[depth].tracks[number]
            points += [(stretch.top, y), (stretch.bottom, y)]
    end = graph.in_port[number]
    points.append((end, corners[target][1] + graph.slant(target, end)))
    return Route(tuple(_corners_only(points)), label_at)


def _corners_only(points: Sequence[Point]) -> list[Point]:
    """Without the points in the middle of a straight line; what leans by less than a pixel is made upright."""
    kept = [points[0]]
    for n in range(1, len(points)):
        x, y = points[n]
        if abs(x - kept[-1][0]) < 0.5:
            x = kept[-1][0]
        straight = len(kept) > 1 and (x == kept[-1][0] == kept[-2][0] or y == kept[-1][1] == kept[-2][1])
        kept[-1 if straight else len(kept) :] = [(x, y)]
    return kept
