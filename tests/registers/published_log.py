"""A small register as it is published: the five combinations of the source's Table 3 and some more, in every state, two
versions of each list, and another key halfway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from eligo.registers import (
    Basis,
    Coverage,
    Document,
    LogLine,
    Product,
    RegisterEntry,
    Served,
    SignedVersion,
    append,
    key_line,
    numbered,
    replay,
)
from eligo.terms import TO_BE_CONFIRMED, Device, Route
from registers.drawn_log import (
    DECIDED,
    EVIDENCE,
    FIRMWARE,
    KEY,
    NEXT_KEY,
    TBC,
    WHO,
    candidate,
    entry,
    final,
    opened,
    version,
)

TABLE_3 = (
    ("SMSO-1", "E470 (MK1)", "G370", "03.00.01.61", "SEAP-2000-V", "2.1.12", "PCK-BB-001", "2.2.1.9.0"),
    ("SMSO-1", "E470 (MK1)", "G470 (MK1)", "03.02.01.63", "SEAP-2000-V", "2.1.12", "PCK-BB-001", "2.2.1.9.0"),
    ("SMSO-1", "E470 (MK1)", "G370", "03.00.01.61", "SEAP-2001-V", "2.2.7", "PCK-BB-001", "2.2.1.9.0"),
    ("SMSO-1", "E470 (MK2)", "G470 (MK2)", "03.03.01.61", "SEAP-2001-V", "2.2.8", "PCK-BB-001", "2.7.1.9.0"),
    ("SMSO-2", "E470 (MK1)", "G470 (MK1)", "03.02.01.68", "SEAP-2001-V", "2.2.8", "DUET II", "2.0.1.9.61"),
    ("SMSO-3", "E470 (MK1)", "G370", "03.00.01.61", "SEAP-2000-V", "2.1.13", "PCK-BB-001", "2.2.1.9.0"),
    ("SMSO-2", "E470 (MK2)", "G370", "03.00.01.61", "SEAP-2001-V", "2.2.9", "DUET II", "2.0.1.9.61"),
    ("SMSO-3", "E470 (MK1)", "G470 (MK1)", "03.02.01.63", "SEAP-2000-V", "2.1.13", "DUET II", "2.0.1.9.61"),
)
"""Operator, meters, hub and display of the source's Table 3 (Consultation 2.1.5), and of three more."""

COVERAGE = Coverage(
    "0.52", (("SMSO-1", "0.42"), ("SMSO-2", "0.10"), ("SMSO-3", "")), Document("The results of run 1, R1", "c" * 64)
)
"""The shares of the source's tables (Consultation 2.1.2 to 2.1.5); what is the third's is too small to publish."""

TESTING, MEANT = Basis("testing", "Start of MT and SIT"), "=HYPERLINK(1)"
"""A reference, and a text that a spreadsheet would compute."""


def of_table(number: int, **stated: object) -> RegisterEntry:
    """An entry about one of these combinations, from 1 on; pending unless something else is said."""
    operator, meter, gas, gas_firmware, hub, hub_firmware, display, display_firmware = TABLE_3[number - 1]
    devices = (
        Device("ESME", "Landis+Gyr", meter, "1.0", TO_BE_CONFIRMED),
        Device("GSME", "Landis+Gyr", gas, "1.0", gas_firmware),
        Device("CH", "Telit", hub, "A", hub_firmware),
        Device("PPMID", "GEO", display, "1.0", display_firmware),
    )
    route = Route.MT_SIT if number <= 5 else Route.DMCT
    usual = entry(number, product=Product("WAN-A", "DF", devices), operators=(Served(operator, route),))
    return replace(usual, **stated)  # type: ignore[arg-type]


def _equivalent(base: RegisterEntry) -> Basis:
    decided = {"documents": (Document("decision.pdf", "b" * 64),), "decided_on": DECIDED}
    return Basis("equivalence", "Decision 7", base=base.item, **decided)  # type: ignore[arg-type]


