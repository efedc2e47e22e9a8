"""One change of each kind, for what every change promises; and a store in which each can be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from eligo.records import Because, Event, JobState, Record, Standing
from registers.drawn_log import LIFE, entry, told, version
from store.drawn import BECAUSE, MINUTE, decision, round_, run, submission, taken_back
from store.settable_clock import SettableClock
from store.stores import MemoryOpened, Opened

Make = Callable[[Opened, Because], object]


def set_up(opened: Opened) -> None:
    """A round with a submission, a decision and a run; job 1 is queued, job 2 is held, job 3 was cancelled; a register
    with the life of one combination, of which nothing has been published.
    """
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    opened.store.submissions.receive(submission("RFI-1"), BECAUSE)
    opened.store.decisions.record([decision("C-1")], BECAUSE)
    opened.store.runs.record(run("RFI-1"), BECAUSE)
    for _ in range(3):
        opened.queue.submit("run", {"round": "RFI-1"}, BECAUSE)
    opened.queue.claim("worker-1", MINUTE, BECAUSE, 2)
    opened.queue.cancel(3, BECAUSE)
    opened.store.registers.enter(told(*LIFE), BECAUSE)


def _sample() -> tuple[Record | Event, ...]:
    opened = MemoryOpened(SettableClock())
    set_up(opened)
    return tuple(opened.archive.records())


SAMPLE = _sample()
"""What ``set_up`` leaves when the clock has not been moved."""


def populate(opened: Opened) -> None:
    """What ``set_up`` does, in a third of the time."""
    opened.archive.load(SAMPLE)


def _amend_round(opened: Opened, because: Because) -> object:
    return opened.store.rounds.amend(replace(opened.store.rounds.get("RFI-1"), closed=True), because)


def _amend_submission(opened: Opened, because: Because) -> object:
    present = opened.store.submissions.get(1)
    return opened.store.submissions.amend(replace(present, standing=Standing.WITHDRAWN), because)


def _take_back(opened: Opened, because: Because) -> object:
    present = opened.store.decisions.standing("pin", "C-1")
    assert present is not None
    return opened.store.decisions.record([taken_back(present)], because)


def _finish(opened: Opened, because: Because) -> object:
    return opened.queue.finish(opened.queue.all()[1], JobState.DONE, because, result={"run": 1})


def _enter(opened: Opened, because: Because) -> object:
    log = told(*LIFE, entry(2))
    return opened.store.registers.enter(log[-1:], because)


def _publish(opened: Opened, because: Because) -> object:
    log = tuple(opened.store.registers.lines())
    return opened.store.registers.publish(version(log, "2.9"), because)


CHANGES: Mapping[str, tuple[str, str, Make]] = {
    "open": ("round.opened", "round/RFI-2", lambda one, because: one.store.rounds.open(round_("RFI-2"), because)),
    "decide": (
        "decision.recorded",
        "decision/pin/C-2",
        lambda one, because: one.store.decisions.record([decision("C-2")], because),
    ),
    "take back": ("decision.withdrawn", "decision/pin/C-1", _take_back),
    "receive": (
        "submission.received",
        "submission/2",
        lambda one, because: one.store.submissions.receive(submission("RFI-1"), because),
    ),
    "amend a submission": ("submission.amended", "submission/1", _amend_submission),
    "record a run": ("run.recorded", "run/2", lambda one, because: one.store.runs.record(run("RFI-1"), because)),
    "note": (
        "workspace.checked",
        "workspace",
        lambda one, because: one.store.audit.note("workspace.checked", {"record": "workspace"}, because),
    ),
    "submit": ("job.submitted", "job/4", lambda one, because: one.queue.submit("run", {}, because)),
    "cancel a queued job": ("job.finished", "job/1", lambda one, because: one.queue.cancel(1, because)),
    "claim": ("job.claimed", "job/1", lambda one, because: one.queue.claim("worker-2", MINUTE, because)),
    "cancel a running job": ("job.cancel-wanted", "job/2", lambda one, because: one.queue.cancel(2, because)),
    "finish": ("job.finished", "job/2", _finish),
    "enter": ("register.entered", "register", _enter),
    "publish": ("register.published", "register", _publish),
    "amend a round": ("round.amended", "round/RFI-1", _amend_round),
}
"""Each change by a name: the action and the subject that it is logged under, and how it is made.

Each can be made by itself after ``set_up``, and all of them in this order.
"""
