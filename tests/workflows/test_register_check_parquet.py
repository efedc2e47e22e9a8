"""``eligo register check`` of a Parquet file beside the same rows as CSV: the same answers, byte for byte."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import pytest

from eligo.errors import CannotWrite, UnreadableFile, WrongTemplate
from eligo.registers import Registers, replay
from eligo.workflows.register import Checked, check_inventory
from registers.drawn_log import LIFE, drawn_log, product, the_rules, told
from workflows.test_register_check import Silent

ON = date(2020, 3, 1)
NOTES = (
    "",
    "a note",
    "-",
    "-12",
    "=1+1",
    "@x",
    "é, à",
    'a "b"',
    "a;b|c\td",
    "'=1",
    " x ",
    "a\nb",
    "a\r\nb",
    "\x00",
    None,
)


def table(file: Path, columns: str, rows: str) -> Path:
    """A Parquet file of a selection."""
    duckdb.sql(f"SELECT {columns} FROM {rows}").write_parquet(str(file))
    return file


def answers(source: Path, registers: Registers) -> tuple[Checked, bytes]:
    out = source.parent / "answers.csv"
    found = check_inventory(source, out, lambda _: registers, ON, Silent())
    return found, out.read_bytes()


def rows_of(answered: bytes) -> list[list[str]]:
    return [*csv.reader(io.StringIO(answered.decode(), newline=""), strict=True)]


@pytest.mark.drawn
def test_a_table_has_the_answers_of_the_same_rows_as_text(tmp_path: Path) -> None:
    keys = [*(product(one).product_id for one in range(1, 7)), "P-000000000000", "P-xx", "", None]
    operators = [*the_rules().operators, "Somebody", None]
    for seed in range(10):
        random = Random(seed)
        registers = replay(drawn_log(random, 40), on=ON)
        rows = [
            (number, random.choice(keys), random.choice(operators), random.choice(NOTES))
            for number in range(random.choice([1, 300]))
        ]
        connection = duckdb.connect()
        connection.execute('CREATE TABLE one (id INTEGER, product_id VARCHAR, "Operator" VARCHAR, "a;b;c;d" VARCHAR)')
        connection.executemany("INSERT INTO one VALUES (?, ?, ?, ?)", rows)
        source = tmp_path / "installed.parquet"
        connection.table("one").write_parquet(str(source), overwrite=True)
        text = io.StringIO(newline="")
        written = csv.writer(text, lineterminator="\n")
        written.writerow(("id", "product_id", "Operator", "a;b;c;d"))
        written.writerows((*own, re.sub("[\r\n]", " ", note or "")) for *own, note in rows)
        beside = tmp_path / "installed.csv"
        # Of this header a semicolon would be taken for what parts cells: a table's columns need no such guess.
        beside.write_text(text.getvalue().replace("a;b;c;d", '"a,b"', 1), "utf-8", newline="")

        found, answered = answers(source, registers)
        expected, due = answers(beside, registers)

        assert rows_of(answered)[1:] == rows_of(due)[1:]
        assert rows_of(answered)[0] == [*rows_of(due)[0][:-1], "a;b;c;d"]
        assert (found.answers, found.rows, found.faulty) == (expected.answers, len(rows), expected.faulty)
        assert [one.removeprefix("installed.parquet") for one in found.faults] == [
            one.removeprefix("installed.csv") for one in expected.faults
        ]


def test_cells_are_the_texts_that_a_spreadsheet_would_show(tmp_path: Path) -> None:
    registers, key = replay(told(*LIFE), on=ON), product(1).product_id
    columns = ", ".join(
        (
            f"'{key}' AS product_id",
            "CAST(2 AS DOUBLE) AS whole",
            "CAST(2.1 AS FLOAT) AS part",
            "true AS yes",
            "DATE '2020-01-31' AS day",
            "[1, 2] AS several",
            "encode('é') AS bytes",
            "NULL AS nothing",
        )
    )
    _, answered = answers(table(tmp_path / "installed.parquet", columns, "range(2)"), registers)

    header, first, second = rows_of(answered)
    assert header[10:] == ["product_id", "whole", "part", "yes", "day", "several", "bytes", "nothing"]
    assert first[10:] == [key, "2", "2.1", "TRUE", "2020-01-31", "[1, 2]", "é", ""]
    assert [one[:2] for one in (first, second)] == [["2", "eligible"], ["3", "eligible"]]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["answers.csv", "installed.parquet"]


def test_a_table_may_have_two_columns_of_one_name_but_not_two_keys(tmp_path: Path) -> None:
    registers, file = replay(told(*LIFE), on=ON), tmp_path / "installed.parquet"
    wide = ["product_id", "note", "note"]
    named_twice(file, wide)
    _, answered = answers(file, registers)
    assert rows_of(answered)[0][10:] == wide
    named_twice(file, ["product_id", "note", "product_id"])
    with pytest.raises(WrongTemplate, match=r"installed.parquet:1 has the column product_id twice"):
        answers(file, registers)


def named_twice(file: Path, names: list[str]) -> None:
    """A table of one row, whose columns have these names of ten letters or four: they are put in afterwards."""
    stand_ins = [f"{place}{'x' * (len(name) - 1)}" for place, name in enumerate(names)]
    columns = ", ".join(f"'{product(1).product_id}' AS \"{one}\"" for one in stand_ins)
    duckdb.sql(f"SELECT {columns}").write_parquet(str(file))
    content = file.read_bytes()
    for stand_in, name in zip(stand_ins, names, strict=True):
        content = content.replace(stand_in.encode(), name.encode())
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"product_id\n", "is a text file, not the Parquet file"),
        (b"", "is empty"),
        (b"PAR1 and no more", "breaks off"),
        (b"PAR1 and no more PAR1", "is no Parquet file"),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_left(tmp_path: Path, content: bytes, message: str) -> None:
    source = tmp_path / "installed.parquet"
    source.write_bytes(content)
    with pytest.raises(UnreadableFile, match=message):
        answers(source, replay(told(*LIFE), on=ON))
    assert [one.name for one in tmp_path.iterdir()] == ["installed.parquet"]


def test_a_table_is_known_by_its_first_bytes_and_needs_a_place_for_its_text(tmp_path: Path) -> None:
    registers = replay(told(*LIFE), on=ON)
    source = table(tmp_path / "installed", f"'{product(1).product_id}' AS product_id", "range(3)")
    found, _ = answers(source, registers)
    assert found.answers == {"eligible": 3}
    with pytest.raises(CannotWrite, match=r"answers\.csv cannot be written"):
        check_inventory(source, tmp_path / "none" / "answers.csv", lambda _: registers, ON, Silent())
