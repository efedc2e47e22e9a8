"""A header below the header: the same columns again, or others, from which no row is read unseen."""

from __future__ import annotations

import pytest

from builders import catalogue, csv_of, foc, row, supplier_return, upgrade
from eligo.errors import WrongTemplate
from eligo.returns import Return, UpgradesFile, read_return

NAME = "RFI-1__Supplier__Aster-Energy"
HEADER = [*row()]
ONE, TWO = row(Active="100"), row(Active="7")


ROW = [*ONE.values()]


def in_two_rows(names: list[str], *, above: bool = False) -> list[list[str]]:
    """A header with the devices above their fields; what is of no device stands in the lower row, or ``above``."""
    upper, lower = list[str](), list[str]()
    for name in names:
        device, _, field = name.partition(" ")
        is_field = device in ("ESME", "GSME", "CH", "PPMID")
        seen = is_field and device in upper
        upper.append("" if seen or not (is_field or above) else device if is_field else name)
        lower.append(field if is_field else "" if above else name)
    return [upper, lower]


def lines_of(*rows: list[str]) -> bytes:
    return "".join(",".join(cells) + "\n" for cells in rows).encode()


def swapped(one: str, other: str, header: list[str] = HEADER) -> list[str]:
    return [{one: other, other: one}.get(name, name) for name in header]


def read(second: list[str], first: list[str] = HEADER) -> Return:
    tables = csv_of([ONE], first) + csv_of([TWO], second)
    return read_return(f"{NAME}.csv", tables, foc(), catalogue())


@pytest.mark.parametrize(
    "second",
    [
        HEADER,
        [name.replace("Firmware version", "F/W").replace("ESME", "EMSE") for name in HEADER],
        [name.upper() for name in HEADER],
    ],
    ids=["the same words", "other words", "in capitals"],
)
def test_the_same_columns_in_any_words_are_ignored(second: list[str]) -> None:
    again = csv_of([], second) + csv_of([TWO], HEADER).split(b"\n", 1)[1]
    one = read_return(f"{NAME}.csv", csv_of([ONE], HEADER) + again, foc(), catalogue())

    codes = [finding.code for finding in one.findings if finding.location.row == 3]
    assert codes == ["header-repeated"]
    assert one.accepted.rows == (2, 4)


@pytest.mark.parametrize(
    ("one", "other", "columns"),
    [("Active", "Dormant", "XY"), ("ESME Model", "ESME Hardware version", "GH"), ("Supplier", "SMSO", "AB")],
)
def test_other_columns_are_refused_before_a_row_is_read_from_them(one: str, other: str, columns: str) -> None:
    """A row of 7 active installations and 20 dormant ones was counted as 20 and 7."""
    with pytest.raises(WrongTemplate, match="second header in row 3, and 2 of its columns are not") as error:
        read(swapped(one, other))

    first, second = [*columns]
    assert error.value.details == (
        f"{NAME}.csv: column {first} is '{one}' in row 1, and '{other}' in row 3",
        f"{NAME}.csv: column {second} is '{other}' in row 1, and '{one}' in row 3",
    )


def test_a_column_that_only_one_header_has_is_refused() -> None:
    with pytest.raises(WrongTemplate) as error:
        read([*HEADER, "Mixed"], [*HEADER, "Region"])

    said = "column AA is none of the template in row 1, and 'Mixed' in row 3"
    assert error.value.details == (f"{NAME}.csv: {said}",)


def test_of_planned_upgrades_too() -> None:
    plan = upgrade("03.00.01.60", "03.00.01.61", "2019-09-01")
    tables = csv_of([plan], [*plan]) + csv_of([plan], swapped("From firmware", "To firmware", [*plan]))

    with pytest.raises(WrongTemplate, match="second header in row 3"):
        read_return(
            f"{NAME}.csv", csv_of([ONE], HEADER), foc(), catalogue(), UpgradesFile(f"{NAME}__upgrades.csv", tables)
        )


@pytest.mark.parametrize("below", [[row(Active="9")], []], ids=["in the middle", "at the end"])
def test_a_header_that_was_sorted_with_its_rows_hides_none(below: list[dict[str, str]]) -> None:
    rows = csv_of([ONE, TWO], HEADER).split(b"\n", 1)[1]

    with pytest.raises(WrongTemplate, match=r"header in row 3, and 2 rows stand above it \(the first in row 1\)"):
        read_return(f"{NAME}.csv", rows + csv_of(below, HEADER), foc(), catalogue())


