"""The offline verifier: what it accepts, and that a change anywhere is found and named."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings

from architecture.source_tree import ROOT
from eligo.errors import VerificationFailed
from eligo.registers import (
    LogLine,
    RegisterEntry,
    SignedVersion,
    canonical_bytes,
    consistency_document,
    leaf_hash,
    plain_version,
    read_register,
    receipt_document,
    register_document,
)
from eligo_verify_register import NoSuchFile, check, main
from registers.drawn_log import (
    KEY,
    LIFE,
    NEXT_KEY,
    drawn_register,
    told,
    tree_of,
    version,
)
from registers.spoilt import Way, laid_out, same, spoilt
from registers.verifying import checked

BLOCKS = 200 if settings.get_current_profile_name() == "fuzz" else 4
PACKAGE = ROOT / "src" / "eligo_verify_register"


@cache
def published(seed: int) -> tuple[tuple[LogLine, ...], tuple[SignedVersion, ...]]:
    return drawn_register(Random(seed), 24)


@cache
def register(seed: int) -> dict[str, Any]:
    """A register's file as it states it."""
    return dict(json.loads(register_document(*published(seed))))


def receipt(seed: int, random: Random) -> dict[str, Any]:
    """A receipt of any entry of it, of any version that covers it."""
    log, versions = published(seed)
    entry = random.choice([line for line in log if isinstance(line, RegisterEntry)])
    one = random.choice([each for each in versions if each.version.size >= entry.number])
    return dict(json.loads(receipt_document(entry, one, tree_of(log).node)))


def consistency(seed: int, random: Random) -> dict[str, Any]:
    log, versions = published(seed)
    older, newer = sorted((random.choice(versions), random.choice(versions)), key=lambda one: one.version.size)
    return dict(json.loads(consistency_document(older, newer, tree_of(log).node)))


def paper(seed: int, random: Random) -> dict[str, Any]:
    return random.choice((receipt, consistency))(seed, random)


@pytest.mark.drawn
def test_what_was_published_is_accepted(tmp_path: Path) -> None:
    for seed in range(25):
        random = Random(seed)
        assert checked(tmp_path, register(seed), receipt(seed, random), consistency(seed, random)) == []
        assert checked(tmp_path, receipt(seed, random), consistency(seed, random)) == []
        for key in (KEY, NEXT_KEY):
            assert checked(tmp_path, register(seed), key=key.public) == []


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_change_of_a_register_is_found_and_named(tmp_path: Path, block: int) -> None:
    for number in range(50 * block, 50 * (block + 1)):
        seed = Random(number).randrange(7)
        changed, way, how = spoilt(register(seed), number)
        faults = checked(tmp_path, changed)
        assert faults, (number, way, how)
        assert is_named(faults, way, how, len(published(seed)[0])), (number, way, how, faults)


def is_named(faults: list[str], way: Way, how: str, lines: int) -> bool:
    """Whether a fault names the line or the publication that was changed, of a log that had so many lines."""
    text = "\n".join(faults)
    if len(way) < 2 or text.startswith("not checked"):
        return text.startswith("not checked: ") or "0.json: " in text
    if way[0] == "versions":
        return "version " in text
    if len(way) == 2 and how in ("moved", "twice", "extra"):
        return ": line " in text
    if len(way) == 2 and how == "gone" and way[1] == lines - 1:
        return f"covers {lines} lines, and there are {lines - 1}" in text
    return f": line {int(way[1]) + 1} " in text or f": line {int(way[1]) + 1}:" in text


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_change_of_a_receipt_or_a_proof_is_found(tmp_path: Path, block: int) -> None:
    for number in range(50 * block, 50 * (block + 1)):
        random = Random(number)
        seed = random.randrange(7)
        changed, way, how = spoilt(paper(seed, random), number)
        assert checked(tmp_path, changed), (number, way, how)
        assert checked(tmp_path, register(seed), changed), (number, way, how)


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_bit_that_is_changed_anywhere_is_found(tmp_path: Path, block: int) -> None:
    file = tmp_path / "0.json"
    for number in range(50 * block, 50 * (block + 1)):
        random = Random(number)
        log, versions = published(number % 7)
        whole = random.choice((register_document(log, versions), json.dumps(paper(number % 7, random)))).encode()
        place, bit = random.randrange(len(whole)), 1 << random.randrange(8)
        changed = whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
        file.write_bytes(changed)
        try:
            is_same = same(json.loads(changed), json.loads(whole))
        except ValueError:
            is_same = False
        try:
            found = bool(check([str(file)])[0])
        except NoSuchFile as reason:
            found = "0.json: " in str(reason)
        assert found is not is_same, (number, place, bit)


