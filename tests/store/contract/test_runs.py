"""What every store promises of runs."""

from __future__ import annotations

import pytest

from eligo.errors import NotFound
from eligo.ports import Store
from eligo.records import Event, RunFile, hash_of
from store.drawn import BECAUSE, OTHER, file, log_of, refused, round_, run
from store.settable_clock import START
from store.stores import Opened


def test_a_run_is_kept_with_the_next_number_and_its_event(store: Store) -> None:
    store.rounds.open(round_("RFI-1"), BECAUSE)

    recorded = store.runs.record(run("RFI-1", number=70, event=70), BECAUSE)

    assert recorded == run("RFI-1", number=1, event=2)
    assert store.runs.get(1) == recorded
    assert store.runs.all() == (recorded,)


def test_recording_a_run_is_one_event_with_the_whole_run_in_it(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    opened.store.runs.record(run("RFI-1"), OTHER)

    (opening, event) = log_of(opened)

    assert event == Event(
        number=2,
        at=START,
        who="reviewer",
        why="second look",
        action="run.recorded",
        subject="run/1",
        before=None,
        after={
            "record": "run",
            "round": "RFI-1",
            "status": "optimal",
            "scheme": {"name": "foc"},
            "parameters": {"size": 6, "pins": ["C-1"]},
            "inputs": [
                {"role": "return", "name": "Aster.csv", "file": {"sha256": "a" * 64, "size": 10}},
                {"role": "catalogue", "name": "catalogue.csv", "file": {"sha256": "b" * 64, "size": 10}},
            ],
            "outputs": [{"role": "output", "name": "paper.pdf", "file": {"sha256": "c" * 64, "size": 10}}],
            "through": 1,
            "started_at": "2019-08-31T12:00:00.000000Z",
            "finished_at": "2019-08-31T12:00:05.250001Z",
            "number": 1,
            "event": 2,
        },
        previous=opening.hash,
        hash=hash_of(event),
    )


def test_runs_come_in_the_order_of_their_numbers_whatever_the_round(store: Store) -> None:
    for reference in ("RFI-1", "RFI-2"):
        store.rounds.open(round_(reference), BECAUSE)

    recorded = (
        store.runs.record(run("RFI-2"), BECAUSE),
        store.runs.record(run("RFI-1", status="infeasible", inputs=(), outputs=()), BECAUSE),
        store.runs.record(run("RFI-2", parameters={}), BECAUSE),
    )

    assert [(one.number, one.event) for one in recorded] == [(1, 3), (2, 4), (3, 5)]
    assert store.runs.all() == recorded
    assert store.runs.get(2) == recorded[1]


def test_the_files_of_a_run_are_kept_in_order_and_as_often_as_they_are_said(store: Store) -> None:
    files = tuple(RunFile("return", name, file("a")) for name in ("z.csv", "a.csv", "z.csv", "Z.csv"))
    store.rounds.open(round_("RFI-1"), BECAUSE)

    store.runs.record(run("RFI-1", inputs=files, outputs=files[::-1]), BECAUSE)

    assert [(one.inputs, one.outputs) for one in store.runs.all()] == [(files, files[::-1])]


def test_a_run_of_a_round_that_is_not_there_is_refused(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)

    with refused(opened, NotFound):
        opened.store.runs.record(run("RFI-2"), BECAUSE)


@pytest.mark.parametrize("number", [-1, 0, 2, 2**31, 2**63])
def test_a_run_that_is_not_there_is_not_found(opened: Opened, number: int) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    opened.store.runs.record(run("RFI-1"), BECAUSE)

    with refused(opened, NotFound):
        opened.store.runs.get(number)


def test_a_store_without_runs_has_none(store: Store) -> None:
    assert store.runs.all() == ()
