"""Workbooks read by Eligo and by other readers: ``make bench``, or ``python benchmarks/workbooks.py 1000000``.

Method: two workbooks are written by XlsxWriter: one of 31 columns and as many rows as are asked for, in which one row
in a hundred is not plain; and a small one with formatting down to the last row of the sheet. Each program is a process
of its own; wall time by a monotonic clock around it, processor time and peak resident memory as the system charges them
to that process. What is compared:

- *eligo*: the whole return read: every cell with its place and kind, checks, catalogue, repeats, balance, findings;
- *opened*: the same file opened by Eligo's reader, no cell checked;
- *calamine*: python-calamine, every cell of the sheet as a Python value; *openpyxl*: likewise, in its read-only mode.

The table shows each, and its wall time by that of *opened*. Nothing is asserted. DuckDB's reader of workbooks is left
out: it is an extension that is fetched over the network. openpyxl is left out where it would take many minutes.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(ROOT / "src"), str(ROOT / "tests")]  # in place of this folder, whose name for this is the same

ROWS = 100_000
LEFT_OUT = ("ESME Firmware provider", "GSME Firmware provider", "CH Firmware provider", "PPMID Firmware provider")
LAST_ROW = 1_048_576
MOST_FOR_OPENPYXL = 200_000
SEED = 1
PROGRAMS = ("eligo", "opened", "calamine", "openpyxl")
NAMES = {"rows": "RFI-1__Supplier__Aster-Energy.xlsx", "stray": "RFI-1__Supplier__Birch-Power.xlsx"}


def generate(folder: Path, rows: int) -> None:
    """Both workbooks."""
    import xlsxwriter

    from builders import foc, row
    from eligo.scheme import template_columns

    rng = Random(SEED)
    for which, count, last in (("rows", rows, 0), ("stray", 500, LAST_ROW)):
        supplier = "Aster Energy" if which == "rows" else "Birch Power"
        book = xlsxwriter.Workbook(str(folder / NAMES[which]), {"constant_memory": True})
        sheet, shaded = book.add_worksheet("Combinations"), book.add_format({"bg_color": "#EEEEEE"})
        columns = [column.name for column in template_columns(foc()) if column.name not in LEFT_OUT]
        sheet.write_row(0, 0, columns)
        for number in range(1, count + 1):
            odd = rng.random() < 0.01
            changes = {"Supplier": supplier, "GSME Firmware version": f"03.00.01.6{rng.randrange(2)}"}
            changes |= {"ESME Factory configuration": f"GB-{rng.randrange(2000)}"}
            changes |= {"ESME Manufacturer": "L+G"} if odd else {}
            changes |= {f"{device} Factory configuration": "GB" for device in ("GSME", "CH", "PPMID")}
            changes |= {"Mixed": str(rng.randrange(9))}
            cells = {**row(**changes), "Active": rng.randrange(5000), "Dormant": rng.randrange(500)}
            sheet.write_row(number, 0, [cells.get(name, "") for name in columns])
        for number in range(count + 1, last):
            sheet.set_row(number, None, shaded)
        book.close()


def eligo(file: Path) -> None:
    """The whole return."""
    from builders import catalogue, foc
    from eligo.returns import read_return

    one = read_return(file.name, file.read_bytes(), foc(), catalogue())
    print(one.balances)


def opened(file: Path) -> None:
    """The cells alone."""
    from eligo.returns.forms import open_file

    print([len(sheet.rows) for sheet in open_file(file.name, file.read_bytes()).sheets])


def calamine(file: Path) -> None:
    """Every cell by python-calamine."""
    from python_calamine import CalamineWorkbook

    print(len(CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()))


def openpyxl(file: Path) -> None:
    """Every cell by openpyxl."""
    from openpyxl import load_workbook

    print(sum(1 for _ in load_workbook(file, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)))


def measure(program: str, file: Path) -> tuple[float, float, float]:
    """(wall seconds, processor seconds, peak mebibytes) of one program. Raises ``SystemExit`` where it fails."""
    command = [sys.executable, __file__, "--program", program, str(file)]
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0o600)]
    started = time.perf_counter()
    child = os.posix_spawn(sys.executable, command, dict(os.environ), file_actions=silent)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{program} ended with {os.waitstatus_to_exitcode(status)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 2**20


def main() -> int:
    """Measure and print the tables."""
    if sys.argv[1:2] == ["--program"]:
        {"eligo": eligo, "opened": opened, "calamine": calamine, "openpyxl": openpyxl}[sys.argv[2]](Path(sys.argv[3]))
        return 0
    if sys.argv[1:2] == ["--generate"]:
        generate(Path(sys.argv[2]), int(sys.argv[3]))
        return 0
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own: what a process has used before it starts another counts as that one's peak.
        subprocess.run([sys.executable, __file__, "--generate", name, str(rows)], check=True)
        for which, title in (("rows", f"{rows:,} rows of 31 columns"), ("stray", "formatting down to the last row")):
            file = folder / NAMES[which]
            print(f"\n{title}, {file.stat().st_size / 2**20:,.1f} MiB ({platform.machine()}, {os.cpu_count()} cores)")
            print(f"{'':<10}{'wall s':>9}{'processor s':>13}{'peak MiB':>10}{'by opened':>11}")
            found = {
                program: measure(program, file)
                for program in PROGRAMS
                if program != "openpyxl" or (which == "rows" and rows <= MOST_FOR_OPENPYXL)
            }
            for program, (wall, processor, peak) in found.items():
                ratio = wall / found["opened"][0]
                print(f"{program:<10}{wall:>9.2f}{processor:>13.2f}{peak:>10.0f}{ratio:>11.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
