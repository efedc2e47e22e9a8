"""What an organisation is called in a workspace: one name, whatever it was written as, when it was asked or answered.

What belongs here: the naming that asking, receiving, ``status``, ``missing`` and packs have in common. What does
not: the rules (``catalogue``). It is what a return is read by, so that nobody is two in one place and one in the
other. Source: ``returns.md`` 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.catalogue import AliasTable, clean, fold, fold_organisation, scheme_aliases
from eligo.errors import BadCatalogue, BadDecisions, EligoError
from eligo.returns import Role
from eligo.scheme import Scheme
from eligo.workflows.identity import ALIASES, known_devices
from eligo.workflows.workspace.basis import Basis

Key = tuple[str, str]
"""A role, and what all spellings of an organisation's name share: who it is."""


@dataclass(frozen=True, slots=True)
class Names:
    """The naming that stands: the rules, under the aliases of organisations."""

    scheme: Scheme
    aliases: AliasTable

    def of(self, role: str, typed: str) -> str:
        """The name of an organisation: the one confirmed for it, an operator's as the scheme has it."""
        name = self.aliases.organisation(typed) or clean(typed)
        if role == Role.OPERATOR.value:
            return {fold(value): value for value in self.scheme.operator.values}.get(fold(name), name)
        return name

    def key(self, role: str, typed: str) -> Key:
        """Who it is, whatever it was written as."""
        return role, fold_organisation(self.of(role, typed), self.scheme.legal_suffixes)


def readable_names(basis: Basis) -> tuple[Names, tuple[EligoError, ...]]:
    """The naming that stands as far as it can be read (else by the scheme alone), and why the rest cannot be."""
    try:
        return names_of(basis), ()
    except (BadDecisions, BadCatalogue) as error:
        return Names(basis.scheme, scheme_aliases(basis.scheme)), (error,)


def names_of(basis: Basis) -> Names:
    """The naming by the scheme and the aliases that stand. Raises ``BadDecisions`` and ``BadCatalogue``."""
    if basis.catalogue is None or not any(table.role == ALIASES for table in basis.decided):
        return Names(basis.scheme, scheme_aliases(basis.scheme))
    return Names(basis.scheme, known_devices(basis.known, basis.scheme).aliases)
