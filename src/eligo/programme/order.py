"""The order of the jobs in their lanes: a good schedule, and a bound that shows how good.

What belongs here: which method serves a queue of which size. Up to some hundred jobs it is searched (``search``);
beyond that prices by mean busy times and a list are enough, since what they miss does not grow with the queue.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from eligo.programme.bound import Prices, cheapest, scale_of
from eligo.programme.busy import busy_prices
from eligo.programme.jobs import Queue
from eligo.programme.lists import Starts, densest_first, listed
from eligo.programme.search import Part, Search, Watch

LARGE = 600
"""From so many jobs on no start is looked at one by one."""

STEPS = 300
PARTS = 400

_PAIRS = 4_000_000
"""How many parts are looked at falls with the square of the jobs: 400 of a hundred, 44 of three hundred."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A schedule of a queue: one start per job, what it costs, and a ``bound`` below which nothing costs.

    ``tree`` proves the bound; its bounds and prices are times ``scale``.
    """

    starts: Starts
    cost: int
    bound: int
    scale: int
    tree: Part = field(repr=False)

    @property
    def proved(self) -> bool:
        """Whether no schedule costs less."""
        return self.bound == self.cost


def order(queue: Queue, *, parts: int = PARTS, steps: int = STEPS, watch: Watch | None = None) -> Ordered:
    """A schedule of the queue, and its bound; ``parts``: how many parts a proof may have (0: prices alone); it
    has fewer where there are many jobs. ``watch``: told how far it is.

    >>> from eligo.programme.jobs import Job, Term
    >>> jobs = Job("long", 3, 0, (Term(2),)), Job("short", 1, 1, (Term(9),))
    >>> found = order(Queue(jobs, 1, tuple(range(20))))
    >>> found.starts, found.cost, found.proved
    ((2, 1), 28, True)
    """
    if not queue.jobs:
        nothing = Prices(1, np.zeros(0, dtype=np.int64))
        return Ordered((), 0, 0, 1, Part(nothing, 0))
    if len(queue.jobs) >= LARGE:
        return _large(queue)
    search = Search(queue, steps, watch)
    bound = search.run(min(parts, max(1, _PAIRS // len(queue.jobs) ** 2)))
    return Ordered(search.starts, search.cost, bound, search.scale, search.root)


def _large(queue: Queue) -> Ordered:
    levels, mean = busy_prices(queue)
    starts = min((listed(queue, mean.tolist()), densest_first(queue)), key=queue.cost)
    scale = scale_of(queue)
    opened = tuple(
        min(claim.term.opens(starts[base] + queue.jobs[base].duration) for base in claim.bases)
        for claim in queue.claims
    )
    prices = Prices(scale, np.round(levels * scale).astype(np.int64), opened)
    total = cheapest(queue, prices).total
    cost = queue.cost(starts)
    return Ordered(starts, cost, min(cost, -(-total // scale)), scale, Part(prices, total))
