"""Which combinations to test: exact, proved, explained.

The verbs are ``select`` (the answer, or the conflict), ``verify_selection`` (the check without the solver),
``assign_routes``, ``size_curve``, ``stability``, ``interactions`` (which variants are exercised together),
``contributions`` (what each selected combination brings) and ``near_optima`` (the other sets that lose
little); ``uncertainty_of`` and ``robustness`` (what the missing figures could change); ``audit_choice`` holds a choice
of somebody else to a rule, ``deselection`` replaces one that is given up, and ``moves_between`` says what has moved
between two runs. ``heaviest_set`` is the best set under other weights than populations, for the programme.
"""

from eligo.selection.answer import select
from eligo.selection.audit import Audit, Verdict, audit_choice
from eligo.selection.audit_words import audit_words, verdict_words
from eligo.selection.contributions import Contribution, contributions
from eligo.selection.curve import size_curve
from eligo.selection.deselection import Deselection, deselection
from eligo.selection.doubts import uncertainty_of
from eligo.selection.heaviest import Heaviest, heaviest_set
from eligo.selection.interactions import STRENGTHS, Interaction, Interactions, Together, interactions, set_name
from eligo.selection.moves import Figures, Move, Placed, figures_of, moves_between
from eligo.selection.near import Near, near_optima
from eligo.selection.problem import required_coverage
from eligo.selection.result import Alternative, Baseline, Conflict, CurvePoint, Loss, Price, Requirement, Selection
from eligo.selection.robustness import Asked, Robustness, Standing, Worst, robustness
from eligo.selection.robustness_words import robustness_words
from eligo.selection.routes import assign_routes
from eligo.selection.shares import Share, share_interval
from eligo.selection.smallest import Shift, Smallest
from eligo.selection.stability import Stability, stability
from eligo.selection.uncertain import Figure, Interval, Kind, Newcomer, Source, Uncertainty, Waiting
from eligo.selection.verify import verify_selection

__all__ = [
    "STRENGTHS",
    "Alternative",
    "Asked",
    "Audit",
    "Baseline",
    "Conflict",
    "Contribution",
    "CurvePoint",
    "Deselection",
    "Figure",
    "Figures",
    "Heaviest",
    "Interaction",
    "Interactions",
    "Interval",
    "Kind",
    "Loss",
    "Move",
    "Near",
    "Newcomer",
    "Placed",
    "Price",
    "Requirement",
    "Robustness",
    "Selection",
    "Share",
    "Shift",
    "Smallest",
    "Source",
    "Stability",
    "Standing",
    "Together",
    "Uncertainty",
    "Verdict",
    "Waiting",
    "Worst",
    "assign_routes",
    "audit_choice",
    "audit_words",
    "contributions",
    "deselection",
    "figures_of",
    "heaviest_set",
    "interactions",
    "moves_between",
    "near_optima",
    "required_coverage",
    "robustness",
    "robustness_words",
    "select",
    "set_name",
    "share_interval",
    "size_curve",
    "stability",
    "uncertainty_of",
    "verdict_words",
    "verify_selection",
]
