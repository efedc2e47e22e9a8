"""Workspaces for tests: empty ones, and one in which a little of everything has happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from eligo.ports import Files, Step, Workspace
from eligo.records import Asked, Because, Decision, JobState, Round, Run, RunFile, Standing, Submission
from store.memory import MemoryArchive, MemoryFiles, MemoryQueue, MemoryStore
from store.settable_clock import START, SettableClock

BECAUSE = Because("analyst", "agreed at the meeting")
LEASE = timedelta(seconds=60)


@dataclass
class Told:
    """Progress that remembers what it was told, and does something when told of a stage."""

    stages: list[tuple[str, int, int]] = field(default_factory=list)
    meanwhile: Callable[[str], object] = lambda stage: None

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Remember it."""
        self.stages.append((name, done, total))
        self.meanwhile(name)


def in_memory(folder: Path, files: Files | None = None) -> Workspace:
    """An empty workspace in memory, but for files that are given."""
    clock = SettableClock()
    store = MemoryStore(clock)
    return Workspace(
        folder, store, MemoryQueue(store), files or MemoryFiles(), MemoryArchive(store), clock, Told(), "analyst"
    )


def told_by(workspace: Workspace) -> Told:
    """The progress of a workspace made here."""
    assert isinstance(workspace.progress, Told)
    return workspace.progress


def fill(empty: Workspace) -> Workspace:
    """Let a round come in, be decided about and run, so that there is a record of every kind, changed and unchanged."""
    store, queue = empty.store, empty.queue
    store.audit.note("workspace.made", {"record": "workspace", "id": "W-5H7FZFG0YEWA"}, BECAUSE)
    with empty.files.holding():
        names = ("first return", "second return", "scheme", "answer", "half an answer", "nobody's")
        first, second, scheme, answer, half, _ = (empty.files.put(name.encode()) for name in names)
    round_ = store.rounds.open(
        Round("RFI-2019-08", "smets1-foc", date(2019, 9, 30), (Asked("supplier", "Ångström & Co"),)), BECAUSE
    )
    store.rounds.open(Round("RFI-2019-02", "smets1-foc"), BECAUSE)
    earlier = store.submissions.receive(
        Submission("RFI-2019-08", "return", "supplier", "Ångström & Co", "a.csv", first, rows_read=3), BECAUSE
    )
    store.submissions.receive(
        Submission("RFI-2019-08", "return", "supplier", "Ångström & Co", "b.csv", second, date(2019, 8, 31)), BECAUSE
    )
    store.submissions.amend(
        Submission(
            "RFI-2019-08",
            "return",
            "supplier",
            "Ångström & Co",
            "a.csv",
            first,
            rows_read=3,
            standing=Standing.REPLACED,
            replaced_by=2,
            number=1,
            event=earlier.event,
        ),
        BECAUSE,
    )
    (pinned,) = store.decisions.record([Decision("pin", "C-1", {"note": 'a "quoted"\nline'})], BECAUSE)
    store.decisions.record(
        [Decision("pin", "C-1", None, follows=pinned.event), Decision("scheme", "scheme", {"name": "x"}, scheme)],
        BECAUSE,
    )
    store.runs.record(
        Run(
            round_.reference,
            "optimal",
            {"name": "smets1-foc"},
            {"size": 6},
            (RunFile("return", "b.csv", second),),
            (RunFile("output", "selection.csv", answer),),
            9,
            START,
            START + timedelta(seconds=1, microseconds=7),
        ),
        BECAUSE,
    )
    for number, end in ((1, JobState.DONE), (2, None)):
        queue.submit("run", {"round": "RFI-2019-08"}, BECAUSE)
        job = queue.claim("worker", LEASE, BECAUSE, number)
        assert job is not None
        kept = queue.keep(job, LEASE, Step("solving", 1, 3, {"outputs": []}, (half,)))
        if end is not None:
            queue.finish(kept, end, BECAUSE, result={"run": 1})
    return empty
