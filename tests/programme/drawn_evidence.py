"""Drawn evidence: a result is a few words, in any of the three forms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.sax.saxutils import quoteattr

from builders import foc
from eligo.programme import (
    RESULT_COLUMNS,
    Asked,
    Evidence,
    EvidenceFile,
    EvidenceRead,
    Known,
    Register,
    Result,
    ResultOutcome,
    UnderTest,
    asked_of,
    read_evidence,
)
from eligo.terms import Route
from programme.drawn import register

BOTH = frozenset(("ESME", "GSME", "CH", "PPMID"))


def under_test(
    label: str, track: str = "MK1", route: Route = Route.MT_SIT, operator: str = "SMSO-1", kind: str = "DF"
) -> UnderTest:
    """A combination; its id is its label."""
    return UnderTest(label, label, operator, route, track, kind, BOTH if kind == "DF" else BOTH - {"GSME"}, 100)


ESTATE = {
    one.combination_id: one
    for one in (
        under_test("C-1"),
        under_test("C-2", "MK2"),
        under_test("C-3", route=Route.DMCT),
        under_test("C-4", route=Route.EQUIVALENT),
        under_test("C-5", track="", route=Route.DMCT),
        under_test("C-6", operator="SMSO-2"),
    )
}


def asked() -> Asked:
    """What the shipped scheme asks."""
    return asked_of(foc())


def known(made: Register | None = None, evidence: Evidence | None = None) -> Known:
    """The drawn estate and register, and the evidence that there is."""
    return Known(foc(), asked(), ESTATE, made or register(), evidence or Evidence())


STATED = {
    "combination": "C-1",
    "phase": "sit",
    "state": "active",
    "firmware": "1.1",
    "operator": "SMSO-1",
    "test": "4.1.1",
    "outcome": "passed",
    "at": "2019-11-18",
}
"""A result without a fault."""


def stated(**changes: str) -> dict[str, str]:
    """The result without a fault, with some of it changed."""
    return {**STATED, **changes}


def csv_file(*results: Mapping[str, str], columns: Sequence[str] = RESULT_COLUMNS) -> bytes:
    """A CSV table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([one.get(column, "") for column in columns] for one in results)
    return text.getvalue().encode()


_ELEMENTS = {"passed": "", "failed": "<failure/>", "not-run": "<skipped/>", "flaky": "<flakyFailure/>"}


def junit_file(*results: Mapping[str, str], attributes: str = "") -> bytes:
    """JUnit XML with a suite for all and everything stated at each case; ``attributes`` are the suite's."""
    cases = []
    for one in results:
        given = {name: value for name, value in one.items() if name != "outcome" and value}
        properties = "".join(f"<property name={quoteattr(n)} value={quoteattr(v)}/>" for n, v in given.items())
        inner = f"<properties>{properties}</properties>{_ELEMENTS[one['outcome']]}"
        cases.append(f"<testcase name={quoteattr(one['test'] + ' as read')}>{inner}</testcase>")
    return f"<testsuites><testsuite{attributes}>\n{chr(10).join(cases)}\n</testsuite></testsuites>\n".encode()


def ctrf_file(*results: Mapping[str, str], summary: Mapping[str, int] | None = None) -> bytes:
    """CTRF JSON with everything stated in each test's ``extra``, one test a line."""
    tests = []
    for one in results:
        extra = {name: value for name, value in one.items() if name not in ("outcome", "test") and value}
        status = {"not-run": "skipped", "flaky": "passed"}.get(one["outcome"], one["outcome"])
        flaky = one["outcome"] == "flaky"
        tests.append({"name": f"{one['test']} as read", "status": status, "flaky": flaky, "extra": extra})
    held = ",\n".join(json.dumps(test) for test in tests)
    head = json.dumps({"tool": {"name": "drawn"}, "summary": dict(summary or {})})[:-1]
    return f'{{"reportFormat": "CTRF", "specVersion": "0.0.0", "results": {head}, "tests": [\n{held}\n]}}}}'.encode()


def read(content: bytes, name: str = "results", standing: Known | None = None) -> EvidenceRead:
    """One file, read."""
    return read_evidence([(name, content)], standing or known())


def result(
    combination: str,
    phase: str,
    state: str,
    test: str,
    firmware: str,
    day: int,
    outcome: ResultOutcome = ResultOutcome.PASSED,
) -> Result:
    """A result of the drawn estate on a day counted from 1 January 2020."""
    one = ESTATE[combination]
    at = datetime.fromordinal(datetime(2020, 1, 1).toordinal() + day)
    return Result(combination, one.operator, phase, state, one.track, firmware, test, at, outcome)


def evidence(*results: Result) -> Evidence:
    """Some results as evidence."""
    return Evidence((EvidenceFile("drawn", "0" * 64, "csv", results),))
