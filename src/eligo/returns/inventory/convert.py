"""A text inventory as Parquet: once for each content, whole or not at all, and going on where it was interrupted.

What belongs here: the order of the work on one file. What does not: how a line is parted (``sql/lines.sql``), read
(``inventory.lines``) or judged (``inventory.judge``).

Method: an inventory has the same few thousand descriptions over and over. Each line is parted into the cells that
hardly repeat and the rest; a rest that is new is read, once, and has a number from then on: its shape.

Invariants: a result stands under the digest of the source and of its layout, in a folder that is made once
(``inventory.staging``); every part is committed by a record of how far the source had been read; the rows written are
those read, asserted for every block; the bytes read are those of the digest. Source: ``returns.md``, "Semantics" 1.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from eligo.durable import make_folder, told
from eligo.errors import UnreadableFile, VerificationFailed
from eligo.returns.inventory.blocks import BLOCK_BYTES, Block, Position, blocks
from eligo.returns.inventory.duck import Duck
from eligo.returns.inventory.layout import text_form
from eligo.returns.inventory.lines import JOINT, SPACES, Line, patterns, read_line
from eligo.returns.inventory.model import PLACES_APART, Advance, Layout, Prepared, Report
from eligo.returns.inventory.record import Record
from eligo.returns.inventory.staging import made_once
from eligo.returns.inventory.unpacked import Unpacked

VERSION = 5
"""Of the way in which an inventory is kept as Parquet; one of another version is made anew."""

LARGEST_DICTIONARY = 50_000
"""How many texts are known at a time; where a file has more, it starts to learn them again."""

TEXTS_AT_ONCE = 5_000

_SEPARATORS = (*map(chr, range(1, 9)), *map(chr, range(0x10_0000, 0x10_FFFE)))
"""What may part the cells of a block that is to have one a line: more, of private use, than a block has room for."""

STAGE = "Converting to Parquet"


@dataclass(frozen=True, slots=True)
class _Commit:
    """How far a conversion has come: parts and shapes so far, and the position in the source after the last part."""

    parts: int
    shapes: int
    remembered_from: int
    position: Position


_BEGINNING = _Commit(0, 0, 0, Position())


def stamp_of(path: Path) -> tuple[int, int, int]:
    """What changes with a file that is written to or replaced."""
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


def refuse_changed(path: Path, stamp: tuple[int, int, int]) -> None:
    """Raise ``UnreadableFile`` where a file is not as it was: what was read of it may be of neither state."""
    if not path.exists() or stamp_of(path) != stamp:
        raise UnreadableFile(
            f"{path.name} was written to or replaced while it was read",
            hint="Wait until it is there as a whole, and read it again.",
        )


def folder_of(store: Path, digest: str, layout: Layout) -> Path:
    """Where a source of this digest is kept: it is parted by all that its layout says of it."""
    columns = sorted((name, place) for name, (place, _) in layout.columns.items())
    parted = [VERSION, layout.delimiter, layout.header_row, layout.width, layout.apart, layout.installation, columns]
    return store / f"{digest}-{hashlib.sha256(json.dumps(parted).encode()).hexdigest()[:16]}"


def digest_of(path: Path, report: Report) -> str:
    """The SHA-256 of a file's bytes, read piece by piece."""
    total, done, digest = path.stat().st_size, 0, hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(4 * 1024**2):
            digest.update(piece)
            done += len(piece)
            report(Advance("Recognising the file", 0, done, total))
    return digest.hexdigest()


def prepare_text(
    path: Path, layout: Layout, store: Path, report: Report, *, block_bytes: int = BLOCK_BYTES
) -> Prepared:
    """The inventory as Parquet: the one that is there for the same bytes and layout, or a new one.

    Raises ``UnreadableFile``; ``CannotWrite``; ``VerificationFailed`` where a block's rows do not add up.
    """
    stamp = stamp_of(path)
    digest = digest_of(path, report)

    def make(staging: Path) -> None:
        _convert(path, layout, staging, report, block_bytes)
        refuse_changed(path, stamp)

    folder = folder_of(store, digest, layout)
    end = _committed(made_once(folder, make, report)).position
    form = text_form(path.name, _mark_of(path), end.encodings, layout.delimiter)
    return Prepared(folder, layout, end.records - layout.header_row, digest, form=form, encodings=end.encodings)


def _mark_of(path: Path) -> str:
    stream = Unpacked(path)
    stream.close()
    return stream.marked


def _convert(path: Path, layout: Layout, staging: Path, report: Report, block_bytes: int) -> None:
    for part in ("rows", "shapes", "scratch"):
        make_folder(staging / part)
    record = Record(staging)
    commit = _committed(record)
    stream = Unpacked(path)
    duck = Duck(staging / "scratch", threads=1)
    try:
        conversion = _Conversion(duck, staging, layout, record)
        conversion.recall(commit)
        total = path.stat().st_size
        if not commit.parts:
            report(Advance(STAGE, 0, 0, total))
        parted = blocks(path.name, stream, layout.delimiter, commit.position, block_bytes, width=layout.width)
        for block in parted:
            commit = conversion.take(block, commit)
            report(Advance(STAGE, commit.position.records, stream.packed_offset, total))
    finally:
        duck.close()
        stream.close()
    _tidy(staging, commit.parts)


def _committed(record: Record) -> _Commit:
    """What the last part that was committed says; the beginning where there is none."""
    stated = [facts for facts in record.facts if facts.keys() >= {"parts"}]
    return _Commit(**{**stated[-1], "position": Position(**stated[-1]["position"])}) if stated else _BEGINNING


