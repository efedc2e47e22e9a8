"""Imports point downwards, packages are met at their door, and every library is declared."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from architecture.source_tree import ROOT, imported, modules

LINT_IMPORTS = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"

IMPORTED_AS = {"markdown-it-py": "markdown_it", "python-calamine": "python_calamine", "vl-convert-python": "vl_convert"}
"""The libraries whose import name differs from the name under which they are installed."""


def lint_imports(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS],
        cwd=project,
        env={"PYTHONPATH": "src", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_every_contract_in_the_project_file_is_kept() -> None:
    outcome = lint_imports(ROOT)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


SHELLS = ("cli", "workflows", "store", "ports", "records", "artefacts", "documents", "disclosure", "registers")
CAPABILITIES = ("programme", "selection", "scope", "estate", "returns", "catalogue", "scheme", "findings")
FILES = (
    "__init__",
    "__main__",
    "wiring",
    "terms",
    "causes",
    "how_to",
    "canonical",
    "csv_text",
    "durable",
    "formula_safe",
    "errors",
)


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("errors", "", None),
        ("errors", "import eligo.terms", "Imports point downwards only"),
        ("surprise", "", "Imports point downwards only"),
        ("estate/table", "import rich", "Only eligo.cli talks to the terminal"),
        ("workflows/run", "import eligo.store", "Only eligo.wiring opens a store"),
        ("workflows/run", "import django", "Only eligo.store uses Django"),
        ("selection/verify", "import highspy", "Only eligo.selection and eligo.programme use the solver"),
    ],
)
def test_the_contracts_notice_an_import_upwards_a_module_without_a_layer_and_a_library_away_from_home(
    tmp_path: Path, module: str, line: str, broken: str | None
) -> None:
    files = {f"{name}.py": "" for name in FILES} | {f"{name}/__init__.py": "" for name in SHELLS + CAPABILITIES}
    files |= {
        "selection/relaxation.py": "import highspy",
        "programme/relaxation.py": "import highspy",
        "programme/calendar.py": "import holidays",
        "documents/ical.py": "import icalendar",
        "documents/pdf.py": "import jinja2, markdown_it, typst, vl_convert",
        "returns/cells.py": "import duckdb, openpyxl, python_calamine, xlsxwriter",
        "returns/inventory/__init__.py": "",
        "returns/inventory/spark.py": "import py4j, pyspark, sqlglot",
        "catalogue/suggest.py": "import rapidfuzz",
        "registers/signing.py": "import cryptography",
        "cli/app.py": "import rich, typer",
        "store/models.py": "import django",
    }
    for name, text in {**files, f"{module}.py": line}.items():
        file = tmp_path / "src" / "eligo" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())

    outcome = lint_imports(tmp_path)

    assert (outcome.returncode, broken is None or f"{broken}" in outcome.stdout) == (1 if broken else 0, True)


def test_a_package_is_imported_from_its_init_by_everything_outside_it() -> None:
    inside = [
        f"{module.place}:{line} {name}"
        for module in modules()
        for line, name in imported(module)
        if name.startswith("eligo.") and name.count(".") > 1
        if name.split(".")[1] != [*module.name.split("."), ""][1]
    ]

    assert inside == []


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    texts = [*project["dependencies"], *extras["workspace"], *extras["postgresql"], *extras["spark"]]
    names = [text.split(";")[0].split(">")[0].split("=")[0].split("[")[0].strip() for text in texts]
    declared = {IMPORTED_AS.get(name, name) for name in names}

    used = {name.split(".")[0] for module in modules() for _, name in imported(module)}

    assert used - set(sys.stdlib_module_names) - {"eligo", "eligo_check", "eligo_verify_register"} <= declared
