"""``selection.json``: the answer, or why there is none. Source: ``results.md``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from eligo.artefacts.interactions import interaction_sums
from eligo.artefacts.robustness import robustness_record
from eligo.artefacts.writing import json_bytes, share_number
from eligo.scheme import TableScheme
from eligo.selection import (
    Alternative,
    Conflict,
    CurvePoint,
    Interactions,
    Near,
    Price,
    Robustness,
    Selection,
    Stability,
)


def selection_json(
    selection: Selection,
    stability: Stability | None,
    curve: Sequence[CurvePoint],
    together: Sequence[Interactions],
    deployed: int,
    scheme: TableScheme,
    near: Near | None = None,
    robust: Robustness | None = None,
) -> bytes:
    """The selection, with what it was chosen over and how firmly it stands (``None``: no returns were read).

    ``curve`` holds the best set of other sizes, ``together`` the variants that occur together; ``deployed`` is the
    denominator of their shares, in installations; ``near`` the sets that lose little, where they were asked for;
    ``robust`` what the missing figures could change.
    """
    operator = scheme.find_attribute("operator")
    return json_bytes(
        {
            "size": selection.size,
            "status": selection.status,
            "population": selection.population,
            "bound": selection.bound,
            "deployed": selection.deployed,
            "share_of_deployed": share_number(selection.share_of_deployed),
            **({f"share_by_{operator.name}": _shares(selection)} if operator else {}),
            "selected": [candidate.combination_id for candidate in selection.selected],
            "equivalent": list(selection.equivalent),
            **_variants(selection),
            **_beside(selection, near),
            **_curve(curve, deployed, cover=bool(selection.required_variants)),
            "interactions": interaction_sums(together, deployed),
            "why": dict(selection.why),
            "why_not": dict(selection.why_not),
            **_stability(selection, stability),
            **_robustness(robust, scheme),
            "solver": selection.solver,
            "problem_hash": selection.problem_hash,
        }
    )


def _variants(selection: Selection) -> dict[str, object]:
    return {
        "required_variants": list(selection.required_variants),
        "covered_variants": list(selection.covered_variants),
        "not_required_variants": list(selection.not_required_variants),
    }


def _shares(selection: Selection) -> dict[str, object]:
    return {name: share_number(share) for name, share in selection.share_by_operator.items()}


def _stability(selection: Selection, stability: Stability | None) -> dict[str, object]:
    return {
        "stable_against_unresolved": stability.stable if stability else None,
        "installations_that_would_change_it": selection.margin,
        "unresolved_installations": stability.unresolved if stability else None,
        "unresolved_rows_without_a_figure": stability.unbounded_rows if stability else None,
    }


def _robustness(robust: Robustness | None, scheme: TableScheme) -> dict[str, object]:
    return {"robustness": robustness_record(robust, scheme) if robust else None}


def _alternative(other: Alternative) -> dict[str, object]:
    return {"selected": list(other.selected), "population": other.population, "loss": other.loss}


def _beside(selection: Selection, near: Near | None) -> dict[str, object]:
    return {
        "baseline": _baseline(selection),
        "prices": [_price(price) for price in selection.prices],
        "alternatives": [_alternative(other) for other in selection.alternatives],
        "near_optima": _near(near) if near else None,
    }


def _curve(curve: Sequence[CurvePoint], deployed: int, *, cover: bool) -> dict[str, object]:
    return {
        "smallest_size_that_covers": next((point.size for point in curve if cover and point.covers), None),
        "curve": {str(point.size): _point(point, deployed) for point in curve},
    }


def _near(near: Near) -> dict[str, object]:
    return {
        "within": near.loss,
        "ties": near.ties,
        "complete": near.complete,
        "sets": [_alternative(other) for other in near.sets],
    }


def _price(price: Price) -> dict[str, object]:
    one = price.requirement
    return {
        "kind": one.kind,
        "subject": one.subject,
        "requirement": one.text,
        "installations": price.installations,
        "proved": price.proved,
        "selected_without_it": list(price.selected),
    }


def _baseline(selection: Selection) -> dict[str, object]:
    baseline = selection.baseline
    return {
        "rule": f"the {selection.size} largest",
        "selected": list(baseline.selected),
        "population": baseline.population,
        "covered_variants": list(baseline.covered_variants),
        "missed_variants": list(baseline.missed_variants),
    }


def _point(point: CurvePoint, deployed: int) -> dict[str, object]:
    """One size: ``null`` where no set of that size exists."""
    share = None if point.deployed is None else share_number(Fraction(point.deployed, deployed or 1))
    return {
        "population": point.population,
        "deployed": point.deployed,
        "share_of_deployed": share,
        "covered": point.covered,
        "required": point.required,
    }


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
