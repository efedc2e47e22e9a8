"""Logs for tests: one told step by step, and any number of drawn ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from eligo.errors import RegisterRefused
from eligo.registers import (
    Basis,
    Consent,
    Document,
    Draft,
    LogLine,
    OpenFirmware,
    Product,
    RegisterEntry,
    Registers,
    RulesEntry,
    Served,
    SignedVersion,
    SigningKey,
    Stage,
    Tree,
    append,
    canonical_bytes,
    key_line,
    leaf_hash,
    numbered,
    publish,
    replay,
    rules_of,
)
from eligo.scheme import load_scheme
from eligo.terms import TO_BE_CONFIRMED, Device, Route

KEY, NEXT_KEY = SigningKey(bytes(32)), SigningKey(bytes([1]) * 32)
START = datetime(2019, 9, 2, 9, tzinfo=UTC)
WHO = "Register clerk"
TBC = OpenFirmware("ESME", Stage.TO_BE_CONFIRMED)
SELECTION = Basis("selection", "Conclusion of 2019-10-28")
FIRMWARE = Basis("firmware", "Release note 1")
EVIDENCE = Basis("evidence", "Test completion report", (Document("report.pdf", "a" * 64),), operators=("SMSO-1",))
DECIDED = date(2020, 1, 15)


def candidate(version: str) -> OpenFirmware:
    return OpenFirmware("ESME", Stage.CANDIDATE, version)


def final(version: str) -> OpenFirmware:
    return OpenFirmware("ESME", Stage.FINAL, version)


def product(number: int) -> Product:
    """One of any number of products: each has a hub's firmware of its own."""
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


@cache
def the_rules() -> RulesEntry:
    return rules_of(load_scheme("smets1-foc"), WHO, "The registers are opened", START)


@cache
def opened() -> tuple[LogLine, ...]:
    """A log with a key and the rules, and nothing else."""
    key = key_line(Registers(), KEY, None, WHO, "The first key", START)
    return (key, numbered(replay((key,)), the_rules(), START))


def entry(number: int = 1, **stated: Any) -> RegisterEntry:
    """An entry about a product, pending on firmware to be confirmed unless something else is said; not numbered."""
    usual = RegisterEntry(
        product=product(number),
        generation=1,
        label=f"DMC-{number}",
        state="pending",
        firmware=(TBC,),
        operators=(Served("SMSO-1", Route.MT_SIT),),
        effective_on=date(2019, 11, 1),
        basis=SELECTION,
        who=WHO,
        why="As concluded",
        first_added_on=None,
        recorded_at=START,
        number=0,
    )
    return replace(usual, **stated)


def told(*entries: RegisterEntry, at: datetime = START) -> tuple[LogLine, ...]:
    """The log of an opened register with these entries, one an hour."""
    log, registers = [*opened()], replay(opened())
    for hour, one in enumerate(entries, start=1):
        line = numbered(registers, one, at + timedelta(hours=hour))
        registers = append(registers, line)
        log.append(line)
    return tuple(log)


LIFE: tuple[RegisterEntry, ...] = (
    entry(),
    entry(firmware=(candidate("1.0"),), basis=FIRMWARE),
    entry(firmware=(candidate("1.0"),), state="in-test", basis=Basis("testing", "MT"), effective_on=date(2019, 11, 4)),
    entry(firmware=(candidate("1.1"),), state="in-test", basis=FIRMWARE, effective_on=date(2019, 12, 2)),
    entry(firmware=(final("1.2"),), state="in-test", basis=FIRMWARE, effective_on=date(2020, 1, 6)),
    entry(firmware=(final("1.2"),), state="eligible", basis=EVIDENCE, effective_on=date(2020, 2, 21)),
)
"""The life of a combination from the conclusion of the consultation to the list of what is eligible."""


def drawn_log(
    random: Random, length: int, refused: list[tuple[tuple[LogLine, ...], RegisterEntry, tuple[str, ...]]] | None = None
) -> tuple[LogLine, ...]:
    """A log that somebody with little plan has written: what was refused is not in it, but in ``refused``, with the log
    before it and the reasons.
    """
    log, registers = [*opened()], replay(opened())
    at = START
    for _ in range(20 * length):
        if len(log) >= length:
            break
        at += timedelta(minutes=random.choice([0, 1, 60, 60 * 24 * 9]))
        line = numbered(registers, _drawn_entry(random, registers), at)
        try:
            registers = append(registers, line)
        except RegisterRefused as error:
            if refused is not None:
                refused.append((tuple(log), line, error.details))
            continue
        log.append(line)
    return tuple(log)


