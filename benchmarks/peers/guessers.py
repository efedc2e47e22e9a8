"""What selects today without a proof: the largest, a greedy choice, and a library of submodular selection.

As in ``solvers``: the estate and the seconds to a status, the places chosen, and no bound.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.peers.estates import Estate, Whole
from benchmarks.peers.solvers import Answer


def largest(estate: Estate, _: float) -> Answer:
    """The largest combinations, whatever they cover."""
    return "a guess", list(range(estate.shape.size)), None


def greedy(estate: Estate, _: float) -> Answer:
    """One after the other: the one with most variants still missing, of several the one that unlocks most."""
    opens: dict[int, list[int]] = {}
    for place, bases in estate.bases.items():
        for tester in bases:
            opens.setdefault(tester, []).append(place)
    gains = estate.population.copy()
    for tester, places in opens.items():
        gains[tester] += estate.population[places].sum()
    missing = [np.ones(many, dtype=np.int64) for many in estate.shape.kinds]
    free, locked, chosen = np.ones(len(gains), dtype=bool), np.ones(len(gains), dtype=bool), list[int]()
    for _place in range(estate.shape.size):
        new = np.sum([lacks[drawn] for lacks, drawn in zip(missing, estate.variants, strict=True)], axis=0)
        worth = np.where(free, new * (int(gains.max()) + 1) + gains, -1)
        one = int(worth.argmax())
        chosen.append(one)
        free[one] = False
        for lacks, drawn in zip(missing, estate.variants, strict=True):
            lacks[drawn[one]] = 0
        for place in [one, *opens.get(one, [])]:
            _open(place, estate, locked, gains)
    return "a guess", sorted(chosen), None


def _open(place: int, estate: Estate, locked: np.ndarray[tuple[int], np.dtype[np.bool_]], gains: Whole) -> None:
    """What is unlocked brings nobody anything more."""
    if locked[place]:
        locked[place] = False
        gains[[place, *estate.bases.get(place, ())]] -= estate.population[place]


def apricot(estate: Estate, _: float) -> Answer:
    """apricot-select, maximum coverage: each variant counts one, and all installations together one more.

    It has one threshold for all features: what several tests unlock can only be counted to each of them.
    """
    from apricot import MaxCoverageSelection
    from scipy.sparse import csr_matrix

    gains = estate.population.astype(np.float64)
    for place, bases in estate.bases.items():
        gains[list(bases)] += estate.population[place]
    entries = [(place, number, 1.0) for number, places in enumerate(estate.carriers.values()) for place in places]
    entries += [(place, len(estate.carriers), float(gain)) for place, gain in enumerate(gains / gains.sum())]
    rows, columns, values = zip(*entries, strict=True)
    features = csr_matrix((values, (rows, columns)), shape=(len(gains), len(estate.carriers) + 1))
    chooser = MaxCoverageSelection(estate.shape.size, threshold=1.0)
    chooser.fit(features if estate.shape.combinations > 10_000 else features.toarray())
    return "a guess", sorted(int(one) for one in chooser.ranking), None


GUESSES: dict[str, Callable[[Estate, float], Answer]] = {
    "largest": largest,
    "greedy": greedy,
    "apricot-select": apricot,
}
"""Those that prove nothing, by the name in the table."""
