"""A process that has imported everything, and forks a worker whenever it is told to: a killed worker costs little.

What belongs here: starting, killing and awaiting workers; the worker's main line. What does not: what a worker does
(``load``).

Orders come as lines on the standard input, an answer to each goes out as a line. Invariants: no connection to a
database is open when it forks; a worker's number is nobody else's until its end has been awaited here; no worker
outlives this process, or two minutes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

from eligo.errors import StoreUnavailable
from eligo.store import create_store
from store.crash import register
from store.crash.journal import Journal
from store.crash.load import Load
from store.crash.place import Moment, Place, opened

LONGEST_LIFE_SECONDS = 120


def serve() -> dict[str, Any] | None:
    """Carry out orders until there are no more. Returns in a worker, with what it has to do, and here with ``None``."""
    alive: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        if "kill" in order:
            answer = kill(order["kill"], order["patience"])
            alive.discard(order["kill"])
        else:
            answer = os.fork()
            if not answer:
                return dict(order)
            alive.add(answer)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for worker in alive:
        kill(worker, 0)
    return None


def kill(worker: int, patience: float) -> int:
    """Kill a worker that does not end by itself within ``patience`` seconds; the signal or code that it ended with."""
    given_up = monotonic() + patience
    while monotonic() < given_up:
        ended, status = os.waitpid(worker, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        sleep(0.005)
    os.kill(worker, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])


def work(order: dict[str, Any]) -> None:
    """Change a workspace at random until somebody kills this process, or the database is gone."""
    signal.alarm(LONGEST_LIFE_SECONDS)
    path = Path(order["journal"])
    complaints = os.open(path.with_suffix(".stderr"), os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(complaints, sys.stderr.fileno())
    journal = Journal(path)
    try:
        if order["making"]:
            create_store(order["url"], Moment(0)).close()
            return
        with opened(Place(order["url"], Path(order["folder"])), order["bout"]) as place:
            load = Load(place, journal, Random(order["seed"]), path.stem)
            while True:
                load.one()
    except StoreUnavailable as gone:
        journal.give_up(gone.message)


def warm_up() -> None:
    """Import whatever opening a database, or signing, imports late."""
    import django.db.backends.postgresql.base  # noqa: F401

    register.warm_up()

    with tempfile.TemporaryDirectory() as folder:
        create_store(f"sqlite://{folder}/warm.sqlite3", Moment(0)).close()


if __name__ == "__main__":
    warm_up()
    task = serve()
    if task:
        work(task)
