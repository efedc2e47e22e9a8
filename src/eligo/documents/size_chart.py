"""What every size of the selection comes to, in installation-days: the best plan, the plain rule, and how flat that is.

What belongs here: one drawing and the same in words. What does not: planning (``eligo.programme``).

Invariants: heights begin at nought, so that what looks flat is flat; a size of which no set meets the requirements has
a place and no point; every number that is drawn is also in the description. Source: ``programme.md``, "Decide".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from eligo.documents import style
from eligo.documents.marks import WIDTH, Marks, count_text, ticks
from eligo.documents.size_axis import Sizes
from eligo.documents.style import text_width
from eligo.programme import SizePoint

_TOP, _HIGH, _BETWEEN, _MORE, _FOOT = 36.0, 190.0, 54.0, 80.0, 48.0

BEST, PLAIN, NONE = "best plan", "plain rule", "no set meets the requirements"


def size_chart(points: Sequence[SizePoint], chosen: int, best: int, word: str, title: str) -> str:
    """The installation-days of each size, above how many more than the best of all sizes they are.

    ``chosen`` and ``best`` are sizes; ``word`` is what is counted. A size whose best plan is not proved is hollow.
    """
    planned = [(one.size, one.waits, one.bound == one.waits) for one in points if one.waits is not None]
    plain = [(one.size, one.plain_waits) for one in points if one.plain_waits is not None]
    highest = max((number for _, number in [*((size, waits) for size, waits, _ in planned), *plain]), default=0)
    marks = Marks()
    if not points or not highest:
        marks.text(0, 12, "No size has a plan.")
        return marks.svg(WIDTH, 24, title, "No size has a plan.")
    left = text_width(count_text(highest)) + 14
    sizes = Sizes(left, (WIDTH - left - 4) / len(points), points[0].size, points[-1].size)
    bottom, scale = _TOP + _HIGH, (_HIGH - 16) / highest
    _key(marks, word, bool(plain), any(one.infeasible for one in points))
    _barred(marks, points, sizes, bottom)
    sizes.grid(marks, ticks(highest), scale, bottom)
    marks.path([(sizes.at(size), bottom - number * scale) for size, number in plain], style.MT, dashed=True)
    marks.path([(sizes.at(size), bottom - number * scale) for size, number, _ in planned], style.SELECTED)
    for size, number, proved in planned:
        x, y = sizes.at(size), bottom - number * scale
        if size in (chosen, best):
            marks.line(x, y, x, bottom, style.MT if size == chosen else style.SELECTED, width=1.5, dashed=True)
        marks.point(x, y, style.SELECTED if proved else style.PAPER, stroke=style.SELECTED)
    foot = bottom + _BETWEEN + _MORE
    _more(marks, planned, chosen, sizes, foot)
    sizes.name(marks, foot, chosen)
    return marks.svg(WIDTH, foot + _FOOT, title, size_words(points, chosen, word))


def _key(marks: Marks, word: str, plain: bool, barred: bool) -> None:
    heading = f"{word.capitalize()}-days"
    marks.text(0, 8, heading, strong=True)
    x = text_width(heading, semibold=True) + 24
    marks.line(x, 8, x + 24, 8, style.SELECTED, width=1.5)
    marks.text(x + 30, 8, BEST)
    x += 48 + text_width(BEST)
    if plain:
        marks.line(x, 8, x + 24, 8, style.MT, width=1.5, dashed=True)
        marks.text(x + 30, 8, PLAIN)
        x += 48 + text_width(PLAIN)
    if barred:
        marks.rect(x, 2, 12, 12, style.OUT_OF_SCOPE)
        marks.text(x + 18, 8, NONE)


def _barred(marks: Marks, points: Sequence[SizePoint], sizes: Sizes, bottom: float) -> None:
    for _, run in groupby(points, key=lambda one: one.infeasible):
        barred = [one.size for one in run if one.infeasible]
        if barred:
            marks.rect(
                sizes.at(barred[0]) - sizes.slot / 2, _TOP, sizes.slot * len(barred), bottom - _TOP, style.OUT_OF_SCOPE
            )


def _more(marks: Marks, planned: Sequence[tuple[int, int, bool]], chosen: int, sizes: Sizes, foot: float) -> None:
    """A bar for what each size waits more than the best of all."""
    least = min(number for _, number, _ in planned)
    more = max(number for _, number, _ in planned) - least
    scale = _MORE / (more or 1)
    marks.text(0, foot - _MORE - 24, "More than the best", strong=True)
    sizes.grid(marks, ticks(more, 3), scale, foot)
    half = min(sizes.slot * 0.36, 20.0)
    for size, number, _ in planned:
        height = (number - least) * scale
        fill = style.MT if size == chosen else style.SELECTED
        marks.rect(sizes.at(size) - half, foot - height, 2 * half, height, fill)


def size_words(points: Sequence[SizePoint], chosen: int, word: str) -> str:
    """The same in words, every number of it."""

    def said(one: SizePoint) -> str:
        name = f"{one.size}{' (chosen)' if one.size == chosen else ''}"
        if one.infeasible:
            return f"{name}: {NONE}"
        if one.waits is None:
            return f"{name}: no plan was found"
        sure = "" if one.waits == one.bound else f", none below {one.bound or 0:,}"
        plain = "" if one.plain_waits is None else f", {PLAIN} {one.plain_waits:,}"
        return f"{name}: {one.waits:,}{sure}{plain}"

    return f"{word.capitalize()}-days of waiting of the best plan of each size. {'; '.join(map(said, points))}."
