"""Drawn registers: a release is a few words."""

from __future__ import annotations

from collections.abc import Sequence

from builders import foc
from eligo.findings import Finding
from eligo.programme import REGISTER_COLUMNS, Register, RegisterRead, read_register

FIRMWARE = "firmware.csv"

MK1 = (
    "MK1,1.0,candidate,2019-10-01,2019-10-07,1.1,manufacturer 2019-09-20; SMSO-1 2019-11-01",
    "MK1,1.1,candidate,2019-11-04,2019-11-11,1.2,manufacturer",
    "MK1,1.2,final,2020-02-03/2020-02-17/2020-03-30,,,",
)
MK2 = ("MK2,2.0,candidate,2020-01-06,2020-01-06,,manufacturer 2019-12-20",)


def table(*lines: str) -> bytes:
    """Lines below the header of a register; cells at the end may be left out."""
    width = len(REGISTER_COLUMNS)
    rows = [line + "," * (width - 1 - line.count(",")) for line in lines]
    return "\n".join((",".join(REGISTER_COLUMNS), *rows, "")).encode()


def read(*lines: str) -> RegisterRead:
    """The lines read under the shipped scheme."""
    return read_register(FIRMWARE, table(*lines), foc())


def register(*lines: str) -> Register:
    """The lines as a register."""
    made = read(*(lines or (*MK1, *MK2))).register
    assert made is not None
    return made


def told(findings: Sequence[Finding]) -> list[tuple[str, int, str]]:
    """(code, row, column) of each."""
    return [(one.code, one.location.row, one.location.column) for one in findings]
