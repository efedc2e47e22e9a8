"""Cells that are no text: numbers, dates, booleans and errors, as only a workbook has them."""

from __future__ import annotations

from datetime import date

from estates.market import G370, SEAP_2001
from estates.truth import Model
from faults.cells import Formula, Raw, Value
from faults.draft import Draft, Line
from faults.stock import CODED, DATED, EXPONENT, HALF_DATED_HARDWARE, TENTHS, TENTHS_TWICE, cells_of


def _device(draft: Draft, kind: Model, meant: str, typed: Value) -> tuple[Line, str]:
    line, column = draft.row_of(cells_of(kind, meant)), f"{kind.device_type} Firmware version"
    line.values[column] = typed
    return line, column


def firmware_became_a_date(draft: Draft) -> None:
    """2.2.8 became 2 February 2008."""
    draft.warning(*_device(draft, SEAP_2001, "2.2.8", date(2008, 2, 2)), "firmware-from-date")


def firmware_date_of_no_version(draft: Draft) -> None:
    """A day that is no known version."""
    draft.error(*_device(draft, SEAP_2001, "2.2.8", date(2017, 5, 23)), "firmware-date-unreadable")


def firmware_date_of_two_versions(draft: Draft) -> None:
    """A day that is two known versions."""
    draft.error(*_device(draft, DATED, "3.4.15", date(2015, 4, 3)), "firmware-date-unreadable")


def firmware_became_a_number(draft: Draft) -> None:
    """2.10 became 2.1."""
    draft.warning(*_device(draft, TENTHS, "2.10", 2.1), "firmware-from-number")


def firmware_lost_leading_zeros(draft: Draft) -> None:
    """0042 became 42."""
    draft.warning(*_device(draft, EXPONENT, "0042", 42), "firmware-from-number")


def firmware_became_a_power(draft: Draft) -> None:
    """1E5 became 100000."""
    draft.warning(*_device(draft, EXPONENT, "1E5", 100000), "firmware-from-number")


def eight_digits_became_a_number(draft: Draft) -> None:
    """03000161 became 3000161: BCD is the only reading known."""
    draft.warning(*_device(draft, G370, "03.00.01.61", 3000161), "firmware-from-number")


def hexadecimal_became_a_number(draft: Draft) -> None:
    """03000163 became 3000163: hexadecimal is the only reading known."""
    draft.warning(*_device(draft, CODED, "03.00.01.99", 3000163), "firmware-from-number")


def hexadecimal_became_a_power(draft: Draft) -> None:
    """030001E3 became 30001000: hexadecimal before that is the only reading known."""
    draft.warning(*_device(draft, CODED, "03.00.01.227", 30001000), "firmware-from-number")


def ambiguous_eight_digits_became_a_number(draft: Draft) -> None:
    """03000160 became 3000160: .60 in BCD and .96 in hexadecimal, and both are known."""
    draft.error(*_device(draft, G370, "03.00.01.60", 3000160), "firmware-number-unreadable")


def firmware_number_of_no_version(draft: Draft) -> None:
    """A number that is no known version."""
    draft.error(*_device(draft, TENTHS, "2.10", 7.25), "firmware-number-unreadable")


def firmware_number_of_two_versions(draft: Draft) -> None:
    """1.1 is 1.1, or was 1.10."""
    draft.error(*_device(draft, TENTHS_TWICE, "1.10", 1.1), "firmware-number-unreadable")


def firmware_became_a_boolean(draft: Draft) -> None:
    """A truth value where text is due: no version was ever that."""
    draft.error(*_device(draft, TENTHS, "2.10", True), "firmware-boolean-unreadable")


def firmware_is_an_error(draft: Draft) -> None:
    """A formula that a spreadsheet could not compute: the cell is not blank."""
    draft.error(*_device(draft, TENTHS, "2.10", Formula("=Old!A1", "#REF!")), "cell-error")


