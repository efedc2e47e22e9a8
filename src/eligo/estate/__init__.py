"""Many returns to populations of combinations."""

from eligo.estate.build import build_estate
from eligo.estate.model import (
    CombinationCount,
    Contribution,
    Difference,
    Estate,
    Responder,
    Unresolved,
)

__all__ = [
    "CombinationCount",
    "Contribution",
    "Difference",
    "Estate",
    "Responder",
    "Unresolved",
    "build_estate",
]
