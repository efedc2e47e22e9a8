"""The charts of a selection, in exact installations: the curve with its gains, what each one brings, how firm it is.

What belongs here: three drawings of whole numbers for those who may see every figure. What does not: the coverage
matrix (``matrix_chart``) and drawings for the public, whose figures are rounded first (``charts``).

Invariants: every number that is drawn is also in the description; series differ in lightness, outline or dashes and
never in hue alone; the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eligo.documents import style
from eligo.documents.marks import LINE, WIDTH, Marks, count_text, ticks
from eligo.documents.size_axis import Sizes
from eligo.documents.style import text_width
from eligo.selection import Contribution, CurvePoint, Stability

_TOP, _REACHED, _BETWEEN, _GAINED, _FOOT = 58.0, 220.0, 52.0, 90.0, 48.0
_ROW, _BAR, _THIN = 44.0, 20.0, 8.0
_RIGHT = 4.0

BEST, FREE, LARGEST = "Largest set that covers every variant", "Largest set, coverage aside", "Largest set"
LOST = "Lost without it, after the best replacement"


def best_of(point: CurvePoint, *, cover: bool) -> int | None:
    """The installations of the best set of a size: one that covers every variant, where they have to be covered."""
    return point.population if not cover or point.covers else None


def gains(points: Sequence[CurvePoint], *, cover: bool) -> list[tuple[int, int, bool]]:
    """What each size has more than the size before it, in installations: (size, gain, whether of two best sets).

    Where either has no best set (``best_of``), the gain is that of the largest sets of any coverage. Size 1 gains all
    that it has; another size has no gain where the one before it is not among the points.
    """
    before: dict[int, CurvePoint] = {point.size + 1: point for point in points}
    found = []
    for point in sorted(points, key=lambda one: one.size):
        earlier = before.get(point.size)
        best, best_before = best_of(point, cover=cover), best_of(earlier, cover=cover) if earlier else None
        if point.size == 1 and best is not None:
            found.append((1, best, True))
        elif best is not None and best_before is not None:
            found.append((point.size, best - best_before, True))
        elif point.free_population is not None and (point.size == 1 or earlier is not None):
            found.append((point.size, point.free_population - (_free(earlier) if earlier else 0), False))
    return found


def _free(point: CurvePoint) -> int:
    return point.free_population or 0


def curve_with_gains(
    points: Sequence[CurvePoint], chosen: int, title: str, *, cover: bool, word: str = "installation"
) -> str:
    """The population that the best set of each size reaches, above what each further combination gains.

    With ``cover`` filled points cover every required variant; hollow ones are the largest sets of any coverage, shown
    where they reach more or where covering is not possible. ``chosen`` is marked where it is among the sizes; ``word``
    is what one of what is counted is called.
    """
    shown = _with_sets(points)
    if not shown:
        return _nothing(title)
    left = text_width(count_text(max(map(_free, shown)))) + 14
    count = shown[-1].size - shown[0].size + 1
    sizes = Sizes(left, (WIDTH - left - _RIGHT) / count, shown[0].size, shown[-1].size)
    marks = Marks()
    apart = [(style.PAPER, FREE)] if any(_apart(one, cover) for one in shown) else []
    marks.text(0, 8, f"{word}s represented".capitalize(), strong=True)
    _key(marks, left, [(style.SELECTED, BEST if cover else LARGEST), *apart])
    _reached(marks, shown, chosen, sizes, cover)
    rows = gains(shown, cover=cover)
    foot = _TOP + _REACHED + _BETWEEN + _GAINED
    _gained(marks, rows, chosen, sizes)
    sizes.name(marks, foot, chosen)
    return marks.svg(WIDTH, foot + _FOOT, title, curve_words(points, chosen, cover=cover, word=word))


def _apart(point: CurvePoint, cover: bool) -> bool:
    """Whether the largest set of any coverage is another one than the best."""
    return point.free_population != best_of(point, cover=cover)


def _key(marks: Marks, left: float, entries: Sequence[tuple[str, str]]) -> None:
    x = left + 5
    for fill, text in entries:
        marks.point(x, 34, fill, stroke=style.SELECTED)
        marks.text(x + 11, 34, text)
        x += text_width(text) + 42


def _reached(marks: Marks, shown: Sequence[CurvePoint], chosen: int, sizes: Sizes, cover: bool) -> None:
    """The upper panel: both curves, and the chosen size with its number above them."""
    highest, bottom = max(map(_free, shown)), _TOP + _REACHED
    scale = (_REACHED - 34) / (highest or 1)
    sizes.grid(marks, ticks(highest * 26 // 25), scale, bottom)
    reached = [(one, best_of(one, cover=cover)) for one in shown]
    best = [(sizes.at(one.size), bottom - number * scale, one) for one, number in reached if number is not None]
    free = [(sizes.at(one.size), bottom - _free(one) * scale, one) for one in shown]
    if any(_apart(one, cover) for one in shown):
        marks.path([(x, y) for x, y, _ in free], style.MUTED, dashed=True)
    marks.path([(x, y) for x, y, _ in best], style.SELECTED)
    for x, y, one in free:
        if _apart(one, cover):
            marks.point(x, y, style.PAPER, stroke=style.SELECTED)
    for x, y, one in best:
        if one.size == chosen:
            marks.line(x, _TOP + 2, x, bottom, style.MT, width=1.5, dashed=True)
            marks.point(x, y, style.PAPER, stroke=style.MT, radius=7)
        marks.point(x, y, style.SELECTED, stroke=style.SELECTED)
    for x, _, one in best:
        if one.size == chosen:
            on_left = chosen * 2 <= sizes.first + sizes.last
            text = f"{count_text(chosen)} chosen: {count_text(one.population or 0)}"
            marks.text(x + (8 if on_left else -8), _TOP + 8, text, anchor="start" if on_left else "end", strong=True)


def _gained(marks: Marks, rows: Sequence[tuple[int, int, bool]], chosen: int, sizes: Sizes) -> None:
    """The lower panel: a bar for what each size gains; filled where both sizes cover, outlined where not."""
    bottom = _TOP + _REACHED + _BETWEEN + _GAINED
    highest = max((gain for _, gain, _ in rows), default=0)
    scale = _GAINED / (highest or 1)
    marks.text(0, bottom - _GAINED - 24, "Gained by one more", strong=True)
    if any(not covers for *_, covers in rows):
        x = text_width("Gained by one more", semibold=True) + 24
        marks.text(x, bottom - _GAINED - 24, "outlined: coverage aside", colour=style.MUTED)
    sizes.grid(marks, ticks(highest, 3), scale, bottom)
    half = min(sizes.slot * 0.36, 20.0)
    for size, gain, covers in rows:
        fill = style.PAPER if not covers else style.MT if size == chosen else style.SELECTED
        height = max(gain, 0) * scale
        edge = "" if covers else style.SELECTED
        marks.rect(sizes.at(size) - half, bottom - height, half * 2, height, fill, stroke=edge)


def _with_sets(points: Sequence[CurvePoint]) -> list[CurvePoint]:
    """The sizes of which there is any set."""
    return sorted((one for one in points if one.free_population is not None), key=lambda one: one.size)


def curve_words(points: Sequence[CurvePoint], chosen: int, *, cover: bool, word: str = "installation") -> str:
    """The same in words, every number of it."""
    gained = {size: gain for size, gain, _ in gains(points, cover=cover)}

    def said(one: CurvePoint) -> str:
        number = best_of(one, cover=cover)
        best = "no set covers every variant" if number is None else count_text(number)
        free = f", coverage aside {count_text(_free(one))}" if _apart(one, cover) else ""
        gain = f", gain {count_text(gained[one.size])}" if one.size in gained else ""
        return f"{one.size}{' (chosen)' if one.size == chosen else ''}: {best}{free}{gain}"

    every = "; ".join(map(said, _with_sets(points)))
    return f"{word.capitalize()}s represented by the best selection of each size. {every}."


def contribution_bars(
    rows: Sequence[Contribution],
    labels: Mapping[str, str],
    names: Mapping[str, str],
    title: str,
    word: str = "installation",
) -> str:
    """One row per selected combination: what it stands for, what is lost without it, what it alone covers.

    ``labels`` gives the public label of an id, ``names`` the printed name of a variant; what is not in them stands
    for itself; ``word`` is what one of what is counted is called.
    """
    if not rows:
        return _nothing(title)
    marks = Marks()
    shown = [labels.get(one.combination_id, one.combination_id) for one in rows]
    left, stands_for = (
        max(text_width(label, semibold=True) for label in shown) + 14,
        f"{word.capitalize()}s it stands for",
    )
    for place, (fill, text) in enumerate(((style.DMCT, stands_for), (style.SELECTED, LOST))):
        x = left + place * (text_width(stands_for) + 44)
        marks.rect(x, 8 if place else 6, 12, _THIN if place else 12, fill)
        marks.text(x + 18, 12, text)
    room = max(text_width(count_text(one.population)) for one in rows) + 10
    highest = max(max(one.population, one.loss or 0) for one in rows)
    scale = (WIDTH - left - room - _RIGHT) / (highest or 1)
    for place, (one, label) in enumerate(zip(rows, shown, strict=True)):
        _contribution(marks, one, label, names, (left, 36 + _ROW * place, scale))
    height = 36 + _ROW * len(rows)
    return marks.svg(WIDTH, height, title, contribution_words(rows, labels, names, word))


def contribution_words(
    rows: Sequence[Contribution], labels: Mapping[str, str], names: Mapping[str, str], word: str = "installation"
) -> str:
    """The same in words."""
    words = "; ".join(
        f"{labels.get(one.combination_id, one.combination_id)}: {count_text(one.population)}, "
        f"{_lost(one)}, {_alone(one, names)}"
        for one in rows
    )
    return f"{word.capitalize()}s of each selected combination. {words}."


def _contribution(
    marks: Marks, one: Contribution, label: str, names: Mapping[str, str], place: tuple[float, float, float]
) -> None:
    """One row; ``place`` is the left edge of the bars, the upper edge of the row and pixels per installation."""
    left, y, scale = place
    lost = max(one.loss or 0, 0) * scale
    stands = max(one.population * scale, 1.0 if one.population else 0.0)
    marks.text(0, y + _BAR / 2, label, strong=True)
    marks.rect(left, y, stands, _BAR, style.DMCT)
    marks.rect(left, y + (_BAR - _THIN) / 2, lost, _THIN, style.SELECTED)
    marks.text(left + max(stands, lost) + 8, y + _BAR / 2, count_text(one.population))
    below = f"{_lost(one)}; {_alone(one, names)}"
    marks.text(left, y + _BAR + 9, _fitted(below, WIDTH - left), colour=style.MUTED)


def _lost(one: Contribution) -> str:
    if one.needed:
        return "no set meets the requirements without it"
    if one.loss is None:
        return "what is lost without it is not proved"
    if one.loss < 0:
        return f"{count_text(-one.loss)} more without it, as it is pinned"
    return f"{count_text(one.loss)} lost without it"


def _alone(one: Contribution, names: Mapping[str, str]) -> str:
    listed = [names.get(variant, variant) for variant in one.alone]
    return f"alone covers {', '.join(listed)}" if listed else "alone covers nothing"


def _fitted(text: str, width: float) -> str:
    """The text, or as many of its words as fit with an ellipsis; the description has all."""
    if text_width(text) <= width:
        return text
    words = text.split()
    while words and text_width(" ".join(words)) + 14 > width:
        words.pop()
    return " ".join(words).rstrip(",;") + " …"


def stability_bars(found: Stability, title: str, word: str = "installation") -> str:
    """What waits in quarantine against the number of further installations that would change the selection."""
    marks = Marks()
    labels = ("Unresolved", "Would change it")
    left = max(text_width(label, semibold=True) for label in labels) + 14
    values = (found.unresolved, found.margin)
    room = max(text_width(count_text(value)) for value in values if value is not None) + 12
    scale = (WIDTH - left - room - _RIGHT) / (max(value or 0 for value in values) or 1)
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = 8.0 + place * (_BAR + 14)
        marks.text(0, y + _BAR / 2, label, strong=True)
        marks.rect(left, y, (value or 0) * scale, _BAR, style.DMCT if place else style.SELECTED)
        text = "no number would" if value is None else count_text(value) if value or not place else "not known"
        marks.text(left + (value or 0) * scale + 8, y + _BAR / 2, text)
    if found.margin:
        x = left + found.margin * scale
        marks.line(x, 0, x, 8 + 2 * _BAR + 22, style.MT, width=1.5, dashed=True)
    sentences = stability_words(found, word)
    for place, sentence in enumerate(sentences):
        marks.text(0, 8 + 2 * (_BAR + 14) + 12 + LINE * place, sentence, strong=not place)
    height = 8 + 2 * (_BAR + 14) + 8 + LINE * len(sentences)
    return marks.svg(WIDTH, height, title, f"In {word}s. {' '.join(sentences)}")


def stability_words(found: Stability, word: str = "installation") -> list[str]:
    """Whether the selection stands, and by what numbers, a sentence each."""
    bounded = "At least" if found.unbounded_rows else "At most"
    waiting = f"{bounded} {count_text(found.unresolved)} {word}s are unresolved"
    if found.margin == 0:
        needs = "the selection is not proved, so that it is not known how many more would change it."
    elif found.margin is None:
        needs = f"no number of further {word}s on one combination would change the selection."
    else:
        needs = f"{count_text(found.margin)} further ones, all on one combination, would change the selection."
    if found.stable and found.margin and found.unresolved >= found.margin:
        needs += " By what can be read of their rows they do not all belong to one that could."
    rows = found.unbounded_rows
    unread = f"{count_text(rows)} row{' states' if rows == 1 else 's state'} no figure that could be read or bounded."
    verdict = (
        f"The selection stands, wherever the unresolved {word}s belong."
        if found.stable
        else "The selection is not assured: what is unresolved could change it."
    )
    return [verdict, f"{waiting}; {needs}", *([unread] if rows else [])]


def _nothing(title: str) -> str:
    text = "There is nothing to show."
    marks = Marks()
    marks.text(8, 20, text, colour=style.MUTED)
    return marks.svg(WIDTH, 40, title, text)
