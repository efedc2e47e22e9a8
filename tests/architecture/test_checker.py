"""The checker of certificates stays one short file that shares nothing with what it checks."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.source_tree import ROOT

CHECKER = ROOT / "src" / "eligo_check" / "__init__.py"
OF_PLANS = (
    *("choice.py", "entering.py", "entries.py", "plan.py", "programme.py", "queue.py", "rules.py", "turns.py"),
    "waits.py",
)
FILES = (CHECKER, *(CHECKER.with_name(name) for name in OF_PLANS))


def imported(file: Path) -> set[str]:
    """The modules that a file imports."""
    tree = ast.parse(file.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_the_checker_is_one_file_that_of_plans_some_each_of_at_most_three_hundred_lines() -> None:
    assert sorted(file.name for file in CHECKER.parent.glob("*.py")) == ["__init__.py", *OF_PLANS]
    assert {file.name for file in FILES if len(file.read_text("utf-8").splitlines()) > 300} == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_checker_imports_the_standard_library_alone(file: Path) -> None:
    allowed = {*sys.stdlib_module_names} | ({"eligo_check"} if file.name in OF_PLANS else set())

    assert {name.split(".")[0] for name in imported(file)} <= allowed


def test_the_checker_runs_alone_and_says_how_it_is_used() -> None:
    asked = subprocess.run([sys.executable, "-I", str(CHECKER)], capture_output=True, text=True, check=False)

    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr.startswith("Usage: eligo-check certificate.json TABLE.csv SCHEME.toml\n")


def test_a_scheme_that_is_none_is_no_rejection(tmp_path: Path) -> None:
    """Exit 1 says that a claim is not proved; of files that are not what they should be nothing is said."""
    names = ("certificate.json", "table.csv", "scheme.toml")
    for name, text in zip(names, ("{}", "a\n1\n", "device_type = 4\nselection = 3\n"), strict=True):
        (tmp_path / name).write_text(text)
    asked = [sys.executable, "-I", str(CHECKER), *(str(tmp_path / name) for name in names)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.splitlines()[1:] == ["A value of the scheme is of another kind than it has to be."]
