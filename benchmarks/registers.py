"""A register of 1,000,000 entries in the store of a workspace, beside Datasette over the same rows: ``make bench``.

Method: 250,000 products have four entries each (pending, a candidate, in test, eligible), entered in batches of 5,000
through ``RegisterLog.enter``: lines, tree, events, triggers and all, as every change of a workspace is. Two versions of
the eligible list are published, the last 200 entries apart, which 200
combinations came to it by. Then, by a monotonic clock inside the process:

- *as of*: whether a product is eligible on a day, ``lines_about`` and ``answer``, 2,000 products at random; a quarter
  of the questions are of what was known on an earlier day, too;
- *about*: everything about a product, 200 of them;
- *difference*: the two versions, 20 times;
- *proof*: a receipt of an entry at random made from kept nodes, written, and checked by ``eligo-verify-register``'s own
  function, 100 times; the proof that one version has become the other in the same way;
- *look-up*: the text of the last entry of an item up to a number and a day, asked of the store
  (``RegisterLog.lines``) and of Datasette (its own client in the same process, no network; the same file, its indexes
  and the same SQL; JSON out), 500 items at random, in turns, so that both meet the same machine.

Printed are medians and 95th percentiles in milliseconds, entries a second, and ratios. What may be at most is named
beside (issue: 20, 200 and 50 ms); nothing is asserted. What is published is signed as ever, but what it says of the
list's content is not worked out here. Arguments: a number of entries, and the address of an empty PostgreSQL database,
where the same is measured but for Datasette, which reads SQLite alone:
``python benchmarks/registers.py 1000000 postgresql://host/name``.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import eligo_verify_register  # noqa: E402
from eligo.ports import Lines, RegisterLog, Store, Workspace  # noqa: E402
from eligo.records import Because  # noqa: E402
from eligo.registers import (  # noqa: E402
    Basis,
    Document,
    LogLine,
    OpenFirmware,
    Product,
    RegisterEntry,
    Registers,
    RegisterVersion,
    Served,
    SignedVersion,
    SigningKey,
    Stage,
    answer,
    appearances,
    consistency_document,
    key_line,
    receipt_document,
    rules_of,
    signed,
    version_hash,
)
from eligo.scheme import load_scheme  # noqa: E402
from eligo.store import create_store  # noqa: E402
from eligo.terms import TO_BE_CONFIRMED, Device, Route  # noqa: E402
from eligo.workflows.register import OpenRegister, check_inventory  # noqa: E402
from eligo.workflows.workspace.registers.changes import versions_differ  # noqa: E402
from eligo.workflows.workspace.registers.kept import entries_of, kept_standing, lines_about  # noqa: E402

ENTRIES = 1_000_000
STEPS = 4
BATCH = 5_000
APART = 200
START = datetime(2019, 9, 2, tzinfo=UTC)
FIRST_DAY = date(2019, 11, 1)
KEY = SigningKey(bytes(32))
BECAUSE = Because("benchmark", "to be measured")
CHECK_AT_MOST = 10
"""What an inventory of a million rows may take, in seconds."""

AT_MOST = {"as of": 20, "difference": 200, "receipt": 50, "consistency": 50}
"""What a question may take at the 95th percentile, in milliseconds."""

LOOK_UP = """
SELECT text FROM eligo_registerline WHERE item = :item AND number <= :size AND effective_on <= :day
ORDER BY number DESC LIMIT 1
"""


class Clock:
    """The machine's."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)


def product(number: int) -> Product:
    """One of any number of products."""
    return Product(
        "WAN-A",
        "DF",
        (
            Device("ESME", "Landis+Gyr", "E470 (MK1)", "1.0", TO_BE_CONFIRMED),
            Device("GSME", "Landis+Gyr", "G370", "1.0", "03.00.01.61"),
            Device("CH", "Telit", "SEAP-2000-V", "A", f"2.1.{number}"),
            None,
        ),
    )


def life() -> tuple[RegisterEntry, ...]:
    """The four entries of a product, one every sixty days."""
    usual = RegisterEntry(
        product=product(0),
        generation=1,
        label="DMC",
        state="pending",
        firmware=(OpenFirmware("ESME", Stage.TO_BE_CONFIRMED),),
        operators=(Served("SMSO-1", Route.MT_SIT),),
        effective_on=FIRST_DAY,
        basis=Basis("selection", "Conclusion of 2019-10-28"),
        who="Register clerk",
        why="As concluded",
        first_added_on=None,
        recorded_at=START,
        number=0,
    )
    candidate = replace(
        usual,
        firmware=(OpenFirmware("ESME", Stage.CANDIDATE, "1.0"),),
        basis=Basis("firmware", "Release note 1"),
        effective_on=FIRST_DAY + timedelta(days=60),
    )
    day = FIRST_DAY + timedelta(days=180)
    evidence = Basis("evidence", "Test report", (Document("report.pdf", "a" * 64),), operators=("SMSO-1",))
    return (
        usual,
        candidate,
        replace(candidate, state="in-test", basis=Basis("testing", "MT"), effective_on=FIRST_DAY + timedelta(days=120)),
        replace(
            candidate,
            state="eligible",
            firmware=(OpenFirmware("ESME", Stage.FINAL, "1.0"),),
            basis=evidence,
            effective_on=day,
            first_added_on=day,
        ),
    )