def hardware_became_a_date(draft: Draft) -> None:
    """Hardware 3.4 became 3 April: read back, since exactly one known version is that."""
    line = draft.row_of(cells_of(HALF_DATED_HARDWARE, "2.7.1"))
    line.values["CH Hardware version"] = date(2019, 4, 3)
    draft.warning(line, "CH Hardware version", "hardware-from-date")


def hardware_became_a_number(draft: Draft) -> None:
    """1.0 became 1."""
    line = draft.row_of(cells_of(G370, "03.00.01.61"))
    line.values["GSME Hardware version"] = 1
    draft.note(line, "GSME Hardware version", "value-normalised")


def model_became_a_date(draft: Draft) -> None:
    """A day where a model is due, that no model's name can have become."""
    line = draft.row_of(cells_of(SEAP_2001, "2.2.8"))
    line.values["CH Model"] = date(2019, 3, 1)
    draft.error(line, "CH Model", "model-date-unreadable")


def _count(draft: Draft, typed: Value, code: str) -> None:
    line = draft.row()
    line.values["Active"] = typed
    draft.error(line, "Active", code)


def count_is_a_fraction(draft: Draft) -> None:
    """A number cell that is not whole."""
    _count(draft, 12.5, "count-fractional")


def count_is_negative(draft: Draft) -> None:
    """A number cell below zero."""
    _count(draft, -12, "count-negative")


def count_is_a_date(draft: Draft) -> None:
    """A day where a count is due."""
    _count(draft, date(2019, 1, 1), "count-not-a-number")


def count_is_a_boolean(draft: Draft) -> None:
    """A truth value where a count is due."""
    _count(draft, True, "count-not-a-number")


def count_is_infinite(draft: Draft) -> None:
    """A number beyond any that a spreadsheet has."""
    _count(draft, Raw("1e999"), "count-not-a-number")


def count_is_not_a_number_cell(draft: Draft) -> None:
    """A number cell that holds NaN."""
    _count(draft, Raw("NaN"), "count-not-a-number")


def count_is_an_error(draft: Draft) -> None:
    """A formula that a spreadsheet could not compute: the cell is not blank."""
    _count(draft, Formula("=1/0", "#DIV/0!"), "cell-error")


def count_is_a_formula(draft: Draft) -> None:
    """A formula counts by the value that was saved with it."""
    line = draft.row()
    line.values["Active"] = Formula("=2*617", 1234)
    line.counts = (1234, *line.counts[1:])


def text_is_a_formula(draft: Draft) -> None:
    """So does one that gives text."""
    line = draft.row()
    line.values["WAN provider"] = Formula("=Old!E2", str(line.values["WAN provider"]))


def count_is_a_formula_without_value(draft: Draft) -> None:
    """A formula without a saved value is never evaluated, and the cell is not blank."""
    _count(draft, Formula("=2*617", None), "formula-without-value")


def text_is_a_formula_without_value(draft: Draft) -> None:
    """So is one where text is due."""
    line = draft.row()
    line.values["WAN provider"] = Formula('=CONCATENATE("WAN","-A")', None)
    draft.error(line, "WAN provider", "formula-without-value")


def provider_is_an_error(draft: Draft) -> None:
    """An error where nothing hangs on the cell: the row counts, and it is said."""
    line = draft.row()
    line.values["ESME Firmware provider"] = Formula("=Old!B2", "#REF!")
    draft.warning(line, "ESME Firmware provider", "cell-without-value")


def configuration_is_a_formula_without_value(draft: Draft) -> None:
    """So it is of a formula that was never computed."""
    line = draft.row()
    line.values["CH Factory configuration"] = Formula("=Old!B2", None)
    draft.warning(line, "CH Factory configuration", "cell-without-value")


def formula_into_another_file(draft: Draft) -> None:
    """A formula that refers to another file counts by its saved value, and nothing is fetched."""
    line = draft.row()
    line.values["Active"] = Formula("='[1]Sheet1'!A1", 77)
    line.counts = (77, *line.counts[1:])
