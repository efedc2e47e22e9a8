"""Aliases as data: what a person has confirmed a typed form to mean, with the reason, the author and the day.

What belongs here: the decision, the table of them and how one is found. What does not: the file that a table is read
from (``alias_file``), and whether decisions contradict each other or the catalogue (``alias_checks``).

Invariants: an alias counts after the rules and before suggestions, and only for what a rule does not read; it names
a form by its fold, so that it holds for every spelling that a rule proves equal, and no longer; where two of a table
that is contradictory fit, neither does. Source: ``returns.md`` 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eligo.catalogue.names import fold_model, fold_organisation, hardware_key
from eligo.scheme import Scheme

MANUFACTURER, MODEL, HARDWARE, ORGANISATION = "manufacturer", "model", "hardware", "organisation"

ALIAS_KINDS = (MANUFACTURER, MODEL, HARDWARE, ORGANISATION)
"""What an alias can be of."""


@dataclass(frozen=True, slots=True)
class AliasDecision:
    """One confirmed form. ``canonical`` is the catalogue's name (an organisation's own for ``organisation``).

    A blank ``device_type``, ``manufacturer`` or ``model`` limits nothing. ``place`` says where it stands
    (``aliases.csv:4``), for messages; it is empty for an alias of the scheme.
    """

    kind: str
    typed: str
    canonical: str
    reason: str
    author: str
    decided: date
    device_type: str = ""
    manufacturer: str = ""
    model: str = ""
    place: str = ""

    @property
    def scope(self) -> tuple[str, str, str]:
        """Device type, manufacturer and model that it is limited to; blank where it is not."""
        return (self.device_type, self.manufacturer, self.model)

    def counts_for(self, device_type: str, manufacturer: str, model: str) -> bool:
        """Whether a device is within its scope."""
        return all(
            limit in ("", given) for limit, given in zip(self.scope, (device_type, manufacturer, model), strict=True)
        )

    def overlaps(self, other: AliasDecision) -> bool:
        """Whether one cell can be within the scope of both."""
        return all(mine == theirs or "" in (mine, theirs) for mine, theirs in zip(self.scope, other.scope, strict=True))


@dataclass(frozen=True)
class AliasTable:
    """Alias decisions, with the scheme's legal suffixes that company names are folded by.

    >>> from datetime import date
    >>> one = AliasDecision("organisation", "Aster Nrg", "Aster Energy", "former name", "An analyst", date(2019, 9, 1))
    >>> AliasTable((one,)).organisation("aster  NRG Ltd")
    'Aster Energy'
    """

    decisions: tuple[AliasDecision, ...] = ()
    legal_suffixes: tuple[str, ...] = ()

    def key(self, kind: str, text: str) -> Hashable:
        """What the spellings share that one alias of that kind holds for."""
        if kind in (MANUFACTURER, ORGANISATION):
            return fold_organisation(text, self.legal_suffixes)
        return hardware_key(text) if kind == HARDWARE else fold_model(text)

    @cached_property
    def _by_form(self) -> Mapping[tuple[str, Hashable], tuple[AliasDecision, ...]]:
        found: dict[tuple[str, Hashable], list[AliasDecision]] = defaultdict(list)
        for one in self.decisions:
            found[one.kind, self.key(one.kind, one.typed)].append(one)
        return {form: tuple(decisions) for form, decisions in found.items()}

    def about(self, kind: str, typed: str) -> tuple[AliasDecision, ...]:
        """Every decision about that form, whatever its scope."""
        return self._by_form.get((kind, self.key(kind, typed)), ())

    def find(
        self,
        kind: str,
        typed: str,
        *,
        device_type: str = "",
        manufacturer: str = "",
        model: str = "",
        known: Collection[str] | None = None,
    ) -> AliasDecision | None:
        """The decision that counts for a form as typed, if all that do agree; ``known``: what it may lead to."""
        fitting = [
            one
            for one in self.about(kind, typed)
            if one.counts_for(device_type, manufacturer, model) and (known is None or one.canonical in known)
        ]
        return fitting[0] if len({one.canonical for one in fitting}) == 1 else None

    def organisation(self, typed: str) -> str | None:
        """The organisation that a form was confirmed to mean; ``None`` where none was."""
        found = self.find(ORGANISATION, typed)
        return found.canonical if found else None

    def and_also(self, decisions: Iterable[AliasDecision]) -> AliasTable:
        """This table with further decisions after its own; one that is already there is not repeated."""
        return AliasTable(tuple(dict.fromkeys((*self.decisions, *decisions))), self.legal_suffixes)


def scheme_aliases(scheme: Scheme) -> AliasTable:
    """The aliases that a scheme declares, as a table."""
    return AliasTable(
        tuple(AliasDecision(a.field, a.typed, a.canonical, a.reason, a.author, a.decided) for a in scheme.aliases),
        scheme.legal_suffixes,
    )
