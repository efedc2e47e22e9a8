"""JUnit XML as results: test cases, with the properties of their suites and their own.

A property of a suite holds for every test case below it; a case's own goes before it, an inner suite's before an outer
one's. The test's id is the property ``test``, or else the first word of the case's name; the moment is ``at``, or else
the ``timestamp`` of the case or its suite. The XML is read by the guard that reads workbooks: no document type, no
entities, bounded depth. Source: the schema of the Jenkins xUnit plug-in (``testsuites``, ``testsuite``, ``testcase``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from eligo.errors import UnreadableFile
from eligo.findings import Finding, Issue, Location
from eligo.programme.evidence.stated import FAILED, FLAKY, NOT_RUN, PASSED, Stated, line, totals_differ
from eligo.programme.tables import Line, damaged
from eligo.returns import GuardedXml, Malformed, local

_OTHER_ENCODING = "encoding specified in XML declaration is incorrect"
"""What expat says of text in one encoding that declares another."""

_SUITES = ("testsuites", "testsuite")
_OUTCOMES = {
    "failure": FAILED,
    "error": FAILED,
    "skipped": NOT_RUN,
    "flakyFailure": FLAKY,
    "flakyError": FLAKY,
    "rerunFailure": FAILED,
    "rerunError": FAILED,
}


@dataclass
class _Frame:
    """An open element that may have properties: a suite, or a case. ``outcomes`` are a case's, in their order."""

    kind: str
    row: int
    attributes: Mapping[str, str]
    parent: _Frame | None
    properties: dict[str, str] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)
    cases: list[_Frame] = field(default_factory=list)

    def stated(self) -> dict[str, str]:
        """What holds here: the outer frames' properties, and then its own."""
        outer = self.parent.stated() if self.parent else {}
        own = dict(self.properties)
        if self.attributes.get("timestamp"):
            own.setdefault("at", self.attributes["timestamp"])
        return {**outer, **own}

    @property
    def outcome(self) -> str:
        """What came of a case; ``flaky`` where that is not one thing."""
        different = set(self.outcomes)
        if not different:
            return PASSED
        return self.outcomes[0] if len(different) == 1 else FLAKY


class _Reader:
    """One pass over the elements."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cases: list[_Frame] = []
        self.findings: list[Finding] = []
        self.root = ""
        self._open: _Frame | None = None
        self._document = GuardedXml(name, self._start, self._end)

    def read(self, content: bytes) -> None:
        self._document.feed(content)
        self._document.feed(b"", last=True)

    @property
    def row(self) -> int:
        return self._document.line

    def _start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = local(element)
        self.root = self.root or name
        if name in (*_SUITES, "testcase"):
            self._open = _Frame(name, self.row, dict(attributes), self._open)
            if name == "testcase":
                self.cases.append(self._open)
                self._within(self._open)
        elif self._open is not None and name == "property" and attributes.get("name"):
            key = attributes["name"].strip().casefold()
            if key in self._open.properties:
                message = f"The property {key} is stated twice for one test or suite"
                place = Location(self.name, "", self.row, key)
                value = attributes.get("value", "")
                self.findings.append(Issue("evidence-contradicted", key, value, "one value", message).at(place))
            self._open.properties[key] = attributes.get("value", "")
        elif self._open is not None and self._open.kind == "testcase" and name in _OUTCOMES:
            self._open.outcomes.append(_OUTCOMES[name])

    @staticmethod
    def _within(case: _Frame) -> None:
        frame = case.parent
        while frame is not None:
            frame.cases.append(case)
            frame = frame.parent

    def _end(self, element: str) -> None:
        if local(element) in (*_SUITES, "testcase") and self._open is not None:
            if self._open.kind != "testcase":
                self.findings += _totals(self.name, self._open)
            self._open = self._open.parent


def read_junit(name: str, content: bytes) -> Stated:
    """The test cases of a file, with the line of each."""
    reader = _Reader(name)
    try:
        reader.read(content)
    except Malformed as error:
        return Stated("junit", (), (_malformed(name, str(error), reader.row),))
    except UnreadableFile:
        message = "The file has a document type (DTD), by which entities could be declared"
        place = Location(name, "", reader.row)
        return Stated("junit", (), (Issue("file-hostile", "", "", "XML without one", message).at(place),))
    if reader.root not in _SUITES:
        message = f"The first element is '{reader.root}'"
        found = Issue("evidence-form-unknown", "", reader.root, "testsuites or testsuite", message)
        return Stated("junit", (), (found.at(Location(name, "", 1)),))
    return Stated("junit", tuple(_line(name, case) for case in reader.cases), tuple(reader.findings))


def _malformed(name: str, why: str, row: int) -> Finding:
    """The finding for what is no XML, or says of itself that it is in another encoding than it is."""
    if _OTHER_ENCODING in why:
        message = "The text is not in the encoding that its first line names"
        return damaged(name, message, row, 'text saved as UTF-8, with encoding="UTF-8" in its first line')
    return damaged(name, f"The XML ends or breaks off: {why}", row)


def _line(name: str, case: _Frame) -> Line:
    named = (case.attributes.get("name") or "").split()
    stated = {"test": named[0] if named else "", **case.stated(), "outcome": case.outcome}
    return line(name, case.row, stated)


def _totals(name: str, suite: _Frame) -> Iterator[Finding]:
    """Whether a suite holds as many tests, failures and skipped ones as it says."""
    outcomes = [case.outcome for case in suite.cases]
    stated = ((key, suite.attributes.get(key, "")) for key in ("tests", "failures", "errors", "skipped"))
    numbers = {key: int(text) for key, text in stated if text.isascii() and text.isdigit() and len(text) < 10}
    if "tests" in numbers and numbers["tests"] != len(outcomes):
        yield totals_differ(name, suite.row, "tests", numbers["tests"], len(outcomes))
    failed = numbers.get("failures", 0) + numbers.get("errors", 0)
    if "failures" in numbers and failed != outcomes.count(FAILED) and FLAKY not in outcomes:
        yield totals_differ(name, suite.row, "failures", failed, outcomes.count(FAILED))
    if "skipped" in numbers and numbers["skipped"] != outcomes.count(NOT_RUN) and FLAKY not in outcomes:
        yield totals_differ(name, suite.row, "skipped", numbers["skipped"], outcomes.count(NOT_RUN))