_FROM, _LATER = date(2020, 1, 6), date(2020, 2, 21)


def _first() -> list[RegisterEntry]:
    return [of_table(number) for number in range(1, 9)]


def _tested() -> list[RegisterEntry]:
    """Candidates, tests, final releases; what is not to be tested, for each reason."""
    decided = {"decided_on": DECIDED, "consultation": "Various 1"}
    first = {"firmware": (candidate("1.0"),), "effective_on": date(2019, 11, 4)}
    last = {"firmware": (final("1.2"),), "effective_on": _FROM}
    excluded = Basis("exclusion", "Decision 5", category="missing-keys", **decided)  # type: ignore[arg-type]
    uneconomic = Basis("uneconomic", "Decision 6", **decided)  # type: ignore[arg-type]
    return [
        of_table(1, basis=FIRMWARE, **first),
        of_table(1, basis=TESTING, state="in-test", **first),
        of_table(2, basis=FIRMWARE, **first),
        of_table(2, basis=TESTING, state="in-test", **first),
        of_table(1, basis=FIRMWARE, state="in-test", **last),
        of_table(3, basis=FIRMWARE, **first),
        of_table(3, basis=FIRMWARE, why=MEANT, **last),
        of_table(6, state="withdrawn", basis=Basis("withdrawal", "Decision 4", decided_on=DECIDED)),
        of_table(7, state="excluded", basis=excluded, effective_on=_FROM),
        of_table(8, state="uneconomic", basis=uneconomic, effective_on=_FROM),
    ]


def _eligible() -> list[RegisterEntry]:
    """The first, and by its test the third; the first may be migrated, and has newer firmware to come."""
    known = {"state": "eligible", "firmware": (final("1.2"),), "effective_on": _LATER}
    first = of_table(1, basis=EVIDENCE, **known)
    served = (replace(first.operators[0], open_on=date(2020, 3, 2)),)
    return [
        first,
        of_table(3, basis=_equivalent(first), **known),
        replace(first, operators=served, effective_on=date(2020, 3, 2)),
        of_table(1, generation=2, firmware=(TBC,), label="DMC-1b", effective_on=date(2020, 3, 2)),
    ]


@cache
def published_log(covers: Coverage | None = COVERAGE) -> tuple[tuple[LogLine, ...], tuple[SignedVersion, ...]]:
    """The log and its four versions: of the pending list with 2.9 and 2.10, of the eligible with 1.0 and 1.1.

    The first and the last say how much of the estate stands on their lists, if that is known.
    """
    log = _written(opened(), _first())
    versions = [version(log, "2.9", coverage=covers)]
    log = _written(log, _tested())
    log = (*log, key_line(replay(log), NEXT_KEY, KEY, WHO, "Once a year", log[-1].recorded_at + timedelta(days=1)))
    log = _written(log, _eligible()[:2])
    versions.append(
        version(log, "1.0", versions, key=NEXT_KEY, list="epcl", effective_on=_LATER, reason="The first two")
    )
    log = _written(log, _eligible()[2:])
    for name, number, reason in (("ppcl", "2.10", "Firmware and tests"), ("epcl", "1.1", "Migration begins")):
        stated: dict[str, Any] = {"list": name, "effective_on": date(2020, 3, 2), "reason": reason}
        stated |= {"coverage": replace(covers, share=">0.99")} if covers and name == "epcl" else {}
        versions.append(version(log, number, versions, key=NEXT_KEY, **stated))
    return log, tuple(versions)


def _written(log: Sequence[LogLine], entries: Sequence[RegisterEntry]) -> tuple[LogLine, ...]:
    """The log with these entries more, each on the day on which it takes effect, or an hour after the one before it."""
    registers, lines = replay(log), [*log]
    for one in entries:
        day = datetime.combine(one.effective_on, time(9), UTC)
        line = numbered(registers, one, max(day, lines[-1].recorded_at + timedelta(hours=1)))
        registers = append(registers, line)
        lines.append(line)
    return tuple(lines)
