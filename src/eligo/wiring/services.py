"""The clock, and who watches long work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from eligo.ports import Clock, Progress


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


class Silence:
    """A watcher that says nothing."""

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Nothing is shown."""


@dataclass(frozen=True, slots=True)
class Services:
    """What a shell hands to the workflows."""

    clock: Clock
    progress: Progress


def build_services(progress: Progress | None = None) -> Services:
    """The services of this machine; silent unless somebody watches."""
    return Services(SystemClock(), progress or Silence())
