"""Many returns to populations of combinations."""

from eligo.estate.build import build_estate
from eligo.estate.change import (
    Change,
    Comparison,
    FirmwareChange,
    Total,
    Trend,
    compare_estates,
    firmware_changes,
    successions,
    trend,
)
from eligo.estate.model import (
    CombinationCount,
    Contribution,
    Difference,
    Estate,
    Responder,
    Unresolved,
)
from eligo.estate.possible import is_told, may_be, readable_attribute
from eligo.estate.round import Round, assemble_round

__all__ = [
    "Change",
    "CombinationCount",
    "Comparison",
    "Contribution",
    "Difference",
    "Estate",
    "FirmwareChange",
    "Responder",
    "Round",
    "Total",
    "Trend",
    "Unresolved",
    "assemble_round",
    "build_estate",
    "compare_estates",
    "firmware_changes",
    "is_told",
    "may_be",
    "readable_attribute",
    "successions",
    "trend",
]
