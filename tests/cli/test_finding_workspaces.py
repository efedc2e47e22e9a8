"""Which workspace a command works in, and under whose name; what is said where nothing tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.source_tree import ROOT
from cli.conftest import Eligo


def test_a_workspace_whose_settings_are_lost_says_how_to_write_them_again(eligo: Eligo, workspace: Path) -> None:
    (workspace / "eligo.toml").unlink()

    for at in ((), ("--workspace", workspace)):
        code, _, err = eligo("status", *at)
        assert (code, "its eligo.toml is missing" in err, 'database = "sqlite"' in err) == (9, True, True)

    (workspace / "eligo.toml").write_text('database = "sqlite"\n', "utf-8")
    assert eligo("status")[0] == 0


@pytest.mark.parametrize("who", ["two\nlines", "bell\a", "x" * 201])
def test_a_name_is_one_line_of_text(eligo: Eligo, workspace: Path, who: str) -> None:
    code, _, err = eligo("decide", "size", "6", "--why", "more", "--as", who)

    assert (code, "is not one line of text" in " ".join(err.split())) == (2, True), err


@pytest.mark.parametrize(
    ("who", "taken"),
    [
        ("\u0410nna", False),
        ("\u0410\u043d\u043d\u0430", True),
        ("Ren\u00e9 Ma\u0159\u00edk", True),
        ("\u7530\u4e2d Anna", True),
    ],
)
def test_a_name_is_in_one_script_since_it_may_pass_for_another(
    eligo: Eligo, workspace: Path, who: str, taken: bool
) -> None:
    code, _, err = eligo("decide", "size", "6", "--why", "more", "--as", who)

    assert (code, "has letters of several scripts: Cyrillic and Latin" in " ".join(err.split())) == (
        (0, False) if taken else (2, True)
    ), err


def test_of_two_who_make_a_workspace_in_one_place_one_begins_it(inputs: Path, eligo: Eligo) -> None:
    command = [sys.executable, "-m", "eligo", "init", str(inputs / "both"), "--catalogue", str(inputs / "models.csv")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    begun = [
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    told = [(one.communicate()[1], one.returncode) for one in begun]

    assert sorted(code for _, code in told) == [0, 10, 10], told
    log = json.loads(eligo("log", "--json", "--workspace", inputs / "both")[1])
    assert [event["action"] for event in log] == ["workspace.made", "decision.recorded", "decision.recorded"]
