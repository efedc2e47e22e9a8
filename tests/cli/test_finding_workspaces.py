"""Which workspace a command works in, and under whose name; what is said where nothing tells."""

from __future__ import annotations

from pathlib import Path

import pytest

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
