"""``eligo register`` in a workspace: what it gives to anybody, as files that are checked without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import Annotated, BinaryIO

import typer

from eligo.cli import arguments
from eligo.cli.console import say, watching

PANEL = "Give the register of a workspace to anybody"

proving = typer.Typer()

_AT_ONCE = 2**20
"""How many bytes are printed at a time."""

EXPORT_EXAMPLE = "Example: eligo register export --out register.json"
PAGES_EXAMPLE = "Example: eligo register pages --out public"
RECEIPT_EXAMPLE = "Example: eligo register receipt P-5H7FZFG0YEWA/1 --version 2.10 --list ppcl --out receipt.json"
CONSISTENCY_EXAMPLE = "Example: eligo register consistency 2.9 2.10 --list ppcl --out consistency.json"

Out = Annotated[Path | None, typer.Option("--out", help="The file to write.", show_default="standard output")]
OfList = Annotated[str, typer.Option("--list", help="The list, by id or label, such as ppcl.", show_default=False)]


@proving.command("export", epilog=EXPORT_EXAMPLE, rich_help_panel=PANEL)
def export(out: Out = None, workspace: arguments.Workspace = None) -> None:
    """Write the register as it was published: every line and version, for eligo-verify-register and for questions."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, None, watcher) as opened, _taken(out) as file:
        for piece in use.export_register(opened):
            file.write(piece.encode())
    _say_given(out)


@proving.command("pages", epilog=PAGES_EXAMPLE, rich_help_panel=PANEL)
def pages(
    out: Annotated[
        Path, typer.Option("--out", help="The folder; what was published there before is replaced.", show_default=False)
    ],
    workspace: arguments.Workspace = None,
) -> None:
    """Write everything that was ever published of the register as files that any web server can serve."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, None, watcher) as opened:
        names = use.write_register_pages(opened, out)
    say(f"{len(names):,} files are in {out}, the register itself as {out / 'register.json'}.")


@proving.command("receipt", epilog=RECEIPT_EXAMPLE, rich_help_panel=PANEL)
def receipt(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ITEM", help="An item (P-.../1), or a product or label that is one.", show_default=False
        ),
    ],
    version: Annotated[
        str, typer.Option("--version", help="The version that it is by.", show_default="the last one published")
    ] = "",
    list_: OfList = "",
    line: Annotated[
        int | None,
        typer.Option("--line", min=1, help="Of the entry in that line.", show_default="the last one that it covers"),
    ] = None,
    out: Out = None,
    workspace: arguments.Workspace = None,
) -> None:
    """Write a receipt: the proof that an entry was published, which anybody can check without the register."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        text = use.receipt_of(opened, name, version, list_, line)
    _give(text, out)


@proving.command("consistency", epilog=CONSISTENCY_EXAMPLE, rich_help_panel=PANEL)
def consistency(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier version.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later version.", show_default=False)],
    list_: OfList = "",
    out: Out = None,
    workspace: arguments.Workspace = None,
) -> None:
    """Write the proof that one version has become another, and nothing was changed in between."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        text = use.consistency_of(opened, old, new, list_)
    _give(text, out)


@contextmanager
def _taken(out: Path | None) -> Iterator[BinaryIO]:
    """What is written is given to a file, or to standard output, once the block has ended well."""
    from eligo.durable import placed, told

    if out is not None:
        with placed(out) as file:
            yield file
        return
    with TemporaryFile() as file:
        with told(Path(gettempdir())):
            yield file
            file.seek(0)
        while some := file.read(_AT_ONCE):
            typer.echo(some, nl=False)


def _give(text: str, out: Path | None) -> None:
    with _taken(out) as file:
        file.write(text.encode())
    _say_given(out)


def _say_given(out: Path | None) -> None:
    if out is not None:
        say(f"Written to {out}. Anybody can check it: eligo-verify-register {out}")
