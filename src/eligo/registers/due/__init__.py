"""What is due in the registers: the entries that facts call for, and those that a person's decision brings with it.

``due_entries`` says which entries what is known calls for, in an order in which they can be entered, and what is held
up; ``decided`` says what a person's decision enters, what falls with it, and everything for which it is refused.
Source: SEC F2.10A and H14.36A; ``domain.md`` section 2; ``programme.md``.
"""

from eligo.registers.due.deciding import Decided, Wish, decided, nobodys
from eligo.registers.due.facts import (
    EQUIVALENCE,
    EVIDENCE,
    EXCLUSION,
    FIRMWARE,
    RELISTING,
    SELECTION,
    TEST_REFUSAL,
    TEST_REQUEST,
    TESTING,
    UNECONOMIC,
    WITHDRAWAL,
    Begun,
    Equivalent,
    Facts,
    KnownProduct,
    Lapsed,
    Migrated,
    Released,
    Shown,
)
from eligo.registers.due.making import Check, Due, DueEntries, due_entries, said
from eligo.registers.due.notes import Held
from eligo.registers.due.view import UNSAID

__all__ = [
    "EQUIVALENCE",
    "EVIDENCE",
    "EXCLUSION",
    "FIRMWARE",
    "RELISTING",
    "SELECTION",
    "TESTING",
    "TEST_REFUSAL",
    "TEST_REQUEST",
    "UNECONOMIC",
    "UNSAID",
    "WITHDRAWAL",
    "Begun",
    "Check",
    "Decided",
    "Due",
    "DueEntries",
    "Equivalent",
    "Facts",
    "Held",
    "KnownProduct",
    "Lapsed",
    "Migrated",
    "Released",
    "Shown",
    "Wish",
    "decided",
    "due_entries",
    "nobodys",
    "said",
]
