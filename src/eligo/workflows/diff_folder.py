"""``eligo diff --out``: a comparison of two runs for programs, and the folder that anybody can check it from."""

from __future__ import annotations

from pathlib import Path

from eligo.artefacts import json_bytes
from eligo.selection import Figures, Move, Placed
from eligo.workflows.audit import verdict_record
from eligo.workflows.deselect import opened_record
from eligo.workflows.diff import Diff, Judged, diff
from eligo.workflows.folder import DIFFERED, safe_folder, write_folder
from eligo.workflows.open_runs import OpenRun


def diff_runs(first: OpenRun, second: OpenRun, out: Path | None) -> Diff:
    """What has moved between two runs; with ``out``, written there beside the later run's proof, table and scheme.

    Raises ``UsageError`` where the folder holds something else, and what ``diff`` raises.
    """
    if out is not None:
        safe_folder(out, DIFFERED)
    found = diff(first, second)
    if out is not None:
        beside = {"combinations.csv": second.results.table, "scheme.toml": second.results.rules, **found.proof}
        write_folder(out, {"diff.json": json_bytes(diff_record(found)), **beside}, DIFFERED)
    return found


def diff_record(found: Diff) -> dict[str, object]:
    """``diff.json``. Counts are installations; ``judged`` has the later run's rule first."""
    return {
        "earlier": found.earlier,
        "later": found.later,
        "rules_that_differ": [{"what": one.what, "before": one.before, "after": one.after} for one in found.rules],
        "before": _figures(found.before),
        "after": _figures(found.after),
        "moves": [_move(one) for one in found.moves],
        "coverage": {
            "newly_required": list(found.coverage.new),
            "no_longer_required": list(found.coverage.gone),
            "newly_required_and_not_selected": list(found.coverage.uncovered),
        },
        "selected_before": list(found.selected),
        "stands": found.judged[0].stands if found.judged else None,
        "judged": [_judged(one) for one in found.judged],
        "scope_rules_changed": opened_record(found.opened),
    }


def _figures(figures: Figures) -> dict[str, int]:
    return {"deployed": figures.deployed, "deployed_in_scope": figures.in_scope, "population": figures.population}


def _move(one: Move) -> dict[str, object]:
    return {
        "trend": one.trend.value,
        "firmware": [{"device": part.device_type, "before": part.before, "after": part.after} for part in one.firmware],
        "before": _placed(one.before),
        "after": _placed(one.after),
    }


def _placed(one: Placed | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "combination": one.combination.combination_id,
        "deployed": one.deployed,
        "population": one.population,
        "in_scope": one.in_scope,
        "scope_rule": one.rule,
        "scope_reason": one.reason,
        "route": one.route or None,
        "selected": one.selected,
    }


def _judged(one: Judged) -> dict[str, object]:
    return {
        "rule_of": one.rule_of,
        **verdict_record(one.audit),
        "missing": [{"combination": each.combination_id, "how": each.how} for each in one.missing],
        "leaves": list(one.leaves),
        "certified": one.certified,
        "device_types_changed": list(one.owed.changed) if one.owed else [],
        "consultation_owed_on": list(one.owed.consulted) if one.owed else [],
    }
