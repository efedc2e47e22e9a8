"""Tables of combinations that no run has written: what is read of them, what is refused, and that the checker agrees.

The judge of a choice is naive: it tries every set of lines, and knows nothing of ids, of units, of delimiters.
"""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

import eligo_check
from builders import foc
from eligo.artefacts import Parameters
from eligo.errors import Infeasible, NothingAccepted, UsageError, WrongTemplate
from eligo.scheme import load_scheme, load_table_scheme
from eligo.workflows import choose
from eligo.workflows.combinations_file import read_combinations

SCHEME = """
scheme = "cars"
version = "1"
title = "Cars to test"
installation_word = "car"
source = "A list"

[table]
population = "Share"
population_decimals = 3

[[attribute]]
name = "Region"
role = "operator"

[[device_type]]
name = "Engine"
columns = { model = "Engine", hardware = "Mark" }
required = true
covered = true

[[device_type]]
name = "Radio"
columns = { model = "Radio", firmware = "Release" }
covered = true

[selection]
size = 3
cover = true
minimum_share = "0"
"""
COLUMNS = ("Region", "Engine", "Mark", "Radio", "Release", "Share")


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    file = tmp_path / "cars.toml"
    file.write_text(SCHEME, "utf-8")
    return file


def refused(scheme: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(WrongTemplate) as caught:
        read_combinations("t.csv", text.encode(), load_table_scheme(str(scheme)))
    return caught.value.details


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_table_is_read_whatever_parts_its_cells(scheme: Path, delimiter: str, start: str) -> None:
    lines = [" Region", "Engine", "Mark", "Radio", "Release", "Share", "Note"], ["N", "V6", "", "", "", "0.5", "x"]
    text = start + "\r\n".join(delimiter.join(cells) for cells in (lines[0], [], lines[1], [""] * 7)) + "\r\n"
    read = read_combinations("t.csv", text.encode(), load_table_scheme(str(scheme)))

    assert [(r.combination.identity, r.population, r.deployed, r.in_scope, r.line) for r in read.rows] == [
        ("N / V6| / -", 500, 500, True, 3)
    ]
    assert read.rows[0].candidate(load_table_scheme(str(scheme))).variants == {"Engine|V6|"}
    assert read.ignored == ("Note",)


def test_every_fault_of_a_table_is_told_at_once_at_its_line(scheme: Path) -> None:
    lines = (
        "N,V6,1,R,1,0.0001",
        "N,V6,2,R,1,1.23 %",
        "N,V6,3,R,1,-1 %",
        "N,V6,4,R,1,",
        ",V6,5,R,1,1e3",
        "N,,6,R,1,10 %",
        "N,V6,7,,1,0.2",
        "N,V6,8,R|S,1,20 %",
        "N,V6,9,R,1,20 %",
        "N,V6,9,R,1,20 %",
        "N,V6",
        "N,V6,10,R,1,9999999999999",
        'N,"V\n6",11,R,1,1 %',
    )
    assert refused(scheme, "\n".join([",".join(COLUMNS), *lines])) == (
        "t.csv:2 Share: found '0.0001', which has 4 decimals; expected at most 3 (population_decimals of the scheme)",
        (
            "t.csv:3 Share: found '1.23 %', which has 4 decimals as a share; "
            "expected at most 3 (population_decimals of the scheme)"
        ),
        "t.csv:4 Share: found '-1 %', expected a number such as 0.5 or 50 %, 0 or more, of at most 3 decimals",
        "t.csv:5 Share: blank, expected a number such as 0.5 or 50 %, 0 or more, of at most 3 decimals",
        "t.csv:6 Region: blank, expected the operator",
        "t.csv:6 Share: found '1e3', expected a number such as 0.5 or 50 %, 0 or more, of at most 3 decimals",
        "t.csv:7 Engine: blank, expected the Engine, which every combination has",
        "t.csv:8 Radio: blank, expected the Radio, since there is a Release",
        "t.csv:8 Share: found '0.2', but line 7 has '10 %'; expected all with % or none",
        "t.csv:9 Radio: found 'R|S', expected a text of one line without '|'",
        "t.csv:11 repeats the combination of line 10",
        "t.csv:12: has 2 cells, expected 6",
        "t.csv:13 Share: found '9999999999999…', which has 16 digits in units; expected at most 15",
        "t.csv:14 Engine: found 'V\\n6', expected a text of one line without '|'",
    )


def test_two_that_only_read_alike_are_not_called_the_same(scheme: Path) -> None:
    text = "\n".join([",".join(COLUMNS), "N / S,V6,1,R,1,0.1", "N,S / V6,1,R,1,0.2"])
    assert refused(scheme, text) == ("t.csv:3 reads as line 2 does, 'N / S / V6|1 / R|1'; write no ' / ' in a name",)


def test_what_is_not_known_is_read_in_the_units_of_the_population_or_is_none(scheme: Path) -> None:
    text = ",".join((*COLUMNS, "unresolved", "intention_unknown")) + "\nN,V6,1,R,1,50 %,5.5 %,\nN,V6,2,R,1,20 %,,1 %\n"
    rows = read_combinations("t.csv", text.encode(), load_table_scheme(str(scheme))).rows

    assert [(row.population, row.unresolved, row.intention_unknown) for row in rows] == [(500, 55, 0), (200, 0, 10)]
    assert refused(scheme, text.replace("5.5 %", "some").replace(",1 %", ",0.00001")) == (
        (
            "t.csv:2 unresolved: found 'some', expected a number such as 0.5 or 50 %, 0 or more, of at most 3 "
            "decimals, or nothing"
        ),
        (
            "t.csv:3 intention_unknown: found '0.00001', which has 5 decimals; "
            "expected at most 3 (population_decimals of the scheme), or nothing"
        ),
    )
    assert refused(scheme, text.replace(",,1 %", ",0.1,1 %")) == (
        "t.csv:3 unresolved: found '0.1', but line 2 has '5.5 %'; expected all with % or none",
    )


@pytest.mark.parametrize(("unknown", "standing"), [("19.8 %", "same"), ("20.1 %", "may-change")])
@pytest.mark.parametrize("operators", [True, False])
def test_what_missing_figures_could_change_is_told_of_any_table(
    scheme: Path, tmp_path: Path, unknown: str, standing: str, operators: bool
) -> None:
    if not operators:
        scheme.write_text(SCHEME.replace('[[attribute]]\nname = "Region"\nrole = "operator"\n', ""), "utf-8")
    table, out = tmp_path / "t.csv", tmp_path / "choice"
    lines = (
        (*COLUMNS, "unresolved"),
        ("N", "V6", "1", "R", "1", "50 %", ""),
        ("S", "V6", "1", "R", "2", "30 %", unknown),
    )
    table.write_text("\n".join(",".join(line) for line in lines) + "\n", "utf-8")
    told = choose(table, str(scheme), Parameters(size=1), out).robust
    said = json.loads((out / "selection.json").read_text("utf-8"))["robustness"]

    assert (told.standing.value, said["standing"]) == (standing, standing)
    assert [one["organisation"] for one in said["ask"]] == (["S"] if operators else [])
    assert ("share_by_Region" in said) is operators
    assert (said["smallest_change"] is None) == (standing == "same")


def test_columns_that_are_missing_or_nearly_right_are_told_with_what_there_is(scheme: Path) -> None:
    assert refused(scheme, "region,Engine,Mark,Radio,Share,Share,In Scope\nN,V6,1,,many,2,yes\n") == (
        "t.csv:1: no column 'Region'; there is 'region'",
        "t.csv:1: no column 'Release'",
        "t.csv:1: column 'In Scope' is not 'in_scope'; name it so, or otherwise where it means something else",
        "t.csv:1: column 'Share' comes 2 times (columns 5, 6)",
        "t.csv:2 Share: found 'many', expected a number such as 0.5 or 50 %, 0 or more, of at most 3 decimals",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Region,Engine\nN\xe9,V6\n", "t.csv:2 has a byte 0xe9 that is not UTF-8"),
        (
            b'Region,Engine\n"N,V6\n',
            "t.csv:2 cannot be read as a table: unexpected end of data (is a quotation mark never closed?)",
        ),
    ],
)
def test_what_is_no_table_is_refused(scheme: Path, content: bytes, said: str) -> None:
    with pytest.raises(WrongTemplate) as caught:
        read_combinations("t.csv", content, load_table_scheme(str(scheme)))
    assert caught.value.message == said


