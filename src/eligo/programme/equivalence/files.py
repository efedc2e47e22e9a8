"""A file of decisions on equivalence, in either form: the table, or the workbook that was made of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from eligo.programme.equivalence.matrix import read_matrix
from eligo.programme.equivalence.read import EquivalencesRead, read_table
from eligo.terms import Combination

WORKBOOK = ".xlsx"


def read_equivalences(
    name: str,
    content: bytes,
    known: Mapping[str, Combination],
    *,
    tested: Collection[str] | None = None,
    today: date | None = None,
    in_full: bool = False,
    leaving_unknown: bool = False,
) -> EquivalencesRead:
    """The decisions of a file about the combinations ``known`` by id: as ``read_matrix`` of a workbook, else as
    ``read_table``, with what that takes. Raises ``UnreadableFile`` where a workbook is none.
    """
    if name.casefold().endswith(WORKBOOK):
        return read_matrix(name, content, known, tested=tested, today=today)
    judged = {"in_full": in_full, "leaving_unknown": leaving_unknown}
    return read_table(name, content, known, tested=tested, today=today, **judged)
