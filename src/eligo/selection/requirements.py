"""What is asked of a set: one requirement each, in words and as integers.

What belongs here: from policy to ``Requirement`` and from any of them to a ``Demand``. What does not: whether they
can hold together (``feasibility``, ``conflict``).
Source: ``results.md``, "Exit codes" (infeasible, with the smallest set of conflicting requirements).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from eligo.selection.problem import Demand, Problem, group_counts
from eligo.selection.result import Requirement
from eligo.terms import SelectionPolicy


def requirements_of(problem: Problem, policy: SelectionPolicy) -> tuple[Requirement, ...]:
    """Everything that is asked of a set, one requirement each, in a fixed order."""
    size, count = policy.size, len(problem.candidates)
    asked = [Requirement("size", str(size), _size_text(size, count))]
    asked += [Requirement("pin", one, f"combination {one} is pinned") for one in sorted(policy.pins)]
    asked += [Requirement("ban", one, f"combination {one} is banned") for one in sorted(policy.bans)]
    if problem.too_small:
        text = f"no combination with less than {percent(policy.minimum_share)} of the deployed estate may be selected"
        asked.append(Requirement("share", str(policy.minimum_share), text))
    for operator, least in sorted((policy.minimum or {}).items()):
        text = f"at least {_combinations(least)} of {operator} {_are(least)} to be selected"
        asked.append(Requirement("minimum", operator, text, least))
    for operator, most in sorted((policy.maximum or {}).items()):
        text = f"at most {_combinations(most)} of {operator} {_are(most)} to be selected"
        asked.append(Requirement("maximum", operator, text, most))
    if policy.cover:
        asked += [Requirement("coverage", v, f"hardware variant {v} is to be covered") for v in problem.variants]
    return tuple(asked)


def _size_text(size: int, count: int) -> str:
    there = "" if count >= size else f", and only {_combinations(count)} {_are(count)} in scope"
    return f"exactly {_combinations(size)} {_are(size)} to be selected{there}"


def _combinations(count: int) -> str:
    return f"{count:,} combination{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def percent(share: Fraction) -> str:
    """A share as a percentage with up to six significant digits.

    >>> percent(Fraction(1, 200))
    '0.5 %'
    """
    return f"{float(100 * share):.6g} %"


def demand_of(problem: Problem, requirements: Sequence[Requirement]) -> Demand:
    """What those requirements, and no others, ask for."""
    count = len(problem.candidates)
    group = {operator: g for g, operator in enumerate(problem.limited, start=1)}
    bit = {variant: 1 << v for v, variant in enumerate(problem.variants)}
    size: int | None = None
    cover = forced = barred = 0
    least, most = [0] * (len(group) + 1), [count] * (len(group) + 1)
    for one in requirements:
        match one.kind:
            case "size":
                size = int(one.subject)
            case "pin":
                forced |= 1 << problem.positions[one.subject]
            case "ban":
                barred |= 1 << problem.positions[one.subject]
            case "share":
                barred |= problem.too_small
            case "minimum":
                least[group[one.subject]] = one.count
            case "maximum":
                most[group[one.subject]] = one.count
            case _:
                cover |= bit[one.subject]
    return Demand(size, cover, forced, barred, tuple(least), tuple(most))


def meets(problem: Problem, demand: Demand, chosen: int) -> bool:
    """Whether a set satisfies every part of a demand."""
    if demand.size is not None and chosen.bit_count() != demand.size:
        return False
    if demand.forced & ~chosen or demand.barred & chosen or demand.cover & ~problem.covered(chosen):
        return False
    counts = group_counts(problem, chosen, len(demand.least))
    return all(low <= n <= high for low, n, high in zip(demand.least, counts, demand.most, strict=True))
