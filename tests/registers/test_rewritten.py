"""Whoever has the keys can write another history, and cannot make it agree with any receipt of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings

from eligo.registers import (
    KeyEntry,
    LogLine,
    RegisterEntry,
    SignedVersion,
    consistency_document,
    key_line,
    receipt_document,
    register_document,
    replay,
)
from eligo_verify_register import check
from registers.drawn_log import KEY, NEXT_KEY, WHO, drawn_register, tree_of, version

SEEDS = range(300 if settings.get_current_profile_name() == "fuzz" else 8)


def rewritten(
    random: Random, log: Sequence[LogLine], versions: Sequence[SignedVersion]
) -> tuple[tuple[LogLine, ...], tuple[SignedVersion, ...], int]:
    """Another history by who has all keys: one entry says something else, is left out, or stands there twice.

    Every version is published anew as if it had always been so. The last number is how many lines are as they were.
    """
    place = random.choice([at for at, line in enumerate(log) if isinstance(line, RegisterEntry)])
    entry, how = log[place], random.choice(("said", "left out", "twice"))
    instead = {"said": [replace(entry, why="Nobody will look")], "left out": [], "twice": [entry, entry]}[how]
    lines: list[LogLine] = []
    for line in (*log[:place], *instead, *log[place + 1 :]):
        if isinstance(line, KeyEntry) and len(lines) >= place:
            lines.append(key_line(replay(lines), NEXT_KEY, KEY, WHO, line.why, line.recorded_at))
        else:
            lines.append(replace(line, number=len(lines) + 1))
    as_before = place + (how == "twice")
    return tuple(lines), published_anew(lines, versions, as_before, len(instead) - 1), as_before


def published_anew(
    log: Sequence[LogLine], versions: Sequence[SignedVersion], place: int, more: int
) -> tuple[SignedVersion, ...]:
    """The same versions over a log that has so many lines more after a place."""
    anew: list[SignedVersion] = []
    for one in (each.version for each in versions):
        known = log[: one.size + (more if one.size > place else 0)]
        key = replay(known).key
        signer = KEY if key and key.key == KEY.public else NEXT_KEY
        stated = {"list": one.list, "effective_on": one.effective_on, "reason": one.reason}
        anew.append(version(known, one.number, anew, key=signer, **stated))
    return tuple(anew)


def papers(log: Sequence[LogLine], versions: Sequence[SignedVersion]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every receipt and every proof that a history has given out, with how many lines it is about."""
    node = tree_of(log).node
    for one in versions:
        size = one.version.size
        yield from (
            (size, json.loads(receipt_document(line, one, node)))
            for line in log[:size]
            if isinstance(line, RegisterEntry)
        )
        for older in (each for each in versions if each.version.size <= size):
            yield size, json.loads(consistency_document(older, one, node))


@pytest.mark.hypothesis
@pytest.mark.parametrize("seed", SEEDS)
def test_a_rewritten_history_is_found_against_any_receipt_from_before(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    log, versions = drawn_register(random, 16)
    forged, anew, place = rewritten(random, log, versions)
    register, paper = tmp_path / "register.json", tmp_path / "paper.json"
    register.write_text(register_document(forged, anew), "utf-8")
    own = check([str(register)])[0]
    assert not [fault for fault in own if "signature" in fault or "hash" in fault or "signed for" in fault]

    for size, stated in papers(log, versions):
        paper.write_text(json.dumps(stated), "utf-8")
        against = [fault for fault in check([str(register), str(paper)])[0] if fault.startswith(str(paper))]
        told = [fault for fault in against if "history has been rewritten" in fault or "cut back" in fault]
        assert bool(told) is (size > place), (size, place, against)
        assert check([str(paper)])[0] == []


@pytest.mark.hypothesis
@pytest.mark.parametrize("seed", SEEDS)
def test_two_registers_that_say_different_things_are_found_against_each_other(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    log, versions = drawn_register(random, 16)
    forged, anew, _ = rewritten(random, log, versions)
    files = [tmp_path / "0.json", tmp_path / "1.json"]
    texts = register_document(log, versions), register_document(forged, anew)
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")

    faults, _ = check([str(file) for file in files])

    # Where the forged log ends first no line differs, but the version has become another; and a line that came after
    # the last version is in neither file.
    found = any("history has been rewritten" in fault or "of the register is another" in fault for fault in faults)
    assert found is (texts[0] != texts[1])
