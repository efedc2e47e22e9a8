"""Columns that a table may lack: which of the sender's own may be one of them, and what it means that one is not there.

What belongs here: telling that. What does not: the columns without which nothing can be read (``returns.header``).

Invariant: no device and no count is left out of every row unsaid. Source: ``returns.md``, "Template, version 1".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import combinations

from eligo.catalogue import clean, fold
from eligo.errors import WrongTemplate
from eligo.findings import Finding, Issue, Location
from eligo.returns.qualified import says_other
from eligo.scheme import IDENTITY_FIELDS, Scheme, template_columns

_NEAR = 0.8
"""How alike two headers are, from 0 to 1, of which one may be the other mistyped; it is told, and never read as it."""
_MOST_COMPARED = 200
"""Of more columns of the sender's own none is looked for that may be the missing one: that would take long."""
_MOST_WORDS = 12
"""A header of more words is a sentence, of which none is looked for in it."""


def alike(name: str, own: Iterable[str], forms: Mapping[str, str]) -> list[str]:
    """Which of the sender's own headers may be that of a template column: mistyped, or with more words around it. One
    that is a template column's very own stands in a table beside.

    >>> forms = {"displaymodel": "PPMID Model", "mixed": "Mixed"}
    >>> alike("PPMID Model", ["Home display model", "Depot"], forms), alike("Mixed", ["Mixed sites", "Mixed %"], forms)
    (['Home display model'], ['Mixed sites'])
    """
    headers = [shown for shown in own if not says_other(shown) and fold(shown) not in forms]
    if len(headers) > _MOST_COMPARED:
        return []
    ways = [form for form, column in forms.items() if column == name]
    return [shown for shown in headers if _may_be(shown, ways)]


def _may_be(shown: str, ways: Collection[str]) -> bool:
    words = [fold(word) for word in clean(shown).replace("-", " ").split()][:_MOST_WORDS]
    runs = {"".join(words[start:end]) for start, end in combinations(range(len(words) + 1), 2)}
    return not runs.isdisjoint(ways) or bool(get_close_matches(fold(shown), ways, n=1, cutoff=_NEAR))


def refuse_alike(
    columns: Collection[str], own: Collection[str], forms: Mapping[str, str], scheme: Scheme, place: str
) -> None:
    """Raise ``WrongTemplate`` where a table lacks a device's column, or a count, and one of the sender's ``own`` may be
    it: every row would be read without it.
    """
    asked = [
        column.name
        for column in template_columns(scheme)
        if column.kind == "count" or (column.kind == "device" and column.field in IDENTITY_FIELDS)
    ]
    lacking = [name for name in asked if name not in columns and name in forms.values()]
    found = {name: near[0] for name in lacking if (near := alike(name, own, forms))}
    if found:
        raise WrongTemplate(
            f"{place} has {len(found)} column{'s' if len(found) > 1 else ''} of which it is not certain what they are",
            hint="Name them as the template does; if they are none of its columns, add those, too, with blank cells.",
            details=[f"{place}: no column '{name}' ('{shown}' may be it)" for name, shown in found.items()],
        )


def absent_findings(
    columns: Collection[str],
    own: Collection[str],
    forms: Mapping[str, str],
    scheme: Scheme,
    place: Location,
    *,
    is_supplier: bool,
) -> Iterator[Finding]:
    """A warning for each type of device of which a table has no column, and, of a supplier, for the intention."""
    described = {column.subject for column in template_columns(scheme) if column.name in columns}
    for device in scheme.device_types:
        if device.name not in described:
            message = f"The table has no column of the {device.name}: every row is read as one without it."
            yield Issue("columns-absent", "", "", f"{device.name} Model", message).at(place)
    intention = scheme.template.intention_header
    if is_supplier and intention not in columns:
        near = alike(intention, own, forms)
        perhaps = f" ('{near[0]}' may be it)" if near else ""
        message = f"The table has no column '{intention}'{perhaps}: it is read as not known in every row."
        yield Issue("columns-absent", "", "", intention, message).at(place)