@pytest.mark.parametrize(("sign", "called"), [(",", "comma"), (";", "semicolon"), ("^", "caret"), (":", "colon")])
def test_a_header_in_a_single_cell_is_named(sign: str, called: str) -> None:
    lines = csv_of([ONE, TWO], HEADER).decode().replace(",", sign).splitlines()
    content = "".join(f'"{line}"\n' for line in lines).encode()

    with pytest.raises(WrongTemplate, match=f"row 1 has 26 of their names in a single cell, parted by {called}"):
        read_return(f"{NAME}.csv", content, foc(), catalogue())


@pytest.mark.parametrize("guide", [[str(number) for number in range(1, 27)], ["text"] * 26])
def test_a_guide_above_the_header_is_no_row(guide: list[str]) -> None:
    one = read_return(f"{NAME}.csv", ",".join(guide).encode() + b"\n" + csv_of([ONE], HEADER), foc(), catalogue())

    assert one.accepted.rows == (3,)


GUIDANCE = {
    "numbers": [str(number) for number in range(1, 27)],
    "kinds": ["text"] * 23 + ["whole number"] * 2 + ["Y or N"],
    "what to do": [
        "type it",
        "SMSO-1, 2 or 3",
        "IOC, MOC or FOC",
        "DF or SF",
        *["as in the list"] * 20,
        "0 if none",
        "",
    ],
}


@pytest.mark.parametrize("guide", GUIDANCE.values(), ids=GUIDANCE)
def test_a_guide_above_an_empty_table_is_no_row(guide: list[str]) -> None:
    """It was taken for a row above the header, and the file refused."""
    one = read_return(f"{NAME}.csv", lines_of(guide, HEADER), foc(), catalogue())

    assert [(finding.location.row, finding.code) for finding in one.findings] == [(0, "return-empty")]
    assert [balance.read for balance in one.balances] == [0]


def test_rows_above_the_header_of_an_empty_table_are_rows() -> None:
    with pytest.raises(WrongTemplate, match=r"header in row 2, and 1 row stands above it \(the first in row 1\)"):
        read_return(f"{NAME}.csv", lines_of(ROW, HEADER), foc(), catalogue())


def test_a_guide_above_no_planned_upgrades_is_none() -> None:
    plan = upgrade("03.00.01.60", "03.00.01.61", "2019-09-01")
    for guide, refused in ((["choose", *["as in the list"] * 5, "a day"], False), ([*plan.values()], True)):
        beside = UpgradesFile(f"{NAME}__upgrades.csv", lines_of(guide, [*plan]))
        if refused:
            with pytest.raises(WrongTemplate, match="1 row stands above it"):
                read_return(f"{NAME}.csv", csv_of([ONE], HEADER), foc(), catalogue(), beside)
        else:
            one = read_return(f"{NAME}.csv", csv_of([ONE], HEADER), foc(), catalogue(), beside)
            assert (one.upgrades, one.findings) == ((), ())


def test_a_small_table_below_is_no_second_header() -> None:
    one = supplier_return([ONE, {"Supplier": "SMSO", "SMSO": "Active", "Operating capability": "Dormant"}, TWO])

    assert one.accepted.rows == (2, 4)
    assert [(found.location.row, found.code) for found in one.findings] == [(3, "remark-row-ignored")]


@pytest.mark.parametrize("first", [[HEADER], in_two_rows(HEADER)], ids=["in one row", "in two"])
@pytest.mark.parametrize("above", [True, False], ids=["all in the upper row", "the devices alone"])
def test_a_second_header_in_two_rows_is_ignored(first: list[list[str]], above: bool) -> None:
    second = in_two_rows(HEADER, above=above)

    one = read_return(f"{NAME}.csv", lines_of(*first, ROW, *second, [*ROW[:-3], "7", *ROW[-2:]]), foc(), catalogue())

    start = len(first) + 2
    assert [(f.location.row, f.code) for f in one.findings] == [
        (start, "header-repeated"),
        (start + 1, "header-repeated"),
    ]
    assert one.accepted.rows == (start - 1, start + 2)


