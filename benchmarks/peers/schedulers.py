"""Another scheduler on a queue: ``python -m benchmarks.peers.schedulers METHOD SECONDS``, with the queue on stdin.

Prints one JSON object: what its schedule costs, counted again here, and the objective and bound that it states. Both
are asked for weighted working days until each test has ended: with the calendar as a table CP-SAT found no schedule
of 60 tests in half a minute. PyJobShop refuses weights above some thousands, so that it gets them in hundreds.
"""

from __future__ import annotations

import json
import sys
from typing import Any

Told = dict[str, Any]


def cp_sat(asked: Told, seconds: float) -> Told:
    """One interval per test, and a cumulative of the lanes."""
    from ortools.sat.python import cp_model

    model, last = cp_model.CpModel(), len(asked["elapsed"]) - 60
    starts, intervals, waits = [], [], []
    for number, (length, release, terms) in enumerate(asked["jobs"]):
        start = model.new_int_var(release, last - length, f"start {number}")
        starts.append(start)
        intervals.append(model.new_fixed_size_interval_var(start, length, f"test {number}"))
        waits.append(sum(weight for weight, _, _ in terms) * (start + length))
    model.add_cumulative(intervals, [1] * len(intervals), asked["lanes"])
    model.minimize(sum(waits))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise SystemExit(f"no schedule: {solver.status_name(status)}")
    found = [solver.value(start) for start in starts]
    return {"cost": cost(asked, found), "objective": solver.objective_value, "bound": solver.best_objective_bound}


def pyjobshop(asked: Told, seconds: float) -> Told:
    """A machine per lane, a job of one task per test, of which each machine is a mode."""
    from pyjobshop import Model

    model, released = Model(), 0
    machines = [model.add_machine(name=f"lane {lane}") for lane in range(asked["lanes"])]
    for length, release, terms in asked["jobs"]:
        weight = max(1, sum(weight for weight, _, _ in terms) // 100)
        released += weight * release
        task = model.add_task(job=model.add_job(weight=weight, release_date=release))
        for machine in machines:
            model.add_mode(task, machine, length)
    model.set_objective(weight_total_flow_time=1)
    result = model.solve(time_limit=seconds, num_workers=2, display=False)
    starts = [task.start for task in result.best.tasks]
    if not starts:
        raise SystemExit(f"no schedule: {result.status}")
    figures = {"objective": result.objective + released, "bound": result.lower_bound + released}
    return {"cost": cost(asked, starts), **figures}


def cost(asked: Told, starts: list[int]) -> int:
    """What a schedule waits, in installation-days."""
    total, elapsed = 0, asked["elapsed"]
    for (length, _, terms), start in zip(asked["jobs"], starts, strict=True):
        total += sum(weight * elapsed[max(start + length + offset, floor)] for weight, offset, floor in terms)
    return int(total)


if __name__ == "__main__":
    told = {"CP-SAT": cp_sat, "PyJobShop": pyjobshop}[sys.argv[1]](json.load(sys.stdin), float(sys.argv[2]))
    print(json.dumps(told))
