"""Zip files that are damaged, encrypted, too large, or tell lies: one function, one file."""

from __future__ import annotations

import gzip
import io
import struct
from random import Random
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

from faults.hostile import STEM, UNREADABLE, Hostile, added, clean_xlsx, workbook
from faults.hostile_files import clean_text
from faults.workbook_xls import compound_file
from faults.workbook_xlsx import COMBINATIONS_PART
from faults.zips import pack, unpack

BOMB_BYTES = 80 * 1024**2
CENTRAL_ENTRY = b"PK\x01\x02"


def cut_in_half() -> Hostile:
    """An upload that broke off."""
    content = clean_xlsx()
    return workbook(content[: len(content) // 2], "not a zip|damaged|truncated")


def cut_at_the_end() -> Hostile:
    """The last bytes are missing."""
    return workbook(clean_xlsx()[:-30], "not a zip|damaged|truncated")


def bytes_changed_inside() -> Hostile:
    """A part that does not have the bytes that its check sum tells of."""
    content = bytearray(clean_xlsx())
    with ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo(COMBINATIONS_PART)
    start = part.header_offset + 30 + len(part.filename)
    content[start + 40 : start + 80] = bytes(40)
    return workbook(bytes(content), "damaged")


def encrypted_by_its_flag() -> Hostile:
    """Parts that are encrypted."""
    content = bytearray(clean_xlsx())
    for start in _places(content, CENTRAL_ENTRY):
        content[start + 8] |= 1
    return workbook(bytes(content), "encrypted|password")


def encrypted_by_an_office_program() -> Hostile:
    """A workbook with a password: a compound file with the encrypted workbook in it."""
    return workbook(compound_file("EncryptedPackage", bytes(range(256)) * 20), "encrypted|password")


def bomb_in_the_sheet() -> Hostile:
    """A sheet that unpacks to a thousand times its size."""
    return workbook(clean_xlsx(added(COMBINATIONS_PART, b" " * BOMB_BYTES)), "unpack")


def bomb_in_the_strings() -> Hostile:
    """Strings that do."""
    return workbook(clean_xlsx(added("xl/sharedStrings.xml", b"<si/>" * (BOMB_BYTES // 5))), "unpack")


def bomb_beside_the_workbook() -> Hostile:
    """A part that no reader needs, which does."""
    return workbook(clean_xlsx(added("xl/media/image1.png", bytes(BOMB_BYTES))), "unpack")


def bomb_that_lies_about_its_size() -> Hostile:
    """A directory that tells of a few bytes where there are many."""
    content = bytearray(clean_xlsx(added(COMBINATIONS_PART, b" " * BOMB_BYTES)))
    for start in _places(content, CENTRAL_ENTRY):
        if content[start + 46 :].startswith(COMBINATIONS_PART.encode()):
            content[start + 24 : start + 28] = struct.pack("<I", 1000)
    return workbook(bytes(content), "damaged|unpack")


def parts_that_overlap() -> Hostile:
    """A directory in which a thousand parts are the same bytes."""
    name, body = b"xl/worksheets/sheet1.xml", gzip.compress(b" " * 70_000, mtime=0)[10:-8]
    size = struct.pack("<III", 0, len(body), 70_000)
    local = struct.pack("<IHHHHH", 0x04034B50, 20, 0, 8, 0, 0) + size + struct.pack("<HH", len(name), 0) + name + body
    entries = b""
    for number in range(1000):
        named = b"[Content_Types].xml" if number == 0 else b"xl/worksheets/sheet%d.xml" % number
        entries += struct.pack("<IHHHHHH", 0x02014B50, 20, 20, 0, 8, 0, 0) + size
        entries += struct.pack("<HHHHHII", len(named), 0, 0, 0, 0, 0, 0) + named
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1000, 1000, len(entries), len(local), 0)
    return workbook(local + entries + end, "overlap|damaged|unpack")


def _places(content: bytes | bytearray, mark: bytes) -> list[int]:
    found, start = [], content.find(mark)
    while start >= 0:
        found.append(start)
        start = content.find(mark, start + 1)
    return found


def zip_that_is_no_workbook() -> Hostile:
    """A zip file of something else."""
    return workbook(pack({"holiday.txt": b"sun"}), "is a zip file, not the .xlsx workbook")


def path_out_of_the_archive() -> Hostile:
    """A part whose name leads out of any folder."""
    return workbook(clean_xlsx(added("../../evil.xml", b"<x/>")), r"\.\./\.\./evil\.xml")


def part_named_twice() -> Hostile:
    """Two sheets of one name, of which readers take different ones."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, part in unpack(clean_xlsx()).items():
            archive.writestr(ZipInfo(name), part)
    content = packed.getvalue().replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet2.xml")
    return workbook(content, "twice|two parts|same name|damaged")


def part_packed_in_another_way() -> Hostile:
    """A way of packing that no spreadsheet program has."""
    return workbook(pack(unpack(clean_xlsx()), ZIP_BZIP2), "damaged|compress|packed")


def gz_bomb() -> Hostile:
    """A packed text that unpacks to a thousand times its size."""
    return Hostile(
        f"{STEM}.csv.gz", gzip.compress(b"x,y\n" * (BOMB_BYTES // 4), mtime=0), UNREADABLE, "unpack|cell|line"
    )


def gz_bomb_of_little_ratio() -> Hostile:
    """A packed text of more than is read, though it unpacks to no more than a hundred times its size."""
    noise = Random(1).randbytes(10_240).hex().encode()
    many = gzip.compress(noise + b"\n" * (1024**2 - len(noise)), mtime=0)
    return Hostile(f"{STEM}.csv.gz", many * 600, UNREADABLE, "unpack to more than")


def gz_with_more_behind_it() -> Hostile:
    """A packed text with bytes behind its end."""
    packed = gzip.compress(clean_text().encode(), mtime=0)
    return Hostile(f"{STEM}.csv.gz", packed + b"more", UNREADABLE, "4 bytes stand behind the end")


def gz_cut_in_half() -> Hostile:
    """A packed text that broke off."""
    packed = gzip.compress(clean_text().encode(), mtime=0)
    return Hostile(f"{STEM}.csv.gz", packed[: len(packed) // 2], UNREADABLE, "damaged|truncated|breaks off")


def text_called_gz() -> Hostile:
    """Text with the name of a packed one."""
    return Hostile(f"{STEM}.csv.gz", clean_text().encode(), UNREADABLE, "gzip|not packed|not what")


def text_called_zip() -> Hostile:
    """Text with the name of an archive."""
    return Hostile(f"{STEM}.zip", clean_text().encode(), UNREADABLE, "is a text file, not the zip file")


def zip_with_path_name() -> Hostile:
    """A return under a name that leads out of any folder."""
    return Hostile(f"{STEM}.zip", pack({f"../../{STEM}.csv": clean_text().encode()}), UNREADABLE, r"\.\./|path")


def zip_with_absolute_name() -> Hostile:
    """A return under a name that begins at the root."""
    return Hostile(f"{STEM}.zip", pack({f"/tmp/{STEM}.csv": clean_text().encode()}), UNREADABLE, "/tmp/|path")  # noqa: S108


def zip_in_a_zip() -> Hostile:
    """An archive in an archive."""
    inner = pack({f"{STEM}.csv": clean_text().encode()})
    return Hostile(f"{STEM}.zip", pack({"inner.zip": inner}), UNREADABLE, r"packed twice")


def zip_of_nothing() -> Hostile:
    """An archive without a file."""
    return Hostile(f"{STEM}.zip", pack({}), UNREADABLE, "no file|empty|no return")


def zip_with_password() -> Hostile:
    """An archive that is encrypted."""
    content = bytearray(pack({f"{STEM}.csv": clean_text().encode()}))
    content[content.find(CENTRAL_ENTRY) + 8] |= 1
    return Hostile(f"{STEM}.zip", bytes(content), UNREADABLE, "encrypted|password")
