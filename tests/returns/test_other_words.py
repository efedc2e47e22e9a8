"""Headers, keys and values in other words than the template's, as people and their programs write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from builders import CATALOGUE, catalogue, csv_of, foc, row
from eligo.errors import WrongTemplate
from eligo.findings import column_letters
from eligo.returns import Return, read_return
from returns.sent_workbooks import sheets_of

HEADER, ROW = [*row()], [*row().values()]
NAME = "RFI-1__Supplier__Aster-Energy.csv"


def read(content: bytes, name: str = NAME) -> Return:
    return read_return(name, content, foc(), catalogue())


def under(header: Sequence[str], *rows: Sequence[str]) -> Return:
    return read(b"".join(csv_of([], line) for line in (header, *(rows or [ROW]))))


def with_cell(column: str, text: str) -> Return:
    return read(csv_of([row(**{column: text})], HEADER))


def turned(name: str, form: str) -> str:
    device, _, field = name.partition(" ")
    return form.format(device=device, field=field) if device in ("ESME", "GSME", "CH", "PPMID") else name


@pytest.mark.parametrize("form", ["{field} ({device})", "{field} - {device}", "{device}.{field}", "{device}_{field}"])
def test_the_device_may_stand_before_its_field_or_behind(form: str) -> None:
    one = under([turned(name, form) for name in HEADER])

    assert (one.accepted.rows, one.findings) == ((2,), ())


@pytest.mark.parametrize(
    "form", ["Returns[{}]", "'All returns'[{}]", "[{}]", "{} (required)", "{} (only)?", "{} [see notes]*"]
)
def test_what_stands_around_a_header_in_brackets_is_none_of_it(form: str) -> None:
    one = under([form.format(name) for name in HEADER])

    assert (one.accepted.rows, one.findings) == ((2,), ())


def test_what_is_explained_in_brackets_names_no_column_that_another_does() -> None:
    one = under([*HEADER, "Active (last round)"], [*ROW, "7"])

    assert [(f.code, f.value) for f in one.findings] == [("column-ignored", "Active (last round)")]
    with pytest.raises(WrongTemplate, match="1 of its columns are missing"):
        under(["Active (July)" if name == "Active" else name for name in HEADER] + ["Active (August)"], [*ROW, "7"])


@pytest.mark.parametrize(
    "words",
    [
        {"Active": "No. of active installations", "Dormant": "# Dormant", "Supplier": "Energy Supplier Name"},
        {"Active": "Active Installs", "WAN provider": "CSP / WAN", "ESME Manufacturer": "Elec Meter Manuf."},
        {"ESME Model": "ESME Model number", "CH Firmware version": "Hub FW ver", "GSME Model": "Gas model"},
        {"Active": "Sum of Active", "Dormant": "Sum of Dormant", "Operating capability": "Op. capability"},
    ],
)
def test_a_header_may_be_in_other_words(words: Mapping[str, str]) -> None:
    one = under([words.get(name, name) for name in HEADER])

    assert (one.accepted.rows, one.findings) == ((2,), ())


def test_a_table_beside_is_none_of_this_one() -> None:
    """A small table of sums beside the large one had the whole return refused."""
    header = [*HEADER, "", "SMSO", "Active", "Mixed"]
    one = under(header, [*ROW, "", "SMSO-1", "120", "9"], [""] * len(ROW) + ["", "SMSO-2", "1", "9"])

    assert [f.code for f in one.findings] == ["column-ignored"] * 3 + ["remark-row-ignored"]
    assert (one.accepted.rows, one.reported) == ((2,), {"SMSO-1": 120})
    with pytest.raises(WrongTemplate, match="names 1 column twice"):
        under([*HEADER, "SMSO"], [*ROW, "SMSO-1"])


@pytest.mark.parametrize("beside", [[], ["", "SMSO", "Active"]], ids=["alone", "sums beyond"])
def test_a_column_beyond_a_blank_one_is_one_of_this_table(beside: Sequence[str]) -> None:
    """With sums beyond it the counts below it were lost, at a note."""
    one = under([*HEADER, "", "Mixed", *beside], [*ROW, "", "9", *(beside and ["", "SMSO-1", "129"])])

    assert one.reported == {"SMSO-1": 129}


@pytest.mark.parametrize("beyond", [HEADER, ["Mixed", "SMSO", "Active"]], ids=["as large", "with a column of this one"])
def test_a_table_beside_that_may_hold_rows_is_not_ignored(beyond: Sequence[str]) -> None:
    """All of its rows were lost, at notes on its columns."""
    with pytest.raises(WrongTemplate, match="columns twice"):
        under([*HEADER, "", *beyond], [*ROW, "", *ROW[: len(beyond)]])


@pytest.mark.parametrize(
    "header",
    [
        "Active (thousands)",
        "Active ('000)",
        "Active (%)",
        "Active %",
        "Active (k)",
        "Active (meters)",
        "Active (excl. prepay)",
    ],
)
def test_a_count_in_another_unit_is_none_of_installations(header: str) -> None:
    """It was read as installations, and nothing was said."""
    with pytest.raises(WrongTemplate, match="1 of its columns are missing"):
        under([header if name == "Active" else name for name in HEADER])


@pytest.mark.parametrize("header", ["CH Firmware version (target)", "Active (forecast)", "Dormant (last round)"])
def test_what_is_planned_or_was_is_not_what_is_installed(header: str) -> None:
    with pytest.raises(WrongTemplate, match="1 of its columns are missing"):
        under([header if header.startswith(f"{name} (") else name for name in HEADER])


def test_a_share_beside_a_count_is_a_column_of_the_senders_own() -> None:
    one = under([*HEADER, "Active %"], [*ROW, "83"])

    assert ([f.code for f in one.findings], one.reported) == (["column-ignored"], {"SMSO-1": 120})


@pytest.mark.parametrize("role", ["Supplier", "Energy supplier"])
def test_the_keys_of_a_return_may_be_in_other_words(role: str) -> None:
    """The scheme could state other words for them, which were not looked at."""
    stated = [("Company name:", "Aster Energy"), ("Role", role), ("RFI ref", "RFI-1"), ("Data as at", "2019-08-31")]

    one = read(sheets_of({"Return": stated, "Combinations": [HEADER, ROW]}), "any.xlsx")

    assert (one.sender.organisation, one.sender.snapshot, one.findings) == ("Aster Energy", date(2019, 8, 31), ())


@pytest.mark.parametrize("numbered", [False, True])
def test_the_keys_of_a_return_may_stand_beside_each_other_or_be_numbered(numbered: bool) -> None:
    """The return was refused: it did not say who sends it."""
    keys = ["Organisation", "Role", "RFI reference", "Snapshot date"]
    values = ["Aster Energy", "Supplier", "RFI-1", "2019-08-31"]
    pairs = [[str(at), *pair] for at, pair in enumerate(zip(keys, values, strict=True), start=1)]

    one = read(sheets_of({"Return": pairs if numbered else [keys, values], "Combinations": [HEADER, ROW]}), "a.xlsx")

    assert (one.sender.organisation, one.sender.snapshot, one.findings) == ("Aster Energy", date(2019, 8, 31), ())


def test_a_key_in_other_words_gives_way_to_the_key_itself() -> None:
    stated = [("Reference", "our ref. 12"), ("Organisation", "A"), ("Role", "SMSO"), ("RFI reference", "RFI-1")]

    one = read(sheets_of({"Return": stated, "Combinations": [HEADER, ROW]}), "any.xlsx")

    assert (one.sender.organisation, one.sender.rfi_reference) == ("A", "RFI-1")


@pytest.mark.parametrize(
    "text",
    ["-", "\u2013", "(blank)", "Not applicable", "NULL", "not fitted", "NaN", "''", '=""', "\\N", "Please select"],
)
def test_many_words_stand_for_a_blank_cell(text: str) -> None:
    cells = {name: text for name in HEADER if name.startswith("GSME")}
    one = read(csv_of([row(**{"Fuel type": "SF"} | cells)], HEADER))

    assert one.accepted.rows == (2,)
    assert {(f.code, f.severity.value) for f in one.findings} == {("placeholder-as-blank", "note")}


@pytest.mark.parametrize(
    ("text", "intends"),
    [("Unknown", None), ("TBC", None), ("?", None), ("Not decided", None), ("\u2713", True), ("\u2717", False)],
)
def test_an_intention_that_is_not_known_is_no_fault(text: str, intends: bool | None) -> None:
    """The row was refused, and its installations were not counted."""
    one = with_cell("Intends to enrol", text)

    assert (one.accepted.rows, one.accepted.intends) == ((2,), (intends,))
    assert {f.severity.value for f in one.findings} == {"note"}


@pytest.mark.parametrize("text", ["0", "1"])
def test_an_intention_that_may_be_a_no_is_not_blank(text: str) -> None:
    """A 0 was read as not known, so that installations counted whose supplier may have said no."""
    assert ("value-not-allowed", text) in [(f.code, f.value) for f in with_cell("Intends to enrol", text).findings]


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("Operating capability", "Final Operating Capability", "FOC"),
        ("Fuel type", "Dual-fuel", "DF"),
        ("Display kind", "SMETS1 PPMID", "PPMID"),
        ("Fuel type", "DF - Dual Fuel", "DF"),
        ("Operating capability", "FOC (Final)", "FOC"),
        ("Intends to enrol", "Y: Yes", "Y"),
    ],
)
def test_a_value_may_be_in_other_words(column: str, text: str, value: str) -> None:
    one = with_cell(column, text)

    assert [(f.code, f.expected) for f in one.findings] == [("value-normalised", value)]


@pytest.mark.parametrize(
    "text",
    ["2-1-12", "2,1,12", "2_1_12", "2 . 1 . 12", "FW 2.1.12", "F/W v2.1.12", "Rev 2.1.12", "2.1.12.", "2.1.12 \u00b9"],
)
def test_a_version_may_be_parted_and_marked_otherwise(text: str) -> None:
    """It stood as a firmware of its own, and made a combination that nobody has."""
    one = with_cell("CH Firmware version", text)

    (device,) = one.accepted.devices["CH"]
    assert device is not None
    assert device.firmware == "2.1.12"
    assert [(f.code, f.severity.value) for f in one.findings] == [("value-normalised", "note")]


@pytest.mark.parametrize("text", ["02.01.2012", "2/1/2012 00:00", "02/01/2012 12:00:00 AM", "2012-01-02T00:00:00"])
def test_a_day_that_was_a_version_may_have_points_or_midnight(text: str) -> None:
    one = with_cell("CH Firmware version", text)

    assert [(f.code, f.expected) for f in one.findings] == [("firmware-from-date", "2.1.12")]


@pytest.mark.parametrize("text", ["DF - SF", "DF (new)", "SF or DF"])
def test_a_code_beside_another_word_than_its_own_is_no_value(text: str) -> None:
    assert [f.code for f in with_cell("Fuel type", text).findings][:1] == ["value-not-allowed"]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Operating capability", "FOC?"),
        ("Fuel type", "DF ?"),
        ("SMSO", "SMSO-1 (?)"),
        ("Intends to enrol", "Y?"),
        ("Display firmware upgradable", "Yes?"),
    ],
)
def test_a_value_of_which_its_sender_is_not_certain_is_none(column: str, text: str) -> None:
    """It was read as if no question mark stood there, at a note."""
    assert ("value-not-allowed", text) in [(f.code, f.value) for f in with_cell(column, text).findings]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("CH Manufacturer", "Telit?"),
        ("CH Model", "SEAP2000V (?)"),
        ("CH Model", "SEAP-3000?"),
        ("CH Hardware version", "A?"),
        ("CH Firmware version", "2.1.12?"),
        ("WAN provider", "WAN-A?"),
    ],
)
def test_a_name_of_which_its_sender_is_not_certain_is_none(column: str, text: str) -> None:
    """A known one was read as if no question mark stood there; any other made a combination that nobody has."""
    one = with_cell(column, text)

    assert [(f.code, f.location.column, f.value) for f in one.findings] == [("name-uncertain", column, text)]
    assert len(one.quarantined) == 1


def test_a_version_that_is_to_be_confirmed_may_bear_a_question_mark() -> None:
    assert [(f.code, f.expected) for f in with_cell("CH Firmware version", "TBC?").findings] == [
        ("value-normalised", "TBC")
    ]


def test_an_operator_that_is_not_certain_of_a_supplier_names_none() -> None:
    one = read(csv_of([row(Supplier="Aster Energy?")], HEADER), "RFI-1__SMSO__SMSO-1.csv")

    assert [(f.code, f.location.column) for f in one.findings] == [("name-uncertain", "Supplier")]


def test_a_name_that_the_catalogue_has_with_a_question_mark_is_one() -> None:
    known = catalogue(CATALOGUE + "CH,Telit,What?,A,2.1.12\n")

    one = read_return("RFI-1__Supplier__Aster-Energy.csv", csv_of([row(**{"CH Model": "What?"})]), foc(), known)

    assert one.findings == ()


@pytest.mark.parametrize(
    "text", ["TBC", "unknown", "Not known", "?", "ditto", '"', "as above", "Same as above", "various"]
)
def test_a_provider_that_is_not_known_is_none(text: str) -> None:
    """It stood as a provider of its own, and made a combination that nobody has."""
    one = with_cell("WAN provider", text)

    assert [(f.code, f.location.column) for f in one.findings] == [("value-missing", "WAN provider")]
    assert [one.quarantined[0].partly.unread] == [frozenset({"wan_provider"})]


@pytest.mark.parametrize("text", ["Unknown", "TBC", "not known", "ditto", "\u3003", "(as above)"])
def test_a_supplier_that_is_not_known_is_none(text: str) -> None:
    """An operator's rows stood for a supplier of that name, of whom it was said that it has not returned."""
    one = read(csv_of([row(Supplier=text)], HEADER), "RFI-1__SMSO__SMSO-1.csv")

    assert [(f.code, f.location.column) for f in one.findings] == [("value-missing", "Supplier")]


