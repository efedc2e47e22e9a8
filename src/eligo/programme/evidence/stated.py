"""What a file of results states, before any of it is held to the scheme: one ``Line`` for each test, from every form.

What belongs here: the names of what is stated. What does not: how a form says it (``junit``, ``ctrf``, ``read``), and
whether it can be true (``judge``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eligo.findings import Finding
from eligo.programme.tables import Line

DIMENSIONS = ("combination", "phase", "state", "firmware", "operator")
"""What results are of; in JUnit XML a property, in CTRF JSON an entry of ``extra``, in CSV a column."""

RESULT_COLUMNS = (*DIMENSIONS, "test", "outcome", "at", "severity", "reference")
"""Everything that is read of a result, in the order in which Eligo writes it."""

PASSED, FAILED, NOT_RUN, FLAKY = "passed", "failed", "not-run", "flaky"
"""Outcomes as forms are read to; ``flaky`` is one test with both outcomes in one run."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A file as it states itself; ``lines`` have every column of ``RESULT_COLUMNS``, blank where nothing is stated."""

    form: str
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


def line(name: str, row: int, stated: Mapping[str, str]) -> Line:
    """One test of a form that has no columns."""
    return Line(name, row, {column: stated.get(column, "").strip() for column in RESULT_COLUMNS}, {})


def totals_differ(name: str, row: int, what: str, stated: int, counted: int) -> Finding:
    """The finding for a file that does not hold as many results as it says."""
    place = Line(name, row, {what: str(stated)}, {})
    message = f"The file states {stated} for {what}, and holds {counted}"
    return place.finding("evidence-totals-differ", what, str(counted), message)