def _drawn_entry(random: Random, registers: Registers) -> RegisterEntry:
    """A step that is often allowed and often not, about one of four products."""
    number = random.randint(1, 4)
    items = registers.of_product(product(number).product_id)
    before = items[-1].latest if items else entry(number)
    generation = max(1, len(items) + (random.random() < 0.1))
    version = f"1.{random.randint(0, 6)}"
    firmware = random.choice([before.firmware, before.firmware, (candidate(version),), (final(version),), (TBC,)])
    state = random.choice([before.state, *(one.id for one in the_rules().rules.states)])
    day = before.effective_on + timedelta(days=random.choice([-1, 0, 0, 1, 40]))
    may_rest_on = next(one.bases for one in the_rules().rules.states if one.id == state)
    names = sorted(random.sample(the_rules().operators, random.randint(1, 3)))
    eligible = [item.latest.item for item in registers.items.values() if item.latest.state == "eligible"]
    basis = _drawn_basis(random, random.choice(may_rest_on), eligible, names)
    is_eligible = state == "eligible"
    open_on = {one.operator: one.open_on for one in before.operators if is_eligible and before.state == state}
    return entry(
        number,
        generation=generation,
        label=random.choice([before.label, f"DMC-{number}{version}"]),
        state=state,
        firmware=firmware,
        effective_on=day,
        basis=basis,
        operators=tuple(
            Served(
                name,
                random.choice([Route.MT_SIT, Route.DMCT]),
                open_on.get(name) or (day if is_eligible and random.random() < 0.3 else None),
            )
            for name in names
        ),
    )


def _drawn_basis(random: Random, kind: str, eligible: Sequence[str], operators: Sequence[str]) -> Basis:
    needs = next(one.needs for one in the_rules().rules.bases if one.id == kind)
    record = random.randint(1, 99)
    is_consented = kind in ("evidence", "equivalence") and record % 2 == 0
    return Basis(
        kind,
        f"Record {record}",
        documents=(Document("report.pdf", f"{random.getrandbits(256):064x}"),) if "documents" in needs else (),
        base=random.choice([*eligible, "P-000000000000/1"]) if "base" in needs else "",
        consultation="Various 1" if "consultation" in needs else "",
        category="missing-keys" if "category" in needs else "",
        party="A Manufacturer" if "party" in needs else "",
        operators=tuple(operators) if kind == "evidence" else (),
        decided_on=DECIDED if "decided_on" in needs else None,
        consent=Consent("Letter of the department", date(2019, 9, 1)) if is_consented else None,
    )


def tree_of(log: Sequence[LogLine]) -> Tree:
    return Tree([leaf_hash(canonical_bytes(line)) for line in log])


def version(
    log: Sequence[LogLine], number: str, earlier: Sequence[SignedVersion] = (), *, key: SigningKey = KEY, **stated: Any
) -> SignedVersion:
    """A version of the whole log, signed: of the pending list unless something else is said."""
    usual = Draft("ppcl", number, date(2019, 11, 1), "As concluded", "Ada Drafter", "Ben Approver")
    draft = replace(usual, **stated)
    last = earlier[-1].version.published_at if earlier else START
    return publish(log, tree_of(log).node, draft, earlier, key, max(log[-1].recorded_at, last))


def drawn_register(random: Random, length: int) -> tuple[tuple[LogLine, ...], tuple[SignedVersion, ...]]:
    """A drawn log of which each list was published now and then, the last time as a whole; its key changes once."""
    log, key, versions = [*opened()], KEY, list[SignedVersion]()
    change = random.randrange(length // 3, length)
    for line in drawn_log(random, length)[2:]:
        log.append(replace(line, number=len(log) + 1))
        if len(log) == change:
            log.append(key_line(replay(log), NEXT_KEY, KEY, WHO, "Once a year", line.recorded_at))
            key = NEXT_KEY
        if random.random() < 0.15 and len(log) < length:
            versions.append(drawn_version(random, log, versions, key))
    return tuple(log), (*versions, drawn_version(random, log, versions, key))


def drawn_version(
    random: Random, log: Sequence[LogLine], earlier: Sequence[SignedVersion], key: SigningKey
) -> SignedVersion:
    """The next version of one of the lists, effective some day."""
    name = random.choice(["ppcl", "epcl"])
    same = [one.version for one in earlier if one.version.list == name]
    day = same[-1].effective_on if same else date(2019, 10, 1)
    later = day + timedelta(days=random.choice([0, 0, 30, 90]))
    return version(log, f"2.{len(same) + 9}", earlier, key=key, list=name, effective_on=later)
