"""Every code of registers, evidence and decisions has a file with exactly that fault, and a paragraph on what to do."""

from __future__ import annotations

import pytest

from eligo.causes import SEVERITIES
from eligo.findings import PROGRAMME_CODES, SEVERITY
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
