"""`eligo --help` answers at once: nothing heavy is imported before a command needs it (docs/adr/0002-libraries.md)."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from architecture.source_tree import ROOT

HEAVY = {
    "django",
    "duckdb",
    "highspy",
    "icalendar",
    "jinja2",
    "numpy",
    "openpyxl",
    "python_calamine",
    "rapidfuzz",
    "typst",
    "vl_convert",
    "xlsxwriter",
}

PROGRAM = """
import contextlib, io, json, sys
{statement}
print(json.dumps(sorted(sys.modules)))
"""

HELP = """
from eligo.__main__ import main
with contextlib.redirect_stdout(io.StringIO()):
    assert main(["--help"]) == 0
"""


@pytest.mark.parametrize("statement", [HELP, "import eligo"], ids=["eligo --help", "import eligo"])
def test_nothing_heavy_is_imported(statement: str) -> None:
    outcome = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(statement=statement)],
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert HEAVY & set(json.loads(outcome.stdout.splitlines()[-1])) == set()
