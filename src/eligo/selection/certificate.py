"""A proof written down: ``certificate.json``, which ``eligo-check`` reads beside the published files.

What belongs here: the rows of a problem by name, and a proof's tree as JSON. What does not: finding the proof
(``prover``), or judging it (``eligo_check``, which shares nothing with this).

Ranks count from 1, as in ``combinations.csv``. A node holds only what its multipliers differ by from its parent's.
Source: ``results.md``, ``certificate.json``; decision record 0011.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from eligo.selection.conflict import Found, any_set
from eligo.selection.kernel import Kernel
from eligo.selection.problem import Problem
from eligo.selection.prover import Node, Proof
from eligo.selection.requirements import asked, name_of, program_of, unlocks_of
from eligo.selection.result import Requirement
from eligo.terms import SelectionPolicy

FORMAT = "eligo-certificate/1"

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def certificate_of(
    problem: Problem, policy: SelectionPolicy, requirements: Sequence[Requirement], proof: Proof
) -> bytes:
    """The certificate of a set: that it is the best (``optimal``), or how much more a set may have (``feasible``)."""
    chosen = proof.chosen or ()
    claim: dict[str, object] = {
        "status": "optimal" if proof.proved else "feasible",
        "selected": list(problem.ids(chosen)),
        "population": problem.population(chosen),
        "deployed": problem.deployed(chosen),
    }
    if not proof.proved:
        claim["bound"] = proof.bound
    return _document(problem, policy, requirements, claim, proof)


def certificate_of_conflict(
    problem: Problem, policy: SelectionPolicy, requirements: Sequence[Requirement], conflict: Found
) -> bytes:
    """The certificate that these requirements cannot hold together.

    Raises ``StoppedBeforeProof`` where that takes more than ``STEPS``.
    """
    in_force = [one for one in requirements if one in conflict.requirements]
    proof = any_set(program_of(problem, in_force, weighed=False))
    claim: dict[str, object] = {
        "status": "infeasible",
        "conflict": [name_of(one) for one in in_force],
        "smallest": conflict.smallest,
        "witnesses": [list(problem.ids(witness)) for witness in conflict.witnesses],
    }
    return _document(problem, policy, in_force, claim, proof)


def _document(
    problem: Problem,
    policy: SelectionPolicy,
    requirements: Sequence[Requirement],
    claim: Mapping[str, object],
    proof: Proof,
) -> bytes:
    """The document: what was asked, the rows in force, what is claimed, and the tree that proves it."""
    counted = [(name_of(one), *asked(problem, one), 0) for one in requirements]
    if claim["status"] != "infeasible":
        counted += [(one.name, one.members, 0, None, one.weight) for one in unlocks_of(problem)]
    document = {
        "format": FORMAT,
        "asked": policy.asked,
        "claim": dict(claim),
        "rows": [
            {"name": name, "ranks": [place + 1 for place in places], "least": low, "most": high, "gain": gain}
            for name, places, low, high, gain in counted
        ],
        "scale": proof.scale,
        "tree": list(_nodes(proof.tree)),
    }
    lines = [f"{json.dumps(name)}: {_lines(value)}" for name, value in document.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _lines(value: object) -> str:
    """JSON with one line per row and per part of the tree."""
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(map(_compact, value)) + "\n]"


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What the places and rows of a program are in the certificate, counted from 1, and what it leaves out weighs."""

    ranks: Sequence[int]
    rows: Sequence[int]
    all_rows: int
    base: int = 0

    def row(self, number: int) -> int:
        """A row's number; the rows of a part follow those of the whole."""
        own = number - len(self.rows)
        return self.rows[number] if own < 0 else self.all_rows + own + 1

    def within(self, kernel: Kernel) -> _Numbers:
        """The numbers of a kernel's program."""
        ranks, rows = [self.ranks[place] for place in kernel.places], [self.rows[row] for row in kernel.rows]
        return _Numbers(ranks, rows, self.all_rows, self.base + kernel.base)


def _nodes(root: Node) -> Iterator[dict[str, object]]:
    """Every part, each before those that it is split into, in the places and rows of the whole."""
    count = len(root.multipliers)
    whole = _Numbers(range(1, len(root.part.state) + 1), range(1, count + 1), count)
    stack: list[tuple[Node, tuple[int, ...], _Numbers, list[int]]] = [(root, (0,) * count, whole, [])]
    while stack:
        node, known, numbers, pay = stack.pop()
        if node.multipliers is not known:
            for number, (new, old) in enumerate(zip_longest(node.multipliers, known, fillvalue=0)):
                pay += [numbers.row(number), new - old] if new != old else []
        written: dict[str, object] = {"pay": pay} if pay else {}
        known, below = node.multipliers, numbers
        left_out: list[int] = []
        if isinstance(node.split, Kernel):
            written["narrow"] = numbers.base + node.split.least
            known, below = node.split.paid_inside(known), numbers.within(node.split)
            for row, more in node.split.owed(node.multipliers):
                left_out += [numbers.row(row), more]
        elif node.split is not None:
            written["any"] = [numbers.ranks[place] for place in node.split.places]
        yield written
        stack.extend((child, known, below, [*left_out]) for child in reversed(node.children))
