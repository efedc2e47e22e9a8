"""Letters and marks of Unicode: what is the same character, and what only looks like one.

What belongs here: rules about single characters. What does not: words and names (``catalogue.names``).

Invariants: two letters meet only where a reader cannot tell them apart (Cyrillic and Greek letters in a code that
reads as Latin, or among Latin ones), or where they differ in an accent over a Latin letter. A raised, lowered or
circled digit is a footnote mark or a power, never the digit itself, and so is a raised letter. Letters of other scripts
are kept: no name folds to nothing but its digits.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

_OWNERSHIP = dict.fromkeys(map(ord, "\u2122\u00ae\u2120\u2117"), "")
_LATIN_LOOKS = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo",
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_CODE = 3
"""A longer word without any Latin letter is one of its own language: ВЕСТА is Веста in capitals, and not BECTA."""


def composed(text: str) -> str:
    """The text in one form: compatibility characters resolved, invisible ones and trade marks removed.

    >>> composed("Ｅ４７０\\u200b™"), composed("TBC⁴")
    ('E470', 'TBC⁴')
    """
    if text.isascii():
        return text
    visible = "".join(c for c in text.translate(_OWNERSHIP) if unicodedata.category(c) != "Cf")
    runs = ((is_mark, "".join(run)) for is_mark, run in groupby(visible, _is_mark))
    return "".join(run if is_mark else unicodedata.normalize("NFKC", run) for is_mark, run in runs)


def _is_mark(character: str) -> bool:
    """Whether a character stands beside a name rather than in it: a number or a letter that is raised, lowered,
    circled or a fraction.

    >>> [c for c in "E4\u00b2\u2081\u2460\u00bd\u1d43\uff10\u2161" if _is_mark(c)]
    ['\u00b2', '\u2081', '\u2460', '\u00bd', '\u1d43']
    """
    category = unicodedata.category(character)
    is_moved = unicodedata.decomposition(character).startswith(("<super>", "<sub>"))
    return category == "No" or (is_moved and category.startswith("L"))


def plain_letters(text: str) -> str:
    """Composed text with look-alikes as Latin letters, Latin letters without accents, and every digit as 0-9.

    >>> plain_letters("Е470 Мüller"), plain_letters("Энергомера"), plain_letters("٣")
    ('E470 Muller', 'Энергомера', '3')
    """
    if text.isascii():
        return text
    return _LETTERS.sub(_as_latin, _without_accents("".join(map(_decimal, text))))


def _decimal(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _as_latin(word: re.Match[str]) -> str:
    """The word in Latin letters where all of it looks Latin, and it is a code or has a Latin letter; else as it is."""
    text = word.group()
    looks = text.translate(_LATIN_LOOKS)
    is_its_own = len(text) > _LONGEST_CODE and not any(map(str.isascii, text))
    return looks if looks.isascii() and not is_its_own else text


def _without_accents(text: str) -> str:
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(character):
            base = character
        elif base.isascii():
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))
