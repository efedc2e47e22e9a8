"""From Markdown with marks to blocks.

What belongs here: the small part of CommonMark that a paper needs (headings, paragraphs, lists, quotations as
notes, a rule as a page break, emphasis, links). What does not: HTML, images and code, which are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from eligo.documents.blocks import (
    Block,
    Bullets,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Strong,
    Text,
    plain,
)
from eligo.documents.prose import MARK, Bindings, paper_mistake
from eligo.errors import BadScheme
from eligo.scheme import Scheme

_DEEPEST = 4
_ID = re.compile(r"\s*\[#([^\]\s]+)( unnumbered)?\]\s*$")


def blocks_from(markdown: str, bindings: Bindings, scheme: Scheme) -> tuple[Block, ...]:
    """The blocks of a filled-in template. A heading's id is written ``## Heading [#id]``, or
    ``[#id unnumbered]`` for a heading that has no number and is not in the contents.

    Raises ``BadScheme`` for what a paper cannot have, located by the words around it.
    """
    # Without indented code, the template may be indented as its loops ask for.
    parser = MarkdownIt("commonmark", {"html": False}).disable("code")
    try:
        return tuple(_blocks(SyntaxTreeNode(parser.parse(markdown)).children, bindings))
    except _Refused as refused:
        raise _located(refused, scheme) from refused


class _Refused(Exception):
    def __init__(self, node: SyntaxTreeNode, message: str) -> None:
        super().__init__(message)
        own = node.content or "".join(child.content for child in node.walk() if child.type == "inline")
        self.words = own or node.markup


def _located(refused: _Refused, scheme: Scheme) -> BadScheme:
    # Lines of the filled-in text are not those of the template, but its words are the same between two marks.
    parts = (part.strip() for part in re.split(rf"{MARK.pattern}|\n", refused.words) if part)
    fragment = max(parts, key=len, default="")
    lines = scheme.paper.body.splitlines()
    line = next((number for number, text in enumerate(lines, start=1) if fragment and fragment in text), 1)
    shown = f"{fragment[:60]}…" if len(fragment) > 60 else fragment
    return paper_mistake(scheme, line, f"{refused}, near {shown!r}")


def _blocks(nodes: Iterable[SyntaxTreeNode], bindings: Bindings) -> list[Block]:
    blocks: list[Block] = []
    for node in nodes:
        match node.type:
            case "heading":
                blocks.append(_heading(node, bindings))
            case "paragraph":
                blocks.extend(_paragraph(node, bindings))
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(_blocks(item.children, bindings)) for item in node.children)
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
                blocks.append(Bullets(items, start))
            case "blockquote":
                blocks.append(Note(tuple(_blocks(node.children, bindings))))
            case "hr":
                blocks.append(PageBreak())
            case _:
                raise _Refused(node, f"'{node.type}' cannot be part of a paper")
    return blocks


def _paragraph(node: SyntaxTreeNode, bindings: Bindings) -> Sequence[Block]:
    inline = node.children[0]
    try:
        placed = bindings.blocks_of(inline.content)
    except ValueError as error:
        raise _Refused(inline, str(error)) from error
    return (Paragraph(_runs(inline.children, bindings)),) if placed is None else placed


def _heading(node: SyntaxTreeNode, bindings: Bindings) -> Heading:
    level = int(node.tag.removeprefix("h"))
    inline = node.children[0] if node.children else node
    if level > _DEEPEST:
        raise _Refused(inline, f"a heading of level {level}; expected at most {_DEEPEST}")
    content = _runs(inline.children, bindings) if node.children else ()
    words = plain(content)
    found = _ID.search(words)
    if found is None:
        identifier = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    else:
        identifier = found[1]
        content = _without_id(inline, bindings)
    if not identifier or not plain(content).strip():
        raise _Refused(inline, "a heading without words")
    return Heading(level, identifier, "", content, is_numbered=found is None or not found[2])


def _without_id(inline: SyntaxTreeNode, bindings: Bindings) -> tuple[Inline, ...]:
    last = inline.children[-1]
    rest = _runs(inline.children[:-1], bindings)
    return (*rest, *bindings.content(_ID.sub("", last.content)))


def _runs(nodes: Iterable[SyntaxTreeNode], bindings: Bindings) -> tuple[Inline, ...]:
    runs: list[Inline] = []
    for node in nodes:
        match node.type:
            case "text":
                runs.extend(bindings.content(node.content))
            case "strong":
                runs.append(Strong(_runs(node.children, bindings)))
            case "em":
                runs.append(Emphasis(_runs(node.children, bindings)))
            case "link":
                runs.append(Link(str(node.attrs["href"]), _runs(node.children, bindings)))
            case "softbreak":
                runs.append(Text(" "))
            case "hardbreak":
                runs.append(LineBreak())
            case _:
                raise _Refused(node, f"'{node.type}' cannot be part of a paper")
    return tuple(runs)
