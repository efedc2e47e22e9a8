"""Is a return read as is expected? Every difference is a sentence; none means yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from eligo.errors import EligoError
from eligo.returns import Return, UpgradesFile, read_return
from faults.stock import catalogue, scheme

Place = tuple[str, str, str, str, int, str]
"""Code, severity, file, sheet, row, column letters."""


@dataclass(frozen=True)
class Case:
    """A file, and what is to be found in it. ``balances`` has read, accepted, quarantined and ignored rows by file and
    sheet; ``devices`` and ``counts`` are those of the accepted rows, by row; ``allowed`` may be found, but need not be.
    """

    name: str
    content: bytes
    upgrades: tuple[str, bytes] | None
    kinds: tuple[str, ...]
    expected: tuple[Place, ...]
    allowed: tuple[Place, ...]
    balances: dict[tuple[str, str], tuple[int, int, int, int]]
    counts: dict[int, tuple[int, int, int]]
    devices: dict[int, dict[str, str]]


def read(case: Case) -> Return:
    """The case's file, read."""
    beside = UpgradesFile(*case.upgrades) if case.upgrades else None
    return read_return(case.name, case.content, scheme(), catalogue(), beside)


def complaints(case: Case) -> list[str]:
    """What is wrong with how the case's file is read, each with its file and kinds."""
    try:
        one = read(case)
    except EligoError as error:
        found = [f"refused: {error.message}", *error.details]
    else:
        found = [*_findings(case, one), *_balances(case, one), *_meanings(case, one)]
    return [f"{case.name} ({', '.join(case.kinds)}): {complaint}" for complaint in found]


def _findings(case: Case, one: Return) -> Iterator[str]:
    """Errors and warnings are exactly those expected; of notes, at least those."""
    found = Counter(
        (f.code, f.severity.value, f.location.file, f.location.sheet, f.location.row, f.location.column_letter)
        for f in one.findings
    )
    expected, allowed = Counter(case.expected), Counter(case.allowed)
    for place in expected - found:
        yield f"not found: {place}"
    for place in found - expected - allowed:
        if place[1] != "note":
            yield f"found, though not put there: {place}"


def _balances(case: Case, one: Return) -> Iterator[str]:
    found = {(b.file, b.sheet): (b.read, b.accepted, b.quarantined, b.ignored) for b in one.balances}
    if found != case.balances:
        yield f"rows do not add up: {found}, expected {case.balances}"
    for place, (rows, *parts) in found.items():
        if rows != sum(parts):
            yield f"{place}: {rows} rows read, but {parts} accounted for"


def _meanings(case: Case, one: Return) -> Iterator[str]:
    """Accepted are the rows that should be, and each is read as what was meant."""
    counts = dict(zip(one.accepted.rows, zip(*one.accepted.counts, strict=True), strict=True))
    if counts != case.counts:
        differing = {row: counts.get(row) for row in sorted(set(counts) ^ set(case.counts))}
        differing |= {row: found for row, found in counts.items() if found != case.counts.get(row, found)}
        yield f"accepted rows or their counts differ: {differing}"
    for kind, column in one.accepted.devices.items():
        for row, device in zip(one.accepted.rows, column, strict=True):
            found, meant = device.text if device else "", case.devices.get(row, {}).get(kind)
            if meant is not None and found != meant:
                yield f"row {row}: {kind} was read as '{found}', and '{meant}' was meant"
