"""``eligo register check`` beside an oracle that reads one line at a time and asks the registers for each."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from eligo.errors import CannotWrite, NotFound, UnreadableFile, UsageError, WrongTemplate
from eligo.formula_safe import guarded, unguarded
from eligo.registers import Registers, Served, answer, replay
from eligo.terms import Route
from eligo.workflows.register import UNREADABLE, Checked, Expected, Installed, check_inventory
from eligo.workflows.register.checking import COLUMNS
from eligo.workflows.register.inventory_lines import LONGEST_LINE, LONGEST_SHOWN
from registers.drawn_log import LIFE, drawn_log, product, the_rules, told

ON = date(2020, 3, 1)
OPERATORS = the_rules().operators


class Silent:
    """Nobody watches."""

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Nothing is shown."""


def checked(folder: Path, content: bytes, registers: Registers, **known: object) -> tuple[Checked, list[list[str]]]:
    """What came of an inventory, and its answers as rows, header first."""
    (folder / "installed.csv").write_bytes(content)
    source, out = folder / "installed.csv", folder / "answers.csv"
    found = check_inventory(source, out, lambda _: registers, ON, Silent(), **known)  # type: ignore[arg-type]
    text = (folder / "answers.csv").read_bytes().decode()
    delimiter = ";" if text.startswith("line;") else ","
    return found, [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]


def expected_row(number: int, line: bytes, registers: Registers) -> list[str] | None:
    """The answers' row of one line of ``id,product_id,operator,note``, worked out by itself."""
    try:
        text = line.decode(errors="replace").removesuffix("\r")
        cells = next(csv.reader([text], strict=True), [])
    except csv.Error:
        cells = []
    if not text.strip():
        return None
    if len(cells) != 4 or {"\0", "\ufffd"} & {*text} or len(line) > LONGEST_LINE:
        shown = text.replace("\0", " ").replace("\r", " ")[:LONGEST_SHOWN]
        cells = cells if shown == text and cells else shown.split(",")
        given = [guarded(unguarded(cell)) for cell in cells]
        last = guarded(",".join(unguarded(cell) for cell in cells[3:]).rstrip(","))
        return [str(number), UNREADABLE, *[*given[:3], "", "", ""][:3], last]
    own = [unguarded(cell) for cell in cells]
    written = [guarded(cell) for cell in own]
    key, operator = own[1].strip().upper(), own[2].strip().upper()
    if len(key) != 14 or not key.startswith("P-") or set(key[2:]) & set("ILOU- "):
        return [str(number), UNREADABLE, *written]
    served = {one.operator for item in registers.of_product(key) for one in item.latest.operators}
    if operator not in OPERATORS and (operator or len(served) > 1):
        return [str(number), UNREADABLE, *written]
    return [str(number), answer(registers, key, operator, on=ON).word, *written]


def drawn_line(random: Random, number: int) -> bytes:
    key = random.choice([*(product(one).product_id for one in range(1, 7)), "P-000000000000"])
    operator, note = random.choice(OPERATORS), random.choice(["", "a note", "-", "5", "-12", "é", "a = b"])
    usual = f"{number},{key},{operator},{note}"
    odd = [
        "",
        "  ",
        f"{number},{key},{operator}",
        f"{number},{key},{operator},,",
        f'{number},"{key}",{operator},"a, ""b"""',
        f'{number},{key},{operator},"never closed',
        f'"=1+1",{key},{operator},x',
        f"{number},{key},{operator},=1+1",
        f"=1+1,{key},{operator},x",
        f"'@x,{key},{operator},'tis",
        f"{number}, {key} ,{operator} ,x",
        f"{number},P-xx,{operator},x",
        f"{number},,{operator},x",
        f"{number},{key},,x",
        f"{number},{key},Somebody,x",
        f"{number},{key.lower()},{operator.lower()},x",
        f"{number},{key},{operator},\0",
        f"{number},{key},{operator},a\rb",
        f'{number},{key},{operator},"a\rb"',
    ]
    text = random.choice(odd) if random.random() < 0.2 else usual
    broken = random.random() < 0.02
    return text.encode() + (b"\xff" if broken else b"") + (b"\r" if random.random() < 0.3 else b"")


def compare(folder: Path, lines: list[bytes], registers: Registers, *, ended: bool = True) -> Checked:
    content = b"id,product_id,operator,note\n" + b"\n".join(lines) + (b"\n" if ended else b"")
    found, (header, *rows) = checked(folder, content, registers)
    due = [one for n, line in enumerate(lines, start=2) if (one := expected_row(n, line, registers)) is not None]

    assert header[:2] == ["line", "answer"]
    assert [[*row[:2], *row[10:]] for row in rows] == [[*one[:2], *one[2:]] for one in due]
    assert found.answers == Counter(one[1] for one in due)
    assert found.rows == len(due) == sum(found.answers.values())
    assert all(bool(row[9]) is (row[1] == UNREADABLE) for row in rows)
    faulty = [row for row in rows if row[1] == UNREADABLE][:20]
    assert found.faults == tuple(f"installed.csv:{row[0]} {row[9]}" for row in faulty)
    return found


