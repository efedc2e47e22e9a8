"""Many bouts on workspace after workspace: what `make fuzz` does 500 times for each database, `make test` a few times.

What belongs here: how long a workspace goes on, and how it ends. What does not: a bout (``killer``), what is right
(``judge``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from eligo.ports import LAST_ATTEMPT
from eligo.records import JobState
from eligo.store import create_store
from store.crash.journal import Journal, account_of
from store.crash.judge import Judge, Tally
from store.crash.killer import Bout, Server, Zygote, one_bout
from store.crash.load import Load
from store.crash.place import Moment, Place, opened
from store.crash.work import set_up

KILLS_OF_A_WORKSPACE = 50


@dataclass(frozen=True, slots=True)
class Campaign:
    """Who takes part: ``new_database`` gives the address of one more empty database, ``server`` is theirs."""

    zygote: Zygote
    folder: Path
    new_database: Callable[[], str]
    server: Server | None = None

    def faults(self, seed: str, kills: int, tally: Tally) -> list[str]:
        """What was wrong after the first bout after which anything was, of as many as it takes for so many kills."""
        found: list[str] = []
        number = 0
        while tally.kills < kills and not found:
            number += 1
            folder = self.folder / f"workspace{number}"
            folder.mkdir()
            place = new_place(self.new_database(), folder)
            until = min(kills, tally.kills + KILLS_OF_A_WORKSPACE)
            found = [
                f"workspace {number}, {fault}" for fault in self._go_through(place, f"{seed}/{number}", until, tally)
            ]
        return found

    def _go_through(self, place: Place, seed: str, until: int, tally: Tally) -> list[str]:
        judge, bout = Judge(place, tally), 0
        while tally.kills < until:
            bout += 1
            chance = Random(f"{seed}/{bout}")
            done = one_bout(self.zygote, place, place.folder.parent, bout, chance, self.server)
            if found := judge.faults(bout, done):
                return [f"bout {bout}: {fault}" for fault in found]
        return [f"at its end: {fault}" for fault in ending_faults(place, judge, bout + 1)]


def new_place(url: str, folder: Path) -> Place:
    """An empty workspace, ready for the load: its database at ``url``, its files in the folder."""
    place = Place(url, folder / "files")
    create_store(url, Moment(0)).close()
    with opened(place, 0) as empty:
        set_up(empty)
    return place


def ending_faults(place: Place, judge: Judge, bout: int) -> list[str]:
    """What is wrong once every job has been taken up and done to its end, and what nothing refers to is collected."""
    path = place.folder.with_name("end.jsonl")
    with opened(place, bout) as left:
        waiting = [job for job in left.db.queue.all() if not job.state.is_final]
        Load(left, Journal(path), Random(bout), "end").work.drain()
        ended = {job.number: job.state for job in left.db.queue.all()}
    found = judge.faults(bout, Bout((account_of(path),), 0, server_died=False))
    for job in waiting:
        expected = JobState.FAILED if job.attempt >= LAST_ATTEMPT else JobState.DONE
        expected = JobState.CANCELLED if job.cancel_wanted else expected
        if ended[job.number] is not expected:
            found.append(f"job {job.number} was to end as {expected.value}, and is {ended[job.number].value}: {job}")
    with opened(place, bout) as left:
        left.files.collect(left.db.archive)
        if set(left.files.all()) != left.db.archive.references():
            found.append("the files that are left are not those that something refers to")
    return found
