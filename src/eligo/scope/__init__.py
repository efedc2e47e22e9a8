"""Versioned rules to exactly one decision, with its reason, per combination."""

from eligo.scope.decide import apply_scope
from eligo.scope.model import ScopedCombination, ScopedEstate

__all__ = ["ScopedCombination", "ScopedEstate", "apply_scope"]
