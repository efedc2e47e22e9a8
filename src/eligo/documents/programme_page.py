"""The plan as a document: what it comes to, what it waits for, who is tested when, by when all are eligible, and why.

What belongs here: the sections that say what is planned. What does not: why it is this plan (``programme_reasons``),
charts (``plan_charts``, ``size_chart``), and anything for the public (``disclosure.planned``).

Invariants: the audience is ``Analysts``, and every page says that it is confidential; every number of a chart stands
in a table, too. Source: ``programme.md``, "Report".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from eligo.documents.analysis import CONFIDENTIAL, Analysts
from eligo.documents.blocks import Block, Document, Drawing, Note, PageBreak, Table, Text
from eligo.documents.numbering import numbered
from eligo.documents.plain_table import plain_table
from eligo.documents.plain_words import headed, said
from eligo.documents.plan_charts import (
    PHASES,
    Band,
    Milestone,
    eligibility_chart,
    eligibility_words,
    lanes_chart,
    lanes_words,
)
from eligo.documents.programme_given import decided
from eligo.documents.programme_reasons import percent_of, reasons
from eligo.documents.shown_plan import MOST_ROWS, ShownPlan
from eligo.documents.timeline import day_name
from eligo.programme import Programme, Release, planned_releases
from eligo.scheme import listed

_REACHED = "By when the installations are eligible"


def build_programme(shown: ShownPlan) -> Document[Analysts]:
    """The plan for analysts, as one document."""
    blocks: list[Block] = [
        Note((said(f"{CONFIDENTIAL}."),), banner=True),
        *_comes_to(shown),
        *_waits_for(shown),
        *decided(shown),
        PageBreak(),
        *_lanes(shown),
        PageBreak(),
        *_first(shown),
        *_eligible(shown),
        *_chance(shown),
        *reasons(shown),
        *_every(shown),
    ]
    return Document(
        audience=Analysts,
        title=f"Programme of {shown.scheme.fleet}: who is tested when, and by when all are eligible",
        kicker="Confidential",
        running=CONFIDENTIAL,
        blocks=numbered(blocks)[0],
    )


def milestones_of(programme: Programme) -> tuple[Milestone, ...]:
    """The days that a plan waits for: what each track's firmware is planned by."""
    return tuple(
        Milestone(day, f"{track.id} {kind}")
        for track in programme.tracks
        for day, kind in ((track.candidate, "candidate"), (track.final, "final release"))
    )


def lanes_of(shown: ShownPlan) -> str:
    """What each lane tests when, as SVG."""
    return lanes_chart(shown.plan, shown.short, milestones_of(shown.programme), "What each lane tests when")


def reached_of(shown: ShownPlan) -> str:
    """By when the installations are eligible, as SVG."""
    curve = shown.uncertain.curve if shown.uncertain else ()
    bands = [Band(float(share), one.p10, one.p50, one.p90) for share, one in curve]
    return eligibility_chart(shown.plan, shown.populations, _REACHED, bands)


def _comes_to(shown: ShownPlan) -> Iterator[Block]:
    plan, days = shown.plan, shown.days
    total = sum(shown.populations[one.combination_id] for one in plan.outcomes)
    yield headed("comes-to", "What it comes to")
    without = f" (without {plan.excluded:,} that it would be uneconomic to test)" if plan.excluded else ""
    waiting = (
        f"With {len(plan.selected):,} of {len(plan.outcomes):,} combinations selected, {total:,} "
        f"{shown.scheme.installation_word}s{without} wait {plan.waits:,} {days} from {day_name(plan.t0)} until all are "
        f"open, {shown.days_each:,} days each on average"
    )
    if plan.proved:
        yield said(f"{waiting}, and it is proved that no plan of this selection has fewer.")
    else:
        gap = plan.waits - plan.bound
        yield said(
            f"{waiting}; it is proved that no plan of this selection has fewer than {plan.bound:,}, so that at most "
            f"{gap:,} ({percent_of(gap, plan.waits)}) could be gained."
        )
    yield said(
        f"Until all are eligible they wait {plan.waits_to_eligible:,}: a combination is eligible once it is listed as "
        "that, and open once its operator's migration testing has passed, too. The proof was checked by a program that "
        "shares nothing with the planner."
    )
    rules = shown.scheme.programme
    if rules is not None:
        yield said(f"Durations, lanes and chances are the scheme's ({rules.source}).")


def _waits_for(shown: ShownPlan) -> Iterator[Block]:
    rows = [
        (track.id, "final release" if one.is_final else "candidate", one.version, day_name(day), _standing(one))
        for track in shown.programme.tracks
        for one, day in zip(planned_releases(shown.register, track.id), (track.candidate, track.final), strict=True)
    ]
    yield headed("waits-for", "What it waits for")
    yield said(
        "Tests of a track begin on the last candidate that is announced, and it leaves integration testing on its "
        "final release. A day that is not known is planned by its median."
    )
    columns = ("Track", "Firmware", "Version", "Planned for", "Standing")
    table = plain_table("firmware", "", "Firmware that the plan waits for", columns, rows)
    yield replace(table, widths=(0.8, 1.1, 1.2, 1.1, 2.6))


def _standing(one: Release) -> str:
    if one.received is not None:
        return "received"
    arrival = one.arrival
    if arrival.is_certain:
        return "expected then"
    return f"expected from {day_name(arrival.earliest)} to {day_name(arrival.latest)}"


