"""What the consultation paper says, whatever the estate."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from disclosure.drawn_run import PUBLISHED, SUPPLIERS, Row, drawn_run, foc
from eligo.disclosure import Public
from eligo.documents import Document, build_paper, lint
from eligo.documents.blocks import Bound, Drawing, Heading, Note, Table, Text, leaves, plain, runs
from eligo.terms import SelectionPolicy


def paper(rows: tuple[Row, ...] = PUBLISHED, size: int = 5, *, cover: bool = True) -> Document[Public]:
    """The paper of a drawn estate."""
    run = drawn_run(rows, size, cover=cover)
    return build_paper(run.paper(), run.scheme)


def words(document: Document[Public]) -> str:
    """All of a document's words, a paragraph a line."""
    return "\n".join(plain(content) for content in runs(document.blocks))


def tables(document: Document[Public]) -> list[Table]:
    """Its tables, in order."""
    return [block for block in document.blocks if isinstance(block, Table)]


def column(table: Table, place: int) -> list[str]:
    """One column of a table, spanning cells left out."""
    rows = (row for row in (*table.head, *table.rows) if len(row.cells) > place)
    return [plain(row.cells[place].content) for row in rows if row.cells[place].span == 1]


def test_the_sections_are_those_of_the_published_paper() -> None:
    headings = [(h.number, plain(h.content)) for h in paper().headings if h.is_numbered]

    assert headings == [
        ("1", "Introduction"),
        ("2", "Background and selection process"),
        ("2.1", "RFI to suppliers and SMSOs for installed DMCs"),
        ("2.1.1", "DCC analysis of installed DMCs"),
        ("2.1.2", "SMSO-1"),
        ("2.1.3", "SMSO-2"),
        ("2.1.4", "SMSO-3"),
        ("2.1.5", "Draft Pending Product Combinations List (PPCL) for SIT"),
        ("3", "Risk management"),
        ("4", "Consultation questions"),
        ("5", "How to respond"),
    ]


def test_tables_1_to_3_stand_in_the_published_layout() -> None:
    first, second, third, _ = tables(paper())

    assert [(table.name, plain(table.caption)) for table in (first, second, third)] == [
        ("Table 1", "Proposed SMSO-1 DMCs for SIT"),
        ("Table 2", "Proposed SMSO-2 DMC for SIT"),
        ("Table 3", "Proposed Pending Product Combinations for FOC SIT"),
    ]
    assert [plain(row.label.content) for row in (*third.head, *third.rows)] == [
        "PPCL V2.10",
        "PPC ID",
        "Fuel Type",
        "GSME Model",
        "GSME Firmware",
        "ESME Model",
        "ESME Firmware",
        "CH Model",
        "CH Firmware",
        "SMETS1 PPMID Model",
        "SMETS1 PPMID Firmware",
        "SMETS1 PPMID Manufacturer",
        "% of Total FOC Deployed Estate",
    ]
    assert column(third, 3) == [
        "Landis+Gyr", "DMC-4", "DF", "G470 (MK2)", "03.03.01.61", "E470 (MK2)", "TBC", "SEAP-2001-V", "2.2.8",
        "PCK-BB-001", "2.7.1.9.0", "GEO",
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "share", "span"), [(0, "42%", 4), (1, "10%", 1), (2, "52%", 5)])
def test_each_table_ends_with_its_share_across_all_columns(number: int, share: str, span: int) -> None:
    last = tables(paper())[number].rows[-1]

    assert [(plain(cell.content), cell.span) for cell in last.cells] == [(share, span)]


def test_more_combinations_than_fit_a_page_continue_in_a_further_table_and_the_share_stands_once() -> None:
    parts = [table for table in tables(paper(size=8)) if "Pending Product" in plain(table.caption)]

    assert [(len(table.head[0].cells), plain(table.caption)) for table in parts] == [
        (6, "Proposed Pending Product Combinations for FOC SIT (1 of 2)"),
        (2, "Proposed Pending Product Combinations for FOC SIT (2 of 2)"),
    ]
    assert [table.rows[-1].emphasised for table in parts] == [False, True]


def numerals(document: Document[Public]) -> Iterator[str]:
    """Every number in prose that is not bound."""
    for content in runs([block for block in document.blocks if not isinstance(block, Table)]):
        for leaf in leaves(content):
            if isinstance(leaf, Text):
                yield from re.findall(r"[0-9][0-9,.]*", leaf.text)


