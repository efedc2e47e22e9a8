"""What the confidential analysis says of the selection, in exact installations, with its charts.

What belongs here: sections about the selection, and the same charts as files. What does not: what organisations
reported (``analysis``), how a chart is drawn (``selection_charts``, ``matrix_chart``), and anything for the public.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eligo.disclosure import variant_names
from eligo.documents.blocks import Block, Drawing, Paragraph, Table, Text
from eligo.documents.drawings import numbered_drawings
from eligo.documents.matrix_chart import VariantRow, coverage_matrices, coverage_matrix, matrix_words
from eligo.documents.missing_figures import Section, missing_figures
from eligo.documents.plain_table import plain_table
from eligo.documents.selection_charts import (
    best_of,
    contribution_bars,
    contribution_words,
    curve_with_gains,
    curve_words,
    gains,
    stability_bars,
    stability_words,
)
from eligo.documents.tested_together import tested_together
from eligo.scheme import Scheme, TableScheme
from eligo.selection import Contribution, CurvePoint, Interactions, Robustness, Selection, Stability
from eligo.terms import Candidate

CURVE, MATRIX, BROUGHT, FIRM = (
    "What each size of selection represents, and what one more gains",
    "The hardware variants that each selected combination contains",
    "What each selected combination stands for, and what is lost without it",
    "What is unresolved, against what would change the selection",
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection as the analysis shows it; all counts are installations.

    ``candidates`` are all in scope. ``together`` are the variants that occur together, by strength; ``labels`` the
    public label of an id, where it has one. ``stability`` is ``None`` where no returns were read. ``cover``: every
    required variant had to be covered. ``robust``: what the missing figures could change, where it is known which are
    missing.
    """

    selection: Selection
    candidates: Sequence[Candidate]
    curve: Sequence[CurvePoint]
    contributions: Sequence[Contribution]
    stability: Stability | None
    together: Sequence[Interactions]
    labels: Mapping[str, str]
    cover: bool = True
    robust: Robustness | None = None

    @property
    def shown(self) -> dict[str, str]:
        """A label of its own for the id of each selected one, in the order of the labels, else in rank order.

        A label that stands for the same product at several operators has the operator beside it.
        """
        order = {label: place for place, label in enumerate(dict.fromkeys(self.labels.values()))}
        own = {one.combination_id: self.labels.get(one.combination_id, "") for one in self.selection.selected}
        times = Counter(own.values())
        operators = {one.combination_id: one.operator for one in self.selection.selected}
        apart = {
            one: label if times[label] == 1 else f"{label} {operators[one]}" for one, label in own.items() if label
        }
        again = Counter(apart.values())
        ordered = sorted(own, key=lambda one: order.get(own[one], len(order)))
        return {one: apart[one] if again[apart.get(one, "")] == 1 else one for one in ordered}


def selection_charts(chosen: Chosen, scheme: TableScheme) -> dict[str, bytes]:
    """The charts of a selection as SVG files, by name. They hold exact figures and are confidential."""
    rows, word = _variant_rows(chosen, scheme), scheme.installation_word
    drawn = {
        "chart-curve.svg": _curve(chosen, word),
        "chart-coverage.svg": coverage_matrix(rows, [*chosen.shown.values()], MATRIX, word),
        "chart-contributions.svg": _contributions(chosen, scheme),
    }
    if chosen.stability is not None:
        drawn["chart-stability.svg"] = stability_bars(chosen.stability, FIRM, word)
    return {name: svg.encode() for name, svg in drawn.items()}


def sections(chosen: Chosen, scheme: Scheme, first_table: int) -> tuple[Section, ...]:
    """The sections about a selection; their tables are numbered from ``first_table``, their figures from 1."""
    rows, word = _variant_rows(chosen, scheme), scheme.installation_word
    parts, said = coverage_matrices(rows, [*chosen.shown.values()], MATRIX, word), matrix_words(rows, word)
    figures, prices = _Figures(), _prices(chosen, scheme, first_table + 1)
    about: list[Section] = [
        (
            "The selection by size",
            _CURVE_SAID,
            [figures.named(_curve_drawing(chosen, word)), _curve_table(chosen, first_table, word)],
        ),
        (
            "Hardware that the selection covers",
            f"Each row is a hardware variant, with the {word}s in scope that have it.",
            [figures.named(one) for one in numbered_drawings(parts, "matrix", _words(MATRIX), said)],
        ),
        ("What each selected combination brings", _BROUGHT_SAID, [figures.named(_brought_drawing(chosen, scheme))]),
        ("What each rule costs", f"How many more {word}s {_PRICES_SAID}", [prices]),
    ]
    if chosen.stability is not None:
        drawing = figures.named(_firm_drawing(chosen.stability, word))
        about.append(("How firm the selection is", f"Unresolved are the {word}s {_FIRM_SAID}", [drawing]))
    tables = sum(isinstance(block, Table) for _, _, blocks in about for block in blocks)
    if chosen.robust is not None:
        about.append(missing_figures(chosen.robust, chosen.shown, scheme, first_table + tables))
        tables = sum(isinstance(block, Table) for _, _, blocks in about for block in blocks)
    return (*about, tested_together(chosen.together, scheme, first_table + tables))


