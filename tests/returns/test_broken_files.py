"""Files that are packed twice or break off: told so, and not as something else."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from builders import catalogue, foc
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.returns import Return, read_return
from faults.workbook_xls import xls


def read(content: bytes, name: str) -> Return:
    return read_return(name, content, foc(), catalogue())


def packed_gz(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def packed_zip(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "holds"),
    [
        ("a.zip.gz", packed_gz(packed_zip("a.csv", b"a,b")), "the gzip file holds a zip archive"),
        ("a.csv.gz.gz", packed_gz(packed_gz(b"a,b")), "the gzip file holds a gzip file"),
        ("a.csv.gz", packed_gz(packed_gz(b"a,b")), "the gzip file holds a gzip file"),
        ("a.csv.gz", packed_gz(packed_zip("a.csv", b"a,b")), "the gzip file holds a zip archive or a workbook"),
        ("a.zip", packed_zip("a.zip", packed_zip("a.csv", b"a,b")), "the zip archive holds a zip archive"),
        ("a.zip", packed_zip("a.csv.gz", packed_gz(b"a,b")), "the zip archive holds a gzip file"),
        ("a.zip", packed_zip("a.csv", packed_gz(b"a,b")), "the zip archive holds a gzip file"),
    ],
)
def test_what_is_packed_twice_is_told_so(name: str, content: bytes, holds: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(content, name)
    assert caught.value.message == f"{name} is packed twice: {holds}"
    assert caught.value.hint == "Unpack it, and send the return itself, or packed once (.gz or .zip)."


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
@pytest.mark.parametrize("name", ["a.xlsx", "a.zip"])
def test_a_workbook_or_an_archive_that_breaks_off_is_told_so(name: str, share: float) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a part of it", b"content" * 999)
    with pytest.raises(UnreadableFile) as caught:
        read(made.getvalue()[: int(share * len(made.getvalue()))], name)
    assert caught.value.message == f"{name} is damaged (it breaks off)"


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9, 0.99])
def test_an_xls_that_breaks_off_is_told_so(share: float) -> None:
    content = xls([("Combinations", False, [[f"cell {row} {column}" for column in range(9)] for row in range(400)])])
    with pytest.raises(UnreadableFile) as caught:
        read(content[: int(share * len(content))], "a.xls")
    assert caught.value.message == "a.xls is damaged (it breaks off)"
    with pytest.raises(WrongTemplate):
        read(content, "a.xls")