@pytest.mark.parametrize("above", [True, False], ids=["all in the upper row", "the devices alone"])
def test_a_second_header_in_two_rows_with_other_columns_is_refused(above: bool) -> None:
    """A row below it was accepted, with a model where its hardware should have been."""
    first, second = in_two_rows(HEADER), in_two_rows(swapped("ESME Model", "ESME Hardware version"), above=above)

    with pytest.raises(WrongTemplate, match="second header in row 5, and 2 of its columns") as error:
        read_return(f"{NAME}.csv", lines_of(*first, ROW, *second, ROW), foc(), catalogue())

    assert "column G is 'ESME Model' in row 2, and 'ESME Hardware version' in row 5" in error.value.details[0]


def test_a_second_header_whose_first_columns_are_of_ones_own_is_refused() -> None:
    """Only three columns were looked at for its words; the rows below were read from columns of the first."""
    first, second = [*HEADER, "Ref", "Site", "Area"], ["Ref", "Site", "Area", *HEADER]

    with pytest.raises(WrongTemplate, match="second header in row 3, and 29 of its columns"):
        read_return(f"{NAME}.csv", lines_of(first, [*ROW, "r", "s", "a"], second), foc(), catalogue())


def test_rows_above_a_header_with_more_columns_are_not_lost() -> None:
    """The header that names the most columns was taken, and all above it for titles."""
    rows = csv_of([ONE], HEADER) + csv_of([TWO], [*HEADER, "ESME Firmware provider"])
    with pytest.raises(WrongTemplate, match="second header in row 3") as error:
        read_return(f"{NAME}.csv", csv_of([ONE], [*HEADER, "Region"]) + rows.split(b"\n", 2)[2], foc(), catalogue())
    assert "'ESME Firmware provider' in row 3" in error.value.details[0]

    with pytest.raises(WrongTemplate, match="header in row 3, and one in row 1 above it") as error:
        read(HEADER, [name for name in HEADER if name != "WAN provider"])
    assert error.value.details == (f"{NAME}.csv, row 1: no column 'WAN provider'",)


@pytest.mark.parametrize("heading", ["Previous round", "RFI-1: last round", "Forecast", "Share in %"])
@pytest.mark.parametrize("first", [[HEADER], in_two_rows(HEADER)], ids=["in one row", "in two"])
def test_a_second_table_of_other_figures_is_refused(heading: str, first: list[list[str]]) -> None:
    """Its rows were counted with those above, at notes on the heading and the header."""
    second = [*ROW[:-3], "7", *ROW[-2:]]

    with pytest.raises(WrongTemplate, match=f"has two tables, one of them under '{heading}', with its header in row"):
        read_return(f"{NAME}.csv", lines_of(*first, ROW, [], [heading], [], *first, second), foc(), catalogue())
    with pytest.raises(WrongTemplate, match=f"has two tables, one of them under '{heading}'"):
        read_return(f"{NAME}.csv", lines_of([heading], [], *first, ROW, [], *first, second), foc(), catalogue())


@pytest.mark.parametrize(
    ("heading", "with_header", "told"),
    [
        ("Region South", True, True),
        ("July 2019", True, True),
        ("Page 2", True, False),
        ("Region South", False, False),
        ("Previous round", False, True),
        ("The last of these were counted by hand in the south", False, False),
    ],
)
def test_rows_under_a_heading_that_may_say_what_they_are_are_told(heading: str, with_header: bool, told: bool) -> None:
    between = [[], [heading], *([HEADER] if with_header else [])]
    below = [*ROW[:-3], "7", *ROW[-2:]]

    one = read_return(f"{NAME}.csv", lines_of(HEADER, ROW, *between, below, ["Forecast"]), foc(), catalogue())

    found = [(f.location.row, f.value) for f in one.findings if f.code == "rows-under-heading"]
    assert found == ([(4, heading)] if told else [])
    assert len(one.accepted.rows) == 2


@pytest.mark.parametrize("count", ["61 000", "12 %", "9k"])
def test_a_count_above_a_second_header_is_no_group_of_it(count: str) -> None:
    """The header was told to have other columns than the first, and the return refused."""
    above = [count if name == "Active" else value for name, value in zip(HEADER, ROW, strict=True)]

    one = read_return(f"{NAME}.csv", lines_of(HEADER, above, HEADER, [*ROW[:-3], "7", *ROW[-2:]]), foc(), catalogue())

    assert [f.location.row for f in one.findings if f.code == "header-repeated"] == [3]
    assert 4 in one.accepted.rows
