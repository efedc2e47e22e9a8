"""The paper's section on risk, written from the plan: true for one track or several, for one exit or one for each."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from disclosure.drawn_run import PUBLISHED, foc
from disclosure.planned_run import SAME_DAY, paper_with_plan, renamed
from documents.drawn_plan import RELEASES, TRACKS
from documents.test_paper_text import paper, words
from eligo.disclosure import Public
from eligo.documents import Document, lint, render_pdf
from eligo.documents.blocks import Bound, Text, leaves, plain, runs
from eligo.programme import ExitRule

MK1_ONLY = tuple(row for row in PUBLISHED if "MK2" not in row[2])
MK1_RELEASES = RELEASES[:2]


def section(document: Document[Public]) -> str:
    return words(document).split("\nRisk management\n")[1].split("\nConsultation questions\n")[0]


def test_the_section_says_what_comes_later_by_how_much_and_what_that_does() -> None:
    told = section(paper_with_plan())

    assert (
        "ESME MK2 firmware: the last candidate is expected by 10 February 2020; the final release "
        "is expected by 11 May 2020."
    ) in told
    assert "The first of the selected DMCs are planned to enter MT and SIT on 18 November 2019." in told
    assert (
        "The candidate of the ESME MK2 firmware comes 13 weeks later than that of the ESME MK1 firmware. DMC-4 will "
        "therefore not enter MT and SIT before 17 February 2020; entry is planned on 17 February 2020 (DMC-4)."
    ) in told
    assert (
        "All selected DMCs together are planned to leave SIT on 9 June 2020, after the final EOC and System Regression "
        "tests, which wait for the final release of the ESME MK2 firmware."
    ) in told
    assert "expected to become eligible for enrolment in June 2020: DMC-1, DMC-2, DMC-3, DMC-4 and DMC-5." in told
    assert "Migration from SMSO-3 depends on the Migration Testing described in Section 2.1.4, planned from 18 " in told


def test_those_that_enter_on_the_same_day_are_named_together() -> None:
    later = (replace(TRACKS[0], candidate=date(2020, 3, 2), final=date(2020, 5, 26)), TRACKS[1])

    told = section(paper_with_plan(tracks=later))

    assert (
        "DMC-1, DMC-2, DMC-3 and DMC-5 will therefore not enter MT and SIT before 9 March 2020; entry is planned on "
        "9 March 2020 (DMC-1, DMC-2, DMC-3 and DMC-5)."
    ) in told


def test_how_sure_it_is_is_said_where_it_was_tried() -> None:
    told, bare = section(paper_with_plan(trials=20)), section(paper_with_plan())

    assert "in June 2020 (from June 2020 to September 2020 in eight of ten simulations)" in told
    assert "The plan was simulated 20 times" in told
    assert "and these chances, are assumptions (Eligo project: illustrative;" in told
    assert "simulat" not in bare
    assert "The durations and the test lanes are assumptions (Eligo project: illustrative;" in bare


def test_an_exit_for_each_track_is_told_as_such() -> None:
    told = section(paper_with_plan(exit_rule=ExitRule.BY_TRACK))

    assert "DMC-1, DMC-2, DMC-3 and DMC-5 are planned to leave SIT on 19 March 2020" in told
    assert "DMC-4 is planned to leave SIT on 28 May 2020" in told
    assert "together" not in told


def test_nothing_is_later_where_nothing_is() -> None:
    for document in (
        paper_with_plan(tracks=SAME_DAY),
        paper_with_plan(MK1_ONLY, tracks=TRACKS[:1], releases=MK1_RELEASES),
        paper_with_plan(size=4),
    ):
        told = section(document)
        assert "later" not in told
        assert "therefore" not in told


def test_a_single_selected_one_reads_well() -> None:
    told = section(paper_with_plan(size=1))

    assert "The selected DMC is planned to enter MT and SIT on 18 November 2019." in told
    assert "The selected DMC is planned to leave SIT on " in told
    assert "The first DMC is expected to become eligible for enrolment in " in told


def test_without_a_plan_the_section_is_as_it_was() -> None:
    told = section(paper())

    assert "Current delivery plans show the ESME MK2 firmware at a later date than the ESME MK1 firmware." in told
    assert "planned" not in told.replace("planned upgrades", "")


def test_operators_stand_by_pseudonym_and_every_number_is_bound_or_in_a_label() -> None:
    document = paper_with_plan(scheme=renamed(foc()), trials=20)

    told = section(document)
    assert "Migration from Operator C depends on" in told
    assert [name for name in ("SMSO-1", "SMSO-2", "SMSO-3") if name in told] == []
    assert lint(document, ("Aster Energy",)) == ()
    starts = [plain(content) for content in runs(document.blocks)]
    risk = list(runs(document.blocks))[starts.index("Risk management") : starts.index("Consultation questions")]
    parts = [one for content in risk for one in leaves(content)]
    loose = [one.text for one in parts if isinstance(one, Text) and re.search(r"(?<![\w-])\d", one.text)]
    assert loose == ["Section 2.1.4"]  # a reference
    sources = [one.figure.source.partition("#")[0] for one in parts if isinstance(one, Bound)]
    assert {"plan.json", "programme.json", "uncertainty.json"} <= set(sources)


def test_it_is_a_pdf_too() -> None:
    assert render_pdf(paper_with_plan()).startswith(b"%PDF")