@pytest.mark.parametrize(("text", "count"), [("120.", 120), (" -   ", 0), ('="120"', 120), ("'120", 120)])
def test_a_count_may_be_shown_as_a_spreadsheet_shows_it(text: str, count: int) -> None:
    one = with_cell("Active", text)

    assert [*one.accepted.counts[0]] == [count]
    assert [(f.code, f.severity.value) for f in one.findings] == [("count-formatted", "note")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-", "count-missing"),
        ("nil", "count-missing"),
        ("1.2E+05", "count-not-a-number"),
        ("c. 500", "count-not-a-number"),
        ("120\n340", "count-not-a-number"),
        ("120 units", "count-not-a-number"),
    ],
)
def test_a_count_is_never_guessed_and_a_sign_for_blank_is_told_to_be_0_if_none(text: str, code: str) -> None:
    one = with_cell("Active", text)

    assert [(f.code, f.value) for f in one.findings if f.severity.value == "error"] == [(code, text)]


def test_text_in_unicode_is_read_by_the_name_a_spreadsheet_gives_it() -> None:
    content = csv_of([row()], HEADER).decode().replace(",", "\t").encode("utf-16")

    one = read(content, NAME.replace(".csv", ".txt"))

    assert (one.form, one.accepted.rows, one.findings) == ("CSV, UTF-16, tab", (2,), ())


