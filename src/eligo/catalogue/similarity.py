"""How near two names are, from 0 to 100: for ranking suggestions, never for merging. The home of RapidFuzz.

What belongs here: the measure. What does not: which names are compared, and in which context (``suggest``).

Invariants: 100 is the same fold. From ``STRONG`` on the two hold the same characters in another guise (words in
another order or run together, letters for the digits they look like), never another digit: E460 is no strong
suggestion for E470. Below, the measure is the best of several views of the two names, less what their numbers disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from math import log, sqrt

STRONG = 90.0
"""From this score on, two names differ in nothing but their writing."""

_MOST_BY_LIKENESS = 89.0
_RUNS = re.compile(r"\d+|[^\W\d_]+|\+")
_GLYPHS = str.maketrans("oilszbgqаеіјкмнорсѕтухвαβεζηικμνορτυχ", "01152869ae1jkmh0pc5tyx8a8e2h1kmn0ptyx")
_TWICE = re.compile(r"([^\W\d_])\1+")
_DIGITS_MEET = re.compile(r"(\d) (?=\d)")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_WORDS_FOR_SIGNS = {"plus": "+", "and": "", "&": ""}
_LEAST_ALIKE = 0.6
"""Two words that are less alike than this are different words."""

_OTHER_SIGN = 0.8
"""The likeness of two names that differ in a sign between their initials."""

_LONG = 6
"""A longer word tells no more than one of so many letters."""

_SWAPPED = 0.04
"""What it counts for that two names hold the same characters, in whatever order."""

_OTHER_NUMBER = 0.5
"""What the digits that two different numbers share count for."""


@dataclass(frozen=True)
class Form:
    """A name as it is compared: its words, folded, in their order."""

    words: tuple[str, ...]

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """The words, parted where letters meet digits, Roman numbers and signs in one writing."""
        found = [run for word in self.words for run in _RUNS.findall(word)]
        return tuple(run for run in (_WORDS_FOR_SIGNS.get(r, _ROMAN.get(r, r)) for r in found) if run)

    @cached_property
    def key(self) -> str:
        """All of it as one word."""
        return "".join(self.runs)

    @cached_property
    def glyphs(self) -> str:
        """The key, with each letter that looks like a digit, or like a Latin one, as what it looks like."""
        return self.key.translate(_GLYPHS)

    @cached_property
    def parted_glyphs(self) -> str:
        """The same, with a hyphen where two words meet in digits: 1.2 is not 12."""
        return _DIGITS_MEET.sub(r"\1-", " ".join(word.translate(_GLYPHS) for word in self.words)).replace(" ", "")

    @cached_property
    def squeezed(self) -> str:
        """The key, with a letter that is there twice in a row once."""
        return _TWICE.sub(r"\1", self.key)

    @cached_property
    def sorted_key(self) -> str:
        """The key with the words in order."""
        return "".join(sorted(self.runs))

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The runs of digits, in their order, without leading zeros."""
        return tuple(run.lstrip("0") or "0" for run in self.runs if run[0].isdigit())

    @cached_property
    def initials(self) -> str:
        """The first letter of every word; empty where a word is a number."""
        first = "".join(word[0] for word in self.words if word not in ("&", "+", "and"))
        return first if first.isalpha() else ""


