"""The table and the workbook around the rows: each function changes their shape, and no row's meaning.

Every other fault has to be found at its place all the same.
"""

from __future__ import annotations

from estates.files import SYNONYMS
from estates.rows import COLUMNS, DEVICE_TYPES, FIELDS
from faults.draft import UNREAD, Draft, Mark

LONGER = {
    "Supplier": "Energy supplier",
    "SMSO": "Head end",
    "Operating capability": "OC",
    "Fuel type": "DF/SF",
    "WAN provider": "CSP",
    "Display kind": "PPMID or IHD",
    "Active": "No. active",
    "Dormant": "Dormant count",
    "Intends to enrol": "Enrol",
}


def titles_above(draft: Draft) -> None:
    """Titles and blank lines above the header."""
    sender = draft.sender.name
    draft.layout.titles = [[f"{sender} - SMETS1 devices"], [], ["Prepared by", "", "the metering team"], []][
        : draft.rng.randint(1, 4)
    ]


def forty_lines_above(draft: Draft) -> None:
    """A whole page of explanation above the header."""
    draft.layout.titles = [[f"Note {number}: read this first"] for number in range(1, 41)]


def two_level_header(draft: Draft) -> None:
    """The device's name above its fields, once."""
    draft.layout.two_levels = True


def two_level_header_in_every_cell(draft: Draft) -> None:
    """The device's name above each of its fields."""
    draft.layout.two_levels = draft.layout.group_in_every_cell = True


def header_in_other_words(draft: Draft) -> None:
    """Synonyms of columns, and the meter misspelt."""
    words = {name: draft.rng.choice(SYNONYMS[name]) for name in FIELDS}
    meter = draft.rng.choice(("EMSE", "Electricity meter"))
    draft.layout.groups = {"ESME": meter, "CH": "Comms Hub"}
    draft.layout.shown |= LONGER
    for kind in DEVICE_TYPES:
        draft.layout.shown |= {f"{kind} {name}": words[name] for name in FIELDS}


def header_in_capitals(draft: Draft) -> None:
    """Capitals, line breaks and spaces in headers."""
    draft.layout.shown |= {name: f" {name.upper()} ".replace(" VERSION", "\nVERSION") for name in COLUMNS}


def columns_in_another_order(draft: Draft) -> None:
    """Blocks of columns change places."""
    blocks = [[name] for name in COLUMNS if not name.startswith(DEVICE_TYPES)]
    blocks += [[f"{kind} {name}" for name in FIELDS] for kind in DEVICE_TYPES]
    draft.rng.shuffle(blocks)
    own = [name for name in draft.layout.columns if name not in COLUMNS]
    draft.layout.columns = [*own, *(name for block in blocks for name in block)]


def columns_of_ones_own(draft: Draft) -> None:
    """Columns that the template does not have, filled in."""
    for name in ("Internal ref", "Checked by"):
        draft.layout.columns.insert(draft.rng.randint(0, len(draft.layout.columns)), name)
        draft.note(None, name, "column-ignored")
        for line in draft.lines:
            if line.fate != UNREAD:
                line.values[name] = "the same in every row"


def column_without_header(draft: Draft) -> None:
    """A blank column between the others."""
    draft.layout.columns.insert(draft.rng.randint(6, len(draft.layout.columns)), "")


def table_off_the_margin(draft: Draft) -> None:
    """The table begins in the third column."""
    draft.layout.blank_left = 2


def other_sheets(draft: Draft) -> None:
    """Sheets of one's own, one of them hidden, with old figures that must not be read."""
    draft.book.sheets += [("Working", False, [["Supplier", "Active"], ["x", 1]]), ("Old figures", True, [["y", 2]])]
    draft.marks += [Mark("sheet-ignored", "note", None, "", sheet=name) for name in ("Working", "Old figures")]


def sheets_in_other_case(draft: Draft) -> None:
    """The names of the sheets in capitals and with spaces."""
    draft.book.names = {"Combinations": " COMBINATIONS", "Return": "return ", "Planned upgrades": "Planned Upgrades"}


def hidden_table(draft: Draft) -> None:
    """The table's own sheet is hidden: it is read."""
    draft.book.hidden_table = True


def hidden_lines_and_columns(draft: Draft) -> None:
    """Hidden and filtered rows and columns are read like others."""
    draft.book.hidden_lines = draft.rng.sample(draft.lines, min(3, len(draft.lines)))
    draft.book.hidden_columns = ["CH Firmware version", "Dormant"]
    for column in draft.book.hidden_columns:
        draft.note(None, column, "hidden-read")


def merged_titles(draft: Draft) -> None:
    """A title merged over the whole table, and devices merged over their fields."""
    titles_above(draft)
    draft.layout.two_levels = draft.book.merged_titles = True


def supplier_merged_down(draft: Draft) -> None:
    """One cell for the supplier of three rows: it holds for each."""
    block = [draft.new_line() for _ in range(3)]
    for line in block:
        line.values["Supplier"] = block[0].values["Supplier"]
    draft.put(block)
    draft.book.merged.append((block[0], block[-1], "Supplier"))


def count_merged_down(draft: Draft) -> None:
    """One cell for the count of two rows: it is never counted twice, and the lower row has none."""
    first, second = draft.new_line(), draft.new_line()
    draft.put([first, second])
    second.values["Active"] = ""
    draft.book.merged.append((first, second, "Active"))
    draft.error(second, "Active", "count-missing")


def dates_from_1904(draft: Draft) -> None:
    """A workbook that counts days from 1904."""
    draft.book.dates_from_1904 = True
