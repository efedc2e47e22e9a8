"""The best set of a program, with a proof that anybody can check: a tree of parts, each closed by multipliers.

What belongs here: the search, and the tree it leaves. What does not: floating-point numbers (``relaxation``), the
arithmetic of a bound (``columns``), how a proof is written down (``certificate``).

A part is closed when no set of it can be better than the claimed one: when its bound is below the claimed weight, or
equal to it and no set of the part comes earlier in rank order. A part that does not close is split in two:

- ``AnyOf(places)``: the sets with none of these places, and those with at least one. So ties are settled, too: without
  any of the places that the claimed set lacks up to a certain one, no set comes before it;
- ``Kernel``: the sets that are left once those that single places show to be worse than a known one are gone. There
  is no other part; from there on it is the kernel's program that is searched.

Nothing depends on the time of day: the search stops after a number of relaxations.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from eligo.selection.columns import FREE, INSIDE, OUTSIDE, Columns, Part
from eligo.selection.exchange import exchanged
from eligo.selection.kernel import Kernel, kernel_of
from eligo.selection.program import NOTHING, STEPS, Chosen, Program
from eligo.selection.relaxation import Basis, Proposal, Relaxation

_DIVES = frozenset(2**power - 2 for power in range(1, 64))
"""How many parts have been made where a good set is looked for: at first, then ever more rarely."""

FEW = 400
"""Of no more free places no kernel is made: a relaxation of them is quick as it is."""

_UNDECIDED = 0.3
"""A place with a level of so much, and as much below one, is worth splitting at."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The sets with none of the places, then those with any of them."""

    places: Chosen


@dataclass(slots=True, eq=False)
class Node:
    """A part of the sets. ``multipliers``: one per row, then one per row of the part; ``bound``: whole weight;
    ``basis``: from where the relaxation is to start.

    Where ``split`` is a kernel, the one child and all below it have the kernel's places, rows and weights.
    """

    part: Part
    multipliers: tuple[int, ...]
    bound: int
    split: AnyOf | Kernel | None = None
    children: tuple[Node, ...] = ()
    basis: Basis | None = field(default=None, repr=False)

    def leaves(self) -> Iterator[Node]:
        """The parts that are not split, in the order of the tree; those below a kernel are in its numbers."""
        stack = [self]
        while stack:
            node = stack.pop()
            if not node.children:
                yield node
            stack.extend(reversed(node.children))

    def paying(self) -> set[int]:
        """The rows of this part's program that the proof of it pays: where a part closes, or a kernel is made."""
        found: set[int] = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if isinstance(node.split, Kernel):
                rows = node.split.rows
                found.update(rows[number] for number in node.children[0].paying() if number < len(rows))
            else:
                stack.extend(node.children)
            if not node.children or isinstance(node.split, Kernel):
                found.update(number for number, paid in enumerate(node.multipliers) if paid)
        return found


@dataclass(frozen=True, slots=True)
class Proof:
    """``chosen``, ascending, weighs ``weight``; ``None`` where no set was found, and its weight then ``NOTHING``.

    No set weighs more than ``bound``. ``proved``: the tree closes on the chosen set, ties included.
    """

    chosen: Chosen | None
    weight: int
    bound: int
    proved: bool
    tree: Node = field(repr=False)
    scale: int
    steps: int


def prove(
    program: Program, *, steps: int = STEPS, start: Chosen | None = None, ties: bool = True, few: int = FEW
) -> Proof:
    """The first of the heaviest sets that the program allows, or that there is none, proved in integers.

    ``start`` is a set that may be near the best one; it changes how long the search takes, never a proved answer, nor
    does ``few``. Not ``ties``: any of the heaviest sets will do.
    """
    return Prover(program, few=few).prove(steps=steps, start=start, ties=ties)


