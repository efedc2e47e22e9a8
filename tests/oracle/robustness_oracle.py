"""The slow, obvious robustness: every completion of a small estate, and in each of them every set.

It judges the fast one and shares nothing with it but the types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product

from eligo.selection.uncertain import Figure, Uncertainty, Waiting
from eligo.terms import Candidate, SelectionPolicy
from oracle.selection_oracle import all_asked, holds, in_rank_order

Spread = dict[str, tuple[int, int]]
"""(population, deployed) by id or newcomer's key; an empty key is elsewhere."""


@dataclass(frozen=True)
class Completion:
    """One way in which everything may be, as candidates, and what it was made of."""

    candidates: tuple[Candidate, ...]
    figures: tuple[tuple[Figure, int, int], ...]
    rows: tuple[tuple[Waiting, Spread], ...]

    @property
    def deployed(self) -> int:
        return sum(one.deployed for one in self.candidates)


def count_of(doubts: Uncertainty) -> int:
    """How many completions there are."""
    count = 1
    for figure in doubts.figures:
        count *= len(list(_values(figure)))
    for row in doubts.waiting:
        count *= len(list(_spreads(row)))
    return count


def completions(candidates: Sequence[Candidate], doubts: Uncertainty) -> Iterator[Completion]:
    """All of them; of intentions that are unknown the ends only."""
    figures = [[(one, p, d) for p, d in _values(one)] for one in doubts.figures]
    rows = [[(one, spread) for spread in _spreads(one)] for one in doubts.waiting]
    for stated in product(*figures):
        for waiting in product(*rows):
            yield Completion(tuple(_completed(candidates, doubts, stated, waiting)), stated, waiting)


def _values(one: Figure) -> Iterator[tuple[int, int]]:
    for population in range(one.population.least, one.population.most + 1):
        for deployed in range(one.deployed.least, one.deployed.most + 1):
            if population <= deployed:
                yield population, deployed


def _spreads(row: Waiting) -> Iterator[Spread]:
    assert row.most is not None
    places = [*sorted(row.members), *sorted(row.newcomers), *([""] if row.elsewhere else [])]
    for count in range(row.least, row.most + 1):
        for parts in product(range(count + 1), repeat=len(places)):
            if sum(parts) == count:
                for enrolled in product((False, True), repeat=len(places)) if row.intends is None else [()]:
                    intends = enrolled or (row.intends,) * len(places)
                    yield {
                        place: (part if intended else 0, part)
                        for place, part, intended in zip(places, parts, intends, strict=True)
                        if part
                    }


def _completed(
    candidates: Sequence[Candidate],
    doubts: Uncertainty,
    figures: Sequence[tuple[Figure, int, int]],
    rows: Sequence[tuple[Waiting, Spread]],
) -> Iterator[Candidate]:
    counts = {one.combination_id: [one.population, one.deployed] for one in candidates}
    counts |= {key: [0, 0] for key in doubts.newcomers}
    for figure, population, deployed in figures:
        counts[figure.combination_id][0] += population - figure.population.stated
        counts[figure.combination_id][1] += deployed - figure.deployed.stated
    for _, spread in rows:
        for place, (population, deployed) in spread.items():
            if place:
                counts[place][0] += population
                counts[place][1] += deployed
    everything = [
        *candidates,
        *(Candidate(key, f"id {key}", one.operator, 0, 0, one.variants) for key, one in doubts.newcomers.items()),
    ]
    for one in everything:
        population, deployed = counts[one.combination_id]
        if deployed:
            yield replace(one, population=population, deployed=deployed)


@dataclass
class Found:
    """``changes``: some completion has another answer. ``lead``: the most that an allowed other set is ever ahead.

    ``cost``: the fewest installations of those by which a completion differs from what is stated that put one ahead,
    or leave a selected one with none.
    """

    changes: bool = False
    lead: int | None = None
    cost: int | None = None
    least: Fraction = Fraction(1)
    most: Fraction = Fraction(0)


def tried(
    selected: Sequence[Candidate],
    equivalent: Sequence[str],
    candidates: Sequence[Candidate],
    policy: SelectionPolicy,
    doubts: Uncertainty,
) -> Found:
    """What trying everything finds of a selection."""
    found = Found()
    ids = tuple(one.combination_id for one in selected)
    for one in completions(candidates, doubts):
        _share(found, one, {*ids, *equivalent})
        known = {candidate.combination_id for candidate in one.candidates}
        asked = all_asked(one.candidates, one.deployed, policy)
        sets = [
            subset
            for subset in combinations(in_rank_order(one.candidates), policy.size)
            if all(holds(each, subset, one.deployed, policy) for each in asked if each[0] != "pin" or each[1] in known)
        ]
        best = min(sets, key=lambda subset: _order(subset, one.candidates), default=None)
        if best is None or {each.combination_id for each in best} != set(ids):
            found.changes = True
        gone = [each.deployed for each in selected if each.combination_id not in known]
        if gone:
            _cheaper(found, min(gone))
            continue
        own = [each for each in one.candidates if each.combination_id in ids]
        for subset in sets:
            if {each.combination_id for each in subset} != set(ids):
                lead = _unlocked(subset, one.candidates)[0] - _unlocked(own, one.candidates)[0]
                found.lead = lead if found.lead is None else max(found.lead, lead)
                if lead > 0:
                    _cheaper(found, _brought(one, subset, own, candidates) - (lead - 1))
    return found


def _cheaper(found: Found, cost: int) -> None:
    found.cost = cost if found.cost is None else min(found.cost, cost)


def _share(found: Found, one: Completion, part: set[str]) -> None:
    own = sum(each.deployed for each in one.candidates if each.combination_id in part)
    share = Fraction(own, one.deployed) if one.deployed else Fraction(0)
    found.least, found.most = min(found.least, share), max(found.most, share)


def _won(subset: Sequence[Candidate], candidates: Sequence[Candidate]) -> set[str]:
    ids = {one.combination_id for one in subset}
    return {one.combination_id for one in candidates if one.combination_id in ids or ids & one.bases}


def _unlocked(subset: Sequence[Candidate], candidates: Sequence[Candidate]) -> tuple[int, int]:
    won = [one for one in candidates if one.combination_id in _won(subset, candidates)]
    return sum(one.population for one in won), sum(one.deployed for one in won)


def _order(subset: Sequence[Candidate], candidates: Sequence[Candidate]) -> tuple[int, int, list[int]]:
    rank = {one.combination_id: number for number, one in enumerate(in_rank_order(candidates))}
    population, deployed = _unlocked(subset, candidates)
    return -population, -deployed, sorted(rank[one.combination_id] for one in subset)


def _brought(
    one: Completion, subset: Sequence[Candidate], own: Sequence[Candidate], candidates: Sequence[Candidate]
) -> int:
    """The installations that count for the set, or not for the selected one, other than as stated."""
    theirs, ours = (_won(each, [*candidates, *one.candidates]) for each in (subset, own))
    brought = 0
    for figure, population, _ in one.figures:
        moved = population - figure.population.stated
        if figure.combination_id in theirs - ours:
            brought += max(0, moved)
        if figure.combination_id in ours - theirs:
            brought += max(0, -moved)
    for _, spread in one.rows:
        brought += sum(population for place, (population, _) in spread.items() if place in theirs - ours)
    return brought
