"""What a terminal sees: consoles, tables, progress, errors. The home of Rich.

Invariants: results go to standard output, everything else to standard error; without a terminal there is no
progress, no colour and no box; ``NO_COLOR`` is honoured.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from eligo.errors import EligoError

PIPED_WIDTH = 160
"""The width of tables where there is no terminal to ask."""

WIDE = 130
"""From this width on, every device has a column of its own."""


def output() -> Console:
    """Where results go."""
    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)


def errors() -> Console:
    """Where everything else goes."""
    return Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else PIPED_WIDTH)


def say(text: str = "", style: str = "") -> None:
    """One line of a result."""
    output().print(Text(printable(text), style=style))


def warn(text: str) -> None:
    """One line that is no result."""
    errors().print(Text(printable(text)))


def heading(text: str) -> None:
    """The title of what follows."""
    output().print()
    output().print(Text(text, style="bold"))


def show(columns: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[str] = ()) -> None:
    """One table. ``numbers`` names the columns that are set to the right, thousands parted; ``None.`` without rows."""
    if not rows:
        say("None.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False, show_header=any(columns))
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_shown(value) for value in row))
    output().print(table)


def _shown(value: object) -> Text:
    if isinstance(value, bool):
        return Text("yes" if value else "")
    if isinstance(value, int):
        return Text(f"{value:,}")
    return Text("" if value is None else printable(str(value)))


def devices(labels: Sequence[str], texts: Sequence[Sequence[str]]) -> tuple[Sequence[str], list[Sequence[str]]]:
    """The columns of some combinations' devices, and the cells of each: one column a device, or all in one.

    A narrow terminal gets one column with a line for each device, so that no firmware is broken in two.
    """
    if output().width >= WIDE:
        return labels, list(texts)
    return ("devices",), [("\n".join(text for text in cells if text != "-"),) for cells in texts]


def print_json(value: object) -> None:
    """A result for programs, as every artefact is written."""
    from eligo.artefacts import json_bytes

    sys.stdout.write(json_bytes(value).decode())


def percent(part: int, total: int) -> str:
    """
    >>> percent(1, 3), percent(0, 0)
    ('33.3 %', '')
    """
    return f"{100 * part / total:.1f} %" if total else ""


def report(error: EligoError) -> None:
    """A situation that ends a command: what was found, every instance of it, what to do next."""
    console = errors()
    console.print(Text("eligo: ", style="bold red") + Text(f"{printable(error.message)}."))
    for line in error.details:
        console.print(Text(f"  {printable(line)}"))
    if error.hint:
        console.print(Text(printable(error.hint), style="italic"))


def printable(text: str) -> str:
    r"""The text with every character that would steer a terminal written out: files may hold anything.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


class Watcher:
    """Progress on a terminal: one bar a stage."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._stages: dict[str, TaskID] = {}

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Move the bar of that stage."""
        if name not in self._stages:
            self._stages[name] = self._bars.add_task(name, total=total)
        self._bars.update(self._stages[name], completed=done, total=total, description=f"{name}{told}")


class Unwatched:
    """Progress where there is no terminal: none."""

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Nothing is shown."""


@contextmanager
def watching() -> Iterator[Watcher | Unwatched]:
    """A watcher of long work for as long as the block lasts."""
    if not sys.stderr.isatty():
        yield Unwatched()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors(), transient=True) as bars:
        yield Watcher(bars)


def in_words(value: object) -> str:
    """A value as it stands in a file for programs, for a cell: the parts of what has some, without their names."""
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    if isinstance(value, dict):
        return " ".join(map(in_words, value.values()))
    return "" if value is None else str(value)