def log_of(entries: int) -> Iterator[LogLine]:
    """The lines of a log with so many entries: every product's first, then every product's second, and so on."""
    yield key_line(Registers(), KEY, None, "Register clerk", "The first key", START)
    yield replace(rules_of(load_scheme("smets1-foc"), "Register clerk", "The registers open", START), number=2)
    products = entries // STEPS
    for step, usual in enumerate(life()):
        for number in range(products):
            line = step * products + number + 3
            at = START + timedelta(days=60 * step, seconds=number)
            yield replace(usual, product=product(number), label=f"DMC-{number}", recorded_at=at, number=line)


def filled(kept: RegisterLog, entries: int) -> tuple[float, SignedVersion, SignedVersion]:
    """Enter everything and publish twice: the entries a second, and the two versions."""
    lines, spent, versions = log_of(entries), 0.0, list[SignedVersion]()
    for stop in (entries + 2 - APART, entries + 2):
        while (size := kept.head().size) < stop:
            batch = list(islice(lines, min(BATCH, stop - size)))
            started = time.perf_counter()
            kept.enter(batch, BECAUSE)
            spent += time.perf_counter() - started
        versions.append(published(kept, versions))
    return entries / spent, versions[0], versions[1]


def published(kept: RegisterLog, earlier: Sequence[SignedVersion]) -> SignedVersion:
    """The next version of the eligible list over everything that is there, signed and published."""
    head, number = kept.head(), len(earlier) + 1
    day = FIRST_DAY + timedelta(days=180)
    version = RegisterVersion(
        number, "epcl", f"1.{number}", day, datetime(2021, 1, number, tzinfo=UTC), "To be measured", "Ada Drafter",
        "Ben Approver", head.size, head.root, "0" * 64, version_hash(earlier[-1].version) if earlier else "0" * 64,
    )  # fmt: skip
    key = key_line(Registers(), KEY, None, "Register clerk", "The first key", START)
    found = signed(version, KEY, Registers(key=key))
    kept.publish(found, BECAUSE)
    return found


def timed(times: int, ask: Callable[[], object]) -> list[float]:
    """How long each of so many questions took, in milliseconds."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        ask()
        found.append(1000 * (time.perf_counter() - started))
    return found


def measured(
    kept: RegisterLog, entries: int, first: SignedVersion, second: SignedVersion, file: Path
) -> dict[str, Any]:
    """The times of every question, by its name."""
    chance, products = random.Random(1), entries // STEPS

    def of(asked: str) -> OpenRegister:
        return OpenRegister("", lines_about(kept, (asked,), entries + 2), (first, second))

    def as_of() -> None:
        asked, on = product(chance.randrange(products)).product_id, FIRST_DAY + timedelta(days=chance.randrange(240))
        known = chance.choice([None, None, None, on + timedelta(days=chance.randrange(60))])
        if answer(of(asked).as_of(on, known), asked, "SMSO-1", on=on).word == "unknown" and known is None:
            raise SystemExit(f"{asked} was not found")

    def all_about() -> None:
        register = of(product(chance.randrange(products)).product_id)
        appearances(register.log, register.versions, register.entries)

    def receipt() -> str:
        number = chance.randrange(3, entries + 3)
        (entry,) = entries_of(kept, Lines(after=number - 1, through=number))
        return receipt_document(entry, second, kept.node)

    def checked(text: str) -> None:
        file.write_text(text, "utf-8")
        faults, _ = eligo_verify_register.check([str(file)])
        if faults:
            raise SystemExit("\n".join(faults))

    def difference() -> None:
        if len(versions_differ(kept, first.version, second.version).list.added) != APART:
            raise SystemExit("the versions differ by other entries")

    return {
        "as of": timed(2000, as_of),
        "about": timed(200, all_about),
        "difference": timed(20, difference),
        "receipt": timed(100, lambda: checked(receipt())),
        "consistency": timed(100, lambda: checked(consistency_document(first, second, kept.node))),
    }


class Silent:
    """Progress that nobody is told of."""

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Nothing is shown."""


