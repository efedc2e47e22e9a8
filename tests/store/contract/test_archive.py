"""What every archive promises: all of a store as records, in one order, loaded anywhere as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from eligo.errors import VersionConflict
from eligo.ports import Archive, Step
from eligo.records import Event, FileRef, JobState, Record, RunFile, chain_faults, record_faults, replay
from store.changes import CHANGES, SAMPLE, populate, set_up
from store.drawn import (
    BECAUSE,
    MINUTE,
    OTHER,
    decision,
    file,
    given_up,
    log_of,
    refused,
    round_,
    run,
    submission,
    taken_back,
    unchanged,
)
from store.settable_clock import SettableClock
from store.stores import Make, Opened, everything


def fill(opened: Opened) -> None:
    """Some of everything: rounds in another order than opened, decisions that follow, jobs in every state."""
    set_up(opened)
    for change in CHANGES.values():
        change[2](opened, OTHER)
    for text in ("ß", "ss", "e\u0301", "👩‍🔬"):
        opened.store.rounds.open(round_(text, due_on=None, asked=()), BECAUSE)
    (first, second) = opened.store.decisions.record([decision("C-5", file=file("d")), decision("C-6")], BECAUSE)
    opened.store.decisions.record([replace(second, follows=second.event), taken_back(first)], OTHER)
    opened.queue.submit("run", {}, BECAUSE)
    opened.queue.submit("run", {}, BECAUSE)
    for stage, problem in (("a", ""), ("b", "no room")):
        held = opened.queue.claim("worker-3", MINUTE, BECAUSE)
        assert held is not None
        opened.queue.keep(held, MINUTE, Step(stage, 1, 2, {"at": [1, None, "x"]}, [file("e"), file("f", 0)]))
        if problem:
            opened.queue.finish(held, JobState.FAILED, BECAUSE, problem=problem)


def test_the_archive_of_a_new_store_is_empty(archive: Archive) -> None:
    assert list(archive.records()) == []
    assert archive.references() == frozenset()


def test_every_store_leaves_the_same_records_and_the_same_log_of_the_same_changes(opened: Opened) -> None:
    set_up(opened)

    assert everything(opened) == list(SAMPLE)


def test_records_come_kind_after_kind_and_each_kind_in_the_order_of_events_or_numbers(opened: Opened) -> None:
    store, queue = opened.store, opened.queue
    first = store.rounds.open(round_("RFI-1"), BECAUSE)
    job = queue.submit("run", {}, BECAUSE)
    (pin,) = store.decisions.record([decision("Z")], BECAUSE)
    second = store.rounds.open(round_("RFI-2"), BECAUSE)
    run_1 = store.runs.record(run("RFI-2"), BECAUSE)
    received = [store.submissions.receive(submission("RFI-2"), BECAUSE) for _ in range(2)]
    run_2 = store.runs.record(run("RFI-1"), BECAUSE)
    (size,) = store.decisions.record([decision("A", kind="size")], BECAUSE)
    first_again = store.submissions.amend(received[0], BECAUSE)
    first_closed = store.rounds.amend(replace(first, closed=True), BECAUSE)
    (pin_again,) = store.decisions.record([taken_back(pin)], BECAUSE)
    other_job = queue.submit("run", {}, BECAUSE)
    claimed = queue.claim("worker-1", MINUTE, BECAUSE)

    assert everything(opened) == [
        second,
        first_closed,
        first_again,
        received[1],
        pin,
        size,
        pin_again,
        run_1,
        run_2,
        claimed,
        other_job,
        *log_of(opened),
    ]
    assert job.number == 1


def test_what_changes_while_the_records_are_read_is_not_among_them(opened: Opened) -> None:
    populate(opened)
    before = everything(opened)

    reading = opened.archive.records()
    read = [next(reading)]
    for change in CHANGES.values():
        change[2](opened, BECAUSE)
    read += reading

    assert read == before
    assert len(everything(opened)) > len(before)


def test_a_store_loaded_into_another_is_the_same_in_every_answer(
    make: Make, make_other: Make, clock: SettableClock
) -> None:
    source, target = make(), make_other()
    fill(source)

    target.archive.load(source.archive.records())

    assert everything(target) == everything(source)
    assert target.store.rounds.all() == source.store.rounds.all()
    assert target.store.submissions.of_round("RFI-1") == source.store.submissions.of_round("RFI-1")
    assert list(target.store.decisions.all_standing()) == list(source.store.decisions.all_standing())
    assert target.store.runs.all() == source.store.runs.all()
    assert target.queue.all() == source.queue.all()
    assert target.store.audit.head() == source.store.audit.head()
    assert target.archive.references() == source.archive.references()


def test_a_loaded_store_goes_on_where_the_other_one_was(make: Make, make_other: Make, clock: SettableClock) -> None:
    source, target = make(), make_other()
    populate(source)
    target.archive.load(source.archive.records())
    clock.move(60)

    for change in CHANGES.values():
        assert change[2](target, OTHER) == change[2](source, OTHER)

    records = [one for one in everything(target) if not isinstance(one, Event)]
    assert everything(target) == everything(source)
    assert list(chain_faults(log_of(target))) == []
    assert list(record_faults(records, replay(log_of(target)))) == []


def test_a_store_that_was_moved_is_still_moved_when_it_is_loaded(make: Make) -> None:
    source, target = make(), make()
    source.store.audit.note("workspace.moved", {"record": "workspace"}, BECAUSE)

    target.archive.load(source.archive.records())

    with refused(target, VersionConflict):
        target.store.rounds.open(round_("RFI-1"), BECAUSE)


@pytest.mark.parametrize("change", ["open", "note", "submit", "decide"])
def test_nothing_is_loaded_into_a_store_that_is_not_empty(make: Make, change: str) -> None:
    source, target = make(), make()
    populate(source)
    CHANGES[change][2](target, BECAUSE)

    with refused(target, VersionConflict):
        target.archive.load(source.archive.records())
    with refused(source, VersionConflict):
        source.archive.load(list(source.archive.records()))


def test_a_loading_that_breaks_off_has_not_been(make: Make) -> None:
    source, target = make(), make()
    fill(source)

    def cut_short() -> Iterator[Record | Event]:
        yield from everything(source)[:-2]
        raise ZeroDivisionError

    with refused(target, ZeroDivisionError):
        target.archive.load(cut_short())

    target.archive.load(source.archive.records())
    assert everything(target) == everything(source)


def test_nothing_loaded_leaves_a_store_empty(opened: Opened) -> None:
    opened.archive.load([])

    assert everything(opened) == []
    assert opened.store.rounds.open(round_("RFI-1"), BECAUSE).event == 1


def test_loading_inside_a_transaction_that_fails_has_not_been(make: Make) -> None:
    source, target = make(), make()
    fill(source)

    with unchanged(target), given_up(target):
        target.archive.load(everything(source))


def test_references_are_the_files_of_submissions_decisions_runs_and_unfinished_jobs(opened: Opened) -> None:
    store, queue = opened.store, opened.queue
    store.rounds.open(round_("RFI-1"), BECAUSE)
    store.submissions.receive(submission("RFI-1", file=file("1")), BECAUSE)
    (first,) = store.decisions.record([decision("C-1", file=file("2"))], BECAUSE)
    store.decisions.record([replace(taken_back(first), file=file("8"))], BECAUSE)
    outputs = (RunFile("output", "paper.pdf", file("4")), RunFile("output", "copy.pdf", file("1")))
    store.runs.record(run("RFI-1", inputs=(RunFile("return", "a.csv", file("3")),), outputs=outputs), BECAUSE)
    for _ in range(3):
        queue.submit("run", {}, BECAUSE)
    running, done = queue.claim("worker-1", MINUTE, BECAUSE), queue.claim("worker-2", MINUTE, BECAUSE)
    assert running is not None
    assert done is not None
    queue.keep(running, MINUTE, Step("solving", 1, 2, {}, [file("5"), file("6")]))
    queue.keep(done, MINUTE, Step("solving", 1, 2, {}, [file("7"), file("5")]))
    assert opened.archive.references() == {file(digit) for digit in "12345678"}

    queue.finish(done, JobState.DONE, BECAUSE)

    assert opened.archive.references() == {file(digit) for digit in "1234568"}


def test_a_sound_store_has_no_faults(opened: Opened) -> None:
    fill(opened)

    assert list(opened.archive.faults()) == []


def test_files_of_one_hash_and_different_sizes_are_different_references(opened: Opened) -> None:
    opened.store.decisions.record([decision("C-1", file=file("1", 1)), decision("C-2", file=file("1", 2))], BECAUSE)

    assert opened.archive.references() == {FileRef("1" * 64, 1), FileRef("1" * 64, 2)}


def test_a_submission_that_was_replaced_and_a_decision_without_a_file_are_as_they_were(opened: Opened) -> None:
    store = opened.store
    store.rounds.open(round_("RFI-1"), BECAUSE)
    first = store.submissions.receive(submission("RFI-1", file=file("1")), BECAUSE)
    store.submissions.receive(submission("RFI-1", file=file("2")), BECAUSE)
    store.submissions.amend(replace(first, replaced_by=2), BECAUSE)
    store.decisions.record([decision("C-1")], BECAUSE)

    assert opened.archive.references() == {file("1"), file("2")}
