"""Reading by a parser that is not ours: in a process of its own, with little memory and little time.

What belongs here: starting ``forms.apart`` for one file, its limits, and what becomes of it. What does not: which form
is read so (``forms.open``). A crash, an abort or a limit is told as what it is about the file; nothing that the other
process writes is believed unchecked. Each file has a process of its own, so that one cannot leave anything for the
next; see the decision record on reading any form.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eligo.catalogue import TypedCell
from eligo.errors import UnreadableFile
from eligo.returns.cells import Form, Merge, Rows, Sheet
from eligo.returns.forms import apart
from eligo.returns.forms.limits import MEBIBYTE
from eligo.returns.forms.xml import damaged

MEMORY_BYTES = 2048 * MEBIBYTE
RESULT_BYTES = 512 * MEBIBYTE
_LEAST_SECONDS = 20
_SECONDS_PER_MEBIBYTE = 1.0
_WAITED_LONGER = 3
"""On a busy machine the clock runs faster than the processor time of one process."""

_PASSED_ON = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_OUT_OF_MEMORY = ("memory allocation", "MemoryError", "Out of Memory", "bad_alloc")
_KINDS = ("text", "number", "date", "boolean", "blank")


def read_apart(name: str, content: bytes, form: str, shown: Form) -> tuple[Sheet, ...]:
    """The sheets of a file in the form ``xls`` or ``parquet``; ``shown`` is how the form is called.

    Raises ``UnreadableFile`` where it is damaged, takes more than the limits, or makes the parser crash.
    """
    seconds = int(_LEAST_SECONDS + _SECONDS_PER_MEBIBYTE * len(content) / MEBIBYTE)
    with TemporaryDirectory(prefix="eligo-") as folder:
        source, result = Path(folder, f"content.{form}"), Path(folder, "result")
        source.write_bytes(content)
        limits = [str(limit) for limit in (MEMORY_BYTES, seconds, RESULT_BYTES)]
        command = [sys.executable, "-I", apart.__file__, form, str(source), str(result), *limits]
        try:
            ended = subprocess.run(  # noqa: S603 - our own program, and paths that are ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=folder,
                env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
                timeout=seconds * _WAITED_LONGER,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _too_long(name, seconds * _WAITED_LONGER) from None
        if ended.returncode or not result.exists():
            raise _ended_badly(name, ended.returncode, ended.stderr[-2000:], seconds)
        return _sheets(name, result.read_bytes(), shown)


def _ended_badly(name: str, status: int, said: bytes, seconds: int) -> UnreadableFile:
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if status == -getattr(signal, "SIGXCPU", 0) or (status == -getattr(signal, "SIGKILL", 0) and not said):
        return _too_long(name, seconds)
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


def _too_long(name: str, seconds: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name} could not be read within {seconds} seconds", hint="Save it as .xlsx or CSV and send that."
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
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise damaged(name, f"its parser gave no table: {type(error).__name__}") from None
    return tuple(sheets)


def _sheet(said: Mapping[str, Any], codes: array[int], shown: Form) -> Sheet:
    cells = [TypedCell(str(text), str(kind)) for text, kind in said["cells"]] or [TypedCell("", "blank")]
    width = int(said["width"])
    whole = len(codes) == int(said["length"]) and width > 0 and len(codes) % width == 0
    if not whole or max(codes, default=0) >= len(cells) or any(cell.kind not in _KINDS for cell in cells):
        raise ValueError("codes that do not fit")
    merges: list[Merge] = [(int(a), int(b), int(c), int(d)) for a, b, c, d in said["merges"]]
    return Sheet(str(said["name"]), bool(said["hidden"]), Rows(cells, codes, width), shown, tuple(merges))


def _refused(name: str, why: str) -> UnreadableFile:
    if "password" in why.casefold() or "encrypt" in why.casefold():
        return UnreadableFile(f"{name} is encrypted", hint="Save it without a password and send it again.")
    return damaged(name, why)
