"""The example's firmware and evidence: what Eligo says of them, against what their files say when read plainly.

The combinations are those that ``expected.json`` lists; the five selected are taken from the printed choice there.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from eligo.errors import BadEvidence
from eligo.terms import digest_id
from eligo.workflows import (
    Grounds,
    Sources,
    chosen,
    eligibility_of,
    equivalence_grounds_of,
    grid_of,
    grounds_of,
    owed_of,
    register_change,
    report_of,
)
from eligo.workflows import workspace as use

EXAMPLES = Path(__file__).parents[2] / "examples"
HERE = EXAMPLES / "programme"
SIT = ("evidence/sit-dmc-1-and-2.xml", "evidence/sit-dmc-3.json", "evidence/sit-dmc-5.csv")
EVERYTHING = ("evidence/mt.csv", *SIT)

DMC = {
    "DMC-1": "C-3FMW9ERWPGBC",
    "DMC-2": "C-F07ZDNBX7JXV",
    "DMC-3": "C-N71RFE7JNYZ9",
    "DMC-4": "C-5X6V26J2XYTA",
    "DMC-5": "C-GMM8WZJAEBN4",
}
LABELS = {combination: label for label, combination in DMC.items()}
MT_TESTS, SIT_TESTS, STATES = 4, 10, 3
"""How many service requests the shipped scheme lists for each phase, counted by hand, and how many states."""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of the example's combinations, written from ``expected.json``."""
    expected = json.loads((EXAMPLES / "foc-estate" / "expected.json").read_text("utf-8"))
    types = ("esme", "gsme", "ch", "ppmid")
    parts = ("manufacturer", "model", "hardware", "firmware")
    columns = [f"{kind}_{part}" for kind in types for part in parts]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["smso", "wan_provider", *columns, "fuel_type", "population", "selected"])
    for one in expected["combinations"]:
        operator, provider, *devices = one["key"].split(" / ")
        cells = [part for device in devices for part in (device.split("|") if device != "-" else [""] * 4)]
        fuel = "SF" if devices[1] == "-" else "DF"
        is_chosen = digest_id("C", one["key"]) in LABELS
        writer.writerow([operator, provider, *cells, fuel, one["population"], str(is_chosen).lower()])
    file = tmp_path_factory.mktemp("table") / "combinations.csv"
    file.write_text(text.getvalue(), "utf-8")
    return file


def grounds(table: Path, *evidence: str, register: str = "firmware.csv", equivalences: bool = False) -> Grounds:
    """Questions about the example."""
    return grounds_of(
        Sources(
            table,
            "smets1-foc",
            HERE / register,
            tuple(HERE / one for one in evidence),
            HERE / "equivalences.csv" if equivalences else None,
        )
    )


def plainly(name: str) -> Iterator[dict[str, str]]:
    """The results of one file, read by its form alone."""
    path = HERE / name
    if path.suffix == ".csv":
        yield from csv.DictReader(io.StringIO(path.read_text("utf-8")))
    elif path.suffix == ".json":
        results = json.loads(path.read_text("utf-8"))["results"]
        for test in results["tests"]:
            outcome = {"skipped": "not-run"}.get(test["status"], test["status"])
            yield {
                **results["environment"]["extra"],
                **test["extra"],
                "test": test["name"].split()[0],
                "outcome": outcome,
            }
    else:
        for suite in ET.parse(path).getroot():
            outer = {one.get("name", ""): one.get("value", "") for one in suite.findall("properties/property")}
            for case in suite.findall("testcase"):
                own = {one.get("name", ""): one.get("value", "") for one in case.findall("properties/property")}
                outcome = "passed" if case.find("failure") is None else "failed"
                yield {**outer, **own, "test": (case.get("name") or "").split()[0], "outcome": outcome}


def test_the_five_are_those_that_were_selected(table: Path) -> None:
    ones = chosen(grounds(table), (), everything=False)
    expected = json.loads((EXAMPLES / "foc-estate" / "expected.json").read_text("utf-8"))

    assert set(DMC.values()) == {digest_id("C", key) for key in expected["selection"]["keys"]}
    assert {one.label: one.combination_id for one in ones} == DMC
    assert {one.label: one.track for one in ones} == {**dict.fromkeys(DMC, "MK1"), "DMC-4": "MK2"}


