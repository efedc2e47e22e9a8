"""An .xls by hand: a compound file with one stream of BIFF8 records.

Sources: [MS-CFB] 2.2-2.6 for the compound file, [MS-XLS] 2.4 for the records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from datetime import date

from faults.cells import Formula, Raw, Value, shown
from faults.workbook_ods import Sheet

SECTOR_BYTES = 512
SMALLEST_STREAM_BYTES = 4096
_FREE, _END_OF_CHAIN, _FAT, _NO_ENTRY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_EPOCH = date(1899, 12, 30)


def xls(sheets: Sequence[Sheet]) -> bytes:
    """The workbook's bytes."""
    bodies = [_sheet(cells) for _, _, cells in sheets]
    size = len(_globals(sheets, [0] * len(sheets)))
    offsets = [size + sum(map(len, bodies[:number])) for number in range(len(sheets))]
    return compound_file("Workbook", _globals(sheets, offsets) + b"".join(bodies))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _globals(sheets: Sequence[Sheet], offsets: Sequence[int]) -> bytes:
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    formats = b"".join(_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, 14))
    bound = b"".join(
        _record(0x0085, struct.pack("<IBB", offset, hidden, 0) + struct.pack("<B", len(name)) + _characters(name))
        for (name, hidden, _), offset in zip(sheets, offsets, strict=True)
    )
    return begin + _record(0x0042, struct.pack("<H", 1200)) + formats + bound + _record(0x000A, b"")


def _characters(text: str) -> bytes:
    """The flag for one or two bytes a character, and the characters."""
    try:
        return b"\x00" + text.encode("latin-1")
    except UnicodeEncodeError:
        return b"\x01" + text.encode("utf-16-le")


def _sheet(cells: Sequence[Sequence[Value]]) -> bytes:
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    return begin + b"".join(_cells(cells)) + _record(0x000A, b"")


def _cells(cells: Sequence[Sequence[Value]]) -> Iterator[bytes]:
    for row, values in enumerate(cells):
        for column, value in enumerate(values):
            place = struct.pack("<HH", row, column)
            if isinstance(value, bool):
                yield _record(0x0205, place + struct.pack("<HBB", 0, value, 0))
            elif isinstance(value, int | float):
                yield _record(0x0203, place + struct.pack("<Hd", 0, value))
            elif isinstance(value, date):
                yield _record(0x0203, place + struct.pack("<Hd", 1, (value - _EPOCH).days))
            elif isinstance(value, str | Formula | Raw) and shown(value):
                text = shown(value)
                yield _record(0x0204, place + struct.pack("<HH", 0, len(text)) + _characters(text))


def compound_file(stream_name: str, stream: bytes) -> bytes:
    """A compound file of version 3 with one stream, which is followed by the directory and the allocation table."""
    stream = stream.ljust(SMALLEST_STREAM_BYTES, b"\x00")
    streams = -(-len(stream) // SECTOR_BYTES)
    tables = 1
    while tables * SECTOR_BYTES // 4 < streams + 1 + tables:
        tables += 1
    chain = [*range(1, streams), _END_OF_CHAIN, _END_OF_CHAIN, *[_FAT] * tables]
    chain += [_FREE] * (tables * SECTOR_BYTES // 4 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, streams, 0)
    header += struct.pack("<IIIII", SMALLEST_STREAM_BYTES, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)
    header += b"".join(struct.pack("<I", streams + 1 + n if n < tables else _FREE) for n in range(109))
    entries = _entry("Root Entry", 5, 1, _END_OF_CHAIN, 0) + _entry(stream_name, 2, _NO_ENTRY, 0, len(stream))
    entries += 2 * (bytes(68) + struct.pack("<III", _NO_ENTRY, _NO_ENTRY, _NO_ENTRY) + bytes(48))
    body = stream.ljust(streams * SECTOR_BYTES, b"\x00")
    return header + body + entries + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    start = written.ljust(64, b"\x00") + struct.pack("<HBB", len(written), kind, 1)
    return start + struct.pack("<III", _NO_ENTRY, _NO_ENTRY, child) + bytes(36) + struct.pack("<IQ", first, size)
