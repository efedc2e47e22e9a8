"""Whether a workspace holds what workers had been told that it holds when they were killed, and nothing in between.

What belongs here: looking at all of a workspace after a bout, by nothing but reading. What does not: what workers do.

Invariant: every fault is one line that names what was found and what was expected; none means that all is well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic, sleep

from eligo.errors import DamagedStore
from eligo.records import Agreement, Event, Head, Job, JobState, Record, Run, chain_faults, head_of
from store.crash.journal import Reached
from store.crash.killer import Bout
from store.crash.place import Opened, Place, opened
from store.crash.work import SET_UP, content_of

PATIENCE_SECONDS = 30


@dataclass(slots=True)
class Tally:
    """What was seen: kills (of servers, too), how many of them landed inside a change, and what became of those.

    ``whole`` and ``nothing`` count the changes with events that were announced and not acknowledged; ``unaware`` are
    the whole ones among them whose worker was told that its database was gone.
    """

    kills: int = 0
    servers: int = 0
    inside: int = 0
    whole: int = 0
    nothing: int = 0
    unaware: int = 0
    acknowledged: int = 0
    events: int = 0


class Judge:
    """The judge of one workspace, who remembers what it has seen of it."""

    def __init__(self, place: Place, tally: Tally) -> None:
        self._place, self._tally = place, tally
        self._tokens = {SET_UP}
        self._head = Head()
        self._done: dict[int, int] = {}

    def faults(self, number: int, bout: Bout) -> list[str]:
        """What is wrong after a bout."""
        await_backends(self._place)
        with opened(self._place, number) as place:
            everything = list(place.db.archive.records())
            events = [one for one in everything if isinstance(one, Event)]
            records = [one for one in everything if not isinstance(one, Event)]
            found = [
                *(f"{account.worker}: {account.fault}" for account in bout.accounts if account.fault),
                *place.db.archive.faults(),
                *chain_faults(events),
                *agreement_faults(everything),
                *self._loss(events),
                *self._parts(events, bout),
                *missing_files(place),
                *self._lost_steps(records, bout),
                *(fault for job in jobs(records) for fault in work_faults(job, records)),
            ]
        self._remember(events, records, bout)
        return found

    def _loss(self, events: Sequence[Event]) -> Iterator[str]:
        """What was in the log after an earlier bout, and is not there any more."""
        seen = self._head.number
        if seen and (len(events) < seen or events[seen - 1].hash != self._head.hash):
            yield f"event {seen} was the last one after an earlier bout, and has gone or is another now"

    def _parts(self, events: Sequence[Event], bout: Bout) -> Iterator[str]:
        """Changes that are there in part, or not as they were acknowledged; and events that nobody announced."""
        events_of = by_reason(events)
        announced = [change for account in bout.accounts for change in account.changes]
        for change in announced:
            found = events_of.get(change.token, [])
            numbers, actions = tuple(one.number for one in found), tuple(one.action for one in found)
            if found and numbers != tuple(range(numbers[0], numbers[0] + len(numbers))):
                yield f"{change}: something else came between its events {numbers}"
            if change.refused and found:
                yield f"{change}: was refused, and made the events {numbers}"
            if change.events is not None and (numbers, actions) != (change.events, change.actions):
                yield f"{change}: was acknowledged, and made the events {numbers} {actions}"
            if change.is_open and found and actions != change.actions:
                yield f"{change}: was interrupted, and is there in part: {numbers} {actions}"
        for reason in events_of.keys() - self._tokens - {change.token for change in announced}:
            yield f"nobody announced the events {[one.number for one in events_of[reason]]} ({reason})"

    def _lost_steps(self, records: Iterable[Record], bout: Bout) -> Iterator[str]:
        """Jobs that are, or were found by a worker, before what was acknowledged or after what was announced."""
        made = [change for account in bout.accounts for change in account.changes if change.reached]
        seen = [(one, one.attempt) for account in bout.accounts for one in account.taken_up]
        seen += [(Reached(job.number, job.attempt, job.done), job.attempt + 1) for job in jobs(records)]
        for reached, before in seen:
            steps = [one for one in made if one.reached and one.reached.job == reached.job]
            earlier = [(one, one.reached.done) for one in steps if one.reached and one.reached.attempt < before]
            known = self._done.get(reached.job, 0)
            least = max([known, *(done for one, done in earlier if one.events is not None)])
            most = max([known, *(done for one, done in earlier if not one.refused)])
            if not least <= reached.done <= most:
                yield f"{reached}: at least {least} steps were acknowledged, and at most {most} announced"

    def _remember(self, events: Sequence[Event], records: Iterable[Record], bout: Bout) -> None:
        events_of = by_reason(events[self._head.number :])
        tally = self._tally
        tally.kills += bout.kills
        tally.servers += bout.server_died
        tally.inside += bout.server_died and any(account.open_change for account in bout.accounts)
        tally.events += len(events) - self._head.number
        for account in bout.accounts:
            self._tokens |= {change.token for change in account.changes}
            tally.acknowledged += sum(not change.is_open for change in account.changes)
            change = account.open_change
            tally.inside += change is not None and not account.gave_up and not bout.server_died
            if change and change.actions:
                is_there = change.token in events_of
                tally.whole += is_there
                tally.nothing += not is_there
                tally.unaware += is_there and bool(account.gave_up)
        self._head = head_of(events[-1]) if events else Head()
        self._done = {job.number: job.done for job in jobs(records)}


def agreement_faults(everything: Sequence[Record | Event]) -> Iterator[str]:
    """Where records, and what the registers hold, are not as the log says, after each of its events."""
    agreement = Agreement()
    for line in everything:
        agreement.see(line)
    return agreement.faults(lambda: everything)


def by_reason(events: Iterable[Event]) -> dict[str, list[Event]]:
    """The events of each change."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.why, []).append(event)
    return found


