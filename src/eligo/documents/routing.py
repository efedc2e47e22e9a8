"""The corners of the arrows of a layered diagram: every arrow at right angles, and none on anything else.

What belongs here: where arrows leave and reach their boxes, which track each takes between two layers, and so how
far apart the layers stand. What does not: the order of boxes and their places from left to right (``layered``).

Invariants: no arrow passes through a box or runs along another arrow; a label has a place that nothing else uses.
``y`` grows downwards, lengths are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations, product

from eligo.documents.layered import Graph, Link, Shape, layers_of

PORT, TRACK, CLEAR = 18.0, 11.0, 9.0
"""Room between arrows at one box, between horizontal tracks, and between two vertical lines, in pixels."""
LEAVING, ARRIVING, LABEL_HEIGHT = 9.0, 16.0, 14.0
"""Height below a layer before the first track, above a layer after the last, and of a label, in pixels."""
_FREE_SIDES = 5
"""Questions whose side is tried both ways; further ones send their arrow to the right."""

Point = tuple[float, float]


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


def arrange(shapes: Sequence[Shape], links: Sequence[Link]) -> Layout:
    """The arrangement with the fewest crossings, and among those the shortest arrows.

    Of a question's answers the first leads down and the others aside; the sides are tried out.
    """
    place = {shape.id: number for number, shape in enumerate(shapes)}
    ends = [(place[link.source], place[link.target]) for link in links]
    layer = layers_of(len(shapes), ends)
    asking = [n for n, shape in enumerate(shapes) if shape.pointed and sum(a == n for a, _ in ends) == 2]
    free, fixed = asking[:_FREE_SIDES], asking[_FREE_SIDES:]
    graphs = (
        Graph(shapes, links, ends, layer, {**dict.fromkeys(fixed, 1), **dict(zip(free, sides, strict=True))})
        for sides in product((1, -1), repeat=len(free))
    )
    # Rounded, so that the first of equals wins on every processor.
    return _routed(min(graphs, key=lambda graph: round(graph.cost, 3)))


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


class _Ports:
    """Where every link leaves and reaches its shapes; an end may still give way while the gaps are routed."""

    def __init__(self, graph: Graph) -> None:
        """Spread the ports along the sides of the shapes, and straight below what leads there where possible."""
        self.graph = graph
        self.out_port = [0.0] * len(self.graph.links)
        self.in_port = [0.0] * len(self.graph.links)
        for n in range(len(self.graph.shapes)):
            leaving = [k for k, chain in enumerate(self.graph.chains) if chain[0] == n]
            leaving.sort(key=lambda k: self.graph.items[self.graph.chains[k][1]].x)
            room = max([PORT, *(self.graph.links[k].label_width + 14 for k in leaving)])
            for position, k in enumerate(leaving):
                self.out_port[k] = self.graph.items[n].x + (position - (len(leaving) - 1) / 2) * room
        for n, shape in enumerate(self.graph.shapes):
            arriving = [k for k, (_, target) in enumerate(self.graph.ends) if target == n]
            wanted = {k: self._x_above(k) for k in arriving}
            arriving.sort(key=lambda k: wanted[k])
            slots = [self.graph.items[n].x + (p - (len(arriving) - 1) / 2) * PORT for p in range(len(arriving))]
            moves = [wanted[k] - slot for k, slot in zip(arriving, slots, strict=True)]
            free = (shape.width / 2) * (0.12 if shape.pointed else 1.0) - 12 - (len(arriving) - 1) / 2 * PORT
            move = min((m for m in moves if abs(m) <= free), key=abs, default=0.0)
            for k, slot in zip(arriving, slots, strict=True):
                self.in_port[k] = slot + move

    def _x_above(self, number: int) -> float:
        """Where a link comes down from, just above its target."""
        upper = self.graph.items[self.graph.chains[number][-2]]
        return self.out_port[number] if upper.shape >= 0 else upper.x

    def stretches(self, depth: int) -> list[_Stretch]:
        """What every link does in the gap below layer ``depth``."""
        found = []
        for number, chain in enumerate(self.graph.chains):
            step = depth - self.graph.layer[self.graph.ends[number][0]]
            if 0 <= step < len(chain) - 1:
                upper, lower = self.graph.items[chain[step]], self.graph.items[chain[step + 1]]
                top = self.out_port[number] if upper.shape >= 0 else upper.x
                found.append(_Stretch(number, top, self.in_port[number] if lower.shape >= 0 else lower.x))
        return found

    def give_way(self, depth: int, moved: _Stretch) -> None:
        """Take over the lower end of a stretch that was moved aside."""
        lower = self.graph.items[
            self.graph.chains[moved.link][depth + 1 - self.graph.layer[self.graph.ends[moved.link][0]]]
        ]
        if lower.shape >= 0:
            self.in_port[moved.link] = moved.bottom
        else:
            lower.x = moved.bottom

    def has_label_below(self, number: int, depth: int) -> bool:
        """Whether a link leaves downwards from layer ``depth`` with a label."""
        source = self.graph.ends[number][0]
        labelled = self.graph.links[number].label_width > 0
        return labelled and self.graph.layer[source] == depth and self.graph.chains[number][0] == source

    def slant(self, shape: int, x: float) -> float:
        """How far the outline of a shape lies inside its box at ``x``: something only for a pointed one."""
        outline = self.graph.shapes[shape]
        return abs(x - self.graph.items[shape].x) / outline.width * outline.height if outline.pointed else 0.0


@dataclass(frozen=True, slots=True)
class _Gap:
    """The room between two layers: the stretches, and how deep below the upper layer each bent one runs."""

    stretches: Mapping[int, _Stretch]
    tracks: Mapping[int, float]
    height: float


def _routed(graph: Graph) -> Layout:
    """Ports, tracks and heights for a graph whose items have their places."""
    ports = _Ports(graph)
    gaps = [_gap(ports, depth) for depth in range(len(graph.rows) - 1)]
    heights = [
        max((shape.height for n, shape in enumerate(graph.shapes) if graph.layer[n] == depth), default=0.0)
        for depth in range(len(graph.rows))
    ]
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
    routes = [_route(ports, number, gaps, floors, corners) for number in range(len(graph.links))]
    move = 1.0 - left
    return Layout(
        tuple((x + move, y) for x, y in corners),
        tuple(
            Route(tuple((x + move, y) for x, y in route.points), (route.label_at[0] + move, route.label_at[1]))
            for route in routes
        ),
        right - left + 2,
        tops[-1] + 1,
    )


def _gap(ports: _Ports, depth: int) -> _Gap:
    stretches = ports.stretches(depth)
    order, clashes = _track_order([s for s in stretches if s.is_bent])
    while clashes:
        # Arrows that change places would run along one another: the end of one gives way a little.
        tries: list[tuple[int, int, _Stretch, list[_Stretch]]] = []
        for moved in (
            replace(s, bottom=s.bottom + step) for s in order for step in (CLEAR, -CLEAR, 2 * CLEAR, -2 * CLEAR)
        ):
            others = [s for s in stretches if s.link != moved.link]
            if all(abs(s.bottom - moved.bottom) >= CLEAR for s in others):
                again = _track_order([moved, *(s for s in others if s.is_bent)])
                tries.append((again[1], len(tries), moved, again[0]))
        if not tries or min(tries)[0] >= clashes:
            break
        clashes, _, moved, order = min(tries)
        stretches = [moved if s.link == moved.link else s for s in stretches]
        ports.give_way(depth, moved)
    level: dict[int, int] = {}
    for n, stretch in enumerate(order):
        level[stretch.link] = max((level[o.link] + 1 for o in order[:n] if _share_columns(o, stretch)), default=0)
    first = LABEL_HEIGHT + 6 if any(ports.has_label_below(s.link, depth) for s in stretches) else LEAVING
    height = max(first + TRACK * max(level.values(), default=0) + ARRIVING, 28.0)
    return _Gap({s.link: s for s in stretches}, {link: first + TRACK * n for link, n in level.items()}, height)


def _share_columns(one: _Stretch, other: _Stretch) -> bool:
    left, right = (min(one.top, one.bottom) - CLEAR, max(one.top, one.bottom) + CLEAR)
    return left < max(other.top, other.bottom) and min(other.top, other.bottom) < right


def _track_order(bent: Sequence[_Stretch]) -> tuple[list[_Stretch], int]:
    """The order of tracks from above with the fewest clashes, then crossings; and how many clashes are left."""

    def cost(order: Iterable[_Stretch]) -> tuple[int, int]:
        pairs = [_above(upper, lower) for upper, lower in combinations(order, 2)]
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
    ports: _Ports, number: int, gaps: Sequence[_Gap], floors: Sequence[float], corners: Sequence[Point]
) -> Route:
    """The corners of one link, and the place of its label."""
    graph = ports.graph
    source, target = graph.ends[number]
    link, shape = graph.links[number], graph.shapes[source]
    first = graph.items[graph.chains[number][0]]
    if first.side:
        middle = corners[source][1] + shape.height / 2
        leave = graph.items[source].x + first.side * shape.width / 2
        points = [(leave, middle), (first.x, middle)]
        label_at = (leave + (5 if first.side > 0 else -5 - link.label_width), middle - 3 - LABEL_HEIGHT)
    else:
        x = ports.out_port[number]
        points = [(x, corners[source][1] + shape.height - ports.slant(source, x))]
        label_at = (x + 5, points[0][1] + 2)
    for depth in range(graph.layer[source], graph.layer[target]):
        stretch = gaps[depth].stretches[number]
        if number in gaps[depth].tracks:
            y = floors[depth] + gaps[depth].tracks[number]
            points += [(stretch.top, y), (stretch.bottom, y)]
    end = ports.in_port[number]
    points.append((end, corners[target][1] + ports.slant(target, end)))
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
