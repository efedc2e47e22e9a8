"""Two spellings of one name: the deterministic rules, and nothing else.

What belongs here: folding a name to the key under which spellings that a *rule* proves equal meet. What does
not: guesses (``catalogue.suggest``) and decisions of a person (``catalogue.aliases``).

Invariants: folding never joins two numbers (``A-1.1`` and ``A-11`` stay apart) and never drops or exchanges a sign that
makes another product (``S9+``, ``2.5`` for ``2-5``, ``-5 V``), so that no rule can turn one model into another. A name
that holds no letter and no digit has the empty key, which finds nothing. Source: ``returns.md`` 3 and "The mess".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from eligo.catalogue.legal_forms import without_legal_form
from eligo.catalogue.letters import composed, plain_letters

NO_KEY = ("", ("",))
"""The keys of a text without a letter or a digit, which finds nothing."""

Key = tuple[int | str, ...]
"""What spellings of one hardware version share: its numbers, or its folded text."""

_MARK = re.compile(
    r"(?<![^\W\d_])(?:mark|mk)(?:[\W_]{0,3}(?P<number>\d{1,9})(?!\d)"
    r"|(?P<glued>iii|ii|iv|i)(?![^\W_])|[\W_]{1,3}(?P<roman>viii|vii|vi|v|ix|iv|x|iii|ii|i)(?![^\W_]))"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_LABEL = re.compile(
    r"^(?:(?:hardware|h/?w|version|ver)[\s.:_-]*(?=\d)|(?:hardware|h/?w|version|ver)[\s.:_-]+|v[\s.]?(?=\d))"
)
_REVISION = re.compile(r"^revision(?![^\W\d_])")
_NUMBERS = re.compile(r"\d{1,18}(?:[.,_-]\d{1,18})*", re.ASCII)
_JOINING = ("&", "+")
_SIGNS = re.compile(
    r"(?P<point>(?:(?<=\d)|(?<![^\s(]))[.,](?=\d))"
    r"|(?P<minus>(?<![^\s(])[-\u2013\u2212](?=\d)|(?<=\w)[-\u2212]$)"
    r"|(?P<more>[+\u00b1]|[<>\u2264\u2265](?=\s?\d))"
    r"|(?P<times>\u00d7)|(?P<joined>&)|(?P<mere>[.,<>\u2264\u2265\u2013\u2212-])"
)
"""The signs in a model's name: those that make another model of it, and those that are mere punctuation."""
_WRITTEN = {"point": ".", "minus": "-", "times": "x", "joined": " and ", "mere": " "}
_KEPT = "+.\u00b1<>\u2264\u2265-"
_ASCII_WORDS = {
    kept: re.compile(rf"[a-z0-9]+{'|[' + re.escape(kept) + ']' if kept else ''}", re.IGNORECASE)
    for kept in ("", "&+", _KEPT)
}


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """The text without no-break, repeated and invisible characters and trade marks, trimmed; otherwise unchanged.

    >>> clean(" Landis\\xa0+\\xa0Gyr ")
    'Landis + Gyr'
    """
    return " ".join(composed(text).split())


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return plain_letters(clean(text)).casefold()


def _is_sign(character: str) -> bool:
    return not (character.isalnum() or unicodedata.category(character).startswith("M"))


def _words(text: str, kept: str = "") -> list[str]:
    """The runs of letters and digits of a text, and each sign of ``kept`` as a word of its own."""
    if text.isascii():
        return _ASCII_WORDS[kept].findall(text)
    parted = "".join(f" {c} " if c in kept else " " if _is_sign(c) else c for c in text)
    return parted.split()


