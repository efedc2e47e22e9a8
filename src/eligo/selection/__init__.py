"""Which combinations to test: exact, proved, explained.

The verbs are ``select`` (the answer, or the conflict), ``verify_selection`` (the check without the solver),
``assign_routes``, ``size_curve``, ``stability``, ``interactions`` (which variants are exercised together) and
``contributions`` (what each selected combination brings).
"""

from eligo.selection.answer import select
from eligo.selection.contributions import Contribution, contributions
from eligo.selection.curve import size_curve
from eligo.selection.interactions import STRENGTHS, Interaction, Interactions, Together, interactions, set_name
from eligo.selection.result import Alternative, Baseline, Conflict, CurvePoint, Loss, Requirement, Selection
from eligo.selection.routes import assign_routes
from eligo.selection.stability import Stability, stability
from eligo.selection.verify import verify_selection

__all__ = [
    "STRENGTHS",
    "Alternative",
    "Baseline",
    "Conflict",
    "Contribution",
    "CurvePoint",
    "Interaction",
    "Interactions",
    "Loss",
    "Requirement",
    "Selection",
    "Stability",
    "Together",
    "assign_routes",
    "contributions",
    "interactions",
    "select",
    "set_name",
    "size_curve",
    "stability",
    "verify_selection",
]