def test_every_number_in_the_prose_is_bound_or_stands_in_the_schemes_own_text() -> None:
    scheme = foc()
    run = drawn_run(unknown=500, unresolved=250)
    document = build_paper(run.paper(), scheme)
    own = [scheme.paper.body, scheme.paper.list_version, *scheme.disclosure.pseudonyms.values()]
    own += [text for rule in scheme.scope_rules for text in (rule.reason, rule.source)]
    own += [text for assumption in scheme.assumptions for text in (assumption.text, assumption.source)]
    own += [text for question in scheme.consultation.questions for text in (question.id, question.text)]
    own += [text for track in scheme.tracks for text in (track.label, track.note)]
    own += [entry.label for entry in run.paper().register.entries]
    own += [device.model for entry in run.paper().register.entries for device in entry.devices if device]
    own += [block.name for block in document.blocks if isinstance(block, Table | Drawing)]
    own += [heading.number for heading in document.headings]
    own += ["RFI-2019-08"]
    known = set(re.findall(r"[0-9][0-9,.]*", "\n".join(own)))

    assert [number for number in numerals(document) if number.rstrip(".,") not in known and number not in known] == []


def test_every_bound_figure_names_the_file_and_field_it_comes_from() -> None:
    bound = [leaf.figure for content in runs(paper().blocks) for leaf in leaves(content) if isinstance(leaf, Bound)]

    assert len(bound) > 60
    assert [figure for figure in bound if not re.fullmatch(r"[a-z]+\.(csv|json|toml)#\S.*", figure.source)] == []


def test_several_selected_are_told_in_the_plural_and_one_in_the_singular() -> None:
    text = words(paper())

    assert "of which 4 are from this SMSO: DMC-1, DMC-2, DMC-3 and DMC-4. The selected DMCs account for 42%" in text
    assert "of which 1 is from this SMSO: DMC-5. The selected DMC accounts for 10%" in text


def test_a_single_selected_combination_reads_well() -> None:
    text = words(paper(size=1, cover=False))

    assert "DCC has selected 1 DMC for MT and SIT, at SMSO-1. It represents 14% of the FOC total deployed" in text


def test_an_operator_with_none_selected_gets_the_too_small_text_and_its_first_combination() -> None:
    text = words(paper())

    assert (
        "This SMSO has 2 eligible DMCs. Following the assessment of the RFI returns, the quantity of Smart Metering "
        "Systems installed is not sufficiently large for a DMC of this SMSO to be selected for SIT, in line with "
        "Clause 13.2 of the SMETS1 SVTAD." in text
    )
    assert "DCC intends that its first DMC, DMC-12, is subject to Migration Testing within the SIT environment" in text


def barred() -> str:
    """The words of a paper whose selection may take none of the second operator's, and has a pin and a ban."""
    scoped = drawn_run().scoped.in_scope
    pins, bans = frozenset({scoped[5].combination_id}), frozenset({scoped[6].combination_id})
    run = drawn_run(asked=SelectionPolicy(5, pins=pins, bans=bans, maximum={"SMSO-2": 0}))
    return words(build_paper(run.paper(), run.scheme))


def test_an_operator_that_was_barred_is_not_said_to_be_too_small() -> None:
    assert (
        "This SMSO has 3 eligible DMCs. None of them is in the proposed selection, which is the set with the most "
        "installations that meets the stated requirements." in barred()
    )


def test_pins_bans_and_limits_are_named() -> None:
    text = barred()

    assert "1 DMC was required to be selected;" in text
    assert "1 DMC was excluded from it;" in text
    assert "no DMC of SMSO-2 was to be selected;" in text
    assert "further requirements" not in words(paper())


def test_coverage_of_sets_of_variants_is_named() -> None:
    run = drawn_run(asked=SelectionPolicy(9, strength=3))
    text = words(build_paper(run.paper(), run.scheme))

    assert "every pair and every triple of hardware variants that occurs in a DMC was to be covered by one" in text


def test_each_operator_without_a_selected_combination_is_referred_to_its_own_section() -> None:
    assert (
        "Migration from SMSO-2 depends on the Migration Testing described in Section 2.1.3. Migration from SMSO-3 "
        "depends on the Migration Testing described in Section 2.1.4. This testing has to be completed" in barred()
    )


