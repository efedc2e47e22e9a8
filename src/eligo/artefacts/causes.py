"""What goes back to a sender beside its workbook: causes and single findings, for programs.

Source: ``results.md``, ``findings.csv``; its fields are repeated here for each finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eligo.artefacts.writing import csv_bytes, json_bytes
from eligo.causes import Cause
from eligo.findings import Finding

CAUSE_COLUMNS = (
    "number",
    "severity",
    "code",
    "file",
    "sheet",
    "column",
    "column_letter",
    "header",
    "cells",
    "findings",
    "value",
    "expected",
    "message",
    "suggestion",
    "follows_from",
    "follows_because",
)


def causes_csv(causes: Iterable[Cause]) -> bytes:
    """One row per cause, the gravest first. ``cells`` names every cell; it is empty for a whole sheet or file."""
    return csv_bytes(CAUSE_COLUMNS, ([*_cause(cause).values()] for cause in causes))


def findings_json(causes: Sequence[Cause]) -> bytes:
    """``causes`` as ``causes.csv`` has them; ``findings`` in the order of their places, with the ``cause`` of each."""
    ordered = sorted(
        ((finding, cause) for cause in causes for finding in cause.findings), key=lambda pair: pair[0].order
    )
    return json_bytes(
        {
            "causes": [_cause(cause) for cause in causes],
            "findings": [{**finding_fields(finding), "cause": cause.number} for finding, cause in ordered],
        }
    )


def finding_fields(finding: Finding) -> dict[str, object]:
    """One finding under the names of ``findings.csv``; ``row`` is ``None`` for a whole sheet or file."""
    place = finding.location
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row or None,
        "column": place.column,
        "column_letter": place.column_letter,
        "header": place.header,
        "severity": finding.severity.value,
        "code": finding.code,
        "value": finding.value,
        "expected": finding.expected,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def _cause(cause: Cause) -> dict[str, object]:
    first, place = cause.first, cause.place
    return {
        "number": cause.number,
        "severity": first.severity.value,
        "code": first.code,
        "file": place.file,
        "sheet": place.sheet,
        "column": place.column,
        "column_letter": place.column_letter,
        "header": place.header,
        "cells": cause.cells,
        "findings": len(cause.findings),
        "value": cause.value,
        "expected": cause.expected,
        "message": cause.message,
        "suggestion": first.suggestion,
        "follows_from": cause.follows_from,
        "follows_because": cause.why,
    }
