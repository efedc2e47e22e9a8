"""Rows of a text file that are not as its header has them: remarks without a header, stray quotes, a file cut off."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import CLEAN_ROW, catalogue, csv_of, foc, row
from eligo.errors import UnreadableFile
from eligo.returns import Return, UpgradesFile, read_return
from eligo.returns.forms.records import records

NAME = "RFI-1__Supplier__Aster-Energy.csv"
COLUMNS = [*CLEAN_ROW]


def read(content: bytes, name: str = NAME) -> Return:
    return read_return(name, content, foc(), catalogue())


def line(*more: str, **changes: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([*row(**changes).values(), *more])
    return text.getvalue()


def told(one: Return) -> list[tuple[int, str]]:
    return [(finding.location.row, finding.code) for finding in one.findings]


def numbers(one: Return) -> tuple[int, int, int, int]:
    (balance,) = one.balances
    assert balance.read == balance.accepted + balance.quarantined + balance.ignored
    return balance.read, balance.accepted, balance.quarantined, balance.ignored


HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line("see the letter", Active="1"), line("", Active="2")], [(1, "cell-without-header")]),
        ([line("x", Active="1"), "Counted on Friday"], [(1, "cell-without-header"), (3, "remark-row-ignored")]),
        ([line("see the letter", Active="1"), line(Active="2")], [(2, "row-ragged")]),
        ([line("", Active="1"), line("", Active="2").replace(",2,", ",2,000,", 1)], [(3, "row-ragged")]),
        ([line("", "x", Active="1"), line("", Active="2")], [(2, "row-ragged")]),
        ([line("", "", Active="1"), line("", Active="2")], []),
    ],
    ids=["a remark", "and a footer", "a row is shorter", "a value that parted", "beyond the blank end", "blank cells"],
)  # fmt: skip
def test_a_remark_under_the_blank_end_of_the_header(lines: list[str], expected: list[tuple[int, str]]) -> None:
    one = read("\n".join([f"{HEADER},", *lines, ""]).encode())

    assert told(one) == expected


SHIFTED_LAST = [
    "10",
    "1 000",
    "2.5",
    "-",
    "n/a",
    "None",
    "TBC",
    "Y",
    "no",
    "TRUE",
    "2019-10-01",
    "31 Aug",
    "Aug-19",
    "?",
]


@pytest.mark.parametrize("last", SHIFTED_LAST)
@pytest.mark.parametrize("shifted", [{2, 3}, {3}], ids=["every row", "one row"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_value_that_parted_is_never_counted_from_the_wrong_cells(last: str, shifted: set[int], end: str) -> None:
    order = [*(name for name in COLUMNS if name not in ("Active", "Dormant")), "Active", "Dormant"]
    start = ",".join(CLEAN_ROW[name] for name in order[:-2])
    whole = [f"{start},{number},20,a true remark" for number in (2, 3)]
    lines = [f"{start},{row},100,{last}" if row in shifted else text for row, text in enumerate(whole, start=2)]

    one = read(("\n".join([",".join(order) + ",", *lines]) + end).encode())

    assert told(one) == [(2, "row-ragged"), (3, "row-ragged")]
    assert len(one.accepted.rows) == 0


@pytest.mark.parametrize(("counts", "accepted"), [("200,2,200", 0), ("200,2,", 1), ("200,2,see the letter", 1)])
def test_a_count_in_the_last_column_may_have_parted(counts: str, accepted: int) -> None:
    order = [*(name for name in COLUMNS if name not in ("Active", "Dormant")), "Active", "Dormant"]
    start = ",".join(CLEAN_ROW[name] for name in order[:-2])

    one = read("\n".join([",".join(order) + ",", f"{start},{counts}", ""]).encode())

    assert len(one.accepted.rows) == accepted
    assert ((2, "row-ragged") in told(one)) == (not accepted)


def test_the_column_of_remarks_is_told_once_and_counted() -> None:
    one = read("\n".join([f"{HEADER},", *(line(f"remark {n}", Active=str(n)) for n in range(1, 10)), ""]).encode())

    (finding,) = one.findings
    assert (finding.value, finding.location.column_letter) == ("remark 1", "AA")
    assert finding.message == "Column AA: 9 cells have no header above (the first in row 2), not read."
    assert len(one.accepted.rows) == 9


STRAY = {
    "opens a cell": (line(Active="2").replace("SMSO-1", '"SMSO-1', 1), 2, "is not closed there"),
    "opens the last": (line(Active="2").removesuffix("Y") + '"Y', 26, "is not closed there"),
    "stands in a quoted cell": (
        line(Active="2").replace("WAN-A", '"5" pipe"', 1),
        5,
        "goes on after the quotation mark",
    ),
    "stands in it twice": (line(Active="2").replace("WAN-A", '"5" by 6" pipe"', 1), 5, "goes on after"),
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("case", STRAY)
def test_a_stray_quote_spoils_its_own_row_alone(case: str, encoding: str) -> None:
    damaged, cell, said = STRAY[case]
    after = [
        line(Active="3"),
        line(**{"CH Firmware provider": "", "WAN provider": 'WAN"B'}, Active="4"),
        line(Active="5"),
    ]

    one = read("\r\n".join([HEADER, line(Active="1"), damaged, *after, ""]).encode(encoding))

    (finding,) = [found for found in one.findings if found.location.row == 3]
    assert (finding.code, finding.value) == ("row-unreadable", damaged)
    assert f"cell {cell} (column {chr(64 + cell)})" in finding.message
    assert said in finding.message
    assert numbers(one) == (5, 4, 1, 0)
    (kept,) = one.quarantined
    assert (kept.row, kept.cells, kept.counts) == (3, (("", damaged),), (None, None, None))


def test_rows_between_two_stray_quotes_are_never_one() -> None:
    opened = line(Active="2").replace("E470", '"E470', 1)
    closed = line(Active="4").replace("(MK1)", '(MK1)"', 1)

    one = read("\n".join([HEADER, line(Active="1"), opened, line(Active="3"), closed, line(Active="5"), ""]).encode())

    assert [row.row for row in one.quarantined] == [3]
    assert (5, "row-unreadable") not in told(one)
    assert numbers(one)[:3] == (5, 4, 1)


def test_two_rows_side_by_side_are_not_one_for_their_stray_quotes() -> None:
    opened = line(Active="2").replace("E470", '"E470', 1)
    closed = line(Active="4").replace("(MK1)", '(MK1)"', 1)

    one = read("\n".join([HEADER, opened, closed, ""]).encode())

    assert numbers(one)[:3] == (2, 1, 1)


INCH = line(**{"WAN provider": 'GB 5"'}, Active="3").replace('"GB 5"""', 'GB 5"', 1)
SHORT = {
    "a note": '"Note: next one corrected',
    "a note in its second cell": 'Note,"next one corrected',
    "a note where the mark is": 'a,b,c,d,"next one',
    "a note behind the mark": 'a,b,c,d,e,f,"next one',
    "a row cut short": line(Active="2")[: line(Active="2").index("SMSO-1")] + '"SMSO-1',
    "a trimmed row": line(Active="2").rpartition(",Y")[0].replace("WAN-A", '"WAN-A', 1),
    "most of a row": ",".join([*line(Active="2").split(",")[:20], '"5 pipe']),
}


