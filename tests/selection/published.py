"""Candidates as the published files say them: a table of combinations and a scheme, small enough to read.

The scheme has one device type per letter of ``TYPES``; a candidate has one model of each, or none. Only what the
checker reads is there: it is the checker of the table, not of the scheme.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from eligo.selection import Conflict, Selection, select
from eligo.terms import Candidate, Combination, Device, SelectionPolicy

TYPES = "ABC"
OPERATORS = ("N", "S", "W")
RULES: dict[str, Any] = {
    "cohort": "X",
    "attribute": [{"name": role, "role": role} for role in ("operator", "provider", "cohort")],
    "device_type": [{"name": kind, "covered": kind != "C"} for kind in TYPES],
    "selection": {"size": 3, "cover": True, "minimum_share": "0"},
}
"""What the checker reads of a scheme."""
PARTS = ("manufacturer", "model", "hardware", "firmware")


def scheme(rules: Mapping[str, Any]) -> bytes:
    """The scheme's file, in TOML."""
    tables = [(f"[[{name}]]", one) for name in ("attribute", "device_type") for one in rules[name]]
    lines = [f"cohort = {json.dumps(rules['cohort'])}"]
    for header, keys in [*tables, ("[selection]", rules["selection"])]:
        lines += [header, *(f"{key} = {_toml(value)}" for key, value in keys.items())]
    return "\n".join([*lines, ""]).encode()


def _toml(value: object) -> str:
    """A value, which but for tables TOML writes as JSON does."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items()) + " }"
    return json.dumps(value)


SCHEME = scheme(RULES)


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    combination: Combination
    population: int
    deployed: int
    in_scope: bool = True
    bases: tuple[str, ...] = ()


def drawn_table(random: Random, count: int, models: int, largest: int) -> list[Line]:
    """So many combinations of up to so many models of each type, no two the same."""
    found: dict[str, Line] = {}
    while len(found) < count:
        devices = [
            Device(kind, "=maker", f"m{random.randint(1, models)}", "1.0", str(random.randint(1, 9)))
            if random.random() < 0.9
            else None
            for kind in TYPES
        ]
        one = Combination(random.choice(OPERATORS), "wan", tuple(devices), random.choice(["", "", "Y"]))
        population = random.randint(0, largest)
        line = Line(one, population, population + random.choice([0, 0, 1]), random.random() < 0.9)
        found.setdefault(one.combination_id, line)
    return list(found.values())


def drawn_bases(random: Random, lines: list[Line]) -> list[Line]:
    """The lines, some of them unlocked by the tests of others too."""
    ids = [line.combination.combination_id for line in lines]
    return [
        replace(line, bases=tuple(random.sample(ids, random.randint(0, min(3, len(ids))))))
        if random.random() < 0.5
        else line
        for line in lines
    ]


def unlocked(chosen: Iterable[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """Those chosen, and those for which the test of a chosen one stands."""
    ids = {one.combination_id for one in chosen}
    return [one for one in found if one.combination_id in ids or ids & one.bases]


def table(lines: Sequence[Line]) -> bytes:
    """``combinations.csv``, with the columns that the checker reads, and one more."""
    text = io.StringIO()
    device_columns = [f"{kind.lower()}_{part}" for kind in TYPES for part in PARTS]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [
            "combination_id",
            "operator",
            "provider",
            *device_columns,
            "population",
            "deployed",
            "in_scope",
            "cohort",
            "equivalent_to",
        ]
    )
    for line in lines:
        one = line.combination
        cells = [
            cell
            for device in one.devices
            for cell in (
                ("'" + device.manufacturer, device.model, device.hardware, device.firmware) if device else ("",) * 4
            )
        ]
        scope, cohort = str(line.in_scope).lower(), one.foreign_cohort or "X"
        writer.writerow(
            [
                one.combination_id,
                one.operator,
                one.provider,
                *cells,
                line.population,
                line.deployed,
                scope,
                cohort,
                " ".join(line.bases),
            ]
        )
    return text.getvalue().encode()


def candidates(lines: Sequence[Line]) -> list[Candidate]:
    """What is chosen from: the lines in scope."""
    return [
        Candidate(
            line.combination.combination_id,
            line.combination.identity,
            line.combination.operator,
            line.population,
            line.deployed,
            frozenset(d.variant for d in line.combination.devices if d and d.device_type in "AB"),
            frozenset(line.bases),
        )
        for line in lines
        if line.in_scope
    ]


def answered(lines: Sequence[Line], policy: SelectionPolicy) -> Selection | Conflict:
    """What Eligo selects."""
    chosen_from = candidates(lines)
    return select(chosen_from, sum(one.deployed for one in chosen_from), policy, OPERATORS)


def drawn_policy(random: Random, lines: Sequence[Line]) -> SelectionPolicy:
    """A size, and sometimes pairs or triples to cover, pins, bans, limits and a minimum share."""
    ids = [one.combination_id for one in candidates(lines)] or [""]
    pins = frozenset(random.sample(ids, 1)) if ids != [""] and random.random() < 0.2 else frozenset[str]()
    bans = frozenset(random.sample(ids, 1)) if ids != [""] and random.random() < 0.2 else frozenset[str]()
    minimum = {"S": random.randint(1, 2)} if random.random() < 0.2 else {}
    maximum = {"N": random.randint(0, 2)} if random.random() < 0.2 else {}
    share = Fraction(random.choice(["0.01", "0.05", "0.2"])) if random.random() < 0.2 else Fraction(0)
    size, cover, strength = random.randint(1, 5), random.random() < 0.9, random.choice([1, 1, 1, 2, 3])
    return SelectionPolicy(size, cover, strength, pins, bans, minimum, maximum, share)


def drawn_round(seed: int, most: int = 9) -> tuple[list[Line], SelectionPolicy]:
    """A table of up to so many combinations, and what is asked: ties, populations of nought, conflicts, equivalence."""
    random = Random(seed)
    lines = drawn_table(random, random.randint(2, most), random.randint(1, 3), random.choice([0, 2, 40, 10**7]))
    if not any(line.in_scope for line in lines):
        lines[0] = replace(lines[0], in_scope=True)
    if random.random() < 0.5:
        lines = drawn_bases(random, lines)
    return lines, drawn_policy(random, lines)