@pytest.mark.drawn
def test_what_is_only_written_otherwise_is_accepted(tmp_path: Path) -> None:
    for number in range(60):
        random = Random(number)
        seed = number % 7
        texts = [laid_out(one, random) for one in (register(seed), receipt(seed, random), consistency(seed, random))]
        files = [tmp_path / f"{place}.json" for place in range(3)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, "utf-8", newline="")
        assert check([str(file) for file in files])[0] == [], number


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"kind":"entry"', '"kind":"entry","kind":"entry"', "a name stands twice in one object"),
        ('"kind":"entry"', '"kind":"rules","kind":"entry"', "a name stands twice in one object"),
        ('"number":3', '"number":3.0', "3.0 is no whole number"),
        ('"number":3', '"number":3e0', "3e0 is no whole number"),
        ('"number":3', '"number":03', "line 6: Expecting ',' delimiter"),
        ('"versions": [', '"log": [],\n"versions": [', "log stands twice"),
        ('"versions": [', '"note": "",\n"versions": [', "is no register"),
        ("\n]\n}\n", "\n]\n}\n{}", "something follows the end"),
    ],
)
def test_what_has_no_one_meaning_is_not_checked(tmp_path: Path, old: str, new: str, expected: str) -> None:
    text = register_document(*published(1))
    file = tmp_path / "0.json"
    file.write_text(text.replace(old, new, 1))

    assert old in text
    with pytest.raises(NoSuchFile, match=expected):
        check([str(file)])


def test_a_changed_field_is_named_by_line_item_and_field(tmp_path: Path) -> None:
    log = told(*LIFE)
    one = version(log, "2.9")
    stated, entry = json.loads(register_document(log, [one])), log[4]
    assert isinstance(entry, RegisterEntry)
    paper = json.loads(receipt_document(entry, one, tree_of(log).node))
    stated["log"][4]["line"]["effective_on"] = "2019-11-03"

    assert checked(tmp_path, stated, paper) == [
        f"0.json: line 5 ({entry.item}, in-test): is not what its hash says",
        f'1.json: line 5 ({entry.item}, in-test): in the register effective_on is "2019-11-03", and was "2019-11-04"',
    ]


def test_lines_that_were_changed_with_their_hashes_are_between_the_versions_that_say_otherwise(tmp_path: Path) -> None:
    log = told(*LIFE)
    versions = [version(log[:5], "2.9")]
    versions.append(version(log, "2.10", versions))
    forged = (*log[:6], replace(log[6], why="Nobody will look"), log[7])

    assert checked(tmp_path, json.loads(register_document(forged, versions))) == [
        "0.json: lines 6 to 8: are not those that version 2.10 of ppcl was signed for; lines 1 to 5 are as they were"
    ]


