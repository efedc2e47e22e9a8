"""``eligo init``: the first lines of a workspace's log."""

from __future__ import annotations

from pathlib import Path

from eligo.catalogue import load_catalogue
from eligo.ports import Workspace
from eligo.records import Because
from eligo.scheme import load_scheme
from eligo.version import VERSION
from eligo.workflows.inputs import read_input
from eligo.workflows.workspace.basis import CATALOGUE, SCHEME
from eligo.workflows.workspace.deciding import decide
from eligo.workflows.workspace.restoring import refuse_unless_empty

MADE = "workspace.made"


def refuse_unusable(scheme: str, catalogue: Path | None) -> None:
    """Before anything is made: raise what a scheme or a catalogue that cannot be used raises."""
    loaded = load_scheme(scheme)
    if catalogue is not None:
        file = read_input("catalogue", catalogue)
        load_catalogue(file.name, file.content, loaded)


def start(workspace: Workspace, identity: str, scheme: str, catalogue: Path | None) -> None:
    """Begin an empty workspace: what it is called, under which scheme it works, with which catalogue. All or nothing.

    Raises what a scheme or a catalogue that cannot be used raises; the workspace is still empty then. Raises
    ``VersionConflict`` where somebody else has begun it meanwhile.
    """
    why = "named in eligo init"
    with workspace.files.holding(), workspace.store.transaction():
        refuse_unless_empty(workspace)
        made = {"record": "workspace", "id": identity, "eligo": VERSION}
        workspace.store.audit.note(MADE, made, Because(workspace.who, "eligo init"))
        decide(workspace, SCHEME, scheme, why)
        if catalogue is not None:
            decide(workspace, CATALOGUE, str(catalogue), why)


def identity_of(workspace: Workspace) -> str:
    """What the workspace is called; empty where it is not begun."""
    for event in workspace.store.audit.events(limit=1):
        return str((event.after or {}).get("id", ""))
    return ""