def inventory(file: Path, rows: int, products: int, step: int) -> Path:
    """Installations of so many products of the register, each ``step`` from the next, drawn alike."""
    chance, ids = random.Random(3), [product(step * number).product_id for number in range(products)]
    with file.open("w", encoding="utf-8") as written:
        written.write("installation,product_id,operator,postcode,installed_on\n")
        for row in range(rows):
            written.write(
                f"I{row:08d},{chance.choice(ids)},SMSO-1,AB{row % 90} {row % 9}XY,2015-01-{1 + row % 28:02d}\n"
            )
    return file


def as_parquet(source: Path) -> Path:
    """The same rows as a Parquet table."""
    made = source.with_suffix(".parquet")
    duckdb.sql(f"COPY (FROM read_csv('{source}', all_varchar=true)) TO '{made}' (FORMAT parquet)")
    return made


def print_checks(store: Store, entries: int, folder: Path) -> None:
    """How long inventories take, in seconds by the clock."""
    every, out, workspace = entries // STEPS, folder / "answers.csv", cast("Workspace", SimpleNamespace(store=store))
    on = FIRST_DAY + timedelta(days=130)
    print(f"\ncheck of {entries:,} rows{'s':>31}{'at most':>13}")
    for products in sorted({min(one, every) for one in (500, 10_000, every)}):
        file = inventory(folder / f"of-{products}.csv", entries, products, every // products)
        for source in (file, as_parquet(file)) if products == min(500, every) else (file,):
            started = time.perf_counter()
            standing = kept_standing(workspace, on, unpublished=True)
            found = check_inventory(source, out, standing.of_products, on, Silent())
            spent = time.perf_counter() - started
            if (found.rows, found.faulty, found.answers) != (entries, 0, {"in-test": entries}):
                raise SystemExit(f"{source.name}: {found}")
            name = f"{products:,} products, {source.suffix[1:]}"
            print(f"{name:<36}{spent:>12.1f}{CHECK_AT_MOST:>10} s", flush=True)
            source.unlink()


def beside_datasette(kept: RegisterLog, entries: int, database: Path) -> dict[str, list[float]]:
    """The same look-up of both, in turns."""
    from datasette.app import Datasette  # the one thing here that only the group `bench` installs

    datasette = Datasette([str(database)])
    loop = asyncio.new_event_loop()
    loop.run_until_complete(datasette.invoke_startup())
    chance, found = random.Random(2), {"Eligo": list[float](), "Datasette": list[float]()}
    day, size = FIRST_DAY + timedelta(days=130), entries + 2
    for _ in range(500):
        item = f"{product(chance.randrange(entries // STEPS)).product_id}/1"
        asked = {"sql": LOOK_UP, "item": item, "size": size, "day": day.isoformat(), "_shape": "array"}
        started = time.perf_counter()
        response = loop.run_until_complete(datasette.client.get(f"/{database.stem}.json", params=asked))
        (row,) = response.json()
        found["Datasette"].append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        (line,) = kept.lines(Lines(items=(item,), through=size, effective_through=day, last=True))
        found["Eligo"].append(1000 * (time.perf_counter() - started))
        if json.loads(row["text"])["number"] != line.number:
            raise SystemExit(f"{item}: the answers differ")
    return found


def shown(name: str, times: Sequence[float]) -> str:
    """A line of the table."""
    last = statistics.quantiles(times, n=20)[-1]
    most = f"{AT_MOST[name]:>10} ms" if name in AT_MOST else ""
    return f"{name:<24}{statistics.median(times):>12.2f}{last:>12.2f}{most}"


def main(arguments: Sequence[str]) -> int:
    """Fill, measure and print."""
    entries = int(arguments[0]) if arguments else ENTRIES
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "eligo.sqlite3"
        opened = create_store(arguments[1] if len(arguments) > 1 else f"sqlite://{database}", Clock())
        kept = opened.store.registers
        a_second, first, second = filled(kept, entries)
        where = "SQLite" if opened.address.file else "PostgreSQL"
        print(f"A register of {entries:,} entries in {where} ({platform.machine()}, {os.cpu_count()} cores, ", end="")
        print(f"Python {platform.python_version()}); {a_second:,.0f} entries a second were entered\n")
        print(f"{'':<24}{'median ms':>12}{'p95 ms':>12}{'at most':>13}")
        for name, times in measured(kept, entries, first, second, Path(folder) / "asked.json").items():
            print(shown(name, times), flush=True)
        if opened.address.file:
            print("\nlook-up")
            beside = beside_datasette(kept, entries, database)
            for name, times in beside.items():
                print(shown(name, times))
            print(
                f"Datasette / Eligo: {statistics.median(beside['Datasette']) / statistics.median(beside['Eligo']):.1f}×"
            )
        print_checks(opened.store, entries, Path(folder))
        opened.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
