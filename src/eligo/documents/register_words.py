"""Words, links and rows that the pages of the registers share.

What belongs here: small pieces. What does not: pages (``register_pages``, ``register_entry_page``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.disclosure import (
    Public,
    PublicCoverage,
    PublicFigure,
    PublicListed,
    PublicServed,
    PublicStep,
    PublicVersion,
)
from eligo.documents.blocks import (
    Block,
    Bound,
    Cell,
    Code,
    Document,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Table,
    TableRow,
    Text,
)
from eligo.documents.numbering import numbered
from eligo.scheme import Scheme

NOTHING = "–"
INDEX, FEED, REGISTER = "index.html", "changes.atom", "register.json"
"""The index of all pages, the feed of changes and the signed register, at the root of what is published."""

Content = Sequence[Inline | str | PublicFigure | None]
"""Runs, words and figures in a row; nothing is shown as a dash."""


def content(*parts: Inline | str | PublicFigure | None) -> tuple[Inline, ...]:
    """Runs of words and figures; a dash where there is nothing at all."""
    runs = tuple(_run(part) for part in parts if part)
    return runs or (Text(NOTHING),)


def _run(part: Inline | str | PublicFigure) -> Inline:
    if isinstance(part, PublicFigure):
        return Bound(part)
    return Text(part) if isinstance(part, str) else part


def said(*parts: Inline | str | PublicFigure | None) -> Paragraph:
    """A paragraph."""
    return Paragraph(content(*parts))


def headed(id_: str, words: str) -> Heading:
    """The heading of a section."""
    return Heading(1, id_, "", (Text(words),), is_numbered=False)


def link(address: str, words: str) -> Link:
    """A link within what is published."""
    return Link(address, (Text(words),))


def parted(runs: Sequence[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """Several things in one cell, a line each."""
    parts: list[Inline] = []
    for run in runs:
        parts += [LineBreak(), *run] if parts else run
    return tuple(parts) or (Text(NOTHING),)


def table(
    id_: str, caption: str, columns: Sequence[str], rows: Sequence[Sequence[tuple[Inline, ...]]], notes: str = ""
) -> Table:
    """A table whose cells are runs; the first of each row heads it."""
    head = [Cell((Text(name),)) for name in columns]
    body = [TableRow(Cell(cells[0]), tuple(map(Cell, cells[1:]))) for cells in rows]
    below = ((Text(notes),),) if notes else ()
    return Table(id_, "", (Text(caption),), (TableRow(head[0], tuple(head[1:])),), tuple(body), below)


def page(title: str, kicker: str, running: str, blocks: Sequence[Block]) -> Document[Public]:
    """A page of the registers, its tables numbered."""
    return Document(audience=Public, title=title, kicker=kicker, running=running, blocks=numbered(blocks)[0])


def running(scheme: Scheme) -> str:
    """What stands in the foot of every page."""
    return f"{scheme.consultation.publisher} · {scheme.title}"


def firmware(step: PublicStep) -> tuple[Inline, ...]:
    """Open firmware and how firm it is, a line for each device."""
    return parted([content(f"{one.device_label} {one.version} ({one.stage})") for one in step.firmware])


def operators(served: Sequence[PublicServed]) -> tuple[Inline, ...]:
    """Operators with their routes, a line each."""
    return parted([content(f"{one.operator}: {one.route_label}") for one in served])


def basis(step: PublicStep) -> tuple[Inline, ...]:
    """What an entry rests on, and the reference."""
    return content(step.basis.label, f" ({step.basis.reference})" if step.basis.reference else "")


def state(listed: PublicListed) -> tuple[Inline, ...]:
    """The state, and since when."""
    return content(listed.step.state_label, " since ", listed.since)


def how_to_verify(root: str, key: str) -> Iterator[Block]:
    """One sentence on how to check all of this without trusting whoever publishes it."""
    yield Note(
        (
            said(
                "All of this is in ",
                link(f"{root}{REGISTER}", REGISTER),
                "; to check it without trusting anybody, download that file and run ",
                command(REGISTER, key),
                ", with the key as the publisher has made it known elsewhere.",
            ),
        )
    )


def command(files: str, key: str) -> Code:
    """What is typed to check files."""
    return Code(f"eligo-verify-register {files} --key {key}")


def version_facts(version: PublicVersion, scheme: Scheme) -> Table:
    """What a version states of itself."""
    rows: list[tuple[str, tuple[Inline, ...]]] = [
        ("Effective", content(version.effective)),
        ("Published", content(version.published, " UTC")),
        ("Reason", content(version.reason)),
        *((scheme.paper.share_label, _coverage(one)) for one in (version.coverage,) if one),
        ("Drafted by", content(version.drafted_by)),
        ("Approved by", content(version.approved_by)),
        ("Publication", content(version.publication, " over all lists")),
        ("Lines of the log", content(version.size)),
        ("Root of the log", content(version.root)),
        ("Hash of the list", content(version.content)),
        ("Signed with", content(version.key)),
    ]
    return table("facts", "What was published", ("Version", "Stated"), [(content(name), cells) for name, cells in rows])


def _coverage(coverage: PublicCoverage) -> tuple[Inline, ...]:
    """The share of what stands on the list, each operator's, and by which results."""
    name, sha256 = coverage.results
    each = [content(f"{operator}: ", share) for operator, share in coverage.operators]
    return parted([content(coverage.share), *each, content(f"{name} ({sha256})")])
