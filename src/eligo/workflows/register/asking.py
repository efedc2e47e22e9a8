"""``eligo register eligible``: the answer about one combination, and the cells in which every answer is written.

What belongs here: an answer with the day on which a plan expects what it waits for. What does not: a million of them
(``checking``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from eligo.errors import NotFound
from eligo.registers import Answer, answer
from eligo.workflows.register.installed import Expected, known_installed
from eligo.workflows.register.opening import OpenRegister

ANSWER_COLUMNS = ("answer", "state", "since", "waits_for", "expected_on", "open_on", "item", "entry")
"""What is written of an answer, in the order of ``answer_cells``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, and the day by which a plan has what it waits for; ``None`` where no plan says.

    ``unpublished``: the answer with what has been entered and is not published yet, where it is another.
    """

    product_id: str
    operator: str
    answer: Answer
    expected_on: date | None
    unpublished: Answer | None = None


def expected_on(found: Answer, planned: Expected | None) -> date | None:
    """The day by which a plan, in which a product is so planned, has what an answer waits for."""
    if not found.waits_for:
        return None
    if found.word == "eligible":
        return found.open_on or (planned.open_on if planned else None)
    return planned.eligible_on if planned else None


def ask_one(
    register: OpenRegister,
    name: str,
    operator: str,
    on: date,
    known_on: date | None = None,
    results: Path | None = None,
    plan: Path | None = None,
) -> Asked:
    """The answer about the product that a product id, an item or a label means.

    Raises ``NotFound`` where there is no such product or no such operator, ``UsageError`` where a label means several
    products, and as ``known_installed`` for the folders.
    """
    product_id, registers = register.product(name), register.as_of(on, known_on)
    names = registers.rules.operators if registers.rules else ()
    operator = next((one for one in names if one.casefold() == operator.strip().casefold()), operator)
    if operator and operator not in names:
        hint = "Name one of these with --operator." if names else "Nothing was known then."
        raise NotFound(f"{register.name} has no operator '{operator}'", hint=hint, details=names)
    _, expected = known_installed(results, plan)
    found = answer(registers, product_id, operator, on=on)
    asked = Asked(product_id, operator, found, expected_on(found, expected.get((product_id, operator))))
    if not register.later or known_on is not None:
        return asked
    then = answer(register.with_later.as_of(on), product_id, operator, on=on)
    return replace(asked, unpublished=None if then == found else then)


def unpublished_answer(asked: Asked) -> str:
    """What the register answers once what has been entered is published; blank where that is the same."""
    one = asked.unpublished
    if one is None:
        return ""
    state = f" ({one.state} since {one.since}, line {one.entry})" if one.item else ""
    return f"{one.word}{state}; ask with --unpublished"


def answer_cells(one: Answer, expected: date | None) -> tuple[str, ...]:
    """The cells of ``ANSWER_COLUMNS``."""
    return (
        one.word,
        one.state,
        _text(one.since),
        "; ".join(one.waits_for),
        _text(expected),
        _text(one.open_on),
        one.item,
        _text(one.entry),
    )


def answer_record(asked: Asked) -> dict[str, object]:
    """The answer for programs; with what is not published yet as ``unpublished``, where that answers otherwise."""
    one = asked.answer
    cells = zip(ANSWER_COLUMNS, answer_cells(one, asked.expected_on), strict=True)
    own: dict[str, object] = {name: cell or None for name, cell in cells}
    about = {"product_id": asked.product_id, "operator": asked.operator or None}
    found = {**about, **own, "waits_for": list(one.waits_for), "entry": one.entry}
    if asked.unpublished is not None:
        found["unpublished"] = answer_record(Asked(asked.product_id, asked.operator, asked.unpublished, None))
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value)
