"""``eligo deselect``: a selected combination is given up; what replaces it, and what is owed for that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from eligo.artefacts import json_bytes
from eligo.errors import NothingAccepted, UsageError
from eligo.scheme import TableScheme
from eligo.selection import Conflict, Deselection, Selection, deselection
from eligo.workflows.combinations_file import CombinationRow
from eligo.workflows.derive import checked_certificate
from eligo.workflows.folder import DESELECTED, safe_folder, write_folder
from eligo.workflows.request import policy_of
from eligo.workflows.results import open_results


@dataclass(frozen=True, slots=True)
class Because:
    """Why, by what trigger, and on which day a combination is given up."""

    reason: str
    trigger: str
    on: date


@dataclass(frozen=True, slots=True)
class Deselected:
    """``changed``: the device types whose models the replacement has otherwise, by label; ``consulted``: those of
    them on whose selection stakeholders are consulted. Of the others they are notified.
    """

    scheme: TableScheme = field(repr=False)
    because: Because
    found: Deselection
    rows: dict[str, CombinationRow] = field(repr=False)
    changed: tuple[str, ...]
    consulted: tuple[str, ...]

    @property
    def enters(self) -> tuple[str, ...]:
        """The ids that replace it; empty where nothing does."""
        if isinstance(self.found.replaced, Conflict):
            return ()
        chosen = [one.combination_id for one in self.found.replaced.selected]
        return tuple(one for one in chosen if not self.rows[one].selected)


def deselect(results: Path, gone: str, because: Because, scheme_name: str | None, out: Path | None) -> Deselected:
    """What follows where a selected combination of a run, or of a table, is given up; with ``out``, written there.

    Raises ``UsageError`` for a reason that is blank, ``NotFound`` where it is not selected, ``NothingAccepted`` where
    the table selects nothing, and what ``select`` raises.
    """
    if not because.reason.strip():
        raise UsageError("The reason is blank", hint="Say why it is given up: --reason.")
    if out is not None:
        safe_folder(out, DESELECTED)
    opened = open_results(results, scheme_name)
    selected = [row.combination.combination_id for row in opened.in_scope if row.selected]
    if not selected:
        raise NothingAccepted(f"Nothing is selected in {results}", hint="Name the folder of a run that has selected.")
    candidates = [row.candidate(opened.scheme) for row in opened.in_scope]
    policy, operators = policy_of(opened.scheme, opened.parameters), opened.scheme.operators
    found = deselection(candidates, opened.deployed, policy, operators, selected, gone)
    rows = {row.combination.combination_id: row for row in opened.in_scope}
    changed, consulted = _changed(opened.scheme, found, rows)
    told = Deselected(opened.scheme, because, found, rows, changed, consulted)
    proof = checked_certificate(found.replaced, opened.table, opened.rules)
    if out is not None:
        written = {"deselection.json": json_bytes(record(told)), "combinations.csv": opened.table}
        write_folder(out, {**written, "scheme.toml": opened.rules, **proof}, DESELECTED)
    return told


def _changed(
    scheme: TableScheme, found: Deselection, rows: dict[str, CombinationRow]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The device types of which the replacement has other models, and those of them that are selected, not notified."""
    if isinstance(found.replaced, Conflict):
        return (), ()
    mine = rows[found.gone.combination_id].combination
    entering = [rows[one.combination_id].combination for one in found.replaced.selected]
    entering = [one for one in entering if not rows[one.combination_id].selected]
    differing = [
        kind
        for kind in scheme.device_types
        if any(_model(one.device(kind.name)) != _model(mine.device(kind.name)) for one in entering)
    ]
    return tuple(k.label for k in differing), tuple(k.label for k in differing if not k.firmware_open)


def _model(device: object) -> tuple[object, ...]:
    return tuple(getattr(device, part, None) for part in ("manufacturer", "model", "hardware"))


def record(told: Deselected) -> dict[str, object]:
    """``deselection.json``."""
    found = told.found
    return {
        "deselected": found.gone.combination_id,
        "reason": told.because.reason,
        "trigger": told.because.trigger or None,
        "on": told.because.on.isoformat(),
        "population_lost": found.lost,
        "coverage_lost": list(found.uncovered),
        "replacement": list(told.enters),
        "device_types_changed": list(told.changed),
        "consultation_owed_on": list(told.consulted),
        "keeping_the_others": _answer(found.replaced),
        "chosen_anew": _answer(found.anew),
        "price_of_keeping_the_others": found.price_of_keeping,
    }


def _answer(answer: Selection | Conflict) -> dict[str, object]:
    if isinstance(answer, Conflict):
        return {"status": "infeasible", "conflict": [one.text for one in answer.requirements]}
    return {
        "status": answer.status,
        "selected": [one.combination_id for one in answer.selected],
        "population": answer.population,
        "bound": answer.bound,
    }
