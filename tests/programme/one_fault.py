"""For each code of registers and evidence, the smallest file in which exactly that fault is found, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from builders import foc
from eligo.findings import Finding
from eligo.programme import read_register
from programme.drawn import FIRMWARE, MK1, read


@dataclass(frozen=True)
class OneFault:
    """A code, (row, column) of the one finding, and the file in which it is found with nothing as grave."""

    code: str
    at: tuple[int, str]
    found: Callable[[], Sequence[Finding]]


def lines(code: str, at: tuple[int, str], *drawn: str) -> OneFault:
    """Some lines of a register."""
    return OneFault(code, at, lambda: read(*drawn).findings)


def content(code: str, at: tuple[int, str], text: bytes) -> OneFault:
    """A register as it stands in its file."""
    return OneFault(code, at, lambda: read_register(FIRMWARE, text, foc()).findings)


IN_REGISTERS: tuple[OneFault, ...] = (
    content("file-damaged", (2, ""), b'track,version,kind,received\nMK1,1.0,candidate,"2019-10-07\n'),
    content("column-missing", (1, "received"), b"track,version,kind\nMK1,1.0,candidate\n"),
    content("column-unknown", (1, "firmware"), b"track,version,kind,received,firmware\n"),
    lines("entry-missing", (2, "version"), "MK1,,candidate,,2019-10-07"),
    lines("entry-not-allowed", (2, "kind"), "MK1,1.0,nightly,,2019-10-07"),
    lines("day-unreadable", (2, "received"), "MK1,1.0,candidate,,7 October"),
    lines("firmware-track-unknown", (2, "track"), "MK3,1.0,candidate,,2019-10-07"),
    lines("firmware-repeated", (5, "version"), *MK1, MK1[1]),
    lines("firmware-successor-unknown", (2, "superseded_by"), "MK1,1.0,candidate,,2019-10-07,1.1"),
    lines(
        "firmware-successor-cycle",
        (2, "superseded_by"),
        "MK1,1.0,candidate,,2019-10-07,1.1",
        "MK1,1.1,candidate,,2019-11-11,1.0",
    ),
    lines(
        "firmware-succession-forked",
        (2, "superseded_by"),
        "MK1,1.0,candidate,,2019-10-07",
        "MK1,1.1,candidate,,2019-11-11",
    ),
    lines("firmware-final-alone", (2, "kind"), "MK1,1.0,final,,2019-10-07"),
    lines(
        "firmware-days-backwards",
        (3, "received"),
        "MK1,1.0,candidate,,2019-10-07,1.1",
        "MK1,1.1,candidate,,2019-09-30",
    ),
    lines("firmware-undated", (2, "received"), "MK1,1.0,candidate"),
    lines("firmware-before-expected", (2, "received"), "MK1,1.0,candidate,2019-10-14,2019-10-07"),
)
"""What can be found in a register."""
