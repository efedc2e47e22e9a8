"""How people type the names of makers, models and hardware versions: seeded, one habit at a time.

A *guise* differs in case, spaces, punctuation, legal form, Mark number or look-alike letters: a rule has to prove it.
A *slip* is a typing error, an abbreviation or another order: no rule may prove it, the first suggestion has to know it.
No habit puts one digit, or one letter that stands alone, for another: that is another product, whatever was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Habit = Callable[[Random, str], str]

LEGAL_FORMS = (
    "Ltd",
    "Ltd.",
    "Limited",
    "GmbH",
    "AG",
    "Inc.",
    "LLC",
    "S.p.A.",
    "B.V.",
    "Pty Ltd",
    "(UK) Ltd",
    "Co., Ltd.",
)
LATIN_TO_CYRILLIC = str.maketrans("ABEKMHOPCTXaeopcx", "АВЕКМНОРСТХаеорсх")
DIGIT_LOOKS = {"0": "O", "1": "Il", "5": "S", "8": "B"}
LETTER_LOOKS = {"O": "0", "I": "1", "l": "1", "S": "5", "B": "8"}
NEIGHBOURS = {
    row[i]: row[max(0, i - 1) : i] + row[i + 1 : i + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for i in range(len(row))
}
ROMAN = ("", "I", "II", "III", "IV")
_MARK = re.compile(r"[ -]*\(?M[Kk][ .-]?(\d)\)?")


def other_case(rng: Random, text: str) -> str:
    return rng.choice((text.upper(), text.lower(), text.swapcase()))


def other_spaces(rng: Random, text: str) -> str:
    space = rng.choice(("  ", "\u00a0", "\u2009", "\t"))
    return rng.choice(("", " ", "\u00a0")) + text.replace(" ", space) + rng.choice((" ", "\u00a0", "\u200b", "\r\n"))


def other_separators(rng: Random, text: str) -> str:
    """Spaces, hyphens and underscores for each other; those between digits stay some separator."""
    return re.sub(r"(?<=\w)[ _-](?=\w)", lambda _: rng.choice((" ", "-", "_", "\u2013")), text)


def wide_letters(rng: Random, text: str) -> str:
    place = rng.randrange(len(text))
    return "".join(
        chr(ord(c) + 0xFEE0) if i == place and "!" <= c <= "~" and c.isalnum() else c for i, c in enumerate(text)
    )


def look_alike_letters(rng: Random, text: str) -> str:
    """A word in which a letter is the Cyrillic one that looks the same."""
    return "".join(c.translate(LATIN_TO_CYRILLIC) if rng.random() < 0.5 else c for c in text)


def trade_mark(rng: Random, text: str) -> str:
    return text + rng.choice(("\u2122", "\u00ae", " \u00ae"))


def joined_words(rng: Random, text: str) -> str:
    """``&``, ``+`` and ``and`` for each other, in a name of two longer words."""
    return re.sub(r"(?<=\w\w)(?:\+| & | and )(?=\w\w)", lambda _: rng.choice(("+", " & ", " and ", "_", " + ")), text)


def legal_form(rng: Random, text: str) -> str:
    return f"{text}{rng.choice((' ', ', '))}{rng.choice(LEGAL_FORMS)}"


def mark_form(rng: Random, text: str) -> str:
    def other(found: re.Match[str]) -> str:
        number = found[1]
        forms = (f" MK{number}", f"-Mk{number}", f" (Mk {number})", f" Mark {number}", f" mk.{number}")
        return rng.choice((*forms, f" MK {ROMAN[int(number)]}", f"_MK{number}", f" Mk0{number}"))

    return _MARK.sub(other, text)


def _letters(text: str) -> list[int]:
    """The places of letters that a slip may fall on: not the first, which is seldom mistyped, and none that stands
    alone, since that is another variant (``-V``, ``-W``).
    """
    return [i for run in re.finditer(r"[^\W\d_]{2,}", text) for i in range(*run.span()) if i]


def near_key(rng: Random, text: str) -> str:
    place = rng.choice(_letters(text) or [len(text)])
    meant = text[place : place + 1]
    other = rng.choice(NEIGHBOURS.get(meant.lower()) or [meant])
    return text[:place] + (other.upper() if meant.isupper() else other) + text[place + 1 :]


def left_out(rng: Random, text: str) -> str:
    place = rng.choice(_letters(text) or [len(text)])
    return text[:place] + text[place + 1 :]


def doubled(rng: Random, text: str) -> str:
    place = rng.choice(_letters(text) or [len(text)])
    return text[: place + 1] + text[place : place + 1] + text[place + 1 :]


def swapped(rng: Random, text: str) -> str:
    """Two neighbours of a run of letters, or of a long number, for each other."""
    runs = [run.span() for run in re.finditer(r"[^\W\d_]{2,}|\d{3,}", text)]
    places = [i for start, end in runs for i in range(max(start, 1), end - 1) if text[i] != text[i + 1]]
    if not places:
        return text
    i = rng.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def misread(rng: Random, text: str) -> str:
    """As a reader of scans sees it: O for 0, l for 1, 5 for S."""
    looks = {**DIGIT_LOOKS, **LETTER_LOOKS}
    places = [i for i, c in enumerate(text) if c in looks]
    if not places:
        return text
    i = rng.choice(places)
    return text[:i] + rng.choice(looks[text[i]]) + text[i + 1 :]


def other_order(rng: Random, text: str) -> str:
    words = text.split()
    return " ".join([words[-1], *words[:-1]]) if len(words) > 1 else text


def shortened_word(rng: Random, text: str) -> str:
    words = text.split()
    long = [i for i, word in enumerate(words) if len(word) > 5]
    if not long:
        return text
    i = rng.choice(long)
    words[i] = words[i][: rng.randint(3, 5)] + rng.choice(("", "."))
    return " ".join(words)


def initials(_: Random, text: str) -> str:
    words = re.findall(r"\w+", text)
    return "".join(word[0] for word in words) if len(words) > 2 else text


def added_word(rng: Random, text: str) -> str:
    return f"{text} {rng.choice(('Group', 'International', 'Deutschland', 'Europe', 'Technologies', 'Holdings Inc'))}"


def run_together(_: Random, text: str) -> str:
    """Without any separator, those between digits too."""
    return re.sub(r"[\W_]+", "", text)


def split_word(rng: Random, text: str) -> str:
    places = [i for i in range(2, len(text) - 1) if text[i].isalnum() and text[i - 1].isalnum()]
    if not places:
        return text
    i = rng.choice(places)
    return text[:i] + " " + text[i:]


MAKER_GUISES: tuple[Habit, ...] = (
    other_case,
    other_spaces,
    other_separators,
    wide_letters,
    look_alike_letters,
    trade_mark,
    joined_words,
    legal_form,
)
MAKER_SLIPS: tuple[Habit, ...] = (
    near_key,
    left_out,
    doubled,
    swapped,
    misread,
    other_order,
    shortened_word,
    initials,
    added_word,
    split_word,
)
MODEL_GUISES: tuple[Habit, ...] = (
    other_case,
    other_spaces,
    other_separators,
    wide_letters,
    look_alike_letters,
    trade_mark,
    mark_form,
)
MODEL_SLIPS: tuple[Habit, ...] = (near_key, left_out, doubled, swapped, misread, other_order, run_together, split_word)


def typed(rng: Random, name: str, guises: tuple[Habit, ...], slips: tuple[Habit, ...], slip: float) -> tuple[str, str]:
    """A typed form and the habits that made it: one or two guises, and a slip with probability ``slip``."""
    chosen = rng.sample(guises, rng.randint(1, 2))
    if rng.random() < slip:
        chosen = [rng.choice(slips), *chosen[:1]]
    form = name
    for habit in chosen:
        form = habit(rng, form)
    return form, " then ".join(habit.__name__ for habit in chosen)
