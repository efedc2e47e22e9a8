"""Selections as the analysis shows them, from a drawn run or from drawn candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from disclosure.drawn_run import DrawnRun
from eligo.documents import Chosen
from eligo.selection import (
    Selection,
    contributions,
    interactions,
    robustness,
    select,
    size_curve,
    stability,
    uncertainty_of,
)
from eligo.selection import Stability as Found
from eligo.terms import Candidate, SelectionPolicy


def chosen_of(run: DrawnRun) -> Chosen:
    """What is shown of a drawn run, labelled as its register is."""
    candidates = [one.candidate for one in run.scoped.in_scope]
    labels = {one: entry.label for entry in run.register.entries for one in entry.combination_ids}
    doubts = uncertainty_of(run.scoped, run.scheme)
    told = robustness(run.selection, candidates, run.scoped.deployed_in_scope, run.policy, doubts)
    found = stability(told, run.selection.margin)
    chosen = _chosen(run.selection, candidates, run.policy, run.scheme.operator.values, found, labels)
    return replace(chosen, robust=told)


def chosen_from(candidates: Sequence[Candidate], policy: SelectionPolicy, operators: Sequence[str]) -> Chosen | None:
    """What is shown of a selection from some candidates, without labels; ``None`` where there is none."""
    selection = select(candidates, sum(one.deployed for one in candidates), policy, operators)
    if not isinstance(selection, Selection):
        return None
    return _chosen(selection, candidates, policy, operators, Found(True, 0, 0, selection.margin), {})


def _chosen(
    selection: Selection,
    candidates: Sequence[Candidate],
    policy: SelectionPolicy,
    operators: Sequence[str],
    found: Found,
    labels: Mapping[str, str],
) -> Chosen:
    curve = size_curve(candidates, policy, operators, range(1, len(candidates) + 1))
    brought = contributions(selection)
    ids = [one.combination_id for one in selection.selected]
    together = [interactions(candidates, ids, strength) for strength in (2, 3)]
    return Chosen(selection, candidates, curve, brought, found, together, labels, policy.cover)
