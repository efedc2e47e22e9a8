"""The example's plan: who enters when and what that waits for, against the days of its register counted on by hand.

What belongs here: entry and exit of the selected. What does not: what was decided about others
(``test_example_decisions``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from eligo.programme import Plan, ProgrammeDecisions, read_register
from eligo.workflows import Extent, open_results
from eligo.workflows.grounds import whole_scheme
from eligo.workflows.planning import PlanGrounds, planned_on
from programme.test_example_decisions import HERE, HOLIDAYS
from programme.test_example_evidence import LABELS

REGISTER = (HERE / "firmware.csv").read_text("utf-8")
CANDIDATE = "MK2,02.20.00.01,candidate,2020-02-03,2020-02-03"
FINAL = "MK2,02.20.01.00,final,2020-05-04/2020-06-01/2020-08-03"
"""What the register says of MK2 when it comes, expected and received."""

MK1_RECEIVED, MK2_RECEIVED = date(2019, 12, 9), date(2020, 2, 3)
LISTED, MIGRATION, INTEGRATION, LAST = 5, 15, 30, 15 + 5 * 3
"""Working days in the shipped scheme: of publication before testing and before End of Cycle, of the tests in a lane,
and of End of Cycle and System Regression for five."""

Planning = Callable[..., Plan]


class Silent:
    """Nobody watches."""

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Nothing is shown."""


@pytest.fixture(scope="module")
def plan(example_run: Path) -> Planning:
    """The plan of the example, as its checker has accepted it, on a register and with so many integration lanes."""
    opened = open_results(example_run, None)
    shipped = whole_scheme(opened)
    assert shipped.programme is not None
    rules = shipped.programme

    def planned(register: str = REGISTER, lanes: int = rules.integration_lanes) -> Plan:
        scheme = replace(shipped, programme=replace(rules, integration_lanes=lanes))
        known = read_register("firmware.csv", register.encode(), scheme).register
        assert known is not None
        grounds = PlanGrounds(opened, scheme, known, ProgrammeDecisions())
        return planned_on(grounds, Extent(), Silent()).scheduled.plan

    return planned


def after(day: date, count: int) -> date:
    """The working day that comes so many working days after the first one on or after a day."""
    while count or day.weekday() > 4 or day in HOLIDAYS:
        count -= day.weekday() < 5 and day not in HOLIDAYS
        day += timedelta(days=1)
    return day


def entry_of(plan: Plan) -> dict[str, tuple[date, str]]:
    """When each of the selected enters, and what that waits for."""
    own = (one for one in plan.entries if one.phase == "mt" and one.combination_id in plan.selected)
    return {LABELS[one.combination_id]: (one.start, one.binding) for one in own}


def test_dmc_4_enters_later_because_of_its_track(plan: Planning) -> None:
    made = plan()

    first = after(MK1_RECEIVED, LISTED), "candidate firmware of track MK1"
    later = after(MK2_RECEIVED, LISTED), "candidate firmware of track MK2"
    assert (first[0], later[0]) == (date(2019, 12, 16), date(2020, 2, 10))
    assert entry_of(made) == {**dict.fromkeys(("DMC-1", "DMC-2", "DMC-3", "DMC-5"), first), "DMC-4": later}


def test_a_slip_of_its_candidate_moves_dmc_4_and_nobody_else(plan: Planning) -> None:
    before = entry_of(plan())

    moved = entry_of(plan(REGISTER.replace(CANDIDATE, "MK2,02.20.00.01,candidate,2020-03-30,")))

    # Good Friday and Easter Monday are within the five working days of publication.
    assert moved.pop("DMC-4") == (after(date(2020, 3, 30), LISTED), "candidate firmware of track MK2")
    assert moved == {label: one for label, one in before.items() if label != "DMC-4"}


def test_another_lane_moves_nobody_s_entry_and_one_fewer_has_dmc_4_wait_for_it(plan: Planning) -> None:
    made = entry_of(plan())

    assert entry_of(plan(lanes=6)) == made
    # The four of MK1 are in their lanes for migration and integration testing, and come out after MK2's candidate.
    out = after(after(MK1_RECEIVED, LISTED), MIGRATION + INTEGRATION)
    assert entry_of(plan(lanes=4)) == {**made, "DMC-4": (out, "a lane")}
    assert out > made["DMC-4"][0]


def test_a_slip_of_the_final_release_of_mk2_by_60_days_moves_the_exit_from_sit(plan: Planning) -> None:
    """The most probable day and both ends slip alike, and so does the median, by which the plan goes."""
    slipped = FINAL.replace("2020-05-04/2020-06-01/2020-08-03", "2020-07-03/2020-07-31/2020-10-02")
    median = date(2020, 6, 10)

    exits = [plan(register).exits for register in (REGISTER, REGISTER.replace(FINAL, slipped))]

    days = [after(after(day, LISTED), LAST) for day in (median, median + timedelta(days=60))]
    assert exits == [{"": day} for day in days]
    assert days == [date(2020, 7, 29), date(2020, 9, 29)]
