"""``eligo register export``, ``pages``, ``receipt`` and ``consistency``: what a workspace's register gives to anybody.

What belongs here: which lines and versions are meant. What does not: what the files say (``registers``), and the pages
(``workflows.register_pages``).

Invariant: nothing leaves that ``eligo-verify-register`` would not accept: what was signed is held to the log first.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eligo.errors import NotFound, UsageError
from eligo.ports import Lines, Workspace
from eligo.registers import (
    Agreement,
    RegisterEntry,
    SignedVersion,
    consistency_document,
    receipt_document,
    register_pieces,
)
from eligo.workflows.register_pages import publish_pages
from eligo.workflows.uncollected import uncollected
from eligo.workflows.workspace.basis import basis_of
from eligo.workflows.workspace.registers.kept import (
    entries_of,
    needed_head_size,
    open_kept_register,
    products_called,
    publications,
    published_size,
)

_TOLD = 1_000
"""After how many lines it is told how far it is."""


def export_register(workspace: Workspace) -> Iterator[str]:
    """The register as it was published, whole, as text, piece by piece: it may be of any length.

    Nothing of it is to be given to anybody before the last piece has come. Raises ``NotFound`` where nothing has been
    published, and ``VerificationFailed`` after the last where what was signed does not agree with the log.
    """
    log = workspace.store.registers
    versions, _ = log.versions(), needed_head_size(workspace)
    size, agreement = published_size(versions), Agreement(versions)
    for number, piece in enumerate(register_pieces(log.lines(Lines(through=size)), versions, agreement.take)):
        if number % _TOLD == 0:
            workspace.progress.stage("Writing the register", min(number, size), size)
        yield piece
    agreement.end()


def write_register_pages(workspace: Workspace, folder: Path) -> tuple[str, ...]:
    """Write everything that is published of the register into a folder. The names of the files, sorted.

    Raises ``NotFound`` where nothing has been published, and as ``publish_pages``.
    """
    with uncollected():
        opened = open_kept_register(workspace)
        return publish_pages(opened.log, opened.published, basis_of(workspace).scheme, folder, workspace.progress)


def receipt_of(workspace: Workspace, name: str, number: str = "", list_name: str = "", line: int | None = None) -> str:
    """The receipt of an entry by a version, as text: of the last one about an item that it covers, or of a line's.

    ``name`` is an item, or a product or a label that is one item. Without a number it is by the last publication (of a
    list). Raises ``NotFound`` where there is no such version, or it covers no such entry; ``UsageError`` where a name
    means several items.
    """
    by = _version(workspace, number, list_name)
    entries = [one for one in _called(workspace, name, by.version.size) if line in (None, one.number)]
    if not entries:
        raise NotFound(
            f"Version {by.version.number} of {by.version.list} covers nothing that is called '{name}'"
            + (f" in line {line}" if line is not None else ""),
            hint="Name an item (P-.../1), a product or a label; 'eligo register show' lists them.",
        )
    if len(items := sorted({one.item for one in entries})) > 1:
        raise UsageError(f"'{name}' is {len(items)} items", hint="Name one of them.", details=items)
    return receipt_document(entries[-1], by, workspace.store.registers.node)


def consistency_of(workspace: Workspace, old: str, new: str, list_name: str = "") -> str:
    """The proof that one version of a list has become another, and that nothing was changed in between, as text.

    Raises ``NotFound`` where there are no such versions, ``UsageError`` where several lists have both, or the first is
    the later one.
    """
    older, newer = publications(workspace).called((old, new), list_name)
    if older.version.publication > newer.version.publication:
        raise UsageError(f"Version {old} is later than {new}", hint=f"Name the earlier one first: {new} {old}.")
    return consistency_document(older, newer, workspace.store.registers.node)


def _version(workspace: Workspace, number: str, list_name: str) -> SignedVersion:
    register = publications(workspace)
    if number:
        return register.called((number,), list_name)[0]
    of_list = register.list_of(list_name).id if list_name else ""
    every = [one for one in register.published if of_list in ("", one.version.list)]
    if not every:
        raise NotFound(f"No version of {of_list} has been published", hint="Name another list with --list.")
    return every[-1]


def _called(workspace: Workspace, name: str, size: int) -> tuple[RegisterEntry, ...]:
    """The entries of the first lines about what is called so: of an item, of a product, of all that had a label."""
    log, called = workspace.store.registers, name.strip().casefold()
    entries = tuple(entries_of(log, Lines(through=size, products=products_called(log, name, size))))
    own = {one.item for one in entries if called in (one.item.casefold(), one.label.casefold())}
    return tuple(one for one in entries if one.item in own) if own else entries
