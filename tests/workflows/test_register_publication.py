"""What is published of the registers: every address, nothing but what was signed, all files or none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eligo.errors import BadScheme, UsageError, VerificationFailed
from eligo.registers import SigningKey, read_register
from eligo.workflows import publish_pages
from eligo.workflows.folder import work_folder, write_folder
from eligo.workflows.register_pages import PUBLISHED, published_files
from eligo_verify_register import check
from killed import killed_before
from registers.drawn_log import NEXT_KEY, entry
from registers.published_log import published_log
from workflows.published_registers import (
    FIRST,
    Unwatched,
    files,
    held,
    scheme,
)


def test_every_version_entry_and_line_has_an_address_that_says_which_it_is() -> None:
    names = set(files())
    versions = {f"{name}/{file}" for name in ("ppcl/2.9", "ppcl/2.10", "epcl/1.0", "epcl/1.1") for file in OF_A_VERSION}
    proofs = {f"{name}/consistency.json" for name in ("ppcl/2.10", "epcl/1.0", "epcl/1.1")}
    log, _ = published_log()
    items = {line.item for line in log if hasattr(line, "item")}

    entries = {f"entries/{item.replace('/', '-')}.html" for item in items}
    receipts = {f"receipts/{line.number}.json" for line in log if hasattr(line, "item")}

    assert f"entries/{FIRST}-2.html" in entries
    lists = {"ppcl/index.html", "epcl/index.html"}
    assert names == versions | lists | proofs | entries | receipts | AT_THE_ROOT


OF_A_VERSION = ("index.html", "changes.html", "changes.csv", "list.csv", "list.json", "list.xlsx")


AT_THE_ROOT = {
    *("index.html", "style.css", "changes.atom", "ro-crate-metadata.json"),
    *("register.json", "register.schema.json", "register-list.schema.json"),
}


def test_what_is_published_verifies_offline_with_every_receipt_and_proof(tmp_path: Path) -> None:
    publish_pages(*published_log(), scheme(), tmp_path / "out", Unwatched())
    proofs = [str(path) for path in (tmp_path / "out").rglob("*.json") if "schema" not in path.name]
    proofs = [name for name in proofs if not name.endswith(("list.json", "ro-crate-metadata.json"))]

    faults, shown = check(sorted(proofs), NEXT_KEY.public)

    assert faults == []
    assert len(proofs) == 1 + 3 + sum(hasattr(line, "item") for line in published_log()[0])
    assert len(shown) >= len(proofs)


def test_the_same_registers_give_the_same_bytes_also_from_what_was_published() -> None:
    log, versions = read_register(files()["register.json"].decode())

    assert published_files(log, versions, scheme()) == files()


def test_what_no_version_covers_is_not_published() -> None:
    log, versions = published_log()
    more = replace(entry(9, why="not published yet"), number=len(log) + 1, recorded_at=log[-1].recorded_at)

    assert published_files((*log, more), versions, scheme()) == files()


def test_nothing_is_published_that_does_not_agree_with_what_was_signed(tmp_path: Path) -> None:
    log, versions = published_log()
    first = versions[0]
    moved = replace(first, version=replace(first.version, root="0" * 64))
    strange = replace(first, key=SigningKey(bytes([9]) * 32).public)
    rewritten = (*log[:3], replace(log[3], why="Another reason"), *log[4:])

    for spoilt, said in (
        ((log, (moved, *versions[1:])), "version 2.9 of ppcl: the root is not that of the log"),
        ((log, (strange, *versions[1:])), "version 2.9 of ppcl: the signature is not that of its key"),
        ((rewritten, versions), "version 1.1 of epcl: the root is not that of the log"),
        ((log[:-1], versions), "version 1.1 of epcl: covers 25 lines, and the log has 24"),
    ):
        with pytest.raises(VerificationFailed) as caught:
            publish_pages(*spoilt, scheme(), tmp_path / "out", Unwatched())
        assert said in caught.value.details
    assert list(tmp_path.iterdir()) == []


def test_registers_without_a_version_and_schemes_without_terms_are_not_published() -> None:
    log, versions = published_log()
    with pytest.raises(UsageError, match="Nothing has been published"):
        published_files(log, (), scheme())
    with pytest.raises(BadScheme, match="how its registers are published"):
        published_files(log, versions, replace(scheme(), publication=None))


def test_a_later_publication_takes_the_place_of_an_earlier_one_and_of_nothing_else(tmp_path: Path) -> None:
    log, versions = published_log()
    out = tmp_path / "out"
    publish_pages(log, versions[:1], scheme(), out, Unwatched())
    names = publish_pages(log, versions, scheme(), out, Unwatched())

    assert held(out) == files()
    assert names == tuple(sorted(files()))
    (out / "ppcl" / "2.10" / "notes.txt").write_text("mine")
    (out / "mine").mkdir()
    with pytest.raises(UsageError) as caught:
        publish_pages(log, versions, scheme(), out, Unwatched())
    assert caught.value.details == ("mine", "ppcl/2.10/notes.txt")
    assert held(out) == {**files(), "ppcl/2.10/notes.txt": b"mine"}


def test_what_does_not_change_stays_the_file_that_it_was(tmp_path: Path) -> None:
    log, versions = published_log()
    out = tmp_path / "out"
    publish_pages(log, versions[:1], scheme(), out, Unwatched())
    earlier = held(out)
    before = {name: (out / name).stat().st_ino for name in earlier}
    (out / "receipts" / "4.json").unlink()
    (out / "receipts" / "4.json").symlink_to(out / "receipts" / "3.json")
    (out / "receipts" / "5.json").write_bytes(b"another")

    publish_pages(log, versions, scheme(), out, Unwatched())

    assert held(out) == files()
    same = {name for name in earlier if earlier[name] == files()[name]} - {"receipts/4.json", "receipts/5.json"}
    assert {name for name, inode in before.items() if (out / name).stat().st_ino == inode} == same
    assert {"ppcl/2.9/list.xlsx", "receipts/3.json", "style.css"} <= same
    assert not any(path.is_symlink() or path.stat().st_nlink > 1 for path in out.rglob("*") if path.is_file())


def test_a_crate_of_somebody_elses_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "ro-crate-metadata.json").write_bytes(files()["ro-crate-metadata.json"])
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(UsageError):
        publish_pages(*published_log(), scheme(), tmp_path, Unwatched())
    assert (tmp_path / "index.html").read_text() == "mine"


@pytest.mark.drawn
def test_a_publication_that_is_killed_leaves_the_earlier_one_or_the_new(tmp_path: Path) -> None:
    log, versions = published_log()
    earlier, new = published_files(log, versions[:1], scheme()), files()
    out = tmp_path / "out"

    def is_killed_before(line: int) -> bool:
        write_folder(out, earlier, PUBLISHED)
        killed = killed_before(line, lambda: write_folder(out, new, PUBLISHED), ["eligo.workflows.folder"])
        with work_folder(out):
            pass  # the next one clears up
        assert held(out) == new or (killed and held(out) == earlier)
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
        return killed

    ended = next(line for line in range(0, 10**6, 100) if not is_killed_before(line))
    killed = [is_killed_before(line) for line in range(ended - 100, ended, 3)]  # where the folders change places

    assert ended > 500
    assert (killed[0], killed[-1]) == (True, False)
