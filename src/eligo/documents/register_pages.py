"""The pages of the registers' versions: an index, a page for each version of a list, and what changed since the last.

What belongs here: what these pages say. What does not: the page of one entry (``register_entry_page``).

Invariants: built from ``Public…`` values alone; every link is relative, so that the pages can be served from anywhere.
Source: SEC F2.10A; Consultation, Tables 1 to 3 (the layout of the list).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.disclosure import (
    Changed,
    Public,
    PublicChange,
    PublicEdition,
    PublicItem,
    PublicListed,
    PublicRegister,
    PublicVersion,
)
from eligo.documents.blocks import Block, Bullets, Document, Inline, Paragraph, Text
from eligo.documents.register_words import (
    FEED,
    INDEX,
    REGISTER,
    basis,
    content,
    firmware,
    headed,
    how_to_verify,
    link,
    operators,
    page,
    parted,
    running,
    said,
    state,
    table,
    version_facts,
)
from eligo.documents.tables import combination_tables
from eligo.scheme import Scheme
from eligo.terms import TO_BE_CONFIRMED

ROOT = "../../"
"""The way from a version's folder to the root of what is published."""

CHANGES = "changes.html"
VERSION_FILES = (
    ("list.csv", "the list as a table (CSV)"),
    ("list.xlsx", "the same as a workbook"),
    ("list.json", "the same for programs (JSON)"),
    ("changes.csv", "what changed, field by field (CSV)"),
)
"""What lies beside a version's page, and what it is."""


def build_index(editions: Sequence[PublicEdition], items: Sequence[PublicItem], scheme: Scheme) -> Document[Public]:
    """The first page: every list with its versions, newest first, and every entry."""
    newest = editions[-1].version
    blocks: list[Block] = [*how_to_verify("", newest.key), *_downloads()]
    for name in dict.fromkeys(edition.version.list for edition in editions):
        own = [edition for edition in editions if edition.version.list == name]
        blocks.append(headed(f"list-{name}", f"{own[0].version.list_label}: {own[0].version.list_title}"))
        blocks += _versions(own, "")
    blocks += _every(items)
    title = f"Registers of combinations: {' and '.join(dict.fromkeys(one.version.list_label for one in editions))}"
    return page(title, scheme.fleet, running(scheme), blocks)


def build_list(editions: Sequence[PublicEdition], scheme: Scheme) -> Document[Public]:
    """The page of one list: every version of it, newest first."""
    newest = editions[-1].version
    blocks: list[Block] = [
        said(link(f"../{INDEX}", "All lists and versions"), " · ", link(f"../{FEED}", "Feed of changes")),
        *_versions(editions, "../"),
        *how_to_verify("../", newest.key),
    ]
    return page(newest.list_title, newest.list_label, running(scheme), blocks)


def _downloads() -> Iterator[Block]:
    yield said(
        "What changes is in a ",
        link(FEED, "feed"),
        ". The form of ",
        link(REGISTER, REGISTER),
        " and of receipts is stated as a ",
        link("register.schema.json", "JSON Schema"),
        ", that of lists as ",
        link("register-list.schema.json", "another"),
        "; every file, with its hash, is described in ",
        link("ro-crate-metadata.json", "ro-crate-metadata.json"),
        ".",
    )


def _versions(editions: Sequence[PublicEdition], root: str) -> Iterator[Block]:
    rows = [
        (
            content(link(f"{root}{one.folder}/{INDEX}", one.name)),
            content(one.effective),
            content(one.published, " UTC"),
            content(str(len(edition.listed))),
            content(link(f"{root}{one.folder}/{CHANGES}", _count_of(edition.changes) or "no changes")),
            content(one.reason),
        )
        for edition in reversed(editions)
        for one in (edition.version,)
    ]
    columns = ("Version", "Effective", "Published", "Entries", "Changes", "Reason")
    yield table(f"versions-{editions[0].version.list}", "Every version, the newest first", columns, rows)


def _every(items: Sequence[PublicItem]) -> Iterator[Block]:
    yield headed("entries", "Every entry")
    rows = [
        (
            content(link(one.listed.page, f"{one.listed.entry.label} · {one.listed.item}")),
            state(one.listed),
            firmware(one.listed.step),
            content(one.listed.first_added),
        )
        for one in items
    ]
    columns = ("Entry", "State", "Open firmware", "First added")
    note = "As published at last, whether or not it stands on a list."
    yield table("every-entry", "What the registers are about", columns, rows, note)


_WAY = said(
    link(f"{ROOT}{INDEX}", "All lists and versions"),
    " · ",
    link(f"../{INDEX}", "Every version of this list"),
    " · ",
    link(f"{ROOT}{FEED}", "Feed of changes"),
)


