"""Firmware versions in every form: each function puts one kind into one row."""

from __future__ import annotations

from estates.market import G370, SEAP_2001
from faults.cells import Value
from faults.draft import Draft, Line
from faults.stock import CODED, DATED, cells_of

GAS, HUB = "GSME Firmware version", "CH Firmware version"


def _gas(draft: Draft, typed: Value, meant: str = "03.00.01.61") -> Line:
    line = draft.row_of(cells_of(G370, meant))
    line.values[GAS] = typed
    return line


def _hub(draft: Draft, typed: Value, meant: str = "2.2.8") -> Line:
    line = draft.row_of(cells_of(SEAP_2001, meant))
    line.values[HUB] = typed
    return line


def missing(draft: Draft) -> None:
    """No firmware version."""
    draft.error(_hub(draft, draft.rng.choice(("", " "))), HUB, "firmware-missing")


def unknown(draft: Draft) -> None:
    """A version that the catalogue does not know stands as itself, in the style of those it does."""
    draft.warning(_gas(draft, "3.0.1.98", "03.00.01.98"), GAS, "firmware-unknown")


def eight_digits_of_two_readings(draft: Draft) -> None:
    """03000160 is .60 in BCD and .96 in hexadecimal, and both are known."""
    draft.error(_gas(draft, "03000160"), GAS, "firmware-form-unreadable")


def eight_digits_of_no_reading(draft: Draft) -> None:
    """Neither reading is known."""
    draft.error(_gas(draft, draft.rng.choice(("99887766", "0300FFFF", "0xDEADBEEF"))), GAS, "firmware-form-unreadable")


def bcd(draft: Draft) -> None:
    """Eight digits of which only BCD is known."""
    draft.warning(_gas(draft, "03000161"), GAS, "firmware-from-bcd")


def hexadecimal(draft: Draft) -> None:
    """Eight digits of which only hexadecimal is known."""
    draft.warning(
        _gas(draft, draft.rng.choice(("0300013D", "0300013d", "0x0300013D"))), GAS, "firmware-from-hexadecimal"
    )


def hexadecimal_without_letter(draft: Draft) -> None:
    """Digits only, and yet hexadecimal: the catalogue knows no other reading."""
    line = draft.row_of(cells_of(CODED, "03.00.01.99"))
    line.values[GAS] = "03000163"
    draft.warning(line, GAS, "firmware-from-hexadecimal")


def date_as_text(draft: Draft) -> None:
    """2.2.8 that a spreadsheet made a date of, and exported as text."""
    draft.warning(_hub(draft, draft.rng.choice(("2008-02-02", "02/02/2008", "02-Feb-08"))), HUB, "firmware-from-date")


def date_as_text_of_no_version(draft: Draft) -> None:
    """A day that is no known version."""
    draft.error(_hub(draft, draft.rng.choice(("2017-05-23", "23/05/2017"))), HUB, "firmware-date-unreadable")


def date_as_text_of_two_versions(draft: Draft) -> None:
    """3 April 2015: 3.4.15, or 4.3.15 on an American machine."""
    line = draft.row_of(cells_of(DATED, "3.4.15"))
    line.values[HUB] = "03/04/2015"
    draft.error(line, HUB, "firmware-date-unreadable")


def with_footnote_mark(draft: Draft) -> None:
    """A raised figure behind a version: 03.00.01.6¹ is not 03.00.01.61, which the catalogue knows."""
    line = _gas(draft, "03.00.01.6\u00b9")
    del line.devices["GSME"]
    draft.warning(line, GAS, "firmware-unknown")


def as_people_type_it(draft: Draft) -> None:
    """Short, with a v, with spaces."""
    line = _gas(draft, draft.rng.choice(("3.0.1.61", "v03.00.01.61", "V3.0.1.61", " 03.00.01.61 ")))
    draft.note(line, GAS, "value-normalised")


def to_be_confirmed(draft: Draft) -> None:
    """TBC is a value of its own, footnote marks included."""
    line = draft.row()
    line.values["ESME Firmware version"] = draft.rng.choice(("tbc", "TBC \u00b2", "TBC 4", "To be confirmed"))
    line.devices["ESME"] = "|".join((*line.devices["ESME"].split("|")[:3], "TBC"))
    draft.note(line, "ESME Firmware version", "value-normalised")


def of_five_thousand_digits(draft: Draft) -> None:
    """More digits than Python turns into a number."""
    line = _gas(draft, "1." + "2" * 5000)
    del line.devices["GSME"]
    draft.warning(line, GAS, "firmware-unknown")
