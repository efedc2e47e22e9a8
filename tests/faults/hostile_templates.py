"""Files that can be read, and are no return: one function, one file."""

from __future__ import annotations

import re

from faults.forms import delimited
from faults.grid import combinations_grid
from faults.hostile import STEM, WRONG, Hostile, clean_draft, clean_xlsx, replaced, text, workbook
from faults.hostile_files import clean_text

RETURN_PART = "xl/worksheets/sheet1.xml"
STRINGS_PART = "xl/sharedStrings.xml"
NAMES_PART = "xl/workbook.xml"


def table_of_something_else() -> Hostile:
    """A table, and not ours."""
    return text(b"name,price\r\napples,3\r\npears,4\r\n", "columns are missing", WRONG)


def no_header() -> Hostile:
    """Rows alone."""
    return text(
        clean_text().partition("\r\n")[2].encode(),
        "none of the first 50 rows looks like a header|columns are missing",
        WRONG,
    )


def column_missing() -> Hostile:
    """A column that must be there is not, and is named."""
    draft = clean_draft()
    draft.layout.columns.remove("CH Model")
    return text(delimited(combinations_grid(draft).cells, ",").encode(), "'CH Model'", WRONG)


def column_twice() -> Hostile:
    """Two columns claim to be one, and both are named."""
    draft = clean_draft()
    draft.layout.columns.append("No. dormant")
    return text(delimited(combinations_grid(draft).cells, ",").encode(), "both 'Dormant'", WRONG)


def header_far_below() -> Hostile:
    """A header that nobody would look for there."""
    draft = clean_draft()
    draft.layout.titles = [[f"line {number}"] for number in range(80)]
    return text(
        delimited(combinations_grid(draft).cells, ",").encode(),
        "none of the first 50 rows looks like a header|missing",
        WRONG,
    )


def name_that_does_not_say_who_sends_it() -> Hostile:
    """A text file's name is all that says it."""
    return Hostile("return.csv", clean_text().encode(), WRONG, "who sends it")


def name_with_an_unknown_role() -> Hostile:
    """Neither a supplier nor an SMSO."""
    return Hostile(f"{STEM.replace('Supplier', 'Customer')}.csv", clean_text().encode(), WRONG, "who sends it")


def no_table_in_the_workbook() -> Hostile:
    """No sheet of the name that the table has, and none with its columns."""
    renamed = replaced(NAMES_PART, b'name="Combinations"', b'name="Sheet1"')
    without = replaced(STRINGS_PART, b"<t>Fuel type<", b"<t>Depot<")
    return workbook(clean_xlsx(renamed, without), "no sheet 'Combinations'", WRONG)


def no_organisation() -> Hostile:
    """The Return sheet does not say whose return it is."""
    return workbook(clean_xlsx(replaced(STRINGS_PART, b"<t>Organisation<", b"<t>Department<")), "'Organisation'", WRONG)


def role_that_there_is_not() -> Hostile:
    """The Return sheet says something else than Supplier or SMSO."""

    def change(parts: dict[str, bytes]) -> None:
        landlord = b'<c r="B2" t="inlineStr"><is><t>Landlord</t></is></c>'
        parts[RETURN_PART] = re.sub(rb'<c r="B2" t="s"><v>\d+</v></c>', landlord, parts[RETURN_PART])

    return workbook(clean_xlsx(change), "'Landlord'", WRONG)


def snapshot_that_is_no_day() -> Hostile:
    """The Return sheet states no day."""
    return workbook(clean_xlsx(replaced(STRINGS_PART, b"<t>2019-08-31<", b"<t>last summer<")), "'last summer'", WRONG)
