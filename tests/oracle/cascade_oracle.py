"""What combinations rest on, worked out anew and slowly: one combination at a time, with nothing but the rules.

Shares nothing with ``eligo.programme``. Rules (``programme.md`` 4): a test stands for another directly and never by a
chain; what is selected, has passed or has nobody to stand for it is tested; of the others, by rank, what no tested one
stands for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Pair = tuple[str, str]


def rests_on(
    order: Sequence[str], pairs: Collection[Pair], passed: Collection[str], selected: Collection[str]
) -> Mapping[str, int]:
    """By id: 3 by its own test that is passed, 2 by another's that is passed, 1 by another's to be made, 0 by its own
    to be made.
    """
    tested = [one for one in order if one in selected or one in passed or not _bases(one, pairs, order)]
    for one in order:
        if all(base not in tested for base in _bases(one, pairs, order)) and one not in tested:
            tested.append(one)
    found = {}
    for one in order:
        if one in passed:
            found[one] = 3
        elif any(base in passed for base in _bases(one, pairs, order)):
            found[one] = 2
        elif one not in tested and any(base in tested for base in _bases(one, pairs, order)):
            found[one] = 1
        else:
            found[one] = 0
    return found


def _bases(one: str, pairs: Collection[Pair], order: Sequence[str]) -> list[str]:
    return [tested for claimed, tested in pairs if claimed == one and tested in order]
