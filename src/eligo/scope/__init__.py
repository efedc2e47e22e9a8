"""Versioned rules to exactly one decision, with its reason, per combination."""

from eligo.scope.balance import InstallationBalance, balance_installations, imbalances
from eligo.scope.decide import apply_scope, would_be_in_scope
from eligo.scope.model import ScopedCombination, ScopedEstate

__all__ = [
    "InstallationBalance",
    "ScopedCombination",
    "ScopedEstate",
    "apply_scope",
    "balance_installations",
    "imbalances",
    "would_be_in_scope",
]
