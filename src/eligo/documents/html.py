"""A document as one HTML file that needs nothing else, or nothing but a style sheet beside it.

What belongs here: markup. What does not: colours, sizes and print rules (``templates/paper.css``).

Invariants: no script is loaded, and no address but the style sheet where one is named; headings go h1, h2, ...
without a gap; every table has a caption and headed rows and columns; every bound figure is a ``<data>`` element with
its rounded value and its source; the same document gives the same bytes. The markup is well-formed XML.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from html import escape as _escape
from importlib.resources import files
from typing import Generic

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
)

_FACES = (("Regular", 400, "normal"), ("It", 400, "italic"), ("Semibold", 600, "normal"))


def render_html(document: Document[Audience], *, sheet: str = "", feed: str = "") -> bytes:
    """The document as UTF-8 HTML, fonts, drawings and styles within it.

    ``sheet``: the address of a file with ``styles()`` instead, for pages of which there are many. ``feed``: the address
    of an Atom feed of what changes, for programs that look for one.
    """
    writer = _Writer(document)
    body = writer.blocks(document.blocks)
    title = _escaped(document.title)
    look = f'<link rel="stylesheet" href="{_escaped(sheet)}"/>' if sheet else f"<style>\n{styles()}</style>"
    if feed:
        look += f'\n<link rel="alternate" type="application/atom+xml" href="{_escaped(feed)}"/>'
    page = (
        "<!DOCTYPE html>\n"
        f'<html lang="{document.language}">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{title}</title>\n{look}\n</head>\n"
        f'<body class="{document.audience.__name__.lower()}">\n'
        '<a class="skip" href="#main">Skip to main content</a>\n'
        f'<header class="masthead"><p class="kicker">{_escaped(document.kicker)}</p><h1>{title}</h1></header>\n'
        f'<main id="main">\n{body}{writer.footnotes()}</main>\n'
        f'<footer class="foot"><p>{_escaped(document.running)}</p></footer>\n</body>\n</html>\n'
    )
    return page.encode()


@cache
def styles() -> str:
    """The house style as one sheet: fonts, colours by role, rules."""
    fonts = "".join(
        f'@font-face{{font-family:"{style.FONT_FAMILY}";font-weight:{weight};font-style:{slant};font-display:block;'
        f'src:url(data:font/woff2;base64,{_font(name)}) format("woff2")}}\n'
        for name, weight, slant in _FACES
    )
    colours = (
        f":root{{--ink:{style.INK};--muted:{style.MUTED};--rule:{style.RULE};--band:{style.BAND};"
        f"--paper:{style.PAPER};--accent:{style.SELECTED};--warn:{style.MT}}}\n"
    )
    dark = "".join(f"--{name}:{colour};" for name, colour in style.DARK.items())
    colours += f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}\n"
    return fonts + colours + (files("eligo.documents") / "templates" / "paper.css").read_text(encoding="utf-8")


def well_formed(text: str) -> str:
    """The text without what no XML document can have, and without what turns the direction of the text after it, so
    that it would read as another: a sign that says so stands there instead.

    >>> well_formed("a\\x0bb"), well_formed("\\u202eDMC-1")
    ('a\ufffdb', '\ufffdDMC-1')
    """
    return text.translate(_NOT_SHOWN)


_NOT_XML = {*range(32), 0xFFFE, 0xFFFF} - {9, 10, 13}
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_NOT_SHOWN = dict.fromkeys(_NOT_XML | _TURNING, "\N{REPLACEMENT CHARACTER}")


def _escaped(text: str) -> str:
    return _escape(well_formed(text))


def _font(name: str) -> str:
    return b64encode((style.FONT_DIRECTORY / f"SourceSans3-{name}.woff2").read_bytes()).decode()


class _Writer(Generic[Audience]):
    """One pass over a document; footnotes gather on the way and are written at its end."""

    def __init__(self, document: Document[Audience]) -> None:
        self.document = document
        self.notes: list[str] = []

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "".join(map(self.block, blocks))

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, identifier, number, content, _):
                label = f'<span class="number">{number}</span> ' if number else ""
                return f'<h{level + 1} id="{_escaped(identifier)}">{label}{self.runs(content)}</h{level + 1}>\n'
            case Paragraph(content):
                return f"<p>{self.runs(content)}</p>\n"
            case Bullets(items, start):
                tag, first = ("ol", f' start="{start}"' if start > 1 else "") if start else ("ul", "")
                return f"<{tag}{first}>\n{''.join(map(self.item, items))}</{tag}>\n"
            case Note(content, banner):
                kind = "banner" if banner else "note"
                return f'<div class="{kind}" role="note">{self.blocks(content)}</div>\n'
            case Table():
                return self.table(block)
            case Drawing():
                return self.drawing(block)
            case PageBreak():
                return '<div class="page-break"></div>\n'
            case Contents():
                return self.contents()

    def item(self, item: Sequence[Block]) -> str:
        if len(item) == 1 and isinstance(item[0], Paragraph):
            return f"<li>{self.runs(item[0].content)}</li>\n"
        return f"<li>{self.blocks(item)}</li>\n"

    def contents(self) -> str:
        entries = "".join(
            f'<li class="level-{heading.level}"><a href="#{_escaped(heading.id)}">'
            f'<span class="number">{heading.number}</span> {self.runs(_without_footnotes(heading.content))}</a></li>\n'
            for heading in self.document.headings
            if heading.is_numbered
        )
        return (
            '<nav class="contents" aria-labelledby="contents">'
            f'<p id="contents" class="contents-title">Contents</p>\n<ol>\n{entries}</ol></nav>\n'
        )

    def table(self, table: Table) -> str:
        head = "".join(f"<tr>{self.head_cells(row)}</tr>\n" for row in table.head)
        rows = "".join(self.row(row) for row in table.rows)
        notes = "".join(f"<p>{self.runs(note)}</p>" for note in table.notes)
        below = f'<div class="table-notes">{notes}</div>' if notes else ""
        identifier = _escaped(table.id)
        return (
            f'<div class="table" id="{identifier}"><div class="scroll" role="region" tabindex="0" '
            f'aria-labelledby="{identifier}-caption">\n<table>\n'
            f'<caption id="{identifier}-caption">{self.caption(table.name, table.caption)}</caption>\n'
            f"<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table></div>{below}</div>\n"
        )

    def head_cells(self, row: TableRow) -> str:
        first = f'<th scope="row">{self.runs(row.label.content)}</th>' if row.label.content else "<td></td>"
        return first + "".join(f'<th scope="col"{_placed(cell)}>{self.runs(cell.content)}</th>' for cell in row.cells)

    def row(self, row: TableRow) -> str:
        kind = ' class="emphasised"' if row.emphasised else ""
        cells = "".join(f"<td{_placed(cell)}>{self.runs(cell.content)}</td>" for cell in row.cells)
        return f'<tr{kind}><th scope="row">{self.runs(row.label.content)}</th>{cells}</tr>\n'

    def drawing(self, drawing: Drawing) -> str:
        return (
            f'<figure id="{_escaped(drawing.id)}">{drawing.svg.strip()}\n'
            f"<figcaption>{self.caption(drawing.name, drawing.caption)}</figcaption></figure>\n"
        )

    def caption(self, name: str, content: Sequence[Inline]) -> str:
        return f'<span class="name">{_escaped(name)}</span> – {self.runs(content)}'

    def runs(self, content: Sequence[Inline]) -> str:
        return "".join(map(self.run, content))

    def run(self, run: Inline) -> str:
        match run:
            case Text(text):
                return _escaped(text)
            case Bound(figure):
                return (
                    f'<data value="{_escaped(figure.value)}" data-source="{_escaped(figure.source)}">'
                    f"{_escaped(figure.text)}</data>"
                )
            case Strong(content):
                return f"<strong>{self.runs(content)}</strong>"
            case Emphasis(content):
                return f"<em>{self.runs(content)}</em>"
            case Code(text):
                return f"<code>{_escaped(text)}</code>"
            case Link(target, content):
                return f'<a href="{_escaped(target)}">{self.runs(content)}</a>'
            case Footnote(content):
                return self.footnote(content)
            case Mark(text):
                return f"<sup>{_escaped(text)}</sup>"
            case LineBreak():
                return "<br/>"

    def footnote(self, content: Sequence[Inline]) -> str:
        number = len(self.notes) + 1
        self.notes.append("")  # keeps the place where a footnote has a footnote of its own
        back = f'<a href="#note-{number}-ref" aria-label="Back to the text">↩</a>'
        self.notes[number - 1] = f'<li id="note-{number}">{self.runs(content)} {back}</li>\n'
        return f'<sup><a id="note-{number}-ref" href="#note-{number}" aria-label="Footnote {number}">{number}</a></sup>'

    def footnotes(self) -> str:
        if not self.notes:
            return ""
        return f'<section class="footnotes" aria-label="Footnotes"><ol>\n{"".join(self.notes)}</ol></section>\n'


def _placed(cell: Cell) -> str:
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    return span + (f' class="{cell.align}"' if cell.align != "start" else "")


def _without_footnotes(content: Sequence[Inline]) -> tuple[Inline, ...]:
    return tuple(run for run in content if not isinstance(run, Footnote))