def _lanes(shown: ShownPlan) -> Iterator[Block]:
    yield headed("lanes", "What each lane tests when")
    yield said(
        "A bar is one phase of one combination. Where there is room, the number of its label stands on it, or else its "
        "rank by installations; the dashed lines are the days on which firmware is planned to be there."
    )
    yield said(f"{'; '.join(f'{phase.upper()}: {name}' for phase, name in PHASES.items())}.")
    words = lanes_words(shown.plan, milestones_of(shown.programme))
    yield Drawing("lanes-chart", "", (Text("What each lane tests when"),), lanes_of(shown), words)
    yield said(words)


def _first(shown: ShownPlan) -> Iterator[Block]:
    names, plan = shown.names, shown.plan
    rows = [
        (
            names[one.combination_id],
            one.phase.upper(),
            day_name(one.start),
            day_name(one.end),
            one.lane or None,
            binding(one.binding, names),
        )
        for one in shown.first_tests
    ]
    yield headed("selected", "The selected, and the first of each operator without one")
    columns = ("Combination", "Phase", "From", "To", "Lane", "Waits for")
    table = plain_table("first", "", "Phases with their days", columns, rows)
    yield replace(table, widths=(1.8, 0.7, 1.2, 1.2, 0.6, 2.4))
    exits = [f"{_of_track(name)}on {day_name(day)}" for name, day in sorted(plan.exits.items())]
    yield said(
        f"Integration testing is left {listed(exits)}. Each of the others may be tested from the exit on that it waits "
        "for."
    )


def _of_track(exit_name: str) -> str:
    if not exit_name:
        return "by all together "
    return "by those without a track " if exit_name == "-" else f"by those of track {exit_name} "


def binding(words: str, names: dict[str, str]) -> str:
    """What is waited for, a combination by what it is called, a phase as people write it.

    >>> binding("sit of C-1", {"C-1": "DMC-1"}), binding("a lane", {}), binding("exit from sit", {})
    ('SIT of DMC-1', 'a lane', 'exit from SIT')
    """
    upper = {phase: phase.upper() for phase in PHASES}
    return " ".join({**upper, **names}.get(word, word) for word in words.split(" "))


def _eligible(shown: ShownPlan) -> Iterator[Block]:
    tried = shown.uncertain
    rows = [
        (percent_of(share.numerator, share.denominator, 0), day_name(day))
        + (tuple(map(day_name, (spread.p10, spread.p50, spread.p90))) if spread else ())
        for share, day, spread in shown.shares
    ]
    yield headed("eligible", "By when the installations are eligible")
    yield said(eligibility_words(shown.plan, shown.populations))
    if rows:
        columns = ("Installations", "Planned", *(("P10", "P50", "P90") if tried else ()))
        yield plain_table("shares", "", "By when each tenth of the installations is eligible", columns, rows)
    if tried:
        yield said(
            f"P10, P50 and P90 are the days by which one, five and nine of ten of {tried.count:,} trials have it; in a "
            "trial the set and the order stay, and it is chance when firmware comes, whether a candidate is replaced, "
            "and which tests fail."
        )
    words = eligibility_words(shown.plan, shown.populations)
    yield Drawing("eligible-chart", "", (Text(_REACHED),), reached_of(shown), words)


def _chance(shown: ShownPlan) -> Iterator[Block]:
    tried, days = shown.uncertain, shown.days
    if tried is None:
        return
    yield headed("chance", "What moves it most")
    yield said(
        f"In one of ten trials it comes to {tried.waits.p10:,} {days} of waiting or fewer, in half to "
        f"{tried.waits.p50:,}, in nine of ten to {tried.waits.p90:,}. As planned it is {shown.plan.waits:,}."
    )
    rows = [
        (one.input[:1].upper() + one.input[1:], one.gain, percent_of(one.gain, tried.waits.p90))
        for one in tried.influences
        if one.gain > 0
    ]
    if not rows:
        yield said("Nothing that may happen brings the nine-in-ten value down where it alone goes as planned.")
        return
    yield said("Effort is worth most where the nine-in-ten value falls most if that alone goes as planned.")
    columns = ("If it goes as planned", f"{days.capitalize()} fewer", "Of the nine-in-ten value")
    yield plain_table("influences", "", "What brings the nine-in-ten value down", columns, rows)


def _every(shown: ShownPlan) -> Iterator[Block]:
    outcomes = shown.plan.outcomes
    yield headed("every", "Every combination")
    if len(outcomes) > MOST_ROWS:
        yield said(f"The first {MOST_ROWS:,} of {len(outcomes):,} by rank; plan.json has all.")
    yield _every_table(shown)


def _every_table(shown: ShownPlan) -> Table:
    tests: dict[str, tuple[date, date]] = {}
    for entry in shown.plan.entries:
        first, last = tests.get(entry.combination_id, (entry.start, entry.end))
        tests[entry.combination_id] = (min(first, entry.start), max(last, entry.end))
    rows: list[Sequence[object]] = []
    for one in shown.plan.outcomes[:MOST_ROWS]:
        known = shown.combinations[one.combination_id]
        tested = [day_name(day) for day in tests.get(one.combination_id, ())] or ["", ""]
        ends = (day_name(one.eligible_on), day_name(one.open_on))
        about = (known.operator, one.route.value, known.population)
        rows.append((shown.names[one.combination_id], *about, *tested, *ends))
    operator = shown.scheme.operator.label
    word = f"{shown.scheme.installation_word.capitalize()}s"
    columns = ("Combination", operator, "Route", word, "Tested from", "To", "Eligible", "Open")
    table = plain_table("all", "", "Every combination in scope, by installations", columns, rows)
    return replace(table, widths=(2.0, 1.0, 0.9, 1.2, 1.3, 1.3, 1.3, 1.3))
