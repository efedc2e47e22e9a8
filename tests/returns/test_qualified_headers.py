"""What stands around the name of a count: another figure is never read as one, and what may be another is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from builders import catalogue, csv_of, foc, row
from eligo.errors import WrongTemplate
from eligo.returns import Return, read_return

HEADER, ROW = [*row()], [*row().values()]
DEVICES = ("ESME", "GSME", "CH", "PPMID")
LEVELS = [name.partition(" ")[::2] if name.split()[0] in DEVICES else ("", name) for name in HEADER]
AT = HEADER.index("Active")


def read(*lines: Sequence[str]) -> Return:
    content = b"".join(csv_of([], line) for line in lines)
    return read_return("RFI-1__Supplier__Aster-Energy.csv", content, foc(), catalogue())


def above(text: str) -> list[str]:
    return [""] * AT + [text] + [""] * (len(HEADER) - AT - 1)


def named(header: str) -> list[str]:
    return [header if name == "Active" else name for name in HEADER]


def two_levels(groups: Sequence[str], counts: str = "") -> tuple[list[str], list[str]]:
    called = dict(zip(DEVICES, groups, strict=True))
    upper = [called.get(device, "") for device, _ in LEVELS]
    upper[AT] = counts
    return upper, [field for _, field in LEVELS]


@pytest.mark.parametrize(
    "group",
    ["Previous round", "Share (%)", "'000s", "Forecast", "Change since last round", "Meters", "Installed (k)"],
)
@pytest.mark.parametrize("levels", [1, 2])
def test_a_count_below_another_figure_is_none(group: str, levels: int) -> None:
    """It was read as the count, and nothing was said."""
    header = [above(group), HEADER] if levels == 1 else two_levels(DEVICES, group)

    with pytest.raises(WrongTemplate, match="2 of its columns are missing"):
        read(*header, ROW)


def test_the_counts_of_this_round_stand_beside_those_of_the_last() -> None:
    """Both groups claimed the same columns, and the return was refused."""
    counts = HEADER[AT : AT + 2]
    upper = [*above("This round")[: AT + 2], "Previous round", "", *above("")[AT + 2 :]]

    one = read(upper, [*HEADER[: AT + 2], *counts, *HEADER[AT + 2 :]], [*ROW[: AT + 2], "7", "8", *ROW[AT + 2 :]])

    assert ([f.code for f in one.findings], one.reported) == (["column-ignored"] * 2, {"SMSO-1": 120})


@pytest.mark.parametrize(
    "header",
    [
        "Active (incl. dormant)",
        "Previous round[Active]",
        "Active (000s)",
        "Active (hundreds)",
        "Active (ex. SMSO-3)",
        "Active (\u00f710)",
    ],
)
def test_a_count_beside_another_figure_is_none(header: str) -> None:
    with pytest.raises(WrongTemplate, match="1 of its columns are missing"):
        read(named(header), ROW)


@pytest.mark.parametrize("header", ["Active (31/05/2019)", "Active (estimate)", "Active (DF)"])
def test_a_count_that_may_be_another_figure_is_told(header: str) -> None:
    one = read(named(header), ROW)

    assert [(f.code, f.location.row, f.location.column) for f in one.findings] == [("header-explained", 1, "Active")]
    assert one.reported == {"SMSO-1": 120}


@pytest.mark.parametrize(("group", "told"), [("RFI-2019-06", 2), ("31 May 2019", 2), ("Number of installations", 0)])
def test_a_group_that_may_be_another_figure_is_told_for_each_of_its_counts(group: str, told: int) -> None:
    one = read(above(group), HEADER, ROW)

    assert ([f.code for f in one.findings], one.reported) == (["header-explained"] * told, {"SMSO-1": 120})


@pytest.mark.parametrize(
    "title",
    [
        "Figures of all planned and previous returns",
        "Changes since the last round are red; please count no meters twice",
    ],
)
def test_a_title_above_the_header_says_nothing_of_its_columns(title: str) -> None:
    one = read([title], HEADER, ROW)

    assert (one.findings, one.reported) == ((), {"SMSO-1": 120})


def test_a_title_above_a_count_that_stands_first_is_no_group_of_it() -> None:
    one = read(
        ["Figures of all planned and previous returns"],
        [HEADER[AT], *HEADER[:AT], *HEADER[AT + 1 :]],
        [ROW[AT], *ROW[:AT], *ROW[AT + 1 :]],
    )

    assert (one.findings, one.reported) == ((), {"SMSO-1": 120})


@pytest.mark.parametrize(
    "groups",
    [
        ("Electricity meter (ESME)", "Gas meter (GSME)", "Communications hub (CH)", "Display (PPMID)"),
        ("ESME - electricity meter", "GSME - gas meter", "CH - hub", "PPMID - display"),
        ("ESME details", "GSME details", "CH device", "PPMID data"),
    ],
)
def test_a_group_may_call_its_device_in_more_words(groups: Sequence[str]) -> None:
    """The return was refused for eight columns that were there."""
    one = read(*two_levels(groups), ROW)

    assert (one.findings, one.reported) == ((), {"SMSO-1": 120})


def test_a_group_of_two_devices_names_neither() -> None:
    with pytest.raises(WrongTemplate, match="4 of its columns are missing"):
        read(*two_levels(("ESME / GSME", "GSME", "CH", "PPMID")), ROW)


@pytest.mark.parametrize("text", ["All figures in thousands", "Installations ('000s)", "Counts are in millions"])
@pytest.mark.parametrize("below", [False, True])
def test_a_title_or_a_remark_that_says_that_figures_are_in_another_unit_is_told(text: str, below: bool) -> None:
    """Thousands were read as installations, and nothing was said."""
    one = read(HEADER, ROW, [""], [text]) if below else read([text], [""], HEADER, ROW)

    told = [(f.location.row, f.value) for f in one.findings if f.code == "header-explained"]
    assert (told, one.reported) == ([(4 if below else 1, text)], {"SMSO-1": 120})


def test_a_title_right_above_the_table_that_says_that_it_is_of_another_round_is_told() -> None:
    one = read(["Aster Energy"], ["Previous round"], [""], HEADER, ROW)

    assert [(f.code, f.location.row, f.value) for f in one.findings] == [("header-explained", 4, "Previous round")]


@pytest.mark.parametrize("text", ["1,000 rows or more", "SEAP-2000-V"])
def test_a_title_that_has_a_number_says_nothing_of_the_unit(text: str) -> None:
    assert read([text], HEADER, ROW).findings == ()


@pytest.mark.parametrize("called", ["{}", "{} (mandatory)", "3. {}", "{} *"])
@pytest.mark.parametrize("own", ["front", "end"])
def test_a_header_merged_over_both_levels_is_that_of_its_column(called: str, own: str) -> None:
    """In other words than the template's it was none: the return was refused; the sender's own left cells without a
    header, which told every row of a text to have slipped.
    """
    upper, lower = two_levels(DEVICES)
    for place, (device, field) in enumerate(LEVELS):
        if not device and field:
            upper[place], lower[place] = called.format(field), ""
    cells: list[list[str]] = [upper, lower, [*ROW], [*row(Dormant="30").values()]]
    for line, more in zip(cells, ("Remark", "", "seen", "seen too"), strict=True):
        line.insert(0 if own == "front" else len(line), more)

    one = read(*cells)

    assert ([f.code for f in one.findings], one.reported) == (["column-ignored"], {"SMSO-1": 250})
    assert one.findings[0].value == "Remark"


def test_a_group_above_a_column_without_a_name_is_not_its_header() -> None:
    upper, lower = two_levels(DEVICES)
    upper[4:4], lower[4:4] = ["Site"], [""]
    upper[5:6] = [""]

    one = read(upper, lower, [*ROW[:4], "north", *ROW[4:]])

    assert ([f.code for f in one.findings], one.reported) == (["cell-without-header"], {"SMSO-1": 120})


def test_the_sum_of_a_count_above_its_header_says_nothing_else() -> None:
    """Sheets that are filtered have it there; every count had a warning."""
    other = [*row(Active="7", Dormant="5").values()]
    lines = (HEADER, ROW, other)

    right = read([*above("107")[: AT + 1], "25", *above("")[AT + 2 :]], *lines)
    wrong = read([*above("2018")[: AT + 1], "25", *above("")[AT + 2 :]], *lines)

    assert (right.findings, right.reported) == ((), {"SMSO-1": 132})
    assert [(f.code, f.value) for f in wrong.findings] == [("header-explained", "2018")]


@pytest.mark.parametrize(
    "header",
    [
        "Active\u00b9",
        "Active (whole installations, not meters)",
        "Active (0 or more)",
        "Active (numeric, no commas)",
        "Active (mandatory field)",
        "No. active installations",
    ],
)
def test_what_forms_say_of_a_count_is_not_another_figure(header: str) -> None:
    """The return was refused, or had a warning."""
    one = read(named(header), ROW)

    assert (one.findings, one.reported) == ((), {"SMSO-1": 120})


@pytest.mark.parametrize("group", ["Quantity", "Installed base", "Figures"])
def test_a_group_of_counts_may_be_called_plainly(group: str) -> None:
    assert read(*two_levels(DEVICES, group), ROW).findings == ()


@pytest.mark.parametrize("header", ["Count of Active", "Active volume"])
def test_a_count_of_rows_or_an_amount_of_energy_is_no_count(header: str) -> None:
    with pytest.raises(WrongTemplate, match="1 of its columns are missing"):
        read(named(header), ROW)
