"""A file that must be refused, and what the refusal has to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from estates.files import Sender
from faults.draft import Draft
from faults.workbook_xlsx import xlsx
from faults.zips import Change, changed

STEM = "RFI-2019-08__Supplier__Alder-Energy"
UNREADABLE, WRONG = "UnreadableFile", "WrongTemplate"
EITHER = f"{UNREADABLE} or {WRONG}"


@dataclass(frozen=True)
class Hostile:
    """A file with the class of the error and a pattern, whatever its case, of words that name the cause."""

    name: str
    content: bytes
    error: str
    cause: str


Make = Callable[[], Hostile]


def clean_draft() -> Draft:
    """A return without a fault."""
    draft = Draft(Random(1), Sender("Supplier", "Alder Energy"))
    for _ in range(5):
        draft.row()
    return draft


def clean_xlsx(*changes: Change) -> bytes:
    """Its workbook, after changes to its parts."""
    return changed(xlsx(clean_draft()), *changes)


def replaced(part: str, old: bytes, new: bytes) -> Change:
    """The change of some bytes, which must be there, in one part."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return change


def added(part: str, content: bytes) -> Change:
    """One part more."""

    def change(parts: dict[str, bytes]) -> None:
        parts[part] = content

    return change


def workbook(content: bytes, cause: str, error: str = UNREADABLE) -> Hostile:
    """A hostile .xlsx."""
    return Hostile(f"{STEM}.xlsx", content, error, cause)


def text(content: bytes, cause: str, error: str = UNREADABLE) -> Hostile:
    """A hostile .csv."""
    return Hostile(f"{STEM}.csv", content, error, cause)
