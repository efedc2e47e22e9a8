"""Solvers on the plain model, each as somebody would use it who is in a hurry: stated once, with a limit of time.

A function takes the estate and the seconds, and returns what it calls its status, the places chosen (none: no set
found) and the greatest population it admits (``None``: it says nothing). Each imports its library itself, for two of
them cannot be in one process. Both cores are theirs; the gap asked for is nought.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.peers.estates import Estate

Answer = tuple[str, list[int], int | None]
THREADS = 2


def _taken(estate: Estate, levels: Sequence[float]) -> list[int]:
    return [place for place in range(len(estate.population)) if levels[place] > 0.5]


def cp_sat(estate: Estate, seconds: float) -> Answer:
    """OR-Tools CP-SAT."""
    from ortools.sat.python import cp_model

    plain, model = estate.plain, cp_model.CpModel()
    places = [model.new_bool_var("") for _ in plain.values]
    for members, coefficients, least, most in plain.rows:
        total = cp_model.LinearExpr.weighted_sum([places[one] for one in members], coefficients)
        model.add(total == least if least == most else total >= least)
    model.maximize(cp_model.LinearExpr.weighted_sum(places, plain.values))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, THREADS
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    bound = int(solver.best_objective_bound) if solver.best_objective_bound else None
    chosen = _taken(estate, [solver.value(one) for one in places[: len(estate.population)]]) if found else []
    return solver.status_name(status).lower(), chosen, bound


def highs(estate: Estate, seconds: float, threads: int = THREADS) -> Answer:
    """HiGHS's own branch and bound. All its models of one process have to have as many threads."""
    import highspy
    import numpy as np

    plain, lp = estate.plain, highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(plain.values), len(plain.rows)
    lp.col_cost_ = -np.array(plain.values, dtype=np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(plain.values)), np.ones(len(plain.values))
    lp.row_lower_ = np.array([least for _, _, least, _ in plain.rows], dtype=np.float64)
    lp.row_upper_ = np.array([highspy.kHighsInf if most is None else most for *_, most in plain.rows])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(plain.values)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(members) for members, *_ in plain.rows)])
    lp.a_matrix_.index_ = np.concatenate([np.array(members) for members, *_ in plain.rows])
    lp.a_matrix_.value_ = np.concatenate([np.array(one, dtype=np.float64) for _, one, *_ in plain.rows])
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {"output_flag": False, "threads": threads, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5, "time_limit": seconds}
    for option, value in options.items():
        model.setOptionValue(option, value)
    model.passModel(lp)
    model.run()
    facts, status = model.getInfo(), model.modelStatusToString(model.getModelStatus()).lower()
    found = facts.primal_solution_status == 2
    bound = -facts.mip_dual_bound
    chosen = _taken(estate, model.getSolution().col_value) if found else []
    return status, chosen, int(bound + 1e-6) if abs(bound) < 1e15 else None


def scip(estate: Estate, seconds: float) -> Answer:
    """SCIP, in floating-point arithmetic as it comes."""
    from pyscipopt import Model, quicksum

    plain, model = estate.plain, Model()
    model.hideOutput()
    model.setParam("limits/time", seconds)
    places = [model.addVar(vtype="B") for _ in plain.values]
    for members, coefficients, least, most in plain.rows:
        total = quicksum(by * places[one] for one, by in zip(members, coefficients, strict=True))
        model.addCons(total == least if least == most else total >= least)
    model.setObjective(quicksum(by * one for by, one in zip(plain.values, places, strict=True)), "maximize")
    model.optimize()
    found = model.getNSols() > 0
    best = model.getBestSol() if found else None
    chosen = _taken(estate, [best[one] for one in places[: len(estate.population)]]) if best else []
    bound = model.getDualbound()
    return str(model.getStatus()), chosen, int(bound + 1e-6) if abs(bound) < 1e15 else None


def cbc(estate: Estate, seconds: float) -> Answer:
    """COIN-OR CBC."""
    import mip

    plain = estate.plain
    model = mip.Model(sense=mip.MAXIMIZE, solver_name=mip.CBC)
    model.verbose, model.threads, model.max_mip_gap, model.max_mip_gap_abs = 0, THREADS, 0.0, 0.5
    places = [model.add_var(var_type=mip.BINARY, obj=value) for value in plain.values]
    for members, coefficients, least, most in plain.rows:
        total = mip.xsum(by * places[one] for one, by in zip(members, coefficients, strict=True))
        model.add_constr(total == least if least == most else total >= least)
    status = model.optimize(max_seconds=seconds)
    chosen = _taken(estate, [one.x for one in places[: len(estate.population)]]) if model.num_solutions else []
    bound = model.objective_bound
    known = bound is not None and abs(bound) < 1e15
    return status.name.lower().replace("_", " "), chosen, int(bound + 1e-6) if known else None


EXACT: dict[str, Callable[[Estate, float], Answer]] = {"CP-SAT": cp_sat, "HiGHS": highs, "SCIP": scip, "CBC": cbc}
"""Those that may prove their answer, by the name in the table."""
