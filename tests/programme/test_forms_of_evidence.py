"""The forms of evidence: the same results from each, what holds for a whole suite, and all of a batch or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from eligo.programme import Evidence, Result, ResultOutcome, read_evidence
from eligo.programme.tables import LARGEST_BYTES
from programme.drawn import MK1, MK2, register, told
from programme.drawn_evidence import csv_file, ctrf_file, junit_file, known, read, stated

THREE = (
    stated(),
    stated(test="7.1", outcome="failed", severity="3", reference="D-17", at="2019-11-18T14:30:00"),
    stated(test="2.2", outcome="not-run", at="2019-11-18T14:30:00+02:00"),
)


def bare(results: tuple[Result, ...]) -> list[Result]:
    """Results without where they stand."""
    return [replace(one, file="", row=0) for one in results]


@pytest.mark.parametrize(
    "content", [csv_file(*THREE), junit_file(*THREE), ctrf_file(*THREE)], ids=["csv", "junit", "ctrf"]
)
def test_every_form_gives_the_same_results(content: bytes) -> None:
    (file,) = read(content).files

    named = ("C-1", "SMSO-1", "sit", "active", "MK1", "1.1")
    assert bare(file.results) == [
        Result(*named, "4.1.1", datetime(2019, 11, 18), ResultOutcome.PASSED),
        Result(*named, "7.1", datetime(2019, 11, 18, 14, 30), ResultOutcome.FAILED, "3", "D-17"),
        Result(*named, "2.2", datetime(2019, 11, 18, 12, 30), ResultOutcome.NOT_RUN),
    ]
    assert {one.file for one in file.results} == {file.sha256}
    assert [one.row for one in file.results] == [2, 3, 4]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "content", [csv_file(*THREE), junit_file(*THREE), ctrf_file(*THREE)], ids=["csv", "junit", "ctrf"]
)
def test_every_form_may_be_in_utf_16_with_its_mark(content: bytes, encoding: str) -> None:
    sent = ("\ufeff" + content.decode()).encode(encoding)

    (file,) = read(sent).files

    assert bare(file.results) == bare(read(content).files[0].results)
    assert told(read(sent[:-1]).findings)[-1][0] == "file-damaged"


@pytest.mark.parametrize(("declared", "encoding"), [("UTF-8", "utf-16"), ("UTF-16", "utf-8")])
def test_xml_in_another_encoding_than_it_says_is_refused_in_words(declared: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{junit_file(*THREE).decode()}'

    (finding,) = read(text.encode(encoding)).findings

    assert (finding.code, finding.location.row) == ("file-damaged", 1)
    assert finding.message == "The text is not in the encoding that its first line names"
    assert finding.expected.startswith("text saved as UTF-8")


def test_a_suite_states_what_holds_for_its_cases_and_the_inner_goes_before_the_outer() -> None:
    content = b"""<?xml version="1.0"?>
<testsuites>
 <properties><property name="Combination" value="C-1"/><property name="phase" value="mt"/></properties>
 <testsuite name="dormant" timestamp="2019-11-18T09:00:00" tests="2" failures="1" errors="0" skipped="0">
  <properties>
   <property name="phase" value="SIT"/><property name="state" value="Dormant"/>
   <property name="firmware" value="1.1"/><property name="operator" value="smso-1"/>
  </properties>
  <testcase name="4.1.1 Read registers"/>
  <testcase name="second"><properties><property name="test" value="7.1"/><property name="state" value="active"/>
   </properties><failure message="no answer">...</failure></testcase>
 </testsuite>
