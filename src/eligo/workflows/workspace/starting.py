"""``eligo init``: the first lines of a workspace's log."""

from __future__ import annotations

from pathlib import Path

from eligo.ports import Workspace
from eligo.records import Because
from eligo.version import VERSION
from eligo.workflows.workspace.basis import CATALOGUE, SCHEME
from eligo.workflows.workspace.deciding import decide

MADE = "workspace.made"


def start(workspace: Workspace, identity: str, scheme: str, catalogue: Path | None) -> None:
    """Begin an empty workspace: what it is called, under which scheme it works, with which catalogue. All or nothing.

    Raises what a scheme or a catalogue that cannot be used raises; the workspace is still empty then.
    """
    why = "named in eligo init"
    with workspace.files.holding(), workspace.store.transaction():
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
