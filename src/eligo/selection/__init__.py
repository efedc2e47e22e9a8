"""Which combinations to test: exact, proved, explained.

The verbs are ``select`` (the answer, or the conflict), ``verify_selection`` (the check without the solver),
``assign_routes``, ``size_curve``, ``stability``, ``interactions`` (which variants are exercised together),
``contributions`` (what each selected combination brings) and ``near_optima`` (the other sets that lose
little); ``audit_choice`` holds a choice of somebody else to a rule, and
``deselection`` replaces one that is given up.
"""

from eligo.selection.answer import select
from eligo.selection.audit import Audit, Verdict, audit_choice
from eligo.selection.contributions import Contribution, contributions
from eligo.selection.curve import size_curve
from eligo.selection.deselection import Deselection, deselection
from eligo.selection.interactions import STRENGTHS, Interaction, Interactions, Together, interactions, set_name
from eligo.selection.near import Near, near_optima
from eligo.selection.result import Alternative, Baseline, Conflict, CurvePoint, Loss, Price, Requirement, Selection
from eligo.selection.routes import assign_routes
from eligo.selection.stability import Stability, stability
from eligo.selection.verify import verify_selection

__all__ = [
    "STRENGTHS",
    "Alternative",
    "Audit",
    "Baseline",
    "Conflict",
    "Contribution",
    "CurvePoint",
    "Deselection",
    "Interaction",
    "Interactions",
    "Loss",
    "Near",
    "Price",
    "Requirement",
    "Selection",
    "Stability",
    "Together",
    "Verdict",
    "assign_routes",
    "audit_choice",
    "contributions",
    "deselection",
    "interactions",
    "near_optima",
    "select",
    "set_name",
    "size_curve",
    "stability",
    "verify_selection",
]
