"""What anyone may read of the programme: the firmware that combinations are tested on, and what has been tested.

What belongs here: public values made of the register and of the grid. What does not: how they are printed.

Invariants: operators by pseudonym; a combination by its published label, or by its product where it has none, as an
id depends on the operator's own name; what is expected as its outer days alone. Source: Consultation 2 (stakeholders
are notified of device models that may change over time), 3 (who has tested); ``programme.md``, "Evidence".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eligo.disclosure.figures import PublicFigure, count_figure, date_figure
from eligo.errors import BadScheme
from eligo.programme import GridRow, Register, Release, UnderTest
from eligo.scheme import FirmwareTrack, Scheme

REGISTER_SOURCE = "firmware.csv#/releases"
EVIDENCE_SOURCE = "evidence.csv#count"


@dataclass(frozen=True, slots=True)
class PublicRelease:
    """A candidate or a final release. ``first_day`` and ``last_day`` differ only while it is expected."""

    version: str
    is_final: bool
    is_received: bool
    is_in_force: bool
    first_day: PublicFigure
    last_day: PublicFigure
    tested_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicFirmware:
    """A firmware track: the hardware that it serves, its releases in their order, and the selected that need it."""

    id: str
    label: str
    models: tuple[str, ...]
    releases: tuple[PublicRelease, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """The notice of the device models with open firmware. ``device_labels`` are those device types."""

    fleet: str
    publisher: str
    on: PublicFigure
    device_labels: tuple[str, ...]
    tracks: tuple[PublicFirmware, ...]


@dataclass(frozen=True, slots=True)
class PublicTested:
    """What has been shown of a combination in one state of one phase, in tests."""

    label: str
    operator: str
    state: str
    asked: PublicFigure
    passed: PublicFigure
    failed: PublicFigure
    not_shown: PublicFigure


@dataclass(frozen=True, slots=True)
class PublicPhase:
    """A phase with its rows, and how many combinations have passed it of those that have to."""

    id: str
    label: str
    rows: tuple[PublicTested, ...]
    passed: PublicFigure
    combinations: PublicFigure


@dataclass(frozen=True, slots=True)
class PublicGrid:
    """Depth and breadth: what has been tested, phase by phase."""

    fleet: str
    publisher: str
    operator_label: str
    on: PublicFigure
    phases: tuple[PublicPhase, ...]


def public_notice(register: Register, combinations: Sequence[UnderTest], scheme: Scheme, on: date) -> PublicNotice:
    """The notice of a register. Raises ``BadScheme`` where an operator that has tested has no pseudonym."""
    types = tuple(kind.label for kind in scheme.device_types if kind.firmware_open)
    tracks = tuple(_firmware(track, register, combinations, scheme) for track in scheme.tracks)
    return PublicNotice(scheme.fleet, scheme.consultation.publisher, date_figure(on, REGISTER_SOURCE), types, tracks)


def _firmware(
    track: FirmwareTrack, register: Register, combinations: Sequence[UnderTest], scheme: Scheme
) -> PublicFirmware:
    labels = [one.label for one in combinations if one.track == track.id and one.label != one.combination_id]
    in_force = register.final(track.id) or register.candidate(track.id)
    return PublicFirmware(
        track.id,
        track.label,
        tuple(_model(variant) for variant in track.variants),
        tuple(_release(one, one is in_force, scheme) for one in register.of_track(track.id)),
        tuple(dict.fromkeys(labels)),
    )


def _model(variant: str) -> str:
    """A device model as far as its firmware leaves it open.

    >>> _model("Hub|Lumen|Gate|1")
    'Lumen Gate, hardware 1'
    """
    _, manufacturer, model, hardware = variant.split("|", 3)
    return f"{manufacturer} {model}, hardware {hardware}"


def _release(one: Release, is_in_force: bool, scheme: Scheme) -> PublicRelease:
    days = one.arrival
    return PublicRelease(
        one.version,
        one.is_final,
        one.received is not None,
        is_in_force,
        date_figure(days.earliest, REGISTER_SOURCE),
        date_figure(days.latest, REGISTER_SOURCE),
        tuple(pseudonym(tested.who, scheme) for tested in one.tested),
    )


def pseudonym(who: str, scheme: Scheme) -> str:
    """An operator's pseudonym; others are what they are. Raises ``BadScheme`` for an operator without one."""
    if who not in scheme.operators:
        return who
    if who not in scheme.disclosure.pseudonyms:
        raise BadScheme(
            f"The scheme {scheme.id} has no pseudonym for an operator",
            hint="Add it to [disclosure.pseudonyms]; nothing can be published without it.",
            details=(f"disclosure.pseudonyms: missing for {who!r}",),
        )
    return scheme.disclosure.pseudonyms[who]


def public_grid(
    rows: Sequence[GridRow],
    passed: Sequence[tuple[str, str]],
    combinations: Sequence[UnderTest],
    scheme: Scheme,
    on: date,
) -> PublicGrid:
    """The grid of rows as it may be published; ``passed`` are the (combination, phase) that are passed."""
    ones = {one.combination_id: one for one in combinations}
    states = {count.name: count.header for count in scheme.counts}
    phases = []
    for phase in scheme.phases:
        own = [row for row in rows if row.phase == phase.id]
        if not own:
            continue
        in_phase = dict.fromkeys(row.combination_id for row in own)
        done = sum((one, phase.id) in passed for one in in_phase)
        shown = tuple(_tested(row, ones[row.combination_id], states[row.state], scheme) for row in own)
        counts = count_figure(done, EVIDENCE_SOURCE), count_figure(len(in_phase), EVIDENCE_SOURCE)
        phases.append(PublicPhase(phase.id, phase.label, shown, *counts))
    day = date_figure(on, EVIDENCE_SOURCE)
    return PublicGrid(scheme.fleet, scheme.consultation.publisher, scheme.operator.label, day, tuple(phases))


def _tested(row: GridRow, one: UnderTest, state: str, scheme: Scheme) -> PublicTested:
    label = one.product_id if one.label == one.combination_id else one.label
    figures = (count_figure(n, EVIDENCE_SOURCE) for n in (row.asked, row.passed, row.failed, row.not_shown))
    return PublicTested(label, pseudonym(one.operator, scheme), state, *figures)
