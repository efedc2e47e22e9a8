"""The first naive judge of a certificate: what the published files ask, and whether a claim of it is true.

Every set is tried. It reads the table and the scheme by itself, knows nothing of proofs, and shares no code with
``eligo_check``.
"""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations
from typing import Any

from eligo.terms import Combination, Device

Ranks = frozenset[int]
DEVICE_CELLS = ("manufacturer", "model", "hardware", "firmware")


class NotPublished(Exception):
    """No run writes such a table."""


@dataclass(frozen=True)
class Line:
    """One combination in scope."""

    id: str
    identity: str
    operator: str
    population: int
    deployed: int
    variants: tuple[str, ...]
    bases: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """One requirement by name: of some ranks at least and at most so many; what any of them gains."""

    name: str
    ranks: list[int]
    least: int | None
    most: int | None
    gain: int = 0

    def met(self, chosen: Ranks) -> bool:
        count = len([rank for rank in self.ranks if rank in chosen])
        return (self.least is None or count >= self.least) and (self.most is None or count <= self.most)

    @property
    def written(self) -> dict[str, object]:
        return {"name": self.name, "ranks": self.ranks, "least": self.least, "most": self.most, "gain": self.gain}


@dataclass(frozen=True)
class Question:
    """The combinations by rank, from 1, and what is asked of a set of them."""

    lines: dict[int, Line]
    asked: list[Asked]

    @cached_property
    def whole(self) -> int:
        """All deployed installations."""
        return sum(line.deployed for line in self.lines.values())

    def worth(self, rank: int) -> int:
        """What one combination weighs: population first, then deployed."""
        return self.lines[rank].population * (self.whole + 1) + self.lines[rank].deployed

    def testers(self, rank: int) -> Ranks:
        """The ranks whose test unlocks a rank, itself among them."""
        bases = self.lines[rank].bases
        return frozenset(other for other, line in self.lines.items() if line.id in bases or other == rank)

    def unlocked(self, chosen: Ranks) -> list[Line]:
        """Those chosen, and those for which the test of a chosen one stands."""
        return [line for rank, line in self.lines.items() if chosen & self.testers(rank)]

    def population(self, chosen: Ranks) -> int:
        return sum(line.population for line in self.unlocked(chosen))

    def deployed(self, chosen: Ranks) -> int:
        return sum(line.deployed for line in self.unlocked(chosen))

    def weight(self, chosen: Ranks) -> int:
        return self.population(chosen) * (self.whole + 1) + self.deployed(chosen)

    @cached_property
    def every_set(self) -> list[Ranks]:
        """All of them, of every size."""
        ranks = sorted(self.lines)
        return [frozenset(one) for one in chain(*(combinations(ranks, many) for many in range(len(ranks) + 1)))]

    @cached_property
    def allowed(self) -> list[Ranks]:
        """Those that meet all that is asked."""
        return [one for one in self.every_set if all(asked.met(one) for asked in self.asked)]

    def best(self) -> Ranks | None:
        """The heaviest set that is allowed, of several the first by its list of ranks."""
        return min(self.allowed, key=lambda one: (-self.weight(one), sorted(one)), default=None)

    def chosen(self, ids: list[str]) -> Ranks | None:
        """The ranks of those ids; ``None`` where one is unknown or stands twice."""
        ranks = frozenset(rank for rank, line in self.lines.items() if line.id in ids)
        return ranks if len(ranks) == len(ids) else None


def read_lines(table: bytes, scheme: bytes) -> list[Line]:
    """The combinations in scope, in rank order. Raises ``NotPublished``, or as Python does where a cell is missing."""
    rules = tomllib.loads(scheme.decode())
    roles = {attribute["role"]: attribute["name"] for attribute in rules["attribute"]}
    found = []
    for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")):
        if row["in_scope"] != "true":
            continue
        devices, variants = [], []
        for kind in rules["device_type"]:
            cells = [row[f"{kind['name'].lower()}_{cell}"].removeprefix("'") for cell in DEVICE_CELLS]
            device = Device(kind["name"], *cells) if cells[1] else None
            devices.append(device)
            if device and kind.get("covered"):
                variants.append(device.variant)
        cohort = row[roles["cohort"]]
        foreign = "" if cohort == rules["cohort"] else cohort
        one = Combination(row[roles["operator"]], row[roles["provider"]], tuple(devices), foreign)
        if row["combination_id"] != one.combination_id:
            raise NotPublished("an id that its row does not give")
        counts = int(row["population"]), int(row["deployed"])
        bases = frozenset(row["equivalent_to"].split())
        found.append(Line(one.combination_id, one.identity, one.operator, *counts, tuple(variants), bases))
    if len({one.id for one in found}) < len(found):
        raise NotPublished("a combination twice")
    return sorted(found, key=lambda one: (-one.population, one.identity, one.id))


