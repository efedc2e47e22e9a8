"""What the log says that the records are, and what differs from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.records import (
    Because,
    Changing,
    Decision,
    Event,
    FileRef,
    Head,
    Job,
    JobState,
    Record,
    Round,
    Run,
    Submission,
    head_of,
    logged,
    plain,
    record_faults,
    replay,
    seal,
    subject_of,
)
from records.any_records import records

NOON = datetime(2019, 8, 31, 12, tzinfo=UTC)
ROUND = Round("RFI-1", "foc", opened_at=NOON, event=1)
SUBMISSION = Submission("RFI-1", "return", "supplier", "Aster", "a.csv", FileRef("a" * 64, 3), number=1, event=2)
PIN = Decision("pin", "C-1", {"rank": 1}, by="analyst", why="because", decided_at=NOON, event=3)
RUN = Run("RFI-1", "optimal", {}, {}, (), (), 3, NOON, NOON, number=1, event=4)
QUEUED = Job("run", {}, submitted_at=NOON, number=1, event=5)
RUNNING = replace(QUEUED, state=JobState.RUNNING, worker="w", attempt=1, lease_until=NOON, event=6)
DONE = replace(RUNNING, state=JobState.DONE, lease_until=None, stage="solving", done=2, total=2, event=7)


def log(*states: Any) -> list[Event]:
    """A log in which each event leaves a record in such a state."""
    events: list[Event] = []
    for after in states:
        head = head_of(events[-1]) if events else Head()
        events.append(seal(head, NOON, Because("analyst", "because"), "x.changed", "x", None, after))
    return events


def faults(kept: Iterable[Record], *states: Record) -> list[str]:
    """What differs between records and a log that leaves such states."""
    return list(record_faults(kept, replay(log(*(logged(one) for one in states)))))


def test_the_last_state_of_every_record_is_what_the_log_leaves() -> None:
    closed = replace(ROUND, closed=True, event=2)

    state = replay(log(*(logged(one) for one in (ROUND, SUBMISSION, closed, RUN))))

    assert list(state.values()) == [logged(closed), logged(SUBMISSION), logged(RUN)]


def test_every_decision_about_a_subject_is_left_for_none_is_ever_changed() -> None:
    later = replace(PIN, value=None, follows=3, event=4)

    assert list(replay(log(logged(PIN), logged(later))).values()) == [logged(PIN), logged(later)]


def test_a_replay_goes_on_from_a_state() -> None:
    state = replay(log(logged(ROUND), logged(SUBMISSION)))
    closed = replace(ROUND, closed=True, event=3)

    assert list(replay(log(logged(closed)), state).values()) == [logged(closed), logged(SUBMISSION)]


def test_events_about_the_workspace_leave_no_record() -> None:
    assert replay(log({"record": "workspace", "to": "x"}, {}, None, {"record": 7})) == {}


def test_records_that_are_as_the_log_has_them_have_no_faults() -> None:
    every = (ROUND, SUBMISSION, PIN, RUN, QUEUED)

    assert faults(every, *every) == []
    assert faults(reversed(every), *every) == []
    assert faults([]) == []


def test_how_far_a_running_job_is_is_not_in_the_log() -> None:
    further = replace(
        RUNNING,
        lease_until=NOON + timedelta(hours=1),
        stage="proving",
        done=1,
        total=9,
        checkpoint={"at": 1},
        files=(FileRef("a" * 64, 1),),
    )

    assert logged(further) == logged(RUNNING)
    assert faults([further], QUEUED, RUNNING) == []


def test_how_far_a_job_came_is_in_the_log_once_it_has_ended() -> None:
    assert logged(DONE) == plain(DONE)
    assert faults([replace(DONE, done=1)], QUEUED, RUNNING, DONE) == ["job/1: done not as the log has it"]


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (replace(ROUND, scheme="other"), "round/RFI-1: scheme not as the log has it"),
        (replace(ROUND, closed=True, event=9), "round/RFI-1: closed, event not as the log has it"),
        (replace(SUBMISSION, file=FileRef("a" * 64, 4)), "submission/1: file not as the log has it"),
        (replace(PIN, value={"rank": 2}), "decision/pin/C-1: value not as the log has it"),
        (replace(PIN, value=None), "decision/pin/C-1: value not as the log has it"),
        (replace(PIN, value={"rank": True}), "decision/pin/C-1: value not as the log has it"),
        (replace(RUN, status="feasible"), "run/1: status not as the log has it"),
        (replace(QUEUED, state=JobState.CANCELLED), "job/1: state not as the log has it"),
    ],
)
def test_a_record_that_differs_is_named_with_the_fields_that_do(kept: Record, expected: str) -> None:
    every = (ROUND, SUBMISSION, PIN, RUN, QUEUED)
    present = [kept if type(one) is type(kept) else one for one in every]

    assert faults(present, *every) == [expected]


def test_a_record_that_the_log_does_not_have_is_named() -> None:
    assert faults([ROUND, SUBMISSION], ROUND) == ["submission/1: is not in the log"]
    assert faults([ROUND, replace(PIN, event=9)], ROUND, PIN) == [
        "decision/pin/C-1: is not in the log",
        "decision/pin/C-1: is in the log, and is missing",
    ]


def test_a_record_that_stands_twice_is_named() -> None:
    assert faults([ROUND, ROUND], ROUND) == ["round/RFI-1: is not in the log"]


def test_a_record_that_only_the_log_has_is_named() -> None:
    assert faults([], ROUND, PIN, replace(ROUND, reference="RFI-2")) == [
        "round/RFI-1: is in the log, and is missing",
        "decision/pin/C-1: is in the log, and is missing",
        "round/RFI-2: is in the log, and is missing",
    ]


def test_a_field_that_an_older_log_does_not_state_may_have_any_value() -> None:
    older = {name: value for name, value in logged(ROUND).items() if name != "scheme"}

    assert list(record_faults([ROUND], replay(log(older)))) == []
    assert list(record_faults([replace(ROUND, closed=True)], replay(log(older)))) == [
        "round/RFI-1: closed not as the log has it"
    ]


def test_records_are_named_for_people() -> None:
    assert [subject_of(plain(one)) for one in (ROUND, SUBMISSION, PIN, RUN, QUEUED)] == [
        "round/RFI-1",
        "submission/1",
        "decision/pin/C-1",
        "run/1",
        "job/1",
    ]


@given(st.lists(records, max_size=6))
def test_any_records_agree_with_a_log_of_them(kept: list[Changing]) -> None:
    state = replay(log(*(logged(one) for one in kept)))
    last = {tuple(key): one for one in kept for key in replay(log(logged(one)))}

    assert list(record_faults(last.values(), state)) == []
