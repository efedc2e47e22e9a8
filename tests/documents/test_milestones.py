"""The milestones of a plan as a calendar: which days, whole-day events, the same bytes, and RFC 5545."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from documents.drawn_plan import RELEASES, TRACKS, by_track, given, one_track, shown_plan
from eligo.documents import ShownPlan, occasions, render_calendar, revised_on
from eligo.documents.milestones import Occasion
from eligo.programme import Track

STAMP = date(2020, 2, 3)


def calendar(shown: ShownPlan) -> bytes:
    return render_calendar(occasions(shown), "Programme", shown.scheme.id, revised_on(shown), shown.revision)


def days(shown: ShownPlan) -> dict[str, tuple[str, str]]:
    return {one.title: (one.first.isoformat(), one.last.isoformat()) for one in occasions(shown)}


def plain_check(content: bytes) -> None:
    """RFC 5545 without the library: lines end in CRLF and have at most 75 octets, what is required is there once."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    unfolded = re.sub(b"\r\n[ \t]", b"", content).decode().split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    head = unfolded[: unfolded.index("BEGIN:VEVENT")]
    assert [sum(line.startswith(f"{name}:") for line in head) for name in ("VERSION", "PRODID", "METHOD")] == [1, 1, 0]
    uids = []
    for event in "\r\n".join(unfolded).split("BEGIN:VEVENT\r\n")[1:]:
        lines_of = event.split("END:VEVENT")[0].split("\r\n")[:-1]
        names = [re.split("[:;]", line)[0] for line in lines_of]
        assert len(names) == len(set(names))
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= set(names)
        stated = dict(line.split(":", 1) for line in lines_of)
        first, after = stated["DTSTART;VALUE=DATE"], stated["DTEND;VALUE=DATE"]
        assert re.fullmatch(r"\d{8} \d{8}", f"{first} {after}")
        assert first < after
        assert re.fullmatch(r"\d{8}T\d{6}Z", stated["DTSTAMP"])
        uids.append(stated["UID"])
    assert len(uids) == len(set(uids)) > 0


def test_every_day_that_people_wait_for_is_there() -> None:
    assert days(shown_plan()) == {
        "MK1 firmware: candidate 1.0": ("2019-11-11", "2019-11-11"),
        "Migration Testing starts, MK1": ("2019-11-11", "2019-11-11"),
        "Systems Integration Testing ends, MK1": ("2019-12-20", "2019-12-20"),
        "MK2 firmware: candidate 2.0": ("2020-02-10", "2020-02-10"),
        "Migration Testing starts, MK2": ("2020-02-10", "2020-02-10"),
        "MK1 firmware: final release 1.1": ("2020-02-24", "2020-02-24"),
        "Systems Integration Testing ends, MK2": ("2020-03-20", "2020-03-20"),
        "MK2 firmware: final release 2.1": ("2020-05-11", "2020-05-11"),
        "End of Cycle and System Regression": ("2020-05-11", "2020-05-29"),
        "Exit from SIT": ("2020-06-01", "2020-06-01"),
        "DMC-1 is eligible": ("2020-06-01", "2020-06-01"),
        "DMC-2 is eligible": ("2020-06-01", "2020-06-01"),
        "Migration from SMSO-1 opens": ("2020-06-01", "2020-06-01"),
        "Migration from SMSO-2 opens": ("2020-06-01", "2020-06-01"),
        "Half of the installations eligible": ("2020-06-08", "2020-06-08"),
        "Migration from SMSO-3 opens": ("2020-06-08", "2020-06-08"),
        "All installations eligible": ("2020-07-20", "2020-07-20"),
    }


def test_each_track_that_leaves_by_itself_has_an_exit_of_its_own() -> None:
    found = days(by_track())

    assert found["Exit from SIT, MK1"] < found["Exit from SIT, MK2"]
    assert "End of Cycle and System Regression, MK2" in found
    assert "Exit from SIT" not in found


def test_a_single_track_is_not_named_where_there_is_no_other() -> None:
    assert "Migration Testing starts" in days(one_track())


