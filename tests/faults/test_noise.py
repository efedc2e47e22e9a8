"""Whatever bytes are sent, and however a good file is bent, the outcome is a return or an error that says why."""

from __future__ import annotations

from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from eligo.errors import EligoError
from eligo.returns import read_return
from faults.forms import FORMS, write
from faults.hostile import STEM, clean_draft, clean_xlsx
from faults.stock import catalogue, scheme
from faults.zips import pack, unpack

SUFFIXES = ("xlsx", "csv", "tsv", "csv.gz", "zip", "ods")
OURS = ("xlsx", "csv utf-8", "csv utf-16 tab", "csv cp1252 semicolon", "csv.gz", "zip of csv", "zip of xlsx")
MAGIC = (b"", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"PAR1", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xef\xbb\xbf", b"<?xml ")

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
CELLS = st.one_of(TEXT, st.sampled_from(["FOC", "SMSO-1", "-", "0", "1,234", "TBC", "#REF!", "=1+1", "Total", "1e999"]))
HEADERS = st.sampled_from(["Supplier", "SMSO", "ESME Model", "Active", "Dormant", "Fuel type", "F/W", "", "EMSE"])


@cache
def written(form: str) -> tuple[str, bytes]:
    """A return without a fault: its name and bytes."""
    case = write(clean_draft(), form)
    return case.name, case.content


def outcome(name: str, content: bytes) -> str:
    """``read``, or the message of the error; empty where it has none, or no hint."""
    try:
        one = read_return(name, content, scheme(), catalogue())
    except EligoError as error:
        return error.message if error.hint else ""
    assert all(b.read == b.accepted + b.quarantined + b.ignored for b in one.balances)
    return "read"


def test_the_files_that_are_bent_here_are_good_ones() -> None:
    assert {form: outcome(*written(form)) for form in FORMS} == dict.fromkeys(FORMS, "read")


@given(st.sampled_from(MAGIC), st.binary(max_size=2000), st.sampled_from(SUFFIXES))
@example(b"", b"", "csv")
def test_any_bytes_give_a_return_or_an_error(magic: bytes, rest: bytes, suffix: str) -> None:
    assert outcome(f"{STEM}.{suffix}", magic + rest)


@settings(max_examples=60)
@given(st.sampled_from(OURS), st.data())
def test_a_good_file_with_bytes_changed_gives_a_return_or_an_error(form: str, drawn: st.DataObject) -> None:
    name, content = written(form)
    bent = bytearray(content)
    for _ in range(drawn.draw(st.integers(1, 8))):
        bent[drawn.draw(st.integers(0, len(bent) - 1))] = drawn.draw(st.integers(0, 255))
    cut = drawn.draw(st.one_of(st.none(), st.integers(0, len(bent))))

    assert outcome(name, bytes(bent[:cut]))


@settings(max_examples=60)
@given(st.data())
def test_a_workbook_with_a_bent_part_gives_a_return_or_an_error(drawn: st.DataObject) -> None:
    parts = unpack(clean_xlsx())
    name = drawn.draw(st.sampled_from(sorted(parts)))
    part = parts[name]
    start = drawn.draw(st.integers(0, len(part)))
    length = drawn.draw(st.integers(0, 40))
    parts[name] = part[:start] + drawn.draw(st.binary(max_size=20)) + part[start + length :]

    assert outcome(f"{STEM}.xlsx", pack(parts))


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, max_size=12), max_size=12), st.lists(HEADERS, max_size=12), st.sampled_from(",;\t|"))
def test_any_table_gives_a_return_or_an_error(rows: list[list[str]], header: list[str], delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in [header, *rows])

    assert outcome(f"{STEM}.csv", text.encode())


@settings(max_examples=60)
@given(st.data())
def test_any_cells_in_a_return_give_a_return_whose_rows_add_up(drawn: st.DataObject) -> None:
    lines = written("csv utf-8")[1].decode().split("\r\n")
    for _ in range(drawn.draw(st.integers(1, 6))):
        number = drawn.draw(st.integers(1, len(lines) - 2))
        cells = lines[number].split(",")
        cells[drawn.draw(st.integers(0, len(cells) - 1))] = drawn.draw(CELLS).replace('"', "").replace(",", " ")
        lines[number] = ",".join(cells)

    assert outcome(f"{STEM}.csv", "\r\n".join(lines).encode())
