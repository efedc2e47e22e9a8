"""The check without the solver: it accepts what is right and names what is not."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest

from eligo.selection import Alternative, Loss, Price, Requirement, Selection, select, verify_selection
from eligo.terms import SelectionPolicy
from selection.drawn_candidates import OPERATORS, answer, drawn, total

FLEET = drawn("""
    id  operator  population  variants
    a   N         4000        meter-1 hub-1
    b   N         3000        meter-1 hub-1
    c   S         2000        meter-1 hub-2
    d   N         1500        meter-2 hub-1
    e   S           90        meter-2 hub-2
    f   W           10        meter-3 hub-1
""")
POLICY = SelectionPolicy(size=3, minimum_share=Fraction(1, 1000))


def right_answer() -> Selection:
    found = answer(FLEET, POLICY)
    assert isinstance(found, Selection)
    return found


def complaints(selection: Selection, policy: SelectionPolicy = POLICY) -> tuple[str, ...]:
    return verify_selection(selection, FLEET, total(FLEET), policy, OPERATORS)


def test_the_right_answer_is_accepted() -> None:
    assert complaints(right_answer()) == ()


RIGHT = right_answer()
A, B, C, D, E, F = FLEET
COVERED = Requirement("coverage", "hub-1", "hardware variant hub-1 is to be covered")
PINNED = Requirement("pin", "b", "combination b is pinned")

EDITS: dict[str, list[Any]] = {
    "size": [2, 4],
    "status": ["feasible", "proved"],
    "population": [7501],
    "bound": [7499, 7501],
    "deployed": [7499],
    "share_of_deployed": [Fraction(7500, 10601)],
    "share_by_operator": [{"N": RIGHT.share_by_operator["N"], "S": RIGHT.share_by_operator["S"]}],
    "selected": [(A, C), (A, D, C), (A, A, C), (A, B, C), (A, B, D), (A, C, replace(D, population=1501)), (C, D, F)],
    "required_variants": [RIGHT.required_variants[1:]],
    "covered_variants": [RIGHT.covered_variants[1:]],
    "not_required_variants": [()],
    "baseline": [replace(RIGHT.baseline, population=1), replace(RIGHT.baseline, missed_variants=())],
    "alternatives": [RIGHT.alternatives[::-1], (Alternative(("a", "b", "e"), 7090, 409), *RIGHT.alternatives[1:])],
    "prices": [(Price(COVERED, -1, (), True), *RIGHT.prices[1:]), (Price(PINNED, 1, (), True), *RIGHT.prices)],
    "losses": [
        {"b": Loss(1, needed=False)},
        {**RIGHT.losses, "a": Loss(-1, needed=False)},
        {**RIGHT.losses, "d": Loss(411, needed=False)},
    ],
    "why": [{}, {"b": "", **RIGHT.why}],
    "why_not": [{}, {**RIGHT.why_not, "a": ""}],
    "margin": [-1],
    "solver": ["", "dice"],
    "problem_hash": ["0" * 64],
    "equivalent": [("e",)],
    "certificate": [b"", b"{", RIGHT.certificate.replace(b'"pay":[', b'"pay":[1,-1000000000000,', 1)],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in EDITS.items() for value in values])
def test_every_edited_field_is_refused(field: str, value: Any) -> None:
    if value == getattr(RIGHT, field):
        pytest.fail("the edit changes nothing")
    assert complaints(replace(RIGHT, **{field: value}))


def test_every_field_is_edited_above() -> None:
    assert set(EDITS) == {field.name for field in fields(Selection)}


def test_every_wrong_fact_is_named_not_only_the_first() -> None:
    edited = replace(RIGHT, population=7501, deployed=1, solver="dice")
    assert complaints(edited) == (
        "population states 7501, and the candidates give 7500",
        "deployed states 1, and the candidates give 7500",
        "solver states 'dice', which no selection of Eligo does",
    )


def test_a_consistent_answer_to_an_easier_policy_is_refused() -> None:
    easier = SelectionPolicy(size=3, cover=False)
    other = answer(FLEET, easier)
    assert isinstance(other, Selection)
    assert complaints(other, easier) == ()
    assert "required variant meter-2 is not covered" in complaints(other)


def test_a_consistent_answer_that_is_not_the_best_is_refused_with_the_better_set() -> None:
    worse = answer(FLEET, replace(POLICY, bans=frozenset("d")))
    assert isinstance(worse, Selection)
    edited = replace(worse, problem_hash=RIGHT.problem_hash)
    assert complaints(edited) == (
        "status states 'optimal', and a, c, d come before the selected",
        "the certificate is of another policy",
    )


@pytest.mark.parametrize(
    ("policy", "complaint"),
    [
        (replace(POLICY, pins=frozenset("b")), "pinned b is not selected"),
        (replace(POLICY, bans=frozenset("a")), "banned a is selected"),
        (replace(POLICY, minimum={"S": 2}), "fewer than 2 of S are selected"),
        (replace(POLICY, maximum={"N": 1}), "more than 1 of N are selected"),
        (replace(POLICY, minimum_share=Fraction(1, 5)), "selected c is below the minimum share"),
        (replace(POLICY, size=4), "3 are selected and 4 asked for"),
    ],
)
def test_an_answer_to_another_policy_is_refused(policy: SelectionPolicy, complaint: str) -> None:
    assert complaint in complaints(RIGHT, policy)


def test_the_bound_of_an_unproved_answer_is_that_of_its_certificate() -> None:
    found = select(FLEET, total(FLEET), replace(POLICY, size=4), OPERATORS, steps=0)
    assert isinstance(found, Selection)
    assert found.status == "feasible"
    assert complaints(found, replace(POLICY, size=4)) == ()
    assert complaints(replace(found, bound=found.bound + 1), replace(POLICY, size=4)) == (
        f"bound states {found.bound + 1:,}, and the certificate {found.bound:,}",
    )


def test_the_check_never_loads_the_solver() -> None:
    script = """
import sys
sys.modules["highspy"] = None  # an import of it would fail
from dataclasses import replace
from fractions import Fraction
from eligo.selection import Baseline, Loss, Selection, verify_selection
from eligo.terms import Candidate, SelectionPolicy
a = Candidate("a", "id a", "N", 70, 70, frozenset({"hub"}))
stated = Selection(
    1, "optimal", 70, 70, 70, Fraction(1), {"N": Fraction(1)}, (a,), (), ("hub",), ("hub",), (),
    Baseline(("a",), 70, ("hub",), ()), (), (), {}, {}, {}, None,
    "HiGHS 1.15.1 proposes; Eligo's integer checker decides",
    "", b"{}",
)
print("\\n".join(verify_selection(stated, [a], 70, SelectionPolicy(size=1), ["N"])))
from eligo.selection.problem import problem_hash
stated = replace(stated, problem_hash=problem_hash([a], 70, SelectionPolicy(size=1)))
print(verify_selection(stated, [a], 70, SelectionPolicy(size=1), ["N"]))
del sys.modules["highspy"]
print([name for name in sys.modules if "highs" in name or name == "numpy"])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "problem_hash is not that of these candidates and this policy",
        """("the certificate is rejected: 'claim' is missing or is no dict",)""",
        "[]",
    ]