def _joined(words: Iterable[str]) -> str:
    key = ""
    for word in words:
        key += ("-" if key and key[-1].isdigit() and word[0].isdigit() else "") + word
    return key


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Case, spaces and punctuation removed; a separator stays only where it parts two digits.

    >>> fold("E470 (MK 1)"), fold("pck bb 001"), fold("A-1.1") == fold("A-11")
    ('e470mk1', 'pckbb001', False)
    """
    return _joined(_words(_folded(text)))


@lru_cache(maxsize=65536)
def fold_model(text: str) -> str:
    """The key of a model: as ``fold``, with every form of Mark + number one, ``&`` as ``and``, and signs kept.

    A sign is kept where it makes another model: a plus, a decimal point, a minus before a number or at the end.

    >>> {fold_model(t) for t in ("E470 (MK1)", "E470-Mk 1", "e470 Mark I", "E470 Mk.01")}
    {'e470mk1'}
    >>> [fold_model(t) for t in ("S9+", "25-60", "25.60", "25,60", "Probe -10 V", "Probe \u00b110 V", "SEAP-2000-V")]
    ['s9+', '25-60', '25.60', '25.60', 'probe-10v', 'probe\u00b110v', 'seap2000v']
    """
    return _joined(model_words(text))


def model_words(text: str) -> list[str]:
    """The words of a model's name, folded; a sign that makes another model is a word.

    >>> model_words("E470 (Mark I)"), model_words("S9+")
    (['e470', 'mk1'], ['s9', '+'])
    """
    return _words(_SIGNS.sub(_sign, _MARK.sub(_mark, _folded(text))), kept=_KEPT)


def _sign(found: re.Match[str]) -> str:
    return _WRITTEN.get(found.lastgroup or "", found.group())


def _mark(found: re.Match[str]) -> str:
    number = found["number"]
    return f" mk{int(number) if number else _ROMAN[found['glued'] or found['roman']]}"


@lru_cache(maxsize=65536)
def hardware_key(text: str) -> Key:
    """The key of a hardware version: no label, no trailing zeros (a spreadsheet makes 1 of 1.0), numbers as numbers.

    A revision is not a version: its label stays.

    >>> hardware_key("HW v1.0") == hardware_key("01") == hardware_key("1,0"), hardware_key("Revision A")
    (True, ('reva',))
    >>> hardware_key("1.0") == hardware_key("10"), hardware_key("1.1") == hardware_key("1.10")
    (False, False)
    """
    folded = _folded(text).strip("='\"")
    while (label := _LABEL.match(folded)) is not None and label.end() < len(folded):
        folded = folded[label.end() :]
    folded = _REVISION.sub("rev", folded)
    if not _NUMBERS.fullmatch(folded):
        return (fold_model(folded),)
    parts = [int(part) for part in re.split(r"[.,_-]", folded)]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def fold_organisation(text: str, legal_suffixes: Collection[str] = ()) -> str:
    """A name of a company: ``&``, ``+``, ``_`` and ``and`` between its words are one thing, legal forms are none.

    Between initials they are kept: ``L+G`` is not ``LG``.

    >>> typed = ("Landis+Gyr AG", "landis & gyr", "Landis_Gyr", "Landis and Gyr (UK) Ltd")
    >>> {fold_organisation(text, ["UK"]) for text in typed}
    {'landisgyr'}
    >>> fold_organisation("L+G") == fold_organisation("L & G"), fold_organisation("L+G") == fold_organisation("LG")
    (True, False)
    """
    return _joined(organisation_words(text, legal_suffixes))


@lru_cache(maxsize=64)
def _folded_once(suffixes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(suffix) for suffix in suffixes)


def organisation_words(text: str, legal_suffixes: Collection[str] = ()) -> list[str]:
    """The words of a company's name without its legal form; a joining sign is a word only where it tells names apart.

    >>> organisation_words("Secure Meters (UK) Ltd", ["UK"]), organisation_words("B & W")
    (['secure', 'meters'], ['b', '&', 'w'])
    """
    words = _words(_folded(text), kept="&+")
    named = without_legal_form(words, _folded_once(tuple(legal_suffixes)))
    last = len(named) - 1
    kept: list[str] = []
    for place, word in enumerate(named):
        if word not in (*_JOINING, "and") or place in (0, last):
            kept.append(word)
        elif min(len(named[place - 1]), len(named[place + 1])) == 1:
            kept.append("&")
    return kept
