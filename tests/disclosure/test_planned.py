"""What of a plan is public: days and labels, months for what rests on chance, pseudonyms, and no installation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest

from disclosure.drawn_run import PUBLISHED, drawn_run, foc
from disclosure.planned_run import SAME_DAY, planned, programme_of_run, renamed
from documents.drawn_plan import RELEASES, TRACKS
from eligo.disclosure import PublicArrival, PublicFigure, public_programme
from eligo.errors import BadScheme
from eligo.programme import ExitRule, scheduled
from programme.drawn import register

RECEIVED = (*RELEASES[:2], "MK2,2.0,candidate,2020-02-10,2020-02-10,2.1,", RELEASES[3])


def figures(value: object) -> Iterator[PublicFigure]:
    """Every figure within a public value."""
    if isinstance(value, PublicFigure):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from figures(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from figures(getattr(value, one.name))


def texts(value: object) -> Iterator[str]:
    """Every text within a public value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts(getattr(value, one.name))


def test_the_later_track_says_by_how_much_and_whom_it_holds_back() -> None:
    public = planned()

    assert [(one.label, one.candidate.text, one.candidate_received, one.final.text) for one in public.tracks] == [
        ("ESME MK1 firmware", "11 November 2019", True, "24 February 2020"),
        ("ESME MK2 firmware", "10 February 2020", False, "11 May 2020"),
    ]
    (later,) = public.later
    assert (later.label, later.than, later.by.text) == ("ESME MK2 firmware", "ESME MK1 firmware", "13 weeks")
    assert later.opens.text == "17 February 2020"
    assert [(one.labels, [day.text for day in one.days], one.waits_for_lane) for one in later.entries] == [
        (("DMC-4",), ["17 February 2020"], False)
    ]
    assert public.entering.text == "18 November 2019"


def test_one_exit_for_all_waits_for_the_later_final_release() -> None:
    (leaving,) = planned().exits

    assert (leaving.is_joint, leaving.labels) == (True, ("DMC-1", "DMC-2", "DMC-3", "DMC-4", "DMC-5"))
    assert (leaving.day.text, leaving.waits_for) == ("9 June 2020", "ESME MK2 firmware")


def test_each_track_that_leaves_by_itself_has_its_labels_and_its_day() -> None:
    public = planned(exit_rule=ExitRule.BY_TRACK)

    assert [(one.is_joint, one.labels, one.day.text, one.waits_for) for one in public.exits] == [
        (False, ("DMC-1", "DMC-2", "DMC-3", "DMC-5"), "19 March 2020", "ESME MK1 firmware"),
        (False, ("DMC-4",), "28 May 2020", "ESME MK2 firmware"),
    ]
    assert public.first_labels == ("DMC-1", "DMC-2", "DMC-3", "DMC-5")


def test_what_began_on_an_earlier_candidate_is_not_said_to_be_held_back() -> None:
    run = drawn_run()
    made = programme_of_run(run)
    done = scheduled(made, [one.combination_id for one in run.selection.selected])
    labels = {name: entry.label for entry in run.register.entries for name in entry.combination_ids}
    (held_back,) = [name for name in done.plan.selected if labels[name] == "DMC-4"]
    begun = tuple(
        replace(one, start=date(2020, 2, 3)) if one.combination_id == held_back and one.phase == "mt" else one
        for one in done.plan.entries
    )

    found = replace(done, plan=replace(done.plan, entries=begun))

    assert public_programme(made, found, register(*RELEASES), labels, run.scheme).later == ()


def test_tracks_of_one_day_hold_nobody_back() -> None:
    assert planned(tracks=SAME_DAY).later == ()


def test_a_selection_on_one_track_is_held_back_by_no_other() -> None:
    run = drawn_run(size=4, cover=False)

    assert planned(run).later == ()
    assert len(planned(run).tracks) == 2


def test_what_rests_on_chance_is_a_month_and_is_there_only_with_trials() -> None:
    certain, tried = planned(), planned(trials=20)

    assert (certain.first.month.text, certain.first.early, certain.trials) == ("June 2020", None, None)
    assert [one.text for one in (tried.first.month, tried.first.early, tried.first.late) if one] == [
        "June 2020",
        "June 2020",
        "September 2020",
    ]
    assert tried.trials is not None
    assert tried.trials.value == "20"
    assert [one.month.value for one in (tried.first, tried.half, tried.last)] == sorted(
        one.month.value for one in (tried.first, tried.half, tried.last)
    )


def test_the_first_of_an_operator_without_one_has_its_days() -> None:
    (first,) = planned().firsts

    assert (first.operator, first.starts.text, first.ends.text) == ("SMSO-3", "18 November 2019", "29 November 2019")


def test_what_is_uneconomic_is_counted() -> None:
    run = drawn_run()
    made = programme_of_run(run)
    ones = (*made.combinations[:-1], replace(made.combinations[-1], uneconomic=True))

    assert planned(run, combinations=ones).untested.value == "1"
    assert planned(run).untested.value == "0"


def test_no_id_no_operators_own_name_and_no_installation_is_let_through() -> None:
    scheme = renamed(foc())
    run = drawn_run(scheme=scheme)
    public = planned(run, trials=20)
    counts = {str(row[-1]) for row in PUBLISHED if row[-1] > 100} | {f"{row[-1]:,}" for row in PUBLISHED}

    said = list(texts(public))

    assert [text for text in said if re.search(r"SMSO|\bC-[0-9A-Z]{4}", text)] == []
    assert counts.isdisjoint(said)
    assert "Operator C" in said


def test_an_operator_without_a_pseudonym_stops_the_paper() -> None:
    run = drawn_run()
    bare = replace(run.scheme, disclosure=replace(run.scheme.disclosure, pseudonyms={}))

    with pytest.raises(BadScheme, match="has no pseudonym for an operator"):
        planned(replace(run, scheme=bare))


def test_every_figure_names_the_file_and_field_it_comes_from() -> None:
    found = list(figures(planned(trials=20)))

    assert len(found) > 20
    assert [one for one in found if not re.fullmatch(r"(plan|programme|uncertainty)\.json#/\S+", one.source)] == []


def test_what_has_been_received_is_told_from_what_is_expected() -> None:
    second = planned(releases=RECEIVED).tracks[1]

    assert isinstance(second, PublicArrival)
    assert (second.candidate_received, second.final_received) == (True, False)
    assert TRACKS[1].id == "MK2"
