"""What is said where a search has been stopped: less, and never too much."""

from __future__ import annotations

import re

import pytest

from eligo.errors import StoppedBeforeProof
from eligo.selection import Selection, select
from eligo.selection.conflict import any_set, find_conflict
from eligo.selection.explain import explain
from eligo.selection.neighbours import Around
from eligo.selection.problem import Problem, make_problem
from eligo.selection.requirements import program_of, requirements_of
from eligo.selection.result import Requirement
from eligo.terms import Candidate, SelectionPolicy
from selection.drawn_candidates import OPERATORS, drawn, total

FLEET = drawn("""
    id  operator  population  variants
    a   N         4000        meter-1 hub-1
    b   N         3000        meter-1 hub-1
    c   S         2000        meter-1 hub-2
    d   N         1500        meter-2 hub-1
    e   S           90        meter-2 hub-2
    f   W           10        meter-1 hub-1
""")


def stated(candidates: list[Candidate], policy: SelectionPolicy) -> tuple[Problem, tuple[Requirement, ...]]:
    problem = make_problem(candidates, total(candidates), policy)
    return problem, requirements_of(problem, policy)


def around(one_steps: int, all_steps: int) -> Around:
    """The neighbourhood of the best three, {a, c, d}, with so many relaxations to search it."""
    problem, requirements = stated(FLEET, SelectionPolicy(size=3))
    found = Around(problem, requirements, steps=100, one_steps=one_steps, all_steps=all_steps)
    assert found.proof.proved
    assert problem.ids(found.chosen) == ("a", "c", "d")
    return found


@pytest.mark.parametrize(("one_steps", "all_steps"), [(0, 100), (100, 0)])
def test_what_a_combination_would_need_is_then_a_lower_bound(one_steps: int, all_steps: int) -> None:
    said = explain(around(one_steps, all_steps), SelectionPolicy(size=3), 10_600)
    exact = {"b": 410, "e": 410, "f": 3400}
    for one, needed in exact.items():
        lower = re.search(r"it would need at least ([\d,]+) further", said.why_not[one])
        assert lower is not None
        assert 1 <= int(lower[1].replace(",", "")) <= needed
    assert said.margin is not None
    assert said.margin <= 410


def test_the_loss_without_a_selected_one_is_then_a_lower_bound_or_an_upper_bound_of_the_rest() -> None:
    assert explain(around(0, 0), SelectionPolicy(size=3), 10_600).why["a"] == (
        "Without it the best set has at least 1,000 fewer installations."
    )
    assert explain(around(0, 0), SelectionPolicy(size=3), 10_600).why["d"] == (
        "Without it the best set has at most 7,500 installations, as far as is proved; "
        "of the selected it alone covers meter-2."
    )


def test_alternatives_are_left_out_where_their_order_is_not_proved() -> None:
    assert list(around(0, 0).runners_up()) == []


def test_a_search_for_any_set_that_is_stopped_says_so() -> None:
    program = program_of(*stated(FLEET, SelectionPolicy(size=3)), weighed=False)
    with pytest.raises(StoppedBeforeProof, match="not known after 0 steps"):
        any_set(program, steps=0)


def test_an_answer_that_is_stopped_has_a_set_and_a_bound_that_its_certificate_proves() -> None:
    found = select(FLEET, total(FLEET), SelectionPolicy(size=3), OPERATORS, steps=0)
    assert isinstance(found, Selection)
    assert found.status == "feasible"
    assert found.population <= 7500 <= found.bound
    assert b'"status": "feasible"' in found.certificate
    assert set(found.why) == {one.combination_id for one in found.selected}
    assert all(said.endswith(".") and "stopped before" in said for said in [*found.why.values()])


def test_a_conflict_that_was_not_proved_the_smallest_does_not_claim_it() -> None:
    many = drawn("id operator population variants\n" + "\n".join(f"c{i:02} N {100 - i} hub" for i in range(42)))
    policy = SelectionPolicy(size=3, bans=frozenset(f"c{i:02}" for i in range(40)))
    found = find_conflict(*stated(many, policy))
    assert [one.kind for one in found.requirements] == ["size"] + ["ban"] * 40
    assert not found.smallest
