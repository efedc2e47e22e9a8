"""Equivalence: decisions that the test of one combination stands for another, argued, proposed, withdrawn, shown."""

from eligo.programme.equivalence.cascade import Affected, Cascade, Rests, Supports, cascade
from eligo.programme.equivalence.differences import Compared, argued, compared, differences
from eligo.programme.equivalence.files import read_equivalences
from eligo.programme.equivalence.matrix import matrix_workbook, read_matrix
from eligo.programme.equivalence.model import (
    Argument,
    DecisionState,
    EquivalenceDecision,
    Equivalences,
    Pair,
    Withdrawn,
)
from eligo.programme.equivalence.proposals import Installed, Proposal, proposals
from eligo.programme.equivalence.read import (
    EQUIVALENCE_COLUMNS,
    EquivalencesRead,
    equivalence_cells,
)

__all__ = [
    "EQUIVALENCE_COLUMNS",
    "Affected",
    "Argument",
    "Cascade",
    "Compared",
    "DecisionState",
    "EquivalenceDecision",
    "Equivalences",
    "EquivalencesRead",
    "Installed",
    "Pair",
    "Proposal",
    "Rests",
    "Supports",
    "Withdrawn",
    "argued",
    "cascade",
    "compared",
    "differences",
    "equivalence_cells",
    "matrix_workbook",
    "proposals",
    "read_equivalences",
    "read_matrix",
]
