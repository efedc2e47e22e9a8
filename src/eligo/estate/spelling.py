"""One spelling for every value of a free-text attribute, over all returns of a round.

What belongs here: attributes that the scheme gives no list of values for (the provider of SMETS1). What does not:
device models, which the catalogue names. Two spellings are one value where they differ in case, spaces and
punctuation only (``catalogue.fold``); the commonest stands, the first in order where two are equally common.
Source: ``returns.md`` 3.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from eligo.catalogue import fold
from eligo.findings import Finding, Issue, Location
from eligo.returns import Return
from eligo.scheme import Attribute, Scheme

Spellings = Mapping[str, str]
"""Every spelling in use to the one that stands."""


def settle_spellings(returns: Sequence[Return], scheme: Scheme) -> tuple[tuple[Return, ...], tuple[Finding, ...]]:
    """The returns with one spelling a value, and a note for every accepted row whose spelling was not the one."""
    findings: list[Finding] = []
    for attribute in scheme.attributes:
        if not attribute.values:
            spellings = _spellings(returns, attribute.name)
            findings += [finding for one in returns for finding in _notes(one, attribute, spellings)]
            returns = tuple(_settled(one, attribute.name, spellings) for one in returns)
    return tuple(returns), tuple(findings)


def _spellings(returns: Sequence[Return], name: str) -> Spellings:
    used = Counter(value for one in returns for value in one.accepted.attributes[name] if value)
    used += Counter(row.attributes[name] for one in returns for row in one.quarantined if row.attributes.get(name))
    groups: dict[str, list[str]] = defaultdict(list)
    for value in sorted(used, key=lambda value: (-used[value], value)):
        groups[fold(value)].append(value)
    return {value: group[0] for group in groups.values() for value in group}


def _notes(one: Return, attribute: Attribute, spellings: Spellings) -> Iterator[Finding]:
    place, header = one.columns.get(attribute.header, (-1, ""))
    for row, value in zip(one.accepted.rows, one.accepted.attributes[attribute.name], strict=True):
        if value and spellings[value] != value:
            location = Location(one.file, one.sheet, row, attribute.header, place + 1, header)
            stands = spellings[value]
            message = f"Read as '{stands}', as most of the round spells it."
            yield Issue("value-normalised", attribute.header, value, stands, message).at(location)


def _settled(one: Return, name: str, spellings: Spellings) -> Return:
    accepted, quarantined = one.accepted, one.quarantined
    column = tuple(spellings.get(value, value) for value in accepted.attributes[name])
    rows = tuple(
        replace(row, attributes={**row.attributes, name: spellings.get(row.attributes[name], row.attributes[name])})
        if name in row.attributes
        else row
        for row in quarantined
    )
    return replace(one, accepted=replace(accepted, attributes={**accepted.attributes, name: column}), quarantined=rows)
