"""``eligo audit``: the verdict on a choice that somebody published, and what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eligo.cli import arguments
from eligo.cli.running import parameters_of

AUDIT_EXAMPLE = "Example: eligo audit table-3.csv --of OUT"


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
    as_json: arguments.AsJson = False,
) -> None:
    """Say whether a published choice is the best under its rule, tied, or beaten, by what and by how much."""
    from eligo.cli.audited import print_audit, print_audit_json
    from eligo.workflows import audit as audit_workflow

    audited = audit_workflow(published, of, scheme, parameters_of(size, strength, pins, bans, minimum, maximum))
    (print_audit_json if as_json else print_audit)(audited)
