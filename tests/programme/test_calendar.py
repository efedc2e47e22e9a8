"""Working days of England and Wales: known holidays, and the index against counting day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.errors import UsageError
from eligo.programme.calendar import Calendar, working_days
from programme.drawn_programmes import ENGLAND_AND_WALES

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2019, 11, 4), True),
        (date(2019, 11, 30), False),  # a St Andrew's Day, which is Scotland's alone, and a Saturday
        (date(2020, 1, 2), True),  # no holiday but in Scotland
        (date(2020, 4, 10), False),  # Good Friday
        (date(2020, 4, 13), False),  # Easter Monday
        (date(2020, 5, 4), True),  # the early May holiday of that year was on the 8th
        (date(2020, 5, 8), False),
        (date(2020, 12, 28), False),  # for Boxing Day, a Saturday
        (date(2022, 6, 3), False),  # Platinum Jubilee
        (date(2022, 9, 19), False),  # State Funeral
        (date(2023, 5, 8), False),  # Coronation
        (date(2019, 12, 24), False),  # closed by the programme
    ],
)
def test_what_is_a_working_day(day: date, worked: bool) -> None:
    days = working_days(ENGLAND_AND_WALES, day, 1)

    assert (days.dates[0] == day) is worked


@given(DAYS, st.integers(1, 600), st.sets(DAYS, max_size=5))
def test_working_days_are_those_of_counting_day_by_day(t0: date, count: int, closed: set[date]) -> None:
    calendar = Calendar("GB", "ENG", frozenset(closed))
    days = working_days(calendar, t0, count)
    holidays = calendar.holidays(t0, days.dates[-1])

    counted, day = list[date](), t0
    while len(counted) < count:
        if day.weekday() < 5 and day not in holidays:
            counted.append(day)
        day += timedelta(days=1)

    assert list(days.dates) == counted
    assert list(days.elapsed) == [(one - t0).days for one in counted]
    assert days.holidays == holidays


@given(DAYS, st.integers(0, 900))
def test_an_index_is_of_the_first_working_day_on_or_after_a_date(t0: date, later: int) -> None:
    days = working_days(ENGLAND_AND_WALES, t0, 800)
    day = t0 + timedelta(days=later)

    index = days.index(day)

    assert days.dates[index] >= day
    assert index == 0 or days.dates[index - 1] < day


def test_a_date_after_the_last_working_day_has_no_index() -> None:
    with pytest.raises(IndexError, match="2020-01-01 is after 2019-11-08"):
        working_days(Calendar(), date(2019, 11, 4), 5).index(date(2020, 1, 1))


def test_a_calendar_of_no_country_has_no_holidays() -> None:
    assert working_days(Calendar(), date(2019, 12, 25), 1).dates == (date(2019, 12, 25),)


def test_a_country_whose_holidays_nobody_knows_is_refused() -> None:
    for country, part in (("ZZ", ""), ("GB", "XYZ")):
        with pytest.raises(UsageError, match=f"holidays of {country}"):
            working_days(Calendar(country, part), date(2020, 1, 6), 5)
