"""Opening a file that anybody may have sent: what it is, whether its name says so, and its sheets.

What belongs here: the one way from a name and bytes to sheets, whatever the form. What does not: how one form is read.

Invariants: nothing is unpacked, parsed or believed before it has been judged by what stands in front of it; a form
whose parser is ours is read here, any other in a process of its own (``forms.sandbox``). Source: ``returns.md``,
"The mess"; the decision record on reading any form.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

from eligo.errors import UnreadableFile
from eligo.returns.cells import Form, Sheet
from eligo.returns.forms.compound import breaks_off
from eligo.returns.forms.kinds import COMPOUND, MARKUP, PARQUET, ZIP_FILE, what_a_zip_is, what_it_is
from eligo.returns.forms.limits import (
    CHUNK_BYTES,
    LARGEST_FILE_BYTES,
    LARGEST_RATIO,
    RATIO_MATTERS_FROM_BYTES,
)
from eligo.returns.forms.model import ANYTHING, NOT_TOLD, Opened, Remark, Sought
from eligo.returns.forms.names import FORMS, GZIP, TEXTS, ZIP, suffix_of, unpacked_name, upgrades_beside
from eligo.returns.forms.ods import with_repeats
from eligo.returns.forms.sandbox import read_apart
from eligo.returns.forms.text import read_text
from eligo.returns.forms.xlsx import read_xlsx
from eligo.returns.forms.xml import damaged
from eligo.returns.forms.zipped import Zipped, gathered

_ZIPPED = b"PK"
_LEFT_BY_SYSTEMS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_LOCK = "~$"
"""With this begin the files by which a spreadsheet program marks others as open."""
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_DOCUMENT_TYPE = (b"<!DOCTYPE", b"<!ENTITY")
_MOST_MEMBERS = 100_000
_HEAD_BYTES = 4096
_FED_BYTES = 64 * 1024
_AGAIN = "Open it in a spreadsheet program, save it as .xlsx and send that."


def open_file(name: str, content: bytes, sought: Sought = ANYTHING) -> Opened:
    """The sheets of a file. Of an .xlsx workbook those that are not ``sought`` are named, and left unread.

    Raises ``UnreadableFile`` where the file is empty, too large, of no form that is read, damaged, encrypted, made to
    exhaust its reader, or not what its name says; the message says which.
    """
    _refuse_size(name, content)
    _refuse_empty(name, content)
    suffix = suffix_of(name)
    if suffix == GZIP:
        inner = _unpacked(name, content)
        _refuse_packed_twice(name, suffix_of(unpacked_name(name)), inner, "gzip file")
        opened = _open_form(name, suffix_of(unpacked_name(name)), inner, sought)
        return _packed_in(replace(opened, name=unpacked_name(name)), "gzip")
    if suffix == ZIP:
        return _open_zip(name, content, sought)
    return _open_form(name, suffix, content, sought)


def _refuse_empty(name: str, content: bytes) -> None:
    if not content or content.isspace():
        raise UnreadableFile(f"{name} is empty", hint="Save the return again and check its size before sending it.")


def _refuse_size(name: str, content: bytes) -> None:
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableFile(
            f"{name} has {len(content):,} bytes, more than {LARGEST_FILE_BYTES:,}",
            hint="Save only the cells of the return, or send its table as CSV; parts would replace each other.",
        )


def _packed_in(opened: Opened, packing: str) -> Opened:
    form = replace(opened.form, packed=packing)
    return replace(opened, form=form, sheets=tuple(replace(sheet, form=form) for sheet in opened.sheets))


def _unpacked(name: str, content: bytes) -> bytes:
    """What a gzip file holds, within the limits. Raises ``UnreadableFile``."""
    if not content.startswith(b"\x1f\x8b"):
        raise _not_what_it_says(name, content, "the gzip file")
    length = 0
    for piece in _unpacked_pieces(name, content):
        length += len(piece)
        _refuse_bomb(name, length, len(content))
    unpacked = gathered(_unpacked_pieces(name, content))
    _refuse_empty(name, unpacked)
    return unpacked


def _unpacked_pieces(name: str, content: bytes) -> Iterator[bytes]:
    """What a gzip file holds, piece by piece: nothing is held until all of it is known to be within the limits."""
    at = 0
    try:
        for _ in range(_MOST_MEMBERS):
            at = yield from _member(name, content, at)
            if not content[at : at + _FED_BYTES].strip(b"\0"):
                return
    except zlib.error as error:
        raise damaged(name, str(error)) from None
    raise damaged(name, f"it has more than {_MOST_MEMBERS:,} parts")


def _member(name: str, content: bytes, at: int) -> Generator[bytes, None, int]:
    """One member that begins at a place; where it ends. Little is fed at a time: what is left is copied."""
    if at and not content.startswith(b"\x1f\x8b", at):
        raise damaged(name, f"{len(content) - at:,} bytes stand behind the end of what is packed")
    member = zlib.decompressobj(wbits=31)
    while at < len(content) and not member.eof:
        fed = content[at : at + _FED_BYTES]
        at += len(fed)
        while fed:
            yield member.decompress(fed, CHUNK_BYTES)
            fed = member.unconsumed_tail
    if not member.eof:
        raise damaged(name, "it breaks off")
    return at - len(member.unused_data)


def _refuse_bomb(name: str, unpacked: int, packed: int) -> None:
    large = unpacked > RATIO_MATTERS_FROM_BYTES and unpacked / packed > LARGEST_RATIO
    if unpacked > LARGEST_FILE_BYTES or large:
        raise UnreadableFile(
            f"{name} would unpack to more than {unpacked:,} bytes, {unpacked // packed} times its size",
            hint="Save only the cells of the return.",
        )


def _refuse_packed_twice(name: str, suffix: str, inner: bytes, outer: str) -> None:
    """Raise ``UnreadableFile`` where what a packed file holds is packed itself, by its name or by its bytes."""
    packed = {ZIP: "a zip archive", GZIP: "a gzip file"}.get(suffix)
    if packed is None and suffix in TEXTS and inner.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        packed = "a gzip file" if inner.startswith(b"\x1f\x8b") else "a zip archive or a workbook"
    if packed is not None:
        raise UnreadableFile(
            f"{name} is packed twice: the {outer} holds {packed}",
            hint="Unpack it, and send the return itself, or packed once (.gz or .zip).",
        )


def _open_zip(name: str, content: bytes, sought: Sought) -> Opened:
    """The one return in an archive, and the file of planned upgrades that may lie beside it."""
    if not content.startswith(_ZIPPED):
        raise _not_what_it_says(name, content, "the zip file")
    archive = Zipped(name, content, "a zip file")
    members = [part for part in archive.parts if not part.endswith("/") and not _of_a_system(part)]
    hint = "Pack one return in one archive, with its planned upgrades if there are any, or send it as it is."
    if what_a_zip_is(archive.parts) != ZIP_FILE:
        raise _not_what_it_says(name, content, "the zip file")
    if len(members) == 1:
        _refuse_packed_twice(name, suffix_of(members[0]), b"", "zip archive")
    strange = [part for part in members if suffix_of(part) not in FORMS]
    beside = upgrades_beside(members)
    if beside is not None:
        members.remove(beside)
    if strange or len(members) != 1:
        found = "no file" if not members else ", ".join(members[:10])
        raise UnreadableFile(
            f"{name} holds {found}, and not exactly one return ({', '.join(FORMS)})", hint=hint, details=members
        )
    opened = _open_member(archive, name, members[0], sought)
    if beside is not None:
        if not opened.is_table:
            message = f"{name} holds a workbook and planned upgrades beside it, which a workbook has in a sheet"
            raise UnreadableFile(message, hint="Pack the workbook alone, with its planned upgrades in it.")
        planned = _open_member(archive, name, beside, replace(sought, sheet=ANYTHING.sheet)).sheets[0]
        opened = replace(opened, sheets=(*opened.sheets, replace(planned, name=posixpath.basename(beside))))
    return _packed_in(replace(opened, name=posixpath.basename(members[0])), "zip archive")


def _open_member(archive: Zipped, name: str, member: str, sought: Sought) -> Opened:
    inner = archive.whole(member, LARGEST_FILE_BYTES)
    if not inner or inner.isspace():
        hint = "Save it again, and check its size before packing it."
        raise UnreadableFile(f"{name} is empty: {member} in it has no content", hint=hint)
    _refuse_packed_twice(name, suffix_of(member), inner, "zip archive")
    return _open_form(name, suffix_of(member), inner, sought)


def _of_a_system(part: str) -> bool:
    return any(piece in _LEFT_BY_SYSTEMS or piece.startswith(_LOCK) for piece in part.split("/"))


def _open_form(name: str, suffix: str, content: bytes, sought: Sought) -> Opened:
    reader = _READERS.get(suffix)
    if reader is None:
        raise UnreadableFile(
            f"{name} is not a return: its name ends in '{suffix}'",
            hint=f"Send one of {', '.join(FORMS)}, as it is or packed (.gz, .zip).",
        )
    opened = reader(name, content, sought)
    for sheet in opened.sheets:
        _refuse_overlaps(name, sheet)
    return opened


def _refuse_overlaps(name: str, sheet: Sheet) -> None:
    """No program merges a cell twice; who writes that by hand can make a few merges stand for any number of cells."""
    height, width = len(sheet.rows), sheet.rows.width
    merged = sum(
        max(0, min(bottom, height) + 1 - max(top, 1)) * max(0, min(right, width) + 1 - max(left, 1))
        for top, left, bottom, right in sheet.merges
    )
    if merged > height * width:
        raise damaged(f"{name}, sheet {sheet.name},", "its merged cells overlap")


def _not_what_it_says(name: str, content: bytes, said: str) -> UnreadableFile:
    found = what_it_is(content)
    if not found:
        found = "a file with NUL bytes" if b"\0" in content[:_HEAD_BYTES] else "a text file"
    return UnreadableFile(
        f"{name} is {found}, not {said} that its name says",
        hint=_AGAIN if found in MARKUP else "Send the return itself, in the form that its name says.",
    )


def _open_xlsx(name: str, content: bytes, sought: Sought) -> Opened:
    if not content.startswith(_ZIPPED):
        _refuse_encrypted(name, content)
        raise _not_what_it_says(name, content, "the .xlsx workbook")
    return read_xlsx(name, content, sought.sheet)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _refuse_encrypted(name: str, content: bytes) -> None:
    if _utf16("EncryptedPackage") in content or _utf16("EncryptionInfo") in content:
        raise UnreadableFile(f"{name} is encrypted", hint="Save it without a password and send it again.")


def _holds_macros(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} holds macros, which are never run or read", hint="Save it as .xlsx and send that.")


def _open_xls(name: str, content: bytes, _: Sought) -> Opened:
    if not content.startswith(COMPOUND):
        raise _not_what_it_says(name, content, "the .xls workbook")
    _refuse_encrypted(name, content)
    if _utf16("_VBA_PROJECT") in content:
        raise _holds_macros(name)
    if breaks_off(content):
        raise damaged(name, "it breaks off")
    if _utf16("Workbook") not in content and _utf16("Book") not in content:
        raise _not_what_it_says(name, content, "the .xls workbook")
    form = Form("Excel 97-2003 workbook (.xls)")
    remark = _not_told(".xls", "errors, formulas without a saved value, hidden rows and columns")
    return Opened(name, read_apart(name, content, "xls", form), form, (remark,))


def _open_ods(name: str, content: bytes, _: Sought) -> Opened:
    if not content.startswith(_ZIPPED):
        raise _not_what_it_says(name, content, "the .ods workbook")
    package = Zipped(name, content, "an .ods workbook")
    if "mimetype" not in package or package.whole("mimetype", 1000).strip() != _SPREADSHEET:
        raise _not_what_it_says(name, content, "the .ods workbook")
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.whole("META-INF/manifest.xml"):
        raise UnreadableFile(f"{name} is encrypted", hint="Save it without a password and send it again.")
    if any(part.startswith(("Basic/", "Scripts/")) and not part.endswith("/") for part in package.parts):
        raise _holds_macros(name)
    if _has_document_type(package, "content.xml"):
        raise UnreadableFile(f"{name} has a document type (DTD), which no spreadsheet program writes", hint=_AGAIN)
    form = Form("OpenDocument spreadsheet (.ods)")
    remark = _not_told(".ods", "errors, formulas without a saved value, merged cells, hidden rows and columns")
    try:
        return Opened(name, read_apart(name, content, "ods", form), form, (remark,))
    except UnreadableFile as error:
        raise with_repeats(package, error) from None


def _has_document_type(package: Zipped, part: str) -> bool:
    """Whether a part has one, however late: its parser, which is not ours, need not refuse it."""
    before = b""
    for piece in package.pieces(part):
        looked_at = before + piece
        if any(mark in looked_at for mark in _DOCUMENT_TYPE):
            return True
        before = piece[1 - max(map(len, _DOCUMENT_TYPE)) :]
    return False


def _not_told(form: str, what: str) -> Remark:
    return Remark(NOT_TOLD, form, f"In this form {what} cannot be told from blank cells and ordinary rows.")


def refuse_no_parquet(name: str, head: bytes, tail: bytes) -> None:
    """Raise ``UnreadableFile`` where a file that is called .parquet does not begin and end as one."""
    if not head:
        raise UnreadableFile(f"{name} is empty", hint="Save it again and check its size before sending it.")
    if head.startswith(b"PARE"):
        raise UnreadableFile(f"{name} is encrypted", hint="Write it without a key and send it again.")
    if not head.startswith(PARQUET):
        raise _not_what_it_says(name, head, "the Parquet file")
    if not tail.endswith(PARQUET):
        raise damaged(name, "it breaks off")


def _open_parquet(name: str, content: bytes, _: Sought) -> Opened:
    refuse_no_parquet(name, content[:_HEAD_BYTES], content[-len(PARQUET) :])
    form = Form("Parquet")
    return Opened(name, read_apart(name, content, "parquet", form), form)


def _open_text(name: str, content: bytes, sought: Sought) -> Opened:
    if what_it_is(content) not in ("", *MARKUP):
        raise _not_what_it_says(name, content, "the text file")
    return read_text(name, content, sought.naming)


_READERS: dict[str, Callable[[str, bytes, Sought], Opened]] = {
    ".xlsx": _open_xlsx,
    ".xls": _open_xls,
    ".ods": _open_ods,
    **dict.fromkeys(TEXTS, _open_text),
    ".parquet": _open_parquet,
}
