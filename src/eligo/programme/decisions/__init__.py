"""Programme decisions: what people have decided about single combinations, which no plan chooses."""

from eligo.programme.decisions.described import UNREPORTED
from eligo.programme.decisions.model import (
    Decidable,
    DecisionKind,
    Described,
    Need,
    ProgrammeDecision,
    ProgrammeDecisions,
    Requester,
)
from eligo.programme.decisions.read import DECISION_COLUMNS, DecisionsRead, read_decisions

__all__ = [
    "DECISION_COLUMNS",
    "UNREPORTED",
    "Decidable",
    "DecisionKind",
    "DecisionsRead",
    "Described",
    "Need",
    "ProgrammeDecision",
    "ProgrammeDecisions",
    "Requester",
    "read_decisions",
]
