"""Where the elements of an array stand in a JSON text, since the standard library's reader does not say.

What belongs here: a walk over a text that ``json`` has already accepted, so that nothing is judged twice.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right

_MARK = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


def element_lines(text: str, path: tuple[str, ...]) -> tuple[int, ...]:
    """The 1-based line of each element of the array at a path of names; none where there is no such array.

    >>> element_lines('{"a": {"b": [\\n1,\\n{"b": [3]}]}}', ("a", "b"))
    (2, 3)
    """
    ends = [match.start() for match in re.finditer("\n", text)]
    way: list[tuple[str | None, bool]] = []
    """The containers that are open: the name of each in the one around it, and whether it is an array."""
    lines, name, last = [], "", ""
    for match in _MARK.finditer(text):
        mark = match.group()
        in_array = bool(way) and way[-1][1]
        if in_array and mark not in ("]", ",") and tuple(label for label, _ in way[1:]) == path:
            lines.append(bisect_right(ends, match.start()) + 1)
        if mark in ("{", "["):
            way.append((None if in_array or not way else name, mark == "["))
        elif mark in ("}", "]"):
            way.pop()
        elif mark == ":":
            name = json.loads(last)
        last = mark
    return tuple(lines)
