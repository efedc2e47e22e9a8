"""Archives: packing parts, and changing the parts of a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DAY = (2019, 8, 31, 12, 0, 0)
Change = Callable[[dict[str, bytes]], None]


def pack(parts: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A zip file of the parts, in their order; the same bytes each time."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, DAY), content, method)
    return packed.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The parts of a zip file, in its order."""
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, *changes: Change) -> bytes:
    """The archive after changes to its parts."""
    parts = unpack(content)
    for change in changes:
        change(parts)
    return pack(parts)