@dataclass(frozen=True)
class Measure:
    """How near a name is to known ones, among which some words say more than others.

    ``weight`` holds the weight of each word of the known names: the rarer, the heavier; ``heaviest`` is that of a word
    that none of them has.
    """

    weight: Mapping[str, float]
    heaviest: float

    @classmethod
    def among(cls, known: Sequence[Form]) -> Measure:
        """The measure among these names."""
        names_with: dict[str, int] = {}
        for form in known:
            for word in set(form.runs):
                names_with[word] = names_with.get(word, 0) + 1
        return cls({word: log(1 + len(known) / count) for word, count in names_with.items()}, log(1 + len(known)))

    def score(self, typed: Form, known: Form) -> float:
        """From 0 to 100; see the module."""
        if not typed.key or not known.key:
            return 0.0
        guise = _same_in_another_guise(typed, known)
        if guise:
            return guise
        return max(0.0, min(_MOST_BY_LIKENESS, 100 * self._likeness(typed, known)) - _disagreement(typed, known))

    def _likeness(self, typed: Form, known: Form) -> float:
        views = (
            _alike(typed.key, known.key),
            0.98 * _alike(typed.glyphs, known.glyphs),
            0.97 * _alike(typed.sorted_key, known.sorted_key),
            0.95 * _alike(typed.squeezed, known.squeezed),
            0.97 * self._shared_words(typed.runs, known.runs),
            _abbreviated(typed, known),
        )
        if ("&" in typed.words) != ("&" in known.words) and typed.key == known.key:
            return _OTHER_SIGN
        # The views agree on the right name more often than any is right alone: the mean parts equals.
        swapped = _SWAPPED if sorted(typed.key) == sorted(known.key) else 0.0
        return 0.9 * max(views) + 0.1 * sum(views) / len(views) + swapped

    def _shared_words(self, typed: Sequence[str], known: Sequence[str]) -> float:
        of_typed = self._covered(typed, lambda word: max((_same_word(word, other) for other in known), default=0.0))
        of_known = self._covered(known, lambda word: max((_same_word(other, word) for other in typed), default=0.0))
        return 0.4 * of_typed + 0.6 * of_known

    def _covered(self, words: Sequence[str], found_in: Callable[[str], float]) -> float:
        """How much of the words the others have, by weight; the first word of a name tells most."""
        total = found = 0.0
        for place, word in enumerate(words):
            weight = self.weight.get(word, self.heaviest) * sqrt(min(len(word), _LONG)) * (1.5 if place == 0 else 1.0)
            total += weight
            found += weight * found_in(word)
        return found / total if total else 0.0


def _same_in_another_guise(typed: Form, known: Form) -> float:
    if typed.words == known.words:
        return 100.0
    if ("&" in typed.words) != ("&" in known.words):
        return 0.0  # L+G and LG have the same letters, and are two makers
    parted = 0.0 if typed.parted_glyphs == known.parted_glyphs else 2.0
    if typed.key == known.key:
        return 98.0 - parted
    if typed.glyphs == known.glyphs:
        return 96.0 - parted
    return 93.0 if sorted(typed.runs) == sorted(known.runs) else 0.0


def _disagreement(typed: Form, known: Form) -> float:
    """What is taken off where the numbers of two names are not the same ones."""
    mine, theirs = typed.numbers, known.numbers
    if mine == theirs or (not mine and not theirs):
        return 0.0
    if "".join(mine) == "".join(theirs):
        return 2.0
    if sorted("".join(mine)) == sorted("".join(theirs)):
        return 4.0
    if _contains(mine, theirs) or _contains(theirs, mine):
        return 3.0
    return 8.0


def _contains(many: Sequence[str], few: Sequence[str]) -> bool:
    left = list(many)
    for one in few:
        if one not in left:
            return False
        left.remove(one)
    return True


def _alike(one: str, other: str) -> float:
    return _osa()(one, other)


@cache
def _osa() -> Callable[[str, str], float]:
    from rapidfuzz.distance import OSA  # imported where needed: --help must stay quick

    return OSA.normalized_similarity


@lru_cache(maxsize=65536)
def _same_word(typed: str, known: str) -> float:
    """How likely a word stands for another; it is often the beginning of it, and seldom the other way round."""
    if typed == known:
        return 1.0
    if typed[0].isdigit() or known[0].isdigit():
        return _OTHER_NUMBER * _alike(typed, known)
    likeness = _alike(typed, known)
    short, long = sorted((typed, known), key=len)
    if len(short) >= 3 and long.startswith(short):
        shortened = 0.9 if short == typed else 0.6
    elif len(short) >= 2 and _abbreviates(short, long):
        shortened = 0.75 if short == typed else 0.5
    else:
        shortened = 0.5 if len(short) == 1 and long[0] == short else 0.0
    return max(shortened, likeness if likeness >= _LEAST_ALIKE else 0.0)


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of one word stand in the other in their order, from its first one on."""
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


def _abbreviated(typed: Form, known: Form) -> float:
    """Whether one name is the other's initials, or the beginning of it."""
    if known.key in accumulate(typed.runs) and known.key.isalpha() and len(known.key) > 2:
        return 0.9
    for short, long in ((typed, known), (known, typed)):
        if len(long.words) > 1 and len(short.key) > 1 and short.key == long.initials:
            said = "&" in short.words or len(long.words) > 2
            return 0.88 if said else 0.86 if short is typed else 0.7
        if len(short.words) > 1 and short.initials == short.key == long.initials[: len(short.key)]:
            return 0.8
        if len(short.key) > 2 and long.key.startswith(short.key):
            return 0.8 if short is typed else 0.6
    return 0.0
