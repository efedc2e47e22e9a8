"""Whether the installations of a product are eligible, since when, or what they wait for.

What belongs here: one answer, out of the registers as they stand on a day. What does not: how many are asked at once,
and when something is expected (a plan says that).

Invariant: a product with several generations of firmware answers with the best of those that serve the operator, as
``populations`` counts it. Source: SEC F2.10A; ``domain.md`` section 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from operator import itemgetter

from eligo.registers.entries import RulesEntry, Stage
from eligo.registers.status import ItemStatus, Status, Statuses
from eligo.scheme import COUNTS, RegisterRules
from eligo.terms import TO_BE_CONFIRMED

UNKNOWN = "unknown"
"""The answer about what no register lists: nobody has entered it, it was withdrawn, or it does not serve the operator.
"""


MOST_KEPT = 65_536
"""How many statuses' answers are kept at a time."""


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


def answer(registers: Statuses, product_id: str, operator: str = "", *, on: date) -> Answer:
    """The answer about a product; with ``operator`` (its published name), about that operator's installations.

    ``registers`` are those as of ``on``. Without an operator ``open_on`` is the first of all.
    """
    found, one = Answering(registers.rules, on).said(registers.statuses_of(product_id), operator)
    return replace(found, item=one.item, entry=one.entry) if one else found


class Answering:
    """Answers under some rules as of a day, of however many products: those whose items have the same status have the
    same answer but for the item, and it is worked out once.
    """

    def __init__(self, rules: RulesEntry | None, on: date) -> None:
        self._said = lru_cache(MOST_KEPT)(partial(_said, rules.rules if rules else None, on))

    def said(self, items: Sequence[ItemStatus], operator: str = "") -> tuple[Answer, ItemStatus | None]:
        """The answer about a product, of which these are the items, without the one that gives it; and that one."""
        found = [(*said, one) for one in items if (said := self._said(one.status, operator)) is not None]
        if not found:
            return _UNKNOWN, None
        _, best, one = found[0] if len(found) == 1 else min(found, key=itemgetter(0))
        return best, one


_UNKNOWN = Answer(UNKNOWN)


def _said(rules: RegisterRules | None, on: date, status: Status, operator: str) -> tuple[int, Answer] | None:
    """What a status says, and how good that is, the best being 0; nothing to an operator that it does not serve."""
    days = _open_days(status, operator)
    if rules is None or (operator and days is None):
        return None
    counts = _counts_as(status, rules)
    open_on = min(days or [], default=None) if counts == "eligible" else None
    return COUNTS.index(counts), Answer(
        word={"pending": status.state, "unlisted": UNKNOWN}.get(counts, counts),
        state=status.state,
        since=status.since,
        open_on=open_on,
        waits_for=tuple(_waits(status, counts, rules, is_open=open_on is not None and open_on <= on)),
    )


def _open_days(status: Status, operator: str) -> list[date] | None:
    """From when the operator's installations, or anybody's, may be migrated; ``None`` where it is not served."""
    served = [one for one in status.operators if not operator or one.operator == operator]
    return [one.open_on for one in served if one.open_on] if served else None


def _counts_as(status: Status, rules: RegisterRules) -> str:
    state = rules.state(status.state)
    return state.counts_as if state else COUNTS[-1]


def _waits(status: Status, counts: str, rules: RegisterRules, *, is_open: bool) -> Iterator[str]:
    """What has still to come, in the order in which it does."""
    if counts == "eligible" and not is_open:
        yield "migration to be opened"
    if counts != "pending":
        return
    for one in status.firmware:
        if one.stage is not Stage.FINAL:
            yield f"final firmware of {one.device_type} (now {one.version or TO_BE_CONFIRMED})"
    ways = [
        way for one in rules.states if one.counts_as == "eligible" and status.state in one.after for way in one.bases
    ]
    if ways:
        yield " or ".join(dict.fromkeys(ways))
