"""What the workflows need of the outside world, as protocols of at most six methods."""

from eligo.ports.outside import Clock, Progress
from eligo.ports.queue import LAST_ATTEMPT, Queue, Step
from eligo.ports.store import Archive, Audit, Decisions, Files, Rounds, Runs, Store, Submissions
from eligo.ports.workspace import Workspace

__all__ = [
    "LAST_ATTEMPT",
    "Archive",
    "Audit",
    "Clock",
    "Decisions",
    "Files",
    "Progress",
    "Queue",
    "Rounds",
    "Runs",
    "Step",
    "Store",
    "Submissions",
    "Workspace",
]
