"""The store of a workspace beside bare SQLite and beside the usual audit for Django: ``make bench``.

Method: each of three programs is a process of its own and keeps the same 1,000,000 decisions (kind, subject, a small
value) in a SQLite file that it makes, with a write-ahead log flushed at every commit (``synchronous=FULL``):

- *eligo*: ``Decisions.record``, an event in the hash-chained log for each, triggers and all;
- *simple-history*: django-simple-history, ``bulk_create_with_history``: a history row for each, no hash, no check that
  a change was made from the present state, nothing that keeps the history from being changed;
- *bare*: the two rows of each by ``executemany`` of the standard library's driver: no hash, no model, no check.

Then each is asked ``LOOK_UPS`` times for the decision that stands about one subject, at random and the same for all,
one question at a time; and each writes ``BATCHES`` further batches of 1,000, a transaction each. Times are wall time by
a monotonic clock inside the process. The table gives the median of a look-up and its 95th percentile in milliseconds,
and how many writes a second the median batch is; and Eligo's ratio to each of the others. Nothing is asserted. A number
of decisions may be named: ``python benchmarks/store.py 100000``.
"""

from __future__ import annotations

import json
import os
import platform
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
DECISIONS = 1_000_000
FILLED_AT_ONCE = 20_000
LOOK_UPS = 5_000
BATCHES = 10
BATCH = 1_000
VALUE = {"manufacturer": "Landis+Gyr", "model": "G370", "hardware": "1.0"}


def subject(number: int) -> str:
    """What the decision of that number is about."""
    return f"Landis & Gyr / G{number:07}"


def measured(fill: Callable[[range], None], look_up: Callable[[str], object], decisions: int) -> dict[str, float | int]:
    """Fill, look up, write batches; what was measured, by its heading."""
    started = time.perf_counter()
    for first in range(0, decisions, FILLED_AT_ONCE):
        fill(range(first, min(first + FILLED_AT_ONCE, decisions)))
    filled = time.perf_counter() - started
    chance = random.Random(1)
    look_ups = []
    for _ in range(LOOK_UPS):
        wanted = subject(chance.randrange(decisions))
        started = time.perf_counter()
        if look_up(wanted) is None:
            raise SystemExit(f"{wanted} was not found")
        look_ups.append(time.perf_counter() - started)
    batches = []
    for number in range(BATCHES):
        first = decisions + number * BATCH
        started = time.perf_counter()
        fill(range(first, first + BATCH))
        batches.append(time.perf_counter() - started)
    return {
        "look-up ms": 1000 * statistics.median(look_ups),
        "p95 ms": 1000 * statistics.quantiles(look_ups, n=20)[-1],
        "writes/s in a batch": round(BATCH / statistics.median(batches)),
        "writes/s filling": round(decisions / filled),
    }


def eligo(folder: Path, decisions: int) -> dict[str, float | int]:
    """The store."""
    sys.path.insert(0, str(SOURCE))
    from eligo.records import Because, Decision
    from eligo.store import create_store

    class Clock:
        def now(self) -> datetime:
            return datetime.now(UTC)

    opened = create_store(f"sqlite://{folder / 'eligo.sqlite3'}", Clock())
    because = Because("benchmark", "to be measured")

    def fill(numbers: range) -> None:
        opened.store.decisions.record([Decision("alias", subject(number), VALUE) for number in numbers], because)

    return measured(fill, lambda wanted: opened.store.decisions.standing("alias", wanted), decisions)


def simple_history(folder: Path, decisions: int) -> dict[str, float | int]:
    """The usual audit for Django, as its documentation has it."""
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "simple_history"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "peer.sqlite3"),
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                },
            }
        },
        USE_TZ=True,
    )
    django.setup()
    from django.core.management import call_command
    from django.db import connection, models
    from simple_history.models import HistoricalRecords
    from simple_history.utils import bulk_create_with_history

    class Decision(models.Model):
        kind = models.TextField()
        subject = models.TextField()
        value = models.TextField()
        history = HistoricalRecords()

        class Meta:
            app_label = "auth"
            constraints = (models.UniqueConstraint(fields=("kind", "subject"), name="about"),)

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Decision)
        editor.create_model(Decision.history.model)
    text = json.dumps(VALUE)

    def fill(numbers: range) -> None:
        made = [Decision(kind="alias", subject=subject(number), value=text) for number in numbers]
        bulk_create_with_history(made, Decision, batch_size=2000, default_change_reason="to be measured")

    return measured(fill, lambda wanted: models.QuerySet(Decision).get(kind="alias", subject=wanted), decisions)


def bare(folder: Path, decisions: int) -> dict[str, float | int]:
    """The driver of the standard library."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE decision (event INTEGER PRIMARY KEY, kind TEXT, subject TEXT, value TEXT);"
        "CREATE UNIQUE INDEX about ON decision (kind, subject);"
        "CREATE TABLE event (number INTEGER PRIMARY KEY, at TEXT, who TEXT, why TEXT, subject TEXT, after TEXT);"
    )
    text = json.dumps(VALUE)

    def fill(numbers: range) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO decision VALUES (?, 'alias', ?, ?)", ((n, subject(n), text) for n in numbers)
        )
        connection.executemany(
            "INSERT INTO event VALUES (?, '2026-01-01', 'benchmark', 'to be measured', ?, ?)",
            ((n, subject(n), text) for n in numbers),
        )
        connection.execute("COMMIT")

    def look_up(wanted: str) -> object:
        question = "SELECT * FROM decision WHERE kind = 'alias' AND subject = ?"
        return connection.execute(question, (wanted,)).fetchone()

    return measured(fill, look_up, decisions)


PROGRAMS: dict[str, Callable[[Path, int], dict[str, float | int]]] = {
    "eligo": eligo,
    "simple-history": simple_history,
    "bare": bare,
}


def main(arguments: Sequence[str]) -> int:
    """Measure each program in a process of its own, and print the table; or be one of them."""
    decisions = int(arguments[0]) if arguments else DECISIONS
    if len(arguments) == 2:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(PROGRAMS[arguments[1]](Path(folder), decisions)))
        return 0
    found = {}
    for name in PROGRAMS:
        command = [sys.executable, __file__, str(decisions), name]
        outcome = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
        found[name] = json.loads(outcome.stdout)
    print(f"{decisions:,} decisions with their history in SQLite {sqlite3.sqlite_version} ", end="")
    print(f"({platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()})\n")
    columns = list(found["eligo"])
    print(f"{'':<24}" + "".join(f"{column:>21}" for column in columns))
    for name, values in found.items():
        print(f"{name:<24}" + "".join(f"{values[c]:>21,.3f}" if "ms" in c else f"{values[c]:>21,}" for c in columns))
    for name in list(found)[1:]:
        ratios = [found["eligo"][column] / found[name][column] for column in columns]
        print(f"{'eligo / ' + name:<24}" + "".join(f"{ratio:>20.2f}×" for ratio in ratios))
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