def test_a_history_rewritten_by_who_has_the_key_is_found_against_any_receipt_from_before(tmp_path: Path) -> None:
    log = told(*LIFE)
    one = version(log[:6], "2.9")
    entry = log[4]
    assert isinstance(entry, RegisterEntry)
    forged = (*log[:4], replace(entry, effective_on=date(2019, 11, 2)), *log[5:])
    later = version(forged, "2.10", [version(forged[:6], "2.9")])
    rewritten = json.loads(register_document(forged, [version(forged[:6], "2.9"), later]))
    assert checked(tmp_path, rewritten) == []

    for line in log[2:6]:
        assert isinstance(line, RegisterEntry)
        faults = checked(tmp_path, rewritten, json.loads(receipt_document(line, one, tree_of(log).node)))
        told_of = "1.json: the register's lines 1 to 6 are not those of version 2.9 of ppcl: its history has been"
        assert any(fault.startswith(told_of) for fault in faults)
        assert any(fault.startswith("1.json: publication 1 of the register is another: root is") for fault in faults)
        changed = [fault for fault in faults if "effective_on" in fault]
        assert len(changed) == (line.number == 5)


def test_a_register_that_was_cut_back_is_found_against_a_later_receipt(tmp_path: Path) -> None:
    log = told(*LIFE)
    first = version(log[:6], "2.9")
    second = version(log, "2.10", [first])
    line = log[2]
    assert isinstance(line, RegisterEntry)
    earlier = json.loads(register_document(log, [first]))
    assert checked(tmp_path, earlier) == []

    assert checked(tmp_path, earlier, json.loads(receipt_document(line, second, tree_of(log).node))) == [
        "1.json: the register has 6 lines, fewer than the 8 of version 2.10 of ppcl: older, or cut back"
    ]


def test_two_registers_of_which_one_is_the_beginning_of_the_other(tmp_path: Path) -> None:
    log = told(*LIFE)
    first = version(log[:6], "2.9")
    earlier, later = (json.loads(register_document(log, v)) for v in ([first], [first, version(log, "2.10", [first])]))
    other = version(log[:6], "2.9", reason="Another reason")

    assert checked(tmp_path, earlier, later) == checked(tmp_path, later, earlier) == []
    assert checked(tmp_path, later, json.loads(register_document(log, [other]))) == [
        '1.json: publication 1 of the register is another: reason is "As concluded", and was "Another reason"'
    ]


def test_the_key_expected_has_to_be_there(tmp_path: Path) -> None:
    log = told(*LIFE)
    one = version(log, "2.9")
    line = log[2]
    assert isinstance(line, RegisterEntry)
    paper = json.loads(receipt_document(line, one, tree_of(log).node))

    assert checked(tmp_path, paper, key=KEY.public) == []
    assert checked(tmp_path, paper, key=NEXT_KEY.public)[0].endswith("and not with the key expected")
    assert checked(tmp_path, json.loads(register_document(log, [one])), key=NEXT_KEY.public)[0].startswith(
        "the key expected is neither the first key of the register nor its last"
    )


@pytest.mark.parametrize("key", ["", "00", "g" * 64])
def test_what_is_no_key_is_not_expected_of_anybody(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register.json", "--key", key]) == 2
    assert capsys.readouterr().err.startswith("Not checked. --key is no public key: ")


def test_an_answer_that_nobody_reads_is_no_rejection(tmp_path: Path) -> None:
    log = told(*LIFE)
    file = tmp_path / "register.json"
    file.write_text(register_document(log, [version(log, "2.10")]), "utf-8")
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "eligo_verify_register", str(file)]
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (2, "Checked, and what was found cannot be written: Broken pipe\n")


