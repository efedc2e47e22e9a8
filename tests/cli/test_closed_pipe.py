"""A command whose output nobody reads to its end, as ``eligo ... | head``, ends without a word."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from architecture.source_tree import ROOT


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("schemes", "show", "smets1-foc"),
        ("schemes", "show", "smets1-foc", "--source"),
        ("schemes", "list", "--json"),
    ],
)
def test_a_closed_pipe_ends_a_command_without_a_word(arguments: tuple[str, ...]) -> None:
    assert unread(*arguments) == (141, b"")


def unread(*arguments: str) -> tuple[int, bytes]:
    """The exit code of a command whose output nobody reads, and what it says all the same."""
    read, write = os.pipe()
    os.close(read)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "eligo", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(write)

    return ended.returncode, ended.stderr