def test_the_grid_counts_what_the_files_say_on_the_candidate_in_force(table: Path) -> None:
    made = grounds(table, *EVERYTHING)
    in_force = {"DMC-4": "02.20.00.01"}
    passed: Counter[tuple[str, str, str]] = Counter()
    seen = set()
    for name in EVERYTHING:
        for one in plainly(name):
            label = LABELS[one["combination"]]
            cell = (label, one["phase"], one["state"], one["test"])
            if (
                one["outcome"] == "passed"
                and one["firmware"] == in_force.get(label, "01.20.00.02")
                and cell not in seen
            ):
                seen.add(cell)
                passed[cell[:3]] += 1

    rows = grid_of(made, chosen(made, (), everything=False))

    assert {(made.label(r.combination_id), r.phase, r.state): r.passed for r in rows if r.passed} == dict(passed)
    assert {r.phase: r.asked for r in rows} == {"mt": MT_TESTS, "sit": SIT_TESTS, "eoc": SIT_TESTS}
    failed = {(made.label(r.combination_id), r.state): (r.failed, r.tolerated) for r in rows if r.failed}
    assert failed == {("DMC-2", "mixed"): (1, 1)}
    superseded = {(made.label(r.combination_id), r.phase): r.superseded for r in rows if r.superseded}
    assert superseded == {("DMC-1", "mt"): MT_TESTS}


def test_what_is_owed_is_what_was_skipped_what_was_not_begun_and_the_last_tests_of_all(table: Path) -> None:
    made = grounds(table, *EVERYTHING)

    owed = owed_of(made, chosen(made, (), everything=False))

    counted = Counter((made.label(one.combination_id), one.phase) for one in owed)
    assert counted == {
        **{(label, "eoc"): SIT_TESTS * STATES for label in DMC},
        ("DMC-3", "sit"): 2,
        ("DMC-4", "sit"): SIT_TESTS * STATES,
    }
    assert [
        (one.state, one.test) for one in owed if (made.label(one.combination_id), one.phase) == ("DMC-3", "sit")
    ] == [
        ("mixed", "7.1"),
        ("mixed", "7.2"),
    ]


def test_the_report_of_sit_names_three_that_have_passed_and_why_two_have_not(table: Path) -> None:
    made = grounds(table, *EVERYTHING)

    report = report_of(made, "sit", chosen(made, (), everything=False))

    assert {one.label: standing.is_passed for one, standing in report.standings} == {
        "DMC-1": True,
        "DMC-2": True,
        "DMC-3": False,
        "DMC-4": False,
        "DMC-5": True,
    }
    assert {one.label: standing.not_left for one, standing in report.standings if standing.not_left} == {
        "DMC-3": ("Systems Integration Testing: 2 of 30 tests have no result that counts",),
        "DMC-4": ("Systems Integration Testing: 30 of 30 tests have no result that counts",),
    }
    final = report_of(made, "eoc", chosen(made, ("DMC-4",), everything=False)).standings[0][1]
    assert final.not_entered == (
        "Systems Integration Testing is not passed",
        "No final release of track MK2 has been received",
    )


def test_a_new_candidate_of_one_track_opens_again_all_that_use_it_and_no_other(table: Path) -> None:
    made = grounds(table, *EVERYTHING)

    change = register_change(made, HERE / "firmware-new-candidate.csv")

    outcomes = Counter(
        one["outcome"]
        for name in EVERYTHING
        for one in plainly(name)
        if one["firmware"] == "01.20.00.02" and one.get("severity") != "2"
    )
    assert len(change.voided.results) == outcomes["passed"] + outcomes["failed"] == 166
    assert {made.label(one) for one in change.voided.combinations} == {"DMC-1", "DMC-2", "DMC-3", "DMC-5"}
    assert {one.key for one in change.voided.again} == {one.cell for one in change.voided.results}
    assert made.register.candidate("MK1") == change.before.candidate("MK1") != change.after.candidate("MK1")


def test_the_final_release_voids_nothing(table: Path) -> None:
    change = register_change(grounds(table, *EVERYTHING), HERE / "firmware-final.csv")

    assert (change.voided.results, change.voided.again) == ((), ())
    assert change.after.final("MK1") is not None


