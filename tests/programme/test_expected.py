"""What is expected, as whole-number weights, against the plain definitions."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.programme import Expected
from eligo.programme.firmware import parsed, triangular, weighted

DAY = date(2020, 1, 1)
OFFSETS = st.integers(0, 40)


@given(OFFSETS, OFFSETS, OFFSETS)
def test_three_days_weigh_as_the_heights_of_a_triangle(first: int, second: int, third: int) -> None:
    a, c, b = sorted((first, second, third))
    if a == b:
        return
    made = triangular(*(DAY + timedelta(days=n) for n in (a, c, b)))

    heights = {
        DAY + timedelta(days=n): Fraction(n - a + 1, c - a + 1) if n <= c else Fraction(b - n + 1, b - c + 1)
        for n in range(a, b + 1)
    }
    scale = Fraction(made.total) / sum(heights.values())
    assert dict(made.days) == {day: height * scale for day, height in heights.items()}


@given(st.dictionaries(OFFSETS.map(lambda n: DAY + timedelta(days=n)), st.integers(1, 9), min_size=2))
def test_days_come_as_often_as_they_weigh_and_the_median_is_the_middle_one(weights: dict[date, int]) -> None:
    made = weighted(weights)
    drawn = [made.day_at(number) for number in range(made.total)]

    assert Counter(drawn) == weights
    assert made.median == sorted(drawn)[(len(drawn) - 1) // 2]
    assert (made.quantile(Fraction(0)), made.quantile(Fraction(1))) == (min(weights), max(weights))
    assert parsed(made.text) == made


def test_what_a_person_writes_is_read_in_its_three_forms() -> None:
    assert parsed("2020-01-06").days == ((date(2020, 1, 6), 1),)
    assert parsed("2020-01-06/2020-01-06/2020-01-06") == parsed("2020-01-06")
    assert parsed("2020-01-08:1 2020-01-06:3").text == "2020-01-06:3 2020-01-08:1"
    assert isinstance(parsed("2020-01-06/2020-01-20/2020-03-02"), Expected)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "'soon' is no day"),
        ("2020-02-30", "'2020-02-30' is no day"),
        ("2020-01-06/2020-01-07", "2 days between slashes, and not three"),
        ("2020-01-07/2020-01-06/2020-01-08", "three days are the earliest, the most likely and the latest"),
        ("2020-01-06/2020-01-07/2090-01-08", "at most ten years apart"),
        ("2020-01-06:0", "no day with a weight from 1 to a million"),
        ("2020-01-06:1 2020-01-06:2", "2020-01-06 is there twice"),
        ("2020-01-06 2020-01-07", "no day with a weight"),
    ],
)
def test_what_is_no_expectation_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("'", ".")):
        parsed(text)


def test_a_number_beyond_the_weights_is_no_day() -> None:
    with pytest.raises(ValueError, match="1 is not from 0 to 0"):
        parsed("2020-01-06").day_at(1)
    with pytest.raises(ValueError, match="2 is not from 0 to 1"):
        parsed("2020-01-06").quantile(Fraction(2))
