"""Reading by a parser that is not ours: in a process of its own, with little memory and little time.

What belongs here: starting ``forms.apart`` for one file, its limits, and what becomes of it. What does not: which form
is read so (``forms.open``), and the process (``forms.limited``). A crash, an abort or a limit is told as what it is
about the file; nothing that the other process writes is believed unchecked.
"""

from __future__ import annotations

import json
import signal
import struct
from array import array
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eligo.catalogue import TypedCell
from eligo.errors import UnreadableFile
from eligo.returns.cells import Form, Merge, Rows, Sheet
from eligo.returns.forms import apart
from eligo.returns.forms.limited import MEMORY_BYTES, Ended, run_limited
from eligo.returns.forms.limits import MEBIBYTE
from eligo.returns.forms.xml import damaged

_OUT_OF_MEMORY = ("memory allocation", "MemoryError", "Out of Memory", "bad_alloc")
_KINDS = ("text", "number", "date", "boolean", "blank")


def read_apart(name: str, content: bytes, form: str, shown: Form) -> tuple[Sheet, ...]:
    """The sheets of a file in the form ``xls`` or ``parquet``; ``shown`` is how the form is called.

    Raises ``UnreadableFile`` where it is damaged, takes more than the limits, or makes the parser crash.
    """
    with TemporaryDirectory(prefix="eligo-") as folder:
        source = Path(folder, f"content.{form}")
        source.write_bytes(content)
        ended = run_limited(apart.__file__, (form, str(source)), Path(folder), len(content))
    if ended.result is None:
        raise ended_badly(name, ended)
    return _sheets(name, ended.result, shown)


def ended_badly(name: str, ended: Ended) -> UnreadableFile:
    """What is said of the file where its process has ended without a result."""
    status, last = ended.status, ended.said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    is_killed = status == -getattr(signal, "SIGKILL", 0) and not ended.said
    if status is None or status == -getattr(signal, "SIGXCPU", 0) or is_killed:
        return UnreadableFile(
            f"{name} could not be read within {ended.seconds} seconds", hint="Save it as .xlsx or CSV and send that."
        )
    if status == -getattr(signal, "SIGABRT", 0) or any(sign in last for sign in _OUT_OF_MEMORY):
        return UnreadableFile(
            f"{name} takes more than {MEMORY_BYTES // MEBIBYTE:,} megabytes of memory to read",
            hint="Delete what is far from the table, save it as .xlsx or CSV and send that.",
        )
    if "ModuleNotFoundError" in last:
        return UnreadableFile(f"{name} cannot be read here ({last})", hint="Install Eligo with all it depends on.")
    how = f"signal {-status}" if status < 0 else f"status {status}"
    return UnreadableFile(
        f"{name} is damaged: its parser ended with {how}{f' ({last[:200]})' if last else ''}",
        hint="Open it, save it as .xlsx or CSV and send that.",
    )


def _sheets(name: str, result: bytes, shown: Form) -> tuple[Sheet, ...]:
    """The result, checked: it comes from a process that has read an unknown file."""
    try:
        (length,) = struct.unpack_from("<Q", result)
        said = json.loads(result[8 : 8 + length])
        if "refused" in said:
            raise _refused(name, str(said["refused"]))
        start, sheets = 8 + length, []
        for sheet in said["sheets"]:
            codes = array("I")
            codes.frombytes(result[start : start + 4 * int(sheet["length"])])
            start += 4 * int(sheet["length"])
            sheets.append(_sheet(sheet, codes, shown))
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(name, f"its parser gave no table: {type(error).__name__}") from None
    return tuple(sheets)


def _sheet(said: Mapping[str, Any], codes: array[int], shown: Form) -> Sheet:
    cells = [TypedCell(str(text), str(kind)) for text, kind in said["cells"]] or [TypedCell("", "blank")]
    width = int(said["width"])
    whole = len(codes) == int(said["length"]) and width > 0 and len(codes) % width == 0
    if not whole or max(codes, default=0) >= len(cells) or any(cell.kind not in _KINDS for cell in cells):
        raise ValueError("codes that do not fit")
    merges: list[Merge] = [(int(a), int(b), int(c), int(d)) for a, b, c, d in said["merges"]]
    unread = {int(place): str(why) for place, why in said["unread"].items()}
    rows = Rows(cells, codes, width)
    return Sheet(str(said["name"]), bool(said["hidden"]), rows, shown, tuple(merges), unread=unread)


def _refused(name: str, why: str) -> UnreadableFile:
    if "password" in why.casefold() or "encrypt" in why.casefold():
        return UnreadableFile(f"{name} is encrypted", hint="Save it without a password and send it again.")
    if why.startswith(apart.TOO_LARGE):
        return UnreadableFile(f"{name} has {why}", hint="Save only the rows and columns of the return.")
    return damaged(name, why)
