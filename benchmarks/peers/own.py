"""Eligo on some estates, in a process of its own: ``python -m benchmarks.peers.own SHAPE NUMBER,NUMBER... STEPS``.

Timed from the problem in memory to the certificate written to a file; then, apart, the checker on that certificate and
the same combinations. Prints one JSON object a line.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from benchmarks.peers.estates import Shape, estate

import eligo_check
from eligo.selection.certificate import certificate_of
from eligo.selection.neighbours import Around
from eligo.selection.problem import make_problem
from eligo.selection.requirements import requirements_of
from eligo.terms import Candidate, SelectionPolicy


def solved(shape: Shape, number: int, steps: int, file: Path) -> dict[str, object]:
    """What Eligo answers, how long it took, and what the checker says of it."""
    candidates, policy = estate(shape, number).candidates, SelectionPolicy(shape.size)
    problem = make_problem(candidates, sum(one.deployed for one in candidates), policy)
    started = time.perf_counter()
    requirements = requirements_of(problem, policy)
    around = Around(problem, requirements, steps=steps)
    file.write_bytes(certificate_of(problem, policy, requirements, around.proof))
    seconds = time.perf_counter() - started
    ranked = [_listed(one) for one in problem.candidates]
    started = time.perf_counter()
    eligo_check.check_ranked(json.loads(file.read_bytes()), ranked, policy.asked)
    return {
        "status": "optimal" if around.proof.proved else "feasible",
        "chosen": list(around.chosen),
        "bound": around.bound,
        "seconds": seconds,
        "checker": time.perf_counter() - started,
        "bytes": file.stat().st_size,
        "leaves": sum(1 for _ in around.proof.tree.leaves()),
        "steps": around.proof.steps,
    }


def _listed(one: Candidate) -> eligo_check.Combination:
    order = (-one.population, one.identity, one.combination_id)
    return eligo_check.Combination(order, one.deployed, one.operator, sorted(one.variants), [*one.bases])


def warm(folder: Path) -> None:
    """What is imported and allocated the first time is not measured."""
    solved(Shape(120, (3, 4, 3), 5), 0, 10, folder / "warm.json")


if __name__ == "__main__":
    form, numbers, most = sys.argv[1:]
    combinations, kinds, size, equivalent, pooled, versions = json.loads(form)
    with tempfile.TemporaryDirectory() as name:
        warm(Path(name))
        drawn = Shape(combinations, tuple(kinds), size, equivalent, pooled, versions)
        for each in numbers.split(","):
            print(json.dumps(solved(drawn, int(each), int(most), Path(name) / "certificate.json")), flush=True)
