"""A Parquet inventory that is damaged, or holds what no spreadsheet would: judged cell by cell, or refused in words."""

from __future__ import annotations

from pathlib import Path
from random import Random

import duckdb
import pytest

from builders import CLEAN_ROW, catalogue, csv_of, foc, row
from eligo.cli.app import carry_out
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.findings import Severity
from eligo.returns import read_return
from eligo.returns.inventory import Inventory, findings_of, read_inventory
from faults.table_parquet import parquet as parquet_by_hand

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


ROWS = [[f"I-{number}", *list(CELLS.values())[1:]] for number in range(3)]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"of_file": 2**40}, "it states 1,099,511,627,779 as its rows, and 3 as those of its parts"),
        ({"of_file": -2, "of_group": -2}, "a part states 1 as its rows, and 3 as a column's cells"),
        ({"of_file": 2**40, "of_group": 2**40, "of_chunk": 2**40}, ""),
        ({"of_file": 4, "of_group": 4, "of_chunk": 4}, ""),
        ({"of_group": 1}, "it states 3 as its rows, and 4 as those of its parts"),
    ],
    ids=["a huge number", "fewer", "a huge number throughout", "more throughout", "parts"],
)
def test_a_footer_that_states_other_rows_than_there_are_is_refused(
    tmp_path: Path, stated: dict[str, int], said: str
) -> None:
    file = tmp_path / NAME
    file.write_bytes(parquet_by_hand([*CELLS], ROWS, **stated))

    for reading in (read, lambda one: read_return(one.name, one.read_bytes(), foc(), catalogue())):
        with pytest.raises(UnreadableFile) as refused:
            reading(file)

        assert refused.value.message.startswith(f"{NAME} is damaged ({said}")
        assert str(tmp_path) not in refused.value.message


def test_a_table_by_hand_whose_footer_is_right_is_read(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes(parquet_by_hand([*CELLS], ROWS))

    assert read(file).balance.good == 3


def test_a_table_of_which_any_byte_is_wrong_is_read_or_refused_in_words(tmp_path: Path) -> None:
    content, chance = parquet_by_hand([*CELLS], ROWS), Random(5)
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    refusals = 0

    for number in range(24):
        wrong = bytearray(content)
        wrong[chance.randrange(footer if number % 4 else 4, len(content) - 8)] ^= 1 << chance.randrange(8)
        file = tmp_path / NAME
        file.write_bytes(wrong)
        try:
            read(file)
        except (UnreadableFile, WrongTemplate) as error:
            refusals += NAME in error.message

    assert refusals > 5


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

    assert refused.value.details == (f"{NAME}: 'Status' holds more than one value in a cell (VARCHAR[])",)


def test_bytes_are_read_as_the_text_that_they_are(tmp_path: Path) -> None:
    file = parquet(tmp_path, "ESME Model", "[encode('E470 (MK1)')]", "encode('Köln') AS own", "'\\xFF'::BLOB AS ours")

    assert told(file) == []


def test_bytes_that_are_no_text_are_refused_where_a_text_is_due(tmp_path: Path) -> None:
    with pytest.raises(WrongTemplate) as refused:
        read(parquet(tmp_path, "ESME Model", "[encode('E470 (MK1)'), '\\xFF\\xFE'::BLOB]"))

    assert refused.value.message == f"{NAME} has 1 column whose cells cannot be read"
    assert refused.value.details == (f"{NAME}: 'ESME Model' holds bytes that are no text",)


def test_a_text_that_is_none_is_told_by_its_column(tmp_path: Path) -> None:
    file = parquet(tmp_path, "ESME Model", "['E470 (MK1)']", "'own text' AS \"Own notes\"")
    file.write_bytes(file.read_bytes().replace(b"own text", b"own \xff\xfe\xff\xfe"))

    with pytest.raises(UnreadableFile) as refused:
        read(file)

    assert refused.value.message == f"{NAME} is damaged (its column 'Own notes' holds bytes that are no text)"


def test_an_installation_may_have_the_number_0(tmp_path: Path) -> None:
    assert told(parquet(tmp_path, "Installation ID", "[0::BIGINT, 1]")) == []


DIFFERENT = [f"md5(concat(row_number() OVER (), {number})) AS note_{number}" for number in range(8)]


def test_rows_of_which_each_differs_take_more_memory_and_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = parquet(tmp_path, "Intends to enrol", "list_transform(range(30000), number -> 'Y')", *DIFFERENT)
    monkeypatch.setattr("eligo.returns.inventory.parquet.MEMORY", "20MB")

    inventory = read(file)
    monkeypatch.setattr("eligo.returns.inventory.parquet.MORE_MEMORY", "20MB")
    with pytest.raises(UnreadableFile) as refused:
        read_inventory(file, foc(), catalogue(), store=tmp_path / "small", out=tmp_path / "refused")

    assert refused.value.message.startswith(f"{NAME} takes more than 20MB of memory to read (")
    assert inventory.balance.good == 30_000


@pytest.mark.parametrize("option", ["--master=local[2]", "--setting=a=b"])
def test_an_option_of_spark_is_refused_without_it(capfd: pytest.CaptureFixture[str], option: str) -> None:
    assert carry_out(["inventory", NAME, "--catalogue", "models.csv", "--out", "OUT", option]) == 2
    assert "--master and --setting are options of Spark" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Installation ID,Status\n", "is a text file, not the Parquet file that its name says"),
        (b"PK\x03\x04 and more", "is a workbook or a zip file, not the Parquet file that its name says"),
        (b"PAR1 and more", r"is damaged \(it breaks off\)"),
        (b"PARE and PARE", "is encrypted"),
        (b"", "is empty"),
    ],
    ids=["text", "workbook", "cut off", "encrypted", "empty"],
)
def test_what_is_called_a_parquet_file_and_is_none_is_told_as_what_it_is(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / NAME
    file.write_bytes(content)

    with pytest.raises(UnreadableFile, match=reason):
        read(file)
