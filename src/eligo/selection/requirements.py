"""What is asked of a set: one requirement each, in words and as integers.

What belongs here: from policy to ``Requirement`` and from any of them to a ``Program``. What does not: whether they
can hold together (``prover``, ``conflict``).
Source: ``results.md``, "Exit codes" (infeasible, with the smallest set of conflicting requirements).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from eligo.selection.problem import Problem
from eligo.selection.program import Chosen, Program, Row, Unlock
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
        single = frozenset(problem.variants)
        asked += [Requirement("coverage", one, _coverage_text(one, one in single)) for one in problem.carriers]
    return tuple(asked)


def _coverage_text(covered: str, single: bool) -> str:
    return f"hardware variant{'' if single else 's'} {covered} {'is' if single else 'are'} to be covered" + (
        "" if single else " together"
    )


def _size_text(size: int, count: int) -> str:
    there = "" if count >= size else f", and only {_combinations(count)} {_are(count)} in scope"
    return f"exactly {_combinations(size)} {_are(size)} to be selected{there}"


def _combinations(count: int) -> str:
    return f"{count:,} combination{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def counted(count: int, word: str) -> str:
    """A number of what is counted.

    >>> counted(1, "installation"), counted(12345, "home")
    ('1 installation', '12,345 homes')
    """
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def percent(share: Fraction) -> str:
    """A share as a percentage with up to six significant digits.

    >>> percent(Fraction(1, 200))
    '0.5 %'
    """
    return f"{float(100 * share):.6g} %"


def asked(problem: Problem, one: Requirement) -> tuple[Sequence[int], int | None, int | None]:
    """The places that a requirement counts, the fewest and the most of them (``None``: any number)."""
    everything = range(len(problem.candidates))
    match one.kind:
        case "size":
            return everything, int(one.subject), int(one.subject)
        case "pin":
            return [problem.positions[one.subject]], 1, None
        case "ban":
            return [problem.positions[one.subject]], None, 0
        case "share":
            return problem.too_small, None, 0
        case "minimum" | "maximum":
            of_operator = [i for i in everything if problem.candidates[i].operator == one.subject]
            return (of_operator, one.count, None) if one.kind == "minimum" else (of_operator, None, one.count)
        case _:
            return problem.carriers[one.subject], 1, None


def name_of(one: Requirement) -> str:
    """The name of a requirement's row in a certificate."""
    return one.kind if one.kind in ("size", "share") else f"{one.kind} {one.subject}"


def program_of(problem: Problem, requirements: Iterable[Requirement], *, weighed: bool = True) -> Program:
    """The program of those requirements, and no others. Not ``weighed``: whether there is any set."""
    size: int | None = None
    rows: list[Row] = []
    outside: set[int] = set()
    for one in requirements:
        places, least, most = asked(problem, one)
        if one.kind == "size":
            size = least
        elif one.kind in ("ban", "share"):
            outside.update(places)
        else:
            rows.append(Row(name_of(one), tuple(places), most is None, (least if most is None else most) or 0))
    if not weighed:
        return Program((0,) * len(problem.candidates), size, tuple(rows), frozenset(outside))
    weights = tuple(0 if i in problem.testers else weight for i, weight in enumerate(problem.worth))
    return Program(weights, size, tuple(rows), frozenset(outside), unlocks_of(problem))


def unlocks_of(problem: Problem) -> tuple[Unlock, ...]:
    """What can be unlocked by more than one test: one unlock for all candidates with the same testers.

    It has the name of the first of them in rank order.
    """
    worth, claimed = problem.worth if problem.testers else [], dict[Chosen, tuple[int, int]]()
    for i, testers in sorted(problem.testers.items()):
        first, gain = claimed.get(testers, (i, 0))
        claimed[testers] = first, gain + worth[i]
    return tuple(
        Unlock(f"unlock {problem.candidates[first].combination_id}", testers, gain)
        for testers, (first, gain) in claimed.items()
    )
