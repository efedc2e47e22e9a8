"""A draft laid out in cells: which line stands in which row, which column under which letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from estates.rows import DEVICE_TYPES, FIELDS
from faults.cells import Value, letters
from faults.draft import UPGRADE_COLUMNS, Draft, Line

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based, as XlsxWriter counts."""


@dataclass(frozen=True)
class Grid:
    """All cells of one table. ``header`` is the 1-based row of the (lower) header; line *i* stands *i* + 1 below it."""

    cells: list[list[Value]]
    header: int
    columns: tuple[str, ...]
    blank_left: int
    merges: tuple[Merge, ...] = ()

    def row_of(self, lines: Sequence[Line], line: Line) -> int:
        """The 1-based row of a line."""
        return self.header + 1 + lines.index(line)

    def letter(self, column: str) -> str:
        """The letters over a column; none for a finding about a whole row."""
        return letters(self.blank_left + 1 + self.columns.index(column)) if column else ""


def combinations_grid(draft: Draft) -> Grid:
    """The combinations table as it is laid out."""
    layout, left = draft.layout, [""] * draft.layout.blank_left
    above: list[list[Value]] = [[*left, *title] for title in layout.titles]
    merges = [(0, 0, 0, 5)] if draft.book.merged_titles and layout.titles else []
    if layout.two_levels:
        groups = _groups(draft)
        merges += _merged_groups(draft, groups, len(above)) if not layout.group_in_every_cell else []
        above.append([*left, *groups])
    above.append([*left, *(_header(draft, column) for column in layout.columns)])
    lines = draft.lines
    body = [[*left, *(line.values.get(column, "") for column in layout.columns)] for line in lines]
    columns = tuple(layout.columns)
    grid = Grid([*above, *body], len(above), columns, layout.blank_left)
    for first, last, column in draft.book.merged:
        at = layout.blank_left + columns.index(column)
        merges.append((grid.row_of(lines, first) - 1, at, grid.row_of(lines, last) - 1, at))
    return Grid(grid.cells, grid.header, columns, layout.blank_left, tuple(merges))


def upgrades_grid(draft: Draft) -> Grid:
    """The table of planned upgrades."""
    body: list[list[Value]] = [[plan.values[column] for column in UPGRADE_COLUMNS] for plan in draft.plans]
    return Grid([list(UPGRADE_COLUMNS), *body], 1, UPGRADE_COLUMNS, 0)


def _parts(column: str) -> tuple[str, str]:
    """Device type and field of a device's column; a blank device type for any other."""
    kind, _, name = column.partition(" ")
    return (kind, name) if kind in DEVICE_TYPES and name in FIELDS else ("", column)


def _header(draft: Draft, column: str) -> str:
    kind, _ = _parts(column)
    shown = draft.layout.shown.get(column, column)
    if not kind:
        return shown
    bare = shown.strip()
    field = bare[len(kind) + 1 :] if bare.upper().startswith(f"{kind} ") else bare
    return field if draft.layout.two_levels else f"{draft.layout.groups.get(kind, kind)} {field}"


def _groups(draft: Draft) -> list[str]:
    """The upper header: each device's name over the first of its columns, or over each of them."""
    kinds = [_parts(column)[0] for column in draft.layout.columns]
    words = [draft.layout.groups.get(kind, kind) for kind in kinds]
    if draft.layout.group_in_every_cell:
        return words
    return ["" if kind in kinds[:at] else word for at, (kind, word) in enumerate(zip(kinds, words, strict=True))]


def _merged_groups(draft: Draft, groups: Sequence[str], row: int) -> Iterator[Merge]:
    kinds = [_parts(column)[0] for column in draft.layout.columns]
    for at, group in enumerate(groups):
        if group:
            last = max(place for place, kind in enumerate(kinds) if kind == kinds[at])
            yield row, draft.layout.blank_left + at, row, draft.layout.blank_left + last
