"""``[programme]``: how long tests take, in which lanes, by which calendar, and how often they go wrong.

What belongs here: the section's type and its shape in the file. What does not: what is planned from it
(``eligo.programme``), and the dates of firmware, which are no part of a scheme.

Durations are in working days, chances are shares of tests. Source: ``programme.md``, "Given" and 1-7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from eligo.scheme.read import Table

EXIT_RULES: tuple[str, ...] = ("joint", "by-track")

TESTS: tuple[str, ...] = ("migration", "integration", "combination")
"""The tests that may fail: migration, systems integration, and device model combination testing."""

LEAST_DAYS: Mapping[str, int] = {
    "migration": 1,
    "integration": 1,
    "exit_base": 0,
    "exit_each": 0,
    "combination": 1,
    "operator_migration": 1,
    "service_requests": 1,
    "evaluation": 0,
    "consent": 0,
    "candidate_publication": 0,
    "final_publication": 0,
}
"""What has a duration, and the fewest working days that it may take."""

MOST_DAYS = 2_000
MOST_LANES = 1_000
MOST_WEIGHT = 10_000_000


@dataclass(frozen=True, slots=True)
class Chances:
    """How often things go wrong. ``failure``: by test, the share of runs that fail and are repeated. ``respin``: how
    often, while a track's combinations are in integration testing, its candidate is replaced, ``respin_days`` later.
    """

    failure: Mapping[str, Fraction]
    respin: Fraction
    respin_days: int


@dataclass(frozen=True, slots=True)
class ProgrammeRules:
    """What a plan rests on beside firmware. ``days``: by ``LEAST_DAYS``, how long each takes, in working days.

    ``country`` and ``subdivision`` are ISO 3166 codes, whose public holidays are no working days; nor are those
    ``closed``. ``exit_rule``: whether all selected leave integration testing together, or those of each track.
    ``…_available``: the day from which there are test sets for the lanes; ``None`` where there always are.
    ``migration_may_delay``: whether the first combination of an operator may delay a selected one. ``request_weight``:
    what stands for the population of a requested combination of which nothing is installed; 0 where each request
    has to say so itself.
    """

    source: str
    country: str
    subdivision: str
    closed: tuple[date, ...]
    exit_rule: str
    integration_lanes: int
    combination_lanes: int
    integration_available: date | None
    combination_available: date | None
    migration_may_delay: bool
    request_weight: int
    days: Mapping[str, int]
    chances: Chances


def programme(table: Table) -> ProgrammeRules:
    """``[programme]``, with its tables ``days`` and ``chances``."""
    days, failing = table.table("days"), table.table("chances")
    failures = failing.table("failure")
    read = ProgrammeRules(
        source=table.text("source"),
        country=table.text("country", default="", like="[A-Z]{2}", expected="a country such as 'GB'"),
        subdivision=table.text("subdivision", default="", like="[A-Z0-9]{1,3}", expected="a part such as 'ENG'"),
        closed=table.days("closed"),
        exit_rule=table.choice("exit_rule", EXIT_RULES),
        integration_lanes=table.whole("integration_lanes", least=1, most=MOST_LANES),
        combination_lanes=table.whole("combination_lanes", least=1, most=MOST_LANES),
        integration_available=table.day_if_any("integration_available"),
        combination_available=table.day_if_any("combination_available"),
        migration_may_delay=table.flag("migration_may_delay"),
        request_weight=table.whole("request_weight", least=1, most=MOST_WEIGHT) if table.has("request_weight") else 0,
        days={name: days.whole(name, least=least, most=MOST_DAYS) for name, least in LEAST_DAYS.items()},
        chances=Chances(
            {test: failures.share(test) for test in TESTS},
            failing.share("respin"),
            failing.whole("respin_days", least=1, most=MOST_DAYS),
        ),
    )
    for one in (failures, failing, days, table):
        one.close()
    return read