def test_what_the_trials_say_stands_in_the_words() -> None:
    said = {one.title: one.words for one in occasions(shown_plan(trials=20))}

    assert said["DMC-1 is eligible"] == (
        "In 20 trials: one in ten by 1 Jun 2020, half by 21 Sep 2020, nine in ten by 21 Sep 2020."
    )
    assert said["Migration from SMSO-3 opens"].startswith("It begins with C-5. In 20 trials: ")
    assert said["MK1 firmware: candidate 1.0"] == "Received."
    assert said["MK2 firmware: candidate 2.0"] == "Expected on this day."
    assert said["MK1 firmware: final release 1.1"].startswith("Expected between 3 Feb 2020 and 30 Mar 2020; ")


@pytest.mark.parametrize("made", [shown_plan, by_track, one_track])
def test_the_calendar_is_what_the_standard_asks_and_the_library_reads_it_back(made: Callable[[], ShownPlan]) -> None:
    shown = made()
    content = calendar(shown)
    plain_check(content)

    read = Calendar.from_ical(content)

    assert [
        (str(event["SUMMARY"]), event.decoded("DTSTART"), event.end, str(event.get("DESCRIPTION", "")))
        for event in read.events
    ] == [(one.title, one.first, one.last + timedelta(days=1), one.words) for one in occasions(shown)]
    assert {event.decoded("DTSTAMP") for event in read.events} == {datetime(2019, 11, 11, tzinfo=UTC)}
    assert {str(event["CLASS"]) for event in read.events} == {"CONFIDENTIAL"}


def test_the_same_plan_gives_the_same_bytes_and_a_slip_moves_the_same_events() -> None:
    before, slipped = shown_plan(), shown_plan(given(tracks=(TRACKS[0], replace(TRACKS[1], final=date(2020, 7, 10)))))

    def uids(shown: ShownPlan) -> dict[str, str]:
        return {str(one["SUMMARY"]): str(one["UID"]) for one in Calendar.from_ical(calendar(shown)).events}

    assert calendar(before) == calendar(shown_plan())
    assert uids(before) == uids(slipped)
    assert days(before)["Exit from SIT"] < days(slipped)["Exit from SIT"]


def test_a_plan_that_follows_another_has_the_same_events_under_a_higher_number() -> None:
    first, again = (calendar(replace(shown_plan(), revision=revision)) for revision in (0, 3))

    numbers = [{str(one["SEQUENCE"]) for one in Calendar.from_ical(content).events} for content in (first, again)]

    plain_check(again)
    assert numbers == [{"0"}, {"3"}]
    assert again.replace(b"SEQUENCE:3\r\n", b"SEQUENCE:0\r\n") == first


def test_other_fleets_have_other_events() -> None:
    one = [Occasion("exit", STAMP, STAMP, "Exit", "")]

    uids = {str(Calendar.from_ical(render_calendar(one, "P", of, STAMP)).events[0]["UID"]) for of in ("a", "b")}

    assert len(uids) == 2


def test_a_later_receipt_gives_a_later_stamp_and_none_the_day_the_plan_begins_on() -> None:
    assert revised_on(shown_plan()) == date(2019, 11, 11)
    received = (*RELEASES[:2], "MK2,2.0,candidate,2020-02-10,2020-02-07,2.1,", RELEASES[3])
    assert revised_on(shown_plan(releases=received)) == date(2020, 2, 7)
    awaited = tuple(line.replace("2019-11-04,2019-11-11", "2019-11-11,") for line in RELEASES)
    assert revised_on(shown_plan(releases=awaited)) == date(2019, 11, 11)


def test_texts_are_escaped_and_long_ones_folded_between_characters() -> None:
    words = "A;B,C\\D\nE " + "äöü€" * 40
    one = Occasion("k", STAMP, STAMP, words, words)

    content = render_calendar([one], words.split("\n", maxsplit=1)[0], "f", STAMP)

    plain_check(content)
    (event,) = Calendar.from_ical(content).events
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (words, words)
    assert b"A\\;B\\,C\\\\D\\nE" in content.replace(b"\r\n ", b"")


def test_combinations_of_one_label_are_told_apart_by_their_operator() -> None:
    labels = {"C-1": "DMC-1", "C-4": "DMC-1"}

    found = days(shown_plan(labels=labels))

    assert {"DMC-1 SMSO-1 is eligible", "DMC-1 SMSO-2 is eligible"} <= found.keys()


def test_what_has_no_track_is_said_to_have_none() -> None:
    tracks = (Track("MK1", date(2019, 11, 11), date(2020, 2, 24)), TRACKS[1])
    shown = shown_plan(given(tracks=tracks), ("C-1", "C-7"))

    assert "Migration Testing starts, without a track" in days(shown)
