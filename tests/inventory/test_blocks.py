"""The lines of a text inventory: one record each, none lost, whatever they are packed in and wherever blocks end."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path

import pytest

from eligo.errors import UnreadableFile
from eligo.returns.forms.encodings import Encodings
from eligo.returns.inventory import blocks as under_test
from eligo.returns.inventory.blocks import Position, blocks
from eligo.returns.inventory.unpacked import Unpacked


def lines(folder: Path, content: bytes, size: int = 2**20, name: str = "i.csv") -> list[str]:
    file = folder / name
    file.write_bytes(content)
    stream = Unpacked(file)
    try:
        found = list(blocks(name, stream, ",", Position(), size))
    finally:
        stream.close()
    assert [block.first for block in found] == [1 + sum(b.lines for b in found[:n]) for n in range(len(found))]
    return "".join(block.content.decode() for block in found).split("\n")[:-1]


@pytest.mark.parametrize("size", [12, 13, 17, 64])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_lines_are_the_same_wherever_a_block_ends(tmp_path: Path, size: int, end: str, last: str) -> None:
    text = f'a,b{end}"c{end}d",e{end}{end}f,"g"{end}"h{end}i"{end}{last and last + end}'

    found = lines(tmp_path, text.removesuffix(end).encode() if last else text.encode(), size)

    assert found == ["a,b", '"c\x1ed",e', "", 'f,"g"', '"h\x1ei"', *([last] if last else [])]


def test_a_quote_that_is_never_closed_spoils_its_own_line_only(tmp_path: Path) -> None:
    assert lines(tmp_path, b'a,b\n"c,d\ne,f\n5" pipe,g\n') == ["a,b", '"c,d', "e,f", '5" pipe,g']


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbfa,\xc3\xa9\n", ["a,é"]),
        ("a,é\n".encode("utf-16"), ["a,é"]),
        (b"a,\xe9\nb,\x80\n", ["a,é", "b,€"]),
        (b"a,\xc3\xa9\nb,\xe9\nc,\xff\n", ["a,é", "b,é", "c,ÿ"]),
        (b"a,\xc3\xa9\nb,\xc3\xa9 \xff\n", ["a,é", "\x1deb,é \\xff"]),
        (b"a,\xe9\nb,\x81\n", ["a,é", "\x1deb,\\x81"]),
    ],
    ids=["UTF-8 with mark", "UTF-16", "Windows-1252", "both", "both in one line", "no byte of Windows-1252"],
)
def test_encodings_are_told_apart_and_bytes_that_fit_none_spoil_their_line_only(
    tmp_path: Path, content: bytes, expected: list[str]
) -> None:
    assert lines(tmp_path, content) == expected


@pytest.mark.parametrize("size", [12, 17, 2**20])
def test_a_line_is_read_in_its_own_encoding_wherever_a_block_ends(tmp_path: Path, size: int) -> None:
    content = b"a,b\nc,\xff\n" + b"d,\xc3\xa9\n" * 4 + b"e,\xe9\nf,\x81\n"
    file = tmp_path / "i.csv"
    file.write_bytes(content)

    with closing(Unpacked(file)) as stream:
        *_, last = blocks(file.name, stream, ",", Position(), size)

    assert lines(tmp_path, content, size) == ["a,b", "c,ÿ", *["d,é"] * 4, "e,é", "\x1def,\\x81"]
    assert last.end.encodings == Encodings(utf8=3, older=2)


def test_a_file_that_turns_out_to_be_windows_1252_late_is_read_so(tmp_path: Path) -> None:
    assert lines(tmp_path, b"a,b\n" * 8 + b"a,\xe9\n" + b"\xfc,b\n", 16) == ["a,b"] * 8 + ["a,é", "ü,b"]


def test_a_line_that_is_too_long_is_cut_and_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "LONGEST_LINE_BYTES", 8)
    monkeypatch.setattr(under_test, "KEPT_OF_LONG_LINES", 3)

    assert lines(tmp_path, b"a,b\nabcdefghijk\nc,d\n") == ["a,b", "\x1dlabc", "c,d"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("i.csv", b"a,b\nc,\x00\n", "i.csv has NUL bytes (first at byte 6): it is not a text file"),
        ("i.csv", b"a,b\n" + b"c" * 80, "i.csv has a line of more than 64 bytes after record 1"),
        ("i.csv", b"PK\x03\x04rest", "i.csv is a workbook or an archive, not the text file that its name says"),
        ("i.csv.gz", gzip.compress(b"a,b\n" * 99)[:-9], "i.csv.gz breaks off after"),
        ("i.csv.gz", b"not packed", "i.csv.gz is damaged after 0 bytes"),
    ],
    ids=["NUL", "one long line", "a workbook", "cut short", "not gzip"],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        lines(tmp_path, content, 64, name)

    assert refused.value.message.startswith(said)


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eligo.returns.inventory.unpacked.RATIO_MATTERS_FROM_BYTES", 1000)

    with pytest.raises(UnreadableFile) as refused:
        lines(tmp_path, gzip.compress(b"a,b\n" * 2**20), name="i.csv.gz")

    assert refused.value.message == "i.csv.gz unpacks to more than 500 times its size"


def test_rows_between_two_stray_quotes_are_lines_of_their_own(tmp_path: Path) -> None:
    content = b'a,b,c\n1,"d,e\n2,f,g\n3,h",i\n4,"j\nk",l\n'

    assert lines(tmp_path, content) == ["a,b,c", '1,"d,e', "2,f,g", '3,h",i', '4,"j\x1ek",l']
