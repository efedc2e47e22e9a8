"""The clock, and whoever watches long work.

What belongs here: their shape. What does not: any implementation (``wiring`` chooses one).
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time, from one place only."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class Progress(Protocol):
    """Somebody who watches long work."""

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """``done`` of ``total`` steps of a stage are finished; ``done == total`` ends it.

        ``told`` is said beside the stage's name.
        """
        ...
