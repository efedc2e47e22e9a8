"""An inventory that is sent as a return is told every fault at its row, as any return is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from builders import CLEAN_ROW, catalogue, foc
from eligo.causes import Cause, causes_of
from eligo.findings import Finding
from eligo.returns import SentFile, read_return
from eligo.returns.inventory import findings_of, read_inventory
from eligo.returns.inventory.places import ROWS_NAMED, first_findings
from eligo.scheme import device_columns
from eligo.workflows.send_back import returned_files
from inventory.generator import make_inventory

NAME = "RFI-1__Supplier__Aster-Energy.csv"
COLUMNS = ("Installation ID", "Status", *(name for name in CLEAN_ROW if name not in ("Active", "Dormant", "Mixed")))


def sent(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def installed(number: int, status: str = "Active", **changed: str) -> dict[str, str]:
    return {**CLEAN_ROW, "Installation ID": f"I-{number:05d}", "Status": status, **changed}


def bare(number: int, status: str) -> dict[str, str]:
    return {"Installation ID": f"I-{number:05d}", "Status": status}


def of_code(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    return [one for one in findings if one.code == code]


def causes(findings: tuple[Finding, ...]) -> dict[str, Cause]:
    """By their cells."""
    return {one.cells: one for one in causes_of(findings, device_columns(foc()))}


def test_what_two_rows_have_is_found_in_each_and_follows_only_where_it_does() -> None:
    content = sent(bare(1, "Gone"), installed(2, "Gone"), installed(3), installed(4, "Gone"))

    one = read_return(NAME, content, foc(), catalogue())

    found = of_code(one.findings, "value-not-allowed")
    assert [(f.location.row, f.location.column, f.value) for f in found if f.value == "Gone"] == [
        (2, "Status", "Gone"),
        (3, "Status", "Gone"),
        (5, "Status", "Gone"),
    ]
    assert not any(" more row" in finding.message for finding in one.findings)
    by_cells = causes(one.findings)
    assert (by_cells["B3, B5"].first.code, by_cells["B3, B5"].follows_from) == ("value-not-allowed", None)
    assert by_cells["B2"].follows_from == by_cells["2:2"].number


def test_all_that_goes_back_names_every_row() -> None:
    content = sent(installed(1, "Gone"), installed(2), installed(3, "Gone"))
    one = read_return(NAME, content, foc(), catalogue())

    files = returned_files([SentFile(NAME, content)], one.findings, "Aster Energy", foc())

    rows = csv.DictReader(io.StringIO(files["findings.csv"].decode(), newline=""))
    assert [row["row"] for row in rows if row["value"] == "Gone"] == ["2", "4"]
    assert b"B2, B4" in files["causes.csv"]
    assert b"B2, B4" in files["findings.html"]


def test_a_return_has_the_findings_of_the_inventory(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / NAME, seed=5, rows=600, faults=0.2).path
    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    one = read_return(NAME, file.read_bytes(), foc(), catalogue())

    assert one.findings == tuple(findings_of(inventory, tmp_path / "scratch"))


def test_of_many_rows_the_first_are_named_with_all_that_is_said_and_how_many_more_there_are(tmp_path: Path) -> None:
    dull = [installed(number, "Gone") for number in range(10)]
    (tmp_path / NAME).write_bytes(sent(*[bare(number, "") for number in range(20, 25)], *dull, bare(30, "Gone")))
    inventory = read_inventory(tmp_path / NAME, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    found = first_findings(inventory, tmp_path / "scratch", most=3)

    gone = [one for one in of_code(found, "value-not-allowed") if one.value == "Gone"]
    assert [one.location.row for one in gone] == [7, 8, 9, 17]
    assert {one.message.partition(". ")[2] for one in gone} == {
        "So in 7 more rows than are named here; 'eligo inventory' names all."
    }
    assert causes(found)["B17"].why  # it follows from what is said of the row, of which it is the sixth
    assert first_findings(inventory, tmp_path / "scratch", most=ROWS_NAMED) == tuple(
        findings_of(inventory, tmp_path / "scratch")
    )
