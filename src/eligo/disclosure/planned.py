"""From a plan to what anyone may read of it.

What belongs here: redaction. What does not: the public types (``public_programme``), and words, which are the scheme's.

Invariant: operators by pseudonym and combinations by published label; one without either stops the paper.
Source: Consultation 3; ``programme.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from eligo.disclosure.figures import count_figure, date_figure, month_figure, pointer_part, span_figure
from eligo.disclosure.programme import pseudonym
from eligo.disclosure.public_programme import (
    PublicArrival,
    PublicEntering,
    PublicExit,
    PublicExpected,
    PublicFirst,
    PublicLater,
    PublicProgramme,
)
from eligo.programme import (
    Entry,
    Plan,
    Programme,
    Register,
    Scheduled,
    Spread,
    Track,
    Uncertainty,
    planned_releases,
    shares_reached,
)
from eligo.scheme import Scheme, listed

_HALF, _ALL = Fraction(1, 2), Fraction(1)


def public_programme(
    programme: Programme,
    scheduled: Scheduled,
    register: Register,
    labels: Mapping[str, str],
    scheme: Scheme,
    uncertain: Uncertainty | None = None,
) -> PublicProgramme:
    """What may be published of a plan. ``labels``: the published label of each combination in scope, by id; one that is
    tested on request alone has none, and is only counted.

    Raises ``BadScheme`` where an operator has no pseudonym.
    """
    plan = scheduled.plan
    run = _Private(programme, scheduled, register, labels, scheme, uncertain)
    uneconomic = sum(one.uneconomic for one in programme.combinations)
    first = min((one for one in plan.outcomes if one.combination_id in labels), key=lambda one: one.eligible_on)
    populations = {one.id: one.candidate.population for one in programme.combinations}
    reached = dict(shares_reached(plan, populations))
    bands = dict(uncertain.curve) if uncertain else {}
    last = max(one.eligible_on for one in plan.outcomes)
    first_label = labels[first.combination_id]
    return PublicProgramme(
        tracks=tuple(run.arrival(track) for track in programme.tracks),
        later=tuple(run.later()),
        entering=date_figure(min(one.start for one in run.selected("mt")), "plan.json#/entries[phase=mt]/start"),
        exits=tuple(run.exit(name, day) for name, day in sorted(plan.exits.items())),
        firsts=tuple(run.firsts()),
        first_labels=run.named(run.as_early_as(first.combination_id)),
        first=_expected(first.eligible_on, run.eligible(first.combination_id), f"eligible[{first_label}]"),
        half=_expected(reached.get(_HALF, last), bands.get(_HALF), "curve[share=0.5]"),
        last=_expected(reached.get(_ALL, last), bands.get(_ALL), "curve[share=1.0]"),
        trials=count_figure(uncertain.count, "uncertainty.json#/trials") if uncertain else None,
        untested=count_figure(uneconomic, "programme.json#/combinations[uneconomic]"),
        source=scheme.programme.source if scheme.programme else "",
    )


def _expected(day: date, spread: Spread[date] | None, where: str) -> PublicExpected:
    source = f"uncertainty.json#/{where}"
    planned = month_figure(day, "plan.json#/combinations/eligible_on")
    if spread is None:
        return PublicExpected(planned, None, None)
    return PublicExpected(planned, month_figure(spread.p10, f"{source}/p10"), month_figure(spread.p90, f"{source}/p90"))


@dataclass(frozen=True)
class _Private:
    """A plan, and the questions that redaction asks of it."""

    programme: Programme
    scheduled: Scheduled
    register: Register
    labels: Mapping[str, str]
    scheme: Scheme
    uncertain: Uncertainty | None

    @property
    def plan(self) -> Plan:
        return self.scheduled.plan

    def named(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Their published labels, each once, in the order in which they are published."""
        wanted = {self.labels[name] for name in ids}
        return tuple(label for label in dict.fromkeys(self.labels.values()) if label in wanted)

    def track_of(self, name: str) -> str:
        return next(one.track for one in self.programme.combinations if one.id == name)

    def track_label(self, track: str) -> str:
        return next((one.label for one in self.scheme.tracks if one.id == track), track)

    def selected(self, phase: str) -> list[Entry]:
        """The entries of the selected in a phase."""
        return [one for one in self.plan.entries if one.phase == phase and one.combination_id in self.plan.selected]

    def eligible(self, name: str) -> Spread[date] | None:
        return self.uncertain.eligible.get(name) if self.uncertain else None

    def as_early_as(self, first: str) -> list[str]:
        """Those that are eligible on the same day, as planned and in the trials, itself among them."""
        day = next(one.eligible_on for one in self.plan.outcomes if one.combination_id == first)
        same = [one.combination_id for one in self.plan.outcomes if one.eligible_on == day]
        return [name for name in same if name in self.labels and self.eligible(name) == self.eligible(first)]

    def arrival(self, track: Track) -> PublicArrival:
        candidate, final = planned_releases(self.register, track.id)
        where = f"programme.json#/tracks/{pointer_part(track.id)}"
        return PublicArrival(
            self.track_label(track.id),
            date_figure(track.candidate, f"{where}/candidate"),
            candidate.received is not None,
            date_figure(track.final, f"{where}/final"),
            final.received is not None,
        )

    def later(self) -> Iterable[PublicLater]:
        """The tracks of the selected whose candidate comes after the first of them, by day.

        Those that began on an earlier candidate, which the one of the plan replaces, are not held back by it.
        """
        used = {self.track_of(name) for name in self.plan.selected}
        tracks = sorted((one for one in self.programme.tracks if one.id in used), key=lambda one: one.candidate)
        for track in tracks:
            earliest = tracks[0].candidate
            if track.candidate == earliest:
                continue
            than = [self.track_label(one.id) for one in tracks if one.candidate == earliest]
            where = f"programme.json#/tracks/{pointer_part(track.id)}/candidate"
            opens = self._opens(track)
            testing = [one for one in self.selected("mt") if self.track_of(one.combination_id) == track.id]
            own = [one for one in testing if one.start >= opens]
            if not own:
                continue
            yield PublicLater(
                self.track_label(track.id),
                listed(than),
                span_figure((track.candidate - earliest).days, where),
                date_figure(opens, "programme.json#/durations/candidate_publication"),
                self.named(one.combination_id for one in own),
                self._entering(own),
            )

    def _opens(self, track: Track) -> date:
        """The day from which a track's combinations may enter: its list is published with the candidate before."""
        days = self.scheduled.stage.frame.days
        return days.dates[days.index(track.candidate) + self.programme.durations.candidate_publication]

    def _entering(self, entries: Sequence[Entry]) -> tuple[PublicEntering, ...]:
        """When they enter, those of the same days together, in the order of their labels."""
        together: dict[tuple[tuple[date, ...], bool], list[str]] = {}
        for label in self.named(one.combination_id for one in entries):
            own = [one for one in entries if self.labels[one.combination_id] == label]
            days = tuple(sorted({one.start for one in own}))
            together.setdefault((days, any(one.binding == "a lane" for one in own)), []).append(label)
        return tuple(
            PublicEntering(
                tuple(labels),
                tuple(date_figure(day, f"plan.json#/entries[{labels[0]},phase=mt]/start") for day in days),
                waits,
            )
            for (days, waits), labels in together.items()
        )

    def exit(self, name: str, day: date) -> PublicExit:
        leaving = [one for one in self.selected("eoc") if name in ("", self.track_of(one.combination_id) or "-")]
        own = [one for one in self.plan.selected if name in ("", self.track_of(one) or "-")]
        waiting = [
            track.id
            for track in self.programme.tracks
            if any(one.binding.endswith(f"track {track.id}") for one in leaving)
        ]
        place = f"plan.json#/exits/{pointer_part(name)}"
        waits_for = self.track_label(waiting[0]) if waiting else ""
        return PublicExit(not name, self.named(own), date_figure(day, place), waits_for)

    def firsts(self) -> Iterable[PublicFirst]:
        for operator, place in self.scheduled.stage.firsts.items():
            name, who = self.scheduled.stage.frame.ids[place], pseudonym(operator, self.scheme)
            where = f"plan.json#/entries[{pointer_part(who)},route=mt,phase=mt]"
            for one in self.plan.entries:
                if one.combination_id == name and one.phase == "mt":
                    days = date_figure(one.start, f"{where}/start"), date_figure(one.end, f"{where}/end")
                    yield PublicFirst(who, *days)
