"""Whether the installations of a product are eligible, since when, or what they wait for.

What belongs here: one answer, out of the registers as they stand on a day. What does not: how many are asked at once,
and when something is expected (a plan says that).

Invariant: a product with several generations of firmware answers with the best of those that serve the operator, as
``populations`` counts it. Source: SEC F2.10A; ``domain.md`` section 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eligo.registers.entries import RegisterEntry, Stage
from eligo.registers.replay import Item, Registers
from eligo.scheme import COUNTS, RegisterRules
from eligo.terms import TO_BE_CONFIRMED

UNKNOWN = "unknown"
"""The answer about what no register lists: nobody has entered it, it was withdrawn, or it does not serve the operator.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the registers say of a product, or of its installations with one operator.

    ``word``: what they count as, where that is eligible or excluded; the state itself, such as ``in-test``, where it is
    on the way; else ``UNKNOWN``. ``state``, ``since``, ``item`` and ``entry`` (the last line about it) are those of the
    item that answers, and say nothing where there is none. ``open_on``: from when the operator's may be migrated.
    """

    word: str
    state: str = ""
    since: date | None = None
    open_on: date | None = None
    waits_for: tuple[str, ...] = ()
    item: str = ""
    entry: int | None = None


def answer(registers: Registers, product_id: str, operator: str = "", *, on: date) -> Answer:
    """The answer about a product; with ``operator`` (its published name), about that operator's installations.

    ``registers`` are those as of ``on``. Without an operator ``open_on`` is the first of all.
    """
    found = [
        item for item in registers.of_product(product_id) if not operator or _open_days(item, operator) is not None
    ]
    if registers.rules is None or not found:
        return Answer(UNKNOWN)
    rules = registers.rules.rules
    item = min(found, key=lambda one: COUNTS.index(_counts_as(one, rules)))
    latest, counts = item.latest, _counts_as(item, rules)
    days = _open_days(item, operator) or []
    open_on = min(days, default=None) if counts == "eligible" else None
    return Answer(
        word={"pending": latest.state, "unlisted": UNKNOWN}.get(counts, counts),
        state=latest.state,
        since=item.since.effective_on,
        open_on=open_on,
        waits_for=tuple(_waits(latest, counts, rules, is_open=open_on is not None and open_on <= on)),
        item=latest.item,
        entry=latest.number,
    )


def _open_days(item: Item, operator: str) -> list[date] | None:
    """From when the operator's installations, or anybody's, may be migrated; ``None`` where it is not served."""
    served = [one for one in item.latest.operators if not operator or one.operator == operator]
    return [one.open_on for one in served if one.open_on] if served else None


def _counts_as(item: Item, rules: RegisterRules) -> str:
    state = rules.state(item.latest.state)
    return state.counts_as if state else COUNTS[-1]


def _waits(entry: RegisterEntry, counts: str, rules: RegisterRules, *, is_open: bool) -> Iterator[str]:
    """What has still to come, in the order in which it does."""
    if counts == "eligible" and not is_open:
        yield "migration to be opened"
    if counts != "pending":
        return
    for one in entry.firmware:
        if one.stage is not Stage.FINAL:
            yield f"final firmware of {one.device_type} (now {one.version or TO_BE_CONFIRMED})"
    ways = [
        way for one in rules.states if one.counts_as == "eligible" and entry.state in one.after for way in one.bases
    ]
    if ways:
        yield " or ".join(dict.fromkeys(ways))
