"""The programme: what is tested when, on which firmware, and what has been shown.

Source: ``programme.md``.
"""

from eligo.programme.firmware import (
    MANUFACTURER,
    REGISTER_COLUMNS,
    Expected,
    Kind,
    Register,
    RegisterRead,
    Release,
    Tested,
    read_register,
    testers,
)
from eligo.programme.plan import Entry, Outcome, Plan

__all__ = [
    "MANUFACTURER",
    "REGISTER_COLUMNS",
    "Entry",
    "Expected",
    "Kind",
    "Outcome",
    "Plan",
    "Register",
    "RegisterRead",
    "Release",
    "Tested",
    "read_register",
    "testers",
]
