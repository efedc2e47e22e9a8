"""Whether records and log agree is found in one pass, and is what a whole replay finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.records import (
    Agreement,
    Decision,
    Event,
    FileRef,
    Job,
    JobState,
    Record,
    RegisterLine,
    RegisterPublication,
    Round,
    Standing,
    files_of,
    place_of,
    record_faults,
    replay,
)
from workflows.workspaces import fill, in_memory

Line = Record | Event
LINES: list[Line] = list(fill(in_memory(Path())).archive.records())
"""Two rounds (the second one of event 2 first), two submissions, three decisions, a run, two jobs, fifteen events."""


def found_in(lines: list[Line]) -> list[str]:
    agreement = Agreement()
    for line in lines:
        agreement.see(line)
    return list(agreement.faults(lambda: lines))


def replayed(lines: list[Line]) -> list[str]:
    """The same by holding everything."""
    events = [line for line in lines if isinstance(line, Event)]
    return list(record_faults([line for line in lines if not isinstance(line, Event)], replay(events)))


def changed(number: int, **fields: Any) -> list[Line]:
    """The lines with one of them changed."""
    return [*LINES[:number], replace(LINES[number], **fields), *LINES[number + 1 :]]


def test_what_is_as_the_log_leaves_it_has_no_faults() -> None:
    assert found_in(LINES) == []
    assert found_in([]) == []


def test_a_changed_record_is_named_with_the_fields_that_differ() -> None:
    assert found_in(changed(1, closed=True, scheme="other")) == [
        "round/RFI-2019-02: closed, scheme not as the log has it"
    ]


def test_a_record_as_it_was_before_its_last_change_is_found() -> None:
    older = changed(2, standing=Standing.STANDING, replaced_by=None, event=4)

    assert found_in(older) == ["submission/1: event, replaced_by, standing not as the log has it"]


def test_records_that_are_missing_or_not_in_the_log_or_there_twice_are_found() -> None:
    stranger = Decision("pin", "C-9", {}, by="somebody", why="forged", event=99)

    assert found_in([*LINES[1:6], stranger, LINES[5], *LINES[7:]]) == [
        "decision/pin/C-1: stands there twice",
        "decision/pin/C-9: is not in the log",
        "round/RFI-2019-08: is in the log, and is missing",
        "decision/scheme/scheme: is in the log, and is missing",
    ]


def test_an_event_has_to_leave_its_record_with_its_own_number() -> None:
    event = LINES[-1]
    assert isinstance(event, Event)
    assert event.after is not None
    lines = changed(len(LINES) - 1, after={**event.after, "event": 3})

    assert found_in(lines)[0] == "event 15: leaves its record with event 3"


def test_an_event_of_an_older_eligo_that_lacks_a_field_agrees() -> None:
    lines = [
        replace(line, after={name: value for name, value in line.after.items() if name not in ("by", "closed")})
        if isinstance(line, Event) and line.after
        else line
        for line in LINES
    ]

    assert found_in(lines) == []
    first = lines[0]
    assert isinstance(first, Round)
    assert found_in([replace(first, scheme="other"), *lines[1:]]) == ["round/RFI-2019-08: scheme not as the log has it"]


@given(
    st.lists(st.tuples(st.sampled_from(["drop", "change a record", "change an event"]), st.integers(0, 24)), max_size=4)
)
def test_it_finds_what_a_whole_replay_finds(damages: list[tuple[str, int]]) -> None:
    lines = list(LINES)
    for kind, number in damages:
        place = number % len(lines)
        line = lines[place]
        if kind == "drop":
            del lines[place]
        elif kind == "change a record" and not isinstance(line, Event | RegisterLine | RegisterPublication):
            lines[place] = replace(line, event=line.event + 100)
        elif kind == "change an event" and isinstance(line, Event) and line.after:
            lines[place] = replace(line, after={**line.after, "scheme": "forged"})

    assert sorted(found_in(lines)) == sorted(replayed(lines))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Round("RFI-1", "foc"), []),
        (Decision("pin", "C-1", {}), []),
        (Decision("scheme", "scheme", {}, FileRef("a" * 64, 1)), [FileRef("a" * 64, 1)]),
        (Job("run", {}, JobState.RUNNING, files=(FileRef("a" * 64, 1), FileRef("b" * 64, 2))), ["a", "b"]),
        (Job("run", {}, JobState.DONE, files=(FileRef("a" * 64, 1),)), []),
    ],
)
def test_the_files_that_are_kept_for_a_record(line: Record, expected: list[object]) -> None:
    assert [file if file in expected else file.sha256[0] for file in files_of(line)] == expected


def test_every_kind_of_record_says_which_files_are_kept_for_it_as_the_archive_does() -> None:
    archive = fill(in_memory(Path())).archive

    assert {file for line in LINES for file in files_of(line)} == archive.references()
    assert len(archive.references()) == 5


def test_the_lines_of_an_archive_stand_in_their_order() -> None:
    places = [place_of(line) for line in LINES]

    assert places == sorted(set(places))
