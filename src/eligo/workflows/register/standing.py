"""What a register says as of a day, asked about some products at a time, however many it has.

What belongs here: the register of a file so asked. What does not: one that a workspace keeps
(``workspace.registers.kept``), and what is asked (``checking``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from eligo.registers import Statuses
from eligo.workflows.register.opening import OpenRegister

OfProducts = Callable[[Collection[str]], Statuses]
"""The registers as of a day, as far as answers about some products need them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``whole`` gives the register itself, for what is asked of all of its entries; ``begun_on``: the day of its first
    line; ``unpublished``: how many entries are not asked, as they are not published yet.
    """

    of_products: OfProducts
    whole: Callable[[], OpenRegister]
    begun_on: date
    unpublished: int = 0


def standing_of(register: OpenRegister, on: date, known_on: date | None = None) -> Standing:
    """What a register that is at hand says as of a day, and as it was known at the end of one."""
    registers = register.as_of(on, known_on)
    return Standing(lambda _products: registers, lambda: register, register.begun_on)
