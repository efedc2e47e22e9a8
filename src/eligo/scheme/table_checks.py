"""Whether the columns of a scheme of tables alone can be told apart, and give a selection something to cover.

What belongs here: checks that only such a scheme needs. What does not: those that it shares (``checks``).

Invariant: as in ``checks``: a check adds mistakes and changes nothing, and judges nothing that was not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from eligo.scheme.checks import check_different
from eligo.scheme.lines import Path
from eligo.scheme.model import TableScheme
from eligo.scheme.read import Mistakes

OWN_COLUMNS: tuple[str, ...] = ("combination_id", "unresolved", "intention_unknown", "in_scope", "equivalent_to")
"""Columns of a table of combinations that have the same name under every scheme."""


def check_columns(scheme: TableScheme, mistakes: Mistakes) -> None:
    """No two things are read from one column, and none from one that means something else under every scheme."""
    named = [*_named(scheme)]
    check_different(mistakes, named, "column")
    for column, path in named:
        if column in OWN_COLUMNS:
            mistakes.add(path, f"found {column!r}, which means the same under every scheme; expected another column")


def _named(scheme: TableScheme) -> Iterator[tuple[str, Path]]:
    """Every column with where it is named, or else where what it is the column of is."""
    yield scheme.table.population, ("table", "population")
    yield scheme.table.deployed, ("table", "deployed")
    for place, attribute in enumerate(scheme.attributes):
        yield attribute.name, ("attribute", place, "name")
    for place, device in enumerate(scheme.device_types):
        for part, column in device.part_columns.items():
            yield column, ("device_type", place, "columns", part)


def check_covered(scheme: TableScheme, mistakes: Mistakes) -> None:
    """Where variants are to be covered, there are some."""
    if scheme.selection.cover and not scheme.covered_types and not mistakes.touches(("device_type",)):
        message = "found no device type with covered = true, expected at least one, or cover = false in [selection]"
        mistakes.add(("device_type",), message)


TABLE_CHECKS = (check_columns, check_covered)
"""The checks of a scheme of tables alone, in the order in which they run."""
