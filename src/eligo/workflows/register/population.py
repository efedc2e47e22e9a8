"""``eligo register population``: how many installations are eligible, pending and excluded, for each operator."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from eligo.registers import Population, populations
from eligo.workflows.register.installed import Installed
from eligo.workflows.register.opening import OpenRegister


def population(
    register: OpenRegister, installed: Installed, on: date, known_on: date | None = None
) -> tuple[Population, ...]:
    """By operator (published name), what its installations that a run has deployed count as on a day.

    They are exact, and not for publication.
    """
    return populations(register.as_of(on, known_on), installed.counts, on=on)


def population_record(found: tuple[Population, ...]) -> list[dict[str, Any]]:
    """The populations for programs."""
    return [asdict(one) for one in found]
