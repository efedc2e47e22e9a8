"""Locks pin everything with hashes, name no host, and agree with the project file (tools/locks.py)."""

from __future__ import annotations

import re

import pytest

from architecture.source_tree import ROOT
from architecture.tool import tool

PROJECT = """
[build-system]
requires = ["setuptools==80.9.0"]
[project]
dependencies = ["rich>=13.7"]
[project.optional-dependencies]
workspace = ["django>=5.2,<5.3"]
dev = ["pytest>=8"]
[dependency-groups]
bench = ["numba>=0.60"]
"""
BUILD = "setuptools==80.9.0 \\\n    --hash=sha256:0a\n"
RUN = "rich==15.0.0 \\\n    --hash=sha256:0b\ndjango==5.2.1 \\\n    --hash=sha256:0d\n"
TEST = RUN + "pytest==9.2.0 \\\n    --hash=sha256:0c\n"
BENCH = "numba==0.68.1 \\\n    --hash=sha256:0e\nrich==15.0.0 \\\n    --hash=sha256:0b\n"


def test_the_locks_of_the_project_have_no_fault() -> None:
    locks = {file.name: file.read_text("utf-8") for file in (ROOT / "requirements").glob("*.txt")}

    assert sorted(locks) == ["bench.txt", "build.txt", "run.txt", "test.txt"]
    assert list(tool("locks").faults(locks, (ROOT / "pyproject.toml").read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        (
            {"run.txt": "--index-url https://example.org\n" + RUN},
            [
                "requirements/run.txt:1: names a host; locks name none (`make lock` writes them so)",
                "requirements/run.txt: --index-url is not pinned with a hash",
            ],
        ),
        (
            {"build.txt": "setuptools==80.9.0\n"},
            ["requirements/build.txt: setuptools==80.9.0 is not pinned with a hash"],
        ),
        (
            {"test.txt": TEST.replace("5.2.1", "5.2.0")},
            ["requirements/test.txt: django differs from requirements/run.txt; run `make lock`"],
        ),
        (
            {"bench.txt": BENCH.replace("15.0.0", "14.0.0")},
            ["requirements/bench.txt: rich differs from requirements/test.txt; run `make lock`"],
        ),
        (
            {"bench.txt": BENCH.replace("0.68.1", "0.59.0")},
            ["requirements/bench.txt: does not pin numba>=0.60 (pyproject.toml); run `make lock`"],
        ),
        (
            {"test.txt": TEST.replace("pytest==9.2.0", "pytest==7.4.0")},
            ["requirements/test.txt: does not pin pytest>=8 (pyproject.toml); run `make lock`"],
        ),
    ],
    ids=[
        "as they should be",
        "names a host",
        "has no hash",
        "differs from the run lock",
        "bench differs from test",
        "bench is out of bounds",
        "is out of bounds",
    ],
)
def test_a_fault_in_a_lock_is_found(change: dict[str, str], expected: list[str]) -> None:
    locks = {"build.txt": BUILD, "run.txt": RUN, "test.txt": TEST, "bench.txt": BENCH, **change}

    assert list(tool("locks").faults(locks, PROJECT)) == expected


def test_the_build_back_end_is_pinned_to_one_version() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")

    assert re.search(r'^requires = \["setuptools==[\d.]+"\]$', project, re.MULTILINE)