</testsuites>"""

    (file,) = read(content).files

    assert [(one.phase, one.state, one.test, one.operator, one.outcome.value, one.row) for one in file.results] == [
        ("sit", "dormant", "4.1.1", "SMSO-1", "passed", 9),
        ("sit", "active", "7.1", "SMSO-1", "failed", 10),
    ]
    assert {one.at for one in file.results} == {datetime(2019, 11, 18, 9)}


def test_a_report_states_what_holds_for_its_tests_in_its_environment_and_its_times_in_milliseconds() -> None:
    content = b"""{"reportFormat": "CTRF", "specVersion": "0.0.0", "results": {
 "tool": {"name": "bench"}, "summary": {"tests": 2, "passed": 1, "failed": 1, "start": 1574067600000},
 "environment": {"extra": {"combination": "C-1", "phase": "sit", "state": "active", "firmware": "1.1",
   "operator": "SMSO-1"}},
 "tests": [
  {"name": "4.1.1", "status": "passed", "duration": 3},

  {"name": "7.1", "status": "failed", "start": 1574071200000, "extra": {"severity": 3, "state": "dormant"}}]}}"""

    (file,) = read(content).files

    assert [(one.state, one.test, one.outcome.value, one.severity, one.at, one.row) for one in file.results] == [
        ("active", "4.1.1", "passed", "", datetime(2019, 11, 18, 9), 6),
        ("dormant", "7.1", "failed", "3", datetime(2019, 11, 18, 10), 8),
    ]


@pytest.mark.parametrize("cut", range(1, 400, 7))
@pytest.mark.parametrize("content", [junit_file(*THREE), ctrf_file(*THREE)], ids=["junit", "ctrf"])
def test_what_is_cut_off_anywhere_is_damaged_and_nothing_of_it_counts(content: bytes, cut: int) -> None:
    outcome = read(content[:-2][: len(content) - 2 - cut])

    assert outcome.files == ()
    assert [one.code for one in outcome.findings] == ["file-damaged"]


def test_one_file_with_an_error_keeps_the_whole_batch_out() -> None:
    good, bad = csv_file(stated()), csv_file(stated(test="7.1"), stated(combination="C-9"))

    outcome = read_evidence([("good.csv", good), ("bad.csv", bad)], known())

    assert outcome.files == ()
    assert [
        (one.location.file, *place) for one, place in zip(outcome.findings, told(outcome.findings), strict=True)
    ] == [("bad.csv", "evidence-combination-unknown", 3, "combination")]


def test_a_result_of_an_earlier_file_is_neither_repeated_nor_contradicted() -> None:
    before = Evidence(read(csv_file(stated()), "monday.csv").files)
    again = junit_file(stated(), stated(at="2019-11-19", outcome="failed"))
    other = ctrf_file(stated(outcome="failed"))

    assert [(one.code, one.message) for one in read(again, standing=known(evidence=before)).findings] == [
        ("evidence-repeated", "It is in monday.csv, row 2 already")
    ]
    assert [(one.code, one.message) for one in read(other, standing=known(evidence=before)).findings] == [
        ("evidence-contradicted", "It is failed here and passed in monday.csv, row 2")
    ]


def test_the_same_content_under_another_name_is_imported_already() -> None:
    content = csv_file(stated())

    outcome = read_evidence([("a.csv", content), ("b.csv", content)], known())

    assert (outcome.files, [(one.code, one.location.file) for one in outcome.findings]) == (
        (),
        [("evidence-imported", "b.csv")],
    )


def test_everything_wrong_with_a_result_is_told_at_once_and_what_hangs_on_it_is_not_judged() -> None:
    row = stated(
        combination="C-9", phase="nightly", operator="SMSO-9", outcome="green", at="soon", test="", firmware="7"
    )

    assert told(read(csv_file(row)).findings) == [
        ("evidence-combination-unknown", 2, "combination"),
        ("entry-not-allowed", 2, "phase"),
        ("entry-not-allowed", 2, "operator"),
        ("entry-not-allowed", 2, "outcome"),
        ("day-unreadable", 2, "at"),
        ("entry-missing", 2, "test"),
    ]


def test_firmware_is_that_of_the_own_track_and_none_where_there_is_no_track() -> None:
    assert told(read(csv_file(stated(combination="C-2", firmware="1.1", at="2020-02-01"))).findings) == [
        ("evidence-firmware-unknown", 2, "firmware")
    ]
    untracked = stated(combination="C-5", phase="dmct", firmware="")
    assert told(read(csv_file(untracked)).findings) == []
    assert told(read(csv_file({**untracked, "firmware": "1.1"})).findings) == [
        ("evidence-firmware-unknown", 2, "firmware")
    ]


def test_what_is_no_longer_in_force_is_kept_and_told_once() -> None:
    old = [stated(firmware="1.0", test=test) for test in ("4.1.1", "7.1", "2.2")]

    outcome = read(csv_file(*old), standing=known(register(*MK1, *MK2)))

    assert told(outcome.findings) == [("evidence-superseded", 2, "firmware")]
    assert len(outcome.files[0].results) == 3


def test_a_property_that_is_stated_twice_is_believed_in_neither() -> None:
    content = junit_file(stated()).replace(b"<properties>", b'<properties><property name="state" value="dormant"/>')

    assert told(read(content).findings) == [("evidence-contradicted", 2, "state")]


@pytest.mark.parametrize(
    "content",
    [
        b'{"results": {"tests": [NaN]}}',
        b'{"results": {"tests": [' + b"1" * 5000 + b"]}}",
        b'\xff\xfe{"results"',
        b'{"results": {"tests": []}} {}',
        "﻿<testsuite>&undeclared;</testsuite>".encode(),
        b"<testsuite>" * 2000,
        b'<?xml version="1.0" encoding="utf-7"?><testsuite/>',
    ],
)
def test_what_no_tool_writes_is_refused_in_words(content: bytes) -> None:
    outcome = read(content)

    assert outcome.files == ()
    assert {one.code for one in outcome.findings} <= {
        "file-damaged",
        "file-hostile",
        "column-missing",
        "column-unknown",
    }


def test_tests_that_are_no_objects_state_nothing() -> None:
    assert {one.code for one in read(b'{"results": {"tests": [1, null, "x"]}}').findings} == {
        "entry-missing",
    }


def test_a_file_in_another_encoding_says_how_to_save_it() -> None:
    (finding,) = read(csv_file(*THREE).decode().encode("utf-16-le")).findings

    assert (finding.code, finding.expected) == ("file-damaged", "text saved as UTF-8")


def test_a_report_with_a_byte_that_is_no_text_says_how_to_save_it() -> None:
    (finding,) = read(ctrf_file(*THREE).replace(b"4.1.1", b"4.1.\xe9")).findings

    assert (finding.message, finding.expected) == ("The byte 0xe9 is not UTF-8", "text saved as UTF-8")


def test_a_file_that_is_too_large_says_how_large_it_may_be() -> None:
    content = b" " * (LARGEST_BYTES + 1)
    (finding,) = read(content).findings

    assert (finding.message, finding.expected) == ("The file has 67,108,865 bytes", "67,108,864 at the most")
