"""A clock that tests set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2019, 8, 31, 12, 30, tzinfo=UTC)
"""What a test's clock says until it is moved."""


class SettableClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        """The moment that was set."""
        return self.moment

    def move(self, seconds: float) -> None:
        """Set the clock forward, or back."""
        self.moment += timedelta(seconds=seconds)
