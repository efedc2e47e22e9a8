"""Publishing the registers: everything that was ever published of them, as files that any web server can serve.

What belongs here: from a log and its signed versions to a folder, all or none. What does not: signing a version, which
comes before, and what any file says.

Invariants: only lines that a version covers are published; the same log, versions and scheme give the same bytes; the
address of an entry or a version never changes; nothing is published that does not agree with what was signed.
Source: SEC F2.10A ("publish").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from eligo.artefacts import (
    CRATE,
    changes_atom,
    changes_csv,
    register_crate,
    register_list_csv,
    register_list_json,
    register_list_schema,
    register_list_xlsx,
)
from eligo.disclosure import Public, PublicEdition, public_edition, public_items
from eligo.documents import (
    Document,
    build_changes,
    build_entry_page,
    build_index,
    build_list,
    build_version,
    render_html,
    styles,
)
from eligo.errors import BadScheme, UsageError
from eligo.ports import Progress
from eligo.registers import (
    Agreement,
    LogLine,
    RegisterEntry,
    Registers,
    SignedVersion,
    Tree,
    canonical_bytes,
    consistency_document,
    leaf_hash,
    receipt_document,
    register_document,
    register_schema,
    replay,
)
from eligo.scheme import Publication, Scheme
from eligo.workflows.folder import Kind, write_folder

REGISTER = "register.json"
_SHEET, _FEED = "style.css", "changes.atom"


def publish_pages(
    log: Sequence[LogLine], versions: Sequence[SignedVersion], scheme: Scheme, folder: Path, progress: Progress
) -> tuple[str, ...]:
    """Write all that is published of the registers into a folder, replacing what was published there before.

    ``log`` in the order of its lines, ``versions`` in that of their publication. The names of the files, sorted.

    Raises ``UsageError`` where nothing has been published or the folder holds anything else, ``BadScheme`` for a scheme
    without ``[publication]``, ``VerificationFailed`` where a version does not agree with the log, and ``CannotWrite``.
    """
    progress.stage("Writing the publication", 0, 2)
    files = published_files(log, versions, scheme)
    progress.stage("Writing the publication", 1, 2)
    write_folder(folder, files, PUBLISHED)
    progress.stage("Writing the publication", 2, 2)
    return tuple(sorted(files))


def published_files(log: Sequence[LogLine], versions: Sequence[SignedVersion], scheme: Scheme) -> dict[str, bytes]:
    """Every file of the publication by its path; as ``publish_pages``."""
    publication = _terms(scheme)
    if not versions:
        raise UsageError("Nothing has been published of these registers", hint="Publish a version of a list first.")
    log = log[: max(one.version.size for one in versions)]
    tree = _agreed_tree(log, versions)
    files = {
        REGISTER: register_document(log, versions).encode(),
        "register.schema.json": register_schema().encode(),
        "register-list.schema.json": register_list_schema(),
        _SHEET: styles().encode(),
    }
    editions: list[PublicEdition] = []
    last: dict[str, tuple[SignedVersion, Registers]] = {}
    for signed in versions:
        registers, name = _spoken_of(log, signed), signed.version.list
        follows = editions[-1].version if editions else None
        edition = public_edition(signed, registers, last.get(name), follows, scheme)
        files |= version_files(signed, registers, edition, scheme)
        editions.append(edition)
        last[name] = signed, registers
    for older, newer in pairwise(versions):
        folder = f"{newer.version.list}/{newer.version.number}"
        files[f"{folder}/consistency.json"] = consistency_document(older, newer, tree.node).encode()
    files |= dict(_entries(log, versions, tree, editions, scheme))
    files[_FEED] = changes_atom(editions, publication, scheme)
    return {**files, CRATE: register_crate(files, editions, publication, scheme)}


def version_files(
    signed: SignedVersion, registers: Registers, edition: PublicEdition, scheme: Scheme
) -> dict[str, bytes]:
    """The files of one version. ``registers`` are those of its lines as of its day."""
    version = signed.version
    files = {
        "index.html": _page(build_version(edition, scheme), "../../"),
        "changes.html": _page(build_changes(edition, scheme), "../../"),
        "changes.csv": changes_csv(edition),
        "list.csv": register_list_csv(version, registers, scheme),
        "list.json": register_list_json(signed, registers),
        "list.xlsx": register_list_xlsx(version, registers, edition, scheme),
    }
    return {f"{edition.version.folder}/{name}": content for name, content in files.items()}


def _page(document: Document[Public], root: str) -> bytes:
    return render_html(document, sheet=f"{root}{_SHEET}", feed=f"{root}{_FEED}")


def _spoken_of(log: Sequence[LogLine], signed: SignedVersion) -> Registers:
    """The registers that a version speaks of: its lines, as of its day."""
    return replay(log[: signed.version.size], on=signed.version.effective_on)


def _entries(
    log: Sequence[LogLine],
    versions: Sequence[SignedVersion],
    tree: Tree,
    editions: Sequence[PublicEdition],
    scheme: Scheme,
) -> Iterator[tuple[str, bytes]]:
    """The index, a page for each list and item, and a receipt for each entry by the first version that covers it."""
    lines = [line for line in log if isinstance(line, RegisterEntry)]
    items = public_items(lines, _at_last(log, versions), editions, scheme)
    yield "index.html", _page(build_index(editions, items, scheme), "")
    for name in dict.fromkeys(edition.version.list for edition in editions):
        own = [edition for edition in editions if edition.version.list == name]
        yield f"{name}/index.html", _page(build_list(own, scheme), "../")
    for item in items:
        yield item.listed.page, _page(build_entry_page(item, versions[-1].key, scheme), "../")
    covering = iter(versions)
    signed = next(covering)
    for line in lines:
        while signed.version.size < line.number:
            signed = next(covering)
        yield f"receipts/{line.number}.json", receipt_document(line, signed, tree.node).encode()


def _at_last(log: Sequence[LogLine], versions: Sequence[SignedVersion]) -> Registers:
    """The registers as of the last day that any version speaks of; items that begin later as they will be."""
    stand, known = replay(log, on=max(one.version.effective_on for one in versions)), replay(log)
    return replace(stand, items={**known.items, **stand.items})


def _terms(scheme: Scheme) -> Publication:
    if scheme.publication is None:
        raise BadScheme(
            f"The scheme {scheme.id} does not say how its registers are published",
            hint="Add [publication]; the reference of the scheme file has it.",
        )
    return scheme.publication


def _agreed_tree(log: Sequence[LogLine], versions: Sequence[SignedVersion]) -> Tree:
    """The tree of a log with which every version agrees. Raises ``VerificationFailed`` where one does not."""
    agreement = Agreement(versions)
    for line in log:
        agreement.take(line, leaf_hash(canonical_bytes(line)))
    return agreement.end()


def _described(folder: Path) -> frozenset[str]:
    """The files that a publication's own description names; none where it cannot be read."""
    try:
        graph = json.loads((folder / CRATE).read_bytes())["@graph"]
        return frozenset((CRATE, *(str(one["@id"]) for one in graph if one["@type"] == "File")))
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


PUBLISHED = Kind(frozenset(), REGISTER, b'{\n"format": "eligo-register/', _described)
"""A publication: its own description says which files it has."""
