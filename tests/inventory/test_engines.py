"""One expression of the logic, two engines: the same combinations, populations and findings from each."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from pathlib import Path
from random import Random

import duckdb
import pytest

from builders import catalogue, foc
from eligo.errors import EligoError, UnreadableFile, WrongTemplate
from eligo.estate import build_estate
from eligo.findings import Finding
from eligo.returns.inventory import Inventory, findings_of, read_inventory
from eligo.returns.inventory.distributed import read_inventory_by_spark
from eligo.returns.inventory.engine import text_of
from eligo.returns.inventory.parquet import TableApart
from eligo.returns.inventory.session import told_by_spark
from eligo.returns.inventory.spark import Spark, Translated
from inventory.generator import make_inventory
from returns.test_second_headers import in_two_rows

NAME = "RFI-1__Supplier__Aster-Energy"
MASTER = "local[2]"

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[None]:
    """One session for the tests of this file, stopped after them."""
    engine = Spark(MASTER)
    yield
    engine.session.stop()


def as_parquet(text: Path) -> Path:
    """The rows of a text inventory that are rows, as a table."""
    rows = [line for line in text.read_text("utf-8").splitlines() if line and not line.startswith('"1234')]
    text.write_text("\n".join(rows), "utf-8")
    file = text.with_suffix(".parquet")
    duckdb.read_csv(str(text), header=True, all_varchar=True).write_parquet(str(file))
    return file


def found(inventory: Inventory, folder: Path) -> list[Finding]:
    return list(findings_of(inventory, folder))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_spark_and_duckdb_find_the_same_combinations_populations_and_findings(tmp_path: Path, form: str) -> None:
    file = make_inventory(tmp_path / f"{NAME}.csv", seed=11, rows=4000, faults=0.15).path
    if form == "parquet":
        file = as_parquet(file)

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert one.balance.faulty > 100
    assert many.balance == one.balance
    assert many.causes == one.causes
    assert many.as_return == one.as_return
    assert build_estate([many.as_return], foc()) == build_estate([one.as_return], foc())
    assert found(many, tmp_path / "scratch") == found(one, tmp_path / "scratch")


def test_a_text_is_translated_as_a_whole() -> None:
    told = Translated(text_of("unnamed"))

    assert (told.makes, told.writes, told.parameters) == ("unnamed", False, {"blanks", "longest"})
    assert "ARRAY_CONTAINS(:blanks, LOWER(installation))" in told.query


NUMBERS = (
    "[0.1::DOUBLE, 1.5e-7, 12345678901.5, 1.5e20, 9.3e18, 123456.25, 2.5e-300, -2.5, 1e22, 3, 'inf', '-inf', 'nan']"
)


@pytest.mark.parametrize("kind", ["DOUBLE", "FLOAT"])
def test_both_engines_show_numbers_as_the_same_text(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "numbers.parquet"
    drawn = "SELECT sqrt(n) * 10 ** (n - 12) FROM range(24) AS drawn(n)"
    numbers = f"SELECT CAST(unnest({NUMBERS}) AS {kind}) AS number UNION ALL {drawn}"
    duckdb.sql(f"SELECT CAST(number AS {kind}) AS number FROM ({numbers})").write_parquet(str(file))

    one, many = TableApart(file, tmp_path / "scratch"), Spark(MASTER)
    shown = one.head(file.name, 100).rows

    assert many.head(str(file), 100).rows == shown
    large = "12345678901.5" if kind == "DOUBLE" else "12345679000"
    assert [text for (text,) in shown[:4]] == ["0.1", "1.5e-07", large, "1.5e+20"]


def test_each_line_is_read_in_its_own_encoding_alike(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=30).path
    header, *rows = file.read_bytes().splitlines()
    changes = (
        b"\xc3\x96",
        b"\xd6",
        b"\x9d",
        b"\xc3\x96\xd6",
        b"\xe4\x80",
        "\ufffd".encode(),
        b"\xef\xbf\xbd\xd6",
        b"\xff",
    )
    for number, change in enumerate(changes):
        rows[number * 2 + 1] = rows[number * 2 + 1].replace(b"Standard", b"St" + change)
    file.write_bytes(b"\n".join([header, *rows, b""]))

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    (mixed,) = [finding for finding in found(one, tmp_path / "scratch") if finding.code == "encoding-mixed"]
    assert mixed.message == (
        "Line 3 has letters in UTF-8, and line 5 in Windows-1252: each line was read in its own encoding."
    )
    assert (mixed.location.row, one.as_return.form) == (5, "inventory, CSV, UTF-8 and Windows-1252, comma")
    assert one.balance.rejected == 2
    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)
    assert found(many, tmp_path / "scratch") == found(one, tmp_path / "scratch")


@pytest.mark.parametrize(
    ("name", "encoding", "form"),
    [
        (f"{NAME}.csv", "utf-8-sig", "inventory, CSV, UTF-8 with mark, comma"),
        (f"{NAME}.tsv.gz", "cp1252", "inventory, TSV, Windows-1252, comma, in gzip"),
    ],
)
def test_the_form_that_was_detected_is_told_alike(tmp_path: Path, name: str, encoding: str, form: str) -> None:
    text = make_inventory(tmp_path / "made.csv", seed=5, rows=30).path.read_text("utf-8")
    content = text.replace("FOC", "FÖC").encode(encoding)
    file = tmp_path / name
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert (one.as_return.form, many.as_return.form) == (form, form)
    assert many.as_return == one.as_return


@pytest.mark.parametrize("name", [f"{NAME}.csv", f"{NAME}.csv.gz"])
def test_a_last_line_that_is_cut_off_is_told_alike(tmp_path: Path, name: str) -> None:
    content = make_inventory(tmp_path / "made.csv", seed=5, rows=30).path.read_bytes()
    lines = content.rstrip().splitlines()
    content = b"\xef\xbb\xbf" + b"\r\n".join([*lines[:-1], lines[3][:-40]])
    file = tmp_path / name
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert "row-cut-off" in {cause.issue.code for cause in one.causes}
    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)


def test_a_row_in_a_single_cell_is_told_alike(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=30).path
    header, one, *rows = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([header, one, one.replace(",", ";"), *rows]), "utf-8")

    alone = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    told = found(alone, tmp_path / "scratch")
    assert [finding.code for finding in told if finding.location.row == 3] == ["row-astray"]
    assert (many.balance, many.causes, many.as_return) == (alone.balance, alone.causes, alone.as_return)
    assert found(many, tmp_path / "scratch") == told


def test_a_header_that_stands_below_again_is_ignored_alike(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=30).path
    header, *rows = file.read_text("utf-8").splitlines()
    in_two = [",".join(cells) for cells in in_two_rows(header.split(","))]
    file.write_text("\n".join([header, *rows[:9], header.upper(), *rows[9:], *in_two, header]), "utf-8")

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert sum(cause.rows for cause in one.causes if cause.issue.code == "header-repeated") == 4
    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)


def test_stray_quotes_and_remarks_without_a_header_are_told_alike(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=30).path
    header, *rows = file.read_text("utf-8").splitlines()
    rows = [f"{one},{'remark' if number % 3 else ''}" for number, one in enumerate(rows)]
    rows[4] = rows[4].replace(",", ',"', 1)
    rows[9] = rows[9].replace(",", '",', 4)
    rows[12] = rows[12].replace("FOC", '"5" pipe"', 1)
    file.write_text("\n".join([f"{header},", *rows, "counted on Friday", ""]), "utf-8")

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    codes = {cause.issue.code: cause.rows for cause in one.causes}
    assert (codes["row-unreadable"], codes["cell-without-header"]) == (1, 1)
    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)


@pytest.mark.parametrize("name", [f"{NAME}.csv", f"{NAME}.csv.gz"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_that_span_lines_are_one_row_for_both(tmp_path: Path, name: str, end: str) -> None:
    text = make_inventory(tmp_path / "made.csv", seed=5, rows=300).path.read_text("utf-8")
    header, *rows = text.splitlines()
    names = header.split(",")
    titled = ",".join([names[0], f'"{names[1]}"', *names[2:], f'"Remarks{end}of the supplier"'])
    rows = [f"{one},{'' if number % 7 else f'{chr(34)}seen{end}twice{chr(34)}'}" for number, one in enumerate(rows)]
    rows[40] = rows[40].replace(",", ',"', 1)
    rows[91] = rows[91].replace("FOC", f"F{chr(0xD6)}C")
    content = end.join([titled, *rows, "", rows[3][:-30]]).encode("utf-8-sig")
    file = tmp_path / name
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    codes = {cause.issue.code: cause.rows for cause in one.causes}
    assert (codes["row-unreadable"], codes["row-cut-off"]) == (1, 1)
    assert one.balance.read > 300
    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)
    assert [path.name for path in (tmp_path / "many" / "prepared").iterdir() if path.is_file()] == []


@pytest.mark.parametrize("seed", range(3))
def test_quotes_and_line_ends_anywhere_are_told_alike(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    text = [*make_inventory(tmp_path / "made.csv", seed=seed, rows=60).path.read_text("utf-8")]
    start = text.index("\n")
    for _ in range(20):
        sign = chance.choice(['"', "\n", ',"', '",', '"\n', '\n"', '""', '"a\nb"', ',"x\n\ny",'])
        text.insert(chance.randrange(start, len(text)), sign)
    file = tmp_path / f"{NAME}.csv"
    file.write_bytes("".join(text).encode())

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert one.balance.rejected
    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(make_inventory(tmp_path / "made.csv", seed=5, rows=300).path.read_bytes())
    file = tmp_path / f"{NAME}.csv.gz"
    file.write_bytes(packed[: len(packed) * 2 // 3])

    refused = refusal(file, tmp_path / "out")

    assert isinstance(refused, UnreadableFile)
    assert refused.message.startswith(f"{file.name} is damaged (")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_header_without_rows_is_read_alike(tmp_path: Path, form: str) -> None:
    text = make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=30).path
    text.write_text(text.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    file = as_parquet(text) if form == "parquet" else text

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert one.as_return.is_empty
    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)


def test_two_columns_of_one_name_beside_the_template_are_refused_alike_and_of_two_cases_read(tmp_path: Path) -> None:
    file = as_parquet(make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=300).path)
    columns = "*, 'x' || (row_number() OVER () % 3) AS Note, 'y' AS Mote"
    duckdb.sql(f"SELECT {columns} FROM '{file}'").write_parquet(str(tmp_path / "more.parquet"))
    more = (tmp_path / "more.parquet").read_bytes()

    file.write_bytes(more.replace(b"Mote", b"note"))
    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")
    file.write_bytes(more.replace(b"Mote", b"Note"))
    with pytest.raises(WrongTemplate) as by_one_machine:
        read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "two")
    by_spark = refusal(file, tmp_path / "twice")

    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)
    assert (by_spark.message, by_spark.details) == (by_one_machine.value.message, by_one_machine.value.details)
    assert by_one_machine.value.details == (f"{file.name}: 'Note'",)


def refusal(source: Path, out: Path, master: str = MASTER) -> EligoError:
    with pytest.raises(EligoError) as refused:
        read_inventory_by_spark(str(source), source.name, foc(), catalogue(), master=master, out=out)
    return refused.value


def test_a_damaged_page_and_columns_of_one_name_are_refused_as_by_one_machine(tmp_path: Path) -> None:
    file = as_parquet(make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=300).path)
    content = file.read_bytes()
    whole = tmp_path / "whole.parquet"
    whole.write_bytes(content)
    file.write_bytes(content[:200] + bytes(255 - byte for byte in content[200:500]) + content[500:])
    damaged = refusal(file, tmp_path / "damaged")
    duckdb.read_parquet(str(whole)).select("*, 'Dormant' AS Ztatus").write_parquet(str(file))
    file.write_bytes(file.read_bytes().replace(b"Ztatus", b"status"))
    with pytest.raises(WrongTemplate) as by_one_machine:
        read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")

    assert isinstance(damaged, UnreadableFile)
    assert damaged.message.startswith(f"{file.name} is damaged (")
    twice = refusal(file, tmp_path / "twice")
    assert (type(twice), twice.message, twice.details) == (
        WrongTemplate,
        by_one_machine.value.message,
        by_one_machine.value.details,
    )


def test_a_column_of_a_type_that_spark_does_not_read_is_named(tmp_path: Path) -> None:
    file = as_parquet(make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=300).path)
    plain = duckdb.read_parquet(str(file)).select("*, TIMESTAMP_NS '2019-05-06 07:08:09' AS Fitted")
    plain.write_parquet(str(tmp_path / "nanoseconds.parquet"))

    refused = refusal(tmp_path / "nanoseconds.parquet", tmp_path / "out")

    assert isinstance(refused, UnreadableFile)
    assert refused.message == (
        "nanoseconds.parquet has a column of a type that Spark does not read: INT64 (TIMESTAMP(NANOS,false))"
    )


@pytest.mark.parametrize("source", ["", "*.csv"])
def test_several_texts_are_refused_as_one_inventory(tmp_path: Path, source: str) -> None:
    folder = tmp_path / f"{NAME}.csv"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        make_inventory(folder / name, seed=5, rows=30)

    refused = refusal(folder / source, tmp_path / "out")

    assert isinstance(refused, UnreadableFile)
    assert refused.message == f"{folder / source} is not one text file, but a folder or a pattern of names"


def test_bytes_are_text_or_refused_as_by_one_machine(tmp_path: Path) -> None:
    plain = duckdb.read_parquet(str(as_parquet(make_inventory(tmp_path / f"{NAME}.csv", seed=5, rows=300).path)))
    file = tmp_path / f"{NAME}-bytes.parquet"
    plain.select("* REPLACE (encode(Status) AS Status), encode('Köln') AS own, '\\xFF'::BLOB AS ours").write_parquet(
        str(file)
    )
    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")
    plain.select("* REPLACE (CASE Status WHEN 'Active' THEN '\\xFF'::BLOB END AS Status)").write_parquet(str(file))
    with pytest.raises(WrongTemplate) as by_one_machine:
        read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "two")
    by_spark = refusal(file, tmp_path / "refused")

    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)
    assert (by_spark.message, by_spark.details) == (by_one_machine.value.message, by_one_machine.value.details)


def test_spark_that_cannot_be_had_is_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = refusal(tmp_path / f"{NAME}.csv", tmp_path / "out", "spark://127.0.0.1:1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    without = refusal(tmp_path / f"{NAME}.csv", tmp_path / "out")

    assert nowhere.message == "Spark does not answer at spark://127.0.0.1:1: Connection refused"
    assert without.message == "Spark needs Java, and there is none on the PATH"


def test_a_signal_that_ends_a_reading_is_not_logged_with_a_traceback(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Spark(MASTER).session

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as within:
        within.setattr("py4j.clientserver.ClientServerConnection.send_command", interrupted)
        with pytest.raises(KeyboardInterrupt), told_by_spark("a.csv", "a.csv"):
            session.range(1)

    assert caplog.records == []
    logging.getLogger().error("What others log is heard.")
    assert len(caplog.records) == 1
