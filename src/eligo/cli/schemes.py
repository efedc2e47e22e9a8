"""The commands about schemes and about the request for information."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, say, show

schemes = typer.Typer(help="List, show and check schemes: what a fleet is, as data.", no_args_is_help=True)
rfi = typer.Typer(help="The request for information that organisations answer.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="A shipped scheme, or the path of a scheme file.", show_default=False)]


@schemes.command("list")
def list_schemes(as_json: arguments.AsJson = False) -> None:
    """List the schemes that are shipped with Eligo."""
    from eligo.artefacts import json_bytes
    from eligo.scheme import load_table_scheme, shipped_schemes

    known = [load_table_scheme(name) for name in shipped_schemes()]
    if as_json:
        typer.echo(
            json_bytes([{"id": s.id, "version": s.version, "title": s.title} for s in known]).decode(),
            nl=False,
        )
    else:
        show(("scheme", "version", "title"), [(s.id, s.version, s.title) for s in known])


@schemes.command("show")
def show_scheme(
    scheme: Name,
    source: Annotated[bool, typer.Option("--source", help="Print the scheme file itself.")] = False,
    as_json: arguments.AsJson = False,
) -> None:
    """Show what a scheme says: devices, identity, scope rules, policy, phases, questions, deadlines."""
    from eligo.artefacts import json_bytes
    from eligo.scheme import load_table_scheme, scheme_text, summary

    if source:
        typer.echo(scheme_text(scheme).decode("utf-8-sig"), nl=False)
        return
    lines = summary(load_table_scheme(scheme))
    if as_json:
        typer.echo(json_bytes([{"label": label, "text": text} for label, text in lines]).decode(), nl=False)
    else:
        show(("", ""), lines)


@schemes.command("check")
def check_scheme(scheme: Name) -> None:
    """Check a scheme file; every mistake is named by line and key."""
    from eligo.workflows import check_scheme_file

    loaded = check_scheme_file(scheme)
    say(f"{scheme}: no mistakes. {loaded.title}, version {loaded.version}.")


@rfi.command(
    "template",
    epilog="Example: eligo rfi template --catalogue device-models.csv --round RFI-2019-10 --out RFI-2019-10.xlsx",
)
def template(
    catalogue: arguments.Catalogue,
    out: Annotated[Path, typer.Option(help="The workbook to write (.xlsx).", show_default=False)],
    round_: Annotated[
        str,
        typer.Option("--round", help="The reference of the round, such as RFI-2019-10.", show_default=False),
    ],
    scheme: arguments.Scheme = arguments.DEFAULT_SCHEME,
) -> None:
    """Write the workbook that organisations fill in, with drop-downs from the catalogue."""
    from eligo.workflows import write_template

    path = write_template(scheme, catalogue, round_, out)
    heading(f"{path} is ready to send")
    say("Its last sheet says how to fill it in.")