def test_what_is_no_such_file_is_not_checked(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    for text, expected in (
        ("{", "line 1: Expecting"),
        ('{"format": "eligo-register/1"}', "is no register, no receipt and no proof of consistency"),
        ('{"format": 1, "format": 2}', "format stands twice"),
        ('{"format": {"a": 1, "a": 1}}', "a name stands twice in one object"),
        ('{"format": 1.5}', "1.5 is no whole number"),
        ('{"log": [' + "[" * 100_000, "recursion"),
        ('{"a": "\\ud800"}', "surrogates not allowed"),
    ):
        file.write_text(text)
        with pytest.raises(NoSuchFile, match=expected):
            check([str(file)])


def test_the_command_says_what_was_shown_and_ends_with_0_1_or_2(tmp_path: Path) -> None:
    log = told(*LIFE)
    file = tmp_path / "register.json"
    file.write_text(register_document(log, [version(log, "2.10")]))
    spoilt_file = tmp_path / "spoilt.json"
    spoilt_file.write_text(file.read_text().replace("As concluded", "As agreed", 1))

    said = [command(tmp_path, *names) for names in (["register.json"], ["spoilt.json"], ["none.json"], [])]

    assert [one.returncode for one in said] == [0, 1, 2, 2]
    assert said[0].stdout.splitlines() == [
        "VERIFIED.",
        "register.json: 8 lines and 1 publication are as they were signed.",
        f"Signed with {KEY.public}.",
        "Compare the first or the last of these keys with what the publisher has made known elsewhere (--key).",
    ]
    assert said[1].stdout.splitlines()[0] == "REJECTED."
    assert said[2].stderr.startswith("Not checked. none.json: ")
    assert said[3].stderr.startswith("usage: eligo-verify-register")


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verifier with nothing of Eligo in reach: a copy of its folder alone."""
    copy = folder / "copy" / "eligo_verify_register"
    copy.mkdir(parents=True, exist_ok=True)
    for source in PACKAGE.glob("*.py"):
        (copy / source.name).write_bytes(source.read_bytes())
    return subprocess.run(
        [sys.executable, "-m", "eligo_verify_register", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(copy.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_imports_the_standard_library_cryptography_and_itself_alone() -> None:
    for file in PACKAGE.glob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        allowed = {*sys.stdlib_module_names, "cryptography", "eligo_verify_register"}
        assert {name.split(".")[0] for name in names} <= allowed


def test_no_proof_leaves_that_would_not_be_accepted() -> None:
    """Nodes that are kept somewhere may be damaged."""
    log = told(*LIFE)
    first = version(log[:5], "2.9")
    second = version(log, "2.10", [first])
    entry, other = log[3], tree_of((*log[:2], log[3], *log[3:])).node
    assert isinstance(entry, RegisterEntry)

    with pytest.raises(
        VerificationFailed, match=r"/1 \(line 4\) cannot be shown to be in the log of version 2.10 of ppcl"
    ):
        receipt_document(replace(entry, label="DMC-2"), second, tree_of(log).node)
    with pytest.raises(VerificationFailed, match=r"/1 \(line 4\) cannot be shown"):
        receipt_document(entry, second, other)
    with pytest.raises(
        VerificationFailed, match=r"version 2.9 of ppcl cannot be shown to be in the log of version 2.10"
    ):
        consistency_document(first, second, other)
    with pytest.raises(IndexError):
        receipt_document(entry, version(log[:3], "1.0"), tree_of(log).node)


def test_a_register_is_read_back_from_its_file() -> None:
    log, versions = published(1)

    assert read_register(register_document(log, versions)) == (log, versions)
    with pytest.raises(ValueError, match="no version"):
        register_document(log, [])
    with pytest.raises(ValueError, match="not of the form"):
        read_register("{}")
    assert plain_version(versions[0].version)["size"] == versions[0].version.size
    assert leaf_hash(canonical_bytes(log[0])).hex() == register(1)["log"][0]["hash"]
    assert timedelta(0) <= versions[-1].version.published_at - log[-1].recorded_at


def test_a_version_that_has_lost_its_form_is_named_by_its_place(tmp_path: Path) -> None:
    stated = json.loads(json.dumps(register(1)))
    stated["versions"][1]["version"]["root"] = "not a hash"
    proof = json.loads(json.dumps(consistency(1, Random(1))))
    proof["newer"]["version"].pop("reason")

    assert checked(tmp_path, stated)[0] == "0.json: publication 2 has not what a version has"
    assert checked(tmp_path, proof) == ["0.json: its newer version has not what a version has"]
