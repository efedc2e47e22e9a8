"""Plans with a proof beside rules of thumb and other schedulers, on programmes of several sizes: ``make bench``.

Method. A programme is drawn from a number: populations fall off as in the example estate, tests take whole weeks (two
to four), a quarter of the firmware is final 40 working days after integration testing is left, and some tests are
asked for later still. One set and its exit are fixed; t0 is the earliest availability of firmware, half a year before
that exit. *days*: tests of 5 to 20 working days, which is harder, since nothing falls together. *first*: an operator
without a selected combination, the migration testing of which ends after the exit, so that none of its others is open
before.

Eligo is timed in processor time (one thread) from the programme in memory to schedule and multipliers; then
``eligo_check`` reads both as they are written, and only what it accepts is counted. ``gap`` is (waits - bound) /
bound, from t0; ``of plain`` is the same difference by what the largest-first rule waits above the bound, which does
not depend on where time starts. Peers get the same jobs and both cores: CP-SAT with intervals, and PyJobShop; each in
a process of its own, one after the other, for ``--seconds``; their bounds are their own.

``--quick`` takes two of ten programmes of each size, and no peers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from eligo.programme import (
    Calendar,
    Combination,
    Durations,
    Lanes,
    Programme,
    Stage,
    Track,
    choice_document,
    choose,
    densest_first,
    frame_of,
    inputs_document,
    json_lines,
    largest_first,
    largest_first_waits,
    order,
    plan_document,
    plan_of,
    proof_of,
    stage_of,
)
from eligo.terms import Candidate, SelectionPolicy
from eligo_check.plan import check

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "build" / "benchmark-plans.txt"
T0 = date(2019, 11, 4)


class Scenario(NamedTuple):
    """So many tests in so many lanes, and how many parts a proof may have (0: prices by steps alone)."""

    tests: int
    lanes: int
    parts: int
    kind: str = "weeks"
    limit: str = ""


SCENARIOS = (
    Scenario(60, 2, 400, limit="proved in 6 s"),
    Scenario(60, 2, 400, "days", "proved in 6 s"),
    Scenario(100, 3, 0, limit="0.35 % in 2 s"),
    Scenario(100, 4, 0, limit="0.35 % in 2 s"),
    Scenario(100, 3, 0, "days", "0.35 % in 2 s"),
    Scenario(100, 3, 1, "first", "0.66 % in 4 s"),
    Scenario(100, 3, 120, limit="0.01 % in 60 s"),
    Scenario(100, 4, 120, limit="0.01 % in 60 s"),
    Scenario(100, 3, 48, "days", limit="0.01 % in 60 s"),
    Scenario(100, 4, 48, "days", limit="0.01 % in 60 s"),
    Scenario(300, 4, 0, limit="0.3 % in 30 s"),
    Scenario(1_000, 4, 0, limit="1 % in 1 s"),
    Scenario(5_000, 8, 0, limit="1 % in 1 s"),
)
PEERED = (0, 2)
"""The scenarios on which the peers are tried."""


def drawn(tests: int, lanes: int, kind: str, number: int) -> Programme:
    """One selected combination, and so many tests that are left."""
    random = Random(f"{tests} {lanes} {kind} {number}")
    every = 2 if kind == "days" else 1
    horizon = tests * 12 // lanes
    combinations = []
    for place in range(tests + 1):
        population = int(400_000 / (place + 1) * random.uniform(0.7, 1.3)) + 1
        late = random.random()
        track = "MK1" if place == 0 or late < 0.6 else "MK2"
        operator = "C" if kind == "first" and place % 5 == 3 else "A"
        duration = random.randint(5, 20) if kind == "days" else random.choice([10, 15, 20])
        asked = late > 0.85 and place > 0 and operator == "A"
        requested = T0 + timedelta(days=170 + random.randrange(every * horizon)) if asked else None
        if operator == "C":
            track = "MK3"
        name = f"C-{place:05}"
        candidate = Candidate(name, name, operator, population, population, frozenset({"v"} if place == 0 else ()))
        combinations.append(Combination(candidate, track, duration, requested))
    return Programme(
        tracks=(
            Track("MK1", T0, T0 + timedelta(days=60)),
            Track("MK2", T0 + timedelta(days=60), T0 + timedelta(days=222)),
            Track("MK3", T0 + timedelta(days=180), T0 + timedelta(days=200)),
        ),
        durations=Durations(40, 60, 18, 2, 15, 30, 10),
        integration_lanes=Lanes(1),
        combination_lanes=Lanes(lanes),
        calendar=Calendar("GB", "ENG"),
        combinations=tuple(combinations),
        policy=SelectionPolicy(1),
    )


def stage_drawn(scenario: Scenario, number: int) -> Stage:
    """The stage of the one selected combination."""
    frame = frame_of(drawn(scenario.tests, scenario.lanes, scenario.kind, number))
    return stage_of(frame, [frame.ids.index("C-00000")])


class Measured(NamedTuple):
    """One programme planned and checked."""

    seconds: float
    gap: float
    of_plain: float
    largest: float
    densest: float
    checker: float


def measured(scenario: Scenario, number: int) -> Measured:
    """One programme of a scenario. Raises ``Rejected`` where the checker does."""
    stage = stage_drawn(scenario, number)
    started = time.process_time()
    found = order(stage.queue, parts=scenario.parts)
    seconds = time.process_time() - started
    plan = plan_of(stage, found.starts, found.bound)
    largest = largest_first_waits(stage)
    proof = proof_of(stage, found, scenario.parts)
    written = json_lines(plan_document(plan, largest, proof)), json_lines(inputs_document(stage.frame))
    started = time.process_time()
    check(*(json.loads(one) for one in written))
    checker = time.process_time() - started
    rules = [stage.fixed + stage.queue.cost(rule(stage.queue)) for rule in (largest_first, densest_first)]
    above = plan.waits - plan.bound
    return Measured(
        seconds,
        above / plan.bound,
        above / max(1, rules[0] - plan.bound),
        rules[0] / plan.waits - 1,
        rules[1] / plan.waits - 1,
        checker,
    )


def both(values: list[float], form: str) -> str:
    """The median, and the most."""
    return f"{statistics.median(values):{form}} ({max(values):{form}})"


def lines(seeds: int, seconds: float) -> Iterator[str]:
    """The whole table, line by line."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    yield f"Plans with a proof ({machine}); {seeds} programmes each: median (most)"
    form = "{:<22} {:>18} {:>18} {:>19} {:>19} {:>19} {:>14}  {}"
    yield form.format(
        "tests x lanes", "seconds", "gap", "of plain", "largest first", "per day first", "checker", "limit"
    )
    for number, scenario in enumerate(SCENARIOS):
        found = [measured(scenario, seed) for seed in range(1, seeds + 1)]
        proved = sum(one.gap == 0 for one in found)
        yield form.format(
            f"{scenario.tests:,} x {scenario.lanes} {scenario.kind}",
            both([one.seconds for one in found], ".2f"),
            both([one.gap for one in found], ".4%"),
            both([one.of_plain for one in found], ".3%"),
            both([one.largest for one in found], ".3%"),
            both([one.densest for one in found], ".3%"),
            both([one.checker for one in found], ".1f"),
            f"{scenario.limit}; {proved} of {len(found)} proved",
        )
        if seconds and number in PEERED:
            yield from (peer(method, number, seconds) for method in ("CP-SAT", "PyJobShop"))
    yield from joint(seeds)


