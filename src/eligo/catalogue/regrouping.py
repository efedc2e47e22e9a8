"""What a changed table of aliases would re-group, before it is applied.

What belongs here: the comparison of two tables over the cells as typed. What does not: reading those cells
(``returns``) and applying a table (``Catalogue.with_aliases``).

Invariants: every row is in one group before and in one after; a table that only says again what the rules prove
re-groups nothing. Source: ``returns.md`` 3.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eligo.catalogue.aliases import AliasTable
from eligo.catalogue.model import Catalogue
from eligo.catalogue.names import clean
from eligo.catalogue.reading import device_names

Identity = tuple[str, ...]
"""What rows are grouped by: the organisation, then (manufacturer, model, hardware) of every device, then the rest."""


@dataclass(frozen=True, slots=True)
class TypedDevice:
    """The cells of one device, as typed."""

    device_type: str
    manufacturer: str
    model: str
    hardware: str


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row of a return, as far as aliases can change what it is.

    ``organisation`` is in the one spelling that the round has for it; ``devices`` are those that are present.
    ``rest`` is what else rows are grouped by (operator, provider, firmware ...); ``installations`` its count.
    """

    organisation: str
    devices: tuple[TypedDevice, ...]
    rest: tuple[str, ...]
    installations: int


@dataclass(frozen=True, slots=True)
class Move:
    """Rows that would come from one group into another."""

    before: Identity
    after: Identity
    rows: int
    installations: int


@dataclass(frozen=True, slots=True)
class Regrouping:
    """What a change would do. ``moves`` are in order of their groups.

    ``joined``: groups that rows of several groups would come into; ``parted``: groups whose rows would come into
    several; ``renamed``: groups that keep their rows under another identity.
    """

    moves: tuple[Move, ...]
    joined: tuple[Identity, ...]
    parted: tuple[Identity, ...]
    renamed: tuple[Identity, ...]

    @property
    def rows(self) -> int:
        """How many rows would be in another group."""
        return sum(move.rows for move in self.moves)

    @property
    def installations(self) -> int:
        """How many installations those rows have."""
        return sum(move.installations for move in self.moves)


def regrouping(catalogue: Catalogue, before: AliasTable, after: AliasTable, rows: Iterable[TypedRow]) -> Regrouping:
    """What would be grouped otherwise under ``after`` than ``before``; the catalogue's own aliases hold in both."""
    old, new = (catalogue.with_aliases(table.decisions) for table in (before, after))
    counted: Counter[tuple[Identity, Identity]] = Counter()
    installed: Counter[tuple[Identity, Identity]] = Counter()
    known: dict[tuple[str, tuple[TypedDevice, ...]], tuple[Identity, Identity]] = {}
    for row in rows:
        typed = (row.organisation, row.devices)
        if typed not in known:
            known[typed] = (_identity(old, *typed), _identity(new, *typed))
        first, second = known[typed]
        pair = ((*first, *row.rest), (*second, *row.rest))
        counted[pair] += 1
        installed[pair] += row.installations
    moves = [Move(*pair, counted[pair], installed[pair]) for pair in sorted(counted) if pair[0] != pair[1]]
    comes_from, goes_to = _neighbours(counted)
    joined = {move.after for move in moves if len(comes_from[move.after]) > 1}
    parted = {move.before for move in moves if len(goes_to[move.before]) > 1}
    renamed = {m.before for m in moves if m.before not in parted and m.after not in joined}
    return Regrouping(tuple(moves), tuple(sorted(joined)), tuple(sorted(parted)), tuple(sorted(renamed)))


def _neighbours(
    pairs: Iterable[tuple[Identity, Identity]],
) -> tuple[Mapping[Identity, set[Identity]], Mapping[Identity, set[Identity]]]:
    comes_from: dict[Identity, set[Identity]] = defaultdict(set)
    goes_to: dict[Identity, set[Identity]] = defaultdict(set)
    for first, second in pairs:
        comes_from[second].add(first)
        goes_to[first].add(second)
    return comes_from, goes_to


def _identity(catalogue: Catalogue, organisation: str, devices: tuple[TypedDevice, ...]) -> Identity:
    named = catalogue.aliases.organisation(organisation) or clean(organisation)
    names = (device_names(catalogue, one.device_type, (one.manufacturer, one.model, one.hardware)) for one in devices)
    return (named, *(name for device in names for name in device))
