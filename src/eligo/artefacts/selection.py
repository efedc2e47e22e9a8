"""``selection.json``: the answer, or why there is none. Source: ``results.md``."""

from __future__ import annotations

from eligo.artefacts.writing import json_bytes, share_number
from eligo.scheme import Scheme
from eligo.selection import Conflict, Selection, Stability


def selection_json(selection: Selection, stability: Stability | None, scheme: Scheme) -> bytes:
    """The selection, with what it was chosen over and how firmly it stands (``None``: no returns were read)."""
    return json_bytes(
        {
            "size": selection.size,
            "status": selection.status,
            "population": selection.population,
            "bound": selection.bound,
            "deployed": selection.deployed,
            "share_of_deployed": share_number(selection.share_of_deployed),
            f"share_by_{scheme.operator.name}": {
                name: share_number(share) for name, share in selection.share_by_operator.items()
            },
            "selected": [candidate.combination_id for candidate in selection.selected],
            "required_variants": list(selection.required_variants),
            "covered_variants": list(selection.covered_variants),
            "not_required_variants": list(selection.not_required_variants),
            "baseline": {
                "rule": f"the {selection.size} largest",
                "selected": list(selection.baseline.selected),
                "population": selection.baseline.population,
                "covered_variants": list(selection.baseline.covered_variants),
                "missed_variants": list(selection.baseline.missed_variants),
            },
            "alternatives": [
                {"selected": list(other.selected), "population": other.population, "loss": other.loss}
                for other in selection.alternatives
            ],
            "why": dict(selection.why),
            "why_not": dict(selection.why_not),
            "stable_against_unresolved": stability.stable if stability else None,
            "installations_that_would_change_it": selection.margin,
            "unresolved_installations": stability.unresolved if stability else None,
            "unresolved_rows_without_a_figure": stability.unbounded_rows if stability else None,
            "solver": selection.solver,
            "problem_hash": selection.problem_hash,
        }
    )


def conflict_json(conflict: Conflict) -> bytes:
    """The requirements that cannot hold together."""
    return json_bytes(
        {
            "size": conflict.size,
            "status": "infeasible",
            "selected": [],
            "conflict": [
                {"kind": requirement.kind, "subject": requirement.subject, "requirement": requirement.text}
                for requirement in conflict.requirements
            ],
            "smallest": conflict.smallest,
            "problem_hash": conflict.problem_hash,
        }
    )
