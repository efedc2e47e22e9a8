"""What may stand under the columns of which that is known: by it a row of a table is told from guidance above one.

What belongs here: a quick yes or no for one text. What does not: what is wrong with it (``returns.checks``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from eligo.catalogue import TypedCell, fold
from eligo.returns.checks import allowed_value, whole_number
from eligo.returns.stated_days import stated_day
from eligo.scheme import INSTALLATION_COLUMNS, UPGRADE_COLUMNS, Attribute, Scheme

_FEWEST_CHOSEN = 3
"""Cells of chosen values that guidance has at least, where there are as many columns."""

MayHold = Mapping[str, Callable[[str], bool]]
"""By template column: whether a text may stand there."""


def may_hold(scheme: Scheme) -> MayHold:
    """Of combinations, inventories and planned upgrades: columns of chosen values, of counts and of days."""
    devices = {fold(form) for one in scheme.device_types for form in (one.name, one.label, *one.synonyms)}
    states = {fold(form) for one in scheme.counts for form in (one.name, one.header)}
    return {
        **chosen_values(scheme),
        **dict.fromkeys((state.header for state in scheme.counts), _is_whole),
        INSTALLATION_COLUMNS[1]: lambda text: fold(text) in states,
        UPGRADE_COLUMNS[0]: lambda text: fold(text) in devices,
        UPGRADE_COLUMNS[-1]: lambda text: stated_day(TypedCell(text)) is not None,
    }


def chosen_values(scheme: Scheme) -> MayHold:
    """Of the columns under which one of some values has to stand."""
    return {one.header: partial(_is_allowed, one) for one in scheme.attributes if one.values}


def is_guidance(texts: Mapping[int, str], chosen: Mapping[int, Callable[[str], bool]], counts: Collection[int]) -> bool:
    """Whether the cells of a row, by their places, say what is to be filled in: of the ``chosen`` places none holds
    what may stand there, those of ``counts`` hold no digit, and no other cell has slipped from either.

    >>> fits = dict.fromkeys((0, 1, 2), {"FOC", "DF"}.__contains__)
    >>> [is_guidance(dict(enumerate(row)), fits, [3]) for row in (["text"] * 4, ["text", "list", "DF", "text"])]
    [True, False]
    """
    known = [place for place in texts if place in chosen]
    if len(known) < min(_FEWEST_CHOSEN, len(chosen)) or not known:
        return False
    others = [text for place, text in texts.items() if place not in counts]
    counted = any(sign.isdigit() for place in counts for sign in texts.get(place, ""))
    return not counted and not any(fits(text) for text in others for fits in (*chosen.values(), str.isdecimal))


def _is_allowed(attribute: Attribute, text: str) -> bool:
    return allowed_value(attribute, text) is not None


def _is_whole(text: str) -> bool:
    return whole_number(TypedCell(text)) is not None
