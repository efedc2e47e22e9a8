"""Tables of equivalence: every mistake by line, and what holds attached to the candidates."""

from __future__ import annotations

import pytest

from eligo.errors import BadDecisions
from eligo.workflows.equivalences import Equivalence, read_equivalences, with_bases
from selection.drawn_candidates import drawn

COLUMNS = "claimed, tested, condition, met, decided_on, decided_by, reason"
KNOWN = ("C-1", "C-2", "C-3")


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(BadDecisions) as caught:
        read_equivalences("e.csv", text.encode(), KNOWN)
    return caught.value.details


def test_a_condition_that_is_not_met_is_read_and_unlocks_nothing() -> None:
    text = "claimed,tested,condition,met\nC-1,C-2,,\n\nC-3,C-2,same firmware,no\nC-3,C-1,'=same,Yes\n"
    relations = read_equivalences("e.csv", text.encode(), KNOWN)
    assert relations == (
        Equivalence("C-1", "C-2", "", True),
        Equivalence("C-3", "C-2", "same firmware", False),
        Equivalence("C-3", "C-1", "=same", True),
    )
    made = with_bases(drawn("id o p v\nC-1 N 5 a\nC-2 N 5 a\nC-3 N 5 a"), relations)
    assert [sorted(one.bases) for one in made] == [["C-2"], [], ["C-1"]]


def test_every_mistake_is_named_by_its_line() -> None:
    text = "claimed,tested,condition,met\nC-1,C-9\nC-1,C-1,,\nC-1,C-9,,\nC-2,C-1,later,\nC-2,C-1,,maybe\n"
    assert refused(text) == (
        "e.csv:2: has 2 cells, expected 4",
        "e.csv:3 claimed: C-1 is claimed from its own test",
        "e.csv:4 tested: found 'C-9', no combination of this estate; closest is C-3",
        "e.csv:5 met: found '', expected yes or no, since there is a condition",
        "e.csv:6 repeats that the test of C-1 stands for C-2",
        "e.csv:6 met: found 'maybe', expected yes, no or nothing",
    )


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("", ("e.csv:1: no column 'claimed'", "e.csv:1: no column 'tested'")),
        (
            "claimed,tested,tested,colour\n",
            (
                f"e.csv:1: column 'colour' is not known; there are {COLUMNS}",
                "e.csv:1: column 'tested' comes twice",
            ),
        ),
    ],
)
def test_a_header_that_is_none_is_refused(text: str, complaints: tuple[str, ...]) -> None:
    assert refused(text) == complaints
