"""The best set of a program, with a proof that anybody can check: a tree of parts, each closed by multipliers.

What belongs here: the search, and the tree it leaves. What does not: floating-point numbers (``relaxation``), the
arithmetic of a bound (``columns``), how a proof is written down (``certificate``).

A part is closed when no set of it can be better than the claimed one: when its bound is below the claimed weight, or
equal to it and no set of the part comes earlier in rank order. A part that does not close is split in two:

- ``Take(place)``: the sets with that place, and those without;
- ``Earlier(limit)``: those with none of the places below the limit that the claimed set does not have, and those with
  at least one of them. So ties are settled: without any such place no set comes before the claimed one.

Nothing depends on the time of day: the search stops after a number of relaxations.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from eligo.selection.columns import FREE, INSIDE, OUTSIDE, Columns, Part
from eligo.selection.program import NOTHING, STEPS, Chosen, Program, Row
from eligo.selection.relaxation import Proposal, Relaxation

_DIVES = frozenset(2**power - 2 for power in range(1, 64))
"""How many parts have been made where a good set is looked for: at first, then ever more rarely."""


@dataclass(frozen=True, slots=True)
class Take:
    """The sets with a place, then the sets without it."""

    place: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """Of the places below ``limit`` that the claimed set does not have: none chosen, then at least one."""

    limit: int


@dataclass(slots=True, eq=False)
class Node:
    """A part of the sets. ``multipliers``: one per row, then one per row of the part; ``bound``: whole weight."""

    part: Part
    multipliers: tuple[int, ...]
    bound: int
    split: Take | Earlier | None = None
    children: tuple[Node, ...] = ()

    def leaves(self) -> Iterator[Node]:
        """The parts that are not split, in the order of the tree."""
        stack = [self]
        while stack:
            node = stack.pop()
            if not node.children:
                yield node
            stack.extend(reversed(node.children))


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


def prove(program: Program, *, steps: int = STEPS, start: Chosen | None = None, ties: bool = True) -> Proof:
    """The first of the heaviest sets that the program allows, or that there is none, proved in integers.

    ``start`` is a set that may be near the best one; it changes how long the search takes, never a proved answer.
    Not ``ties``: any of the heaviest sets will do.
    """
    return Prover(program).prove(steps=steps, start=start, ties=ties)


class Prover:
    """One program, proved again and again: what is known of its relaxation serves every part of its sets."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.columns = Columns(program)
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
        search = _Search(self, part, steps, start, multipliers)
        search.weigh()
        if ties and search.chosen is not None and search.finished:
            search.settle()
        return search.proof()

    def bounds_with(self, multipliers: tuple[int, ...]) -> list[int]:
        """For each place: no set that has it weighs more."""
        return [bound // self.columns.scale for bound in self.columns.bounds_with(multipliers)]


class _Search:
    """The best set so far, and the tree of what has been looked at."""

    def __init__(
        self, prover: Prover, part: Part, steps: int, start: Chosen | None, multipliers: tuple[int, ...]
    ) -> None:
        self.program, self.columns, self.relaxation = prover.program, prover.columns, prover.relaxation
        self.relaxation.forget()
        self.columns.claim(())
        self.left = steps
        self.steps = steps
        self.finished = self.settling = False
        self.chosen: Chosen | None = None
        self.weight = NOTHING
        self.whole = part
        if start is not None:
            self._offer(start)
        self.root = self._node(part, multipliers or (0,) * len(self.columns.rows))
        self.open: list[Node] = []

    def weigh(self) -> None:
        """Find the greatest weight: search until every part is bounded by it, or no steps are left.

        The part with the greatest bound is looked at first, of several the last that was made. At first, then ever
        more rarely, a set is looked for below the part at hand.
        """
        waiting, made = [(-self.root.bound, 0, self.root)], 0
        while waiting and -waiting[0][0] > self.weight:
            if not self.left:
                self.open = [node for _, _, node in waiting]
                return
            _, _, node = heapq.heappop(waiting)
            place = self._look(node)
            if place is None:
                continue
            self._split(node, Take(place))
            if made in _DIVES:
                self._dive(node.part)
            for child in reversed(node.children):
                made += 1
                heapq.heappush(waiting, (-child.bound, -made, child))
        self.finished = True

    def _dive(self, part: Part) -> None:
        """Look for a good set: put inside what is nearest to it in the relaxation, again and again.

        Of several it is the lightest: the heavy ones compete for a place, the light ones are there to cover.
        """
        while self.left:
            self.left -= 1
            proposal = self.relaxation.propose(part)
            self._offer(proposal.rounded)
            if not len(proposal.fractional):
                return
            levels = proposal.levels[np.isin(proposal.places, proposal.fractional)].round(6)
            nearest = np.lexsort((proposal.fractional, levels))[-max(1, len(levels) // 8) :]
            part = replace(part, state=part.state.copy())
            part.state[proposal.fractional[nearest]] = INSIDE

    def settle(self) -> None:
        """Of the sets of that weight find the first: search until no part can have an earlier one."""
        self.finished, self.settling = False, True
        while not self.finished:
            self._forget()
            self.columns.claim(self.chosen or ())
            self.open = [node for node in self.root.leaves() if not self._closed(node)]
            self.finished = self._settle_for()
            if self.open and not self.left:
                return

    def _settle_for(self) -> bool:
        """Whether the chosen set is proved the first of its weight; if not, an earlier one has been found."""
        before = self.chosen
        while self.open:
            node = self.open.pop()
            if self._closed(node):
                continue
            if not self.left:
                self.open.append(node)
                return False
            limit = self._limit(node.part)
            lacking = self.columns.below(limit)
            if not (lacking & (node.part.state == INSIDE)).any() and limit not in node.part.earlier:
                self._split(node, Earlier(limit))
                self.open.append(node.children[1])
                continue
            place = self._look(node)
            if self.chosen != before:
                return False
            if place is not None:
                self._split(node, Take(place))
                self.open.extend(reversed(node.children))
        return True

    def proof(self) -> Proof:
        """What has been found, its tree as small as what is now known allows."""
        proved = self.finished
        bound = self.weight if proved else max([self.weight, *(node.bound for node in self.open)])
        self._prune(bound, proved)
        return Proof(self.chosen, self.weight, bound, proved, self.root, self.columns.scale, self.steps - self.left)

    def _prune(self, bound: int, proved: bool) -> None:
        """Make a leaf of every part that closes as a whole."""
        stack = [self.root]
        while stack:
            node = stack.pop()
            if self._closed(node) if proved and self.chosen is not None else node.bound <= bound:
                node.children, node.split = (), None
            stack.extend(node.children)

    def _forget(self) -> None:
        """Undo the splits that refer to a claimed set, with what is below them."""
        self.relaxation.forget()
        stack = [self.root]
        while stack:
            node = stack.pop()
            if isinstance(node.split, Earlier):
                node.children, node.split = (), None
            stack.extend(node.children)

    def _closed(self, node: Node) -> bool:
        return node.bound < self.weight or (node.bound == self.weight and self._limit(node.part) == 0)

    def _limit(self, part: Part) -> int:
        """The sets of the part with no place below it that the claimed set lacks come no earlier; 0: none does."""
        claimed = self.chosen or ()
        limit = next((place for place in claimed if part.state[place] == OUTSIDE), max(claimed, default=-1) + 1)
        return limit if (self.columns.below(limit) & (part.state != OUTSIDE)).any() else 0

    def _look(self, node: Node) -> int | None:
        """Improve the bound of a node by a relaxation; return a place to split at, ``None`` where it closes."""
        self.left -= 1
        proposal = self.relaxation.propose(node.part)
        if proposal.empty:
            self._empty(node, proposal.multipliers)
        else:
            self._offer(proposal.rounded)
            self._improve(node, proposal.multipliers)
            if self.weight < node.bound <= self._doubtful() and not len(proposal.fractional):
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
        found = self.columns.bound(node.part, multipliers)
        if found is not None and found // self.columns.scale < node.bound:
            node.bound, node.multipliers = found // self.columns.scale, multipliers

    def _empty(self, node: Node, ray: tuple[int, ...]) -> None:
        """Add as much of a ray as brings the bound below every set's weight."""
        short = self.columns.bound(node.part, ray, weighed=False)
        if short is None or short >= 0:
            return
        times = (node.bound + 1) * self.columns.scale // -short + 1
        self._improve(node, tuple(m + times * r for m, r in zip(node.multipliers, ray, strict=True)))

    def _decided(self, node: Node) -> None:
        """Close a part in which every place is decided by the row that its only set does not meet."""
        only = frozenset(np.flatnonzero(node.part.state == INSIDE).tolist())
        rows = [
            *self.columns.rows,
            *(
                Row("", tuple(np.flatnonzero(self.columns.below(limit)).tolist()), True, 1)
                for limit in node.part.earlier
            ),
        ]
        missed = next((number for number, row in enumerate(rows) if not row.holds(only)), None)
        if missed is None:
            self._improve(node, self._unopened(only, len(rows)))
        else:
            self._empty(node, tuple(int(number == missed) for number in range(len(rows))))

    def _unopened(self, chosen: frozenset[int], count: int) -> tuple[int, ...]:
        """Multipliers that leave nothing of the weight of what a set does not unlock."""
        paid = [0] * count
        for number, unlock in enumerate(self.program.unlocks, start=len(self.program.rows)):
            paid[number] = unlock.weight * self.columns.scale * chosen.isdisjoint(unlock.members)
        return tuple(paid)

    def _place(self, node: Node, proposal: Proposal) -> int:
        """The place to split at: the most fractional, the lightest of them; else the first that decides a tie."""
        fractional = proposal.fractional
        if len(fractional):
            levels = proposal.levels[np.isin(proposal.places, fractional)]
            _, place = max(zip(np.minimum(levels, 1 - levels).round(6), fractional, strict=True))
            return int(place)
        free = np.flatnonzero(node.part.state == FREE)
        held = set(proposal.rounded)
        missed = [place for place in self.chosen or () if place not in held and node.part.state[place] == FREE]
        return int(missed[0] if missed else free[0])

    def _split(self, node: Node, split: Take | Earlier) -> None:
        part = node.part
        first, second = part.state.copy(), part.state.copy()
        if isinstance(split, Take):
            first[split.place], second[split.place] = INSIDE, OUTSIDE
            parts = (Part(first, part.earlier), Part(second, part.earlier))
            paid = (node.multipliers, node.multipliers)
        else:
            first[self.columns.below(split.limit)] = OUTSIDE
            parts = (Part(first, part.earlier), replace(part, earlier=(*part.earlier, split.limit)))
            paid = (node.multipliers, (*node.multipliers, 0))
        node.split = split
        node.children = tuple(self._node(one, m, node) for one, m in zip(parts, paid, strict=True))

    def _node(self, part: Part, multipliers: tuple[int, ...], parent: Node | None = None) -> Node:
        found = self.columns.bound(part, multipliers)
        bound = NOTHING if found is None else found // self.columns.scale
        return Node(part, multipliers, bound if parent is None else min(bound, parent.bound))

    def _offer(self, places: Chosen) -> None:
        """Keep a set that is allowed and better than the best so far, by weight and then by ranks."""
        if not self.columns.allows(places, self.whole):
            return
        weight = self.columns.weight(places)
        if weight > self.weight or (weight == self.weight and places < (self.chosen or ())):
            self.chosen, self.weight = places, weight
