"""Every code has a return with exactly that fault, and a paragraph that says what to do about it."""

from __future__ import annotations

import pytest

from architecture.source_tree import ROOT
from builders import foc
from eligo.causes import SEVERITIES, causes_of
from eligo.findings import FINDING_CODES, PROGRAMME_CODES, REMEDY, SEVERITY, FindingCode
from eligo.how_to import HOW_TO
from eligo.scheme import device_columns
from returns.codes.one_fault import ONE_FAULT, OneFault

FIXTURES = {one.code: one for one in ONE_FAULT}
REFERENCE = (ROOT / "docs" / "reference" / "finding-codes.md").read_text("utf-8")


@pytest.mark.parametrize("entry", FINDING_CODES, ids=lambda entry: entry.code)
def test_a_return_has_exactly_that_fault_at_its_cell(entry: FindingCode) -> None:
    assert entry.code in FIXTURES, f"Add a return with exactly this fault to {OneFault.__module__}"
    one = FIXTURES[entry.code]

    found = one.found()

    as_grave = [f for f in found if SEVERITIES.index(f.severity) <= SEVERITIES.index(entry.severity)]
    own = [f for f in as_grave if f.code not in one.besides]
    assert [(f.code, f.location.row, f.location.column, f.severity) for f in own] == [
        (entry.code, *one.at, entry.severity)
    ]
    assert {f.code for f in as_grave} - {entry.code} == set(one.besides)
    assert all((own[0].message, own[0].suggestion))


@pytest.mark.parametrize("one", [one for one in ONE_FAULT if one.besides], ids=lambda one: one.code)
def test_what_comes_besides_is_marked_as_following(one: OneFault) -> None:
    causes = {cause.first.code: cause for cause in causes_of(one.found(), device_columns(foc()))}

    assert {causes[code].follows_from for code in one.besides} == {causes[one.code].number}


def test_there_is_one_return_a_code_and_none_for_a_code_that_is_gone() -> None:
    assert [one.code for one in ONE_FAULT] == [entry.code for entry in FINDING_CODES]
    assert FIXTURES.keys() | {entry.code for entry in PROGRAMME_CODES} == SEVERITY.keys() == REMEDY.keys()


@pytest.mark.parametrize("entry", FINDING_CODES, ids=lambda entry: entry.code)
def test_the_reference_says_what_to_do_about_it(entry: FindingCode) -> None:
    (paragraph,) = [part for part in REFERENCE.split("\n### ") if part.startswith(f"`{entry.code}`\n")]

    assert f"{entry.meaning} *What to do:* {entry.remedy}\n\n{HOW_TO[entry.code]}" in paragraph
    assert len(HOW_TO[entry.code].split()) >= 20


def test_what_to_do_is_said_of_every_code_and_of_none_that_is_gone() -> None:
    assert [*HOW_TO] == [entry.code for entry in FINDING_CODES]
