"""The draft pending register: one entry per product, labelled as the published tables label them."""

from __future__ import annotations

from disclosure.drawn_run import PUBLISHED, drawn_run
from eligo.registers import Listing
from eligo.terms import Route


def test_the_selected_products_are_labelled_by_operator_and_then_by_rank() -> None:
    entries = drawn_run().register.entries[:5]

    assert [
        (entry.label, entry.operators, entry.devices[1].model, entry.devices[2].firmware)  # type: ignore[union-attr]
        for entry in entries
    ] == [
        ("DMC-1", ("SMSO-1",), "G370", "2.1.12"),
        ("DMC-2", ("SMSO-1",), "G470 (MK1)", "2.1.12"),
        ("DMC-3", ("SMSO-1",), "G370", "2.2.7"),
        ("DMC-4", ("SMSO-1",), "G470 (MK2)", "2.2.8"),
        ("DMC-5", ("SMSO-2",), "G470 (MK1)", "2.2.8"),
    ]


def test_the_others_continue_the_labels_by_rank_whoever_operates_them() -> None:
    entries = drawn_run().register.entries[5:]

    assert [entry.label for entry in entries] == [f"DMC-{number}" for number in range(6, 14)]
    assert [entry.operators[0] for entry in entries] == [
        "SMSO-1", "SMSO-1", "SMSO-2", "SMSO-1", "SMSO-2", "SMSO-1", "SMSO-3", "SMSO-3",
    ]  # fmt: skip


def test_every_in_scope_combination_is_behind_exactly_one_entry() -> None:
    run = drawn_run()

    behind = [one for entry in run.register.entries for one in entry.combination_ids]

    assert sorted(behind) == sorted(one.combination_id for one in run.scoped.in_scope)


def test_open_firmware_stands_as_to_be_confirmed_and_every_entry_as_pending() -> None:
    entries = drawn_run().register.entries

    assert {entry.devices[0].firmware for entry in entries if entry.devices[0]} == {"TBC"}
    assert {entry.status for entry in entries} == {"pending"}


def test_a_product_that_two_operators_share_is_listed_once_with_a_route_for_each() -> None:
    shared = [
        ("SMSO-1", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 900),
        ("SMSO-2", "WAN-A", "E470 (MK1)", "G370 03.00.01.61", "SEAP-2000-V 2.1.12", "-", 300),
        ("SMSO-2", "WAN-A", "E470 (MK1)", "G370 03.00.01.60", "SEAP-2000-V 2.1.12", "-", 100),
    ]
    run = drawn_run(shared, size=1)
    first, second = run.register.entries
    ids = [one.combination_id for one in run.scoped.in_scope]

    assert first.label == "DMC-1"
    assert first.listings == (
        Listing("SMSO-1", ids[0], Route.MT_SIT, True),
        Listing("SMSO-2", ids[1], Route.MT, False),
    )
    assert second.listings == (Listing("SMSO-2", ids[2], Route.DMCT, False),)


def test_the_list_version_is_that_of_the_scheme() -> None:
    assert drawn_run(PUBLISHED).register.list_version == "PPCL V2.10"
