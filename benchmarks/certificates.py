"""Certified answers beside what else one would reach for, on estates of seven sizes and two kinds: ``make bench``.

Method. An estate is drawn from a number (``peers/estates.py``). Eligo is timed from the problem in memory to the
certificate written, over several estates of a shape; then, apart, the checker on that certificate. On the first of
these estates each peer is timed from the same estate in memory to its answer, its model being built within that time
and its library being warm: CP-SAT, HiGHS, SCIP and CBC on the plain model, with both cores, to a gap of
nought or a limit of time; then the largest combinations, a greedy choice that covers first, and apricot-select. Every
method runs in a process of its own, one after the other (OR-Tools and HiGHS cannot be in one), and whatever takes much
longer than its limit is ended. Nothing that a peer says of its set is believed: population and what is left uncovered
are counted again. Eligo's answer is moreover unique under the rule for ties, of which the peers know nothing.

Ratios are of times within one run on one estate: ``ratio`` is the peer's time to Eligo's. ``lost`` is how much less
population than Eligo's set, ``bound`` how far above its set the peer's own proof ends. Where a peer proves more
population than Eligo's certified bound allows, or a set has more, the run fails.

``--quick`` takes a minute; ``--estates N`` and ``--seconds S`` set how many estates, and the peers' limit.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.peers.estates import Estate, Shape, estate
from benchmarks.peers.guessers import GUESSES
from benchmarks.peers.solvers import EXACT

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "build" / "benchmark-certificates.txt"


class Scenario(NamedTuple):
    """A shape, of how many estates, and after how many relaxations Eligo gives up a proof."""

    shape: Shape
    estates: int = 10
    steps: int = 5_000


SCENARIOS = (
    Scenario(Shape(120, (3, 4, 3), 5)),
    Scenario(Shape(1_000, (9, 12, 9), 50)),
    Scenario(Shape(10_000, (30, 46, 30), 50)),
    Scenario(Shape(10_000, (30, 46, 30), 50, equivalent=30)),
    Scenario(Shape(10_000, (150, 200, 150), 250)),
    Scenario(Shape(10_000, (30, 46, 30), 50, versions=20)),
    Scenario(Shape(100_000, (300, 460, 300), 500, versions=20)),
    Scenario(Shape(100_000, (300, 460, 300), 500), estates=3, steps=30),
    Scenario(Shape(100_000, (1_500, 2_000, 1_500), 2_500), estates=3, steps=30),
)
QUICK = 3
OWN_SECONDS = 120.0
"""After so long the estates of a shape that are left are not waited for."""


def started(module: str, shape: Shape, *arguments: object, seconds: float) -> list[dict[str, Any]]:
    """What a process of its own printed, one object a line; fewer, or none, where it had to be ended."""
    command = [sys.executable, "-m", f"benchmarks.peers.{module}"]
    command += [json.dumps(shape), *(str(one) for one in arguments)]
    try:
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        told = late.stdout.decode() if isinstance(late.stdout, bytes) else ""
        return [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:] or [f"ended with {ended.returncode}"]
        return [{"status": f"failed: {last[0][:70]}"}]
    return [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]


def own(scenario: Scenario, estates: int) -> list[dict[str, Any]]:
    """Eligo on each estate of a shape."""
    numbers = ",".join(str(number) for number in range(1, estates + 1))
    return started("own", scenario.shape, numbers, scenario.steps, seconds=OWN_SECONDS)


def summary(measured: list[dict[str, Any]], estates: int) -> Iterator[str]:
    """Eligo's lines: medians, with the worst."""
    done = [one for one in measured if "seconds" in one]
    if not done:
        yield f"  Eligo: {measured[0]['status'] if measured else f'nothing within {OWN_SECONDS:.0f} s'}"
        return

    def both(values: list[float], form: str) -> str:
        return f"{statistics.median(values):{form}} (most {max(values):{form}})"

    late = f", {estates - len(done)} not within {OWN_SECONDS:.0f} s" if len(done) < estates else ""
    proved = sum(one["status"] == "optimal" for one in done)
    yield f"  Eligo, {len(done)} estates{late}: {proved} proved optimal; gap {both([_gap(one) for one in done], '.4%')}"
    yield (
        f"  seconds {both([one['seconds'] for one in done], '.3f')}; "
        f"checker / Eligo {both([one['checker'] / one['seconds'] for one in done], '.2f')}"
    )
    yield (
        f"  parts {both([one['leaves'] for one in done], '.0f')}; "
        f"relaxations {both([one['steps'] for one in done], '.0f')}; "
        f"certificate kB {both([one['bytes'] / 1000 for one in done], ',.0f')}"
    )


