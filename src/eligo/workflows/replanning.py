"""``eligo replan``: the programme planned again on a day, around what has begun and what has happened.

What belongs here: the plan that is in force, what evidence and people say of it, and which of the new plans is taken.
What does not: planning (``eligo.programme``), and everything that a first plan has as well (``planning``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import eligo_check.plan
import eligo_check.programme
from eligo.errors import UsageError, VerificationFailed
from eligo.programme import (
    PLACES,
    Before,
    Evidence,
    Happened,
    Place,
    Programme,
    Register,
    Replanned,
    Scheduled,
    Stage,
    Turn,
    UnderTest,
    Watch,
    Way,
    asked_of,
    happened_of,
    later_results,
    replanned,
    schedule,
)
from eligo.scheme import Scheme
from eligo.workflows.grounds import refused
from eligo.workflows.inputs import read_input

_FAILED = re.compile(r"(?P<combination>.+) (?P<phase>[a-z]+) (?P<on>\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class InForce:
    """A plan as it was written: its selection, where it has everything, from when it counts waiting, and how many
    decisions and how many earlier plans it follows.
    """

    sha256: str
    selected: tuple[str, ...]
    places: Before = field(repr=False)
    t0: date
    decisions: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Again:
    """How a programme is planned again: from which day, what has failed as people say, what is kept (``Way.keeps``)."""

    on: date
    failed: tuple[str, ...] = ()
    keeps: str = PLACES


@dataclass(frozen=True, slots=True)
class AgainGrounds:
    """What a programme is planned again from: the plan in force, and evidence of what has become of it."""

    again: Again
    in_force: InForce = field(repr=False)
    evidence: Evidence = field(default_factory=Evidence, repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """A programme planned again, and the way that was taken."""

    grounds: AgainGrounds
    replanned: Replanned
    way: Way

    @property
    def scheduled(self) -> Scheduled:
        """The plan that was taken, with the proof of what no plan is below."""
        return replace(self.replanned.best, plan=self.way.plan)

    @property
    def tried(self) -> tuple[Stage, tuple[int, ...]]:
        """What is tried under chance: everything as early as it may be, in the order of the plan."""
        return self.replanned.best.stage, self.replanned.starts(self.way)


def plan_in_force(folder: Path) -> InForce:
    """The plan that ``eligo plan`` wrote. Raises ``VerificationFailed`` where it does not pass its check."""
    names = "plan.json", "programme.json"
    return in_force_of(*(read_input(name, folder / name).content for name in names))


def in_force_of(plan: bytes, inputs: bytes) -> InForce:
    """A plan as its two documents state it, which pass their check."""
    try:
        written, given = json.loads(plan), json.loads(inputs)
        eligo_check.plan.check(written, given)
        places = {
            (one["combination_id"], one["phase"]): Place(
                date.fromisoformat(one["start"]), date.fromisoformat(one["end"]), one["lane"]
            )
            for one in written["entries"]
        }
        return InForce(
            hashlib.sha256(plan).hexdigest(),
            tuple(written["selected"]),
            places,
            date.fromisoformat(given["t0"]),
            len(written.get("decisions", [])),
            int(written.get("revision", 0)),
        )
    except (eligo_check.programme.Rejected, LookupError, TypeError, ValueError, AttributeError) as reason:
        raise VerificationFailed(
            "The plan before does not pass its check",
            hint="Name a folder that 'eligo plan --out' wrote, as it was written.",
            details=[str(reason)],
        ) from None


def planned_again(
    programme: Programme,
    selected: Sequence[str],
    grounds: AgainGrounds,
    scheme: Scheme,
    register: Register,
    combinations: Mapping[str, UnderTest],
    *,
    parts: int,
    watch: Watch,
) -> Taken:
    """The programme planned again, and that of its plans which is taken; ``parts`` and ``watch`` as in ``scheduled``.

    Raises ``BadEvidence`` for results of a later day, and ``UsageError`` where the selection is another, something
    happened to what was not running, or nothing keeps what is to be kept.
    """
    in_force, again = grounds.in_force, grounds.again
    later = later_results(grounds.evidence, again.on)
    if later:
        raise refused("The evidence", later)
    if {*selected} != {*in_force.selected}:
        raise UsageError(
            "The plan before has another selection",
            hint="What has begun can be kept for the same selection alone; plan the new one with 'eligo plan'.",
        )
    told = [_failed(one, combinations) for one in again.failed]
    named = {(one.combination_id, one.phase) for one in told}
    shown = happened_of(in_force.places, again.on, combinations, grounds.evidence, register, asked_of(scheme))
    happened = [*told, *(one for one in shown if (one.combination_id, one.phase) not in named)]
    about = (in_force.selected, in_force.places, in_force.t0, again.on, happened)
    found = replanned(programme, *about, parts=parts, watch=watch)
    return Taken(grounds, found, found.way(again.keeps))


def _failed(text: str, combinations: Mapping[str, UnderTest]) -> Happened:
    """What ``--failed`` says: a combination by id or label, a phase and a day."""
    read = _FAILED.fullmatch(text)
    if read is None:
        raise UsageError(
            f"--failed {text!r} cannot be read",
            hint="Write a combination, a phase and a day: 'C-3FMW9ERWPGBC sit 2020-03-10'.",
        )
    named = [one for one in combinations.values() if read["combination"] in (one.combination_id, one.label)]
    if len(named) != 1:
        raise UsageError(f"No combination is called {read['combination']}", hint="Name it by its id or its label.")
    try:
        return Happened(named[0].combination_id, read["phase"], Turn.FAILED, date.fromisoformat(read["on"]))
    except ValueError:
        raise UsageError(f"{read['on']} in --failed is no day", hint="Write it as 2020-03-10.") from None


def again_record(taken: Taken) -> dict[str, Any]:
    """``replanned`` in ``plan.json``: from what, what moves and what moving more would gain."""
    found = taken.replanned
    shown = found.worth_showing(taken.way)
    return {
        "before": taken.grounds.in_force.sha256,
        "on": taken.grounds.again.on.isoformat(),
        "keeps": taken.way.keeps,
        "moved": [
            {
                "combination_id": one.combination_id,
                "phase": one.phase,
                "before": one.before.isoformat() if one.before else None,
                "start": one.after.isoformat(),
                "working_days": one.days,
            }
            for one in taken.way.moved
        ],
        "must_move": found.must_move,
        "ways": [
            {"keeps": one.keeps, "moved": len(one.moved), "installation_days_waiting": one.plan.waits} for one in shown
        ],
        "schedules": {one.keeps: [*schedule(one.plan)] for one in shown},
    }