_CURVE_SAID = (
    "The best set of each size; a size whose best set was not proved is left out. A gain is between two sets that "
    "cover every variant or, where the smaller cannot, between the largest sets with coverage left aside."
)
_BROUGHT_SAID = (
    "Without one of them another takes its place: what is lost is the difference between the selection and the best "
    "set of the same size that does not contain it. It can exceed what it stands for, where others have to give way."
)
_PRICES_SAID = (
    "the best set would have where one requirement is given up and all others stand, and "
    "what would be selected for it. They do not add up."
)
_FIRM_SAID = "of quarantined rows; each may be of any combination that its readable fields fit."


class _Figures:
    """Numbers the figures of the sections."""

    def __init__(self) -> None:
        self.count = 0

    def named(self, drawing: Drawing) -> Drawing:
        self.count += 1
        return Drawing(drawing.id, f"Figure {self.count}", drawing.caption, drawing.svg, drawing.alternative)


def _words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def _variant_rows(chosen: Chosen, scheme: TableScheme) -> list[VariantRow]:
    """Every variant in scope with the selected that contain it and the population that has it."""
    kinds = {kind.name: kind.label for kind in scheme.device_types}
    variants = {one.combination_id: one.variants for one in chosen.selection.selected}
    rows = []
    every = {variant for one in chosen.candidates for variant in one.variants}
    for variant, name in variant_names(every, scheme, with_type=False).items():
        population = sum(one.population for one in chosen.candidates if variant in one.variants)
        within = tuple(label for one, label in chosen.shown.items() if variant in variants[one])
        rows.append(VariantRow(kinds[variant.partition("|")[0]], name, within, f"{population:,}"))
    return rows


def _curve_drawing(chosen: Chosen, word: str) -> Drawing:
    said = curve_words(chosen.curve, chosen.selection.size, cover=chosen.cover, word=word)
    return Drawing("curve", "", _words(CURVE), _curve(chosen, word), said)


def _curve(chosen: Chosen, word: str) -> str:
    return curve_with_gains(chosen.curve, chosen.selection.size, CURVE, cover=chosen.cover, word=word)


def _curve_table(chosen: Chosen, number: int, word: str) -> Block:
    gained = {size: gain for size, gain, _ in gains(chosen.curve, cover=chosen.cover)}
    rows = [
        (
            f"{one.size:,}",
            "none" if (best := best_of(one, cover=chosen.cover)) is None else best,
            one.free_population,
            gained.get(one.size),
            f"{one.covered:,} of {one.required:,}",
        )
        for one in chosen.curve
        if one.population is not None
    ]
    if not rows:
        return Paragraph(_words("No size has a proved best set."))
    columns = (
        "Combinations",
        "Covering every variant" if chosen.cover else "Largest set",
        "Coverage aside",
        "Gained by one more",
        "Variants covered",
    )
    return plain_table("sizes", f"Table {number}", f"{word.capitalize()}s represented, by size", columns, rows)


def _contributions(chosen: Chosen, scheme: TableScheme) -> str:
    return contribution_bars(_ordered(chosen), chosen.shown, _names(chosen, scheme), BROUGHT, scheme.installation_word)


def _ordered(chosen: Chosen) -> list[Contribution]:
    """The contributions in the order of the columns of the matrix."""
    place = {one: number for number, one in enumerate(chosen.shown)}
    return sorted(chosen.contributions, key=lambda one: place[one.combination_id])


def _names(chosen: Chosen, scheme: TableScheme) -> Mapping[str, str]:
    return variant_names({variant for one in chosen.candidates for variant in one.variants}, scheme)


def _brought_drawing(chosen: Chosen, scheme: Scheme) -> Drawing:
    said = contribution_words(_ordered(chosen), chosen.shown, _names(chosen, scheme), scheme.installation_word)
    return Drawing("brought", "", _words(BROUGHT), _contributions(chosen, scheme), said)


def _prices(chosen: Chosen, scheme: Scheme, number: int) -> Block:
    """The requirements that cost anything, the dearest first."""
    if chosen.selection.status != "optimal":
        return Paragraph(_words("The selection is not proved, so that it is not known what a rule costs."))
    names, own = _names(chosen, scheme), {one.combination_id for one in chosen.selection.selected}
    costly = [one for one in chosen.selection.prices if one.installations]
    rows = [
        (
            _sentence(asked.text.replace(asked.subject, names.get(asked.subject, asked.subject))),
            one.installations if one.proved else f"at most {one.installations:,}",
            ", ".join(each for each in one.selected if each not in own),
        )
        for one in sorted(costly, key=lambda one: -one.installations)
        for asked in [one.requirement]
    ]
    free = len(chosen.selection.prices) - len(costly)
    if not rows:
        return Paragraph(_words("No requirement costs anything: the best set without it is the same."))
    others = f"; {free:,} other{' costs' if free == 1 else 's cost'} nothing" if free else ""
    caption = f"What each requirement costs{others}"
    columns = ("Requirement", f"{scheme.installation_word.capitalize()}s", "Selected for it")
    return plain_table("prices", f"Table {number}", caption, columns, rows)


def _sentence(text: str) -> str:
    """With a capital letter: a requirement is a fragment of a sentence."""
    return text[:1].upper() + text[1:]


def _firm_drawing(found: Stability, word: str) -> Drawing:
    return Drawing("firm", "", _words(FIRM), stability_bars(found, FIRM, word), " ".join(stability_words(found, word)))
