"""Eligo: from returns to a provably best selection of combinations, and everything that follows from it.

>>> import eligo
>>> scheme = eligo.load_scheme("smets1-foc")
>>> scheme.selection.size
5

The names below are the public interface; they are imported when first used, so that ``import eligo`` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eligo.artefacts import Parameters
    from eligo.catalogue import load_catalogue
    from eligo.errors import EligoError
    from eligo.estate import build_estate
    from eligo.returns import read_return
    from eligo.scheme import Scheme, load_scheme
    from eligo.scope import apply_scope
    from eligo.selection import Conflict, Selection, select, verify_selection
    from eligo.terms import Candidate, SelectionPolicy
    from eligo.wiring import plan, replan, run, verify
    from eligo.workflows import Again, Outcome, Planned, Verified

_HOMES = {
    "Again": "eligo.workflows",
    "Candidate": "eligo.terms",
    "Conflict": "eligo.selection",
    "EligoError": "eligo.errors",
    "Outcome": "eligo.workflows",
    "Parameters": "eligo.artefacts",
    "Planned": "eligo.workflows",
    "Scheme": "eligo.scheme",
    "Selection": "eligo.selection",
    "SelectionPolicy": "eligo.terms",
    "Verified": "eligo.workflows",
    "apply_scope": "eligo.scope",
    "build_estate": "eligo.estate",
    "load_catalogue": "eligo.catalogue",
    "load_scheme": "eligo.scheme",
    "plan": "eligo.wiring",
    "read_return": "eligo.returns",
    "replan": "eligo.wiring",
    "run": "eligo.wiring",
    "select": "eligo.selection",
    "verify": "eligo.wiring",
    "verify_selection": "eligo.selection",
}

__all__ = [
    "Again",
    "Candidate",
    "Conflict",
    "EligoError",
    "Outcome",
    "Parameters",
    "Planned",
    "Scheme",
    "Selection",
    "SelectionPolicy",
    "Verified",
    "apply_scope",
    "build_estate",
    "load_catalogue",
    "load_scheme",
    "plan",
    "read_return",
    "replan",
    "run",
    "select",
    "verify",
    "verify_selection",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'eligo' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
