"""Records to plain values and back: one form of each, the same everywhere, or none at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from eligo.errors import UsageError
from eligo.records import (
    KINDS,
    LONGEST_NAME,
    Asked,
    Decision,
    Event,
    FileRef,
    Job,
    JobState,
    Record,
    RegisterLine,
    RegisterPublication,
    Round,
    Run,
    RunFile,
    Standing,
    Submission,
    canonical,
    from_plain,
    plain,
    time_of,
)
from records.any_records import events, of_registers, records, times, values, zones

NOON = datetime(2019, 8, 31, 12, tzinfo=UTC)

ROUND = Round("RFI-1", "foc", date(2019, 9, 30), (Asked("supplier", "Aster"),), True, NOON, 7)
SUBMISSION = Submission(
    "RFI-1", "return", "supplier", "Aster", "a.csv", FileRef("a" * 64, 3), standing=Standing.REPLACED, replaced_by=2
)
JOB = Job("run", {}, JobState.RUNNING, files=(FileRef("a" * 64, 3),), checkpoint={"at": 1}, submitted_at=NOON)
RUN = Run("RFI-1", "optimal", {}, {}, (RunFile("return", "a.csv", FileRef("a" * 64, 3)),), (), 1, NOON, NOON)
DECISION = Decision("pin", "C-1", {"rank": 1})
LINE = RegisterLine(1, {"kind": "key"})
PUBLICATION = RegisterPublication(1, {"list": "ppcl"}, "k", "s")
EVENT = Event(1, NOON, "who", "why", "round.opened", "round/RFI-1", None, {"a": [1]}, "0" * 64, "1" * 64)


@given(records | of_registers | events)
def test_every_record_comes_back_from_its_plain_form_and_from_its_text(record: Record | Event) -> None:
    stated = plain(record)

    assert from_plain(stated) == record
    assert from_plain(json.loads(canonical(stated))) == record
    assert plain(from_plain(json.loads(canonical(stated)))) == stated


@given(records | of_registers | events)
def test_the_canonical_text_is_one_line_of_sorted_names_that_can_be_written_as_utf_8(record: Record | Event) -> None:
    text = canonical(plain(record))

    assert "\n" not in text
    assert text.encode("utf-8").decode("utf-8") == text
    assert canonical(dict(reversed(plain(record).items()))) == text


@given(values)
def test_values_of_which_one_text_can_be_read_are_equal_exactly_where_their_texts_are(value: Any) -> None:
    assert json.loads(canonical({"value": value})) == {"value": value}


def test_truth_is_not_one_and_zero_is_not_falsehood_in_the_canonical_text() -> None:
    assert canonical({"a": True, "b": 1, "c": False, "d": 0}) == '{"a":true,"b":1,"c":false,"d":0}'


def test_the_plain_form_names_the_kind_and_then_every_field() -> None:
    every: list[Record | Event] = [ROUND, SUBMISSION, DECISION, RUN, JOB, LINE, PUBLICATION, EVENT]

    assert [list(plain(one)) for one in every] == [["record", *made.__slots__] for made in KINDS.values()]
    assert [plain(one)["record"] for one in every] == list(KINDS)
    assert plain(ROUND) == {
        "record": "round",
        "reference": "RFI-1",
        "scheme": "foc",
        "due_on": "2019-09-30",
        "asked": [{"role": "supplier", "organisation": "Aster"}],
        "closed": True,
        "opened_at": "2019-08-31T12:00:00.000000Z",
        "event": 7,
    }


def test_names_in_a_free_value_are_sorted_by_their_code_points_at_every_depth() -> None:
    assert canonical({"b": {"é": 1, "z": 2, "Z": 3}, "a": "\u2028"}) == '{"a":"\u2028","b":{"Z":3,"z":2,"é":1}}'


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2019, 8, 31, 12, 30, tzinfo=UTC), "2019-08-31T12:30:00.000000Z"),
        (datetime(2019, 8, 31, 12, 30, 1, 5, UTC), "2019-08-31T12:30:01.000005Z"),
        (datetime(2019, 8, 31, 14, 30, tzinfo=timezone(timedelta(hours=2))), "2019-08-31T12:30:00.000000Z"),
        (datetime(900, 1, 1, tzinfo=UTC), "0900-01-01T00:00:00.000000Z"),
    ],
)
def test_a_time_has_one_text_in_utc_to_the_microsecond(moment: datetime, text: str) -> None:
    assert time_of(moment) == text
    assert datetime.fromisoformat(text) == moment


@given(times, zones)
def test_the_zone_in_which_a_time_is_told_does_not_matter(moment: datetime, zone: timezone) -> None:
    assert plain(replace(ROUND, opened_at=moment.astimezone(zone))) == plain(replace(ROUND, opened_at=moment))


@pytest.mark.parametrize("text", ["\x00", "a\x00", "\ud800", "\udc00a"])
@pytest.mark.parametrize(
    "record",
    [
        lambda text: replace(ROUND, scheme=text),
        lambda text: replace(ROUND, asked=(Asked("supplier", text),)),
        lambda text: replace(SUBMISSION, file_name=text),
        lambda text: replace(SUBMISSION, file=FileRef(text, 1)),
        lambda text: replace(DECISION, value={"a": [{"b": text}]}),
        lambda text: replace(DECISION, value={text: 1}),
        lambda text: replace(RUN, outputs=(RunFile("output", text, FileRef("a", 1)),)),
        lambda text: replace(JOB, problem=text),
        lambda text: replace(EVENT, why=text),
        lambda text: replace(EVENT, after={"a": text}),
    ],
)
def test_a_text_that_a_store_could_not_give_back_is_refused_wherever_it_stands(record: Any, text: str) -> None:
    with pytest.raises(UsageError):
        plain(record(text))


@pytest.mark.parametrize("number", [2**63, -(2**63), 10**40])
@pytest.mark.parametrize(
    "record",
    [
        lambda number: replace(SUBMISSION, rows_read=number),
        lambda number: replace(SUBMISSION, file=FileRef("a", number)),
        lambda number: replace(DECISION, value={"a": [number]}),
        lambda number: replace(JOB, total=number),
    ],
)
def test_a_number_that_a_store_could_not_give_back_is_refused_wherever_it_stands(record: Any, number: int) -> None:
    with pytest.raises(UsageError):
        plain(record(number))


@pytest.mark.parametrize(
    "record",
    [
        lambda name: replace(ROUND, reference=name),
        lambda name: replace(ROUND, scheme=name),
        lambda name: replace(ROUND, asked=(Asked(name, "Aster"),)),
        lambda name: replace(ROUND, asked=(Asked("supplier", name),)),
        lambda name: replace(SUBMISSION, round=name),
        lambda name: replace(SUBMISSION, organisation=name),
        lambda name: replace(DECISION, kind=name),
        lambda name: replace(DECISION, subject=name),
        lambda name: replace(RUN, inputs=(RunFile(name, "a.csv", FileRef("a", 1)),)),
        lambda name: replace(JOB, worker=name),
    ],
)
def test_a_name_may_have_two_hundred_characters_and_no_more(record: Any) -> None:
    assert LONGEST_NAME == 200
    assert plain(record("😀" * 200))
    with pytest.raises(UsageError, match="201 characters"):
        plain(record("a" * 201))


def test_a_subject_in_the_log_may_be_as_long_as_the_names_that_it_is_made_of() -> None:
    assert plain(replace(EVENT, subject=f"decision/{'a' * 200}/{'b' * 200}"))


@pytest.mark.parametrize("value", [1.0, float("nan"), b"bytes", {1, 2}, object(), datetime(2019, 8, 31)])
def test_a_value_that_has_no_one_canonical_form_is_a_mistake_of_the_program(value: object) -> None:
    with pytest.raises(TypeError):
        plain(replace(DECISION, value={"a": value}))


def test_a_time_without_a_zone_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        plain(replace(ROUND, opened_at=datetime(2019, 8, 31)))


def changed(one: Record | Event, **changes: object) -> dict[str, object]:
    """The plain form of a record, with some of it as it should not be."""
    return {**plain(one), **changes}


def without(record: Record | Event, name: str) -> dict[str, object]:
    """The plain form of a record without one field."""
    return {field: value for field, value in plain(record).items() if field != name}


@pytest.mark.parametrize(
    "stated",
    [
        {},
        without(ROUND, "record"),
        without(ROUND, "event"),
        changed(ROUND, record="rounds"),
        changed(ROUND, record=None),
        changed(ROUND, record=["round"]),
        changed(ROUND, record="submission"),
        changed(ROUND, more=1),
        changed(ROUND, reference=None),
        changed(ROUND, reference=1),
        changed(ROUND, closed=1),
        changed(ROUND, closed="true"),
        changed(ROUND, event=True),
        changed(ROUND, event="7"),
        changed(ROUND, event=7.0),
        changed(ROUND, event=2**63),
        changed(ROUND, due_on="30/09/2019"),
        changed(ROUND, due_on="20190930"),
        changed(ROUND, due_on="2019-09-30T00:00:00"),
        changed(ROUND, due_on=20190930),
        changed(ROUND, opened_at="2019-08-31T12:00:00"),
        changed(ROUND, opened_at="2019-08-31T12:00:00Z"),
        changed(ROUND, opened_at="2019-08-31T14:00:00.000000+02:00"),
        changed(ROUND, opened_at="2019-08-31"),
        changed(ROUND, opened_at=0),
        changed(ROUND, asked=None),
        changed(ROUND, asked={}),
        changed(ROUND, asked=""),
        changed(ROUND, asked="Aster"),
        changed(ROUND, asked=[["supplier", "Aster"]]),
        changed(ROUND, asked=[{"role": "supplier"}]),
        changed(ROUND, asked=[{"role": "supplier", "organisation": "Aster", "more": 1}]),
        changed(ROUND, reference="a\x00"),
        changed(ROUND, reference="\ud800"),
        changed(ROUND, reference="a" * 201),
        changed(SUBMISSION, standing="STANDING"),
        changed(SUBMISSION, standing=None),
        changed(SUBMISSION, file=None),
        changed(SUBMISSION, file="a" * 64),
        changed(SUBMISSION, replaced_by="2"),
        changed(DECISION, value=[]),
        changed(DECISION, value="{}"),
        changed(DECISION, value={"a": 1.5}),
        changed(DECISION, value={"a": "\x00"}),
        changed(RUN, parameters=None),
        changed(RUN, started_at=None),
        changed(JOB, state="gone"),
        changed(JOB, files=[["a", 1]]),
        changed(EVENT, number=None),
        changed(EVENT, after="round"),
    ],
)
def test_what_is_not_the_one_plain_form_of_a_record_is_refused(stated: Any) -> None:
    with pytest.raises(ValueError):
        from_plain(stated)


@pytest.mark.parametrize("stated", [None, [], "round", 7, [["record", "round"]]])
def test_what_is_not_even_a_mapping_is_refused(stated: Any) -> None:
    with pytest.raises(ValueError):
        from_plain(stated)
