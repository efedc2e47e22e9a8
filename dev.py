#!/usr/bin/env python3
"""Everything a contributor runs, behind ``make <target>``; also without make: ``python3 dev.py <target>``.

What belongs here: finding or making the virtual environment, installing what the locks name, and starting
the tools in it. What does not: what the tools decide (``pyproject.toml``) and what they check (``tools/``).

Invariants: standard library only; installs nothing outside ``.venv`` except a missing Debian package, and
that only as root; does nothing twice (a stamp in ``.venv`` records which locks are installed).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed.json"
OLDEST = (3, 11)

DEMO_OUT = "build/demo"
DEMO_RUN = (
    "run",
    "examples/foc-estate/returns",
    "--scheme",
    "smets1-foc",
    "--catalogue",
    "examples/foc-estate/device-models.csv",
    "--out",
    DEMO_OUT,
    "--notice",
    "Synthetic example: the data and every organisation in it are made up. This is not a consultation.",
)
SIDE_BY_SIDE = (f"--numprocesses={max(2, min(os.cpu_count() or 2, 4))}", "--dist=worksteal")
"""How tests run at once: each process begins with its own stretch of files and takes from another when it is done.

No more than four, as each may start a database server: a container can show more processors than it lets be used.
"""

CHECKED = ("src", "tests", "tools", "benchmarks", "examples", "dev.py")

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff", ("-m", "ruff", "check", "--quiet", "--output-format=concise", *CHECKED)),
    ("format", ("-m", "ruff", "format", "--check", "--quiet", "--output-format=concise", *CHECKED)),
    ("types", ("-m", "mypy", "--no-error-summary")),
    ("layers", ("-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache")),
    ("locks", ("tools/locks.py",)),
    ("reference", ("tools/reference.py", "--check")),
    ("links", ("tools/links.py",)),
)
"""(name, arguments for the environment's Python): what ``make check`` runs, all of it reading only."""


class SetUpFailed(Exception):
    """The environment cannot be made; the message says what to do."""


# --- targets, each one's docstring being its line of help ------------------------------------------------


def help_() -> int:
    """Say what each target does (this)"""
    print("Eligo: targets of `make`, or of `python3 dev.py`\n")
    for name, target in TARGETS.items():
        print(f"  {name:<6} {(target.__doc__ or '').strip()}")
    return 0


def setup() -> int:
    """Make .venv with the `eligo` command in it"""
    set_up("run")
    print(f"Ready: {SCRIPTS.relative_to(ROOT) / 'eligo'} --help")
    return 0


def demo() -> int:
    """From the example returns to a proven selection and the paper, in build/demo"""
    set_up("run")
    eligo = ("-m", "eligo")
    return python(*eligo, *DEMO_RUN) or python(*eligo, "verify", DEMO_OUT)


def check() -> int:
    """Style, types, layers, locks, reference pages and links; changes nothing"""
    set_up("test")
    failed = []
    for name, arguments in CHECKS:
        outcome = subprocess.run(
            [str(PYTHON), *arguments], cwd=ROOT, capture_output=True, text=True, check=False, env=environment()
        )
        print(f"{name:<10} {'ok' if outcome.returncode == 0 else 'FAILED'}", flush=True)
        if outcome.returncode:
            failed.append(name)
            print((outcome.stdout + outcome.stderr).strip(), flush=True)
    if failed:
        print(f"\nFailed: {', '.join(failed)}. `make fix` mends what can be mended, `make docs` the reference.")
    return 1 if failed else 0


def fix() -> int:
    """Mend style and layout in place"""
    set_up("test")
    tidied = python("-m", "ruff", "check", "--fix", "--quiet", *CHECKED)
    return python("-m", "ruff", "format", "--quiet", *CHECKED) or tidied


def test() -> int:
    """Every test, with branch coverage; the last line counts them"""
    set_up("test")
    return python("-m", "pytest", *SIDE_BY_SIDE, "--cov", "--cov-report=term:skip-covered")


def fuzz() -> int:
    """Property, crash and fault-corpus tests again, with many more examples, and new ones each time"""
    set_up("test")
    return python("-m", "pytest", *SIDE_BY_SIDE, "-m", "hypothesis or crash or corpus", "--hypothesis-profile=fuzz")


def bench() -> int:
    """Time and memory on the example; the selection and the store beside their peers"""
    set_up("bench")
    return max(python(str(file.relative_to(ROOT))) for file in sorted((ROOT / "benchmarks").glob("*.py")))


def docs() -> int:
    """Write the generated reference pages again, and check every link"""
    set_up("test")
    return python("tools/reference.py") or python("tools/links.py")


def lock() -> int:
    """Choose every pinned version anew, within pyproject.toml (needs uv)"""
    set_up("test")
    return python("tools/locks.py", "--write")


TARGETS: dict[str, Callable[[], int]] = {
    "help": help_,
    "setup": setup,
    "demo": demo,
    "check": check,
    "fix": fix,
    "test": test,
    "fuzz": fuzz,
    "bench": bench,
    "docs": docs,
    "lock": lock,
}


# --- the environment -------------------------------------------------------------------------------------


def set_up(level: str) -> None:
    """Bring ``.venv`` to what ``level`` (``run``, ``test`` or ``bench``) needs. Raises ``SetUpFailed``."""
    if not usable():
        make_environment()
    wanted = {name: fingerprint(f"requirements/{name}.txt") for name in ("build", "run", "test", "bench")}
    wanted["project"] = fingerprint("pyproject.toml")
    installed: dict[str, str] = json.loads(STAMP.read_text("utf-8")) if STAMP.exists() else {}
    # The test lock holds everything in the run lock at the same versions (tools/locks.py checks it).
    levels = {"run": ("build", "run"), "test": ("build", "test"), "bench": ("build", "test", "bench")}[level]
    if "test" in levels and shutil.which("java") is None:
        # Spark, which the tests run on this machine, is a Java program.
        debian_package("default-jre-headless")
    for name in levels:
        covered = name == "run" and installed.get("test") == wanted["test"]
        if installed.get(name) == wanted[name] or covered:
            continue
        say(f"Installing requirements/{name}.txt into .venv")
        # A lock is whole, so pip has nothing to resolve: left to it, a name with an extra ("coverage[toml]") is
        # looked for beside its own pin, and a release that came after the lock is refused for want of a hash.
        pip("--require-hashes", "--no-deps", "--requirement", f"requirements/{name}.txt")
        installed[name] = wanted[name]
    if installed.get("project") != wanted["project"]:
        pip("--no-deps", "--no-build-isolation", "--editable", ".")
        installed["project"] = wanted["project"]
        fits_together()
    STAMP.write_text(json.dumps(installed, indent=1, sort_keys=True), "utf-8")


def usable() -> bool:
    """Whether ``.venv`` is there, new enough, and has pip (a half-made one has not)."""
    if not PYTHON.exists():
        return False
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([str(PYTHON), "-c", probe], capture_output=True, check=False).returncode == 0


def make_environment() -> None:
    """Make ``.venv`` afresh. Raises ``SetUpFailed``."""
    interpreter = newest_python()
    say(f"Making .venv with {interpreter}")
    command = [interpreter, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    # Debian keeps the part of `venv` that brings pip in a package of its own.
    debian_package("python3-venv")
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise SetUpFailed(f"The virtual environment could not be made:\n{outcome.stdout}{outcome.stderr}".rstrip())


def newest_python() -> str:
    """This interpreter if it is new enough, else the first such one on the path. Raises ``SetUpFailed``."""
    if sys.version_info >= OLDEST:
        # The base interpreter, so that an environment that is active now can be thrown away later.
        return str(getattr(sys, "_base_executable", sys.executable))
    for minor in (13, 12, 11, 14):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise SetUpFailed("Eligo needs Python 3.11 or newer, and none is on the path. Install one, then try again.")


def debian_package(name: str) -> None:
    """Install a missing Debian package, as root; else say how. Raises ``SetUpFailed``."""
    apt_get = shutil.which("apt-get")
    if not apt_get:
        raise SetUpFailed(f"What Debian has as {name} is missing here. Install it, then try again.")
    if os.geteuid() != 0:
        raise SetUpFailed(f"A Debian package is missing. Run `sudo apt-get install {name}`, then try again.")
    say(f"Installing the Debian package {name}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (("update",), ("install", "--yes", "--no-install-recommends", name)):
        outcome = subprocess.run([apt_get, "-qq", *arguments], capture_output=True, text=True, check=False, env=quiet)
        if outcome.returncode:
            raise SetUpFailed(f"apt-get {arguments[0]} failed:\n{outcome.stderr}".rstrip())


def pip(*arguments: str) -> None:
    """``pip install`` in the environment, silent unless it fails. Raises ``SetUpFailed``."""
    command = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", *arguments)
    if python(*command):
        raise SetUpFailed("pip could not install what is pinned (see above). Is the package index reachable?")


def fits_together() -> None:
    """Check that every installed package has what it requires. Raises ``SetUpFailed``."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "check"]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise SetUpFailed(f"What the locks pin does not fit together (`make lock` pins it anew):\n{outcome.stdout}")


def python(*arguments: str) -> int:
    """Run the environment's Python in the project's folder, its output here; its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False, env=environment()).returncode


def environment() -> dict[str, str]:
    """This process's environment, with the virtual environment's commands first on the path."""
    path = os.pathsep.join((str(SCRIPTS), os.environ.get("PATH", "")))
    return {**os.environ, "PATH": path, "PIP_ROOT_USER_ACTION": "ignore"}


def fingerprint(file: str) -> str:
    """The SHA-256 of a file of the project."""
    return hashlib.sha256((ROOT / file).read_bytes()).hexdigest()


def say(message: str) -> None:
    """Tell of something slow, on standard error."""
    print(message, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Run the targets that are named, in order, until one fails; ``help`` when none is."""
    unknown = [name for name in arguments if name not in TARGETS]
    if unknown:
        say(f"No such target: {', '.join(unknown)}. There are: {', '.join(TARGETS)}.")
        return 2
    try:
        return next((code for name in arguments or ["help"] if (code := TARGETS[name]())), 0)
    except SetUpFailed as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
