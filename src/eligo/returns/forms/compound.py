"""Whether a compound file, which an .xls is, has all of its sectors: one that breaks off says less than it was to say.

What belongs here: that question. What does not: what the file holds, which its parser reads in a process of its own.
Source: [MS-CFB] 2.2 and 2.3.
"""

from __future__ import annotations

import struct
from array import array

_HEADER_BYTES = 512
_SECTOR_SHIFTS = (9, 12)
_LISTED_IN_HEADER = 109
_LARGEST_SECTOR = 0xFFFFFFFA
_FREE = 0xFFFFFFFF


def breaks_off(content: bytes) -> bool:
    """Whether a compound file ends before the last sector that its own table says is in use, as far as the sectors go
    that the header lists (about 7 megabytes of sectors of 512 bytes).
    """
    if len(content) < _HEADER_BYTES:
        return True
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in _SECTOR_SHIFTS:
        return False
    tables, directory = struct.unpack_from("<I", content, 44)[0], struct.unpack_from("<I", content, 48)[0]
    listed = struct.unpack_from(f"<{_LISTED_IN_HEADER}I", content, 76)[: min(tables, _LISTED_IN_HEADER)]
    needed = [place for place in (directory, *listed) if place < _LARGEST_SECTOR]
    for number, place in enumerate(listed):
        start = (place + 1) << shift
        entries = array("I", content[start : start + ((1 << shift) if start + (1 << shift) <= len(content) else 0)])
        used = [index for index, entry in enumerate(entries) if entry != _FREE]
        if used:
            needed.append(number * len(entries) + used[-1])
    return any((place + 1) << shift >= len(content) for place in needed)
