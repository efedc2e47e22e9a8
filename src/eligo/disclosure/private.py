"""One run's private results, and the few questions that redaction asks of them.

What belongs here: look-ups by operator and the two gates every name and every share pass (``name``, ``share``).
What does not: the public types. Nothing outside this package sees this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eligo.disclosure.figures import WITHHELD, PublicFigure, count_figure, installations_share
from eligo.errors import BadScheme
from eligo.estate import Contribution
from eligo.registers import PendingRegister
from eligo.scheme import Scheme
from eligo.scope import ScopedCombination, ScopedEstate
from eligo.selection import Interactions, Selection
from eligo.terms import Route, SelectionPolicy


@dataclass(frozen=True)
class PrivateRun:
    """What one run found out. Never published; every public value is made from it through ``name`` and ``share``."""

    scoped: ScopedEstate
    selection: Selection
    routes: Mapping[str, Route]
    register: PendingRegister
    scheme: Scheme
    policy: SelectionPolicy | None = None
    together: Sequence[Interactions] = ()

    def name(self, operator: str) -> str:
        """The pseudonym of an operator.

        Raises ``BadScheme`` where the scheme has none: an operator's own name is never let through instead.
        """
        pseudonyms = self.scheme.disclosure.pseudonyms
        if operator not in pseudonyms:
            raise BadScheme(
                f"The scheme {self.scheme.id} has no pseudonym for an operator of the estate",
                hint="Add it to [disclosure.pseudonyms]; nothing can be published without it.",
                details=(f"disclosure.pseudonyms: missing for {operator!r}",),
            )
        return pseudonyms[operator]

    def share(self, installations: int, source: str, *, of: int | None = None) -> PublicFigure:
        """That many installations as a published share, of the deployed estate in scope unless ``of`` says else."""
        rules = self.scheme.disclosure
        total = self.scoped.deployed_in_scope if of is None else of
        return installations_share(
            installations, total, source, decimals=rules.share_decimals, minimum=rules.minimum_count
        )

    def share_behind(self, suppliers: Iterable[str], installations: int, source: str) -> PublicFigure:
        """A share that is withheld where fewer suppliers stand behind it than the scheme lets be told apart.

        Rows that name no supplier count for none.
        """
        if installations and not self.enough(suppliers):
            return PublicFigure(WITHHELD, "", source)
        return self.share(installations, source)

    def enough(self, suppliers: Iterable[str]) -> bool:
        """Whether as many different suppliers are among these as a figure must rest on."""
        return len({name for name in suppliers if name}) >= self.scheme.disclosure.minimum_organisations

    @property
    def counted(self) -> tuple[Contribution, ...]:
        """The rows that count towards the in-scope estate and report any installation."""
        inside = {one.combination_id for one in self.scoped.in_scope}
        rows = (row for row in self.scoped.estate.contributions if row.counted and row.deployed)
        return tuple(row for row in rows if row.combination.combination_id in inside)

    def count(self, items: Iterable[object], source: str) -> PublicFigure:
        """How many there are."""
        return count_figure(sum(1 for _ in items), source)

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of the selected combinations."""
        return frozenset(candidate.combination_id for candidate in self.selection.selected)

    @property
    def operators(self) -> tuple[str, ...]:
        """Every operator that the scheme lists, then any other of the estate, by name."""
        listed = self.scheme.operator.values
        others = {one.operator for one in self.scoped.in_scope} - set(listed)
        return (*listed, *sorted(others))

    def of_operator(self, operator: str) -> tuple[ScopedCombination, ...]:
        """Its in-scope combinations, in rank order."""
        return tuple(one for one in self.scoped.in_scope if one.operator == operator)

    def filtered(self, operator: str) -> str:
        """The filter of a source pointer that keeps one operator's in-scope combinations, without its brackets."""
        return f"in_scope,{self.scheme.operator.name}={self.name(operator)}"
