"""Check the locks, or with ``--write`` choose every pinned version anew.

The locks name no host, so that a mirror serves as well as the public index; every pin carries its hashes;
what the run lock pins, the test lock pins at the same version, and what both the test and the bench lock pin is of one
version; and every dependency that ``pyproject.toml`` declares is pinned within its bounds.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "requirements"
PROJECT = ROOT / "pyproject.toml"
COMPILE = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-annotate",
    "--quiet",
    "--upgrade",
)


def pins(text: str) -> dict[str, set[str]]:
    r"""Every version that a lock pins, by name; more than one where it depends on the Python version.

    >>> pins("numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:00\n")
    {'numpy': {'2.4.6'}}
    """
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(canonical(name), set()).add(version)
    return found


def canonical(name: str) -> str:
    """The form in which package indexes compare names.

    >>> canonical("XlsxWriter"), canonical("typing_extensions")
    ('xlsxwriter', 'typing-extensions')
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def faults(locks: dict[str, str], project: str) -> Iterator[str]:
    """What is wrong with the locks (by file name) and with what ``pyproject.toml`` holds; nothing if nothing is."""
    for name, text in locks.items():
        for number, line in enumerate(text.splitlines(), start=1):
            if "://" in line:
                yield f"requirements/{name}:{number}: names a host; locks name none (`make lock` writes them so)"
        for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
            if block.strip() and ("==" not in block or "--hash=sha256:" not in block):
                yield f"requirements/{name}: {block.split()[0]} is not pinned with a hash"
    run, test, bench = (pins(locks[f"{name}.txt"]) for name in ("run", "test", "bench"))
    for package, versions in run.items():
        if test.get(package) != versions:
            yield f"requirements/test.txt: {package} differs from requirements/run.txt; run `make lock`"
    for package in sorted(test.keys() & bench.keys()):
        if test[package] != bench[package]:
            yield f"requirements/bench.txt: {package} differs from requirements/test.txt; run `make lock`"
    yield from undeclared(tomllib.loads(project), pins(locks["build.txt"]), run, test, bench)


def undeclared(
    project: dict[str, dict[str, Any]],
    build: dict[str, set[str]],
    run: dict[str, set[str]],
    test: dict[str, set[str]],
    bench: dict[str, set[str]],
) -> Iterator[str]:
    """Each dependency of the project that its lock does not pin within bounds."""
    metadata = project["project"]
    extras: dict[str, list[str]] = metadata["optional-dependencies"]
    for lock, pinned, wanted in (
        ("build.txt", build, project["build-system"]["requires"]),
        ("run.txt", run, [*metadata["dependencies"], *extras["workspace"]]),
        ("test.txt", test, [text for texts in extras.values() for text in texts]),
        ("bench.txt", bench, project["dependency-groups"]["bench"]),
    ):
        for text in wanted:
            requirement = Requirement(text)
            versions = pinned.get(canonical(requirement.name), set())
            if not versions or not all(requirement.specifier.contains(version) for version in versions):
                yield f"requirements/{lock}: does not pin {text} (pyproject.toml); run `make lock`"


def write() -> None:
    """Resolve afresh with uv, which has to be installed."""
    project = PROJECT.read_text("utf-8")
    build = "\n".join(tomllib.loads(project)["build-system"]["requires"])
    for lock, source in (
        ("build.txt", ("-",)),
        ("run.txt", ("pyproject.toml", "--extra=workspace")),
        ("test.txt", ("pyproject.toml", "--all-extras", "--constraints=requirements/run.txt")),
        ("bench.txt", ("--group=bench", "--constraints=requirements/test.txt")),
    ):
        command = ["uv", "pip", "compile", *COMPILE, *source, f"--output-file=requirements/{lock}"]
        subprocess.run(command, cwd=ROOT, check=True, text=True, input=build, stdout=subprocess.DEVNULL)


def main() -> int:
    """Write if asked to, then check; the number of faults decides the exit code."""
    if "--write" in sys.argv[1:]:
        write()
    locks = {file.name: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.txt"))}
    found = list(faults(locks, PROJECT.read_text("utf-8")))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
