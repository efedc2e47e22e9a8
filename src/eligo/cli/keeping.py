"""The commands that keep a workspace: backup, restore, move, migrate, collect."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, watching

BACKUP_EXAMPLES = "Example: eligo backup foc-2019-09-30.eligo"
RESTORE_EXAMPLES = "Example: eligo restore foc-2019-09-30.eligo NEW_FOLDER"
MOVE_EXAMPLES = "Example: eligo move postgresql://eligo@db.example/foc --why 'several analysts'"
MIGRATE_EXAMPLES = "Example: eligo migrate"
COLLECT_EXAMPLES = "Example: eligo collect"

Database = Annotated[str, typer.Argument(help="'sqlite', or postgresql://user@host/name.", show_default=False)]


def backup(
    target: Annotated[Path, typer.Argument(help="The file to write; it may not exist.", show_default=False)],
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Put all of the workspace into one file, verified, while others go on working."""
    from eligo.cli.remembering import print_contents, stated
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, None, watcher) as opened:
        made = use.backup(opened, target)
    if as_json:
        beside = {"backup": str(made.path), "size": made.size}
        print_json({**beside, **stated(made.contents)})
        return
    heading(f"{made.path} has everything: {made.size:,} bytes")
    print_contents(made.contents)


def restore(
    source: Annotated[Path, typer.Argument(help="A file that 'eligo backup' wrote.", show_default=False)],
    folder: Annotated[Path, typer.Argument(help="The folder of the new workspace.", show_default=False)],
    database: Annotated[str, typer.Option(help="'sqlite', or postgresql://user@host/name.")] = "sqlite",
    why: arguments.Why = "restored from a backup",
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Make a workspace of a backup, once all of it is verified."""
    from eligo.cli.remembering import print_contents, stated
    from eligo.wiring import restored_workspace

    with watching() as watcher, restored_workspace(source, folder, database, who, watcher, why) as (opened, contents):
        if as_json:
            print_json({"folder": str(opened.folder), **stated(contents)})
            return
        heading(f"{opened.folder} is the workspace again, as it was at event {contents.head.number:,}")
        print_contents(contents)


def move(
    database: Database,
    why: arguments.Why = "",
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Put the workspace into another database, with the same content, and go on there."""
    from eligo.cli.remembering import print_contents, stated
    from eligo.wiring import move_workspace

    with watching() as watcher:
        contents = move_workspace(workspace, database, who, watcher, why)
    if as_json:
        print_json({"database": database, **stated(contents)})
        return
    heading(f"The workspace is in {database} now; the earlier database takes no more changes")
    print_contents(contents)


def migrate(
    workspace: arguments.Workspace = None, who: arguments.Who = None, as_json: arguments.AsJson = False
) -> None:
    """Bring a workspace of an earlier Eligo up to date: all of it, checked, or nothing."""
    from eligo.wiring import migrate_workspace

    applied = migrate_workspace(workspace, who)
    if as_json:
        print_json({"applied": list(applied)})
        return
    done = f"Brought up to date: {', '.join(applied)}" if applied else "The workspace is up to date"
    say(f"{done}; 'eligo verify' checks it.")


def collect(workspace: arguments.Workspace = None, as_json: arguments.AsJson = False) -> None:
    """Delete the files that nothing refers to any more."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, None, watcher) as opened:
        deleted = use.collect(opened)
    if as_json:
        print_json([{"sha256": file.sha256, "size": file.size} for file in deleted])
        return
    size = sum(file.size for file in deleted)
    say(f"{len(deleted):,} file{'' if len(deleted) == 1 else 's'} deleted, {size:,} bytes.")
