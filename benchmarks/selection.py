"""Eligo's selection beside a plain mixed-integer program, on seeded random instances: ``make bench``.

Method: both solve the same instance in this one process, one after the other, on one thread, to proof (the plain
program with a gap of nought). Populations fall off as they do in fleets (Pareto). Two families: *fleet*, where a
combination has one variant of each of three device types, the rarer ones in ever fewer combinations; *scarce*, where
many variants share one pool and coverage takes up nearly the whole size, as hard as set covering is. Each instance is
made from its number alone. The ratio is of times on the same instance; the table shows its median and extremes over
the instances of one shape. Eligo's time includes what the plain program leaves out: a unique answer, integer proof,
alternatives, reasons, independent check. Where populations differ, the run fails.

Left out because of its length: *scarce* with 600 combinations, 25 variants and size 10, of which five instances were
not done after four minutes.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

import highspy

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from eligo.selection import Selection, select
from eligo.terms import Candidate, SelectionPolicy

Shape = tuple[str, int, tuple[int, ...], int]
SHAPES: tuple[Shape, ...] = (
    ("fleet", 118, (2, 3, 2), 5),
    ("fleet", 300, (3, 4, 3), 6),
    ("fleet", 1000, (3, 5, 4), 7),
    ("scarce", 118, (7,), 5),
    ("scarce", 300, (15,), 8),
)
"""(family, combinations, variants of each device type or of the one pool, size)"""

INSTANCES = 5
OPERATORS = ("A", "B", "C")


def instance(number: int, family: str, combinations: int, kinds: tuple[int, ...]) -> list[Candidate]:
    """The candidates of an instance; the same for the same numbers. Every variant stands in at least one."""
    chance = random.Random(f"{number}/{family}/{combinations}/{kinds}")
    made = []
    for index in range(combinations):
        own = _fleet(chance, index, kinds) if family == "fleet" else _scarce(chance, index, kinds[0])
        count = int(100 * chance.paretovariate(0.9))
        made.append(
            Candidate(
                combination_id=f"C-{index:04}",
                identity=f"combination {index:04}",
                operator=chance.choice(OPERATORS),
                population=count,
                deployed=count + chance.randrange(50),
                variants=frozenset(own),
            )
        )
    return made


def _fleet(chance: random.Random, index: int, kinds: tuple[int, ...]) -> set[str]:
    """One variant per device type; the first combinations stand for one each."""
    weights = [[4.0**-rank for rank in range(many)] for many in kinds]
    drawn = [
        index if index < many else chance.choices(range(many), own)[0] for many, own in zip(kinds, weights, strict=True)
    ]
    return {f"{device}|{variant}" for device, variant in enumerate(drawn)}


def _scarce(chance: random.Random, index: int, many: int) -> set[str]:
    """Up to three of one pool; the first combinations stand for one each."""
    drawn = [index] if index < many else chance.choices(range(many), [1 / (rank + 1) for rank in range(many)], k=3)
    return {f"0|{variant}" for variant in drawn}


def plain(candidates: list[Candidate], size: int) -> int:
    """The greatest population by HiGHS alone: choose ``size``, cover every variant."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        model.setOptionValue(option, value)
    for index, candidate in enumerate(candidates):
        model.addVar(0.0, 1.0)
        model.changeColCost(index, -float(candidate.population))
        model.changeColIntegrality(index, highspy.HighsVarType.kInteger)
    everything = list(range(len(candidates)))
    model.addRow(float(size), float(size), len(everything), everything, [1.0] * len(everything))
    for variant in sorted(set().union(*(candidate.variants for candidate in candidates))):
        columns = [index for index, candidate in enumerate(candidates) if variant in candidate.variants]
        model.addRow(1.0, highspy.kHighsInf, len(columns), columns, [1.0] * len(columns))
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return -1
    chosen = model.getSolution().col_value
    return sum(one.population for one, level in zip(candidates, chosen, strict=True) if level > 0.5)


def compare(number: int, shape: Shape) -> tuple[float, float, str]:
    """(Eligo's seconds, the plain program's seconds, status) on one instance. Raises where the answers differ."""
    family, combinations, kinds, size = shape
    candidates = instance(number, family, combinations, kinds)
    deployed = sum(candidate.deployed for candidate in candidates)
    started = time.perf_counter()
    answer = select(candidates, deployed, SelectionPolicy(size=size), OPERATORS)
    halfway = time.perf_counter()
    expected = plain(candidates, size)
    ended = time.perf_counter()
    population, status = (answer.population, answer.status) if isinstance(answer, Selection) else (-1, "infeasible")
    if population != expected and status != "feasible":
        raise SystemExit(f"Instance {number} of {shape}: Eligo finds {population}, the plain program {expected}")
    return halfway - started, ended - halfway, status


def main() -> int:
    """Compare on every shape and print the table."""
    print(f"Selection, {INSTANCES} instances of each shape; ratio = Eligo's time / plain HiGHS's time\n")
    print(f"{'family':<7} {'combinations':>12} {'variants':>8} {'size':>4} {'Eligo ms':>9} {'plain ms':>9}", end="")
    print(f" {'ratio':>7} {'least':>7} {'most':>7}  proved")
    compare(0, SHAPES[0])  # what is imported and allocated the first time is not measured
    for shape in SHAPES:
        measured = [compare(number, shape) for number in range(1, INSTANCES + 1)]
        ratios = [own / other for own, other, _ in measured]
        own, other = (1000 * statistics.median(times) for times in zip(*(one[:2] for one in measured), strict=True))
        proved = sum(status != "feasible" for _, _, status in measured)
        print(f"{shape[0]:<7} {shape[1]:>12} {sum(shape[2]):>8} {shape[3]:>4} {own:>9.1f} {other:>9.1f}", end="")
        print(f" {statistics.median(ratios):>7.2f} {min(ratios):>7.2f} {max(ratios):>7.2f}  {proved}/{INSTANCES}")
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
