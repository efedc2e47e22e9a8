"""``eligo register population``: how many installations are eligible, pending and excluded, for each operator."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from eligo.registers import Population, populations
from eligo.workflows.register.installed import installed_in
from eligo.workflows.register.opening import OpenRegister


def population(register: OpenRegister, results: Path, on: date, known_on: date | None = None) -> tuple[Population, ...]:
    """By operator (published name), what its installations deployed by a run's results count as on a day.

    They are exact, and not for publication. Raises what opening the results raises.
    """
    return populations(register.as_of(on, known_on), installed_in(results).counts, on=on)


def population_record(found: tuple[Population, ...]) -> list[dict[str, Any]]:
    """The populations for programs."""
    return [asdict(one) for one in found]
