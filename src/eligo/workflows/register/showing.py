"""``eligo register show``: what stands on the lists on a day, as it was known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from eligo.registers import Item, plain
from eligo.scheme import RegisterList
from eligo.workflows.register.opening import OpenRegister


@dataclass(frozen=True, slots=True)
class ShownList:
    """What stands on a list, in the order of items."""

    list: RegisterList
    items: tuple[Item, ...]


def show(register: OpenRegister, on: date, known_on: date | None = None, name: str = "") -> tuple[ShownList, ...]:
    """What stands on each list, or on the one that is named, on a day. Raises ``NotFound`` for another list."""
    lists = (register.list_of(name),) if name else register.lists
    registers = register.as_of(on, known_on)
    return tuple(ShownList(one, tuple(registers.items[e.item] for e in registers.shown(one.id))) for one in lists)


def shown_record(shown: tuple[ShownList, ...]) -> list[dict[str, Any]]:
    """The lists for programs: each entry as the register's file has it, and since when it is in its state."""
    return [
        {
            "list": one.list.id,
            "entries": [
                {**plain(item.latest), "item": item.latest.item, "state_since": item.since.effective_on.isoformat()}
                for item in one.items
            ],
        }
        for one in shown
    ]
