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
from eligo.estate.round import Round, assemble_round

__all__ = [
    "CombinationCount",
    "Contribution",
    "Difference",
    "Estate",
    "Responder",
    "Round",
    "Unresolved",
    "assemble_round",
    "build_estate",
]
