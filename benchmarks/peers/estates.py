"""Drawn estates for measuring, the same for the same shape and number, in Eligo's terms and as the plain model.

Populations fall off as in fleets (Pareto, a few combinations having most installations). Each combination has one
variant of each device type, the commoner ones far more often (Zipf), and as many combinations as the widest type has
variants together hold every one, so that the size suffices. Where some are ``equivalent``, so many in a hundred have
one to three others whose test stands for theirs.

With ``versions`` an estate is drawn as fleets grow: what is common of each device type is common together, and each
hardware is out in so many versions of firmware, few of which have most of its installations. Twenty million
installations leave most combinations with one or two, so that thousands of sets weigh the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]


class Shape(NamedTuple):
    """How many combinations, variants of each device type, places, and in a hundred with testers of their own.

    ``pooled``: the device types have the same variants, so that a combination may cover several of one pool.
    ``versions``: how many combinations have the same hardware.
    """

    combinations: int
    kinds: tuple[int, ...]
    size: int
    equivalent: int = 0
    pooled: bool = False
    versions: int = 0

    @property
    def title(self) -> str:
        """As the issue and the tables name it: combinations / variants / size."""
        related = f", {self.equivalent} % with equivalences" if self.equivalent else ""
        grown = f", {self.versions} versions of each hardware" if self.versions else ""
        return f"{self.combinations:,} combinations, {sum(self.kinds):,} variants, size {self.size:,}{related}{grown}"


class Plain(NamedTuple):
    """Maximise ``values`` over 0/1 variables, each row (places, coefficients, least, most) being met."""

    values: list[int]
    rows: list[tuple[list[int], list[int], int, int | None]]


@dataclass(frozen=True)
class Estate:
    """Combinations in rank order: installations, the variant of each device type (a row each), and bases by place."""

    shape: Shape
    population: Whole
    deployed: Whole
    variants: Whole
    bases: dict[int, tuple[int, ...]]

    @cached_property
    def carriers(self) -> dict[str, list[int]]:
        """The places that have each variant."""
        found: dict[str, list[int]] = {}
        for kind, (many, drawn) in enumerate(zip(self.shape.kinds, self.variants, strict=True)):
            own = (self.variants if kind == 0 else self.variants[:0]) if self.shape.pooled else drawn[None, :]
            for variant in range(many if len(own) else 0):
                found[f"T{kind}|maker|m{variant}|1"] = np.flatnonzero((own == variant).any(axis=0)).tolist()
        return found

    def unlocked(self, chosen: list[int]) -> int:
        """The population that a set unlocks."""
        held = set(chosen)
        others = [place for place, bases in self.bases.items() if place not in held and held & set(bases)]
        return int(self.population[[*held, *others]].sum()) if held else 0

    def uncovered(self, chosen: list[int]) -> int:
        """How many variants a set leaves out."""
        held = sum(len(np.unique(drawn[chosen])) for drawn in self.variants) if chosen else 0
        return sum(self.shape.kinds) - held

    @cached_property
    def plain(self) -> Plain:
        """One binary per combination; one more for each with bases, at most the sum of its testers."""
        count, size = len(self.population), self.shape.size
        values = self.population.tolist()
        rows: list[tuple[list[int], list[int], int, int | None]] = [(list(range(count)), [1] * count, size, size)]
        rows += [(places, [1] * len(places), 1, None) for places in self.carriers.values()]
        for place, bases in self.bases.items():
            testers = [place, *bases]
            rows.append(([*testers, len(values)], [*([1] * len(testers)), -1], 0, None))
            values.append(values[place])
            values[place] = 0
        return Plain(values, rows)

    @property
    def candidates(self) -> list[Any]:
        """What Eligo selects from."""
        from eligo.terms import Candidate

        carried: list[list[str]] = [[] for _ in self.population]
        for variant, places in self.carriers.items():
            for place in places:
                carried[place].append(variant)
        ids = [f"C-{place:06}" for place in range(len(self.population))]
        return [
            Candidate(
                ids[place],
                f"combination {place:06}",
                "A",
                int(self.population[place]),
                int(self.deployed[place]),
                frozenset(carried[place]),
                frozenset(ids[base] for base in self.bases.get(place, ())),
            )
            for place in range(len(ids))
        ]


def estate(shape: Shape, number: int) -> Estate:
    """The estate of that number."""
    chance = np.random.default_rng(number)
    count, kinds = shape.combinations, shape.kinds
    if shape.versions:
        return _grown(shape, chance)
    population = np.minimum(np.floor(100 * (chance.pareto(0.9, count) + 1)), 3_000_000).astype(np.int64)
    deployed = population + chance.integers(0, 50, count)
    order = np.argsort(-population, kind="stable")
    population, deployed = population[order], deployed[order]
    holders = chance.permutation(count)[: max(kinds)]
    variants = np.empty((len(kinds), count), dtype=np.int64)
    for kind, many in enumerate(kinds):
        odds = 1.0 / np.arange(1, many + 1) ** 1.2
        variants[kind] = chance.choice(many, count, p=odds / odds.sum())
        variants[kind][holders] = chance.permutation(max(kinds)) % many
    related = chance.choice(count, count * shape.equivalent // 100, replace=False)
    bases = {int(place): _others(chance, count, int(place)) for place in related}
    return Estate(shape, population, deployed, variants, bases)


def _grown(shape: Shape, chance: np.random.Generator) -> Estate:
    odds = [many_odds / many_odds.sum() for many_odds in (1.0 / np.arange(1, many + 1) ** 1.2 for many in shape.kinds)]
    widest, hardware = max(shape.kinds), shape.combinations // shape.versions
    known = dict.fromkeys(zip(*(chance.permutation(widest) % many for many in shape.kinds), strict=True))
    while len(known) < hardware:
        drawn = (chance.choice(many, hardware, p=own) for many, own in zip(shape.kinds, odds, strict=True))
        known.update(dict.fromkeys(zip(*drawn, strict=True)))
    variants = np.array([*known][:hardware]).T
    common = np.prod([own[drawn] for own, drawn in zip(odds, variants, strict=True)], axis=0)
    common *= np.exp(chance.normal(0, 1, hardware))
    parts = common[:, None] * chance.dirichlet(np.full(shape.versions, 0.5), hardware)
    population = np.maximum(1, np.floor(20_000_000 * parts.ravel() / parts.sum())).astype(np.int64)
    order = np.argsort(-population, kind="stable")
    population, variants = population[order], np.repeat(variants, shape.versions, axis=1)[:, order]
    return Estate(shape, population, population + chance.integers(0, 50, len(population)), variants, {})


def _others(chance: np.random.Generator, count: int, place: int) -> tuple[int, ...]:
    drawn = chance.choice(count, chance.integers(1, 4), replace=False) if count > 3 else np.array([0])
    return tuple(int(one) for one in drawn if one != place) or ((place + 1) % count,)
