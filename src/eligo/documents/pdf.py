"""A document as PDF, with Typst: tagged, accessible (PDF/UA-1), the same bytes every time.

What belongs here: the one place that knows Typst. What does not: colours (``style``), layout
(``templates/paper.typ``).

Invariants: nothing but the vendored fonts is used and no file or package is read, whatever the words are, since
all of them go in as string literals; no date of making is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import typst

from eligo.documents import style
from eligo.documents.blocks import (
    Audience,
    Block,
    Bound,
    Bullets,
    Cell,
    Code,
    Contents,
    Document,
    Drawing,
    Emphasis,
    Footnote,
    Heading,
    Inline,
    LineBreak,
    Link,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Strong,
    Table,
    TableRow,
    Text,
    plain,
)
from eligo.documents.glyphs import displayable

_ALIGN = {"start": "left", "centre": "center", "end": "right"}


def render_pdf(document: Document[Audience]) -> bytes:
    """The document as a tagged PDF on A4 pages; a character that its font does not have is shown as a square."""
    folder = str(style.FONT_DIRECTORY)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    # The font folder is the root because something has to be: nothing is read from it.
    compiler = typst.Compiler(displayable(_source(document)).encode(), root=folder, font_paths=fonts)
    rendered = compiler.compile(format="pdf", pdf_standards="ua-1")
    if not isinstance(rendered, bytes):
        raise TypeError("typst gives a PDF as one run of bytes")
    return rendered


def _source(document: Document[Audience]) -> str:
    """The whole Typst source: colours, layout, content."""
    colours = {
        "ink": style.INK,
        "muted": style.MUTED,
        "rule": style.RULE,
        "band": style.BAND,
        "accent": style.SELECTED,
        "warn": style.MT,
        "paper-white": style.PAPER,
    }
    language, _, region = document.language.partition("-")
    words = (
        f"title: {_string(document.title)}, kicker: {_string(document.kicker)}, running: {_string(document.running)}"
    )
    named = f"language: {_string(language)}, region: {_string(region) if region else 'none'}"
    return "\n".join(
        (
            *(f"#let {name} = rgb({_string(colour)})" for name, colour in colours.items()),
            (files("eligo.documents") / "templates" / "paper.typ").read_text(encoding="utf-8"),
            f"#show: paper.with({words}, {named})",
            *map(_block, document.blocks),
        )
    )


def _string(text: str) -> str:
    """A Typst string literal.

    >>> print(_string('a "b" \\\\'))
    "a \\"b\\" \\\\"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def _label(identifier: str) -> str:
    return f"label({_string(identifier)})"


def _block(block: Block) -> str:
    match block:
        case Heading(level, identifier, number, content, _):
            numbering = f"numbering: (..) => {_string(number)}" if number else "numbering: none, outlined: false"
            return f"#[#heading(level: {level}, {numbering}, {_content(content)}) #{_label(identifier)}]"
        case Paragraph(content):
            # What announces the next block stays on its page.
            if plain(content).rstrip().endswith(":"):
                return f"#block(sticky: true, {_content(content)})"
            return f"#par({_content(content)})"
        case Bullets(items, start):
            kind = f"enum(start: {start}, " if start else "list("
            inner = ", ".join(f"[{_item(item)}]" for item in items)
            return f"#{kind}{inner})"
        case Note(content, banner):
            return f"#{'banner' if banner else 'aside'}[{_blocks(content)}]"
        case Table():
            return _table(block)
        case Drawing():
            parts = (_string(block.name), _content(block.caption), _string(block.alternative), _string(block.svg))
            return f"#[#drawing({', '.join(parts)}) #{_label(block.id)}]"
        case PageBreak():
            return "#pagebreak(weak: true)"
        case Contents():
            return "#contents()"


def _blocks(blocks: Sequence[Block]) -> str:
    return "\n".join(map(_block, blocks))


def _item(item: Sequence[Block]) -> str:
    if len(item) == 1 and isinstance(item[0], Paragraph):
        return f"#{_content(item[0].content)}"
    return _blocks(item)


def _table(table: Table) -> str:
    head = ", ".join(_array([_head_cell(row.label), *map(_head_cell, row.cells)]) for row in table.head)
    rows = ", ".join(_row(row) for row in table.rows)
    notes = _array([_content(note) for note in table.notes])
    widths = _array([str(width) for width in table.widths or (1.0,) * (1 + len(table.head[0].cells))])
    parts = (_string(table.name), _content(table.caption), widths, f"({head},)", f"({rows},)", notes)
    return f"#[#matrix({', '.join(parts)}) #{_label(table.id)}]"


def _array(parts: Sequence[str]) -> str:
    return f"({''.join(f'{part}, ' for part in parts)})"


def _head_cell(cell: Cell) -> str:
    return f"head-cell({_content(cell.content)}, to: {_ALIGN[cell.align]})"


def _row(row: TableRow) -> str:
    if row.emphasised:
        alone = len(row.cells) == 1  # a figure by itself, as the shares have, is set larger: see ``paper.css``
        shown = (f"total-figure({_content(c.content)})" if alone else _content(c.content) for c in row.cells)
        cells = [f"total-cell({text}, {_placed(cell)})" for text, cell in zip(shown, row.cells, strict=True)]
        return _array([f"total-cell({_content(row.label.content)})", *cells])
    cells = [f"cell({_content(c.content)}, {_placed(c)})" for c in row.cells]
    return _array([f"label-cell({_content(row.label.content)})", *cells])


def _placed(cell: Cell) -> str:
    return f"span: {cell.span}, to: {_ALIGN[cell.align]}"


def _content(content: Sequence[Inline]) -> str:
    """Inline runs as a Typst content expression."""
    return f"[{''.join(f'#{_run(run)};' for run in content)}]"


def _run(run: Inline) -> str:
    match run:
        case Text(text):
            return f"text({_string(text)})"
        case Bound(figure):
            return f"text({_string(figure.text)})"
        case Strong(content):
            return f"text(weight: 600, {_content(content)})"
        case Emphasis(content):
            return f"emph({_content(content)})"
        case Code(text):
            return f"raw({_string(text)})"
        case Link(target, content):
            to = _label(target.removeprefix("#")) if target.startswith("#") else _string(target)
            return f"link({to}, {_content(content)})"
        case Footnote(content):
            return f"footnote({_content(content)})"
        case Mark(text):
            return f"super({_string(text)})"
        case LineBreak():
            return "linebreak()"
