"""One method on one estate, in a process of its own: ``python -m benchmarks.peers.child SHAPE NUMBER METHOD SECONDS``.

Prints one JSON object: what the method says, its places, and the seconds from the estate and its plain model in memory
to the answer. A small estate comes first: what is imported and compiled once is not measured. A library that is not
installed is said and not hidden.
"""

from __future__ import annotations

import importlib
import json
import sys
import time

from benchmarks.peers.estates import Shape, estate
from benchmarks.peers.guessers import GUESSES
from benchmarks.peers.solvers import EXACT

LIBRARIES = {
    "CP-SAT": "ortools.sat.python.cp_model",
    "HiGHS": "highspy",
    "SCIP": "pyscipopt",
    "CBC": "mip",
    "apricot-select": "apricot",
}


def solved(method: str, shape: Shape, number: int, seconds: float) -> dict[str, object]:
    """What the method says of that estate."""
    asked = estate(shape, number)
    if method in LIBRARIES:
        try:
            importlib.import_module(LIBRARIES[method])
        except ImportError as missing:
            return {"status": f"not installed: {missing}"}
    solve = {**EXACT, **GUESSES}[method]
    solve(estate(Shape(12, (2, 2, 2), 3), 0), 1.0)
    stated = len(asked.plain.rows)
    started = time.perf_counter()
    status, chosen, bound = solve(asked, seconds)
    return {
        "rows": stated,
        "status": status,
        "chosen": chosen,
        "bound": bound,
        "seconds": time.perf_counter() - started,
    }


if __name__ == "__main__":
    form, one, name, limit = sys.argv[1:]
    combinations, kinds, size, equivalent, pooled, versions = json.loads(form)
    drawn = Shape(combinations, tuple(kinds), size, equivalent, pooled, versions)
    print(json.dumps(solved(name, drawn, int(one), float(limit))))
