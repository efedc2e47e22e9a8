"""Check a published plan against the programme's inputs, believing neither Eligo nor any solver.

    python -m eligo_check.plan plan.json programme.json

``programme.py`` and ``entries.py`` hold every entry to what was given and sum up what is waited, ``waits.py`` what each
is said to wait for; ``queue.py``, ``turns.py`` and ``entering.py`` show that no order of the same set waits less than
the bound says, and ``choice.py`` that no other set does; ``rules.py`` follows the rules of thumb again. With Python's
standard library these nine files are the whole checker of plans.
"""

import json
import sys
from pathlib import Path
from typing import Any

from eligo_check.choice import check_choice
from eligo_check.entries import Shown, check_dates, check_entries
from eligo_check.programme import Programme, Rejected, Stage, demand
from eligo_check.queue import check_orders
from eligo_check.rules import check_moved, check_ways, largest_first
from eligo_check.waits import Waiting


def check(plan: dict[str, Any], inputs: dict[str, Any]) -> list[str]:
    """What is proved, in sentences. Raises ``Rejected`` where anything is not as the plan says."""
    given = Programme(inputs)
    demand(plan["format"] == "eligo-plan/1", "it is not of the form eligo-plan/1")
    demand(plan["dated"] is True, "it is not dated")
    demand({*plan["selected"]} <= given.place.keys(), "it selects what is not tested")
    demand(len({*plan["selected"]}) == len(plan["selected"]), "it selects a combination twice")
    chosen = {given.place[one] for one in plan["selected"]}
    given.check_set(chosen)
    stage = Stage(given, chosen)
    shown = check_entries(plan, given, stage)
    total = check_dates(plan, given, stage, shown)
    Waiting(given, stage, shown).check(plan["entries"])
    claimed, bound = plan["installation_days_waiting"], plan["bound"]
    demand(claimed == total, f"its combinations wait {total:,} installation-days, not {claimed:,}")
    demand(bound <= total, "its bound is above what it sums to")
    excluded = sum(one["population"] for one in inputs["combinations"] if one["uneconomic"])
    left_out = f"{excluded:,} installations are left out as uneconomic"
    demand(plan["excluded_population"] == excluded, left_out)
    check_largest_first(plan, given, chosen, shown)
    check_decided(plan.get("decisions"), inputs)
    parts = check_orders(plan["proof"], given, chosen, bound)
    proved = f"No plan of this set has fewer{'' if total == bound else f' than {bound:,}'}"
    count = f"{len(chosen)} of {len(given.live)} combinations are selected"
    said = [f"{count}; until all are open there are {total:,} installation-days. {proved}."]
    said.append(f"Parts of the proof: {parts:,}. Every one closes.")
    if "replanned" in plan:
        check_ways(plan["replanned"], given, chosen, total, bound)
        check_moved(plan["replanned"], plan["entries"], given)
    demand("choice" not in plan or not given.begun, "other sets are not bounded where something has begun")
    if "choice" in plan:
        demand(plan["choice"]["excluded_population"] == excluded, left_out)
        demand(plan["choice"]["bound"] <= total, "its bound over all sets is above what it sums to")
        said += check_choice(plan["choice"], given)
    return said


def check_largest_first(plan: dict[str, Any], given: Programme, chosen: set[int], shown: Shown) -> None:
    """What the largest first come to, integration testing being as it is; said of a first plan alone."""
    claimed, found = plan["largest_first"], shown.found
    if given.given["on"] is None:
        stage, ends = Stage(given, chosen), {**found, **{(p, "mt"): found[p, "sit"] for p in chosen}}
        stage.enter({p: (one[0], ends[p, "mt"][1], one[2]) for (p, phase), one in found.items() if phase == "mt"})
        waits = largest_first(given, stage)
        demand(claimed == waits, f"always the largest first comes to {waits:,} installation-days")
    demand(given.given["on"] is None or claimed is None, "what the largest first come to is said of a plan made again")


def check_decided(decisions: list[dict[str, Any]] | None, inputs: dict[str, Any]) -> None:
    """That what is said of decisions is what the plan was made from; what that has nothing of is not judged."""
    if decisions is None:
        return
    known = {one["id"]: one for one in inputs["combinations"]}
    of = {(one["decision"], one["combination"]): one for one in decisions}
    demand(len(of) == len(decisions), "a decision is said twice")
    for (kind, name), one in of.items():
        about = known.get(name, one)
        installations, weight = about["population"], about.get("weight")
        demand(one["population"] == installations, f"{kind} of {name} is of {installations} installations")
        weighs = one.get("testing") == "needed" and "weight" in one
        demand(not weighs or one["weight"] == weight, f"the request of {name} weighs {weight}")
    for name, about in known.items():
        left_out, first = about["uneconomic"], inputs["first"].get(about["operator"]) == name
        said = left_out, first, about["duration"]
        days = of.get(("duration", name), {"days": None})["days"]
        found = ("uneconomic", name) in of, ("first", name) in of, days
        demand(said == found, f"what was decided about {name} is not what the plan was made from")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON in which no name stands twice."""
    demand(len(dict(pairs)) == len(pairs), "an object in one of the files has a name twice")
    return dict(pairs)


def main() -> int:
    """The command: 0 accepted, 1 rejected, 2 not two files that can be read, or not such files."""
    code, said = 2, ["Usage: python -m eligo_check.plan plan.json programme.json"]
    try:
        if len(sys.argv) == 3:
            plan, inputs = (json.loads(Path(name).read_bytes(), object_pairs_hook=once) for name in sys.argv[1:])
            code, said = 0, ["ACCEPTED.", *check(plan, inputs)]
    except Rejected as reason:
        code, said = 1, [f"REJECTED: {reason}."]
    except LookupError as error:
        said = [f"Not a plan and its programme: one of them lacks {error}."]
    except (OSError, ValueError) as error:
        said = [f"Not two files that can be read: {error}."]
    except (TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        said = [f"Not a plan and its programme: a value is of another kind than it has to be ({error})."]
    (sys.stderr if code == 2 else sys.stdout).write("\n".join(said) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