def _tidy(staging: Path, parts: int) -> None:
    """Remove what an interrupted attempt has left beyond the parts that count, and the scratch folder."""
    kept = {_part(number) for number in range(parts)}
    with told(staging):
        for file in (*staging.glob("rows/*"), *staging.glob("shapes/*"), *staging.glob("scratch/*")):
            if file.parent.name == "scratch" or file.name not in kept:
                file.unlink()
        (staging / "scratch").rmdir()


def _part(number: int) -> str:
    return f"part-{number:05d}.parquet"


class _Conversion:
    """The tables of one conversion: the texts known by now, and the block in hand."""

    def __init__(self, duck: Duck, staging: Path, layout: Layout, record: Record) -> None:
        self._duck = duck
        self._staging = staging
        self._layout = layout
        self._record = record
        duck.run("unquoted", {})
        duck.run("texts", {})

    def recall(self, commit: _Commit) -> None:
        """Know again what an interrupted attempt had learned."""
        files = [str(self._staging / "shapes" / _part(number)) for number in range(commit.parts)]
        if files:
            self._duck.run("recall", {"files": files, "least": commit.remembered_from})

    def take(self, block: Block, commit: _Commit) -> _Commit:
        """Write one block's rows and new shapes, and commit them."""
        content, lines, first = self._below_header(block)
        self._split(content, first)
        shapes = self._learn(commit.shapes)
        name = _part(commit.parts)
        rows, kept = self._staging / "rows" / name, self._staging / "shapes" / name
        self._duck.run("shapes", {"file": str(kept)})
        self._duck.run("placed", {"file": str(rows), **placing(self._layout)})
        self._check(rows, lines, first)
        remembered_from = commit.remembered_from
        if shapes - remembered_from > LARGEST_DICTIONARY:
            self._duck.run("texts", {})
            remembered_from = shapes
        else:
            self._duck.run("remember", {})
        for file in (rows, kept):
            _flush(file)
        after = _Commit(commit.parts + 1, shapes, remembered_from, block.end)
        self._record.add((rows, kept), asdict(after))
        return after

    def _below_header(self, block: Block) -> tuple[bytes, int, int]:
        """The block's content below the header, its lines, and the number of the first."""
        above = max(0, min(block.lines, self._layout.header_row - block.first + 1))
        content, place = block.marked() if block.lines > above else block.content, 0
        for _ in range(above):
            place = content.index(b"\n", place) + 1
        return content[place:], block.lines - above, block.first + above

    def _split(self, content: bytes, first: int) -> None:
        file = self._staging / "scratch" / "block"
        separator = next(one for one in _SEPARATORS if one.encode() not in content)
        with told(file):
            file.write_bytes(content)
        where = {"file": str(file), "separator": separator, "first_row": first}
        self._duck.run("lines", {**where, **parting(self._layout)})
        file.unlink()

    def _learn(self, shapes: int) -> int:
        """Read the texts that are new; how many shapes there are then."""
        self._duck.run("learned", {})
        unknown = (text for (text,) in self._duck.fetch("unknown", {}))
        while texts := list(islice(unknown, TEXTS_AT_ONCE)):
            read = [read_line(text, self._layout.delimiter, self._layout.apart) for text in texts]
            self._duck.run("learn", _lists(texts, read, shapes))
            shapes += len(texts)
        return shapes

    def _check(self, rows: Path, lines: int, first: int) -> None:
        ((count, without, least, most),) = self._duck.fetch("written", {"file": str(rows)})
        expected = (lines, 0, first if lines else 0, first + lines - 1 if lines else 0)
        if (count, without, least, most) != expected:
            raise VerificationFailed(
                f"Of {lines:,} rows from row {first:,} on, {count:,} were kept as rows {least:,} to {most:,}, "
                f"{without:,} of them without content",
                hint="This is a fault of Eligo: please report it with the file. Nothing of the file counts.",
            )


def parting(layout: Layout, *, kept: str = "") -> dict[str, object]:
    """The parameters by which ``sql/lines.sql`` parts the lines of a layout; ``kept``: see ``lines.patterns``."""
    told = patterns(layout.delimiter, layout.apart, PLACES_APART, kept=kept)
    before = {f"before_{step}": pattern for step, pattern in enumerate(told.before, start=1)}
    return {"delimiter": layout.delimiter, "cell": told.cell, "at_start": told.at_start, **before}


def placing(layout: Layout) -> dict[str, object]:
    """The parameters by which ``sql/placed.sql`` tells the installation's identifier from what stands beside it."""
    steps = {place: step for step, place in enumerate(layout.apart, start=1)}
    beside = [*(steps[place] for place in layout.beside), 0, 0]
    return {
        "installation": steps[layout.installation],
        "beside_1": beside[0],
        "beside_2": beside[1],
        "spaces": SPACES,
    }


def _lists(texts: Sequence[str], read: Sequence[Line], shapes: int) -> dict[str, object]:
    aparts = [(*line.apart, *("",) * (PLACES_APART - len(line.apart))) for line in read]
    return {
        "text": list(texts),
        "shape": list(range(shapes, shapes + len(texts))),
        **{f"apart_{place + 1}": [apart[place] for apart in aparts] for place in range(PLACES_APART)},
        "cells": [JOINT.join(line.cells) for line in read],
        "fault": [line.fault for line in read],
        "joint": JOINT,
    }


def _flush(file: Path) -> None:
    with told(file), file.open("rb") as opened:
        os.fsync(opened.fileno())
