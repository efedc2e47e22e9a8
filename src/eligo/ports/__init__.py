"""What the workflows need of the outside world, as protocols of at most six methods."""

from eligo.ports.outside import Clock, Progress
from eligo.ports.queue import LAST_ATTEMPT, Queue, Step
from eligo.ports.register import EVERY_LINE, KEY, RULES, Lines, RegisterLog, item_of
from eligo.ports.store import Archive, Audit, Decisions, Files, Rounds, Runs, Store, Submissions, Transactional
from eligo.ports.workspace import Workspace

__all__ = [
    "EVERY_LINE",
    "KEY",
    "LAST_ATTEMPT",
    "RULES",
    "Archive",
    "Audit",
    "Clock",
    "Decisions",
    "Files",
    "Lines",
    "Progress",
    "Queue",
    "RegisterLog",
    "Rounds",
    "Runs",
    "Step",
    "Store",
    "Submissions",
    "Transactional",
    "Workspace",
    "item_of",
]