@pytest.mark.drawn
def test_every_row_has_the_answer_that_it_has_alone(tmp_path: Path) -> None:
    for seed in range(25):
        random = Random(seed)
        lines = [f"0,P-000000000000,{OPERATORS[0]},x".encode()]
        lines += [drawn_line(random, number) for number in range(1, random.choice([1, 30, 300]))]
        compare(tmp_path, lines, replay(drawn_log(random, 40), on=ON), ended=bool(seed % 2))


def test_more_than_a_block_is_read_at_a_time_and_no_line_is_lost_between(tmp_path: Path) -> None:
    random, registers = Random(1), replay(told(*LIFE), on=ON)
    lines = [drawn_line(random, number) for number in range(25_000)]
    quoted = [f'"{n}","{product(1).product_id}","{OPERATORS[0]}","x, y"'.encode() for n in range(9_000)]

    found = compare(tmp_path, [*lines, *quoted], registers)

    assert found.rows > 30_000
    assert found.answers["eligible"] > 9_000


@pytest.mark.parametrize("more", [-1, 0, 1, 300_000])
def test_a_line_of_any_length_is_one_row(tmp_path: Path, more: int) -> None:
    before = f"1,{product(1).product_id},{OPERATORS[0]},"
    long = before.encode() + b"x" * (LONGEST_LINE - len(before) + more)
    usual = f"2,{product(1).product_id},{OPERATORS[0]},x".encode()

    compare(tmp_path, [usual, long, usual, long], replay(told(*LIFE), on=ON), ended=more == 0)


def test_an_id_is_read_in_any_case_and_a_blank_operator_where_one_alone_has_the_product(tmp_path: Path) -> None:
    registers, own = replay(told(*LIFE), on=ON), product(1).product_id
    item = registers.items[f"{own}/1"]
    shared = replace(item.latest, operators=tuple(Served(name, Route.DMCT) for name in OPERATORS[:2]))
    of_two = replace(registers, items={f"{own}/1": replace(item, latest=shared)})
    content = f"product_id,operator\n{own.lower()},\np-000000000000,\n".encode()

    _, (_, *alone) = checked(tmp_path, content, registers)
    _, (_, *others) = checked(tmp_path, content, of_two)

    assert [(row[1], row[9]) for row in alone] == [("eligible", ""), ("unknown", "")]
    fault = f"operator: blank, and {own} is of several; expected one of SMSO-1, SMSO-2"
    assert [(row[1], row[9]) for row in others] == [(UNREADABLE, fault), ("unknown", "")]


def test_before_anything_was_known_no_name_of_an_operator_is_wrong(tmp_path: Path) -> None:
    content = f"product_id,operator\n{product(1).product_id},SMSO-1\n".encode()
    found, _ = checked(tmp_path, content, Registers())
    assert (found.answers, found.faulty) == ({"unknown": 1}, 0)


@pytest.mark.parametrize(
    ("line", "cells", "fault"),
    [
        (b"7,P-000000000000", ["7", "P-000000000000", "", ""], "it has 2 cells, expected 4"),
        (b"7,P-000000000000,SMSO-1,a,b,c", ["7", "P-000000000000", "SMSO-1", "a,b,c"], "it has 6 cells, expected 4"),
        (b'7,P-0,SMSO-1,"torn', ["7", "P-0", "SMSO-1", '"torn'], "its quotes or line ends do not match"),
        (b"7", ["7", "", "", ""], "it has 1 cell, expected 4"),
        (b"=7,P-0,SMSO-1", ["'=7", "P-0", "SMSO-1", ""], "it has 3 cells, expected 4"),
        (b"7,P-0,SM\0SO,x", ["7", "P-0", "SM SO", "x"], "it has a NUL"),
        (b"7,P-0,SMSO-1,\xff", ["7", "P-0", "SMSO-1", "\ufffd"], "its byte 14 (0xff) is not UTF-8"),
    ],
)
def test_a_row_that_cannot_be_read_has_what_could_be_read_of_its_cells(
    tmp_path: Path, line: bytes, cells: list[str], fault: str
) -> None:
    content = b"id,product_id,operator,note\n" + line + b"\n"

    _, (_, row) = checked(tmp_path, content, replay(told(*LIFE), on=ON))

    assert (row[1], row[9], row[10:]) == (UNREADABLE, fault, cells)


def test_a_column_alone_and_another_delimiter(tmp_path: Path) -> None:
    registers, own = replay(told(*LIFE), on=ON), product(1).product_id
    found, rows = checked(tmp_path, f"\ufeffProduct_ID\r\n{own}\r\n\r\n{own}".encode(), registers)
    assert (found.answers, [row[0] for row in rows], found.operator) == ({"eligible": 2}, ["line", "2", "4"], "")
    found, rows = checked(tmp_path, f"a;product_id;b,c\n1,5;{own};'=x\n".encode(), registers)
    assert rows[1] == ["2", "eligible", "eligible", "2020-02-21", "migration to be opened", "", "", f"{own}/1", "8", "",
                       "1,5", own, "'=x"]  # fmt: skip


