"""A Parquet inventory that is damaged, or holds what no spreadsheet would: judged cell by cell, or refused in words."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from builders import CLEAN_ROW, catalogue, csv_of, foc, row
from eligo.cli.app import carry_out
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.findings import Severity
from eligo.returns import read_return
from eligo.returns.inventory import Inventory, findings_of, read_inventory

NAME = "RFI-1__Supplier__Aster-Energy.parquet"
COUNTED = ("Active", "Dormant", "Mixed")
INSTALLED = {"Installation ID": "I-1", "Status": "Active"}
CELLS = INSTALLED | {name: text for name, text in CLEAN_ROW.items() if name not in COUNTED}


def quoted(text: str, sign: str) -> str:
    return sign + text.replace(sign, sign * 2) + sign


def parquet(folder: Path, column: str, values: str, *more: str) -> Path:
    """One clean row for each of some values (an SQL list), which stand in a column; more columns at the end."""
    cells = {name: quoted(text, "'") for name, text in CELLS.items()}
    cells["Installation ID"] = "CAST(row_number() OVER () AS VARCHAR)"
    cells[column] = "value"
    columns = [f"{text} AS {quoted(name, chr(34))}" for name, text in cells.items()]
    file = folder / NAME
    duckdb.sql(f"SELECT {', '.join([*columns, *more])} FROM (SELECT unnest({values}) AS value)").write_parquet(
        str(file)
    )
    return file


def read(file: Path) -> Inventory:
    return read_inventory(file, foc(), catalogue(), store=file.with_name("store"), out=file.with_name("out"))


def told(file: Path) -> list[tuple[int, str, str]]:
    found = findings_of(read(file), file.with_name("scratch"))
    return [(one.location.row, one.code, one.value) for one in found if one.severity is not Severity.NOTE]


def test_a_number_that_is_none_is_a_blank_cell_and_one_without_end_or_use_is_judged_at_its_row(tmp_path: Path) -> None:
    values = "['nan'::DOUBLE, 'inf', '-inf', 1.5e20, 9.3e18, 1.5e-7, 12345678901.5]"

    found = told(parquet(tmp_path, "ESME Hardware version", values))

    unreadable = ["inf", "-inf", "1.5e+20", "9.3e+18", "1.5e-07", "12345678901.5"]
    assert found == [
        (2, "hardware-inferred", ""),
        *((number, "hardware-number-unreadable", text) for number, text in enumerate(unreadable, start=3)),
    ]


def test_a_number_of_32_bits_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    found = told(parquet(tmp_path, "ESME Hardware version", "['2.1'::FLOAT, '16777216']"))

    assert found == [(2, "hardware-number-unreadable", "2.1"), (3, "hardware-number-unreadable", "16777216")]


def test_a_count_that_is_no_number_is_found_in_a_return_of_counts(tmp_path: Path) -> None:
    lines = tmp_path / "counts.csv"
    lines.write_bytes(csv_of([row(Active=count) for count in ("nan", "inf", "1.5e300", "7")]))
    file = tmp_path / NAME
    table = duckdb.read_csv(str(lines), header=True, all_varchar=True)
    table.select("* REPLACE (CAST(Active AS DOUBLE) AS Active)").write_parquet(str(file))

    one = read_return(NAME, file.read_bytes(), foc(), catalogue())

    errors = [(f.location.row, f.code, f.value) for f in one.findings if f.severity is Severity.ERROR]
    assert errors == [
        (2, "count-missing", ""),
        (3, "count-not-a-number", "inf"),
        (4, "count-not-a-number", "1.5e+300"),
    ]


def test_a_moment_with_a_time_zone_is_a_date(tmp_path: Path) -> None:
    file = parquet(tmp_path, "CH Firmware version", "['2012-01-02 00:00:00+00'::TIMESTAMPTZ]")

    assert told(file) == [(2, "firmware-from-date", "2012-01-02")]


@pytest.mark.parametrize("place", [200, 1500, 4000])
def test_a_damaged_page_is_refused(tmp_path: Path, place: int) -> None:
    file = parquet(
        tmp_path, "Status", "['Active', 'Dormant']", *(f"md5('{n}') || row_number() OVER () AS n{n}" for n in range(90))
    )
    content = bytearray(file.read_bytes())
    content[place : place + 300] = bytes(255 - byte for byte in content[place : place + 300])
    file.write_bytes(content)

    with pytest.raises(UnreadableFile) as refused:
        read(file)

    assert refused.value.message.startswith(f"{NAME} is damaged (")
    assert refused.value.hint == "Send it again."


@pytest.mark.parametrize("name", ["Status", "status", "STATUS"])
def test_columns_of_one_name_are_refused_as_in_a_text(tmp_path: Path, name: str) -> None:
    file = parquet(tmp_path, "Status", "['Active']", "'Dormant' AS Ztatus")
    file.write_bytes(file.read_bytes().replace(b"Ztatus", name.encode()))
    text = tmp_path / NAME.replace(".parquet", ".csv")
    text.write_text("\n".join([",".join([*CELLS, name]), ",".join([*CELLS.values(), "Dormant"])]), "utf-8")

    for one in (file, text):
        with pytest.raises(WrongTemplate) as refused:
            read(one)

        columns = f"columns 2 and {len(CELLS) + 1} ('{name}')"
        assert refused.value.message == f"{one.name} names 1 column twice"
        assert refused.value.details == (f"{one.name}, row 1: {columns} are both 'Status'",)


def test_a_column_of_lists_is_refused_not_read_as_its_one_value(tmp_path: Path) -> None:
    with pytest.raises(WrongTemplate) as refused:
        read(parquet(tmp_path, "Status", "[['Active']]"))

    assert refused.value.details == (f"{NAME}: 'Status' is VARCHAR[]",)


def test_an_installation_may_have_the_number_0(tmp_path: Path) -> None:
    assert told(parquet(tmp_path, "Installation ID", "[0::BIGINT, 1]")) == []


@pytest.mark.parametrize("option", ["--master=local[2]", "--setting=a=b"])
def test_an_option_of_spark_is_refused_without_it(capfd: pytest.CaptureFixture[str], option: str) -> None:
    assert carry_out(["inventory", NAME, "--catalogue", "models.csv", "--out", "OUT", option]) == 2
    assert "--master and --setting are options of Spark" in capfd.readouterr().err
