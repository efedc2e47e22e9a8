"""Every code of registers, evidence and decisions has a file with exactly that fault, and a paragraph on what to do."""

from __future__ import annotations

import pytest

from eligo.causes import SEVERITIES
from eligo.findings import PROGRAMME_CODES, SEVERITY, Issue, Location, lines_of
from eligo.how_to import PROGRAMME_HOW_TO
from programme.one_fault import IN_DECISIONS, IN_EQUIVALENCES, IN_EVIDENCE, IN_REGISTERS, OneFault

IN_ALL = (*IN_REGISTERS, *IN_EVIDENCE, *IN_DECISIONS, *IN_EQUIVALENCES)


@pytest.mark.parametrize("one", IN_ALL, ids=lambda one: one.code)
def test_a_file_has_exactly_that_fault_at_its_place(one: OneFault) -> None:
    severity = SEVERITY[one.code]

    as_grave = [f for f in one.found() if SEVERITIES.index(f.severity) <= SEVERITIES.index(severity)]

    assert [(f.code, f.location.row, f.location.column, f.severity) for f in as_grave] == [
        (one.code, *one.at, severity)
    ]
    assert all((as_grave[0].message, as_grave[0].suggestion))


def test_every_code_has_a_file() -> None:
    assert {one.code for one in IN_ALL} == {entry.code for entry in PROGRAMME_CODES}


def test_what_to_do_is_said_of_every_code_and_of_none_that_is_gone() -> None:
    assert [*PROGRAMME_HOW_TO] == [entry.code for entry in PROGRAMME_CODES]
    assert all(len(text.split()) >= 20 for text in PROGRAMME_HOW_TO.values())


def test_what_is_said_alike_of_many_rows_is_one_line_with_all_of_them() -> None:
    at = [Location("e.csv", "", row, "at") for row in (2, 3, 4, 7)]
    late = Issue("evidence-before-firmware", "at", "", "firmware that was received", "1.2 was not received yet")
    other = Issue("entry-missing", "at", "", "a day", "There is no day")

    found = lines_of([late.at(at[0]), late.at(at[1]), other.at(at[1]), late.at(at[2]), late.at(at[3])])

    assert found == [
        "e.csv:2-4, 7 at [evidence-before-firmware]: 1.2 was not received yet; expected firmware that was received",
        "e.csv:3 at [entry-missing]: There is no day; expected a day",
    ]
    assert lines_of([late.at(Location("e.csv"))])[0].startswith("e.csv [evidence-before-firmware]: ")
