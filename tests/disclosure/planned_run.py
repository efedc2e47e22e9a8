"""A drawn run with a plan: what of it is public, and the paper with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from disclosure.drawn_run import PUBLISHED, DrawnRun, Row, drawn_run
from documents.drawn_plan import RELEASES, TRACKS, chance
from eligo.disclosure import Public, PublicProgramme, public_programme
from eligo.documents import Document, build_paper
from eligo.programme import Combination, Lanes, Programme, Track, scheduled, tracks_of, uncertainty
from eligo.scheme import Scheme
from programme.drawn import register
from programme.drawn_programmes import programme

OPERATORS = ("SMSO-1", "SMSO-2", "SMSO-3")


def renamed(scheme: Scheme) -> Scheme:
    """A scheme whose pseudonyms are not the operators' own names."""
    names = {operator: f"Operator {letter}" for operator, letter in zip(OPERATORS, "ABC", strict=True)}
    return replace(scheme, disclosure=replace(scheme.disclosure, pseudonyms=names))


def programme_of_run(run: DrawnRun, tracks: Sequence[Track] = TRACKS, **changes: object) -> Programme:
    """The programme of a run's estate: two lanes, five working days for the list before testing begins."""
    combinations = tuple(
        Combination(one.candidate, track[0] if (track := tracks_of(one.count.combination, run.scheme)) else "")
        for one in run.scoped.in_scope
    )
    made = replace(programme([]), combinations=combinations, tracks=tuple(tracks), policy=run.policy)
    days = replace(made.durations, candidate_publication=5)
    return replace(made, durations=days, integration_lanes=Lanes(5), **changes)  # type: ignore[arg-type]


def planned(
    run: DrawnRun | None = None,
    tracks: Sequence[Track] = TRACKS,
    *,
    trials: int = 0,
    releases: tuple[str, ...] = RELEASES,
    **changes: object,
) -> PublicProgramme:
    """What of the plan of a run is public."""
    run = run or drawn_run()
    made = programme_of_run(run, tracks, **changes)
    done = scheduled(made, [one.combination_id for one in run.selection.selected])
    labels = {name: entry.label for entry in run.register.entries for name in entry.combination_ids}
    tried = uncertainty(done.stage, done.ordered.starts, chance(made), count=trials) if trials else None
    return public_programme(made, done, register(*releases), labels, run.scheme, tried)


def paper_with_plan(
    rows: Sequence[Row] = PUBLISHED, size: int = 5, scheme: Scheme | None = None, **changes: object
) -> Document[Public]:
    """The paper of a drawn estate with its plan."""
    run = drawn_run(rows, size, cover=False, scheme=scheme)
    return build_paper(replace(run.paper(), programme=planned(run, **changes)), run.scheme)  # type: ignore[arg-type]


SAME_DAY = (TRACKS[0], replace(TRACKS[1], candidate=TRACKS[0].candidate, final=date(2020, 3, 2)))
