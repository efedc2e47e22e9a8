"""Eligo's selection beside a plain mixed-integer program, on seeded random instances: ``make bench``.

Method: both solve the same estate in this one process, one after the other, on one thread, to proof (the plain program
with a gap of nought). Estates are drawn from their number (``peers/estates.py``): *fleet*, where a combination has one
variant of each of three device types; *pooled*, where these have their variants in common, so that coverage takes up
nearly the whole size, as hard as set covering is. The ratio is of times on the same estate; the table shows its median
and extremes. Eligo's time includes what the plain program leaves out: a unique answer, integer proof, alternatives,
reasons, independent check. Where populations differ, the run fails.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.peers.estates import Shape, estate
from benchmarks.peers.solvers import highs

from eligo.selection import Selection, select
from eligo.terms import SelectionPolicy

SHAPES = (
    Shape(118, (2, 3, 2), 5),
    Shape(300, (3, 4, 3), 6),
    Shape(1_000, (3, 5, 4), 7),
    Shape(118, (7, 7, 7), 5, pooled=True),
    Shape(300, (15, 15, 15), 8, pooled=True),
)
INSTANCES = 5
LONGEST = 600.0
"""Seconds, which the plain program never takes here."""


def compare(number: int, shape: Shape) -> tuple[float, float, str]:
    """(Eligo's seconds, the plain program's seconds, status) on one estate. Raises where the answers differ."""
    asked = estate(shape, number)
    candidates = asked.candidates
    deployed = sum(candidate.deployed for candidate in candidates)
    started = time.perf_counter()
    answer = select(candidates, deployed, SelectionPolicy(size=shape.size), ("A",))
    halfway = time.perf_counter()
    _, chosen, _ = highs(asked, LONGEST, threads=1)
    ended = time.perf_counter()
    expected = asked.unlocked(chosen) if chosen else -1
    population, status = (answer.population, answer.status) if isinstance(answer, Selection) else (-1, "infeasible")
    if population != expected and status != "feasible":
        raise SystemExit(f"Estate {number} of {shape}: Eligo finds {population}, the plain program {expected}")
    return halfway - started, ended - halfway, status


def main() -> int:
    """Compare on every shape and print the table."""
    print(f"Selection, {INSTANCES} estates of each shape; ratio = Eligo's time / plain HiGHS's time\n")
    print(f"{'family':<7} {'combinations':>12} {'variants':>8} {'size':>4} {'Eligo ms':>9} {'plain ms':>9}", end="")
    print(f" {'ratio':>7} {'least':>7} {'most':>7}  proved")
    compare(0, SHAPES[0])  # what is imported and allocated the first time is not measured
    for shape in SHAPES:
        measured = [compare(number, shape) for number in range(1, INSTANCES + 1)]
        ratios = [own / other for own, other, _ in measured]
        own, other = (1000 * statistics.median(times) for times in zip(*(one[:2] for one in measured), strict=True))
        proved = sum(status != "feasible" for _, _, status in measured)
        family, many = ("pooled", shape.kinds[0]) if shape.pooled else ("fleet", sum(shape.kinds))
        print(f"{family:<7} {shape.combinations:>12} {many:>8} {shape.size:>4} {own:>9.1f} {other:>9.1f}", end="")
        print(f" {statistics.median(ratios):>7.2f} {min(ratios):>7.2f} {max(ratios):>7.2f}  {proved}/{INSTANCES}")
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
