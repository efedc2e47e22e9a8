"""What a file's name says of its form: ``return.csv``, ``return.csv.gz``, ``return.zip``.

What belongs here: names. What does not: whether the bytes agree (``forms.opening``).
"""

from __future__ import annotations

from collections.abc import Sequence

TEXTS = (".csv", ".tsv", ".txt")
"""The forms that are text; as ``.txt`` a spreadsheet program saves text in Unicode, parted by tabs."""

FORMS = (".xlsx", ".xls", ".ods", *TEXTS, ".parquet")
"""The forms that are read, by how their names end."""

GZIP, ZIP = ".gz", ".zip"
SUFFIXES = (*FORMS, GZIP, ZIP)
"""How the name of a return may end; before ``.gz`` one of ``FORMS`` has to stand."""


def unpacked_name(name: str) -> str:
    """The name without the ending of a packed file.

    >>> unpacked_name("a.csv.GZ"), unpacked_name("a.csv")
    ('a.csv', 'a.csv')
    """
    return name[: -len(GZIP)] if name.lower().endswith(GZIP) else name


def suffix_of(name: str) -> str:
    """How a name ends, in small letters, with its dot; empty where it has none.

    >>> suffix_of("Return.XLSX"), suffix_of("return")
    ('.xlsx', '')
    """
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def is_form(name: str) -> bool:
    """Whether a name ends like a return.

    >>> is_form("a.csv.gz"), is_form("a.gz"), is_form("a.zip"), is_form("a.docx")
    (True, False, True, False)
    """
    return suffix_of(unpacked_name(name)) in (*FORMS, ZIP)


def names_a_return(name: str) -> bool:
    """Whether a name has the parts that a return's name has, whatever its form.

    >>> names_a_return("RFI-2019-08__Supplier__Aster.pdf"), names_a_return("readme.txt")
    (True, False)
    """
    return all(name.split("__", 2)) and name.count("__") > 1


def stem_of(name: str) -> str:
    """The name without what says its form, which a file of planned upgrades shares with its return.

    >>> stem_of("RFI__Supplier__Aster.csv.gz"), stem_of("RFI__Supplier__Aster.xlsx")
    ('RFI__Supplier__Aster', 'RFI__Supplier__Aster')
    """
    plain = unpacked_name(name)
    return plain.rpartition(".")[0] if "." in plain else plain


def upgrades_file_of(name: str) -> str | None:
    """The stem of the return that a file of planned upgrades travels beside; ``None`` for any other file.

    >>> upgrades_file_of("RFI-2019-08__Supplier__Aster__upgrades.csv")
    'RFI-2019-08__Supplier__Aster'
    """
    stem = stem_of(name)
    return stem[: -len("__upgrades")] if stem.lower().endswith("__upgrades") else None


def upgrades_beside(names: Sequence[str]) -> str | None:
    """Of two files, the planned upgrades of the other one.

    >>> upgrades_beside(["a__upgrades.csv", "a.csv"]), upgrades_beside(["a__upgrades.csv", "b.csv"])
    ('a__upgrades.csv', None)
    """
    stems = [stem_of(name) for name in names]
    return next((name for name in names if len(names) == 2 and upgrades_file_of(name) in stems), None)
