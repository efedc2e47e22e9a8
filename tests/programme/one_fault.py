"""For each code of registers, evidence and decisions, the smallest file with exactly that fault, and where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from builders import foc
from eligo.findings import Finding
from eligo.programme import (
    RESULT_COLUMNS,
    Evidence,
    Known,
    later_results,
    matrix_workbook,
    read_matrix,
    read_register,
)
from programme import drawn_decisions, drawn_equivalences, drawn_evidence
from programme.drawn import FIRMWARE, MK1, read
from programme.drawn_equivalences import HUB
from programme.drawn_evidence import csv_file, ctrf_file, junit_file, known, stated


@dataclass(frozen=True)
class OneFault:
    """A code, (row, column) of the one finding, and the file in which it is found with nothing as grave."""

    code: str
    at: tuple[int, str]
    found: Callable[[], Sequence[Finding]]


def lines(code: str, at: tuple[int, str], *drawn: str) -> OneFault:
    """Some lines of a register."""
    return OneFault(code, at, lambda: read(*drawn).findings)


def content(code: str, at: tuple[int, str], text: bytes) -> OneFault:
    """A register as it stands in its file."""
    return OneFault(code, at, lambda: read_register(FIRMWARE, text, foc()).findings)


IN_REGISTERS: tuple[OneFault, ...] = (
    content("file-damaged", (2, ""), b'track,version,kind,received\nMK1,1.0,candidate,"2019-10-07\n'),
    content("column-missing", (1, "received"), b"track,version,kind\nMK1,1.0,candidate\n"),
    content("column-unknown", (1, "firmware"), b"track,version,kind,received,firmware\n"),
    lines("entry-missing", (2, "version"), "MK1,,candidate,,2019-10-07"),
    lines("entry-not-allowed", (2, "kind"), "MK1,1.0,nightly,,2019-10-07"),
    lines("day-unreadable", (2, "received"), "MK1,1.0,candidate,,7 October"),
    lines("firmware-track-unknown", (2, "track"), "MK3,1.0,candidate,,2019-10-07"),
    lines("firmware-repeated", (5, "version"), *MK1, MK1[1]),
    lines("firmware-successor-unknown", (2, "superseded_by"), "MK1,1.0,candidate,,2019-10-07,1.1"),
    lines(
        "firmware-successor-cycle",
        (2, "superseded_by"),
        "MK1,1.0,candidate,,2019-10-07,1.1",
        "MK1,1.1,candidate,,2019-11-11,1.0",
    ),
    lines(
        "firmware-succession-forked",
        (2, "superseded_by"),
        "MK1,1.0,candidate,,2019-10-07",
        "MK1,1.1,candidate,,2019-11-11",
    ),
    lines("firmware-final-alone", (2, "kind"), "MK1,1.0,final,,2019-10-07"),
    lines(
        "firmware-days-backwards",
        (3, "received"),
        "MK1,1.0,candidate,,2019-10-07,1.1",
        "MK1,1.1,candidate,,2019-09-30",
    ),
    lines("firmware-undated", (2, "received"), "MK1,1.0,candidate"),
    lines("firmware-before-expected", (2, "received"), "MK1,1.0,candidate,2019-10-14,2019-10-07"),
)
"""What can be found in a register."""


def evidence_file(code: str, at: tuple[int, str], content: bytes, standing: Known | None = None) -> OneFault:
    """A file of results."""
    return OneFault(code, at, lambda: drawn_evidence.read(content, standing=standing).findings)


def results(code: str, column: str, **changes: str) -> OneFault:
    """The result without a fault but for some of it, as the only row of a table."""
    return evidence_file(code, (2, column), csv_file(stated(**changes)))


def imported(content: bytes) -> Known:
    """What is known once a file has been imported."""
    return known(evidence=Evidence(drawn_evidence.read(content).files))


IN_EVIDENCE: tuple[OneFault, ...] = (
    evidence_file("file-damaged", (3, ""), junit_file(stated(), stated(test="7.1"))[:-60]),
    evidence_file("file-damaged", (1, ""), b'{"results": {"tests": [{"name":'),
    evidence_file("file-damaged", (2, ""), csv_file(stated())[:-1] + b',"more\n'),
    evidence_file(
        "file-hostile",
        (1, ""),
        b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><testsuites>&b;</testsuites>',
    ),
    evidence_file("file-hostile", (0, ""), b'{"results": ' + b"[" * 100_000),
    evidence_file("column-missing", (1, "at"), csv_file(stated(), columns=RESULT_COLUMNS[:7])),
    evidence_file("column-unknown", (1, "who"), csv_file(stated(), columns=(*RESULT_COLUMNS, "who"))),
    results("entry-missing", "firmware", firmware=""),
    results("entry-not-allowed", "state", state="asleep"),
    results("day-unreadable", "at", at="18 November"),
    evidence_file("evidence-form-unknown", (1, ""), b"<html></html>"),
    evidence_file("evidence-form-unknown", (1, ""), b'{"tests": []}'),
    evidence_file("evidence-form-unknown", (0, ""), b"PK\x03\x04"),
    evidence_file("evidence-empty", (0, ""), b"<testsuites/>"),
    results("evidence-combination-unknown", "combination", combination="C-9"),
    results("evidence-operator-other", "operator", operator="SMSO-2"),
    results("evidence-firmware-unknown", "firmware", firmware="2.0"),
    results("evidence-before-firmware", "at", at="2019-11-10"),
    OneFault(
        "evidence-later", (2, "at"), lambda: later_results(imported(csv_file(stated())).evidence, date(2019, 11, 17))
    ),
    results("evidence-test-unknown", "test", test="12.2"),
    evidence_file("evidence-repeated", (3, "test"), csv_file(stated(), stated())),
    evidence_file("evidence-contradicted", (3, "outcome"), csv_file(stated(), stated(outcome="failed"))),
    evidence_file("evidence-contradicted", (2, "outcome"), junit_file(stated(outcome="flaky"))),
    evidence_file("evidence-contradicted", (2, "outcome"), ctrf_file(stated(outcome="flaky"))),
    evidence_file("evidence-contradicted", (0, ""), b'{"results": {"tests": [{"status": 1, "status": 2}]}}'),
    evidence_file("evidence-totals-differ", (1, "tests"), junit_file(stated(), attributes=' tests="2"')),
    evidence_file("evidence-totals-differ", (1, "tests"), ctrf_file(stated(), summary={"tests": 2})),
    evidence_file("evidence-imported", (0, ""), csv_file(stated()), imported(csv_file(stated()))),
    results("evidence-superseded", "firmware", firmware="1.0"),
    evidence_file(
        "evidence-phase-unexpected",
        (2, "phase"),
        csv_file(stated(combination="C-3", phase="mt", test="12.2")),
    ),
    results("evidence-not-run", "outcome", outcome="not-run"),
)
"""What can be found in a file of results."""


def decided(code: str, at: tuple[int, str], *lines: dict[str, str]) -> OneFault:
    """Some programme decisions."""
    return OneFault(code, at, lambda: drawn_decisions.read(*lines).findings)


IN_DECISIONS: tuple[OneFault, ...] = (
    decided("decision-combination-unknown", (2, "combination"), drawn_decisions.stated("first", "C-NONE")),
    decided("decision-out-of-scope", (2, "combination"), drawn_decisions.stated("duration", "C-EDMI")),
    decided("decision-repeated", (3, "decision"), *[drawn_decisions.stated("first", "C-OTHER")] * 2),
    decided(
        "decision-contradicted",
        (3, "combination"),
        drawn_decisions.stated("first", "C-OTHER"),
        drawn_decisions.stated("first", "C-OTHER-2"),
    ),
    decided(
        "decision-days-backwards",
        (2, "consultation_closed_on"),
        drawn_decisions.stated("uneconomic", "C-SMALL", consultation_closed_on="2020-03-03"),
    ),
    decided(
        "uneconomic-unconsulted", (2, "consultation"), drawn_decisions.stated("uneconomic", "C-SMALL", consultation="")
    ),
    decided("uneconomic-selected", (2, "combination"), drawn_decisions.stated("uneconomic", "C-CHOSEN")),
    decided("first-not-needed", (2, "combination"), drawn_decisions.stated("first", "C-LARGE")),
    decided("request-unweighted", (2, "weight"), drawn_decisions.stated("request", "C-NEW")),
    decided("request-out-of-scope", (2, "combination"), drawn_decisions.stated("request", "C-EDMI", weight="5")),
    decided("request-in-scope", (2, "combination"), drawn_decisions.stated("request", "C-LARGE")),
)
"""What can be found in programme decisions."""


def argued(code: str, at: tuple[int, str], *lines: dict[str, str]) -> OneFault:
    """Some decisions on equivalence."""
    return OneFault(code, at, lambda: drawn_equivalences.read(*lines).findings)


def in_matrix(code: str, at: tuple[int, str], cell: str) -> OneFault:
    """The workbook of one decision, with something else in the one cell of its matrix."""

    def found() -> Sequence[Finding]:
        decisions = drawn_equivalences.read(HUB).equivalences
        assert decisions is not None
        book = matrix_workbook(decisions, drawn_equivalences.ESTATE, {}, drawn_equivalences.TODAY)
        return read_matrix(
            "m.xlsx", drawn_equivalences.with_cell(book, "Matrix", "D2", cell), drawn_equivalences.ESTATE
        ).findings

    return OneFault(code, at, found)


IN_EQUIVALENCES: tuple[OneFault, ...] = (
    argued("equivalence-combination-unknown", (2, "claimed"), {**HUB, "claimed": "C-HUBB"}),
    argued("equivalence-of-itself", (2, "tested"), {**HUB, "claimed": "C-TESTED", "differences": ""}),
    argued("equivalence-repeated", (3, "tested"), HUB, HUB),
    argued("equivalence-contradicted", (3, "tested"), HUB, {**HUB, "reason": "otherwise"}),
    argued("equivalence-condition-unanswered", (2, "met"), {**HUB, "condition": "same board"}),
    argued("equivalence-condition-unanswered", (2, "met"), {**HUB, "met": "perhaps"}),
    argued("equivalence-unargued", (2, "differences"), {**HUB, "differences": ""}),
    argued(
        "equivalence-argument-misplaced", (2, "differences"), {**HUB, "differences": f"{HUB['differences']}; ESME: x"}
    ),
    argued(
        "equivalence-argument-misplaced", (2, "differences"), {**HUB, "differences": f"{HUB['differences']}; and so"}
    ),
    argued("equivalence-argument-misplaced", (2, "differences"), {**HUB, "differences": "CH: x; CH: y"}),
    argued("equivalence-in-future", (2, "decided_on"), {**HUB, "decided_on": "2020-06-02"}),
    argued(
        "equivalence-in-future", (2, "withdrawn_on"), {**HUB, "withdrawn_on": "2020-06-02", "withdrawn": "decision"}
    ),
    argued("decision-days-backwards", (2, "expires_on"), {**HUB, "expires_on": "2020-03-01"}),
    argued("entry-missing", (2, "withdrawn_on"), {**HUB, "withdrawn": "base"}),
    argued("entry-missing", (2, "withdrawn"), {**HUB, "withdrawn_on": "2020-05-02"}),
    argued("entry-not-allowed", (2, "withdrawn"), {**HUB, "withdrawn_on": "2020-05-02", "withdrawn": "all"}),
    argued("entry-missing", (2, "evidence"), {**HUB, "evidence": ""}),
    in_matrix("matrix-unexplained", (2, "C-TESTED"), ""),
    in_matrix("entry-not-allowed", (2, "C-TESTED"), "yes"),
    argued("equivalence-expired", (2, "expires_on"), {**HUB, "expires_on": "2020-05-31"}),
    argued(
        "equivalence-chained",
        (3, "tested"),
        HUB,
        {**HUB, "claimed": "C-BARE", "tested": "C-HUB", "differences": "CH firmware: x; PPMID: not fitted"},
    ),
)
"""What can be found in decisions on equivalence."""
