"""How much of the estate stands on a list: the share that the published tables print, as a version states it.

What belongs here: what of the installations a list speaks of, and how a version writes the shares down. What does not:
how a share is rounded, or kept back where it is too small (``disclosure``).

Source: Consultation, Tables 1 to 3 ("% of Total FOC Deployed Estate"); ``domain.md`` section 2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eligo.registers.entries import Document
from eligo.registers.replay import Registers

_SHARE = re.compile(r"([<>]?0\.[0-9]{2,}|1\.0{2,})?")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What share of the deployed estate in scope stands on a version's list, and of it what is each operator's.

    Shares are as they are published: ``0.42``, ``<0.01`` or ``>0.99``, and blank where one is too small to publish;
    ``operators`` are (published name, share), by name. ``results``: which run's they are, with its manifest's SHA-256.
    """

    share: str
    operators: tuple[tuple[str, str], ...]
    results: Document


def deployed_on(registers: Registers, list_id: str, installed: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """By operator, the installations whose product stands on a list for that operator; 0 where none does.

    ``registers`` are those as of a day, ``installed`` the installations of each (product id, operator's published
    name).
    """
    listed = {(entry.product.product_id, one.operator) for entry in registers.shown(list_id) for one in entry.operators}
    found = Counter({operator: 0 for _, operator in installed})
    for served, number in installed.items():
        if served in listed:
            found[served[1]] += number
    return dict(sorted(found.items()))


def plain_coverage(coverage: Coverage) -> dict[str, Any]:
    """Shares as plain values."""
    results = {"name": coverage.results.name, "sha256": coverage.results.sha256}
    return {"share": coverage.share, "operators": dict(coverage.operators), "results": results}


def coverage_of(stated: Mapping[str, Any]) -> Coverage:
    """The shares of a plain form. Raises ``ValueError`` where it is not their one plain form."""
    try:
        coverage = Coverage(stated["share"], tuple(sorted(stated["operators"].items())), Document(**stated["results"]))
        shares = (coverage.share, *(share for _, share in coverage.operators))
        is_right = plain_coverage(coverage) == stated and all(_SHARE.fullmatch(one) for one in shares)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no shares of an estate ({type(error).__name__}: {error})") from None
    if not is_right:
        raise ValueError("shares of an estate, but not in their one plain form")
    return coverage
