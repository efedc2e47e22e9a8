"""A Parquet file by hand: one row group, uncompressed, plainly encoded; blank cells are null.

A column is of whole numbers where all its cells are, else of text. Source: Apache Parquet, ``parquet.thrift``.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import groupby

from faults.cells import Value, shown

_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12
_INT64, _BYTES = 2, 6
_PLAIN, _RLE = 0, 3
_OPTIONAL = 1
_UTF8 = 0
Field = tuple[int, int, bytes]
"""Number, type in Thrift's compact protocol, and encoded value."""


def parquet(
    header: Sequence[str], rows: Sequence[Sequence[Value]], *, of_file: int = 0, of_group: int = 0, of_chunk: int = 0
) -> bytes:
    """The file's bytes. What it states of its rows is so many more than there are."""
    content, chunks, schema = bytearray(b"PAR1"), [], [_root(len(header))]
    for place, name in enumerate(header):
        column = [row[place] for row in rows]
        whole = all(type(value) is int for value in column if value != "") and any(value != "" for value in column)
        start = len(content)
        content += _page(column, whole=whole)
        chunks.append(_chunk(name, _INT64 if whole else _BYTES, len(rows) + of_chunk, start, len(content) - start))
        schema.append(_leaf(name, whole=whole))
    group = _struct(
        (1, _LIST, _list(_STRUCT, chunks)),
        (2, _I64, _zigzag(len(content) - 4)),
        (3, _I64, _zigzag(len(rows) + of_group)),
    )
    footer = _struct(
        (1, _I32, _zigzag(1)),
        (2, _LIST, _list(_STRUCT, schema)),
        (3, _I64, _zigzag(len(rows) + of_file)),
        (4, _LIST, _list(_STRUCT, [group])),
    )
    return bytes(content + footer + struct.pack("<I", len(footer)) + b"PAR1")


def _page(column: Sequence[Value], *, whole: bool) -> bytes:
    levels = b"".join(
        _varint(len(list(run)) << 1) + bytes([present]) for present, run in groupby(value != "" for value in column)
    )
    values = [value for value in column if value != ""]
    if whole:
        plain = b"".join(struct.pack("<q", value) for value in values)
    else:
        texts = [shown(value).encode() for value in values]
        plain = b"".join(struct.pack("<I", len(text)) + text for text in texts)
    body = struct.pack("<I", len(levels)) + levels + plain
    page = _struct(
        (1, _I32, _zigzag(len(column))), (2, _I32, _zigzag(_PLAIN)), (3, _I32, _zigzag(_RLE)), (4, _I32, _zigzag(_RLE))
    )
    size = _zigzag(len(body))
    return _struct((1, _I32, _zigzag(0)), (2, _I32, size), (3, _I32, size), (5, _STRUCT, page)) + body


def _root(columns: int) -> bytes:
    return _struct((4, _BINARY, _text("rows")), (5, _I32, _zigzag(columns)))


def _leaf(name: str, *, whole: bool) -> bytes:
    fields: list[Field] = [
        (1, _I32, _zigzag(_INT64 if whole else _BYTES)),
        (3, _I32, _zigzag(_OPTIONAL)),
        (4, _BINARY, _text(name)),
    ]
    return _struct(*fields, *([] if whole else [(6, _I32, _zigzag(_UTF8))]))


def _chunk(name: str, kind: int, rows: int, start: int, size: int) -> bytes:
    column = _struct(
        (1, _I32, _zigzag(kind)),
        (2, _LIST, _list(_I32, [_zigzag(_PLAIN), _zigzag(_RLE)])),
        (3, _LIST, _list(_BINARY, [_text(name)])),
        (4, _I32, _zigzag(0)),
        (5, _I64, _zigzag(rows)),
        (6, _I64, _zigzag(size)),
        (7, _I64, _zigzag(size)),
        (9, _I64, _zigzag(start)),
    )
    return _struct((2, _I64, _zigzag(start)), (3, _STRUCT, column))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _zigzag(number: int) -> bytes:
    return _varint(number << 1)


def _text(text: str) -> bytes:
    return _varint(len(text.encode())) + text.encode()


def _list(kind: int, items: Sequence[bytes]) -> bytes:
    size = bytes([len(items) << 4 | kind]) if len(items) < 15 else bytes([0xF0 | kind]) + _varint(len(items))
    return size + b"".join(items)


def _struct(*fields: Field) -> bytes:
    out, last = bytearray(), 0
    for number, kind, value in fields:
        out += bytes([(number - last) << 4 | kind]) + value
        last = number
    return bytes(out) + b"\x00"