def joint(seeds: int) -> Iterator[str]:
    """Set, size and order together of 120 combinations."""
    for number in range(1, seeds + 1):
        given = estate(number)
        started = time.process_time()
        choice = choose(given)
        seconds = time.process_time() - started
        largest = largest_first_waits(choice.stage)
        plan = plan_document(choice.plan, largest, choice.proof)
        plan |= {"choice": choice_document(choice)}
        check(json.loads(json_lines(plan)), json.loads(json_lines(inputs_document(choice.stage.frame))))
        plain = min(one.plain_waits for one in choice.curve if one.plain_waits)
        yield (
            f"120 in set, size and order, sizes 1 to 20: {seconds:.1f} s, {len(choice.plan.selected)} selected, "
            f"gap {choice.plan.waits / choice.bound - 1:.4%}; best plain rule {plain / choice.plan.waits - 1:.2%} more "
            f"(limit: 2 % in 60 s)"
        )


def estate(number: int) -> Programme:
    """120 combinations of three operators on two tracks with seven variants, a tenth of them equivalent to others."""
    random = Random(number)
    combinations = []
    for place in range(120):
        name = f"C-{place:03}"
        population = int(420_000 / (place + 1.3) ** 1.05 * random.uniform(0.8, 1.2))
        track = "MK1" if place < 3 or random.random() < 0.7 else "MK2"
        variants = frozenset({f"e {track}", f"g {random.choice('112223')}", f"c {random.choice('1122')}"})
        operator = random.choice("AAABBC") if place < 8 else "AB"[place % 4 == 0]
        bases = {f"C-{random.randrange(place):03}"} if place > 10 and random.random() < 0.1 else set()
        candidate = Candidate(name, name, operator, population, population, variants, frozenset(bases))
        combinations.append(Combination(candidate, track, random.choice([10, 15, 15, 20])))
    return Programme(
        tracks=(
            Track("MK1", T0, T0 + timedelta(days=90)),
            Track("MK2", T0 + timedelta(days=91), T0 + timedelta(days=160)),
        ),
        durations=Durations(10, 30, 20, 3, 15, 10, 10, 5, 2, 2, 2),
        integration_lanes=Lanes(3),
        combination_lanes=Lanes(3),
        calendar=Calendar("GB", "ENG"),
        combinations=tuple(combinations),
        policy=SelectionPolicy(5),
    )


