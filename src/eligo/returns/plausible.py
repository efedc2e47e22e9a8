"""What may stand under the columns of which that is known: by it a row of a table is told from guidance above one.

What belongs here: a quick yes or no for one text. What does not: what is wrong with it (``returns.checks``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from eligo.catalogue import TypedCell, fold
from eligo.returns.checks import allowed_value, whole_number
from eligo.returns.stated_days import stated_day
from eligo.scheme import INSTALLATION_COLUMNS, UPGRADE_COLUMNS, Attribute, Scheme

MayHold = Mapping[str, Callable[[str], bool]]
"""By template column: whether a text may stand there."""


def may_hold(scheme: Scheme) -> MayHold:
    """Of combinations, inventories and planned upgrades: columns of chosen values, of counts and of days."""
    devices = {fold(form) for one in scheme.device_types for form in (one.name, one.label, *one.synonyms)}
    states = {fold(form) for one in scheme.counts for form in (one.name, one.header)}
    chosen = {one.header: partial(_is_allowed, one) for one in scheme.attributes if one.values}
    return {
        **chosen,
        **dict.fromkeys((state.header for state in scheme.counts), _is_whole),
        INSTALLATION_COLUMNS[1]: lambda text: fold(text) in states,
        UPGRADE_COLUMNS[0]: lambda text: fold(text) in devices,
        UPGRADE_COLUMNS[-1]: lambda text: stated_day(TypedCell(text)) is not None,
    }


def _is_allowed(attribute: Attribute, text: str) -> bool:
    return allowed_value(attribute, text) is not None


def _is_whole(text: str) -> bool:
    return whole_number(TypedCell(text)) is not None
