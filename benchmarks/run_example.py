"""How long, and in how much memory, the example runs: ``make bench``.

Method: each command is a process of its own, started ``RUNS`` times after one run that warms the file cache; wall
time by a monotonic clock around the process, peak resident memory as the system reports it for that process.
The table shows medians, with the smallest and the largest time. Nothing is asserted.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "foc-estate"
RUNS = 5
BYTES_PER_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Measure:
    """One process: ``seconds`` of wall time and peak resident ``mebibytes``."""

    seconds: float
    mebibytes: float


def measure(arguments: list[str]) -> Measure:
    """Run ``eligo`` once in a process of its own. Raises ``SystemExit`` where it fails."""
    command = [sys.executable, "-m", "eligo", *arguments]
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0o600) for number in (1, 2)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    started = time.perf_counter()
    child = os.posix_spawn(sys.executable, command, environment, file_actions=silent)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"`eligo {' '.join(arguments)}` ended with {os.waitstatus_to_exitcode(status)}")
    return Measure(seconds, usage.ru_maxrss * BYTES_PER_RSS_UNIT / 2**20)


def row(title: str, measures: list[Measure]) -> str:
    """One line of the table."""
    seconds = [one.seconds for one in measures]
    memory = statistics.median(one.mebibytes for one in measures)
    return f"{title:<14} {statistics.median(seconds):>8.2f} {min(seconds):>8.2f} {max(seconds):>8.2f} {memory:>10.0f}"


def main() -> int:
    """Measure and print the table."""
    if not EXAMPLE.is_dir():
        raise SystemExit(f"{EXAMPLE} is missing")
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out")
        run = ["run", str(EXAMPLE / "returns"), "--scheme", "smets1-foc"]
        run += ["--catalogue", str(EXAMPLE / "device-models.csv"), "--out", out]
        commands = {"eligo run": run, "eligo verify": ["verify", out], "eligo --help": ["--help"]}
        rows = []
        for title, arguments in commands.items():
            measure(arguments)
            rows.append(row(title, [measure(arguments) for _ in range(RUNS)]))
    print(f"The example, {RUNS} processes each ({platform.machine()}, {os.cpu_count()} cores, Python ", end="")
    print(f"{platform.python_version()})\n")
    print(f"{'':<14} {'median s':>8} {'least s':>8} {'most s':>8} {'peak MiB':>10}")
    print("\n".join(rows))
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
