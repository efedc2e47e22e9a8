"""The how-to "write a scheme" is carried out as it stands: files are written, commands run, what they say compared.

A block of code is a file where a name follows its language; a block ``console`` has commands, each with what it
prints.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from architecture.source_tree import ROOT
from cli.conftest import Eligo

PAGE = ROOT / "docs" / "how-to" / "write-a-scheme.md"
CHECKER = ROOT / "src" / "eligo_check" / "__init__.py"
SLIPS = {"size = 3": 'size = "three"', "{ model =": "{ modell =", '"operator"': '"platform"'}
"""What the page tells to change in the scheme, to see how mistakes are named."""


class Block(NamedTuple):
    """A block of code: its language, the word after that, its lines."""

    language: str
    word: str
    text: str


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command with what the page says that it prints."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, said = part.partition("\n")
        yield command, said


def plain(text: str) -> list[str]:
    """The lines, without the spaces that fill up a table."""
    return [line.rstrip() for line in text.strip().splitlines()]


def test_every_block_of_the_page_does_what_the_page_says(
    eligo: Eligo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    carried_out = []
    for block in blocks(PAGE.read_text("utf-8")):
        if block.language in ("csv", "toml") and block.word:
            Path(block.word).write_text(block.text, "utf-8")
        if block.language != "console":
            continue
        scheme = Path("lights.toml").read_text("utf-8")
        if block.word == "mistaken":
            slipped = scheme
            for right, wrong in SLIPS.items():
                slipped = slipped.replace(right, wrong)
            Path("lights.toml").write_text(slipped, "utf-8")
        for command, said in commands(block.text):
            name, *arguments = shlex.split(command)
            if name == "eligo":
                _, out, err = eligo(*arguments)
            else:
                asked = [sys.executable, "-I", str(CHECKER), *arguments]
                out, err = subprocess.run(asked, capture_output=True, text=True, check=True).stdout, ""
            assert plain(err + out) == plain(said), command
            carried_out.append(name)
        Path("lights.toml").write_text(scheme, "utf-8")

    assert carried_out == ["eligo"] * 7 + ["eligo-check"]
