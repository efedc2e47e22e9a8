"""Aliases and corrections as tables: suggested, previewed, decided, followed by a run, and verified with it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import CATALOGUE, csv_of, row
from eligo.__main__ import main

Told = tuple[int, str, str]
NAME = "RFI-1__Supplier__Aster-Energy.csv"
ALIAS = "manufacturer,CH,Tellit GmbH,Telit,seen on the label,An analyst,2019-09-02"
HEADER = "kind,device_type,typed,canonical,reason,author,date"
COLUMNS = "file,sheet,row,column,was,becomes,reason,author,date"
CORRECTION = f"{NAME},,4,Active,lots,70,telephoned,An analyst,2019-09-02"


@pytest.fixture
def eligo(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Told]:
    """Carry out a command in an empty folder; its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ELIGO_WHO", "analyst")

    def carry_out(*arguments: str | Path) -> Told:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        told = capfd.readouterr()
        return code, told.out, told.err

    return carry_out


@pytest.fixture
def returns(tmp_path: Path) -> list[str]:
    """A return in which one maker goes by another name, and one count is no number."""
    (tmp_path / "models.csv").write_text(CATALOGUE)
    (tmp_path / "returns").mkdir()
    rows = [row(Active="500"), row(**{"CH Manufacturer": "Tellit GmbH", "Active": "40"}), row(Active="lots")]
    (tmp_path / "returns" / NAME).write_bytes(csv_of(rows))
    return ["returns", "--catalogue", "models.csv"]


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((*lines, "")), "utf-8")
    return path


def test_names_that_nobody_knows_are_listed_with_what_may_be_meant(
    eligo: Callable[..., Told], returns: list[str]
) -> None:
    code, out, _ = eligo("aliases", "suggest", *returns, "--json")

    (one,) = json.loads(out)
    assert code == 0
    assert (one["kind"], one["typed"], one["rows"], one["installations"]) == ("manufacturer", "Tellit GmbH", 1, 60)
    assert (one["suggestions"][0]["name"], one["suggestions"][0]["score"] > 80) == ("Telit", True)


def test_what_stands_for_a_blank_cell_is_no_name_and_a_corrected_cell_is_read_as_corrected(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path
) -> None:
    absent = {column: "-" for column in row() if column.startswith("GSME ")}
    rows = [row(**absent, **{"Fuel type": "SF"}), row(**{"CH Manufacturer": "Telyt"}), row(Active="40")]
    (tmp_path / "returns" / NAME).write_bytes(csv_of(rows))
    eligo("init", ".", "--catalogue", "models.csv")
    eligo("receive", "returns")
    table(
        tmp_path / "corrections.csv", COLUMNS, CORRECTION.replace(",4,Active,lots,70", ",3,CH Manufacturer,Telyt,Telit")
    )
    table(tmp_path / "aliases.csv", HEADER, ALIAS)

    before = json.loads(eligo("aliases", "suggest", "--json")[1])
    decided = eligo("decide", "corrections", "corrections.csv", "--why", "the label")
    after = eligo("aliases", "suggest")
    moved = eligo("aliases", "preview", "aliases.csv")

    assert ([one["typed"] for one in before], decided[0]) == (["Telyt"], 0)
    assert after[1].strip() == "Every name is known."
    assert moved[1].strip() == "Nothing would be grouped otherwise."


def test_a_suggested_table_is_no_decision_until_it_is_completed(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path
) -> None:
    eligo("aliases", "suggest", *returns, "--out", "decide.csv")

    (line,) = csv.DictReader(io.StringIO((tmp_path / "decide.csv").read_text("utf-8")))
    untouched = eligo("aliases", "preview", "decide.csv", *returns)
    completed = {**line, "canonical": "Telit", "reason": "label", "author": "An analyst", "date": "2019-09-02"}
    table(tmp_path / "decide.csv", ",".join(completed), ",".join(f'"{cell}"' for cell in completed.values()))
    decided = eligo("aliases", "preview", "decide.csv", *returns)

    assert untouched[1].strip() == "Nothing would be grouped otherwise."
    assert "Tellit GmbH -> Telit" in decided[1]
    assert "1 row with 60 installations would be grouped otherwise" in decided[1]


def test_a_run_follows_the_tables_and_is_verified_with_them(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path
) -> None:
    aliases = table(tmp_path / "aliases.csv", HEADER, ALIAS)
    corrections = table(tmp_path / "corrections.csv", COLUMNS, CORRECTION)

    run = eligo("run", *returns, "--aliases", aliases, "--corrections", corrections, "--size", "1", "--out", "out")
    first = (tmp_path / "out" / "combinations.csv").read_text("utf-8")
    said = (tmp_path / "out" / "findings.csv").read_text("utf-8")
    verified = eligo("verify", "out")
    table(aliases, HEADER)

    assert (run[0], verified[0]) == (0, 0)
    assert len(first.splitlines()) == 2
    assert "as An analyst decided on 2019-09-02: seen on the label" in said
    assert "as An analyst decided on 2019-09-02: telephoned" in said
    assert eligo("verify", "out")[0] == 11


