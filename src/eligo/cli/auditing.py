"""``eligo audit``: the verdict on a choice that somebody published, and what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import print_json, say
from eligo.cli.running import parameters_of

AUDIT_EXAMPLE = "Example: eligo audit table-3.csv --of OUT --out AUDIT"


def audit(
    published: Annotated[Path, typer.Argument(help="The published table of chosen combinations.", show_default=False)],
    of: Annotated[
        Path,
        typer.Option("--of", help="The estate: the folder of a run or of a choice, or a table.", show_default=False),
    ],
    scheme: Annotated[str | None, typer.Option(help="The scheme of a table.", show_default="the folder's own")] = None,
    size: arguments.Size = None,
    strength: arguments.Strength = None,
    pins: arguments.Pins = [],  # noqa: B006 - Typer copies it
    bans: arguments.Bans = [],  # noqa: B006
    minimum: arguments.Minimum = [],  # noqa: B006
    maximum: arguments.Maximum = [],  # noqa: B006
    out: Annotated[
        Path | None,
        typer.Option(
            help="A folder for the audit as a page, its certificate, the table and the scheme.", show_default=False
        ),
    ] = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say whether a published choice is the best under its rule, tied, or beaten, by what and by how much."""
    from eligo.cli.audited import print_audit
    from eligo.workflows import audit as audit_workflow
    from eligo.workflows import audit_record

    parameters = parameters_of(size, strength, pins, bans, minimum, maximum)
    audited = audit_workflow(published, of, scheme, parameters, out)
    if as_json:
        print_json(audit_record(audited))
        return
    print_audit(audited)
    if out is not None:
        say(f"Written to {out}: audit.html, audit.pdf and audit.json. Their figures are exact and not for publication.")
        if audited.certified:
            say(f"Anybody can check it: eligo-check {out}/certificate.json {out}/combinations.csv {out}/scheme.toml")
