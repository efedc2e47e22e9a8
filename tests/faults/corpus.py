"""The corpus: for each form and each role, every kind of fault in a return among others, at places that a seed draws.

What belongs here: how many faults and which shapes a file has. What does not: any fault (``kinds``).
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from estates.files import Sender
from estates.market import HEAD_ENDS, SUPPLIERS
from faults import kinds_parts
from faults.draft import Draft
from faults.forms import write
from faults.judge import Case
from faults.kinds import NOT_YET, ONCE_A_FILE, Kind, cell_kinds, name_of, shape_kinds

SEEDS = (1, 2, 3)
ROLES = ("Supplier", "SMSO")
KINDS_A_FILE = 6
CLEAN_LINES = (8, 16)


def cases(seed: int, form: str, role: str) -> Iterator[Case]:
    """Files of one form and role in which together every kind is put at least once, six kinds to a file."""
    rng = Random(f"{seed} {form} {role}")
    kinds = [kind for kind in cell_kinds(form, supplier=role == "Supplier") if kind not in NOT_YET]
    rng.shuffle(kinds)
    shapes = [kind for kind in shape_kinds(form) if kind not in NOT_YET]
    for start in range(0, len(kinds), KINDS_A_FILE):
        own = kinds[start : start + KINDS_A_FILE]
        chosen = [kind for kind in own for _ in range(1 if kind in ONCE_A_FILE else rng.choice((1, 1, 2)))]
        yield write(draft(rng, role, chosen, _together(rng.sample(shapes, rng.choice((0, 1, 1, 2, 3))))), form)


def _together(shapes: list[Kind]) -> list[Kind]:
    """The shapes, of those that change a part of the workbook at most one: they look for what another has changed."""
    parts = [kind for kind in shapes if kind.__module__ == kinds_parts.__name__]
    return [kind for kind in shapes if kind not in parts[1:]]


def alone(kind: Kind, form: str, role: str) -> Case:
    """A return with one kind of fault, and clean rows."""
    rng = Random(f"{name_of(kind)} {form} {role}")
    if kind in shape_kinds(form):
        return write(draft(rng, role, [], [kind]), form)
    return write(draft(rng, role, [kind], []), form)


def draft(rng: Random, role: str, kinds: list[Kind], shapes: list[Kind]) -> Draft:
    """A return of that role with those faults and shapes; shapes come last, since some go over all rows."""
    made = Draft(rng, Sender(role, rng.choice(SUPPLIERS if role == "Supplier" else HEAD_ENDS)))
    for _ in range(rng.randint(*CLEAN_LINES)):
        made.row(dual_fuel=rng.random() < 0.85)
    for kind in (*kinds, *shapes):
        kind(made)
        made.kinds.append(name_of(kind))
    return made
