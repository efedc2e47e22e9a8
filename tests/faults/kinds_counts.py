"""Counts as people type them: each function puts one kind of count into one row, and says what is to be found."""

from __future__ import annotations

from faults.cells import Value
from faults.draft import Draft

NOT_NUMBERS = ("lots", "1e3", "120 approx", "(40)", "0x10", "twelve", "12-", "£300", "?", "TRUE", "1..2")


def negative(draft: Draft) -> None:
    """A count below zero."""
    _wrong(draft, draft.rng.choice(("-40", "-1", " -3 ")), "count-negative")


def negative_with_separator(draft: Draft) -> None:
    """A count below zero with a comma after the thousands."""
    _wrong(draft, "-1,200", "count-negative")


def fractional_with_point(draft: Draft) -> None:
    """Half an installation."""
    _wrong(draft, "12.5", "count-fractional")


def fractional_with_comma(draft: Draft) -> None:
    """Half an installation, on the continent."""
    _wrong(draft, "12,5", "count-fractional")


def not_a_number(draft: Draft) -> None:
    """A word, a remark, a currency, brackets."""
    _wrong(draft, draft.rng.choice(NOT_NUMBERS), "count-not-a-number")


def with_footnote_mark(draft: Draft) -> None:
    """A raised figure behind the count: 120² is not 1,202."""
    _wrong(draft, "120\u00b2", "count-not-a-number")


def of_five_thousand_digits(draft: Draft) -> None:
    """More digits than Python turns into a number."""
    _wrong(draft, "1" * 5000, "count-not-a-number")


def missing(draft: Draft) -> None:
    """A blank count."""
    _wrong(draft, draft.rng.choice(("", " ", "\u00a0")), "count-missing")


def _wrong(draft: Draft, typed: Value, code: str) -> None:
    line, column = draft.row(), draft.rng.choice(("Active", "Dormant"))
    line.values[column] = typed
    draft.error(line, column, code)


def both_wrong(draft: Draft) -> None:
    """Two faults in one row: both are found in one pass."""
    line = draft.row()
    line.values |= {"Active": "-7", "Dormant": "none given"}
    draft.error(line, "Active", "count-negative")
    draft.error(line, "Dormant", "count-not-a-number")


def implausible(draft: Draft) -> None:
    """The number of a meter in the place of a count."""
    _wrong(draft, draft.rng.choice(("2200012345678", "10000001", "99,999,999")), "count-implausible")


def wrong_in_optional_column(draft: Draft) -> None:
    """A count that may be blank, but is no count."""
    line = draft.row()
    line.values["Mixed"] = "0.5"
    draft.error(line, "Mixed", "count-fractional")


def with_thousands_comma(draft: Draft) -> None:
    """12,345."""
    _formatted(draft, "12,345", 12345)


def with_thousands_space(draft: Draft) -> None:
    """12 345, the space being one that does not break."""
    _formatted(draft, "12\u00a0345", 12345)


def with_thousands_apostrophe(draft: Draft) -> None:
    """12'345, as in Switzerland."""
    _formatted(draft, "12'345", 12345)


def with_continental_separators(draft: Draft) -> None:
    """1.234,00 and 1.234.567 can each be one number alone."""
    _formatted(draft, "1.234,00", 1234)
    _formatted(draft, "1.234.567", 1_234_567)


def with_separators_of_both_kinds(draft: Draft) -> None:
    """1,234.00."""
    _formatted(draft, "1,234.00", 1234)


def marked_as_text(draft: Draft) -> None:
    """An apostrophe before the number, which a spreadsheet hides and an export does not."""
    _formatted(draft, "'678", 678)


def with_plus_and_comma(draft: Draft) -> None:
    """+1,000 is a thousand, and not one."""
    _formatted(draft, "+1,000", 1000)


def with_spaces_around(draft: Draft) -> None:
    """Spaces before and behind."""
    _formatted(draft, " 678 ", 678)


def with_zero_decimals(draft: Draft) -> None:
    """120.00 is a whole number."""
    _formatted(draft, "120.00", 120)


def with_leading_zeros(draft: Draft) -> None:
    """00045."""
    _formatted(draft, "00045", 45)


def _formatted(draft: Draft, typed: str, meant: int) -> None:
    line = draft.row()
    line.values["Active"] = typed
    line.counts = (meant, *line.counts[1:])
    draft.note(line, "Active", "count-formatted")


def blank_where_optional(draft: Draft) -> None:
    """No mixed installations given: none."""
    line = draft.row()
    line.values["Mixed"] = ""
    line.counts = (*line.counts[:2], 0)


def placeholder_where_optional(draft: Draft) -> None:
    """A dash for no mixed installations: read as blank, and said so."""
    line = draft.row()
    line.values["Mixed"] = "-"
    line.counts = (*line.counts[:2], 0)
    draft.note(line, "Mixed", "placeholder-as-blank")