def test_a_whole_scheme_reads_a_table_that_has_no_more_than_what_a_combination_is() -> None:
    devices = [f"{kind}_{part}" for kind in ("esme", "gsme", "ch", "ppmid") for part in ("manufacturer", "model")]
    devices = [column for pair in zip(devices[::2], devices[1::2], strict=True) for column in pair]
    rest = [f"{kind}_{part}" for kind in ("esme", "gsme", "ch", "ppmid") for part in ("hardware", "firmware")]
    text = ",".join(["smso", "wan_provider", *devices, *rest, "population"])
    text += "\n" + ",".join(["SMSO-1", "WAN-A", *["x"] * 16, "7"]) + "\n"
    (row,) = read_combinations("t.csv", text.encode(), foc()).rows

    assert (row.population, row.deployed, row.in_scope, row.combination.foreign_cohort) == (7, 7, True, "")
    assert refused_by_foc(text.replace("SMSO-1", "SMSO-9")) == (
        "t.csv:2 smso: found 'SMSO-9', expected one of SMSO-1, SMSO-2, SMSO-3",
    )


def refused_by_foc(text: str) -> tuple[str, ...]:
    with pytest.raises(WrongTemplate) as caught:
        read_combinations("t.csv", text.encode(), foc())
    return caught.value.details


def test_returns_need_a_whole_scheme(scheme: Path) -> None:
    with pytest.raises(UsageError, match="The scheme cars is of tables of combinations alone"):
        load_scheme(str(scheme))


