"""What anyone may read of a plan: days of firmware, tests and exits by label and pseudonym, and how sure they are.

What belongs here: frozen public values. What does not: how they come about (``planned``).

Invariants: no installation-days and no population, which would tell an operator's; of a combination its published label
alone; what rests on chance is a month. Source: Consultation 3 ("Risk Management"); ``programme.md``, "Report".
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.disclosure.figures import PublicFigure


@dataclass(frozen=True, slots=True)
class PublicArrival:
    """The firmware of a track that the plan waits for, and whether either release has been received."""

    label: str
    candidate: PublicFigure
    candidate_received: bool
    final: PublicFigure
    final_received: bool


@dataclass(frozen=True, slots=True)
class PublicEntering:
    """When selected entries, by ``labels``, enter their first tests: a day for each operator that they are selected at.

    ``waits_for_lane``: on one of those days or more it is a test lane that it waits for, and not firmware.
    """

    labels: tuple[str, ...]
    days: tuple[PublicFigure, ...]
    waits_for_lane: bool


@dataclass(frozen=True, slots=True)
class PublicLater:
    """A track whose candidate comes later than the first of those that the selected need, ``than`` (labels).

    ``by`` is that time; before ``opens`` none of its ``labels`` can enter; those that do on the same days are one of
    its ``entries``.
    """

    label: str
    than: str
    by: PublicFigure
    opens: PublicFigure
    labels: tuple[str, ...]
    entries: tuple[PublicEntering, ...]


@dataclass(frozen=True, slots=True)
class PublicExit:
    """The day on which integration testing is left, by all selected together (``is_joint``) or by ``labels``.

    ``waits_for`` is the label of the track whose final release the last tests wait for; empty where they wait for the
    tests before them.
    """

    is_joint: bool
    labels: tuple[str, ...]
    day: PublicFigure
    waits_for: str


@dataclass(frozen=True, slots=True)
class PublicFirst:
    """The migration testing of the first combination of an operator that has none selected."""

    operator: str
    starts: PublicFigure
    ends: PublicFigure


@dataclass(frozen=True, slots=True)
class PublicExpected:
    """A month as planned. Of the trials one in ten has it in ``early`` or before, nine in ten in ``late`` or before;
    ``None`` without trials.
    """

    month: PublicFigure
    early: PublicFigure | None
    late: PublicFigure | None


@dataclass(frozen=True, slots=True)
class PublicProgramme:
    """A plan as the paper may tell it. ``tracks`` are all that combinations in scope need, ``later`` those that the
    selected wait longer for than for the first.

    ``entering`` is the day on which the first selected enters. ``first_labels`` are eligible first, in ``first``; half
    of the installations in ``half``, all that are tested in ``last``. ``trials``: how many, ``None`` without.
    ``untested`` counts combinations that it would be uneconomic to test. ``source`` is that of durations, lanes and
    chances.
    """

    tracks: tuple[PublicArrival, ...]
    later: tuple[PublicLater, ...]
    entering: PublicFigure
    exits: tuple[PublicExit, ...]
    firsts: tuple[PublicFirst, ...]
    first_labels: tuple[str, ...]
    first: PublicExpected
    half: PublicExpected
    last: PublicExpected
    trials: PublicFigure | None
    untested: PublicFigure
    source: str
