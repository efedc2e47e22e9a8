"""A workspace with a catalogue, and small returns for it: what tests of its workflows begin with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

from builders import CATALOGUE, CLEAN_ROW, csv_of, row
from eligo.ports import Workspace
from eligo.store import FolderFiles
from eligo.workflows import workspace as use
from workflows.workspaces import in_memory

ASTER = "RFI-1__Supplier__Aster-Energy.csv"
ROWS = (
    row(Active="5000"),
    row(**{"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8", "Active": "4000"}),
    row(**{"CH Firmware version": "2.1.11", "Active": "3000"}),
)
"""Three combinations of one supplier: 12,060 installations."""


def begun(folder: Path) -> Workspace:
    """A workspace that has begun, its store in memory and its files on disk, with the drawn catalogue."""
    catalogue = folder / "models.csv"
    catalogue.write_text(CATALOGUE, "utf-8")
    home = folder / "workspace"
    home.mkdir()
    workspace = in_memory(home, FolderFiles(home / "store" / "files"))
    use.start(workspace, "W-1", "smets1-foc", catalogue)
    return workspace


def sent(folder: Path, rows: Sequence[dict[str, str]] = ROWS, name: str = ASTER, header: Sequence[str] = ()) -> Path:
    """A file that somebody sent, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(csv_of(rows, header))
    return file


def sent_workbook(path: Path, snapshot: date | None, organisation: str = "Aster Energy") -> Path:
    """A workbook of one row that somebody sent, as of that day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    stated = (("Organisation", organisation), ("Organisation role", "Supplier"), ("RFI reference", "RFI-1"))
    sheet = book.create_sheet("Return")
    for pair in (*stated, ("Snapshot date", snapshot)):
        sheet.append(pair)
    sheet = book.create_sheet("Combinations")
    typed = row(Supplier=organisation, Active=str(snapshot.month if snapshot else 1))
    sheet.append(tuple(CLEAN_ROW))
    sheet.append(tuple(typed.values()))
    book.save(path)
    return path


def numbers(received: use.Received) -> list[tuple[str, int, bool, tuple[int, ...]]]:
    """What became of each file: its name, its number, whether it is new, and the numbers that it replaces."""
    return [(one.submission.file_name, one.submission.number, one.is_new, one.replaces) for one in received.receipts]


def aliased(workspace: Workspace, folder: Path, typed: str, canonical: str) -> None:
    """Decide that an organisation goes by another name, too."""
    table = folder / "aliases.csv"
    header = "kind,device_type,typed,canonical,reason,author,date"
    table.write_text(f"{header}\norganisation,,{typed},{canonical},a former name,An analyst,2019-08-30\n", "utf-8")
    use.decide(workspace, "aliases", str(table), "as confirmed by telephone")
