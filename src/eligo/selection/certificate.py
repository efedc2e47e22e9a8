"""A proof written down: ``certificate.json``, which ``eligo-check`` reads beside the published files.

What belongs here: the rows of a problem by name, and a proof's tree as JSON. What does not: finding the proof
(``prover``), or judging it (``eligo_check``, which shares nothing with this).

Ranks count from 1, as in ``combinations.csv``. A node holds only what its multipliers differ by from its parent's.
Source: ``results.md``, ``certificate.json``; decision record 0011.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eligo.selection.conflict import Found
from eligo.selection.problem import Problem, members
from eligo.selection.program import Program, Row
from eligo.selection.prover import Earlier, Node, Proof, Take, prove
from eligo.selection.result import Requirement
from eligo.terms import SelectionPolicy

FORMAT = "eligo-certificate/1"

PROOF_STEPS = 5_000
"""Relaxations after which an answer is left without a certificate; an estate takes a handful."""


def program_of(problem: Problem, requirements: Iterable[Requirement], *, weighed: bool = True) -> Program:
    """The program of those requirements, and no others. Not ``weighed``: whether there is any set."""
    size: int | None = None
    rows: list[Row] = []
    outside: set[int] = set()
    for one in requirements:
        ranks, low, high = _asked(problem, one)
        if one.kind == "size":
            size = low
        elif one.kind in ("ban", "share"):
            outside.update(ranks)
        else:
            rows.append(Row(_name(one), tuple(ranks), high is None, (low if high is None else high) or 0))
    unit = sum(candidate.deployed for candidate in problem.candidates) + 1
    weights = tuple((one.population * unit + one.deployed) * weighed for one in problem.candidates)
    return Program(weights, size, tuple(rows), frozenset(outside))


@dataclass(frozen=True, slots=True)
class Certified:
    """``selected``, ids in rank order, are proved the best set by ``content``, which is ``certificate.json``."""

    selected: tuple[str, ...]
    content: bytes


def certify(problem: Problem, policy: SelectionPolicy, requirements: Sequence[Requirement]) -> Certified | None:
    """The best set with its certificate; ``None`` where the proof was not reached, or there is no set."""
    proof = prove(program_of(problem, requirements), steps=PROOF_STEPS)
    if not proof.proved or proof.chosen is None:
        return None
    selected = tuple(problem.candidates[place] for place in proof.chosen)
    ids = tuple(one.combination_id for one in selected)
    claim: dict[str, object] = {
        "status": "optimal",
        "selected": list(ids),
        "population": sum(one.population for one in selected),
        "deployed": sum(one.deployed for one in selected),
    }
    return Certified(ids, _document(problem, policy, requirements, claim, proof))


def certify_conflict(
    problem: Problem, policy: SelectionPolicy, requirements: Sequence[Requirement], conflict: Found
) -> bytes:
    """The certificate that these requirements cannot hold together; empty where the proof was not reached."""
    proof = prove(program_of(problem, conflict.requirements, weighed=False), steps=PROOF_STEPS)
    if not proof.proved or proof.chosen is not None:
        return b""
    claim: dict[str, object] = {
        "status": "infeasible",
        "conflict": [_name(one) for one in requirements if one in conflict.requirements],
        "smallest": conflict.smallest,
        "witnesses": [list(problem.ids(witness)) for witness in conflict.witnesses],
    }
    in_force = [one for one in requirements if one in conflict.requirements]
    return _document(problem, policy, in_force, claim, proof)


def _document(
    problem: Problem,
    policy: SelectionPolicy,
    requirements: Sequence[Requirement],
    claim: Mapping[str, object],
    proof: Proof,
) -> bytes:
    """The document: what was asked, the rows in force, what is claimed, and the tree that proves it."""
    rows = []
    for one in requirements:
        ranks, low, high = _asked(problem, one)
        rows.append({"name": _name(one), "ranks": [place + 1 for place in ranks], "least": low, "most": high})
    document = {
        "format": FORMAT,
        "asked": {
            "size": policy.size,
            "cover": policy.cover,
            "minimum_share": str(policy.minimum_share),
            "pins": sorted(policy.pins),
            "bans": sorted(policy.bans),
            "minimum": dict(sorted((policy.minimum or {}).items())),
            "maximum": dict(sorted((policy.maximum or {}).items())),
        },
        "claim": dict(claim),
        "rows": rows,
        "scale": proof.scale,
        "tree": list(_nodes(proof.tree)),
    }
    lines = [f"{json.dumps(name)}: {_lines(value)}" for name, value in document.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _lines(value: object) -> str:
    """JSON with one line per row and per part of the tree."""
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in value) + "\n]"


def _name(requirement: Requirement) -> str:
    return requirement.kind if requirement.kind in ("size", "share") else f"{requirement.kind} {requirement.subject}"


def _asked(problem: Problem, one: Requirement) -> tuple[Sequence[int], int | None, int | None]:
    """The places that a requirement counts, the fewest and the most of them."""
    everything = range(len(problem.candidates))
    match one.kind:
        case "size":
            return everything, int(one.subject), int(one.subject)
        case "pin":
            return [problem.positions[one.subject]], 1, None
        case "ban":
            return [problem.positions[one.subject]], None, 0
        case "share":
            return list(members(problem.too_small)), None, 0
        case "minimum" | "maximum":
            of_operator = [i for i in everything if problem.candidates[i].operator == one.subject]
            return (of_operator, one.count, None) if one.kind == "minimum" else (of_operator, None, one.count)
        case _:
            bit = 1 << problem.variants.index(one.subject)
            return [i for i in everything if problem.coverings[i] & bit], 1, None


def _nodes(root: Node) -> Iterator[dict[str, object]]:
    """Every part, each before those that it is split into."""
    stack: list[tuple[Node, tuple[int, ...]]] = [(root, ())]
    while stack:
        node, paid = stack.pop()
        known = (*paid, *(0 for _ in range(len(node.multipliers) - len(paid))))
        own = zip(node.multipliers, known, strict=True)
        changes = [(number, new - old) for number, (new, old) in enumerate(own, start=1) if new != old]
        pay = [one for change in changes for one in change]
        written: dict[str, object] = {"pay": pay} if pay else {}
        if node.children and isinstance(node.split, Take):
            written["take"] = node.split.place + 1
        elif node.children and isinstance(node.split, Earlier):
            written["earlier"] = node.split.limit
        yield written
        stack.extend((child, node.multipliers) for child in reversed(node.children))