def build_version(edition: PublicEdition, scheme: Scheme) -> Document[Public]:
    """The page of one version: its list in the published layout, each entry in a row, and what it states of itself."""
    version = edition.version
    blocks: list[Block] = [
        _WAY,
        said(
            f"{version.name} as of ",
            version.effective,
            f": {_entries(len(edition.listed))}. ",
            link(CHANGES, "What changed"),
            f" since {edition.before.name}" if edition.before else "",
            ".",
        ),
        *_layout(edition, scheme),
        *_rows(edition),
        headed("files", "As files"),
        Paragraph(parted([content(link(name, name), f": {what}") for name, what in _files(edition)])),
        headed("version", "The version"),
        version_facts(version, scheme),
        *how_to_verify(ROOT, version.key),
    ]
    return page(f"{version.list_title}, version {version.number}", version.list_label, running(scheme), blocks)


def _files(edition: PublicEdition) -> Iterator[tuple[str, str]]:
    yield from VERSION_FILES
    if edition.follows:
        yield "consistency.json", f"a proof that its log continues that of {edition.follows.name}"


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def _layout(edition: PublicEdition, scheme: Scheme) -> Iterator[Block]:
    """The list in the layout of the published tables, where the scheme has one."""
    if not (edition.listed and scheme.paper.rows):
        return
    version = edition.version
    entries = [one.entry for one in edition.listed]
    yield headed("list", "The list")
    yield from combination_tables(
        entries,
        version.coverage.share if version.coverage else None,
        PublicRegister(version.name, tuple(entries)),
        scheme,
        table_id="list-table",
        caption=(Text(version.list_title),),
        open_note=(Text(f"{TO_BE_CONFIRMED}: to be confirmed."),),
        addresses={one.entry: f"{ROOT}{one.page}" for one in edition.listed},
    )


def _rows(edition: PublicEdition) -> Iterator[Block]:
    yield headed("states", "Since when, and on what basis")
    if not edition.listed:
        yield said("Nothing stands on this list.")
        return
    added = ("First added",) if edition.version.keeps_first_added else ()
    columns = ("Entry", "State", *added, "Open firmware", "Operators and routes", "Rests on")
    yield table("states-table", "Each entry", columns, [_row(one, bool(added)) for one in edition.listed])


def _row(one: PublicListed, with_added: bool) -> tuple[tuple[Inline, ...], ...]:
    return (
        content(link(f"{ROOT}{one.page}", one.entry.label)),
        state(one),
        *([content(one.first_added)] if with_added else []),
        firmware(one.step),
        operators(one.step.served),
        basis(one.step),
    )


def build_changes(edition: PublicEdition, scheme: Scheme) -> Document[Public]:
    """The page of what changed since the version of the same list before it, entry by entry and field by field."""
    version, before = edition.version, edition.before
    since = f" since {before.name}" if before else ", the first of its list"
    blocks: list[Block] = [
        said(link(f"{ROOT}{INDEX}", "All lists and versions"), " · ", link(INDEX, version.name)),
        said(f"What changed with {version.name}{since}: {_count_of(edition.changes) or 'nothing'}."),
    ]
    for kind, words in ((Changed.ADDED, "Added"), (Changed.LEFT, "Left"), (Changed.CHANGED, "Changed")):
        if own := [change for change in edition.changes if change.changed is kind]:
            blocks.append(headed(kind.value, words))
            blocks += _fields(own, version) if kind is Changed.CHANGED else _became(own, version)
    blocks += [said("Every change of every field is in ", link("changes.csv", "changes.csv"), ".")]
    blocks += how_to_verify(ROOT, version.key)
    return page(f"What changed with {version.name}", version.list_label, running(scheme), blocks)


def what_became(change: PublicChange, version: PublicVersion) -> str:
    """What became of an item, in a sentence without full stop."""
    match change.changed:
        case Changed.ADDED:
            return f"added to {version.list_label} as “{change.now}”"
        case Changed.LEFT:
            return f"left {version.list_label}; it is now “{change.now}”"
        case Changed.CHANGED:
            return f"{len(change.fields)} {'field' if len(change.fields) == 1 else 'fields'} changed"


def _became(changes: Sequence[PublicChange], version: PublicVersion) -> Iterator[Block]:
    yield Bullets(tuple((said(_named(change), f": {what_became(change, version)}."),) for change in changes))


def _fields(changes: Sequence[PublicChange], version: PublicVersion) -> Iterator[Block]:
    for place, change in enumerate(changes, start=1):
        yield said(_named(change), f": {what_became(change, version)}.")
        rows = [(content(one.label), content(one.before), content(one.after)) for one in change.fields]
        yield table(f"change-{place}", f"{change.label}, field by field", ("Field", "Was", "Is"), rows)


def _named(change: PublicChange) -> Inline:
    return link(f"{ROOT}{change.page}", f"{change.label} · {change.item}")


def _count_of(changes: Sequence[PublicChange]) -> str:
    counts = {kind: sum(change.changed is kind for change in changes) for kind in Changed}
    return ", ".join(f"{count:,} {kind.value}" for kind, count in counts.items() if count)
