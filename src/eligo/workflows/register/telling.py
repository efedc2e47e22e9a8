"""``eligo register about``: all about one combination, from its entries back to the cells that were counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligo.ports import Progress
from eligo.registers import Appearance, ProductHistory, RegisterVersion, about, appearances, plain
from eligo.workflows.register.installed import installed_in
from eligo.workflows.register.opening import OpenRegister
from eligo.workflows.trace import Trace, traced
from eligo.workflows.verify import verify


@dataclass(frozen=True, slots=True)
class Told:
    """All about one product: its entries, in which versions each has appeared, and where its installations come from.

    ``traces``: of each combination of a run that is the product, one an operator; ``None`` where no run was asked.
    """

    history: ProductHistory
    appeared: Mapping[int, Appearance]
    traces: tuple[Trace, ...] | None = None


def tell_about(register: OpenRegister, name: str, results: Path | None, progress: Progress) -> tuple[Told, ...]:
    """Everything about each product that a product id, an item or a label means.

    Raises ``NotFound`` where nothing is called so, and what ``trace`` raises for a run's folder.
    """
    histories = [about(register.log, product_id) for product_id in register.products(name)]
    if results is None:
        return tuple(Told(one, appearances(register.log, register.versions, one.entries)) for one in histories)
    of_combination = installed_in(results).of_combination
    outcome = verify(results, progress).outcome
    return tuple(
        Told(
            one,
            appearances(register.log, register.versions, one.entries),
            tuple(
                found
                for combination_id, (product_id, _) in of_combination.items()
                if product_id == one.product_id
                for found in traced(outcome, combination_id)
            ),
        )
        for one in histories
    )


def told_record(told: Told) -> dict[str, Any]:
    """One product for programs, without its traces."""
    return {
        "product_id": told.history.product_id,
        "entries": [
            {**plain(one), "item": one.item, **_appeared(told.appeared[one.number])} for one in told.history.entries
        ],
        "resting_on_it": [plain(one) for one in told.history.resting_on_it],
    }


def _appeared(one: Appearance) -> dict[str, Any]:
    return {
        "covered_by": _version(one.covered) if one.covered else None,
        "shown_in": [_version(version) for version in one.shown],
    }


def _version(version: RegisterVersion) -> dict[str, str]:
    return {"list": version.list, "number": version.number, "effective_on": version.effective_on.isoformat()}
