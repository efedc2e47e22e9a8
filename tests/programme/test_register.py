"""A firmware register: what is in force, in whatever order its lines stand, and what is wrong with one."""

from __future__ import annotations

import random
from datetime import date

import pytest

from builders import foc
from eligo.programme import Kind, Register, read_register
from programme.drawn import FIRMWARE, MK1, MK2, read, register, table, told


def test_a_register_is_what_its_lines_say() -> None:
    first, _, last = register().of_track("MK1")

    assert register().tracks == ("MK1", "MK2")
    assert (first.version, first.kind, first.received, first.superseded_by) == (
        "1.0",
        Kind.CANDIDATE,
        date(2019, 10, 7),
        "1.1",
    )
    assert [(one.who, one.on) for one in first.tested] == [
        ("manufacturer", date(2019, 9, 20)),
        ("SMSO-1", date(2019, 11, 1)),
    ]
    assert (last.is_final, last.received, last.arrival.earliest, last.arrival.latest) == (
        True,
        None,
        date(2020, 2, 3),
        date(2020, 3, 30),
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_lines_makes_no_difference(seed: int) -> None:
    lines = [*MK1, *MK2]
    random.Random(seed).shuffle(lines)

    assert register(*lines).releases == register(*MK1, *MK2).releases


def in_force(made: Register) -> list[tuple[str | None, str | None]]:
    return [
        (one.version if (one := made.candidate(track)) else None, last.version if (last := made.final(track)) else None)
        for track in ("MK1", "MK2")
    ]


def test_what_was_received_last_is_in_force_and_what_is_expected_is_not() -> None:
    assert in_force(register(*MK1, *MK2)) == [("1.1", None), ("2.0", None)]
    assert in_force(register(MK1[0], MK1[1].replace("2019-11-11", ""), MK1[2])) == [("1.0", None), (None, None)]
    released = MK1[2].replace("2020-03-30,", "2020-03-30,2020-03-02")
    assert in_force(register(*MK1[:2], released)) == [("1.1", "1.2"), (None, None)]


def test_a_candidate_after_the_final_release_takes_it_out_of_force() -> None:
    released = "MK1,1.2,final,,2020-03-02,1.3,"
    made = register(*MK1[:2], released, "MK1,1.3,candidate,,2020-04-06,,")

    assert in_force(made)[0] == ("1.3", None)
    assert made.versions_that_count("MK1", final=False) == {"1.3"}
    assert made.versions_that_count("MK1", final=True) == set()


def test_a_candidate_that_is_released_unchanged_is_in_force_as_both() -> None:
    made = register("MK1,1.0,candidate,,2020-01-06,1.0,", "MK1,1.0,final,,2020-02-03,,")

    assert in_force(made)[0] == ("1.0", "1.0")
    assert [one.kind for one in made.find("MK1", "1.0")] == [Kind.CANDIDATE, Kind.FINAL]


def test_the_final_release_voids_nothing_and_alone_counts_where_it_is_needed() -> None:
    made = register(*MK1[:2], "MK1,1.2,final,,2020-03-02,,")

    assert made.versions_that_count("MK1", final=False) == {"1.1", "1.2"}
    assert made.versions_that_count("MK1", final=True) == {"1.2"}


def test_what_is_awaited_comes_after_what_is_in_force() -> None:
    assert [one.version for one in register().awaited("MK1")] == ["1.2"]
    assert [one.version for one in register(MK1[2].replace("final", "candidate")).awaited("MK1")] == ["1.2"]


def test_columns_may_stand_in_any_order_and_some_be_left_out() -> None:
    content = b"received;kind".replace(b";", b",") + b",version,track\n2019-10-07,Candidate,1.0,MK1\n"

    made = read_register(FIRMWARE, content, foc()).register
    assert made is not None
    assert [one.version for one in made.releases] == ["1.0"]


def test_every_mistake_is_told_at_its_cell_and_nothing_is_read() -> None:
    outcome = read("MK9,1.0,candidate,,2019-10-07", "MK1,,nightly,soon,2019-13-01,,nobody; SMSO-1; SMSO-1")

    assert outcome.register is None
    assert told(outcome.findings) == [
        ("firmware-track-unknown", 2, "track"),
        ("entry-missing", 3, "version"),
        ("entry-not-allowed", 3, "kind"),
        ("day-unreadable", 3, "expected"),
        ("day-unreadable", 3, "received"),
        ("entry-not-allowed", 3, "tested_by"),
        ("entry-not-allowed", 3, "tested_by"),
    ]


def test_what_a_line_that_cannot_be_read_would_change_is_not_judged() -> None:
    outcome = read(MK1[0], MK1[1].replace("2019-11-11", "November"), *MK2, "MK2,2.1,candidate,,,,")

    assert told(outcome.findings) == [("day-unreadable", 3, "received"), ("firmware-undated", 5, "received")]


def test_a_candidate_is_not_before_the_last_that_came_though_one_between_never_did() -> None:
    skipped = "MK1,1.05,candidate,2019-10-20,,1.1,"
    outcome = read(MK1[0].replace("1.1,", "1.05,"), skipped, MK1[1].replace("2019-11-11", "2019-10-01"), MK1[2])

    assert [(f.location.row, f.message) for f in outcome.findings if f.severity.value == "error"] == [
        (4, "1.1 was received before 1.0, which it follows, on 2019-10-07")
    ]


def test_a_table_that_is_none_is_told() -> None:
    assert told(read_register(FIRMWARE, b"\xff\xfe", foc()).findings) == [("file-damaged", 1, "")]
    assert told(read_register(FIRMWARE, b"", foc()).findings) == [
        ("column-missing", 1, name) for name in ("track", "version", "kind", "received")
    ]
    assert told(read_register(FIRMWARE, table("MK1,1.0,candidate,,2019-10-07,,,,more"), foc()).findings) == [
        ("file-damaged", 2, "")
    ]
