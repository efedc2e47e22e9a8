"""The one text of a plain value, so that equal values have equal bytes on every machine.

What belongs here: how what is hashed, signed or logged is written down. What does not: what that is (``records`` for
what a workspace remembers, ``registers`` for what is published).

Invariants: names in the order of their code points, no space between signs, every character as it is, in UTF-8; times
in UTC to the microsecond. There is no floating-point number in it, so that there is one way to write each number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")
"""A NUL as canonical text has it: after an even number of backslashes, each pair of which is one of the text's own."""


def canonical(value: Mapping[str, object] | None) -> str:
    """
    >>> canonical({"b": [1, True], "a": "é"})
    '{"a":"é","b":[1,true]}'
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def time_of(moment: datetime) -> str:
    """
    >>> time_of(datetime(2019, 8, 31, 12, 30, tzinfo=UTC))
    '2019-08-31T12:30:00.000000Z'
    """
    if moment.tzinfo is None:
        raise TypeError("a record holds a time without its zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def is_storable(text: str) -> bool:
    """Whether a text can be written and given back as it is: it has no NUL and no half of a character."""
    return not _UNSTORABLE.search(text)


def is_storable_text(text: str) -> bool:
    """The same of everything in a canonical text at once, in which a NUL is written as an escape.

    >>> is_storable_text(canonical({"a": "b"})), is_storable_text(canonical({"a": "\\0"}))
    (True, False)
    """
    return is_storable(text) and not ("\\u0000" in text and _NUL.search(text))
