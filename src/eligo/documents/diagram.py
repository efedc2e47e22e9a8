"""The selection process as a diagram, drawn from the scheme's steps (figure 1 of the source).

What belongs here: the text in the boxes and the drawing. What does not: where boxes and arrows stand
(``layered``, ``routing``). Nothing is placed by hand: another scheme's steps are laid out by the same rules.

Invariants: text is at least 9 pt at the natural size and lies inside its box; boxes, arrows and labels do not
overlap; the same steps give the same bytes; the title is the accessible name and is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eligo.documents import style
from eligo.documents.layered import Link, Shape
from eligo.documents.routing import LABEL_HEIGHT, PORT, Route, arrange
from eligo.documents.style import LINE_HEIGHT, TEXT_SIZE, text_width
from eligo.scheme import Step

_BOX_TEXT = (190.0, 160.0, 138.0, 118.0, 100.0, 84.0)
"""Widths of text tried for the boxes, widest first, until the diagram fits the page."""
_MARGIN_X, _MARGIN_Y = 12.0, 9.0
_LEAST_DIAMOND = 52
_ARROW = 7.0
_ROUND = 5.0


@dataclass(frozen=True, slots=True)
class Box:
    """A step as it is placed: its text in lines, and its rectangle in pixels (a question's diamond touches it)."""

    id: str
    kind: str
    lines: tuple[str, ...]
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """What leads from a step to the next: its corners, and its label with the left and top of its place."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    label: str
    label_left: float
    label_top: float


def boxes(steps: Sequence[Step]) -> tuple[Box, ...]:
    """Every step with its rectangle, in the order of the steps. Raises ``ValueError`` where steps form a circle."""
    return _drawn(steps)[0]


def arrows(steps: Sequence[Step]) -> tuple[Arrow, ...]:
    """Every arrow with its corners and its label, step by step."""
    return _drawn(steps)[1]


def process(steps: Sequence[Step], title: str) -> str:
    """The steps as an SVG diagram, from the first at the top to the last at the bottom.

    A ``start`` or ``end`` is a pill, a ``question`` a diamond whose answers label its arrows, anything else a box.
    Raises ``ValueError`` where steps form a circle.

    >>> step = Step("a", "Ask for returns", "start", ())
    >>> ">Ask for returns</text>" in process([step], "How combinations are selected")
    True
    """
    placed, led, width, height = _drawn(steps)
    body = "".join([*(_arrow_svg(arrow) for arrow in led), *(_box_svg(box) for box in placed)])
    return style.accessible_svg(
        round(max(width, style.PAGE_WIDTH)), round(height + 0.5), title, _described(steps),
        f'<g transform="translate({max(0.0, (style.PAGE_WIDTH - width) / 2):.1f},0)">{body}</g>',
    )  # fmt: skip


def _described(steps: Sequence[Step]) -> str:
    labels = {step.id: step.label for step in steps}
    sentences = []
    for step in steps:
        following = [f"{answer}: {labels[target]}" if answer else labels[target] for target, answer in step.next]
        sentences.append(f"{step.label} – then {'; '.join(following)}." if following else f"{step.label}.")
    return " ".join(sentences) or "There is nothing to show."


def _drawn(steps: Sequence[Step]) -> tuple[tuple[Box, ...], tuple[Arrow, ...], float, float]:
    """The steps in the widest boxes with which the diagram fits the width of the page."""
    answers = [(step.id, target, answer) for step in steps for target, answer in step.next]
    links = [Link(source, target, text_width(answer) if answer else 0.0) for source, target, answer in answers]
    texts, shapes = _shapes(steps, links, _BOX_TEXT[0])
    layout = arrange(shapes, links)
    for wide in _BOX_TEXT[1:]:
        if layout.width > style.PAGE_WIDTH:
            texts, shapes = _shapes(steps, links, wide)
            layout = arrange(shapes, links)
    placed = tuple(
        Box(step.id, step.kind, lines, left, top, shape.width, shape.height)
        for step, lines, shape, (left, top) in zip(steps, texts, shapes, layout.corners, strict=True)
    )
    led = tuple(_arrow(answer, route) for answer, route in zip(answers, layout.routes, strict=True))
    return placed, led, layout.width, layout.height


def _arrow(answer: tuple[str, str, str], route: Route) -> Arrow:
    return Arrow(answer[0], answer[1], route.points, answer[2], *route.label_at)


def _shapes(steps: Sequence[Step], links: Sequence[Link], wide: float) -> tuple[list[tuple[str, ...]], list[Shape]]:
    """The text of every step in lines, and the shape that holds it."""
    texts: list[tuple[str, ...]] = []
    shapes: list[Shape] = []
    plain = [wrap(step.label, wide) for step in steps if step.kind != "question"]
    # Boxes of one width make a calmer page.
    common = max((text_width(line) for lines in plain for line in lines), default=0.0) + 2 * _MARGIN_X
    for step in steps:
        out = [link for link in links if link.source == step.id]
        arriving = sum(link.target == step.id for link in links)
        room = max([PORT, *(link.label_width + 14 for link in out)])
        least = max(len(out) * room, 2 * max([0.0, *(link.label_width + 12 for link in out)]), (arriving + 1) * PORT)
        if step.kind == "question":
            lines, width, height = _diamond(step.label, wide)
        else:
            lines = wrap(step.label, wide)
            width, height = common, len(lines) * LINE_HEIGHT + 2 * _MARGIN_Y
        texts.append(lines)
        shapes.append(Shape(step.id, max(width, least), height, step.kind == "question"))
    return texts, shapes


def wrap(text: str, width: float) -> tuple[str, ...]:
    """A text in lines no wider than ``width`` pixels where its words allow, and as even as may be.

    >>> wrap("Analyse the returns", 80)
    ('Analyse', 'the returns')
    """
    lines = _filled(text.split(), width)
    # The narrowest width that still gives as many lines makes them even.
    narrow = next((w for w in range(20, int(width), 4) if len(_filled(text.split(), w)) <= len(lines)), width)
    widest = max((text_width(word) for word in text.split()), default=0.0)
    return tuple(_filled(text.split(), max(float(narrow), min(widest, width))))


def _filled(words: Sequence[str], width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _diamond(text: str, wide: float) -> tuple[tuple[str, ...], float, float]:
    """The lines of a question, and the width and height of the smallest pleasing diamond that holds them."""
    found: list[tuple[float, tuple[str, ...], float, float]] = []
    for line_width in range(60, int(wide * 1.3), 10):
        lines = tuple(_filled(text.split(), line_width))
        least = len(lines) * LINE_HEIGHT + 22
        for height in range(max(_LEAST_DIAMOND, least), least + 42, 6):
            width = max(_span(lines, number, height) for number in range(len(lines)))
            # Height is dearer than width: the process is longer than it is broad.
            cost = width + 1.8 * height + max(0.0, width - 1.5 * wide) * 10
            found.append((round(cost, 3), lines, width, float(height)))
    _, chosen, broad, high = min(found)
    return chosen, max(broad, 90.0), high


def _span(lines: Sequence[str], number: int, height: float) -> float:
    """How wide a diamond of that height must be for one of its lines to stay inside."""
    upper = (number - len(lines) / 2) * LINE_HEIGHT
    farthest = max(abs(upper), abs(upper + LINE_HEIGHT)) - 2
    return (text_width(lines[number]) + 8) / (1 - 2 * farthest / height)


def _box_svg(box: Box) -> str:
    left, top, right, bottom = box.left, box.top, box.left + box.width, box.top + box.height
    middle, centre = (top + bottom) / 2, (left + right) / 2
    ink = style.INK
    if box.kind == "question":
        corners = f"{centre:.1f},{top:.1f} {right:.1f},{middle:.1f} {centre:.1f},{bottom:.1f} {left:.1f},{middle:.1f}"
        outline = f'<polygon points="{corners}" fill="{style.TINT}" stroke="{style.SELECTED}" stroke-width="1.3"/>'
    else:
        is_end = box.kind in ("start", "end")
        ink = style.PAPER if is_end else ink
        fill = style.SELECTED if is_end else style.PAPER
        outline = (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
            f'rx="{min(box.height / 2, 18) if is_end else 3:g}" fill="{fill}" '
            f'stroke="{style.SELECTED}" stroke-width="1.3"/>'
        )
    first = middle - len(box.lines) * LINE_HEIGHT / 2 + TEXT_SIZE * 0.95
    text = "".join(
        f'<text x="{centre:.1f}" y="{first + n * LINE_HEIGHT:.1f}" text-anchor="middle" fill="{ink}">'
        f"{escape(line)}</text>"
        for n, line in enumerate(box.lines)
    )
    return outline + text


def _arrow_svg(arrow: Arrow) -> str:
    x, y = arrow.points[-1]
    head = f"{x:.1f},{y:.1f} {x - _ARROW / 2:.1f},{y - _ARROW:.1f} {x + _ARROW / 2:.1f},{y - _ARROW:.1f}"
    drawn = (
        f'<path d="{_rounded_path((*arrow.points[:-1], (x, y - _ARROW + 1)))}" fill="none" stroke="{style.MUTED}" '
        f'stroke-width="1.3"/><polygon points="{head}" fill="{style.MUTED}"/>'
    )
    if arrow.label:
        baseline = arrow.label_top + LABEL_HEIGHT - 3
        drawn += f'<text x="{arrow.label_left:.1f}" y="{baseline:.1f}" fill="{style.INK}">{escape(arrow.label)}</text>'
    return drawn


def _rounded_path(points: Sequence[tuple[float, float]]) -> str:
    """The SVG path through the corners, each of them a little rounded."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (a, b), (x, y), (c, d) in zip(points, points[1:], points[2:], strict=False):
        reach = min(_ROUND, (abs(x - a) + abs(y - b)) / 2, (abs(c - x) + abs(d - y)) / 2)
        before, after = _towards((x, y), (a, b), reach), _towards((x, y), (c, d), reach)
        path += f"L{before[0]:.1f} {before[1]:.1f}Q{x:.1f} {y:.1f} {after[0]:.1f} {after[1]:.1f}"
    return path + f"L{points[-1][0]:.1f} {points[-1][1]:.1f}"


def _towards(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    share = distance / length if length else 0.0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