def _gap(one: dict[str, Any]) -> float:
    return float(one["bound"] / one["population"] - 1) if one["population"] else 0.0


def peers(asked: Estate, best: dict[str, Any], seconds: float) -> Iterator[str]:
    """One line per peer on one estate. Raises ``SystemExit`` where a peer refutes Eligo."""
    yield f"  {'':<15} {'status':<28} {'seconds':>8} {'ratio':>8} {'lost':>9} {'uncovered':>9} {'bound':>9}"
    for method in [*EXACT, *GUESSES]:
        late = 2 * seconds + 40  # drawing the estate and compiling what is compiled are not the method's time
        told = started("child", asked.shape, 1, method, seconds, seconds=late)
        if not told or "seconds" not in told[0]:
            yield f"  {method:<15} {told[0]['status'] if told else f'ended after {late:.0f} s'}"
            continue
        yield f"  {method:<15} {line(asked, best, told[0])}"


def line(asked: Estate, best: dict[str, Any], told: dict[str, Any]) -> str:
    """What one peer came to."""
    chosen = told["chosen"]
    population, uncovered = asked.unlocked(chosen), asked.uncovered(chosen)
    allowed = len(chosen) == asked.shape.size and not uncovered
    if allowed and population > best["bound"]:
        raise SystemExit(f"{asked.shape.title}: a set has {population}, Eligo's certified bound is {best['bound']}")
    if told["bound"] is not None and told["bound"] < best["population"] and told["status"] == "optimal":
        raise SystemExit(f"{asked.shape.title}: {told['bound']} is said to be the most, Eligo's set has more")
    words = f"{told['status']:<28} {told['seconds']:>8.3f} {told['seconds'] / best['seconds']:>8.3g}"
    if not chosen:
        return f"{words} {'no set':>9}"
    lost = 1 - population / best["population"]
    proof = f"{told['bound'] / population - 1:>9.3%}" if told["bound"] is not None else f"{'none':>9}"
    return f"{words} {lost:>9.3%} {uncovered:>9} {proof}"


def report(options: argparse.Namespace) -> Iterator[str]:
    """The whole table, line by line."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    yield f"Certified selection and its peers ({machine})"
    yield f"Peers: one estate of each shape, {options.seconds:g} s each; ratio = the peer's time / Eligo's time"
    for scenario in SCENARIOS[:QUICK] if options.quick else SCENARIOS:
        estates = options.estates or scenario.estates
        asked = estate(scenario.shape, 1)
        measured = own(scenario, estates)
        for number, one in enumerate((one for one in measured if "chosen" in one), start=1):
            one["population"] = estate(scenario.shape, number).unlocked(one["chosen"])
        yield from ("", scenario.shape.title, *summary(measured, estates))
        if measured and "seconds" in measured[0]:
            yield from peers(asked, measured[0], options.seconds)


def main() -> int:
    """Print the table while it grows, and write it to ``build/``."""
    choices = argparse.ArgumentParser(description="Certified selection beside its peers, as ratios in one run.")
    choices.add_argument("--quick", action="store_true", help="the three smallest sizes, less of each")
    choices.add_argument("--estates", type=int, help="how many estates of each shape")
    choices.add_argument("--seconds", type=float, help="the peers' limit of time")
    options = choices.parse_args()
    options.seconds = options.seconds or (3.0 if options.quick else 10.0)
    options.estates = options.estates or (3 if options.quick else None)
    REPORT.parent.mkdir(exist_ok=True)
    with REPORT.open("w", encoding="utf-8") as file:
        for text in report(options):
            print(text, flush=True)
            file.write(f"{text}\n")
    print(f"\n{REPORT.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
