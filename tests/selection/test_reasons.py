"""Why, why not, what else, and how firmly: the sentences and numbers beside an answer."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from selection.drawn_candidates import answer, drawn

from eligo.selection import Alternative, Selection
from eligo.terms import Candidate, SelectionPolicy

FLEET = drawn("""
    id  operator  population  variants
    a   N         4000        meter-1 hub-1
    b   N         3000        meter-1 hub-1
    c   S         2000        meter-1 hub-2
    d   N         1500        meter-2 hub-1
    e   S           90        meter-2 hub-2
    f   W           10        meter-1 hub-1
""")


def explained(candidates: list[Candidate], policy: SelectionPolicy) -> Selection:
    found = answer(candidates, policy)
    assert isinstance(found, Selection)
    return found


def test_each_selected_says_what_would_be_lost_without_it_and_what_it_alone_covers() -> None:
    assert explained(FLEET, SelectionPolicy(size=3)).why == {
        "a": "Without it the best set has 1,000 fewer installations (6,500 instead of 7,500).",
        "c": "Without it the best set has 410 fewer installations (7,090 instead of 7,500); "
        "of the selected it alone covers hub-2.",
        "d": "Without it the best set has 410 fewer installations (7,090 instead of 7,500); "
        "of the selected it alone covers meter-2.",
    }


def test_each_other_says_what_it_falls_short_by_and_what_it_would_need() -> None:
    # A tie at b's 5,500 would go to the smaller ranks: a third installation decides nothing before that.
    assert explained(FLEET, SelectionPolicy(size=3)).why_not == {
        "b": "The best set with it has 410 fewer installations (7,090 instead of 7,500); "
        "it would need 411 further installations to be selected.",
        "e": "The best set with it has 410 fewer installations (7,090 instead of 7,500); "
        "it would need 410 further installations to be selected.",
        "f": "No set of 3 that meets every requirement contains it; it stands for 10 installations."
        if False
        else "The best set with it has 3,400 fewer installations (4,100 instead of 7,500); "
        "it would need 3,400 further installations to be selected.",
    }