def peer(method: str, scenario: int, seconds: float) -> str:
    """What another scheduler says of the first programme of a scenario, in a process of its own."""
    stage = stage_drawn(SCENARIOS[scenario], 1)
    asked = {
        "lanes": stage.queue.lanes,
        "elapsed": stage.queue.elapsed[: 2 * stage.queue.latest_start],
        "jobs": [
            [job.duration, job.release, [[term.weight, term.offset, term.floor] for term in job.terms]]
            for job in stage.queue.jobs
        ],
    }
    command = [sys.executable, "-m", "benchmarks.peers.schedulers", method, str(seconds)]
    ended = subprocess.run(command, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, check=False)
    if ended.returncode:
        return f"  {method}: {(ended.stderr.strip().splitlines() or ['ended'])[-1][:90]}"
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    waits, bound = stage.fixed + told["cost"], max(1.0, told["bound"])
    own = order(stage.queue, parts=SCENARIOS[scenario].parts)
    if waits < stage.fixed + own.bound:
        raise SystemExit(f"{method} has a plan of {waits}, below Eligo's certified bound")
    above = waits / (stage.fixed + own.cost) - 1
    gap = told["objective"] / bound - 1
    return f"  {method}, {seconds:g} s, 2 workers: gap {gap:.1%} of its own figure; its plan {above:.3%} above Eligo's"


def main() -> int:
    """Print the table, and keep it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two programmes of each size, and no peers")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each peer; 0: none")
    options = parser.parse_args()
    REPORT.parent.mkdir(exist_ok=True)
    with REPORT.open("w", encoding="utf-8") as report:
        for line in lines(2 if options.quick else 10, 0.0 if options.quick else options.seconds):
            print(line, flush=True)
            report.write(line + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
