"""An audit as a document: what a published choice is under its rule, what it covers, and what is better.

What belongs here: its sections, for those who may see every figure. What does not: the verdict (``selection``), how the
published table was read (``workflows``), and anything for the public.

Invariants: the audience is ``Analysts``, and every page says that it is confidential; every number of a chart stands in
its words, too. Source: issue "certified, explained, and robust", items 5 and 9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eligo.disclosure import variant_names
from eligo.documents import style
from eligo.documents.analysis import CONFIDENTIAL, Analysts
from eligo.documents.blocks import Block, Bullets, Code, Document, Drawing, Note, Paragraph, Text
from eligo.documents.drawings import numbered_drawings
from eligo.documents.marks import WIDTH, Marks, count_text
from eligo.documents.matrix_chart import VariantRow, coverage_matrices, matrix_words
from eligo.documents.numbering import numbered
from eligo.documents.plain_table import plain_table
from eligo.documents.plain_words import headed, said
from eligo.documents.programme_reasons import percent_of
from eligo.documents.style import text_width
from eligo.scheme import TableScheme, listed
from eligo.selection import Audit, Conflict, Near, Selection, audit_words, verdict_words
from eligo.terms import Candidate, SelectionPolicy

COMPARED = "What the published choice stands for, beside the best"
MATRIX = "The hardware variants that each published combination contains"
MOST_TIES = 20
"""Sets of as many installations that are shown; ``audit.json`` has all."""

_BAR, _ROW, _RIGHT = 20.0, 34.0, 4.0


@dataclass(frozen=True, slots=True)
class ShownAudit:
    """An audit as its page shows it; ``deployed`` installations are in scope, with all ``candidates``.

    ``published`` is the name of the table, ``names`` what each published combination is called there, by id, in its
    order; ``read`` says, a sentence each, how the table was read and what it states otherwise.
    """

    published: str
    scheme: TableScheme
    audit: Audit
    candidates: Sequence[Candidate]
    policy: SelectionPolicy
    deployed: int
    names: Mapping[str, str]
    read: Sequence[str]

    @property
    def word(self) -> str:
        """What one of what is counted is called."""
        return self.scheme.installation_word

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a table that lists combinations, after their names."""
        operator = self.scheme.find_attribute("operator")
        return ("Id", *((operator.label,) if operator else ()), "Population", "Deployed")

    def cells(self, one: Candidate) -> tuple[object, ...]:
        """A combination in those columns."""
        own = (one.operator,) if self.scheme.find_attribute("operator") else ()
        return (one.combination_id, *own, one.population, one.deployed)


def build_audit(shown: ShownAudit) -> Document[Analysts]:
    """The audit for analysts, as one document."""
    blocks: list[Block] = [
        Note((said(f"{CONFIDENTIAL}."),), banner=True),
        *_verdict(shown),
        *_published(shown),
        *_covered(shown),
        *_better(shown),
        *_ties(shown),
        *_rule(shown),
        *_read(shown),
    ]
    return Document(
        audience=Analysts,
        title=f"Audit of {shown.published}",
        kicker="Confidential",
        running=CONFIDENTIAL,
        blocks=numbered(blocks)[0],
    )


def _verdict(shown: ShownAudit) -> Iterator[Block]:
    found = shown.audit
    yield headed("verdict", f"The published choice is {verdict_words(found, shown.word)}")
    share = percent_of(found.deployed, shown.deployed, 1)
    count = f"{len(found.published):,} published combination{'' if len(found.published) == 1 else 's'}"
    stand = "stands" if len(found.published) == 1 else "stand"
    yield said(
        f"The {count} {stand} for {found.population:,} {shown.word}s of population, {share} of the deployed estate."
    )
    for sentence in audit_words(found, shown.names, shown.word):
        yield said(sentence)
    if isinstance(found.best, Conflict):
        yield Bullets(tuple((said(one.text),) for one in found.best.requirements))
        return
    svg, words = compared_bars(_compared(found, found.best), COMPARED)
    yield Drawing("compared", "", (Text(COMPARED),), svg, words)


def _compared(found: Audit, best: Selection) -> list[tuple[str, int]]:
    proved = "Best under the rule" if best.status == "optimal" else "Best that was found"
    return [
        ("Published", found.population),
        (proved, best.population),
        (f"The {len(best.baseline.selected):,} largest, coverage aside", best.baseline.population),
    ]


def compared_bars(rows: Sequence[tuple[str, int]], title: str) -> tuple[str, str]:
    """One bar for each label and number, as SVG, and the same in words; the first is set off.

    >>> drawn, words = compared_bars([("Published", 900), ("Best", 1000)], "Compared")
    >>> drawn.count("<rect"), words
    (3, 'Population. Published: 900; Best: 1,000.')
    """
    marks = Marks()
    left = max(text_width(label, semibold=True) for label, _ in rows) + 14
    room = max(text_width(count_text(number)) for _, number in rows) + 12
    scale = (WIDTH - left - room - _RIGHT) / (max(number for _, number in rows) or 1)
    for place, (label, number) in enumerate(rows):
        y = place * _ROW
        marks.text(0, y + _BAR / 2, label, strong=True)
        marks.rect(left, y, number * scale, _BAR, style.DMCT if place else style.SELECTED)
        marks.text(left + number * scale + 8, y + _BAR / 2, count_text(number))
    first = left + rows[0][1] * scale
    marks.line(first, 0, first, _ROW * len(rows) - (_ROW - _BAR), style.MT, width=1.5, dashed=True)
    words = f"Population. {'; '.join(f'{label}: {count_text(number)}' for label, number in rows)}."
    return marks.svg(WIDTH, _ROW * len(rows) - (_ROW - _BAR), title, words), words


