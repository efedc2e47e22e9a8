"""CTRF JSON as results: the entries of ``results.tests``, with ``extra`` of the test, the environment and the results.

An entry of a test's own ``extra`` goes before the environment's, and that before the results'. The test's id is
``extra.test``, or else the first word of its name; the moment is ``extra.at``, or else the test's ``start``
(milliseconds of Unix time), or else the summary's. A test that is marked flaky has both outcomes. Source: the schema of
the Common Test Report Format (ctrf.io), 0.0.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from eligo.findings import Finding, Issue, Location
from eligo.programme.evidence.json_places import element_lines
from eligo.programme.evidence.stated import FAILED, FLAKY, NOT_RUN, PASSED, Stated, line, totals_differ
from eligo.programme.tables import Line, damaged, not_utf8

_OUTCOMES = {"passed": PASSED, "failed": FAILED, "skipped": NOT_RUN, "pending": NOT_RUN, "other": NOT_RUN}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MS = 253_402_300_799_000


class _Twice(ValueError):
    """One object has a name twice."""


def read_ctrf(name: str, content: bytes) -> Stated:
    """The tests of a report, with the line of each."""
    try:
        text = content.decode("utf-8-sig")
        report = json.loads(text, object_pairs_hook=_object, parse_constant=_refused)
    except RecursionError:
        message = "Objects and lists stand within each other without end"
        place = Location(name)
        return Stated("ctrf", (), (Issue("file-hostile", "", "", "a report of tests", message).at(place),))
    except UnicodeDecodeError as error:
        return Stated("ctrf", (), (not_utf8(name, content, error.start),))
    except _Twice as error:
        issue = Issue("evidence-contradicted", "", "", "each name once", f"One object has {error} twice")
        return Stated("ctrf", (), (issue.at(Location(name)),))
    except json.JSONDecodeError as error:
        return Stated("ctrf", (), (damaged(name, f"The JSON breaks off or is none: {error.msg}", error.lineno),))
    except ValueError as error:
        return Stated("ctrf", (), (damaged(name, f"The JSON holds what no report has: {error}"),))
    results = report.get("results") if isinstance(report, dict) else None
    tests = results.get("tests") if isinstance(results, dict) else None
    if not isinstance(results, dict) or not isinstance(tests, list):
        issue = Issue("evidence-form-unknown", "", "", "an object with results.tests", "It is no CTRF report")
        return Stated("ctrf", (), (issue.at(Location(name, "", 1)),))
    rows = element_lines(text, ("results", "tests"))
    lines = [_line(name, row, test, results) for row, test in zip(rows, tests, strict=True)]
    return Stated("ctrf", tuple(lines), tuple(_totals(name, results, lines)))


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [key for key, _ in pairs]
        raise _Twice(repr(next(key for key in names if names.count(key) > 1)))
    return made


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


def _line(name: str, row: int, test: object, results: Mapping[str, Any]) -> Line:
    """One test; what is no object is a test of which nothing is stated."""
    own = test if isinstance(test, dict) else {}
    stated = {**_extra(results), **_extra(results.get("environment")), **_extra(own)}
    named = str(own.get("name") or "").split()
    summary = results.get("summary")
    moment = _moment(own.get("start")) or _moment(summary.get("start") if isinstance(summary, dict) else None)
    outcome = _OUTCOMES.get(str(own.get("status")), str(own.get("status") or ""))
    if own.get("flaky") is True:
        outcome = FLAKY
    return line(name, row, {"test": named[0] if named else "", "at": moment, **stated, "outcome": outcome})


def _extra(holder: object) -> dict[str, str]:
    extra = holder.get("extra") if isinstance(holder, dict) else None
    if not isinstance(extra, dict):
        return {}
    return {key.strip().casefold(): _text(value) for key, value in extra.items()}


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return "" if value is None else json.dumps(value)
    return str(value)


def _moment(milliseconds: object) -> str:
    """Unix time in milliseconds as text in UTC; blank where there is none."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int) or not 0 < milliseconds <= _LATEST_MS:
        return ""
    return (_EPOCH + timedelta(milliseconds=milliseconds)).isoformat()


def _totals(name: str, results: Mapping[str, Any], lines: Sequence[Line]) -> Iterator[Finding]:
    """Whether the report holds as many tests, passes and failures as its summary says."""
    summary = results.get("summary")
    if not isinstance(summary, dict):
        return
    outcomes = [one.cells["outcome"] for one in lines]
    flaky = FLAKY in outcomes
    counted = {"tests": len(outcomes)}
    if not flaky:
        counted |= {"passed": outcomes.count(PASSED), "failed": outcomes.count(FAILED)}
    for what, number in counted.items():
        stated = summary.get(what)
        if isinstance(stated, int) and not isinstance(stated, bool) and stated != number:
            yield totals_differ(name, 1, what, stated, number)
