"""The tables of a scheme file that is about a table of combinations alone, without returns, scope rules or paper.

What belongs here: the shape of such a file. What does not: that of a whole one (``sections``), and whether the values
fit together (``checks``, ``table_checks``). The reference of the file's keys is ``docs/reference/scheme-file.md``.

Invariant: as in ``sections``, every function asks for every key it knows, also of a silent table.
"""

from __future__ import annotations

from eligo.scheme.model import IDENTITY_FIELDS, Attribute, DeviceType, SelectionRules, TableColumns
from eligo.scheme.read import Table
from eligo.scheme.sections import DEVICE_EXPECTED, DEVICE_NAME, strength

TABLE_ROLES: tuple[str, ...] = ("operator", "provider")
MOST_DECIMALS = 12

_COLUMN = "the header of a column of the table"


def attribute(table: Table) -> Attribute:
    """``[[attribute]]``: a column that says who operates a combination, or over which provider."""
    name = table.text("name", expected=_COLUMN)
    read = Attribute(
        name=name,
        header=name,
        label=table.text("label", default=name),
        role=table.choice("role", TABLE_ROLES),
        required=True,
        values=table.texts("values", default=()),
        synonyms={},
    )
    table.close()
    return read


def device_type(table: Table) -> DeviceType:
    """``[[device_type]]``: a component of a combination, and the columns of those parts that the table has of it."""
    name = table.text("name", like=DEVICE_NAME, expected=DEVICE_EXPECTED)
    read = DeviceType(
        name=name,
        label=table.text("label", default=name),
        synonyms=(),
        required=table.flag("required", default=False),
        required_when={},
        absent_when={},
        excluded_when={},
        firmware_open=False,
        covered=table.flag("covered", default=False),
        source=table.text("source", default=""),
        columns=_columns(table.table("columns", optional=True)),
    )
    table.close()
    return read


def _columns(table: Table) -> dict[str, str]:
    """``columns``: at least that of the model, where any is named."""
    read = {part: table.text(part, default="", expected=_COLUMN) for part in IDENTITY_FIELDS}
    if table.names() and "model" not in table.names():
        table.wrong("model", f"missing; expected {_COLUMN}, the one that names the component")
    table.close()
    return {part: column for part, column in read.items() if column}


def columns(table: Table) -> TableColumns:
    """``[table]``: the columns of the figures, and how many decimals these have."""
    usual = TableColumns()
    read = TableColumns(
        population=table.text("population", default=usual.population, expected=_COLUMN),
        deployed=table.text("deployed", default=usual.deployed, expected=_COLUMN),
        population_decimals=table.whole("population_decimals", least=0, most=MOST_DECIMALS)
        if table.silent or table.has("population_decimals")
        else usual.population_decimals,
    )
    table.close()
    return read


def selection(table: Table) -> SelectionRules:
    """``[selection]``: the default selection policy."""
    read = SelectionRules(
        size=table.whole("size", least=1),
        cover=table.flag("cover"),
        minimum_share=table.share("minimum_share"),
        strength=strength(table),
    )
    table.close()
    return read
