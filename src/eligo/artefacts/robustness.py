"""``robustness`` of ``selection.json``: what the missing figures could change.

A source is named by its file, not by its row: in another order of the rows the bytes are the same. Which row it is,
``quarantine.csv`` and the analysis say.
Source: ``docs/explanation/selection.md``, "What the missing figures could change".
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from eligo.artefacts.writing import share_number
from eligo.scheme import TableScheme
from eligo.selection import Asked, Robustness, Share, Shift, Smallest, Source, Waiting, Worst


def robustness_record(told: Robustness, scheme: TableScheme) -> dict[str, object]:
    """How the selection stands, by what, and whom to ask; every organisation's own figures, and so confidential.

    Under a scheme without operators, none is named.
    """
    found = scheme.find_attribute("operator")
    operator = found.name if found else ""
    return {
        "standing": told.standing.value,
        "reasons": list(told.reasons),
        "nearest": _worst(told.worst) if told.worst else None,
        "smallest_change": _smallest(told.smallest, operator) if told.smallest else None,
        "ask": [_asked(one, operator) for one in told.ask],
        "coverage_not_assured": _sorted(_unassured(one, operator) for one in told.unassured),
        "rows_without_a_bound": _sorted(_source(one.source, operator) for one in told.doubts.unbounded),
        "share_of_deployed": _share(told.share),
        **({f"share_by_{operator}": _shares(told)} if operator else {}),
        "not_seen": list(told.doubts.unknown),
    }


def _worst(worst: Worst) -> dict[str, object]:
    return {
        "selected": list(worst.selected),
        "unreported": list(worst.unreported),
        "lead": worst.lead,
        "proved": worst.proved and worst.exact,
    }


def _smallest(found: Smallest, operator: str) -> dict[str, object]:
    return {
        "installations": found.installations,
        "at_least": found.at_least,
        "selected": list(found.selected),
        "unreported": list(found.unreported),
        "moves": sorted(
            _sorted(_move(one, operator) for one in found.moves), key=lambda one: -int(str(one["installations"]))
        ),
    }


def _move(one: Shift, operator: str) -> dict[str, object]:
    return {**_source(one.source, operator), "combination_id": one.combination, "installations": one.installations}


def _asked(one: Asked, operator: str) -> dict[str, object]:
    return {
        "organisation": one.organisation,
        "installations": one.installations,
        "could_change_it_alone": one.alone,
        "about": _sorted(_source(source, operator) for source in one.sources),
    }


def _unassured(one: Waiting, operator: str) -> dict[str, object]:
    return {**_source(one.source, operator), "variants": list(one.unassured)}


def _source(one: Source, operator: str) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "supplier": one.supplier,
        **({operator: one.operator} if operator else {}),
        "file": one.file,
    }


def _sorted(records: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """In the order of what they say, so that it depends on nothing else."""
    return sorted(records, key=lambda record: json.dumps(record, sort_keys=True))


def _shares(told: Robustness) -> dict[str, object]:
    return {name: _share(share) for name, share in told.share_by_operator.items()}


def _share(share: Share) -> dict[str, object]:
    return {name: share_number(getattr(share, name)) for name in ("least", "stated", "most")}