def test_the_sheet_that_says_who_sends_may_have_another_name() -> None:
    keys = ("Organisation", "Role", "RFI reference", "Snapshot date")
    stated = [*zip(keys, ("Aster Energy", "Supplier", "RFI-1", "2019-08-31"), strict=True)]

    one = read(sheets_of({"Cover": stated, "Combinations": [HEADER, ROW]}), "return.xlsx")

    assert (one.sender.organisation, one.accepted.rows) == ("Aster Energy", (2,))
    assert [(f.code, f.location.sheet) for f in one.findings] == [("sheet-renamed", "Cover")]
    with pytest.raises(WrongTemplate, match="does not say who sends it"):
        read(sheets_of({"Cover": stated, "Copy": stated, "Combinations": [HEADER, ROW]}), "return.xlsx")


@pytest.mark.parametrize("named", ["Aster-Energy - Combinations", "Aster-Energy - Sheet1", "Aster Energy - v2 final"])
def test_a_program_adds_the_name_of_a_sheet_to_that_of_the_file(named: str) -> None:
    """Every row was told to be of another supplier."""
    one = read(csv_of([row()], HEADER), f"RFI-1__Supplier__{named}.csv")

    assert (one.sender.organisation, one.findings) == ("Aster Energy", ())


@pytest.mark.parametrize("form", ["{number} {name}", "{number} - {name}", "({letter}) {name}", "{letter}) {name}"])
def test_headers_may_be_numbered_and_lettered(form: str) -> None:
    named = (form.format(number=at + 1, letter=column_letters(at + 1), name=name) for at, name in enumerate(HEADER))

    assert under([*named]).findings == ()


