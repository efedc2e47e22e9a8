"""Facts for tests: one product's life told day by day, and any number of drawn ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from eligo.registers import Basis, Document, Product, Registers, Served, Stage, enter
from eligo.registers.due import (
    EQUIVALENCE,
    SELECTION,
    TEST_REFUSAL,
    TEST_REQUEST,
    UNECONOMIC,
    Begun,
    Equivalent,
    Facts,
    KnownProduct,
    Lapsed,
    Migrated,
    Released,
    Shown,
    due_entries,
    said,
)
from eligo.terms import Route
from registers.drawn_log import START, WHO, product

LISTED = Basis(SELECTION, "Selection of run 1, RFI-2019-08")
REPORT = Document("results.xml", "a" * 64)
BOARD = Document("equivalences.csv", "b" * 64)


def release(version: str, day: str, stage: Stage = Stage.CANDIDATE) -> Released:
    return Released(version, stage, date.fromisoformat(day), f"{stage.value} {version} of MK1, received {day}")


ROW = (
    release("1.0", "2019-10-07"),
    release("1.1", "2019-12-02"),
    release("1.2", "2020-01-06", Stage.FINAL),
)
LATER = (*ROW, release("2.0", "2020-06-01"))


def begun(version: str, day: str, operator: str = "SMSO-1", **stated: Any) -> Begun:
    return Begun(operator, version, date.fromisoformat(day), f"MT on {version}, begun {day}", (REPORT,), **stated)


def shown(version: str = "1.2", operator: str = "SMSO-1", **stated: Any) -> Shown:
    return Shown(operator, version, f"MT, SIT and EOC at {operator}", (REPORT,), **stated)


def stands(base: Product, operator: str = "SMSO-1") -> Equivalent:
    basis = Basis(EQUIVALENCE, "Decision of 2020-03-30", (BOARD,), decided_on=date(2020, 3, 30))
    return Equivalent(operator, base.product_id, "SMSO-1", basis)


def known(number: int = 1, releases: Sequence[Released] = ROW, **stated: Any) -> KnownProduct:
    """A product that a run drafts, of one operator and one track."""
    usual = KnownProduct(
        product(number),
        f"DMC-{number}",
        (Served("SMSO-1", Route.MT_SIT),),
        LISTED,
        track="MK1",
        open_types=("ESME",),
        releases=tuple(releases),
    )
    return replace(usual, **stated)


MIGRATED = Migrated("SMSO-1", "MT of DMC-1", (REPORT,))


def facts(*products: KnownProduct, on: str = "2020-05-01", migrated: Sequence[Migrated] = (MIGRATED,)) -> Facts:
    return Facts(date.fromisoformat(on), "DMC", products, tuple(migrated))


OPERATORS = ("SMSO-1", "SMSO-2", "SMSO-3")
PRODUCTS = range(1, 6)


def drawn_facts(random: Random, row: Sequence[Released], day: date) -> Facts:
    """Facts as anybody may come to know them by a day, whether or not they fit each other or those of another day.

    ``row`` is what is received of the track in the course of time; now and then the last of it is taken back.
    """
    releases = [one for one in row if one.on <= day]
    releases = releases[:-1] if random.random() < 0.1 else releases
    products = [_drawn_product(random, number, tuple(releases), day) for number in PRODUCTS if random.random() < 0.9]
    random.shuffle(products)
    migrated = [Migrated(name, f"MT at {name}", (REPORT,)) for name in OPERATORS if random.random() < 0.6]
    return Facts(day, "DMC", tuple(products), tuple(migrated))


def drawn_row(random: Random, day: date) -> tuple[Released, ...]:
    """What is received of a track from about a day on."""
    found: list[Released] = []
    on = day - timedelta(days=random.randint(0, 60))
    for number in range(random.randint(1, 7)):
        may_be_final = bool(found) and found[-1].stage is Stage.CANDIDATE
        stage = Stage.FINAL if may_be_final and random.random() < 0.6 else Stage.CANDIDATE
        found.append(release(f"1.{number}", on.isoformat(), stage))
        on += timedelta(days=random.randint(0, 90))
    return tuple(found)


def _drawn_product(random: Random, number: int, releases: tuple[Released, ...], day: date) -> KnownProduct:
    names = sorted(random.sample(OPERATORS, random.randint(1, 3)))
    versions = [one.version for one in releases] or [""]
    finals = [one.version for one in releases if one.stage is Stage.FINAL] or [""]
    tested = [name for name in names if random.random() < 0.5]
    lacking = ("DMCT: 1 of 9 tests has no result that counts",)
    others = [other for other in PRODUCTS if random.random() < 0.3]
    decided = day - timedelta(days=random.randint(0, 90))
    asked = Basis(TEST_REQUEST, "REQ-7", party="Ash Metering", decided_on=decided)
    board = Basis(UNECONOMIC, "Board of the month", consultation="Untested combinations", decided_on=decided)
    return known(
        number,
        releases,
        label=random.choice([f"DMC-{number}", "DMC-1", ""]),
        operators=tuple(Served(name, random.choice([Route.MT_SIT, Route.DMCT])) for name in names),
        listed=random.choice([LISTED, LISTED, LISTED, None]),
        requested=random.choice([None, None, asked]),
        refused=random.choice([None, None, replace(asked, kind=TEST_REFUSAL)]),
        spared=random.choice([None] * 6 + [board]),
        open_types=random.choice([("ESME",)] * 9 + [()]),
        begun=tuple(_drawn_begun(random, versions, day, name) for name in tested),
        shown=tuple(shown(v, name, lacking=random.choice([(), (), lacking])) for name in tested for v in finals),
        equivalents=tuple(stands(product(other), random.choice(names)) for other in others),
        lapsed=tuple(Lapsed(product(other).product_id, "The decision expired") for other in others[:1]),
    )


def _drawn_begun(random: Random, versions: Sequence[str], day: date, operator: str) -> Begun:
    version, needs_final, is_asked = random.choice(versions), random.random() < 0.2, random.random() < 0.9
    return begun(version, day.isoformat(), operator, needs_final=needs_final, is_asked=is_asked)


def entered(registers: Registers, given: Facts) -> Registers:
    """The registers once everything that is due has been entered."""
    due = [one.entry for one in due_entries(registers, given).entries]
    return enter(registers, said(due, WHO, "Monthly"), registers.recorded_at or START)[0]
