"""Which decisions are in force, kind by kind: how many, and since when; what ``eligo status`` says of them.

What belongs here: counting them. What does not: what they are (``basis``), and the scheme and the catalogue, which
every workspace has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eligo.errors import BadDecisions
from eligo.ports import Workspace
from eligo.workflows.identity import ALIASES, CORRECTIONS, corrections_in
from eligo.workflows.workspace.basis import (
    BAN,
    DESELECTION,
    EQUIVALENCE,
    EVIDENCE,
    FIRMWARE,
    MAXIMUM,
    MINIMUM,
    NOTICE,
    PIN,
    PLAN,
    PROGRAMME,
    SIZE,
    Basis,
)
from eligo.workflows.workspace.names import Names

KINDS = (SIZE, PIN, BAN, DESELECTION, MINIMUM, MAXIMUM, NOTICE, ALIASES, CORRECTIONS)
"""What runs follow beside the scheme and the catalogue, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class InForce:
    """What is decided of one kind. ``number`` is that of its rows for a table (``None`` where it cannot be read), the
    size for a size, and of decisions otherwise; ``since`` the day of the latest of them, ``file`` a table's name.
    """

    kind: str
    number: int | None
    since: date | None
    file: str = ""


def in_force(workspace: Workspace, basis: Basis, names: Names | None) -> tuple[InForce, ...]:
    """What is decided beside the scheme and the catalogue, in the order of its kinds; no ``names`` where the aliases
    cannot be read.
    """
    return tuple(_in_force(workspace, basis, names))


def _in_force(workspace: Workspace, basis: Basis, names: Names | None) -> Iterator[InForce]:
    for kind in (*KINDS, FIRMWARE, EVIDENCE, EQUIVALENCE, PROGRAMME, PLAN):
        ones = tuple(workspace.store.decisions.all_standing(kind))
        since = max((one.decided_at.date() for one in ones if one.decided_at), default=None)
        if kind == SIZE and ones:
            yield InForce(kind, basis.parameters.size, since)
        elif kind in (ALIASES, CORRECTIONS) and ones:
            name = str((ones[-1].value or {}).get("name", ""))
            yield InForce(kind, _rows(kind, basis, names), since, name)
        elif ones:
            yield InForce(kind, len(ones), since)


def _rows(kind: str, basis: Basis, names: Names | None) -> int | None:
    tables = [table for table in basis.decided if table.role == kind]
    if not tables:
        return None
    if kind == ALIASES:
        # Those of the scheme stand in no file.
        return sum(bool(one.place) for one in names.aliases.decisions) if names else None
    try:
        return len(corrections_in(tables))
    except BadDecisions:
        return None
