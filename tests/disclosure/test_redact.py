"""What may be published of a run, and what may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest

from disclosure.drawn_run import PUBLISHED, SUPPLIERS, drawn_run, foc
from eligo.disclosure import PublicFigure
from eligo.errors import BadScheme
from eligo.terms import SelectionPolicy


def texts(value: object) -> Iterator[str]:
    """Every text anywhere within a public value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def test_no_supplier_is_named_anywhere() -> None:
    public = "\n".join(texts(drawn_run(unknown=100, unresolved=200).paper()))

    assert [name for name in SUPPLIERS if name in public] == []


def test_no_combination_id_is_published_since_it_depends_on_the_operators_own_name() -> None:
    run = drawn_run()
    public = "\n".join(texts(run.paper()))

    assert [one.combination_id for one in run.scoped.in_scope if one.combination_id in public] == []


def test_operators_stand_by_pseudonym_only() -> None:
    scheme = foc()
    names = {"SMSO-1": "Alpha", "SMSO-2": "Beta", "SMSO-3": "Gamma"}
    rules = tuple(replace(rule, reason=rule.id) for rule in scheme.scope_rules)  # its own words name the operators
    veiled = replace(scheme, scope_rules=rules, disclosure=replace(scheme.disclosure, pseudonyms=names))

    paper = drawn_run(scheme=veiled).paper()

    assert [operator.name for operator in paper.operators] == ["Alpha", "Beta", "Gamma"]
    assert [text for text in texts(paper) if "SMSO-" in text] == []


def test_an_operator_without_a_pseudonym_stops_the_publication() -> None:
    scheme = foc()
    bare = replace(scheme, disclosure=replace(scheme.disclosure, pseudonyms={"SMSO-1": "SMSO-1", "SMSO-2": "SMSO-2"}))

    with pytest.raises(BadScheme) as stopped:
        drawn_run(scheme=bare).paper()

    assert stopped.value.details == ("disclosure.pseudonyms: missing for 'SMSO-3'",)


def test_the_published_shares_are_rounded_and_the_combined_one_from_the_exact_sum() -> None:
    paper = drawn_run().paper()

    assert [operator.share.text for operator in paper.operators] == ["42%", "10%", "0%"]
    assert paper.selection.share == PublicFigure("52%", "0.52", "selection.json#/share_of_deployed")
    assert paper.operators[0].share.source == "selection.json#/share_by_smso/SMSO-1"


def test_rounded_parts_need_not_add_up_to_the_rounded_total() -> None:
    rows = [
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 424),
        ("SMSO-2", "WAN-B", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 104),
        ("SMSO-3", "WAN-C", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 102),
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.60", "SEAP-2000-V 2.1.12", "-", 101),
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.60", "SEAP-2000-V 2.1.11", "-", 269 - 180),
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.58", "SEAP-2000-V 2.1.11", "-", 90),
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.58", "SEAP-2000-V 2.1.12", "-", 90),
    ]
    paper = drawn_run(rows, size=2).paper()

    assert [operator.share.text for operator in paper.operators] == ["42%", "10%", "0%"]
    assert paper.selection.share.text == "53%"


def test_shares_have_as_many_decimals_as_the_scheme_allows() -> None:
    scheme = foc()
    finer = replace(scheme, disclosure=replace(scheme.disclosure, share_decimals=2))

    assert drawn_run(scheme=finer).paper().selection.share.text == "52.29%"


def test_what_is_open_is_stated_as_a_share() -> None:
    asked = drawn_run(unknown=500, unresolved=270).paper().round

    assert (asked.intention_unknown.text, asked.unresolved.text) == ("5%", "3%")
    assert (asked.suppliers_returned.text, asked.suppliers.text, asked.stood_in.text) == ("2", "3", "1")
    assert asked.data_cut_off.text == "31 August 2019"


def test_what_is_open_at_a_single_supplier_is_withheld() -> None:
    asked = drawn_run(unknown=500, unresolved=250, behind=("Elm Energy",)).paper().round

    assert (asked.intention_unknown.value, asked.unresolved.value) == ("", "")
    assert asked.intention_unknown.text == "a share that rests on too few organisations to publish"
    assert not asked.is_aggregate


def test_how_many_suppliers_must_stand_behind_what_is_open_is_the_schemes_choice() -> None:
    scheme = foc()
    stricter = replace(scheme, disclosure=replace(scheme.disclosure, minimum_organisations=4))

    assert drawn_run(unknown=500).paper().round.intention_unknown.text == "5%"
    assert drawn_run(unknown=500, scheme=stricter).paper().round.intention_unknown.is_suppressed


def test_size_is_the_reason_only_for_an_operator_smaller_than_all_selected() -> None:
    barred = SelectionPolicy(5, maximum={"SMSO-2": 0})

    assert [one.too_small for one in drawn_run().paper().operators] == [False, False, True]
    assert [one.too_small for one in drawn_run(asked=barred).paper().operators] == [False, False, True]


def test_an_operator_that_a_limit_bars_is_not_called_too_small_however_small_it_is() -> None:
    barred = SelectionPolicy(5, maximum={"SMSO-3": 0})

    assert [one.too_small for one in drawn_run(asked=barred).paper().operators] == [False, False, False]


