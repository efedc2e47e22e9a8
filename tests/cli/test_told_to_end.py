"""A command that the system tells to end, as it does before it shuts down, ends as one that is interrupted does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from architecture.source_tree import ROOT
from builders import CLEAN_ROW
from cli.conftest import Eligo

TOLD_TO_END = """
import os, signal, sys
from eligo.workflows.workspace.holding import Hold
from eligo.__main__ import entry

keep = Hold.keep

def told(self, step):
    keep(self, step)
    os.kill(os.getpid(), signal.SIGTERM)

Hold.keep = told
sys.argv = ["eligo", *sys.argv[1:]]
entry()
"""


def test_a_run_that_is_told_to_end_leaves_nothing_to_be_taken_up(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    eligo("receive", inputs / "returns")

    told = subprocess.run(
        [sys.executable, "-c", TOLD_TO_END, "run", "--size", "2"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=False,
        text=True,
    )

    assert (told.returncode, "Traceback" in told.stderr) == (130, False)
    assert [one["state"] for one in json.loads(eligo("jobs", "list", "--json")[1])] == ["cancelled"]
    assert eligo("jobs", "work")[:2] == (0, "0 jobs taken up; none is left that is free.\n")


def test_a_command_that_is_interrupted_while_a_library_is_loaded_ends_without_a_traceback(
    inputs: Path, tmp_path: Path
) -> None:
    """As DuckDB, pybind11's way: what it was interrupted by is the cause of its ``ImportError``."""
    library = tmp_path / "libraries"
    library.mkdir()
    (library / "duckdb.py").write_text("raise ImportError('initialization failed') from KeyboardInterrupt()\n", "utf-8")
    text = tmp_path / "RFI-1__Supplier__Aster-Energy.csv"
    text.write_text(",".join(["Installation ID", "Status", *CLEAN_ROW]) + "\n", "utf-8")

    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "eligo",
            "inventory",
            text,
            "--catalogue",
            inputs / "models.csv",
            "--out",
            tmp_path / "o",
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(library), str(ROOT / "src")))},
        capture_output=True,
        check=False,
        text=True,
    )

    assert (told.returncode, "Traceback" in told.stderr) == (130, False), told.stderr
