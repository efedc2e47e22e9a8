"""Files that would mislead, exhaust or crash a reader are refused, with the cause, in little memory and time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.hostile import STEM, Make, clean_xlsx
from faults.hostile_kinds import HOSTILE, NOT_YET_REFUSED, complaint, name_of
from faults.hostile_workbooks import with_many_far_corners
from faults.limited import LimitedReader, limited_reader


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LimitedReader]:
    """What reads a file in a process of its own."""
    with limited_reader(tmp_path_factory.mktemp("hostile")) as started:
        yield started


@pytest.mark.parametrize("make", [make for make in HOSTILE if make not in NOT_YET_REFUSED], ids=name_of)
def test_a_hostile_file_is_refused_with_its_cause(reader: LimitedReader, make: Make) -> None:
    assert complaint(reader, make()) == ""


def test_what_is_not_refused_yet_is_still_not(reader: LimitedReader) -> None:
    refused = [name_of(make) for make in NOT_YET_REFUSED if not complaint(reader, make())]

    assert refused == []


def test_sheets_of_a_senders_own_cannot_fill_the_memory(reader: LimitedReader) -> None:
    """They are none of the return, so that it is read all the same."""
    assert reader.outcome_of(f"{STEM}.xlsx", with_many_far_corners())[0] == "read"


def test_the_limits_of_the_reader_are_those_that_its_children_have(tmp_path: Path) -> None:
    """A file that is read says so: the judge does not take a broken reader for one that refuses."""
    with limited_reader(tmp_path) as started:
        kind, _ = started.outcome_of(f"{STEM}.xlsx", clean_xlsx())

    assert kind == "read"