def test_what_was_asked_of_the_selection_is_published_as_numbers_and_pseudonyms() -> None:
    scoped = drawn_run().scoped.in_scope
    asked = SelectionPolicy(
        5, pins=frozenset({scoped[6].combination_id}), bans=frozenset({scoped[7].combination_id}), maximum={"SMSO-2": 1}
    )
    found = drawn_run(asked=asked).paper().selection.requirements

    assert (found.pins.text, found.bans.text) == ("1", "1")
    assert [(one.operator, one.least, one.most and one.most.text) for one in found.limits] == [("SMSO-2", None, "1")]


def test_a_firmware_track_that_no_hardware_in_scope_needs_is_not_published() -> None:
    paper = drawn_run(PUBLISHED[:4], size=2).paper()

    assert [track.id for track in paper.tracks] == ["MK1"]
    assert paper.track_count.text == "1"


def test_open_hardware_without_a_firmware_track_is_named() -> None:
    scheme = foc()

    assert drawn_run(scheme=replace(scheme, tracks=scheme.tracks[:1])).paper().untracked == ("ESME E470 (MK2)",)


def test_a_share_on_fewer_installations_than_the_minimum_is_suppressed() -> None:
    rows = [
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 60),
        ("SMSO-2", "WAN-B", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 9),
    ]
    second = drawn_run(rows, size=1).paper().operators[1]

    assert second.estate_share.value == ""
    assert second.estate_share.text == "a share that is too small to publish"


def test_a_model_on_few_installations_is_withheld_together_with_the_next_smallest() -> None:
    rows = [
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 300),
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G470 (MK1) 03.02.01.63", "SEAP-2000-V 2.1.12", "-", 100),
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G470 (MK2) 03.03.01.61", "SEAP-2000-V 2.1.12", "-", 3),
    ]
    first = drawn_run(rows, size=1, cover=False).paper().operators[0]

    assert [(use.device_label, use.model) for use in first.models] == [
        ("ESME", "E470 (MK1)"),
        ("GSME", "G370"),
        ("CH", "SEAP-2000-V"),
    ]
    assert first.withheld_models


def test_the_first_combination_of_an_operator_without_a_selected_one_is_named() -> None:
    third = drawn_run().paper().operators[2]

    assert third.selected == ()
    assert third.first is not None
    assert third.first.label == "DMC-12"


def test_firmware_tracks_say_which_operators_test_them() -> None:
    tracks = drawn_run().paper().tracks

    assert [(track.id, [entry.label for entry in track.entries], track.operators) for track in tracks] == [
        ("MK1", ["DMC-1", "DMC-2", "DMC-3", "DMC-5"], ("SMSO-1", "SMSO-2")),
        ("MK2", ["DMC-4"], ("SMSO-1",)),
    ]


def test_what_largest_first_would_leave_untested_is_named() -> None:
    rows = [
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 300),
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.60", "SEAP-2000-V 2.1.12", "-", 200),
        ("SMSO-1", "WAN-A", "E470 (MK2)", "G370 03.00.01.60", "SEAP-2000-V 2.1.12", "-", 100),
    ]
    selection = drawn_run(rows, size=2).paper().selection

    assert selection.baseline_differs
    assert selection.baseline_untested == ("ESME E470 (MK2)",)
    assert selection.untested == ()


def test_the_points_of_the_curve_are_rounded() -> None:
    points = drawn_run().paper().curve

    assert [point.share.value for point in points[:5]] == ["0.14", "0.25", "0.33", "0.43", "0.52"]
    assert [point.covers for point in points[:5]] == [False, False, True, True, True]


def test_pairs_and_triples_are_published_as_numbers_and_one_share_each() -> None:
    pairs, triples = drawn_run().paper().interactions

    assert [(one.strength, one.occurring.text, one.exercised.text, one.share.text) for one in (pairs, triples)] == [
        (2, "12", "11", "more than 99%"),
        (3, "6", "5", "more than 99%"),
    ]
    assert pairs.share.source == "selection.json#/interactions/2/whole/share_of_deployed"
    assert not pairs.all_exercised


def test_a_share_of_pairs_on_few_installations_is_suppressed() -> None:
    few = [(*row[:-1], 1) for row in PUBLISHED[:3]]

    assert [one.share.is_suppressed for one in drawn_run(few, size=2).paper().interactions] == [True, True]


def test_no_variant_is_tied_to_what_is_untested_together() -> None:
    named = {text for one in drawn_run().paper().interactions for text in texts(one)}

    assert [row[2] for row in PUBLISHED if any(row[2] in text for text in named)] == []


def test_which_selected_entry_contains_which_variant_is_published_without_a_figure() -> None:
    assert [(one.device_label, one.name, " ".join(one.labels)) for one in drawn_run().paper().coverage] == [
        ("ESME", "E470 (MK1)", "DMC-1 DMC-2 DMC-3 DMC-5"),
        ("ESME", "E470 (MK2)", "DMC-4"),
        ("GSME", "G370", "DMC-1 DMC-3"),
        ("GSME", "G470 (MK1)", "DMC-2 DMC-5"),
        ("GSME", "G470 (MK2)", "DMC-4"),
        ("CH", "SEAP-2000-V", "DMC-1 DMC-2"),
        ("CH", "SEAP-2001-V", "DMC-3 DMC-4 DMC-5"),
    ]


def test_a_variant_that_nothing_selected_contains_is_there_without_a_label() -> None:
    coverage = drawn_run(size=1, cover=False).paper().coverage

    assert [one.name for one in coverage if not one.labels] == ["E470 (MK2)", "G470 (MK1)", "G470 (MK2)", "SEAP-2001-V"]