class Prover:
    """One program, proved again and again: what is known of its relaxation serves every part of its sets."""

    def __init__(self, program: Program, *, scale: int | None = None, few: int = FEW) -> None:
        self.program, self.few = program, few
        self.columns = Columns(program, scale)
        self.relaxation = Relaxation(program, self.columns)

    def prove(
        self,
        *,
        inside: Collection[int] = (),
        outside: Collection[int] = (),
        steps: int = STEPS,
        start: Chosen | None = None,
        multipliers: tuple[int, ...] = (),
        ties: bool = True,
    ) -> Proof:
        """As ``prove``, of the sets that have the places ``inside`` and none of those ``outside``.

        ``multipliers``, one per row, may be near those that bound these sets best.
        """
        part = self.columns.whole()
        if any(part.state[place] == OUTSIDE for place in inside) or not set(inside).isdisjoint(outside):
            part = replace(part, state=np.full(self.columns.count, OUTSIDE, dtype=np.int8))
        part.state[list(inside)] = INSIDE
        part.state[list(outside)] = OUTSIDE
        return _Search(self, part, steps, start, multipliers).proof(ties=ties)

    def bounds_with(self, multipliers: tuple[int, ...]) -> list[int]:
        """For each place: no set that has it weighs more."""
        return [bound // self.columns.scale for bound in self.columns.bounds_with(multipliers)]


class _Search:
    """The best set so far, and the tree of what has been looked at."""

    def __init__(
        self, prover: Prover, part: Part, steps: int, start: Chosen | None, multipliers: tuple[int, ...]
    ) -> None:
        self.program, self.columns, self.relaxation = prover.program, prover.columns, prover.relaxation
        self.few = prover.few
        self.left = steps
        self.steps = steps
        self.finished = self.settling = False
        self.chosen: Chosen | None = None
        self.weight = NOTHING
        self.whole = part
        if start is not None:
            self._offer(start)
        self.root = self._node(part, multipliers)
        self.open: list[Node] = []

    def proof(self, *, ties: bool) -> Proof:
        """Search, and say what has been found, with a tree as small as what is then known allows."""
        kernel = self._weigh()
        if kernel is None and ties and self.finished and not self._closed(self.root):
            kernel = self._kernel()
        if kernel is not None:
            return self._within(kernel, ties)
        if ties and self.chosen is not None and self.finished:
            self._settle()
        proved = self.finished
        bound = self.weight if proved else max([self.weight, *(node.bound for node in self.open)])
        self._prune(bound, proved)
        return Proof(self.chosen, self.weight, bound, proved, self.root, self.columns.scale, self.steps - self.left)

    def _kernel(self) -> Kernel | None:
        """What may be as good as the best set so far; ``None`` where that is not known, or no smaller."""
        free = int((self.whole.state == FREE).sum())
        if self.chosen is None or self.program.size is None or free <= self.few:
            return None
        narrow = self.columns.narrowed(self.whole, self.root.multipliers, self.weight)
        return kernel_of(self.columns, narrow, self.weight) if 2 * int((narrow.state == FREE).sum()) < free else None

    def _within(self, kernel: Kernel, ties: bool) -> Proof:
        """Search what is left, by itself."""
        prover = Prover(kernel.program, scale=self.columns.scale, few=self.few)
        start, paid = kernel.inner(self.chosen or ()), kernel.paid_inside(self.root.multipliers)
        inner = _Search(prover, prover.columns.whole(), self.left, start, paid)
        inner.root = inner.carried(self.root, kernel)
        found = inner.proof(ties=ties)
        self.chosen, self.weight = kernel.outer(found.chosen or ()), kernel.base + found.weight
        self.root.split, self.root.children = kernel, (found.tree,)
        self._prune(kernel.base + found.bound, found.proved)
        steps = self.steps - self.left + found.steps
        return Proof(
            self.chosen, self.weight, kernel.base + found.bound, found.proved, self.root, self.columns.scale, steps
        )

    def _weigh(self) -> Kernel | None:
        """Find the greatest weight: search until every part is bounded by it, or no steps are left.

        The part with the greatest bound is looked at first, of several the last that was made. At first, then ever
        more rarely, a set is looked for below the part at hand. Where a better set leaves a much smaller kernel, the
        search goes on in that instead, with the tree that there is.
        """
        made, known = sum(1 for _ in self.root.leaves()) - 1, NOTHING
        waiting = [(-node.bound, -number, node) for number, node in enumerate(self.root.leaves())]
        heapq.heapify(waiting)
        while waiting and -waiting[0][0] > self.weight:
            if made and self.weight > known:
                known, kernel = self.weight, self._kernel()
                if kernel is not None:
                    return kernel
            if not self.left:
                self.open = [node for _, _, node in waiting]
                return None
            _, _, node = heapq.heappop(waiting)
            places = self._look(node)
            if places is None:
                continue
            self._split(node, places)
            if made in _DIVES:
                self._dive(node.part)
            for child in reversed(node.children):
                made += 1
                heapq.heappush(waiting, (-child.bound, -made, child))
        self.finished = True
        return None

    def carried(self, node: Node, kernel: Kernel) -> Node:
        """The tree of the whole as a tree of the kernel: without what is decided in it."""
        number, root = kernel.number(), list[Node]()
        waiting: list[tuple[Node, Node | None, frozenset[int]]] = [(node, None, frozenset(kernel.inside))]
        while waiting:
            node, parent, inside = waiting.pop()
            left: Chosen = ()
            while isinstance(node.split, AnyOf) and not left:
                met = not inside.isdisjoint(node.split.places)
                left = () if met else tuple(place for place in node.split.places if place in number)
                node = node if left else node.children[met]
            own = self._node(*kernel.part_inside(node.part, node.multipliers, inside))
            if parent is None:
                root.append(own)
            else:
                parent.children = (*parent.children, own)
            if left:
                own.split = AnyOf(tuple(number[place] for place in left))
                without, with_ = node.children
                waiting.append((with_, own, inside.union(left) if len(left) == 1 else inside))
                waiting.append((without, own, inside))
        return root[0]

    def _dive(self, part: Part) -> None:
        """Look for a good set: put inside what is high in the relaxation and in scarce rows, again and again."""
        while self.left:
            self.left -= 1
            proposal = self.relaxation.propose(part)
            self._offer(proposal.rounded)
            fractional, levels = proposal.fractional
            if not len(fractional):
                return
            promise = (levels * self.columns.scarcity[fractional]).round(9)
            best = np.lexsort((fractional, promise))[-max(1, min(len(fractional) // 12, 16)) :]
            part = replace(part, state=part.state.copy())
            part.state[fractional[best]] = INSIDE

    def _settle(self) -> None:
        """Of the sets of that weight find the first: search until no part can have an earlier one."""
        self.finished, self.settling = False, True
        before = None
        while self.chosen != before:
            self._offer(exchanged(self.columns, self.chosen or (), self.whole))
            before = self.chosen
            self.open = [node for node in self.root.leaves() if not self._closed(node)]
            while self.open and self.chosen == before:
                if not self.left:
                    return
                self._settle_in(self.open.pop())
        self.finished = True

    def _settle_in(self, node: Node) -> None:
        """Close what comes no earlier; in what is left go along the claimed set, and look at what differs from it.

        Of the sets that agree with it up to its first undecided place, those that have something which it lacks before
        that come earlier, if they weigh as much. Of the others, those without that place come later.
        """
        part, lacking, claimed = node.part, self._lacking(node.part), self.chosen
        first = next(place for place in claimed or () if part.state[place] != INSIDE)
        earlier = tuple(place for place in lacking if place < first)
        left = part.state != OUTSIDE
        rows = [set(itertools.compress(places, left[list(places)].tolist())) for places in part.any_of]
        if not any(row.issubset(lacking) for row in rows) and not part.state[list(lacking)].any():
            self._split(node, lacking)
            self._look(node.children[1])
        elif not earlier or (set(earlier) not in rows and not part.state[list(earlier)].any()):
            node.basis = None  # the part that was looked at last is nearer
            self._split(node, earlier or (first,))
        else:
            places = self._look(node)
            if places is not None and self.chosen == claimed:
                self._split(node, places)
        self.open.extend(child for child in node.children if not self._closed(child))

    def _prune(self, bound: int, proved: bool) -> None:
        """Make a leaf of every part that closes as a whole."""
        stack = [self.root]
        while stack:
            node = stack.pop()
            if self._closed(node) if proved and self.chosen is not None else node.bound <= bound:
                node.children, node.split = (), None
            if not isinstance(node.split, Kernel):
                stack.extend(node.children)

    def _closed(self, node: Node) -> bool:
        return node.bound < self.weight or (node.bound == self.weight and not self._lacking(node.part))

    def _lacking(self, part: Part) -> Chosen:
        """The places that the claimed set lacks and without which no set of the part comes before it."""
        claimed = np.array(self.chosen or (), dtype=np.int64)
        state = part.state[claimed]
        ends = [*claimed[state == OUTSIDE][:1].tolist(), *claimed[state == FREE][-1:].tolist(), 0]
        lacking = part.state[: ends[0]] != OUTSIDE
        lacking[claimed[claimed < ends[0]]] = False
        return tuple(np.flatnonzero(lacking).tolist())

    def _look(self, node: Node) -> Chosen | None:
        """Improve the bound of a node by a relaxation; return where to split it, ``None`` where it closes."""
        self.left -= 1
        proposal = self.relaxation.propose(node.part, node.basis)
        if proposal.empty:
            self._empty(node, proposal.multipliers)
            if node.bound >= self.weight:
                self._missed(node)
        else:
            node.basis = self.relaxation.basis()
            self._offer(proposal.rounded)
            self._improve(node, proposal.multipliers)
            if self.weight < node.bound <= self._doubtful() and not len(proposal.fractional[0]):
                self._improve(node, self.relaxation.refined(proposal).multipliers)
        if not (node.part.state == FREE).any():
            self._decided(node)
        if self._closed(node) if self.settling else node.bound <= self.weight:
            return None
        return self._place(node, proposal)

    def _doubtful(self) -> int:
        """Bounds up to here may be above the claimed weight only by rounding."""
        return self.weight + self.weight // 10**6 + len(self.columns.rows) + self.columns.count

    def _improve(self, node: Node, multipliers: tuple[int, ...]) -> None:
        bound = self._bound(node.part, multipliers)
        if bound < node.bound:
            node.bound, node.multipliers = bound, multipliers

    def _empty(self, node: Node, ray: tuple[int, ...]) -> None:
        """Add as much of a ray as brings the bound below every set's weight: it falls by the ray's, or by more. None is
        needed where a part has too many places inside, or too few left.
        """
        short = self.columns.bound(node.part, ray, weighed=False)
        if short is None:
            node.bound = NOTHING
        elif short < 0:
            times = (node.bound + 1) * self.columns.scale // -short + 1
            paid = zip(node.multipliers, ray, strict=True)
            node.bound, node.multipliers = NOTHING, tuple(m + times * r for m, r in paid)

    def _decided(self, node: Node) -> None:
        """Close a part in which every place is decided, and whose only set meets every row, by what that weighs."""
        only = frozenset(np.flatnonzero(node.part.state == INSIDE).tolist())
        self._improve(node, self._unopened(only, len(node.multipliers)))

    def _missed(self, node: Node) -> None:
        """Close a part by a row that none of its sets meets, as places alone show: the solver may not say which."""
        missed = self.columns.missed(node.part)
        if missed is not None:
            self._empty(node, tuple(int(number == missed) for number in range(len(node.multipliers))))

    def _unopened(self, chosen: frozenset[int], count: int) -> tuple[int, ...]:
        """Multipliers that leave nothing of the weight of what a set does not unlock."""
        paid = [0] * count
        for number, unlock in enumerate(self.program.unlocks, start=len(self.program.rows)):
            paid[number] = unlock.weight * self.columns.scale * chosen.isdisjoint(unlock.members)
        return tuple(paid)

    def _place(self, node: Node, proposal: Proposal) -> Chosen:
        """Where to split: at the fractional place in the scarcest rows; else at the first that decides a tie."""
        fractional, levels = proposal.fractional
        if len(fractional):
            undecided = np.minimum(levels, 1 - levels)
            split = fractional[undecided >= min(_UNDECIDED, undecided.max() - 1e-9)]
            scarcest = int(split[np.lexsort((split, self.columns.scarcity[split].round(9)))[-1]])
            return self._twins(scarcest, node.part, proposal)
        free = np.flatnonzero(node.part.state == FREE)
        held = set(proposal.rounded)
        missed = [place for place in self.chosen or () if place not in held and node.part.state[place] == FREE]
        return (int(missed[0] if missed else free[0]),)

    def _twins(self, place: int, part: Part, proposal: Proposal) -> Chosen:
        """A fractional place with the free ones in the same rows: without it alone, the relaxation would take the next.

        Those that are taken whole do not count; where the others come to one or more, the place is alone.
        """
        rows = self.columns.rows_of
        same = np.flatnonzero((part.state == FREE) & (rows == rows[place]).all(axis=1))
        return proposal.less_than_one(same) or (place,)

    def _split(self, node: Node, places: Chosen) -> None:
        """Make the parts. Where a place is fractional, they keep the bound until they are looked at."""
        node.split, own = AnyOf(places), (0,) * (len(places) > 1)
        paid = (node.multipliers, (*node.multipliers, *own))
        parts = zip(node.part.split(places), paid, strict=True)
        node.children = tuple(Node(part, pays, node.bound, basis=node.basis) for part, pays in parts)

    def _node(self, part: Part, multipliers: tuple[int, ...]) -> Node:
        paid = multipliers or (0,) * len(self.columns.rows)
        return Node(part, paid, self._bound(part, paid))

    def _bound(self, part: Part, multipliers: tuple[int, ...]) -> int:
        found = self.columns.bound(part, multipliers)
        return NOTHING if found is None else found // self.columns.scale

    def _offer(self, places: Chosen) -> None:
        """Keep a set that is allowed and better than the best so far, by weight and then by ranks."""
        if not self.columns.allows(places, self.whole):
            return
        weight = self.columns.weight(places)
        if weight > self.weight or (weight == self.weight and places < (self.chosen or ())):
            self.chosen, self.weight = places, weight
