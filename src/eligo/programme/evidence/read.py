"""Reading files of results, all of them or none: JUnit XML, CTRF JSON and CSV.

What belongs here: telling the forms apart, and that nothing of a batch is taken over where one file has an error. What
does not: any form, and what results have to be (``judge``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eligo.findings import Finding, Issue, Location, Severity
from eligo.programme.evidence.ctrf import read_ctrf
from eligo.programme.evidence.judge import Judge, Known
from eligo.programme.evidence.junit import read_junit
from eligo.programme.evidence.model import EvidenceFile
from eligo.programme.evidence.stated import DIMENSIONS, RESULT_COLUMNS, Stated
from eligo.programme.tables import LARGEST_BYTES, Line, damaged, read_lines, too_large

_REQUIRED = (*DIMENSIONS, "test", "outcome", "at")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16 = b"\xff\xfe", b"\xfe\xff"


@dataclass(frozen=True, slots=True)
class EvidenceRead:
    """``files`` are empty where any finding is an error."""

    files: tuple[EvidenceFile, ...]
    findings: tuple[Finding, ...]


def read_evidence(given: Sequence[tuple[str, bytes]], known: Known) -> EvidenceRead:
    """The results of some files, by name and content, held to what is known and to each other.

    A later file is held to the earlier ones too, so that the order in which they are given decides which of two is the
    one that repeats or contradicts.
    """
    files: list[EvidenceFile] = []
    findings: list[Finding] = []
    for name, content in given:
        file, found = _read(name, content, replace(known, evidence=known.evidence.and_also(files)))
        findings += found
        if file is not None:
            files.append(file)
    is_whole = not any(one.severity is Severity.ERROR for one in findings)
    return EvidenceRead(tuple(files) if is_whole else (), tuple(findings))


def _read(name: str, content: bytes, known: Known) -> tuple[EvidenceFile | None, list[Finding]]:
    sha256 = hashlib.sha256(content).hexdigest()
    before = next((file for file in known.evidence.files if file.sha256 == sha256), None)
    if before is not None:
        message = f"{before.name} has the same content, and is evidence already"
        return None, [Issue("evidence-imported", "", "", "a new file", message).at(Location(name))]
    stated = _stated(name, content)
    if any(one.severity is Severity.ERROR for one in stated.findings):
        return None, [*stated.findings]
    if not stated.lines:
        issue = Issue("evidence-empty", "", "", "at least one result", "The file has no result")
        return None, [issue.at(Location(name))]
    judge = Judge(known, sha256)
    results = [judge.result(line) for line in stated.lines]
    kept = tuple(result for result in results if result is not None)
    return EvidenceFile(name, sha256, stated.form, kept), [*stated.findings, *judge.findings]


def _stated(name: str, content: bytes) -> Stated:
    if len(content) > LARGEST_BYTES:
        return Stated("", (), (too_large(name, content),))
    as_sent = content
    if content.startswith(_UTF_16):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            return Stated("", (), (damaged(name, f"The text is in UTF-16, and breaks off or is none: {error.reason}"),))
    begins = content.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1]
    if begins == b"<":
        return read_junit(name, as_sent)  # XML says its encoding itself
    if begins == b"{":
        return read_ctrf(name, content)
    if content[:2] in (b"PK", b"\x1f\x8b") or begins == b"[":
        issue = Issue("evidence-form-unknown", "", "", "JUnit XML, CTRF JSON or CSV", "It is in another form")
        return Stated("", (), (issue.at(Location(name)),))
    return _tabular(name, content)


def _tabular(name: str, content: bytes) -> Stated:
    """A CSV table, one row per result."""
    lines, findings = read_lines(name, content, _REQUIRED, RESULT_COLUMNS)
    every = dict.fromkeys(RESULT_COLUMNS, "")
    filled = tuple(Line(one.file, one.row, {**every, **one.cells}, one.numbers) for one in lines)
    return Stated("csv", filled, findings)
