"""The workbook that goes back to whoever sent a return: their own with every finding at its cell, where that can be.

Source: ``returns.md``, "Semantics" 2.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.causes import Cause
from eligo.returns.annotate import annotated
from eligo.returns.findings_workbook import findings_workbook
from eligo.returns.sent import SentFile, SentSheet


def returned_workbook(files: Sequence[SentFile], sheets: Sequence[SentSheet], causes: Sequence[Cause]) -> bytes:
    """The sender's own workbook, annotated; a findings workbook where several files or none of the kind were sent,
    where there are more than 200,000 cells, or where the file cannot be opened for writing or was refused (no sheets).
    """
    (first, *others) = files
    if sheets and not others and first.name.lower().endswith(".xlsx"):
        made = annotated(first.name, first.content, causes)
        if made is not None:
            return made
    return findings_workbook(" and ".join(file.name for file in files), causes, sheets)
