"""How long a proof takes, beside HiGHS's own branch and bound on the same rows: ``make bench``.

Method: a seeded estate per number. Populations fall off as in fleets (Pareto); each combination has one variant of
each device type, the commoner ones far more often (Zipf), and as many combinations as the widest type has variants
together hold every one, so that the size suffices. Timed for Eligo: from the integer program in memory to the proof,
unique by the rule for ties; then, apart, the size of its tree. Timed for HiGHS: the same rows in one model, one
thread, to a gap of nought, or until ten times Eligo's time and at least ten seconds have passed: then its gap stands
in the table. It knows nothing of ties. Both run in this one process, one after the other. Where both are proved and
the weights differ by more than the solver's tolerance, the run fails.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import highspy
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from eligo.selection.program import Program, Row
from eligo.selection.prover import Proof, prove

Shape = tuple[int, tuple[int, ...], int]
SHAPES: tuple[Shape, ...] = (
    (120, (3, 4, 3), 5),
    (1_000, (8, 12, 10), 14),
    (10_000, (30, 46, 30), 50),
    (10_000, (150, 200, 150), 250),
)
"""(combinations, variants of each device type, size)"""

SEEDS = 10


def program(seed: int, shape: Shape) -> Program:
    """The estate of that number as an integer program."""
    count, kinds, size = shape
    chance = np.random.default_rng(seed)
    population = np.minimum(np.floor(100 * (chance.pareto(0.9, count) + 1)), 3_000_000).astype(np.int64)
    deployed = population + chance.integers(0, 50, count)
    order = np.argsort(-population, kind="stable")
    population, deployed = population[order], deployed[order]
    holders = chance.permutation(count)[: max(kinds)]
    rows = []
    for kind, many in enumerate(kinds):
        odds = 1.0 / np.arange(1, many + 1) ** 1.2
        drawn = chance.choice(many, count, p=odds / odds.sum())
        drawn[holders] = chance.permutation(max(kinds)) % many
        rows += [
            Row(f"{kind}|{variant}", tuple(np.flatnonzero(drawn == variant).tolist()), at_least=True, bound=1)
            for variant in range(many)
        ]
    unit = int(deployed.sum()) + 1
    weights = tuple(int(p) * unit + int(d) for p, d in zip(population, deployed, strict=True))
    return Program(weights, size, tuple(rows))


def plain(asked: Program, seconds: float) -> tuple[float, float | None]:
    """HiGHS's seconds, and its weight where it was proved."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("time_limit", seconds)):
        model.setOptionValue(option, value)
    largest = max(asked.weights)
    started = time.perf_counter()
    for place, weight in enumerate(asked.weights):
        model.addVar(0.0, 1.0)
        model.changeColCost(place, -1e6 * weight / largest)
        model.changeColIntegrality(place, highspy.HighsVarType.kInteger)
    everything = list(range(len(asked.weights)))
    size = float(asked.size or 0)
    model.addRow(size, size, len(everything), everything, [1.0] * len(everything))
    for row in asked.rows:
        model.addRow(1.0, highspy.kHighsInf, len(row.members), list(row.members), [1.0] * len(row.members))
    model.run()
    took = time.perf_counter() - started
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return took, None
    return took, -model.getInfo().objective_function_value * largest / 1e6


def compare(seed: int, shape: Shape) -> tuple[float, float, bool, Proof]:
    """(Eligo's seconds, HiGHS's seconds, whether HiGHS was done, the proof). Raises where the answers differ."""
    asked = program(seed, shape)
    started = time.perf_counter()
    proof = prove(asked)
    own = time.perf_counter() - started
    other, weight = plain(asked, max(10.0, 10 * own))
    if proof.proved and weight is not None and abs(weight - proof.weight) > 1e-6 * proof.weight:
        raise SystemExit(f"Estate {seed} of {shape}: Eligo finds {proof.weight}, HiGHS {weight}")
    return own, other, weight is not None, proof


def main() -> int:
    """Compare on every shape and print the table."""
    print(f"Proofs, {SEEDS} estates of each shape; ratio = Eligo's time / HiGHS's time\n")
    print(
        f"{'combinations':>12} {'variants':>8} {'size':>4} {'Eligo ms':>9} {'most':>8} {'HiGHS ms':>9} {'ratio':>6}",
        end="",
    )
    print(f" {'parts':>6} {'most':>6}  proved  HiGHS done")
    compare(0, SHAPES[0])  # what is imported and allocated the first time is not measured
    for shape in SHAPES:
        measured = [compare(seed, shape) for seed in range(1, SEEDS + 1)]
        own = [1000 * one[0] for one in measured]
        other = [1000 * one[1] for one in measured]
        parts = [sum(1 for _ in one[3].tree.leaves()) for one in measured]
        ratio = statistics.median(a / b for a, b in zip(own, other, strict=True))
        print(
            f"{shape[0]:>12} {sum(shape[1]):>8} {shape[2]:>4} {statistics.median(own):>9.1f} {max(own):>8.1f}", end=""
        )
        print(
            f" {statistics.median(other):>9.1f} {ratio:>6.2f} {statistics.median(parts):>6.0f} {max(parts):>6}", end=""
        )
        print(f"  {sum(one[3].proved for one in measured)}/{SEEDS}    {sum(one[2] for one in measured)}/{SEEDS}")
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
