"""A workspace's database and files, opened at a moment that is told: a clock that stands still.

Every bout has its own moment, an hour after the one before, so that no lease outlives the bout in which it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from eligo.store import FolderFiles, OpenStore, open_store

START = datetime(2019, 8, 31, 12, 30, tzinfo=UTC)
BETWEEN_BOUTS = timedelta(hours=1)
LEASE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Moment:
    """The clock of one bout."""

    bout: int

    def now(self) -> datetime:
        """The same all the time."""
        return START + self.bout * BETWEEN_BOUTS


@dataclass(frozen=True, slots=True)
class Place:
    """Where a workspace is: the address of its database, and the folder of its files."""

    url: str
    folder: Path

    @property
    def write_ahead_log(self) -> Path | None:
        """The file that SQLite's commits write to; ``None`` for PostgreSQL."""
        return Path(f"{self.url.removeprefix('sqlite://')}-wal") if self.url.startswith("sqlite:") else None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open workspace, as the load and the judge use it."""

    db: OpenStore
    files: FolderFiles
    clock: Moment


@contextmanager
def opened(place: Place, bout: int) -> Iterator[Opened]:
    """The workspace, open during the block."""
    clock = Moment(bout)
    db = open_store(place.url, clock)
    try:
        yield Opened(db, FolderFiles(place.folder), clock)
    finally:
        db.close()
