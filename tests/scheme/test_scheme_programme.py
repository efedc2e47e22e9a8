"""``[programme]``: what the shipped scheme says, and its mistakes at their lines."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from eligo.errors import BadScheme
from eligo.scheme import load_scheme, scheme_text, summary


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The shipped scheme with its first occurrence of each text exchanged."""
    text = scheme_text("smets1-foc").decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "mine.toml"
    file.write_text(text)
    return file


def test_the_shipped_programme_says_that_it_is_illustrative() -> None:
    rules = load_scheme("smets1-foc").programme
    assert rules is not None
    assert "illustrative" in rules.source
    assert (rules.country, rules.subdivision, rules.exit_rule) == ("GB", "ENG", "joint")
    assert rules.chances.failure["integration"] == Fraction(1, 5)


def test_days_on_which_nobody_tests_are_read(tmp_path: Path) -> None:
    file = written(tmp_path, ('subdivision = "ENG"', 'closed = [2019-12-24, 2019-12-31]\nsubdivision = "ENG"'))
    rules = load_scheme(str(file)).programme
    assert rules is not None
    assert rules.closed == (date(2019, 12, 24), date(2019, 12, 31))


def test_the_day_from_which_there_are_test_sets_and_what_a_request_weighs_may_be_said(tmp_path: Path) -> None:
    shipped = load_scheme("smets1-foc").programme
    assert shipped is not None
    assert (shipped.integration_available, shipped.combination_available, shipped.request_weight) == (None, None, 0)
    lanes = "integration_available = 2020-01-13\ncombination_available = 2020-06-01\nrequest_weight = 250\n"
    file = written(tmp_path, ("integration_lanes = 5", f"{lanes}integration_lanes = 5"))
    scheme = load_scheme(str(file))
    rules = scheme.programme
    assert rules is not None
    days = rules.integration_available, rules.combination_available
    assert (days, rules.request_weight) == ((date(2020, 1, 13), date(2020, 6, 1)), 250)
    words = dict(summary(scheme))
    assert words["Programme"].endswith("5 for MT and SIT from 2020-01-13, 4 for DMCT from 2020-06-01")
    assert words["Requests"] == "where nothing is installed, weighed as 250 installations"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'subdivision = "ENG"',
            'closed = ["2019-12-24"]\nsubdivision = "ENG"',
            "programme.closed[1]: found '2019-12-24'",
        ),
        ('subdivision = "ENG"', "closed = [2019-12-24, 2019-12-24]", "found 2019-12-24 a second time"),
        (
            'country = "GB"',
            'country = "Britain"',
            "programme.country: found 'Britain', expected a country such as 'GB'",
        ),
        (
            'exit_rule = "joint"',
            'exit_rule = "each"',
            "programme.exit_rule: found 'each', expected one of joint, by-track",
        ),
        ("migration = 15", "migration = 0", "programme.days.migration: found 0, expected a whole number of at least 1"),
        ("consent = 10", "", "programme.days.consent: missing"),
        ('integration = "0.2"', 'integration = "2"', "programme.chances.failure.integration: found '2'"),
        (
            "integration_lanes = 5",
            'integration_lanes = 5\nintegration_available = "2020-01-13"',
            "programme.integration_available: found '2020-01-13', expected a date such as 2019-11-01",
        ),
        (
            "integration_lanes = 5",
            "integration_lanes = 5\nrequest_weight = 0",
            "programme.request_weight: found 0, expected a whole number of at least 1",
        ),
        ("combination_lanes = 4", "lanes = 4", "programme.lanes: unknown key"),
    ],
)
def test_a_mistake_is_said_at_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadScheme) as refused:
        load_scheme(str(written(tmp_path, (old, new))))
    (detail,) = (one for one in refused.value.details if said in one)
    assert re.match(r"mine\.toml:\d+ programme", detail)
