"""Which combinations to test: exact, proved, explained."""

from eligo.selection.result import Alternative, Baseline, Conflict, Requirement, Selection

__all__ = ["Alternative", "Baseline", "Conflict", "Requirement", "Selection"]