def jobs(records: Iterable[Record]) -> list[Job]:
    """The jobs among all records."""
    return [one for one in records if isinstance(one, Job)]


def missing_files(place: Opened) -> Iterator[str]:
    """Files that something refers to, and that are not there or are not what they were."""
    for file in place.db.archive.references():
        try:
            place.files.read(file)
        except DamagedStore as damage:
            yield damage.message


def work_faults(job: Job, records: Iterable[Record]) -> Iterator[str]:
    """What is wrong with the work of one job: its checkpoint whole, and one run where it is done, else none."""
    kept = [sha256(content_of(job.number, step)).hexdigest() for step in range(1, job.done + 1)]
    if [file.sha256 for file in job.files] != kept or (job.checkpoint or {"kept": []}) != {"kept": kept}:
        yield f"the checkpoint of job {job.number} is not that of step {job.done}: {job.checkpoint} {job.files}"
    runs = [one for one in records if isinstance(one, Run) and one.parameters == {"job": job.number}]
    if [job.result] * (job.state is JobState.DONE) != [{"run": run.number} for run in runs]:
        yield f"job {job.number} is {job.state.value} with the result {job.result}, and has {len(runs)} runs"
    for run in runs:
        if [one.file.sha256 for one in run.outputs] != kept or job.done != job.request["steps"]:
            yield f"run {run.number} does not hold all steps of job {job.number}"


def await_backends(place: Place) -> None:
    """Return when no server's part of a killed worker is left, which may still be carrying out its last statement."""
    if not place.url.startswith("postgresql:"):
        return
    import psycopg

    given_up = monotonic() + PATIENCE_SECONDS
    with psycopg.connect(place.url, autocommit=True) as connection:
        while True:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            ).fetchone()
            if row == (0,):
                return
            if monotonic() > given_up:
                raise TimeoutError(f"the server still works for workers that are dead: {row}")
            sleep(0.002)
