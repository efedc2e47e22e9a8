"""``eligo deselect``: a selected combination is given up; what replaces it, and what is owed for that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from eligo.artefacts import json_bytes
from eligo.errors import NothingAccepted, UsageError
from eligo.scheme import TableScheme, Trigger
from eligo.scope import Opened, opened_by
from eligo.selection import Conflict, Deselection, Selection, deselection
from eligo.workflows.combinations_file import CombinationRow
from eligo.workflows.derive import checked_certificate
from eligo.workflows.folder import DESELECTED, MANIFEST, safe_folder, write_folder
from eligo.workflows.owed import Owed, owed_for
from eligo.workflows.results import Results, open_results


@dataclass(frozen=True, slots=True)
class Because:
    """Why, by what trigger, and on which day a combination is given up."""

    reason: str
    trigger: str
    on: date


@dataclass(frozen=True, slots=True)
class Deselected:
    """``trigger`` is the scheme's, ``None`` where it lists none. ``owed``: what the replacement is consulted on;
    ``opened``: the scope rules that have changed since the selection, each of which opens a consultation of its own.
    """

    scheme: TableScheme = field(repr=False)
    because: Because
    trigger: Trigger | None
    found: Deselection
    rows: dict[str, CombinationRow] = field(repr=False)
    owed: Owed
    opened: tuple[Opened, ...]

    @property
    def enters(self) -> tuple[str, ...]:
        """The ids that replace it; empty where nothing does."""
        if isinstance(self.found.replaced, Conflict):
            return ()
        chosen = [one.combination_id for one in self.found.replaced.selected]
        return tuple(one for one in chosen if not self.rows[one].selected)


def deselect(results: Path, gone: str, because: Because, scheme_name: str | None, out: Path | None) -> Deselected:
    """What follows where a selected combination of a run, or of a choice, is given up; with ``out``, written there.

    Raises what ``deselect_from`` and ``open_results`` raise.
    """
    opened, changed = open_results(results, scheme_name), tuple[Opened, ...]()
    if scheme_name is not None and (results / MANIFEST).is_file():
        changed = opened_by(open_results(results, None).scheme, opened.scheme, ())
    return deselect_from(opened, gone, because, changed, out)


def deselect_from(
    opened: Results, gone: str, because: Because, changed: tuple[Opened, ...], out: Path | None
) -> Deselected:
    """The same for results that are open. ``changed``: the scope rules that have changed since.

    Raises ``UsageError`` for a reason that is blank and a trigger that the scheme does not list, ``NotFound`` where the
    combination is not selected, ``NothingAccepted`` where nothing is, and what ``select`` raises.
    """
    if not because.reason.strip():
        raise UsageError("The reason is blank", hint="Say why it is given up: --reason.")
    if out is not None:
        safe_folder(out, DESELECTED)
    trigger = _trigger(opened.scheme, because.trigger)
    rows = {row.combination.combination_id: row for row in opened.in_scope}
    if not opened.selected:
        raise NothingAccepted(
            "Nothing is selected there", hint="Name the folder that 'eligo run' or 'eligo select --out' wrote."
        )
    operators = opened.scheme.operators
    found = deselection(opened.candidates, opened.deployed, opened.policy, operators, opened.selected, gone)
    entering = () if isinstance(found.replaced, Conflict) else found.replaced.selected
    enters = [rows[one.combination_id].combination for one in entering if not rows[one.combination_id].selected]
    owed = owed_for(opened.scheme, [rows[gone].combination], enters) if enters else Owed((), ())
    told = Deselected(opened.scheme, because, trigger, found, rows, owed, changed)
    proof = checked_certificate(found.replaced, opened.table, opened.rules)
    if out is not None:
        written = {"deselection.json": json_bytes(record(told)), "combinations.csv": opened.table}
        write_folder(out, {**written, "scheme.toml": opened.rules, **proof}, DESELECTED)
    return told


def _trigger(scheme: TableScheme, named: str) -> Trigger | None:
    """The scheme's trigger of that id; one has to be named where the scheme lists any, and none where it does not."""
    found = next((one for one in scheme.triggers if one.id == named), None)
    if named and not scheme.triggers:
        raise UsageError(
            "The scheme lists no triggers", hint="Leave out --trigger, and say in --reason what set it off."
        )
    if scheme.triggers and found is None:
        raise UsageError(
            f"The scheme has no trigger '{named}'" if named else "No trigger is named",
            hint="Name one that the scheme lists, with --trigger.",
            details=[f"{one.id}: {one.label}" for one in scheme.triggers],
        )
    return found


def record(told: Deselected) -> dict[str, object]:
    """``deselection.json``."""
    found = told.found
    return {
        "deselected": found.gone.combination_id,
        "reason": told.because.reason,
        "trigger": told.because.trigger or None,
        "trigger_label": told.trigger.label if told.trigger else None,
        "trigger_source": told.trigger.source if told.trigger else None,
        "on": told.because.on.isoformat(),
        "population_lost": found.lost,
        "coverage_lost": list(found.uncovered),
        "replacement": list(told.enters),
        "device_types_changed": list(told.owed.changed),
        "consultation_owed_on": list(told.owed.consulted),
        "scope_rules_changed": opened_record(told.opened),
        "keeping_the_others": _answer(found.replaced),
        "chosen_anew": _answer(found.anew),
        "price_of_keeping_the_others": found.price_of_keeping,
    }


def opened_record(opened: tuple[Opened, ...]) -> list[dict[str, object]]:
    """The scope rules whose change opens a consultation, for programs."""
    return [
        {"rule": one.rule, "how": one.how, "combinations": one.combinations, "deployed": one.deployed} for one in opened
    ]


def _answer(answer: Selection | Conflict) -> dict[str, object]:
    if isinstance(answer, Conflict):
        return {"status": "infeasible", "conflict": [one.text for one in answer.requirements]}
    return {
        "status": answer.status,
        "selected": [one.combination_id for one in answer.selected],
        "population": answer.population,
        "bound": answer.bound,
    }
