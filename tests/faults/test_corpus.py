"""The fault corpus: every fault in a file is found at its cell, nothing is found in a clean row, and rows add up.

One seed in every form here; three, and a new one each time, in ``make fuzz``.
"""

from __future__ import annotations

from secrets import randbits

import pytest
from hypothesis import settings

from faults.corpus import ROLES, SEEDS, alone, cases
from faults.forms import FORMS
from faults.judge import complaints
from faults.kinds import ALL, NOT_YET, cell_kinds, name_of, shape_kinds

pytestmark = pytest.mark.corpus

LEAST_FILES, LEAST_KINDS, LEAST_FAULTS = 200, 40, 1000


def seeds() -> tuple[int, ...]:
    """The seeds to try."""
    return (*SEEDS, randbits(32)) if settings.get_current_profile_name() == "fuzz" else SEEDS[:1]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("form", FORMS)
def test_every_fault_is_found_at_its_cell_and_nothing_else_is(form: str, role: str) -> None:
    found = {
        seed: [complaint for case in cases(seed, form, role) for complaint in complaints(case)] for seed in seeds()
    }

    assert found == {seed: [] for seed in found}


@pytest.mark.parametrize("form", ["xlsx", "csv cp1252 semicolon"])
def test_every_kind_of_fault_is_found_where_it_is_the_only_one(form: str) -> None:
    found = [
        complaint
        for role in ROLES
        for kind in (*cell_kinds(form, supplier=role == "Supplier"), *shape_kinds(form))
        if kind not in NOT_YET
        for complaint in complaints(alone(kind, form, role))
    ]

    assert found == []


def test_what_is_not_read_right_yet_is_still_not() -> None:
    right = [name_of(kind) for kind in NOT_YET if not complaints(alone(kind, "xlsx", ROLES[0]))]

    assert right == []


def test_the_corpus_is_as_large_as_was_asked_for() -> None:
    made = [case for form in FORMS for role in ROLES for case in cases(SEEDS[0], form, role)]
    faults = sum(len(case.expected) for case in made)

    assert len(made) >= LEAST_FILES
    assert len(ALL) >= LEAST_KINDS
    assert faults >= LEAST_FAULTS
    assert {name for case in made for name in case.kinds} == {name_of(kind) for kind in ALL if kind not in NOT_YET}
