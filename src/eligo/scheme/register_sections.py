"""The tables of a scheme file about the registers.

Invariant: as in ``sections``: every function asks for every key it knows, also of a silent table.
"""

from __future__ import annotations

from eligo.scheme.read import Table
from eligo.scheme.register import (
    COUNTS,
    Entering,
    Exclusion,
    Publication,
    RegisterBasis,
    RegisterList,
    RegisterRules,
    RegisterState,
)
from eligo.scheme.sections import identifier


def register(table: Table) -> RegisterRules:
    """``[register]``, with its lists, states, bases and exclusions."""
    read = RegisterRules(
        source=table.text("source"),
        evidence_serves_others=table.flag("evidence_serves_others"),
        lists=tuple(map(_list, table.tables("list"))),
        states=tuple(map(_state, table.tables("state"))),
        bases=tuple(map(_basis, table.tables("basis"))),
        exclusions=tuple(map(_exclusion, table.tables("exclusion", optional=True))),
    )
    table.close()
    return read


def entering(table: Table) -> Entering:
    """``[entering]``; what is left out is as ``Entering`` has it."""
    usual = Entering()
    read = Entering(
        days_ahead=_whole(table, "days_ahead", usual.days_ahead, 0, 36_525),
        number_step=_whole(table, "number_step", usual.number_step, 1, 999_999_999),
        first_number=_whole(table, "first_number", usual.first_number, 1, 999_999_999),
    )
    table.close()
    return read


def _whole(table: Table, key: str, usual: int, least: int, most: int) -> int:
    return table.whole(key, least=least, most=most) if table.silent or table.has(key) else usual


def publication(table: Table) -> Publication:
    """``[publication]``."""
    read = Publication(
        authority=table.text(
            "authority",
            like=r"[a-z0-9-]+(\.[a-z0-9-]+)+,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?",
            expected="a domain and a year or a day on which it was the publisher's, such as 'example.org,2019'",
        ),
        licence=table.text("licence", like=r"https?://[!-~]+", expected="an address that begins with http"),
        licence_title=table.text("licence_title"),
    )
    table.close()
    return read


def _list(table: Table) -> RegisterList:
    read = RegisterList(
        id=identifier(table),
        label=table.text("label"),
        title=table.text("title"),
        first_added=table.flag("first_added", default=False),
        source=table.text("source"),
    )
    table.close()
    return read


def _state(table: Table) -> RegisterState:
    read = RegisterState(
        id=identifier(table),
        label=table.text("label"),
        list=table.text("list", default=""),
        counts_as=table.choice("counts_as", COUNTS),
        after=table.texts("after", empty=False),
        firmware=table.texts("firmware", empty=False),
        bases=table.texts("basis", empty=False),
    )
    table.close()
    return read


def _basis(table: Table) -> RegisterBasis:
    read = RegisterBasis(
        id=identifier(table),
        label=table.text("label"),
        needs=table.texts("needs", default=()),
        source=table.text("source"),
    )
    table.close()
    return read


def _exclusion(table: Table) -> Exclusion:
    read = Exclusion(id=identifier(table), label=table.text("label"), source=table.text("source"))
    table.close()
    return read
