"""Versioned rules to exactly one decision, with its reason, per combination."""

from eligo.scope.balance import InstallationBalance, balance_installations, imbalances
from eligo.scope.decide import apply_scope, would_be_in_scope
from eligo.scope.model import ScopedCombination, ScopedEstate
from eligo.scope.watched import Opened, Ruled, Watched, opened_by, opened_on, watched_rules

__all__ = [
    "InstallationBalance",
    "Opened",
    "Ruled",
    "ScopedCombination",
    "ScopedEstate",
    "Watched",
    "apply_scope",
    "balance_installations",
    "imbalances",
    "opened_by",
    "opened_on",
    "watched_rules",
    "would_be_in_scope",
]
