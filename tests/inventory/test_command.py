"""``eligo inventory`` and inventories among the returns of a run: counted as the other granularity would be."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from builders import CATALOGUE, catalogue, csv_of, foc, row
from eligo.artefacts import FINDING_COLUMNS, findings_csv
from eligo.artefacts.causes import finding_fields
from eligo.cli.app import carry_out
from eligo.errors import CannotWrite, NotFound, UsageError, VersionConflict, WrongTemplate
from eligo.estate import build_estate
from eligo.findings import Severity
from eligo.returns import Correction, findings_of, read_inventory, read_return
from eligo.workflows import Engine, inventory
from eligo.workflows.folder import work_folder
from full_disk import full_disk
from inventory.generator import make_inventory
from killed import killed_before

NAME = "RFI-1__Supplier__Aster-Energy.csv"
FILES = {"balance.json", "causes.csv", "findings.csv", "findings.parquet", "return.csv"}


class Watch:
    """A clock that goes on by a second each time it is asked, and a watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.second = 0
        self.told: list[tuple[str, int, int, str]] = []

    def now(self) -> datetime:
        self.second += 1
        return datetime.fromtimestamp(1_570_000_000 + self.second, UTC)

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        self.told.append((name, done, total, told))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an inventory of 3000 installations and a catalogue."""
    make_inventory(tmp_path / NAME, seed=3, rows=3000, faults=0.1)
    (tmp_path / "models.csv").write_text(CATALOGUE, "utf-8")
    return tmp_path


def read(folder: Path, watch: Watch | None = None, *, engine: Engine = Engine(), notes: bool = False) -> None:  # noqa: B008
    watch = watch or Watch()
    inventory(
        str(folder / NAME),
        folder / "models.csv",
        "smets1-foc",
        folder / "OUT",
        watch,
        watch,
        engine=engine,
        notes=notes,
    )


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))


def test_what_is_written_adds_up(folder: Path) -> None:
    read(folder)

    stated = json.loads((folder / "OUT" / "balance.json").read_text("utf-8"))["rows"]
    counted = rows_of(folder / "OUT" / "return.csv")
    causes = rows_of(folder / "OUT" / "causes.csv")
    assert {file.name for file in (folder / "OUT").iterdir()} == FILES
    assert stated["read"] == stated["good"] + stated["faulty"] + stated["rejected"] + stated["ignored"] > 3000
    assert sum(int(one[state]) for one in counted for state in ("Active", "Dormant", "Mixed")) == stated["good"]
    found = rows_of(folder / "OUT" / "findings.csv")
    assert len(found) == sum(int(one["rows"]) for one in causes if one["severity"] != "note") > 100


def test_errors_are_shown_before_notes_of_many_rows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["inventory", str(folder / NAME), "--catalogue", str(folder / "models.csv"), "--out", str(folder / "OUT")]
    assert carry_out(command) == 0

    shown = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.split()]
    ranked = [["error", "warning", "note"].index(word) for word in shown if word in ("error", "warning", "note")]
    assert ranked == sorted(ranked)
    assert ranked[0] == 0


def test_the_counted_return_is_read_as_the_inventory_was(folder: Path) -> None:
    read(folder)
    inside = read_return(NAME, (folder / NAME).read_bytes(), foc(), catalogue())

    counted = read_return(NAME, (folder / "OUT" / "return.csv").read_bytes(), foc(), catalogue())

    assert counted.quarantined == ()
    populations = [
        {one.combination: (one.counts, one.population) for one in build_estate([each], foc()).combinations}
        for each in (counted, inside)
    ]
    assert populations[0] == populations[1]


def test_notes_are_in_the_findings_where_they_are_asked_for(folder: Path) -> None:
    read(folder, notes=True)

    severities = {one["severity"] for one in rows_of(folder / "OUT" / "findings.csv")}
    assert severities == {"error", "warning", "note"}


@pytest.mark.parametrize("notes", [False, True])
def test_the_findings_written_are_those_that_are_listed(folder: Path, notes: bool) -> None:
    inventoried = read_inventory(folder / NAME, foc(), catalogue(), store=folder / "inventories", out=folder / "read")
    listed = list(findings_of(inventoried, folder / "scratch"))

    read(folder, notes=notes)

    wanted = [one for one in listed if notes or one.severity is not Severity.NOTE]
    table = duckdb.read_parquet(str(folder / "OUT" / "findings.parquet"))
    columns = [f'"{name}"' for name in FINDING_COLUMNS]
    assert (folder / "OUT" / "findings.csv").read_bytes() == findings_csv(wanted)
    assert table.columns == list(FINDING_COLUMNS)
    assert table.select(*columns).fetchall() == [tuple(finding_fields(one).values()) for one in listed]


def test_progress_tells_rows_rate_and_time_left(folder: Path) -> None:
    watch = Watch()

    read(folder, watch)

    converting = [told for name, _, _, told in watch.told if name == "Converting to Parquet"]
    assert any("rows" in told and "a second" in told and "s left" in told for told in converting)


def test_the_same_inventory_again_is_not_converted_again_and_nothing_is_left_beside(folder: Path) -> None:
    read(folder)
    watch = Watch()

    read(folder, watch)

    assert "Converting to Parquet" not in {name for name, *_ in watch.told}
    assert {path.name for path in folder.iterdir()} == {NAME, "models.csv", "OUT", "inventories"}


@pytest.mark.parametrize("module", ["eligo.returns.inventory.read", "eligo.returns.inventory.places"])
def test_what_a_killed_run_leaves_beside_is_cleared_by_the_next(folder: Path, module: str) -> None:
    assert killed_before(5, lambda: read(folder), [module])
    left = {path.name for path in folder.iterdir()}

    read(folder)

    assert left == {NAME, "models.csv", "inventories", ".partial-OUT"}
    assert {path.name for path in folder.iterdir()} == {NAME, "models.csv", "OUT", "inventories"}
    assert {file.name for file in (folder / "OUT").iterdir()} == FILES


def test_of_two_runs_into_one_folder_the_second_is_told(folder: Path) -> None:
    with work_folder(folder / "OUT"), pytest.raises(CannotWrite) as refused:
        read(folder)

    assert refused.value.message == f"{folder / 'OUT'} is being written by another process"


@pytest.mark.parametrize("full", ["OUT", "inventories"])
def test_where_there_is_no_room_the_folder_that_was_given_is_named(folder: Path, full: str) -> None:
    (folder / "disk").mkdir()
    source, store, out = folder / NAME, folder / "store", folder / "OUT"
    out, store = (folder / "disk" / full, store) if full == "OUT" else (out, folder / "disk" / full)
    watch = Watch()
    with full_disk(folder / "disk", 16 * 1024), pytest.raises(CannotWrite) as refused:
        inventory(str(source), folder / "models.csv", "smets1-foc", out, watch, watch, store=store)

    assert str(folder / "disk" / full) in refused.value.message
    assert "/." not in refused.value.message
    assert not out.exists()


@pytest.mark.parametrize(
    ("form", "below", "besides"),
    [("csv", "", ""), ("csv", "\n\nTotal: 1\n", " (1 of totals or remarks aside)"), ("parquet", "", "")],
)
def test_an_inventory_without_rows_is_refused(folder: Path, form: str, below: str, besides: str) -> None:
    header = (folder / NAME).read_text("utf-8").partition("\n")[0]
    file = folder / NAME
    file.write_text(f"{header}\n{below}", "utf-8")
    if form == "parquet":
        file = file.with_suffix(".parquet")
        duckdb.read_csv(str(folder / NAME), header=True, all_varchar=True).write_parquet(str(file))
    watch = Watch()

    with pytest.raises(WrongTemplate) as refused:
        inventory(str(file), folder / "models.csv", "smets1-foc", folder / "OUT", watch, watch)

    assert refused.value.message == f"{file.name} has no row of an installation below its header{besides}"
    assert not (folder / "OUT").exists()
    found = read_return(file.name, file.read_bytes(), foc(), catalogue()).findings
    assert "return-empty" in {one.code for one in found}


def test_what_cannot_be_done_is_said(folder: Path) -> None:
    with pytest.raises(UsageError, match="There is no engine 'pandas'"):
        read(folder, engine=Engine("pandas"))
    (folder / NAME).unlink()
    with pytest.raises(NotFound):
        read(folder)
    assert not (folder / "OUT").exists()


@pytest.mark.parametrize("name", [NAME, f"{NAME}.gz"])
def test_an_inventory_among_the_returns_is_counted_with_its_planned_upgrades(tmp_path: Path, name: str) -> None:
    rest = {column: value for column, value in row().items() if column not in ("Active", "Dormant", "Mixed")}
    lines = csv_of([rest, rest, rest]).decode().splitlines()
    states = ("Installation ID,Status", "I-1,Active", "I-2,Dormant", "I-3,Active")
    text = "\n".join(f"{state},{line}" for state, line in zip(states, lines, strict=True)).encode()

    one = read_return(name, gzip.compress(text) if name.endswith(".gz") else text, foc(), catalogue())

    assert one.accepted.counts == ((2,), (1,), (0,))
    assert (one.sender.organisation, one.reported) == ("Aster Energy", {"SMSO-1": 3})
    assert one.form == "inventory, CSV, UTF-8, comma" + (", in gzip" if name.endswith(".gz") else "")


@pytest.mark.parametrize(
    ("suffix", "encoding", "form"),
    [
        (".csv", "ascii", "CSV, UTF-8, semicolon"),
        (".csv", "utf-8-sig", "CSV, UTF-8 with mark, semicolon"),
        (".tsv", "cp1252", "TSV, Windows-1252, semicolon"),
        (".csv.gz", "utf-16", "CSV, UTF-16, semicolon, in gzip"),
        (".parquet", "", "Parquet"),
    ],
)
def test_the_form_that_was_detected_is_told(
    folder: Path, capfd: pytest.CaptureFixture[str], suffix: str, encoding: str, form: str
) -> None:
    note = "é" if encoding != "ascii" else "e"
    rest = {column: value for column, value in row().items() if column not in ("Active", "Dormant", "Mixed")}
    cells = {"Installation ID": "I-1", "Status": "Active", **rest, "Note": note}
    content = "".join(";".join(line) + "\n" for line in (cells.keys(), cells.values())).encode(encoding or "utf-8")
    file = folder / f"RFI-1__Supplier__Aster-Energy{suffix}"
    if encoding:
        file.write_bytes(gzip.compress(content) if suffix.endswith(".gz") else content)
    else:
        (folder / NAME).write_bytes(content)
        duckdb.read_csv(str(folder / NAME), header=True, all_varchar=True).write_parquet(str(file))
    command = ["inventory", str(file), "--catalogue", str(folder / "models.csv"), "--out", str(folder / "OUT")]

    carry_out(command)
    printed = capfd.readouterr().out
    carry_out([*command, "--json"])

    assert f"Read as inventory, {form}." in printed
    assert json.loads(capfd.readouterr().out)["form"] == f"inventory, {form}"
    assert json.loads((folder / "OUT" / "balance.json").read_text("utf-8"))["form"] == f"inventory, {form}"


def test_rows_of_an_inventory_are_not_corrected_one_by_one(folder: Path) -> None:
    content = (folder / NAME).read_bytes()
    when = datetime(2019, 9, 2, tzinfo=UTC).date()
    corrections = [Correction(NAME, "", 2, "SMSO", "SMSO-1", "SMSO-2", "moved", "An analyst", when)]

    with pytest.raises(VersionConflict, match="is an inventory"):
        read_return(NAME, content, foc(), catalogue(), corrections=corrections)
