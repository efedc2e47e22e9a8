"""Two spellings of one name: the deterministic rules, and nothing else.

What belongs here: folding a name to the key under which spellings that a *rule* proves equal meet. What does
not: guesses (``catalogue.suggest``) and decisions of a person (aliases, in the scheme).

Invariant: folding never joins two numbers (``A-1.1`` and ``A-11`` stay apart), so that no rule can turn one
model into another. Source: ``returns.md`` 3 and "The mess".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

_AND = re.compile(r"\s*(?:&|\+|\band\b)\s*")
_SEPARATORS = re.compile(r"[^0-9a-z]+")


def clean(text: str) -> str:
    """The text without no-break and repeated spaces, trimmed; nothing else is changed.

    >>> clean(" Landis\\xa0+\\xa0Gyr ")
    'Landis + Gyr'
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Case, spaces and punctuation removed; a separator stays only where it parts two digits.

    >>> fold("E470 (MK 1)"), fold("pck bb 001"), fold("A-1.1") == fold("A-11")
    ('e470mk1', 'pckbb001', False)
    """
    folded = unicodedata.normalize("NFKD", clean(text)).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    parts = [part for part in _SEPARATORS.split(folded) if part]
    key = ""
    for part in parts:
        key += ("-" if key and key[-1].isdigit() and part[0].isdigit() else "") + part
    return key


def fold_organisation(text: str, legal_suffixes: Collection[str] = ()) -> str:
    """A name of a company: ``&``, ``+``, ``_`` and ``and`` are one thing, legal forms at the end are none.

    >>> suffixes = ["AG", "Ltd", "UK"]
    >>> {fold_organisation(t, suffixes) for t in ("Landis+Gyr AG", "landis & gyr", "Landis_Gyr", "Landis and Gyr")}
    {'landisgyr'}
    """
    joined = _AND.sub(" ", clean(text).casefold().replace("_", " "))
    words = [word for word in re.split(r"[^0-9a-z]+", joined) if word]
    endings = {fold(suffix) for suffix in legal_suffixes}
    while len(words) > 1 and words[-1] in endings:
        words.pop()
    return "".join(words)
