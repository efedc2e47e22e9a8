"""Programme decisions: what people have decided about single combinations, which no plan chooses."""

from eligo.programme.decisions.model import (
    Decidable,
    DecisionKind,
    Need,
    ProgrammeDecision,
    ProgrammeDecisions,
    Requester,
)
from eligo.programme.decisions.read import DECISION_COLUMNS, DecisionsRead, read_decisions

__all__ = [
    "DECISION_COLUMNS",
    "Decidable",
    "DecisionKind",
    "DecisionsRead",
    "Need",
    "ProgrammeDecision",
    "ProgrammeDecisions",
    "Requester",
    "read_decisions",
]