def test_planned_upgrades_may_be_under_other_words_and_below_guidance() -> None:
    header = ["Device", "Make", "Model Name", "HW", "Current firmware", "Target firmware", "Completion date"]
    plan = ["CH", "Telit", "SEAP-2000-V", "A", "2.1.11", "2.1.12", "2019-10-01"]
    sheets = {"Combinations": [HEADER, ROW], "Planned upgrades": [header, ["text"] * 6 + ["a day"], plan, ["N/A"] * 7]}

    one = read(sheets_of(sheets), NAME.replace(".csv", ".xlsx"))

    assert [planned.to_firmware for planned in one.upgrades] == ["2.1.12"]
    assert [(f.location.row, f.code) for f in one.findings] == [(2, "remark-row-ignored"), (4, "remark-row-ignored")]


INVENTORY = ["Install ID", "Installation status", *(name for name in HEADER if name not in ("Active", "Dormant"))]
INSTALLED = ["I-1", "Active", *(row()[name] for name in INVENTORY[2:])]


@pytest.mark.parametrize(
    ("at", "cells"),
    [
        (1, ["text"] * len(INVENTORY)),
        (1, ["-" * len(name) for name in INVENTORY]),
        (2, ["Note:", "figures for", "SMSO-3", "are provisional"]),
    ],
    ids=["guidance", "dashes", "a remark in several cells"],
)
def test_what_is_none_of_an_inventory_is_told_once(at: int, cells: list[str]) -> None:
    lines = [INVENTORY, INSTALLED, ["I-2", *INSTALLED[1:]]]
    lines.insert(at, cells + [""] * (len(INVENTORY) - len(cells)))
    one = read(b"".join(csv_of([], line) for line in lines))

    assert [(f.location.row, f.code) for f in one.findings] == [(at + 1, "remark-row-ignored")]
    assert (one.balances[0].accepted, one.balances[0].ignored) == (2, 1)


