"""What is remembered of a few combinations, for facts about them: each hub makes a product, each operator its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from builders import foc
from eligo.programme import (
    Equivalences,
    Evidence,
    EvidenceFile,
    ProgrammeDecisions,
    Register,
    Remembered,
    Result,
    ResultOutcome,
    UnderTest,
    asked_of,
)
from eligo.registers import Basis, Document
from eligo.scheme import Scheme
from eligo.terms import Combination, Route
from programme.drawn import register
from registers.drawn_log import product

MK1 = ("MK1,1.0,candidate,,2019-10-07,1.1,", "MK1,1.1,candidate,,2019-11-11,1.2,", "MK1,1.2,final,,2020-02-03,,")
NEXT = (*MK1[:2], "MK1,1.2,final,,2020-02-03,2.0,", "MK1,2.0,candidate,,2020-06-01,2.1,", "MK1,2.1,final,,2020-08-03,,")
LISTED = Basis("selection", "The draft list of run 1, RFI-1")
DECIDED = Document("Decisions on equivalence", "e" * 64)


def combination(number: int, operator: str = "SMSO-1") -> Combination:
    """One of an operator's, of the product of that number."""
    one = product(number)
    return Combination(operator, one.provider, one.devices)


def under_test(one: Combination, route: Route = Route.DMCT) -> UnderTest:
    """The same as tests see it."""
    types = frozenset(device.device_type for device in one.devices if device)
    return UnderTest(
        one.combination_id, one.combination_id, one.operator, route, "MK1", "DF", types, 100, one.product_id
    )


def passed(one: UnderTest, phases: Mapping[str, str], at: str, name: str = "results.csv") -> EvidenceFile:
    """A file in which everything that the phases ask of a combination passes, each on a version of firmware."""
    results = tuple(_passed(one, phases, at, name))
    return EvidenceFile(name, results[0].file, "csv", results)


def _passed(one: UnderTest, phases: Mapping[str, str], at: str, name: str) -> Iterator[Result]:
    asked, row = asked_of(foc()), 1
    for phase, firmware in phases.items():
        for state in asked.states_of(one, phase):
            for test in asked.tests_of(one, phase):
                row += 1
                named = (one.combination_id, one.operator, phase, state, one.track, firmware, test.id)
                sha256 = f"{sum(map(ord, name)):064x}"
                yield Result(*named, datetime.fromisoformat(at), ResultOutcome.PASSED, file=sha256, row=row)


def remembered(
    ones: Sequence[UnderTest],
    combinations: Sequence[Combination],
    files: Sequence[EvidenceFile] = (),
    firmware: Register | None = None,
    scheme: Scheme | None = None,
    **stated: Any,
) -> Remembered:
    """What is remembered of some combinations, all of them drafted."""
    by_id = {one.combination_id: one for one in combinations}
    products = dict.fromkeys(one.product_id for one in combinations)
    usual = Remembered(
        scheme=scheme or foc(),
        combinations=by_id,
        kinds=dict.fromkeys(by_id, "DF"),
        under_test=tuple(ones),
        drafted=frozenset(one.combination_id for one in ones),
        selection=LISTED,
        labels={product_id: f"DMC-{number}" for number, product_id in enumerate(products, start=1)},
        firmware=firmware or register(*MK1),
        evidence=Evidence(tuple(files)),
        equivalences=Equivalences(),
        documents={},
        decisions=ProgrammeDecisions(),
    )
    return replace(usual, **stated)


def day(text: str) -> date:
    return date.fromisoformat(text)
