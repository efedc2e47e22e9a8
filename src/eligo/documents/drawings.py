"""The drawings of the paper: which published figures each chart shows, and what it says in words.

What belongs here: from ``Public…`` values to a ``Drawing``. What does not: how a chart is drawn (``charts``) and how
the diagram is laid out (``diagram``). Charts draw rounded figures only: a coordinate tells as much as a number.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.disclosure import PublicOperator, PublicPaper
from eligo.documents import charts, diagram, style
from eligo.documents.blocks import Drawing, Inline, Text, plain
from eligo.documents.matrix_chart import VariantRow, coverage_matrices, matrix_words
from eligo.scheme import Scheme


def coverage_drawing(
    paper: PublicPaper, scheme: Scheme, *, drawing_id: str, caption: tuple[Inline, ...], x_label: str, y_label: str
) -> Drawing:
    """The coverage curve with the chosen size marked. ``y_label`` also says what the shares are of."""
    points = [(point.size, point.share.number, point.covers) for point in paper.curve if not point.share.is_suppressed]
    chosen = int(paper.selection.size.value)
    svg = charts.coverage_curve(
        points, chosen, plain(caption), x_label, y_label, decimals=scheme.disclosure.share_decimals
    )
    shown = [point for point in paper.curve if not point.share.is_suppressed]
    ends = [shown[0], *(p for p in shown if p.size == chosen), shown[-1]] if shown else []
    stations = dict.fromkeys(f"{point.size}: {point.share.text}" for point in ends)
    return Drawing(drawing_id, "", caption, svg, f"{y_label} by {x_label.lower()}. {'; '.join(stations)}.")


def matrix_drawings(paper: PublicPaper, *, drawing_id: str, caption: tuple[Inline, ...]) -> tuple[Drawing, ...]:
    """Which selected entry contains which hardware variant, in as many drawings as pages need; no figure is in it."""
    rows = [VariantRow(one.device_label, one.name, one.labels) for one in paper.coverage]
    parts = coverage_matrices(rows, [entry.label for entry in paper.register.selected], plain(caption))
    return numbered_drawings(parts, drawing_id, caption, matrix_words(rows))


def numbered_drawings(
    parts: Sequence[str], drawing_id: str, caption: tuple[Inline, ...], alternative: str
) -> tuple[Drawing, ...]:
    """The parts of one drawing, each with its number in the caption where there are several."""
    several = len(parts) > 1
    return tuple(
        Drawing(
            drawing_id if number == 1 else f"{drawing_id}-{number}",
            "",
            (*caption, Text(f" ({number} of {len(parts)})")) if several else caption,
            part,
            alternative,
        )
        for number, part in enumerate(parts, start=1)
    )


def composition_drawing(
    operators: Sequence[PublicOperator], scheme: Scheme, *, drawing_id: str, caption: tuple[Inline, ...], x_label: str
) -> Drawing:
    """One bar per operator: the share of the whole deployed estate that goes each route."""
    rows = [
        (
            operator.name,
            [(use.route_label, use.share.number) for use in operator.routes if not use.share.is_suppressed],
        )
        for operator in operators
    ]
    colours = {
        use.route_label: style.ROUTE_COLOURS[use.route.value] for operator in operators for use in operator.routes
    }
    svg = charts.composition(rows, plain(caption), x_label, decimals=scheme.disclosure.share_decimals, colours=colours)
    words = "; ".join(
        f"{operator.name}: " + (", ".join(f"{u.route_label} {u.share}" for u in operator.routes) or "none")
        for operator in operators
    )
    return Drawing(drawing_id, "", caption, svg, f"{x_label}. {words}.")


def prevalence_drawing(
    operators: Sequence[PublicOperator], scheme: Scheme, *, drawing_id: str, caption: tuple[Inline, ...]
) -> Drawing:
    """Each device model's share of its operator's estate, one panel per operator."""
    rows = [
        (operator.name, use.device_label, use.model, use.share.number)
        for operator in operators
        for use in operator.models
    ]
    svg = charts.prevalence(rows, plain(caption), decimals=scheme.disclosure.share_decimals)
    words = "; ".join(
        f"{operator.name}: " + ", ".join(f"{u.device_label} {u.model} {u.share}" for u in operator.models)
        for operator in operators
        if operator.models
    )
    return Drawing(drawing_id, "", caption, svg, f"{plain(caption)}. {words}.")


def steps_drawing(scheme: Scheme, *, drawing_id: str, caption: tuple[Inline, ...]) -> Drawing:
    """The selection process, from the scheme's steps."""
    labels = {step.id: step.label for step in scheme.steps}
    words = " ".join(
        f"{step.label}: "
        + ("; ".join(f"{answer}, {labels[to]}" if answer else labels[to] for to, answer in step.next) or "end")
        + "."
        for step in scheme.steps
    )
    return Drawing(drawing_id, "", caption, diagram.process(scheme.steps, plain(caption)), words)