def test_earlier_answers_are_an_inventory_whose_columns_are_told_apart(tmp_path: Path) -> None:
    registers, own = replay(told(*LIFE), on=ON), product(1).product_id
    _, first = checked(tmp_path, f"product_id,Answer\n{own},x\n".encode(), registers)
    _, again = checked(tmp_path, "".join(f"{','.join(row)}\n" for row in first).encode(), registers)

    assert first[0][-2:] == ["product_id", "own Answer"]
    assert again[0] == [*COLUMNS, *(f"own {name}" for name in COLUMNS), "product_id", "own Answer"]
    assert again[1] == [*first[1][:10], *first[1]]


def test_a_combination_is_its_product_with_its_operator(tmp_path: Path) -> None:
    own = product(1).product_id
    served = {"C-000000000001": (own, "SMSO-1"), "C-000000000002": (own, "SMSO-2")}
    installed = Installed(served, {}, {"Private Ltd": "SMSO-1", "SMSO-1": "SMSO-1", "SMSO-2": "SMSO-2"}, "smso")
    expected = {(own, "SMSO-1"): Expected(date(2020, 3, 2), date(2020, 4, 6))}
    content = b"combination_id,smso\n" + b"\n".join(
        f"C-00000000000{last},{operator}".encode()
        for last, operator in (
            (1, "Private Ltd"),
            (1, "SMSO-1"),
            (2, "SMSO-2"),
            (2, "SMSO-1"),
            (3, "SMSO-1"),
            ("u", "Nobody"),
            (1, ""),
            (3, ""),
        )
    )

    _, (_, *rows) = checked(tmp_path, content, replay(told(*LIFE), on=ON), installed=installed, expected=expected)

    assert [(row[1], row[5], row[9]) for row in rows] == [
        ("eligible", "2020-04-06", ""),
        ("eligible", "2020-04-06", ""),
        ("unknown", "", ""),
        (UNREADABLE, "", "smso: found 'SMSO-1', but the combination is of SMSO-2"),
        ("unknown", "", ""),
        (
            UNREADABLE,
            "",
            (
                "combination_id: found 'C-00000000000u', expected a combination's id, such as C-5H7FZFG0YEWA; "
                "smso: found 'Nobody', expected one of Private Ltd, SMSO-1, SMSO-2, SMSO-3"
            ),
        ),
        ("eligible", "2020-04-06", ""),
        ("unknown", "", ""),
    ]
    with pytest.raises(UsageError, match="a register does not know"):
        checked(tmp_path, content, replay(told(*LIFE), on=ON))


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"", WrongTemplate, "installed.csv has no header in line 1"),
        (b"\n\n", WrongTemplate, "installed.csv has no header in line 1"),
        (b"a,b\n1,2\n", WrongTemplate, "has none of the columns product_id, combination_id"),
        (b"product_id,PRODUCT_ID\n1,2\n", WrongTemplate, "has the column product_id twice"),
        (b"product_id,operator,Operator\n1,2,3\n", WrongTemplate, "has the column operator twice"),
        (b"product_id\n\n \n", WrongTemplate, "has no row below its header"),
        (b"\xff\xfep\0r\0", UnreadableFile, "installed.csv:1 cannot be read"),
        (b'"product_id\n', UnreadableFile, "installed.csv:1 cannot be read"),
        (b"product_id\0\n", UnreadableFile, "installed.csv:1 is no line of text"),
    ],
)
def test_what_is_no_inventory_is_refused_and_nothing_is_written(
    tmp_path: Path, content: bytes, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        checked(tmp_path, content, replay(told(*LIFE)))
    assert [one.name for one in tmp_path.iterdir()] == ["installed.csv"]


def test_nothing_of_anybody_elses_is_replaced(tmp_path: Path) -> None:
    registers, content = replay(told(*LIFE)), f"product_id\n{product(1).product_id}\n".encode()
    checked(tmp_path, content, registers)
    checked(tmp_path, content, registers)
    source, answers = tmp_path / "installed.csv", tmp_path / "answers.csv"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="is not a file"):
        check_inventory(tmp_path / "pipe", answers, lambda _: registers, ON, Silent())
    for place in (source, tmp_path, tmp_path / "pipe"):
        with pytest.raises(UsageError, match=r"holds something else|is a folder"):
            check_inventory(source, place, lambda _: registers, ON, Silent())
    with pytest.raises(UsageError, match="holds something else"):
        check_inventory(answers, answers, lambda _: registers, ON, Silent())
    with pytest.raises(NotFound, match="There is no file"):
        check_inventory(tmp_path / "none.csv", answers, lambda _: registers, ON, Silent())
    with pytest.raises(UnreadableFile, match="is not a file"):
        check_inventory(tmp_path, answers, lambda _: registers, ON, Silent())
    with pytest.raises(CannotWrite):
        check_inventory(source, tmp_path / "none" / "answers.csv", lambda _: registers, ON, Silent())
