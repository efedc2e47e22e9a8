"""Drawn programme decisions: a decision is a few words about a drawn estate."""

from __future__ import annotations

import csv
import io

from builders import foc
from eligo.programme import DECISION_COLUMNS, Decidable, DecisionsRead, read_decisions
from eligo.scheme import Scheme
from eligo.terms import Candidate, Combination, Device

DECISIONS = "decisions.csv"


def decidable(
    name: str,
    population: int,
    operator: str = "SMSO-1",
    *,
    installed: int | None = None,
    reason: str = "",
    selected: bool = False,
    bases: str = "",
    maker: str = "Landis+Gyr",
) -> Decidable:
    """A combination; its id is its name. One with a reason is out of scope for it."""
    meter = Device("ESME", maker, "E470 (MK1)", "1.0", "TBC")
    hub = Device("CH", "Telit", "SEAP-2000-V", "A", "2.1.12")
    one = Combination(operator, "WAN-A", (meter, None, hub, None))
    deployed = population if installed is None else installed
    named = frozenset({meter.variant}), frozenset(bases.split())
    candidate = Candidate(name, f"{operator} / {name}", operator, population, deployed, *named)
    return Decidable(one, candidate, not reason, reason, selected)


ESTATE = {
    one.candidate.combination_id: one
    for one in (
        decidable("C-CHOSEN", 5000, selected=True),
        decidable("C-LARGE", 4000),
        decidable("C-SMALL", 40),
        decidable("C-CLAIMED", 300, bases="C-CHOSEN"),
        decidable("C-KEPT", 0, installed=70),
        decidable("C-OTHER", 900, "SMSO-3"),
        decidable("C-OTHER-2", 800, "SMSO-3"),
        decidable("C-NEW", 0, reason="No installation of this combination is reported"),
        decidable("C-NEW-EDMI", 0, reason="No installation of this combination is reported", maker="EDMI"),
        decidable("C-EDMI", 700, reason="EDMI devices are under assessment", maker="EDMI"),
    )
}

COMMON = {"decided_on": "2020-03-02", "decided_by": "The board", "reason": "as minuted"}
OF_KIND = {
    "uneconomic": {"consultation": "Various 1", "consultation_closed_on": "2020-02-03"},
    "request": {
        "request": "R-1",
        "requester": "A maker",
        "requester_role": "manufacturer",
        "requested_on": "2020-02-10",
        "testing": "needed",
    },
    "first": {},
    "duration": {"days": "12"},
}


def stated(kind: str, combination: str, **changes: str) -> dict[str, str]:
    """One line without a fault but for what is changed."""
    return {**COMMON, "combination": combination, "decision": kind, **OF_KIND.get(kind, {}), **changes}


def table(*lines: dict[str, str], columns: tuple[str, ...] = DECISION_COLUMNS) -> bytes:
    """Lines as a CSV table."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def read(*lines: dict[str, str], scheme: Scheme | None = None) -> DecisionsRead:
    """The lines read about the drawn estate."""
    return read_decisions(DECISIONS, table(*lines), scheme or foc(), ESTATE)
