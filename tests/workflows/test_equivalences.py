"""Tables of equivalence: every mistake at its cell, and what holds attached to the candidates."""

from __future__ import annotations

from datetime import date

import pytest

from eligo.errors import BadDecisions
from eligo.programme import EQUIVALENCE_COLUMNS
from eligo.workflows.equivalences import relations_of, with_bases
from programme.drawn_equivalences import HUB, combination, table
from selection.drawn_candidates import drawn

KNOWN = {name: combination(hub=f"{number}.0") for number, name in enumerate(("C-1", "C-2", "C-3"))}


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(BadDecisions) as caught:
        relations_of("e.csv", text.encode(), KNOWN, None)
    return caught.value.details


def test_a_condition_that_is_not_met_is_read_and_unlocks_nothing() -> None:
    text = "claimed,tested,condition,met\nC-1,C-2,,\n\nC-3,C-2,same firmware,no\nC-3,C-1,'=same,Yes\n"
    relations = relations_of("e.csv", text.encode(), KNOWN, None)
    assert relations == (("C-1", "C-2"), ("C-3", "C-1"))
    made = with_bases(drawn("id o p v\nC-1 N 5 a\nC-2 N 5 a\nC-3 N 5 a"), relations)
    assert [sorted(one.bases) for one in made] == [["C-2"], [], ["C-1"]]


def test_what_has_expired_or_was_withdrawn_unlocks_nothing() -> None:
    one = {**HUB, "claimed": "C-1", "tested": "C-2"}
    text = table(
        {**one, "expires_on": "2020-05-31"},
        {**one, "claimed": "C-3", "withdrawn_on": "2020-05-31", "withdrawn": "base"},
    )
    days = (None, date(2020, 5, 30), date(2020, 6, 1))
    assert [relations_of("e.csv", text, KNOWN, day) for day in days] == [
        (("C-1", "C-2"),),
        (("C-1", "C-2"), ("C-3", "C-2")),
        (),
    ]


def test_what_a_workspace_keeps_about_other_combinations_is_left_out() -> None:
    text = b"claimed,tested\nC-1,C-2\nC-9,C-2\n"
    assert relations_of("e.csv", text, KNOWN, None, leaving_unknown=True) == (("C-1", "C-2"),)


def test_every_mistake_is_named_at_its_cell() -> None:
    text = "claimed,tested,condition,met\nC-1,C-9\nC-1,C-1,,\nC-1,C-9,,\nC-2,C-1,later,\nC-2,C-1,,maybe\n"
    other, nothing = "expected another combination", "expected yes, no or nothing"
    assert refused(text) == (
        "e.csv:2 [file-damaged]: The row has 2 cells, and the header has 4; expected 4 cells",
        f"e.csv:3 tested [equivalence-of-itself]: C-1 is claimed from its own test; {other}",
        (
            "e.csv:4 tested [equivalence-combination-unknown]: There is no combination C-9; "
            "expected a combination of the run, such as C-3"
        ),
        (
            "e.csv:5 met [equivalence-condition-unanswered]: It is not said whether the condition is met; "
            "expected yes or no"
        ),
        f"e.csv:6 met [equivalence-condition-unanswered]: 'maybe' is neither yes nor no; {nothing}",
    )


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        (
            "",
            (
                "e.csv:1 claimed [column-missing]: There is no column claimed; expected claimed",
                "e.csv:1 tested [column-missing]: There is no column tested; expected tested",
            ),
        ),
        (
            "claimed,tested,tested,colour\n",
            (
                "e.csv:1 tested [column-unknown]: The column 'tested' is there twice; expected "
                + ", ".join(EQUIVALENCE_COLUMNS),
                "e.csv:1 colour [column-unknown]: The column 'colour' is none that is read; expected "
                + ", ".join(EQUIVALENCE_COLUMNS),
            ),
        ),
    ],
)
def test_a_header_that_is_none_is_refused(text: str, complaints: tuple[str, ...]) -> None:
    assert refused(text) == complaints