def test_a_workspace_keeps_the_tables_as_decisions(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path
) -> None:
    eligo("init", ".", "--catalogue", "models.csv")
    eligo("receive", "returns")
    table(tmp_path / "aliases.csv", HEADER, ALIAS)

    before = eligo("aliases", "preview", "aliases.csv")
    decided = eligo("decide", "aliases", "aliases.csv", "--why", "from the labels")
    after = eligo("aliases", "suggest")
    run = eligo("run", "--size", "1")

    assert [code for code, *_ in (before, decided, after, run)] == [0, 0, 0, 0]
    assert "Tellit GmbH -> Telit" in before[1]
    assert after[1].strip() == "Every name is known."
    assert "aliases" in eligo("decisions")[1]


def test_a_correction_is_for_the_file_in_which_it_was_seen_and_for_no_later_one(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path
) -> None:
    eligo("init", ".", "--catalogue", "models.csv")
    eligo("receive", "returns")
    table(tmp_path / "corrections.csv", COLUMNS, CORRECTION)
    decided = eligo("decide", "corrections", "corrections.csv", "--why", "telephoned")
    corrected = eligo("run", "--size", "2")
    rows = [row(Active="500"), row(Active="40"), row(Active="7")]
    (tmp_path / "returns" / NAME).write_bytes(csv_of(rows))

    again = eligo("receive", "returns")
    run = eligo("run", "--size", "1", "--json")
    findings = (tmp_path / "results" / "RFI-1" / "findings.csv").read_text("utf-8")
    repeated = eligo("run", "--size", "1", "--corrections", "corrections.csv")

    assert [code for code, *_ in (decided, corrected, again, run, repeated)] == [0, 0, 0, 0, 0], corrected
    assert "replaces 1" in again[1]
    assert "correction-spent" in findings
    assert "cell-corrected" not in findings
    assert "corrections are" not in repeated[1]


def test_a_table_of_corrections_that_fits_nothing_received_is_not_decided(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path
) -> None:
    eligo("init", ".", "--catalogue", "models.csv")
    eligo("receive", "returns")
    other_cell = CORRECTION.replace("lots", "many")
    other_file = CORRECTION.replace("Aster", "Asper")
    other_bytes = f"{CORRECTION},{'ab' * 32}"

    for lines, told in (
        ((COLUMNS, other_cell), "row 4, Active: found 'lots', expected 'many'"),
        ((COLUMNS, other_file), "row 4, Active: no return that stands has this name"),
        ((f"{COLUMNS},sha256", other_bytes), f"nothing was received with the SHA-256 {'ab' * 32}"),
    ):
        code, _, err = eligo("decide", "corrections", table(tmp_path / "corrections.csv", *lines), "--why", "told")
        assert (code, told in " ".join(err.split())) == (21, True), err
    misshapen = other_file.replace("2019-09-02", "soon")
    path = table(tmp_path / "corrections.csv", COLUMNS, misshapen, other_cell, other_file)
    _, _, err = eligo("decide", "corrections", path, "--why", "told")
    wrong = ("date: found 'soon'", "found 'lots', expected 'many'", "no return that stands has this name")
    assert [told in " ".join(err.split()) for told in wrong] == [True] * 3, err
    assert "corrections" not in eligo("decisions")[1]


def test_a_correction_of_a_file_that_is_not_checked_is_refused(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path
) -> None:
    file = table(tmp_path / "corrections.csv", COLUMNS, CORRECTION.replace("Aster", "Asper"))

    code, _, err = eligo("check", *returns, "--corrections", file)

    assert (code, "no return has this name" in " ".join(err.split())) == (21, True)


def test_all_that_is_wrong_with_corrections_is_told_at_once(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path
) -> None:
    undated = CORRECTION.replace("2019-09-02", "soon")
    of_nobody, of_nothing = CORRECTION.replace("Aster", "Asper"), CORRECTION.replace("lots", "few")
    file = table(tmp_path / "corrections.csv", COLUMNS, undated, of_nobody, of_nothing)

    code, _, err = eligo("run", *returns, "--corrections", file, "--out", "out")

    told = " ".join(err.split())
    wrong = ("corrections.csv:2 date: found 'soon'", "no return has this name", "found 'lots', expected 'few'")
    assert (code, [one in told for one in wrong]) == (21, [True] * 3), err


@pytest.mark.parametrize(
    ("option", "lines", "told"),
    [
        ("--aliases", (HEADER, ALIAS.replace("Telit,", "Nobody,")), "aliases.csv:2 canonical: found 'Nobody'"),
        ("--aliases", (HEADER, ALIAS.replace("An analyst", "")), "aliases.csv:2 author: the cell is empty"),
        ("--corrections", ("file,row", "x,1"), "has not the columns of corrections"),
        (
            "--corrections",
            (COLUMNS, CORRECTION.replace(",4,", ",four,")),
            "row: found 'four'",
        ),
        (
            "--corrections",
            (COLUMNS, CORRECTION.replace("lots", "few")),
            "row 4, Active: found 'lots', expected 'few'",
        ),
    ],
)
def test_a_table_with_a_mistake_changes_nothing_and_says_where(
    eligo: Callable[..., Told], returns: list[str], tmp_path: Path, option: str, lines: tuple[str, ...], told: str
) -> None:
    file = table(tmp_path / f"{option.strip('-')}.csv", *lines)

    code, _, err = eligo("run", *returns, option, file, "--out", "out")

    assert (code in (10, 21), (tmp_path / "out").exists()) == (True, False)
    assert told in " ".join(err.split())
