"""The decisions on equivalence that a workspace keeps, as a table: what stands, read under any run.

What belongs here: finding them. What does not: making and withdrawing them (``deciding_equivalences``).

Invariant: each is a decision of its own, whose value is its line; one about a combination that a run no longer has says
nothing of that run, and stays.
"""

from __future__ import annotations

from collections.abc import Mapping

from eligo.artefacts import csv_bytes
from eligo.ports import Workspace
from eligo.programme import EQUIVALENCE_COLUMNS, Equivalences, read_equivalences
from eligo.terms import Combination
from eligo.workflows.equivalences import bad_equivalences
from eligo.workflows.workspace.basis import EQUIVALENCE

KEPT_NAME = "the workspace's equivalences"


def kept_lines(workspace: Workspace) -> tuple[Mapping[str, str], ...]:
    """The decisions that are kept, those that were withdrawn among them, in the order in which they were made."""
    standing = workspace.store.decisions.all_standing(EQUIVALENCE)
    return tuple({name: str(text) for name, text in (one.value or {}).items()} for one in standing)


def kept_table(lines: tuple[Mapping[str, str], ...]) -> bytes:
    """Lines as the table of them."""
    return csv_bytes(EQUIVALENCE_COLUMNS, ([one[column] for column in EQUIVALENCE_COLUMNS] for one in lines))


def standing_equivalences(workspace: Workspace, known: Mapping[str, Combination]) -> Equivalences:
    """The decisions about combinations that are ``known``. Raises ``BadDecisions`` where one no longer reads."""
    read = read_equivalences(KEPT_NAME, kept_table(kept_lines(workspace)), known, in_full=True, leaving_unknown=True)
    if read.equivalences is None:
        raise bad_equivalences(KEPT_NAME, read.findings)
    return read.equivalences
