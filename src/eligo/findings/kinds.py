"""What every finding has: a severity, and a code with its meaning and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """``ERROR``: the row is quarantined. ``WARNING``: accepted, someone should look. ``NOTE``: normalised."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class FindingCode:
    """A kind of finding: its severity, what it means, and what its receiver does. Codes are never reused."""

    code: str
    severity: Severity
    meaning: str
    remedy: str