@pytest.mark.parametrize("form", ["{}", "Fleet[{}]", "1. {}", "{} (see notes)"])
def test_an_inventory_is_told_by_its_columns_whatever_stands_around_their_names(form: str) -> None:
    """A numbered header had it refused as a return without counts."""
    one = read(b"".join(csv_of([], line) for line in ([*map(form.format, INVENTORY)], INSTALLED)))

    assert (one.form.partition(",")[0], one.balances[0].accepted, one.findings) == ("inventory", 1, ())


def test_a_first_installation_of_which_all_is_wrong_is_one_all_the_same() -> None:
    wrong = ["I-1", "gone", *["wrong"] * (len(INVENTORY) - 2)]
    one = read(b"".join(csv_of([], line) for line in (INVENTORY, wrong)))

    assert [bad.row for bad in one.quarantined] == [2]


def test_a_status_of_which_its_sender_is_not_certain_is_none() -> None:
    at = 1
    doubtful = [*INSTALLED[:at], f"{INSTALLED[at]}?", *INSTALLED[at + 1 :]]

    one = read(b"".join(csv_of([], line) for line in (INVENTORY, doubtful)))

    assert [(f.code, f.location.column) for f in one.findings] == [("value-not-allowed", "Status")]


def test_keys_of_a_return_sheet_may_be_explained_as_headers_are() -> None:
    """What stood in brackets behind them made the return one without a day, or without a sender."""
    keys = [
        "1. Organisation (legal name)",
        "Organisation role (Supplier / SMSO)",
        "RFI reference*",
        "Snapshot date (dd/mm/yyyy)",
    ]
    stated = [*zip(keys, ("Aster Energy", "Supplier", "RFI-1", "31/08/2019"), strict=True)]

    one = read(sheets_of({"Return": stated, "Combinations": [HEADER, ROW]}), NAME.replace(".csv", ".xlsx"))

    assert (one.findings, one.sender.snapshot) == ((), date(2019, 8, 31))
