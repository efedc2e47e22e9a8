"""A supplier in an operator's return that nearly is one which has returned: most likely the same, and counted twice.

What belongs here: telling it, at its cells. What does not: which of the two counts (``estate.build``), and joining
them, which is a decision of a person (``catalogue.aliases``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from eligo.catalogue import Suggestion, did_you_mean, fold_organisation, suggest_organisations
from eligo.estate.round import Round
from eligo.findings import Finding, Issue, Location
from eligo.returns import Role
from eligo.scheme import Scheme

_LEAST_SCORE = 75
"""A slip of the hand, or a name without its last word; ``Birch Power`` and ``Birch Energy`` are less alike."""


def nearly_known(this_round: Round, silent: Collection[str], scheme: Scheme) -> Iterator[Finding]:
    """A warning for each accepted row of an operator whose supplier, one of the ``silent``, nearly has returned."""
    meant = {
        fold_organisation(name, scheme.legal_suffixes): found for name, found in _meant(this_round, silent, scheme)
    }
    column = scheme.template.supplier_header
    for one in this_round.returns if meant else ():
        place, shown = one.columns.get(column, (-1, ""))
        names = set(one.accepted.suppliers) if one.sender.role is Role.OPERATOR else ()
        near = {name: meant.get(fold_organisation(name, scheme.legal_suffixes)) for name in names}
        for row, name in zip(one.accepted.rows, one.accepted.suppliers, strict=True) if any(near.values()) else ():
            if found := near[name]:
                message = f"'{name}' has not returned, and {found.name} has: both count, as two suppliers."
                issue = Issue("supplier-nearly-known", column, name, found.name, message, did_you_mean([found]))
                yield issue.at(Location(one.file, one.sheet, row, column, place + 1, shown))


def _meant(this_round: Round, silent: Collection[str], scheme: Scheme) -> Iterator[tuple[str, Suggestion]]:
    """Each silent supplier that nearly is one which has returned, and that one."""
    known = tuple(sorted(this_round.suppliers))
    for name in sorted(silent):
        for found in suggest_organisations(known, name, scheme.legal_suffixes)[:1]:
            if found.score >= _LEAST_SCORE:
                yield name, found