def test_nothing_in_scope_and_limits_without_operators_are_told(scheme: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(",".join((*COLUMNS, "in_scope")) + "\nN,V6,1,R,1,0.5,FALSE\n")
    with pytest.raises(NothingAccepted):
        choose(table, str(scheme), Parameters())
    table.write_text(table.read_text().replace("FALSE", "TRUE"))
    scheme.write_text(SCHEME.replace('[[attribute]]\nname = "Region"\nrole = "operator"\n', ""), "utf-8")
    with pytest.raises(UsageError, match="The scheme cars has no operators"):
        choose(table, str(scheme), Parameters(maximum=(("N", 1),)))


Line = tuple[str, ...]


def drawn(random: Random) -> list[Line]:
    """Some lines of cars, no two the same but in their shares."""
    found: dict[Line, Line] = {}
    for _ in range(random.randint(2, 9)):
        radio = random.choice([("", ""), ("R", "1"), ("R", "2"), ("S", "1")])
        key = random.choice("NS"), f"V{random.randint(1, 2)}", random.choice(["", "1"]), *radio
        found[key] = (*key, str(Decimal(random.randint(0, 20)) / 10))
    return list(found.values())


def best(lines: list[Line], size: int) -> Decimal | None:
    """The greatest sum of shares over the sets that have every engine with its mark, and every radio; by trying all."""

    def covered(some: tuple[Line, ...] | list[Line]) -> set[tuple[str, ...]]:
        return {("engine", *line[1:3]) for line in some} | {("radio", line[3]) for line in some if line[3]}

    sums = [
        sum((Decimal(line[5]) for line in some), Decimal(0))
        for some in combinations(lines, size)
        if covered(some) == covered(lines)
    ]
    return max(sums, default=None)


def written(lines: list[Line], random: Random, as_percentage: bool) -> bytes:
    """The lines as a table, its columns and lines in any order, with a further column."""
    order = random.sample(range(6), 6)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=random.choice(",;\t|"))
    writer.writerow([*(COLUMNS[place] for place in order), "Note, free"])
    for line in random.sample(lines, len(lines)):
        cells = (*line[:5], f"{line[5]} %" if as_percentage else line[5])
        writer.writerow([*(cells[place] for place in order), "a"])
    return text.getvalue().encode()


@pytest.mark.parametrize("seed", range(60))
def test_the_choice_from_any_table_is_the_best_of_all_sets_and_the_checker_says_so(
    seed: int, scheme: Path, tmp_path: Path
) -> None:
    random = Random(seed)
    lines, as_percentage, size = drawn(random), random.random() < 0.5, random.randint(1, 4)
    table, out = tmp_path / "t.csv", tmp_path / "choice"
    table.write_bytes(written(lines, random, as_percentage))
    expected = best(lines, size)
    try:
        population = choose(table, str(scheme), Parameters(size=size), out).selection.population
    except Infeasible:
        population = -1
    said = eligo_check.check((out / "certificate.json").read_bytes(), table.read_bytes(), scheme.read_bytes())

    assert population == (-1 if expected is None else expected * (10 if as_percentage else 1000))
    assert ("cannot hold together" in said[0]) == (expected is None)


@pytest.mark.parametrize(
    ("good", "faulty"),
    [
        ("0.5\n", "0.6\n"),
        ("0.5\n", "0.50001\n"),
        ("0.5\n", "-0.5\n"),
        ("0.5\n", "0.5,more\n"),
        ("V6,1", "V6|,1"),
        ("V6,1", "V7,1"),
        ("V6,1", '"V6,1'),
        ("Region,", "Place,"),
        ("V8,,S,1,0.1\n", "V8,,S,1,0.1\nN,V8,,S,1,0.1\n"),
    ],
)
def test_the_checker_accepts_no_table_that_is_faulty_or_another(
    scheme: Path, tmp_path: Path, good: str, faulty: str
) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "choice"
    table.write_text(",".join(COLUMNS) + "\nN,V6,1,R,1,0.5\nN,V8,,S,1,0.1\nS,V6,1,S,1,0.2\n", "utf-8")
    choose(table, str(scheme), Parameters(size=2), out)
    proof, text = (out / "certificate.json").read_bytes(), table.read_text("utf-8")

    assert text.count(good) >= 1
    assert eligo_check.check(proof, text.encode(), scheme.read_bytes())
    with pytest.raises((eligo_check.Rejected, ValueError, LookupError, csv.Error)):
        eligo_check.check(proof, text.replace(good, faulty, 1).encode(), scheme.read_bytes())


def test_columns_that_are_not_read_may_have_one_name_for_eligo_and_the_checker(scheme: Path, tmp_path: Path) -> None:
    header = [*COLUMNS, "Note", "Note", "cohort", "cohort"]
    (tmp_path / "t.csv").write_text("\n".join([",".join(header), "N,V6,,R,1,0.5,a,b,c,d", "S,V8,,R,1,0.3,,,,"]) + "\n")

    choice = choose(tmp_path / "t.csv", str(scheme), Parameters(size=2))

    assert (choice.selection.status, choice.selection.population, choice.ignored) == (
        "optimal",
        800,
        ("Note", "cohort"),
    )