def question(lines: list[Line], asked: dict[str, Any]) -> Question:
    """What was asked, one requirement after the other in the order in which certificates list them."""
    by_rank = dict(enumerate(lines, start=1))
    whole = sum(line.deployed for line in lines)
    least_share = Fraction(asked["minimum_share"])
    small = [rank for rank, line in by_rank.items() if Fraction(line.deployed, whole or 1) < least_share]
    found = [Asked("size", list(by_rank), asked["size"], asked["size"])]
    found += [Asked(f"pin {one}", ranks_of(by_rank, id=one), 1, None) for one in asked["pins"]]
    found += [Asked(f"ban {one}", ranks_of(by_rank, id=one), None, 0) for one in asked["bans"]]
    found += [Asked("share", small, None, 0)] if small else []
    for name, count in sorted(asked["minimum"].items()):
        found.append(Asked(f"minimum {name}", ranks_of(by_rank, operator=name), count, None))
    for name, count in sorted(asked["maximum"].items()):
        found.append(Asked(f"maximum {name}", ranks_of(by_rank, operator=name), None, count))
    for name, together in sorted(sets_of(lines, asked["strength"]).items()) if asked["cover"] else []:
        carriers = [rank for rank, line in by_rank.items() if together.issubset(line.variants)]
        if any(rank not in small for rank in carriers):
            found.append(Asked(f"coverage {name}", carriers, 1, None))
    return Question(by_rank, found)


def sets_of(lines: list[Line], strength: int) -> dict[str, frozenset[str]]:
    """Every set of up to so many variants that a line has, by its name."""
    sets = {one for line in lines for one in every_subset(line.variants) if 1 <= len(one) <= strength}
    return {" + ".join(sorted(one)): one for one in sets}


def every_subset(variants: tuple[str, ...]) -> list[frozenset[str]]:
    """
    >>> len(every_subset(("a", "b", "c")))
    8
    """
    found = [frozenset[str]()]
    for variant in variants:
        found += [one | {variant} for one in found]
    return found


def ranks_of(lines: dict[int, Line], **wanted: str) -> list[int]:
    """The ranks of the lines with that id or operator."""
    return [rank for rank, line in lines.items() if all(getattr(line, name) == value for name, value in wanted.items())]


def claim_is_true(asked: Question, claim: dict[str, Any]) -> bool:
    """Whether what is claimed is so, by trying every set."""
    if claim["status"] == "infeasible":
        return is_conflict(asked, claim["conflict"], smallest=claim["smallest"])
    chosen, best = asked.chosen(claim["selected"]), asked.best()
    if chosen is None or best is None or chosen not in asked.allowed:
        return False
    if (claim["population"], claim["deployed"]) != (asked.population(chosen), asked.deployed(chosen)):
        return False
    return chosen == best if claim["status"] == "optimal" else asked.weight(best) <= claim["bound"]


def is_conflict(asked: Question, names: list[str], *, smallest: bool) -> bool:
    """Whether those cannot hold together and any fewer of them (``smallest``: fewer of whatever is asked) can."""
    known = [one.name for one in asked.asked]
    if len(set(names)) < len(names) or not set(names) <= set(known):
        return False
    met = [{one.name for one in asked.asked if one.met(chosen)} for chosen in asked.every_set]
    fewer = combinations(known if smallest else names, max(0, len(names) - 1))
    return not any(set(names) <= held for held in met) and all(any(set(few) <= held for held in met) for few in fewer)


def said_to_be_asked_otherwise(asked: dict[str, Any], scheme: bytes) -> list[str]:
    """What is asked in a certificate and not in the scheme, where it says what is asked; a share is a fraction."""
    nothing: dict[str, Any] = {"size": 0, "cover": True, "strength": 1, "minimum_share": "0"}
    nothing |= {"pins": [], "bans": [], "minimum": {}, "maximum": {}}
    usual = {**nothing, **tomllib.loads(scheme.decode())["selection"]}
    usual["minimum_share"] = str(Fraction(usual["minimum_share"]))
    return [
        f"Asked: {name} {asked[name]}, in the scheme {usual[name]}." for name in nothing if asked[name] != usual[name]
    ]
