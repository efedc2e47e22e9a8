"""The example estate, held to everything that ``expected.json`` and the consultation say."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from estates.oracle import routes
from estates.outcome import PUBLISHED, Outcome, run
from estates.truth import TrueCombination

EXAMPLE = Path(__file__).parents[2] / "examples" / "foc-estate"
SUPPLIERS = (
    "Aster Energy",
    "Birch Power",
    "Cedar Gas",
    "Dale Utilities",
    "Elm Energy",
    "Fell Power",
    "Grove Energy",
    "Heath Supply",
    "Ivy Electric",
    "Juniper Home",
)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EXAMPLE / "expected.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    out = tmp_path_factory.mktemp("example") / "out"
    assert run(EXAMPLE / "returns", EXAMPLE / "device-models.csv", out) == 0
    return Outcome(out)


def as_sent(path: Path) -> list[list[str]]:
    """The cells of a return's table of combinations."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path)["Combinations"]
        return [["" if c is None else str(c) for c in row] for row in sheet.iter_rows(values_only=True)]
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "cp1252")
    return list(csv.reader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ","))


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows below the header, whose last line names ``Supplier``."""
    cells = as_sent(path)
    above = next(i for i, row in enumerate(cells) if row[0] == "Supplier")
    return [dict(zip(cells[above], row, strict=True)) for row in cells[above + 1 :]]


def test_every_published_artefact_is_written(outcome: Outcome) -> None:
    assert {path.name for path in outcome.folder.iterdir()} >= {*PUBLISHED, "manifest.json"}


def test_118_combinations_in_scope_have_the_expected_figures(outcome: Outcome, expected: dict[str, Any]) -> None:
    found = {
        key: (int(row["active"]), int(row["dormant"]), int(row["mixed"]), int(row["population"]))
        for key, row in outcome.combinations.items()
        if row["in_scope"] == "true"
    }
    assert len(found) == 118
    assert found == {c["key"]: (c["active"], c["dormant"], 0, c["population"]) for c in expected["combinations"]}


def test_what_is_out_of_scope_is_counted_under_its_rule(outcome: Outcome, expected: dict[str, Any]) -> None:
    deployed: Counter[str] = Counter()
    for row in outcome.combinations.values():
        if row["in_scope"] == "false":
            deployed[row["scope_rule"]] += int(row["deployed"])
            assert row["scope_reason"]
    assert deployed == {
        "edmi-under-assessment": expected["out_of_scope"]["edmi"],
        "other-maker": expected["out_of_scope"]["other"],
    }


def test_every_planted_fault_has_a_finding_at_its_place(outcome: Outcome, expected: dict[str, Any]) -> None:
    assert len(expected["planted"]) == 25
    assert [
        p
        for p in expected["planted"]
        if not outcome.has_finding(p["file"], p["sheet"] or "", p["row"], [p["column"]], p["severity"])
    ] == []


def test_no_other_row_is_quarantined(outcome: Outcome, expected: dict[str, Any]) -> None:
    faults = {(p["file"], p["sheet"] or "", p["row"]) for p in expected["planted"] if p["severity"] == "error"}
    assert outcome.quarantined == faults
    assert outcome.rows_with_errors == faults


def test_a_finding_names_the_template_column_and_the_senders_header(outcome: Outcome) -> None:
    found = [
        (f["column"], f["column_letter"], f["header"], f["value"])
        for f in outcome.findings
        if f["file"].endswith("Birch-Power.xlsx") and f["row"] == "58" and f["severity"] == "error"
    ]
    assert found == [("Active", "AF", "Active", "-40")]


def test_the_reconciliation_mismatch_is_the_only_one(outcome: Outcome, expected: dict[str, Any]) -> None:
    found = [(r["supplier"], r["smso"], outcome.keys[r["combination_id"]]) for r in outcome.table("reconciliation.csv")]
    assert found == [(expected["mismatch"]["supplier"], expected["mismatch"]["smso"], expected["mismatch"]["key"])]


def test_the_silent_supplier_is_filled_from_the_smsos(outcome: Outcome, expected: dict[str, Any]) -> None:
    told = [
        int(row["Active"]) + int(row["Dormant"])
        for path in sorted((EXAMPLE / "returns").glob("*__SMSO__*"))
        for row in rows_of(path)
        if row["Supplier"] == expected["silent_supplier"]
    ]
    unknown = sum(int(row["intention_unknown"]) for row in outcome.combinations.values())
    assert told
    assert unknown == sum(told)


def test_rows_add_up_for_every_file(outcome: Outcome) -> None:
    read = {
        row["file"]: int(row["read"])
        for row in outcome.table("mass-balance.csv")
        if row["sheet"] in {"", "Combinations"}
    }
    assert read == {path.name: len(rows_of(path)) for path in (EXAMPLE / "returns").iterdir()}
    for row in outcome.table("mass-balance.csv"):
        assert int(row["read"]) == int(row["accepted"]) + int(row["quarantined"]) + int(row["ignored"]), row


def test_the_five_published_combinations_are_selected(outcome: Outcome) -> None:
    meters = ("smso", "fuel_type", "gsme_model", "gsme_firmware", "esme_model", "esme_firmware")
    fields = (*meters, "ch_model", "ch_firmware", "ppmid_model", "ppmid_firmware")
    selected = {tuple(outcome.combinations[key][name] for name in fields) for key in outcome.selected}
    mk1, mk2 = "E470 (MK1)", "E470 (MK2)"
    assert selected == {
        ("SMSO-1", "DF", "G370", "03.00.01.61", mk1, "TBC", "SEAP-2000-V", "2.1.12", "PCK-BB-001", "2.2.1.9.0"),
        ("SMSO-1", "DF", "G470 (MK1)", "03.02.01.63", mk1, "TBC", "SEAP-2000-V", "2.1.12", "PCK-BB-001", "2.2.1.9.0"),
        ("SMSO-1", "DF", "G370", "03.00.01.61", mk1, "TBC", "SEAP-2001-V", "2.2.7", "PCK-BB-001", "2.2.1.9.0"),
        ("SMSO-1", "DF", "G470 (MK2)", "03.03.01.61", mk2, "TBC", "SEAP-2001-V", "2.2.8", "PCK-BB-001", "2.7.1.9.0"),
        ("SMSO-2", "DF", "G470 (MK1)", "03.02.01.68", mk1, "TBC", "SEAP-2001-V", "2.2.8", "DUET II", "2.0.1.9.61"),
    }


def test_the_selection_is_proved_best_and_in_rank_order(outcome: Outcome, expected: dict[str, Any]) -> None:
    selection = outcome.selection
    assert list(outcome.selected) == expected["selection"]["keys"]
    assert (selection["size"], selection["status"]) == (5, "optimal")
    assert selection["population"] == selection["bound"] == expected["selection"]["population"] == 1380155


def test_shares_are_42_10_and_52_per_cent_of_the_deployed_estate(outcome: Outcome) -> None:
    shares = outcome.selection["share_by_smso"]
    assert {name: round(share, 4) for name, share in shares.items()} == {
        "SMSO-1": 0.4227,
        "SMSO-2": 0.1002,
        "SMSO-3": 0,
    }
    assert [f"{x:.0%}" for x in (shares["SMSO-1"], shares["SMSO-2"], outcome.selection["share_of_deployed"])] == [
        "42%",
        "10%",
        "52%",
    ]


def test_the_selection_covers_all_seven_hardware_variants(outcome: Outcome, expected: dict[str, Any]) -> None:
    variants = {variant for c in expected["combinations"] for variant in c["variants"]}
    assert set(outcome.selection["covered_variants"]) == variants
    assert len(variants) == 7


def test_every_combination_has_its_route(outcome: Outcome, expected: dict[str, Any]) -> None:
    candidates = [
        TrueCombination(
            c["key"], c["smso"], True, "", c["active"], c["dormant"], 0, c["population"], 0, frozenset(c["variants"])
        )
        for c in expected["combinations"]
    ]
    wanted = routes(candidates, frozenset(expected["selection"]["keys"]))
    assert Counter(wanted.values()) == {"mt+sit": 5, "mt": 1, "dmct": 112}
    assert {key: row["route"] for key, row in outcome.combinations.items()} == {
        key: wanted.get(key, "out-of-scope") for key in outcome.combinations
    }


def test_ranks_go_by_population_and_then_by_identity(outcome: Outcome) -> None:
    inside = [(key, row) for key, row in outcome.combinations.items() if row["in_scope"] == "true"]
    order = sorted(inside, key=lambda item: (-int(item[1]["population"]), item[0]))
    assert [int(row["rank"]) for _, row in order] == list(range(1, 119))


def test_every_combination_in_scope_is_pending_on_the_ppcl_with_esme_firmware_to_be_confirmed(outcome: Outcome) -> None:
    entries = outcome.table("ppcl.csv")
    assert {row["product_id"] for row in entries} == {
        row["product_id"] for row in outcome.combinations.values() if row["in_scope"] == "true"
    }
    assert {row["esme_firmware"] for row in entries} == {"TBC"}


def test_the_paper_states_the_published_shares_on_screen_and_in_print(outcome: Outcome) -> None:
    page = re.sub(r"<[^>]*>", " ", (outcome.folder / "report.html").read_text(encoding="utf-8"))
    printed = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(outcome.folder / "report.pdf").pages)
    for text in (page, printed):
        for share in ("42", "10", "52"):
            assert re.search(rf"\b{share}[\s\u00a0\u202f]?(%|per[\s\u00a0]cent)", text), share


@pytest.mark.parametrize("name", ["report.html", "report.pdf", "ppcl.csv", "ppcl.json"])
def test_no_public_document_names_a_supplier(outcome: Outcome, name: str) -> None:
    path = outcome.folder / name
    if name.endswith(".pdf"):
        text = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(path).pages)
    else:
        text = path.read_text(encoding="utf-8")
    assert [supplier for supplier in SUPPLIERS if supplier in " ".join(text.split())] == []


def test_the_manifest_has_the_hash_of_every_input_and_output(outcome: Outcome) -> None:
    text = (outcome.folder / "manifest.json").read_text(encoding="utf-8")
    inputs = [*(EXAMPLE / "returns").iterdir(), EXAMPLE / "device-models.csv"]
    outputs = [path for path in outcome.folder.iterdir() if path.name != "manifest.json"]
    for path in [*inputs, *outputs]:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text, path.name
