"""How long the example's questions take, each timed from the candidates in memory: ``make bench``.

Method: the example is run once; its combinations are read back from what it wrote. Then, in this process and after one
round that is not measured, ``RUNS`` times each: the selection with all its reasons (why each is in it, why not each
other one, prices, alternatives, margin) and its certificate; and the best set of every size from 1 to 50, each with a
certificate that the checker then accepts, apart. The table shows the median, least and most seconds. The run fails
where anything is not proved or not accepted.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import eligo
import eligo_check
from eligo.selection import Conflict, select
from eligo.selection.certificate import certificate_of, certificate_of_conflict
from eligo.selection.conflict import find_conflict
from eligo.selection.neighbours import Around
from eligo.selection.problem import make_problem
from eligo.selection.program import STEPS
from eligo.selection.requirements import requirements_of
from eligo.terms import Candidate, SelectionPolicy
from eligo.workflows.results import open_results

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "foc-estate"
RUNS = 5
SIZES = range(1, 51)


def example(out: Path) -> tuple[list[Candidate], tuple[str, ...]]:
    """The combinations of the example in scope, and its operators."""
    eligo.run([str(EXAMPLE / "returns")], catalogue=str(EXAMPLE / "device-models.csv"), out=str(out))
    opened = open_results(out, None)
    return [row.candidate(opened.scheme) for row in opened.in_scope], opened.scheme.operators


def certified(candidates: Sequence[Candidate], policy: SelectionPolicy) -> bytes:
    """The certificate of the best set as asked, or that there is none."""
    problem = make_problem(candidates, sum(one.deployed for one in candidates), policy)
    requirements = requirements_of(problem, policy)
    around = Around(problem, requirements, steps=STEPS)
    if not around.proof.proved:
        raise SystemExit(f"size {policy.size} is not proved")
    if around.proof.chosen is None:
        return certificate_of_conflict(problem, policy, requirements, find_conflict(problem, requirements))
    return certificate_of(problem, policy, requirements, around.proof)


def checked(candidates: Sequence[Candidate], certificates: Sequence[bytes], policy: SelectionPolicy) -> None:
    """Raise ``Rejected`` unless the checker accepts every certificate."""
    ranked = sorted(
        eligo_check.Combination(
            (-one.population, one.identity, one.combination_id),
            one.deployed,
            one.operator,
            [*one.variants],
            [*one.bases],
        )
        for one in candidates
    )
    for certificate in certificates:
        eligo_check.check_ranked(json.loads(certificate), ranked, policy.asked)


def measured(title: str, question: Callable[[], object]) -> str:
    """One line of the table."""
    question()
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - started)
    return f"{title:<44} {statistics.median(seconds):>8.3f} {min(seconds):>8.3f} {max(seconds):>8.3f}"


def main() -> int:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        candidates, operators = example(Path(folder) / "out")
    whole = sum(one.deployed for one in candidates)
    policy = SelectionPolicy(size=5)
    answer = select(candidates, whole, policy, operators)
    if (
        isinstance(answer, Conflict)
        or answer.status != "optimal"
        or any("at least" in one for one in answer.why.values())
    ):
        raise SystemExit("the example's answer is not proved")
    certificates = [certified(candidates, replace(policy, size=size)) for size in SIZES]
    print(f"Questions to the example, {len(candidates)} combinations\n")
    print(f"{'':<44} {'median s':>8} {'least s':>8} {'most s':>8}")
    print(measured("the selection, every reason, certificate", lambda: select(candidates, whole, policy, operators)))
    print(
        measured(
            f"sizes 1 to {SIZES[-1]}, each with its certificate",
            lambda: [certified(candidates, replace(policy, size=size)) for size in SIZES],
        )
    )
    print(measured("the checker on those", lambda: checked(candidates, certificates, policy)))
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