def _published(shown: ShownAudit) -> Iterator[Block]:
    by_id = {one.combination_id: one for one in shown.audit.published}
    printed = variant_names({variant for one in shown.candidates for variant in one.variants}, shown.scheme)
    rows: list[Sequence[object]] = [
        (name, *shown.cells(by_id[one]), listed([printed[v] for v in shown.audit.alone[one]]) or None)
        for one, name in shown.names.items()
    ]
    sums = (shown.audit.population, shown.audit.deployed)
    blank = len(shown.columns) - len(sums)
    yield headed("published", "What was published")
    yield said(
        "What a combination alone carries, no other of the published has. All together are counted with what their "
        "tests stand for."
    )
    columns = ("Published as", *shown.columns, "Alone carries")
    table = plain_table(
        "published-choice",
        "",
        f"The combinations that {shown.published} names",
        columns,
        [*rows, ("All", *[None] * blank, *sums, None)],
        total=True,
    )
    yield replace(table, widths=(1.0, 1.5, *[1.0] * (len(shown.columns) - 1), 2.6))


def _covered(shown: ShownAudit) -> Iterator[Block]:
    kinds = {kind.name: kind.label for kind in shown.scheme.device_types}
    variants = {one.combination_id: one.variants for one in shown.audit.published}
    every = {variant for one in shown.candidates for variant in one.variants}
    rows = [
        VariantRow(
            kinds[variant.partition("|")[0]],
            name,
            tuple(label for one, label in shown.names.items() if variant in variants[one]),
            f"{sum(one.population for one in shown.candidates if variant in one.variants):,}",
        )
        for variant, name in variant_names(every, shown.scheme, with_type=False).items()
    ]
    if not rows:
        return
    parts = coverage_matrices(rows, [*shown.names.values()], MATRIX, shown.word)
    yield headed("covered", "Hardware that it covers")
    yield said(f"Each row is a hardware variant, with the {shown.word}s in scope that have it:")
    yield from numbered_drawings(parts, "matrix", (Text(MATRIX),), matrix_words(rows, shown.word))


def _better(shown: ShownAudit) -> Iterator[Block]:
    """Who is in the best set instead of whom, where it is another."""
    found = shown.audit
    if isinstance(found.best, Conflict) or not found.enters:
        return
    by_id = {one.combination_id: one for one in shown.candidates}
    moved = [("In", "", by_id[one]) for one in found.enters]
    moved += [("Out", shown.names[one], by_id[one]) for one in found.leaves]
    yield headed("better", "What the best set has instead")
    yield said(
        "It meets every requirement of the rule. "
        + (
            "A certificate proves that no set has more."
            if found.best.status == "optimal"
            else f"That none has more than {found.best.bound:,} is proved; the search stopped before more was."
        )
    )
    columns = ("", "Published as", *shown.columns)
    rows = [(way, name or None, *shown.cells(one)) for way, name, one in moved]
    yield plain_table("instead", "", "What enters, and what leaves", columns, rows)


def _ties(shown: ShownAudit) -> Iterator[Block]:
    """The other sets with as many installations as the best."""
    near: Near | None = shown.audit.near
    if near is None or not near.sets:
        return
    sets = near.sets[:MOST_TIES]
    yield headed("ties", "Other sets with as many")
    yield said(
        f"{'' if near.complete else 'At least '}{len(near.sets):,} other "
        f"{'set that meets the rule has' if len(near.sets) == 1 else 'sets that meet the rule have'} the population of "
        f"the best; among them deployed {shown.word}s decide, then ranks."
    )
    rows = [
        (f"{number:,}", ", ".join(shown.names.get(each, each) for each in one.selected))
        for number, one in enumerate(sets, start=1)
    ]
    table = plain_table("tied", "", "Sets with the population of the best", ("Set", "Combinations"), rows)
    yield replace(table, widths=(0.4, 5.0))


def _rule(shown: ShownAudit) -> Iterator[Block]:
    policy = shown.policy
    strength = {1: "", 2: ", and every pair of them that occurs", 3: ", and every pair and triple that occurs"}
    asked = [f"Exactly {policy.size:,} combination{' is' if policy.size == 1 else 's are'} selected."]
    if policy.cover:
        asked.append(f"Every required hardware variant is covered{strength[policy.strength]}.")
    if policy.minimum_share:
        asked.append(f"None has less than {float(100 * policy.minimum_share):.6g} % of the deployed estate.")
    asked += [f"{listed(sorted(policy.pins))} {'is' if len(policy.pins) == 1 else 'are'} pinned."] * bool(policy.pins)
    asked += [f"{listed(sorted(policy.bans))} {'is' if len(policy.bans) == 1 else 'are'} banned."] * bool(policy.bans)
    asked += [f"At least {least:,} of {name}." for name, least in sorted((policy.minimum or {}).items())]
    asked += [f"At most {most:,} of {name}." for name, most in sorted((policy.maximum or {}).items())]
    yield headed("rule", "The rule, and how to check this")
    yield said(
        f"Of all sets that are as asked, the best has the greatest population. Asked, under {shown.scheme.title}:"
    )
    yield Bullets(tuple((said(one),) for one in asked))
    if shown.audit.best.certificate:
        told = "Anybody can check the answer to the rule with the files beside this page and nothing of Eligo: "
        command = Code("eligo-check certificate.json combinations.csv scheme.toml")
        yield Paragraph((Text(told), command, Text(".")))


def _read(shown: ShownAudit) -> Iterator[Block]:
    if shown.read:
        yield headed("read", "How the table was read")
        yield Bullets(tuple((said(one),) for one in shown.read))
