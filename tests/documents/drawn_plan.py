"""A plan to show: eight combinations of three operators on two firmware tracks, drawn by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from builders import foc
from eligo.documents.shown_plan import ShownPlan
from eligo.programme import (
    Chance,
    ExitRule,
    Programme,
    Track,
    UnderTest,
    choose,
    scheduled,
    uncertainty,
)
from eligo.programme.firmware.expected import weighted
from eligo.scheme import Scheme
from eligo.terms import Route
from programme.drawn import register
from programme.drawn_evidence import BOTH
from programme.drawn_programmes import combination, programme

RELEASES = (
    "MK1,1.0,candidate,2019-11-04,2019-11-11,1.1,",
    "MK1,1.1,final,2020-02-03/2020-02-17/2020-03-30,,,",
    "MK2,2.0,candidate,2020-02-10,,2.1,",
    "MK2,2.1,final,2020-05-11,,,",
)
SELECTED = ("C-1", "C-4")
TRACKS = (
    Track("MK1", date(2019, 11, 11), date(2020, 2, 24)),
    Track("MK2", date(2020, 2, 10), date(2020, 5, 11)),
)
ESTATE = (
    combination("C-1", 900, "SMSO-1", "MK1", "v1 v2"),
    combination("C-2", 700, "SMSO-1", "MK1", "v1"),
    combination("C-3", 400, "SMSO-2", "MK1", "v2"),
    combination("C-4", 300, "SMSO-2", "MK2", "v3"),
    combination("C-5", 200, "SMSO-3", "MK1", "v1"),
    combination("C-6", 100, "SMSO-1", "MK2", "v3"),
    combination("C-7", 50, "SMSO-3", "", "v2"),
)


def given(**changes: object) -> Programme:
    """The programme; with some parts changed."""
    return replace(programme(list(ESTATE), tracks=TRACKS), **changes)  # type: ignore[arg-type]


def shown_plan(
    made: Programme | None = None,
    selected: tuple[str, ...] = SELECTED,
    *,
    sizes: int = 0,
    trials: int = 0,
    labels: Mapping[str, str] | None = None,
    releases: tuple[str, ...] = RELEASES,
    scheme: Scheme | None = None,
) -> ShownPlan:
    """The plan of those selected, as it is shown."""
    made = made or given()
    done = scheduled(made, selected)
    scheme, known = scheme or foc(), register(*releases)
    names = labels or {name: f"DMC-{number}" for number, name in enumerate(selected, start=1)}
    combinations = {
        one.id: UnderTest(
            one.id,
            names.get(one.id, one.id),
            one.candidate.operator,
            Route.MT_SIT if one.id in selected else Route.DMCT,
            one.track,
            "DF",
            BOTH,
            one.candidate.population,
        )
        for one in sorted(made.combinations, key=lambda one: (one.id not in selected, one.id))
    }
    choice = choose(made, range(1, sizes + 1)) if sizes else None
    tried = uncertainty(done.stage, done.ordered.starts, chance(made), count=trials) if trials else None
    return ShownPlan(scheme, made, known, done, combinations, choice, tried)


def chance(made: Programme) -> Chance:
    """Final releases that may be late, and tests that may fail."""
    late = {(track.id, "final"): weighted({track.final: 1, date(2020, 9, 1): 1}) for track in made.tracks[-1:]}
    return Chance(late, {"migration": Fraction(1, 4)}, Fraction(0), 20)


def by_track() -> ShownPlan:
    """The same with an exit for each track."""
    return shown_plan(given(exit_rule=ExitRule.BY_TRACK))


def one_track() -> ShownPlan:
    """An estate of a single track."""
    ones = tuple(replace(one, track="MK1") for one in ESTATE)
    return shown_plan(given(combinations=ones, tracks=TRACKS[:1]), releases=RELEASES[:2])