@pytest.mark.parametrize("cut", [26, 25], ids=["a full row", "a trimmed row"])
@pytest.mark.parametrize("case", SHORT)
def test_a_short_row_with_a_stray_quote_never_takes_the_next(case: str, cut: int) -> None:
    inch = ",".join(INCH.split(",")[:cut])
    assert inch.count('"') == 1

    one = read("\n".join([HEADER, line(Active="1"), SHORT[case], inch, line(Active="5"), ""]).encode())

    assert [code for row, code in told(one) if row == 3] == ["row-unreadable"]
    assert numbers(one)[0] == 4
    assert one.quarantined[0].cells == (("", SHORT[case]),)
    assert cut < 26 or not [code for row, code in told(one) if row == 4 and code == "row-unreadable"]


def test_a_full_row_with_a_stray_quote_is_not_lengthened_by_a_note() -> None:
    opened = line(Active="2").replace("E470", '"E470', 1)

    one = read("\n".join([HEADER, line(Active="1"), opened, 'Note 5",x', line(Active="5"), ""]).encode())

    assert (3, "row-unreadable") in told(one)
    assert numbers(one)[0] == 4


@pytest.mark.parametrize("place", [0, 1, 13, 25, 26])
@pytest.mark.parametrize("remark", ["see\nthe letter", "see, as said,\nthe letter", 'see\n\n"the" letter\nof Friday'])
def test_a_remark_of_several_lines_is_one_cell_wherever_it_stands(place: int, remark: str) -> None:
    columns = [*COLUMNS[:place], "Remark", *COLUMNS[place:]]
    sent = [row(Active=str(number)) | {"Remark": remark} for number in (1, 2, 3)]

    one = read(csv_of(sent, header=columns))

    assert "row-unreadable" not in [code for _, code in told(one)]
    assert (numbers(one)[0], numbers(one)[2]) == (3, 0)


def test_a_cell_of_several_lines_is_one_cell() -> None:
    columns = [*COLUMNS, "Remark"]
    sent = [row(Active="1") | {"Remark": 'see\n"the" letter,\n\nof Friday'}, row(Active="2") | {"Remark": '5" pipe'}]

    one = read(csv_of(sent, header=columns).replace(b'"5"" pipe"', b'5" pipe'))

    assert told(one) == [(1, "column-ignored")]
    assert numbers(one) == (2, 2, 0, 0)


