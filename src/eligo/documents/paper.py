"""The consultation paper: the scheme's text, filled in with public figures, numbered and checked.

What belongs here: which values and functions a template can use, numbering, cross-references. What does not: the
words, which are data of the scheme, and the look.

Invariants: the only facts that come in are ``Public…`` values and the scheme, so that a private figure cannot
reach a paper; every reference leads to something that is there.
Source: Consultation, all sections.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eligo.disclosure import Public, PublicEntry, PublicFigure, PublicOperator, PublicPaper
from eligo.documents.blocks import Contents, Document, Note, Paragraph, Text
from eligo.documents.drawings import (
    composition_drawing,
    coverage_drawing,
    matrix_drawings,
    prevalence_drawing,
    steps_drawing,
)
from eligo.documents.markdown import blocks_from
from eligo.documents.numbering import numbered
from eligo.documents.prose import Bindings, filled_in, paper_mistake
from eligo.documents.tables import combination_tables, routes_table
from eligo.scheme import Scheme

Functions = Mapping[str, Callable[..., object]]


def build_paper(paper: PublicPaper, scheme: Scheme) -> Document[Public]:
    """The consultation paper of a run, for everyone.

    The template sees ``paper`` (a ``PublicPaper``) and the functions that ``docs/reference/paper.md`` lists.

    Raises ``BadScheme``, located by line, for a mistake in the scheme's ``[paper].body``.
    """
    bindings = Bindings()
    markdown = filled_in(scheme, bindings, {"paper": paper}, template_functions(paper, scheme, bindings))
    blocks, dangling = numbered(blocks_from(markdown, bindings, scheme))
    if dangling:
        raise paper_mistake(scheme, *_first_use(scheme, dangling[0]))
    banner = (Note((Paragraph((Text(paper.notice),)),), banner=True),) if paper.notice else ()
    consultation = paper.consultation
    return Document(
        audience=Public,
        title=consultation.title,
        kicker="Consultation",
        running=f"{consultation.publisher} · {paper.reference} · {paper.register.list_version}",
        blocks=(*banner, *blocks),
    )


def template_functions(paper: PublicPaper, scheme: Scheme, bindings: Bindings) -> Functions:
    """The functions for tables and drawings; those for words come with ``prose``."""
    return {**_table_functions(paper, scheme, bindings), **_drawing_functions(paper, scheme, bindings)}


def _first_use(scheme: Scheme, target: str) -> tuple[int, str]:
    lines = scheme.paper.body.splitlines()
    line = next((number for number, text in enumerate(lines, start=1) if target in text and "ref(" in text), 1)
    return line, f"a reference to {target!r}, which no heading, table or figure has as its id"


def _table_functions(paper: PublicPaper, scheme: Scheme, bindings: Bindings) -> Functions:
    def combinations(
        entries: Sequence[PublicEntry], share: PublicFigure, id: str, caption: str, open_note: str = ""
    ) -> str:
        tables = combination_tables(
            tuple(entries),
            share,
            paper.register,
            scheme,
            table_id=id,
            caption=bindings.content(caption),
            open_note=bindings.content(open_note),
        )
        return bindings.block(*tables)

    def routes(operators: Sequence[PublicOperator], headings: Sequence[str], id: str, caption: str) -> str:
        return bindings.block(routes_table(operators, headings, table_id=id, caption=bindings.content(caption)))

    return {"combinations_table": combinations, "routes_table": routes}


def _drawing_functions(paper: PublicPaper, scheme: Scheme, bindings: Bindings) -> Functions:
    def coverage(id: str, caption: str, x_label: str, y_label: str) -> str:
        content = bindings.content(caption)
        return bindings.block(
            coverage_drawing(paper, scheme, drawing_id=id, caption=content, x_label=x_label, y_label=y_label)
        )

    def matrix(id: str, caption: str) -> str:
        return bindings.block(*matrix_drawings(paper, drawing_id=id, caption=bindings.content(caption)))

    def composition(operators: Sequence[PublicOperator], id: str, caption: str, x_label: str) -> str:
        content = bindings.content(caption)
        return bindings.block(composition_drawing(operators, scheme, drawing_id=id, caption=content, x_label=x_label))

    def prevalence(operators: Sequence[PublicOperator], id: str, caption: str) -> str:
        return bindings.block(prevalence_drawing(operators, scheme, drawing_id=id, caption=bindings.content(caption)))

    def steps(id: str, caption: str) -> str:
        return bindings.block(steps_drawing(scheme, drawing_id=id, caption=bindings.content(caption)))

    def contents() -> str:
        return bindings.block(Contents())

    return {
        "contents": contents,
        "coverage_chart": coverage,
        "matrix_chart": matrix,
        "composition_chart": composition,
        "prevalence_chart": prevalence,
        "steps_diagram": steps,
    }