def test_nothing_is_eligible_before_the_last_tests_whatever_was_decided(table: Path) -> None:
    made = grounds(table, *EVERYTHING, equivalences=True)

    assert [one.label for one, found in eligibility_of(made, made.combinations) if found.is_eligible] == []


def test_after_the_last_tests_two_are_eligible_by_test_and_one_by_a_decision_that_names_one_of_them(
    table: Path,
) -> None:
    made = grounds(table, *EVERYTHING, "evidence/eoc.csv", register="firmware-final.csv", equivalences=True)
    claimed = [*csv.DictReader(io.StringIO((HERE / "equivalences.csv").read_text("utf-8")))]

    found = {one.combination_id: found for one, found in eligibility_of(made, made.combinations)}

    assert {
        made.label(one): (e.by, made.label(e.base) if e.base else "") for one, e in found.items() if e.is_eligible
    } == {
        "DMC-1": ("test", ""),
        "DMC-2": ("test", ""),
        claimed[0]["claimed"]: ("equivalence", "DMC-1"),
    }
    assert [one["tested"] for one in claimed] == [DMC["DMC-1"], DMC["DMC-3"], claimed[0]["claimed"]]
    assert "is not passed" in found[claimed[1]["claimed"]].reasons[-1]
    assert "is not passed" in found[claimed[2]["claimed"]].reasons[-1]


def test_without_its_last_tests_whatever_was_eligible_by_them_no_longer_is(table: Path) -> None:
    shown = tuple(HERE / one for one in (*EVERYTHING, "evidence/eoc.csv"))
    sources = Sources(table, "smets1-foc", HERE / "firmware-final.csv", shown, HERE / "equivalences.csv")
    ground = equivalence_grounds_of(sources, date(2020, 6, 1))
    assert [one.code for one in ground.findings if one.code.startswith("equi")] == ["equivalence-chained"]

    found = use.fall_of(ground, use.Withdrawal(evidence="eoc.csv"))

    claimed = next(csv.DictReader(io.StringIO((HERE / "equivalences.csv").read_text("utf-8"))))["claimed"]
    lost = {DMC["DMC-1"], DMC["DMC-2"], claimed}
    expected = json.loads((EXAMPLES / "foc-estate" / "expected.json").read_text("utf-8"))["combinations"]
    populations = {digest_id("C", one["key"]): one["population"] for one in expected}
    assert {one.combination_id for one in found.cascade.reopened} == lost
    assert found.cascade.eligible_lost == sum(populations[one] for one in lost)
    assert found.pairs == ((claimed, DMC["DMC-1"]),)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cut-off.xml", [r"cut-off\.xml:\d+ \[file-damaged\]: .*"]),
        ("entity-expansion.xml", [r"entity-expansion\.xml:2 \[file-hostile\]: .*"]),
        ("unknown-combination.csv", [r"unknown-combination\.csv:3 combination \[evidence-combination-unknown\]: .*"]),
        (
            "unregistered-firmware.csv",
            [
                r"unregistered-firmware\.csv:2 firmware \[evidence-firmware-unknown\]: Track MK1 .*",
                r".*:3 .* Track MK2 .*",
            ],
        ),
        ("repeated.csv", [r"repeated\.csv:3 test \[evidence-repeated\]: It is in row 2 already.*"]),
        ("contradictory.json", [r"contradictory\.json:28 outcome \[evidence-contradicted\]: .*row 24.*"]),
    ],
)
def test_a_damaged_file_is_refused_at_its_place_and_nothing_else_is_taken_in_with_it(
    table: Path, name: str, said: list[str]
) -> None:
    with pytest.raises(BadEvidence) as refusal:
        grounds(table, "evidence/mt.csv", f"damaged/{name}")

    assert len(refusal.value.details) == len(said)
    assert all(re.fullmatch(pattern, line) for pattern, line in zip(said, refusal.value.details, strict=True))


def test_every_damaged_file_is_one_of_those(table: Path) -> None:
    for path in (HERE / "damaged").iterdir():
        with pytest.raises(BadEvidence):
            grounds(table, f"damaged/{path.name}")
