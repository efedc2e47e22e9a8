"""Lines and versions that follow whatever is in a register, for those who enter and publish until they are killed.

What belongs here: making them. What does not: the rules of the field, which workflows hold entries to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from eligo.records import RegisterHead
from eligo.registers import (
    KeyEntry,
    LogLine,
    Registers,
    RegisterVersion,
    SignedVersion,
    key_line,
    signed,
)
from registers.drawn_log import KEY, WHO, entry, the_rules

PRODUCTS = 30
"""About so many products there are entries."""

DAY = date(2019, 11, 1)


def following(head: RegisterHead, many: int, at: datetime) -> Sequence[LogLine]:
    """So many entries after a head; the first key and the rules before them where there is nothing yet."""
    at = max(at, head.recorded_at or at)
    first: list[LogLine] = [] if head.size else [key_of(at), replace(the_rules(), recorded_at=at, number=2)]
    start = head.size + len(first) + 1
    entries = (replace(entry(one % PRODUCTS, recorded_at=at), number=one) for one in range(start, start + many))
    return [*first, *entries]


def key_of(at: datetime) -> KeyEntry:
    """The first line, which brings the key."""
    return key_line(Registers(), KEY, None, WHO, "The first key", at)


def version_of(head: RegisterHead) -> SignedVersion:
    """The version that follows a head: of the pending list, over everything."""
    number = head.publications + 1
    version = RegisterVersion(
        number, "ppcl", f"1.{number}", DAY, datetime(2030, 1, 1, tzinfo=UTC), "To see", "Ada Drafter", "Ben Approver",
        head.size, head.root, "0" * 64, head.last,
    )  # fmt: skip
    return signed(version, KEY, Registers(key=key_of(head.recorded_at or datetime(2019, 9, 1, tzinfo=UTC))))


def warm_up() -> None:
    """Import and work out once what every worker needs."""
    version_of(RegisterHead())
    following(RegisterHead(), 1, datetime(2019, 9, 1, tzinfo=UTC))