def test_a_stray_quote_in_the_header_is_named() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read("\n".join([HEADER.replace("SMSO", '"SMSO', 1), line(), ""]).encode())

    assert refused.value.message.endswith(
        "its row 1 cannot be read: a quotation mark opens its cell 2 (column B) and is not closed there"
    )
    assert "text editor" in refused.value.hint


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_return_that_breaks_off_in_its_last_row_is_told(end: str) -> None:
    last = line(Active="2").rpartition("20,")[0] + "2"

    one = read(("\n".join([HEADER, line(Active="1"), last]) + end).encode())

    assert told(one) == ([] if end else [(3, "row-cut-off")])
    assert numbers(one) == ((2, 2, 0, 0) if end else (2, 1, 1, 0))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_return_that_breaks_off_within_a_letter_is_refused(cut: int, mark: str) -> None:
    whole = f"{mark}{HEADER},Remark\n{line('Zürich', Active='1')}\n{line('at 5 €', Active='2')}".encode()

    assert numbers(read(whole)) == (2, 2, 0, 0)
    with pytest.raises(UnreadableFile, match=r"breaks off within a letter, in line 3$"):
        read(whole[:-cut])


def test_a_letter_of_windows_at_the_end_is_one() -> None:
    one = read(f"{HEADER},Remark\n{line('Café', Active='1')}".encode("cp1252"))

    assert numbers(one) == (1, 1, 0, 0)
    assert str(one.form) == "CSV, Windows-1252, comma"


def test_lines_pasted_from_two_files_are_read_each_in_its_own_encoding() -> None:
    older = line("Müller, 5 €", Active="2").encode("cp1252")
    one = read(f"{HEADER},Remark\n{line('Zähler', Active='1')}\n".encode() + older)
    both = read(f"{HEADER},Remark\n{line('Zähler', Active='1')}".encode() + b" caf\xe9\n")

    (told,) = [found for found in one.findings if found.code == "encoding-mixed"]
    assert told.message.startswith("Line 2 has letters in UTF-8, and line 3 in Windows-1252")
    assert str(one.form) == "CSV, UTF-8 and Windows-1252, comma"
    assert [found.message for found in both.findings if found.code == "encoding-mixed"] == [
        "Line 2 has letters in UTF-8 and in Windows-1252: it was read as Windows-1252."
    ]


def test_planned_upgrades_with_a_stray_quote_are_kept_and_told() -> None:
    names = "Device type,Manufacturer,Model,Hardware version,From firmware,To firmware,Planned completion"
    plan = "GSME,Landis+Gyr,G370,1.0,{},03.00.01.61,2019-10-01"
    text = "\n".join([names, plan.format("03.00.01.60"), plan.format('"03.00.01.97'), plan.format("1,2"), ""])

    one = read_upgrades_beside(text)

    assert [(f.location.row, f.code) for f in one.findings] == [(3, "row-unreadable"), (4, "row-ragged")]
    balance = one.balances[1]
    assert (balance.read, balance.accepted, balance.quarantined) == (3, 1, 2)


def read_upgrades_beside(text: str) -> Return:
    beside = UpgradesFile(NAME.replace(".csv", "__upgrades.csv"), text.encode())
    return read_return(NAME, csv_of([row()]), foc(), catalogue(), beside)


cells = st.text(st.sampled_from('ab,;"\n '), max_size=6)


@given(st.lists(st.lists(cells, min_size=9, max_size=9), max_size=6))
def test_what_a_program_has_written_is_read_as_any_program_reads_it(table: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)

    found = list(records(io.StringIO(text.getvalue(), newline=""), ",", 60))

    assert [record for record, torn in found] == list(csv.reader(io.StringIO(text.getvalue(), newline="")))
    assert not any(torn for _, torn in found)


@given(st.lists(st.text(st.sampled_from('a,"'), max_size=12), max_size=9))
def test_every_line_is_in_one_record_and_a_torn_one_stands_alone(lines: list[str]) -> None:
    found = list(records([f"{line}\n" for line in lines], ",", 3))

    kept = sum(1 if torn else 1 + sum(cell.count("\n") for cell in record) for record, torn in found)
    assert kept == len(lines)
    assert all(record[0] in lines for record, torn in found if torn)


def test_a_header_in_two_levels_with_line_breaks_in_many_cells_is_read() -> None:
    """Its lines looked like rows of the table, and the return was refused for its quotation marks."""
    devices = [name.partition(" ") for name in COLUMNS]
    in_two = [
        (device, field) if device in ("ESME", "GSME", "CH", "PPMID") else (name, "")
        for name, (device, _, field) in zip(COLUMNS, devices, strict=True)
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [cell.replace(" ", "\n", 1) for cell in level] for level in zip(*in_two, strict=True)
    )

    one = read(f"{text.getvalue()}{line()}\r\n{line(Active='7')}\r\n".encode())

    assert (one.findings, one.accepted.counts[0]) == ((), (100, 7))
