"""A workspace: the folder in which an operator's work is remembered, and what it is remembered with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eligo.ports.outside import Clock, Progress
from eligo.ports.queue import Queue
from eligo.ports.store import Archive, Files, Store


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace, as ``wiring`` hands it to the workflows.

    ``folder`` holds ``eligo.toml``; ``who`` is the name under which changes are made in this session. ``release``
    closes what the calling thread has open; a thread that asked for anything calls it at its end.
    """

    folder: Path
    store: Store
    queue: Queue
    files: Files
    archive: Archive
    clock: Clock
    progress: Progress
    who: str
    release: Callable[[], None] = lambda: None