def test_nothing_is_promised_where_a_single_supplier_stands_behind_the_estate() -> None:
    alone = drawn_run(unknown=500, unresolved=250, behind=SUPPLIERS[:1])
    text = words(build_paper(alone.paper(), alone.scheme))

    assert "confidentiality, this document" not in text
    assert "the intention to enrol is unknown for part of the deployed estate in scope" in text
    assert "refers to them as SMSO-1, SMSO-2 and SMSO-3, names no supplier, and rounds" in words(paper())


def test_only_firmware_that_hardware_in_scope_needs_is_mentioned() -> None:
    text = words(paper(PUBLISHED[:4], size=2))

    assert "The ESME hardware in use needs 1 distinct firmware version: ESME MK1 firmware." in text
    assert "MK2 firmware" not in text


def test_firmware_that_no_selected_combination_uses_is_left_to_later_testing() -> None:
    assert (
        "ESME MK2 firmware will not have been tested in SIT, because no selected DMC uses it; the DMCs that use it are "
        "to be tested under DMCT." in words(paper(size=1, cover=False))
    )


def test_a_paper_on_a_single_combination_is_in_the_singular() -> None:
    text = words(paper(PUBLISHED[:1], size=1))

    assert "The 1 FOC DMC in use today belongs to" in text
    assert "In scope is 1 DMC." in text
    assert "taking the largest DMC leads to the same selection" in text


def test_an_operator_with_nothing_in_scope_is_said_to_have_nothing() -> None:
    text = words(paper(PUBLISHED[:11]))

    assert "The returns report no in-scope installation for this SMSO, so no DMC can be selected." in text


def test_what_the_plain_largest_first_choice_would_leave_untested_is_said() -> None:
    rows = (
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 300),
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.60", "SEAP-2000-V 2.1.12", "-", 200),
        ("SMSO-1", "WAN-A", "E470 (MK2)", "G370 03.00.01.60", "SEAP-2000-V 2.1.12", "-", 100),
    )

    assert (
        "Taking the largest DMCs one after another would cover 3 of the 4 variants and leave ESME E470 (MK2) untested "
        "in MT and SIT." in words(paper(rows, size=2))
    )


def test_without_coverage_what_stays_untested_is_named() -> None:
    assert (
        "The selection covers 3 of the 7 hardware variants of Communications Hub, ESME and GSME found in the estate. "
        "It leaves ESME E470 (MK2), GSME G470 (MK1), GSME G470 (MK2) and CH SEAP-2001-V to be covered by later "
        "testing." in words(paper(size=1, cover=False))
    )


def test_the_later_firmware_track_delays_the_combinations_that_use_it() -> None:
    text = words(paper())

    assert "ESME MK1 firmware will have been tested by DCC and at SMSO-1 and SMSO-2, 2 of the 3 SMSOs" in text
    assert "DMC-4 will therefore enter MT and SIT later than the other selected DMCs." in text


def test_deadlines_are_in_uk_local_time_and_the_questions_are_the_schemes() -> None:
    document = paper()
    notes = [block for block in document.blocks if isinstance(block, Note)]
    asked = [plain(content) for content in runs(notes[1:])]

    assert "Please send responses by 17:00 on 4 October 2019 (UK local time)" in words(document)
    assert asked == [f"{question.id} {question.text}" for question in foc().consultation.questions]


def test_a_notice_stands_as_a_banner_above_everything_else() -> None:
    run = drawn_run()
    document = build_paper(run.paper(notice="Made from synthetic returns."), run.scheme)
    first = document.blocks[0]

    assert isinstance(first, Note)
    assert first.banner
    assert not [b for b in build_paper(run.paper(), run.scheme).blocks if isinstance(b, Note) and b.banner]


def test_heading_ids_are_unique_whatever_the_operators_are_called() -> None:
    ids = [block.id for block in paper().blocks if isinstance(block, Heading | Table | Drawing)]

    assert len(set(ids)) == len(ids)


def test_no_supplier_appears_in_the_rendered_paper() -> None:
    run = drawn_run(unknown=500, unresolved=250)

    assert lint(build_paper(run.paper(), run.scheme), SUPPLIERS) == ()
