"""What holds of an item on a day, as far as an answer about it needs to know: the short of all of its entries by then.

What belongs here: how a status follows from the one before it and an entry, and the one text of it. What does not: what
a status means for whoever asks (``answers``).

Invariant: the status that an entry leaves follows from it and from the status before it, and from nothing else. So it
may be kept beside each entry, and whoever has the log finds it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from eligo.canonical import canonical
from eligo.registers.entries import OpenFirmware, RegisterEntry, RulesEntry, Served, Stage
from eligo.terms import Route


@dataclass(frozen=True, slots=True)
class Status:
    """The state of an item and since when it has it, its open firmware, and the operators whose installations it has.

    Many items have the same one.
    """

    state: str
    since: date
    firmware: tuple[OpenFirmware, ...]
    operators: tuple[Served, ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """What is known of it is found by it, with every look at an item: its hash is worked out once."""
        object.__setattr__(self, "_hash", hash((self.state, self.since, self.firmware, self.operators)))

    def __hash__(self) -> int:
        """The same of equal ones."""
        return self._hash


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """The status of one item, and the number of the entry that left it."""

    item: str
    entry: int
    status: Status


class Statuses(Protocol):
    """What a register says as of a day about products that are asked for."""

    @property
    def rules(self) -> RulesEntry | None:
        """The rules in force; ``None`` where there are none yet."""
        ...

    def statuses_of(self, product_id: str) -> Sequence[ItemStatus]:
        """The items of a product, in the order of their generations; none of a product that is not known."""
        ...


def status_after(before: Status | None, entry: RegisterEntry) -> Status:
    """The status of an item that an entry leaves; ``before`` is the one until then, ``None`` of the first entry."""
    since = before.since if before and before.state == entry.state else entry.effective_on
    return Status(entry.state, since, entry.firmware, entry.operators)


def status_text(status: Status) -> str:
    """The one text of a status."""
    return canonical(
        {
            "state": status.state,
            "since": status.since.isoformat(),
            "firmware": [[one.device_type, one.stage.value, one.version] for one in status.firmware],
            "operators": [
                [one.operator, one.route.value, one.open_on and one.open_on.isoformat()] for one in status.operators
            ],
        }
    )


@lru_cache(maxsize=65536)
def status_of(text: str) -> Status:
    """The status that a text states. Raises ``ValueError`` where it is not the one text of a status."""
    try:
        stated = json.loads(text)
        status = Status(
            stated["state"],
            date.fromisoformat(stated["since"]),
            tuple(OpenFirmware(name, Stage(stage), version) for name, stage, version in stated["firmware"]),
            tuple(
                Served(name, Route(route), None if day is None else date.fromisoformat(day))
                for name, route, day in stated["operators"]
            ),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{text!r:.60} is not the status of an item ({type(error).__name__}: {error})") from None
    if status_text(status) != text or not all(isinstance(one, str) for one in _words(status)):
        raise ValueError(f"{text!r:.60} is a status, but not in its one form")
    return status


def _words(status: Status) -> Iterator[object]:
    """What in a status may be any text, and nothing but a text."""
    yield status.state
    for firmware in status.firmware:
        yield from (firmware.device_type, firmware.version)
    yield from (one.operator for one in status.operators)
