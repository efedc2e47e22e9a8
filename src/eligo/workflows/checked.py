"""The independent checker's word on a plan as it is written.

What belongs here: asking it. What does not: what it judges (``eligo_check``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import eligo_check.plan
import eligo_check.programme
from eligo.errors import VerificationFailed


def checked_plan(documents: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the independent checker says of ``plan.json`` and ``programme.json``. Raises ``VerificationFailed`` where it
    does not accept them.
    """
    try:
        return tuple(eligo_check.plan.check(*map(json.loads, documents.values())))
    except eligo_check.programme.Rejected as reason:
        raise VerificationFailed(
            "The plan did not pass its independent check",
            hint="This is a fault of Eligo: please report it with the programme's inputs.",
            details=[str(reason)],
        ) from None
