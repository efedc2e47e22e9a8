"""Workers that are killed at random moments.

What belongs here: telling the zygote what to do, and when a worker dies. What does not: what they leave (``judge``).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any, Protocol

from store.crash.journal import Account, account_of
from store.crash.place import Place

LONGEST_SECONDS = 0.2
"""A worker is killed at most so long after its first change began, or after the one before it was killed."""

COMMIT_SECONDS = 0.001
"""About so long a commit takes."""

PATIENCE_SECONDS = 20
"""How long a worker may take to notice that its database is gone."""


class Server(Protocol):
    """A database server that can be killed."""

    def kill(self) -> None:
        """End it at once."""
        ...

    def start(self) -> None:
        """Start it again; it mends itself."""
        ...


class Zygote:
    """The process that forks the workers."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._running = running

    def start(self, **order: Any) -> int:
        """Start a worker; its number."""
        return self._ask({"making": False, **order})

    def kill(self, worker: int, patience: float = 0) -> int:
        """Kill a worker, if it does not end by itself before; minus the signal, or the code, that it ended with."""
        return self._ask({"kill": worker, "patience": patience})

    def _ask(self, order: dict[str, Any]) -> int:
        orders, answers = self._running.stdin, self._running.stdout
        if orders is None or answers is None:
            raise ValueError("the zygote was started without pipes")
        orders.write(json.dumps(order) + "\n")
        orders.flush()
        return int(answers.readline())


@contextmanager
def zygote() -> Iterator[Zygote]:
    """A zygote during the block."""
    # Nobody measures the coverage of what is killed.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = (sys.executable, "-W", "error", "-m", "store.crash.zygote")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as running:
        yield Zygote(running)


@dataclass(frozen=True, slots=True)
class Bout:
    """One time of working and being killed. ``server_died`` says whether the database's server was killed, too."""

    accounts: tuple[Account, ...]
    kills: int
    server_died: bool


def one_bout(zygote: Zygote, place: Place, journals: Path, bout: int, chance: Random, server: Server | None) -> Bout:
    """Let one worker or two change a workspace at once, and kill each, and sometimes the server before them."""
    paths = [journals / f"w{bout}{letter}.jsonl" for letter in "ab"[: 2 if chance.random() < 0.3 else 1]]
    workers = [
        zygote.start(journal=str(path), url=place.url, folder=str(place.folder), bout=bout, seed=chance.random())
        for path in paths
    ]
    if chance.random() < 0.8:
        # Else they are killed while they open the workspace, or soon after.
        _await_first_change(paths)
    server_dies = server is not None and chance.random() < 0.1
    patience = PATIENCE_SECONDS if server_dies and chance.random() < 0.5 else 0
    kills = 0
    if server is not None and server_dies:
        let_some_time_pass(chance)
        server.kill()
        kills += 1
    accounts = []
    for worker, path in zip(workers, paths, strict=True):
        if not server_dies:
            let_some_time_pass(chance)
            _await_commit(place, chance)
        ended = zygote.kill(worker, patience)
        kills += ended == -signal.SIGKILL
        accounts.append(_account(path, ended, server_dies))
    if server is not None and server_dies:
        server.start()
    return Bout(tuple(accounts), kills, server_dies)


def _await_first_change(paths: Iterable[Path]) -> None:
    given_up = monotonic() + PATIENCE_SECONDS
    while not all(path.exists() and path.stat().st_size for path in paths) and monotonic() < given_up:
        sleep(0.001)


def let_some_time_pass(chance: Random) -> None:
    """Not to wait for anything: the moment of a kill is what is drawn here."""
    sleep(chance.uniform(0, LONGEST_SECONDS))


def _await_commit(place: Place, chance: Random) -> None:
    """With SQLite, half of the time: return while somebody is in the middle of a commit, which writes to one file."""
    log = place.write_ahead_log
    if log is None or not log.exists() or chance.random() < 0.5:
        return
    seen, given_up = log.stat().st_size, monotonic() + LONGEST_SECONDS
    while monotonic() < given_up and log.exists() and log.stat().st_size == seen:
        pass
    strikes_at = monotonic() + chance.uniform(0, COMMIT_SECONDS)
    while monotonic() < strikes_at:
        pass


def _account(path: Path, ended: int, server_died: bool) -> Account:
    account = account_of(path)
    if account.gave_up and not server_died:
        account.fault = f"gave up, though its database was there: {account.gave_up}"
    if ended not in (-signal.SIGKILL, 0) or not (ended or account.gave_up):
        account.fault = f"ended by itself with {ended}: {path.with_suffix('.stderr').read_text('utf-8')}"
    return account
