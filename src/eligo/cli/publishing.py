"""``eligo register`` in a workspace: its rules and keys, and its versions, which one proposes and another publishes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eligo.cli.console import say

PANEL = "Keep and publish the register of a workspace"
NEW_KEY_EXAMPLE = "Example: eligo register new-key register.pem"

publishing = typer.Typer()


@publishing.command("new-key", epilog=NEW_KEY_EXAMPLE, rich_help_panel=PANEL)
def make_key(
    file: Annotated[Path, typer.Argument(help="The file to make, which is to be kept from others.")],
) -> None:
    """Make a key that signs (Ed25519), in a new file that nobody else may read, and print its public key."""
    from eligo.wiring import new_key

    key = new_key(file)
    say(f"The key is in {file}, which you alone may read. Keep a copy in a safe place: nothing else has it.")
    say(f"Its public key, to be made known: {key.public}")
