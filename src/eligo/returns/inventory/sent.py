"""An inventory among the returns of a round: recognised by its columns, and read as any other return.

What belongs here: telling an inventory that was sent as bytes. What does not: reading it (``inventory.ingest``).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eligo.catalogue import Catalogue
from eligo.errors import UnreadableFile
from eligo.findings import Finding, Location
from eligo.returns.absent import absent_findings
from eligo.returns.forms.names import TEXTS, suffix_of, unpacked_name
from eligo.returns.inventory.layout import first_rows, inventory_columns, is_inventory
from eligo.returns.inventory.model import Layout
from eligo.returns.model import Return, Role
from eligo.scheme import INSTALLATION_COLUMNS, Scheme

_LOOKED_AT_BYTES = 256 * 1024


def sent_inventory(name: str, content: bytes, scheme: Scheme, catalogue: Catalogue) -> Return | None:
    """The return that a file amounts to, if it is an inventory in a form that one can have; else ``None``.

    Its findings stand each at its row, as those of any other return: see ``first_findings`` for how many rows.

    Raises what ``read_inventory`` raises.
    """
    if not _may_be(name, content, scheme):
        return None
    from eligo.returns.inventory.ingest import read_inventory  # DuckDB is loaded where there is an inventory
    from eligo.returns.inventory.places import first_findings

    with TemporaryDirectory(prefix="eligo-") as folder:
        file = Path(folder, Path(name).name)
        file.write_bytes(content)
        if suffix_of(unpacked_name(name)) in TEXTS and not _is_one(file, scheme):
            return None
        store, out = Path(folder, "store"), Path(folder, "out")
        read = read_inventory(file, scheme, catalogue, store=store, out=out)
        found = first_findings(read, Path(folder, "scratch"))
    return replace(read.as_return, findings=(*_absent(read.as_return, read.prepared.layout, scheme), *found))


def _absent(sent: Return, layout: Layout, scheme: Scheme) -> Iterator[Finding]:
    """What is said of columns that the inventory lacks."""
    forms, _ = inventory_columns(scheme)
    place = Location(sent.file, sent.sheet, layout.header_row)
    is_supplier = sent.sender.role is Role.SUPPLIER
    own = [*layout.others.values()]
    return absent_findings(layout.columns, own, forms, scheme, place, is_supplier=is_supplier)


def _is_one(file: Path, scheme: Scheme) -> bool:
    try:
        return is_inventory(first_rows(file, scheme), scheme)
    except UnreadableFile:
        return False


def _may_be(name: str, content: bytes, scheme: Scheme) -> bool:
    """A quick look for both headers, so that other files are not opened twice."""
    suffix, packed = suffix_of(unpacked_name(name)), name != unpacked_name(name)
    if suffix == ".parquet" and not packed:
        shown = content[-_LOOKED_AT_BYTES:]
    elif suffix in TEXTS:
        shown = _beginning(content) if packed else content[:_LOOKED_AT_BYTES]
    else:
        return False
    plain = re.sub(rb"[^A-Za-z0-9]", b"", shown.replace(b"\0", b"")).lower()
    synonyms = scheme.template.header_synonyms
    return all(
        any(_folded(form) in plain for form in (column, *synonyms.get(column, ()))) for column in INSTALLATION_COLUMNS
    )


def _folded(header: str) -> bytes:
    return re.sub(rb"[^A-Za-z0-9]", b"", header.encode()).lower()


def _beginning(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, _LOOKED_AT_BYTES)
    except zlib.error:
        return b""
