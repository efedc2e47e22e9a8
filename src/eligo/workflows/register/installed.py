"""What a run's folder tells a register's questions: which combination is which product, of which operator, how many.

What belongs here: the way from a run's combinations to products and published operators, and from a plan to the days
that it expects. What does not: answers.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import eligo_check.plan
import eligo_check.programme
from eligo.errors import NotFound, UsageError, VerificationFailed, VersionConflict
from eligo.workflows.grounds import rows_of, whole_scheme
from eligo.workflows.inputs import read_input
from eligo.workflows.results import Results, open_results

COMBINATION_ID = "C-[0-9A-HJKMNP-TV-Z]{12}"
"""What the id of a combination looks like."""

Served = tuple[str, str]
"""A product id, and the operator whose installations are meant, by its published name."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A run's combinations, each with its product and published operator, and the installations of each of these.

    ``names``: what a cell may call an operator, its own name or the published one, with the published one.
    """

    of_combination: Mapping[str, Served]
    counts: Mapping[Served, int]
    names: Mapping[str, str]
    operator_column: str


def installed_in(results: Path) -> Installed:
    """What is deployed by the results of a run, in scope or out. Raises what opening them raises."""
    return installed_of(open_results(results, None))


def installed_of(opened: Results) -> Installed:
    """The same of results that have been opened."""
    scheme = whole_scheme(opened)
    published = dict(scheme.disclosure.pseudonyms)
    of_combination, counts = dict[str, Served](), Counter[Served]()
    for row in rows_of(opened):
        one = row.combination
        served = one.product_id, published.get(one.operator, one.operator)
        of_combination[one.combination_id] = served
        counts[served] += row.deployed
    names = published | {name: name for name in published.values()}
    return Installed(of_combination, counts, names, scheme.operator.name)


@dataclass(frozen=True, slots=True)
class Expected:
    """By when a plan has a product eligible and open; the plan is confidential, and so is this."""

    eligible_on: date
    open_on: date


def expected_by(plan: Path, installed: Installed) -> Mapping[Served, Expected]:
    """The days of a folder that ``eligo plan --out`` wrote, by product and operator; and by product with a blank
    operator, the first of any.

    Raises ``VerificationFailed`` where the plan does not pass its check, ``UsageError`` where it has no dates, and
    ``VersionConflict`` where it has a combination that is none of the run's.
    """
    written, given = (read_input(name, plan / name).content for name in ("plan.json", "programme.json"))
    try:
        stated = json.loads(written)
        eligo_check.plan.check(stated, json.loads(given))
        days = {
            one["combination_id"]: Expected(date.fromisoformat(one["eligible_on"]), date.fromisoformat(one["open_on"]))
            for one in stated["combinations"]
        }
    except (eligo_check.programme.Rejected, LookupError, TypeError, ValueError, AttributeError) as reason:
        raise VerificationFailed(
            f"The plan in {plan} does not pass its check",
            hint="Name a folder that 'eligo plan --out' wrote, as it was written.",
            details=[str(reason)],
        ) from None
    strange = sorted(days.keys() - installed.of_combination.keys())
    if strange:
        raise VersionConflict(
            f"{len(strange)} combinations of the plan are not in the run's results",
            hint="Name the results that it was planned from.",
            details=strange,
        )
    found: dict[Served, Expected] = {}
    for combination_id, one in days.items():
        product_id, operator = installed.of_combination[combination_id]
        for served in ((product_id, operator), (product_id, "")):
            found[served] = min(found.get(served, one), one, key=lambda day: (day.eligible_on, day.open_on))
    return found


def product_meant(name: str, results: Path | None) -> str:
    """The product of a run's combination, where a name is the id of one (``C-...``); any other name as it is.

    Raises ``NotFound`` where no run is named, or it has no such combination, and what opening its results raises.
    """
    asked = name.strip().upper()
    if not re.fullmatch(COMBINATION_ID, asked):
        return name
    if results is None:
        hint = "Name the run that it is of with --results, or the product (P-...)."
        raise NotFound(f"A register does not know a combination by its id, '{name}'", hint=hint)
    found = installed_in(results).of_combination
    if asked not in found:
        hint = "'eligo estate' lists the combinations of a run."
        raise NotFound(f"The run in {results} has no combination '{name}'", hint=hint)
    return found[asked][0]


def known_installed(results: Path | None, plan: Path | None) -> tuple[Installed | None, Mapping[Served, Expected]]:
    """What the two folders tell. Raises ``UsageError`` for a plan without the results that it was planned from."""
    if results is None:
        if plan is not None:
            hint = "Name the run's folder with --results."
            raise UsageError("A plan's combinations are known by the run that it was planned from", hint=hint)
        return None, {}
    installed = installed_in(results)
    return installed, expected_by(plan, installed) if plan else {}
