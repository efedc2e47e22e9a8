"""What a company *is*, as written after its name: Ltd, GmbH & Co. KG, S.p.A.

What belongs here: legal forms that are never part of a name proper, the same for every fleet. What does not: further
endings that a scheme declares to be none (``[identity] legal_suffixes``), such as a country.

Invariant: each is dropped from the end alone, those of other scripts from the beginning as well, where their languages
put them; never the whole name. Two-letter forms that are also words of trade names (``EV``, ``AD``, ``KS``) are left
out: what they would find, a suggestion finds too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

LEGAL_FORMS = frozenset(
    re.findall(
        r"\w+",
        "ltd limited plc llp llc inc incorporated corp corporation co company pty proprietary pvt private pte "
        "ag gmbh gesmbh mbh kg kgaa ohg se sa sas sasu sarl eurl srl spa sl slu bv nv bvba "
        "ab oy oyj asa aps as sro spol doo dd kft zrt nyrt spzoo jsc ojsc pjsc lda ltda sau snc sadecv bhd sdnbhd uab "
        "eood ood kk",
    )
)
"""Words of a legal form, case and points removed; ``S.p.A.`` is ``spa``, ``Sp. z o.o.`` is ``spzoo``."""

_CYRILLIC = frozenset(("ooo", "oao", "ao", "tob", "зао", "пао", "еоод", "оод", "ад"))
"""Those in Cyrillic, folded (ООО reads as Latin): dropped beside a Cyrillic name alone, for A.O. Smith is a maker."""
_EAST_ASIAN = (
    *("株式会社", "有限会社", "合同会社", "주식회사", "유한회사"),
    *("股份有限公司", "有限责任公司", "有限責任公司", "有限公司"),
)
_IN_BRACKETS = ("株", "有", "주", "유")
_RUN_ON = re.compile(rf"^(?:{'|'.join(_EAST_ASIAN)})(?=.)|(?<=.)(?:{'|'.join(_EAST_ASIAN)})$")

_LONGEST = 4
_JOINING = ("&", "+", "and")


def without_legal_form(words: Sequence[str], further: Collection[str] = ()) -> list[str]:
    """The words of a name, folded, without the legal forms at its end (and those of ``further``).

    What follows ``&`` or ``and`` is part of a name, unless a legal form stands before it as well.

    >>> without_legal_form(["muster", "gmbh", "&", "co", "kg"]), without_legal_form(["zeta", "s", "p", "a"])
    (['muster'], ['zeta'])
    >>> without_legal_form(["noble", "&", "co"]), without_legal_form(["noble", "and", "co", "ltd"])
    (['noble', '&', 'co'], ['noble', 'and', 'co'])
    >>> [without_legal_form(words) for words in (["ooo", "энергомера"], ["東芝株式会社"], ["株", "東芝"])]
    [['энергомера'], ['東芝'], ['東芝']]
    """
    left = _without_form_of_another_script(words)
    while cut := _ending(left, further):
        del left[-cut:]
    return left


def _without_form_of_another_script(words: Sequence[str]) -> list[str]:
    left = [_RUN_ON.sub("", word) for word in words]
    for end, others in ((0, slice(1, None)), (-1, slice(None, -1))):
        rest = left[others]
        if rest and (
            left[end] in (*_EAST_ASIAN, *_IN_BRACKETS) or (left[end] in _CYRILLIC and not all(map(str.isascii, rest)))
        ):
            left = rest
    return left


def _ending(words: Sequence[str], further: Collection[str]) -> int:
    """How many words at the end are a legal form; letters parted by points are words of their own."""
    for count in range(min(_LONGEST, len(words) - 1), 0, -1):
        tail = words[-count:]
        if count > 1 and max(map(len, tail)) > 3:
            continue
        joined = "".join(tail)
        if joined not in further and joined not in LEGAL_FORMS:
            continue
        before = words[:-count]
        if before[-1] not in _JOINING:
            return count
        return count + 1 if _ending(before[:-1], further) else 0
    return 0
