"""``eligo diff``: what has moved between two runs, and whether the selection of the first still stands in the second.

What belongs here: opening, comparing and judging in that order. What does not: what a move is (``selection.moves``), or
what a verdict is (``selection.audit``). Invariants: what differs of the rules comes before the figures; the moves add
up; every judgement rests on an answer whose certificate the checker has accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from eligo.errors import VerificationFailed
from eligo.scheme import TableScheme
from eligo.scope import Opened, Ruled, opened_by
from eligo.selection import (
    Audit,
    Conflict,
    Figures,
    Move,
    Placed,
    Verdict,
    audit_choice,
    figures_of,
    moves_between,
    required_coverage,
)
from eligo.terms import Candidate, Combination, SelectionPolicy, covers
from eligo.workflows.combinations_file import CombinationRow
from eligo.workflows.derive import checked_certificate
from eligo.workflows.open_runs import Differing, OpenRun, differing_rules
from eligo.workflows.owed import Owed, owed_for
from eligo.workflows.results import Results


@dataclass(frozen=True, slots=True)
class Missing:
    """One of the first run's selected that cannot be selected in the second: ``how``, as the end of a sentence."""

    combination_id: str
    how: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The first run's selection on the second one's figures, under the rule of the run that is named.

    ``leaves`` are those that the best set does not have, what is ``missing`` among them. ``owed``: what is consulted on
    where the best set is taken instead; ``None`` where nothing has to change or no set is allowed.
    """

    rule_of: str
    audit: Audit
    missing: tuple[Missing, ...]
    leaves: tuple[str, ...]
    owed: Owed | None
    certified: bool

    @property
    def stands(self) -> bool:
        """Whether the selection is still allowed; it may no longer be the best."""
        return self.audit.verdict is not Verdict.NOT_ALLOWED


@dataclass(frozen=True, slots=True)
class Coverage:
    """The hardware variants that have to be covered and had not to be, the other way round, and those of the former
    that the first run's selection does not carry.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    uncovered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """Two runs compared, in installations. ``judged`` is empty where the first has selected nothing; it has a second
    judgement, under the first run's own rule, where that asks for something else. ``proof``: the certificate of the
    second run's best set, by file name.
    """

    earlier: str
    later: str
    scheme: TableScheme = field(repr=False)
    rules: tuple[Differing, ...]
    before: Figures
    after: Figures
    moves: tuple[Move, ...]
    coverage: Coverage
    selected: tuple[str, ...]
    judged: tuple[Judged, ...]
    opened: tuple[Opened, ...]
    proof: Mapping[str, bytes] = field(repr=False)


def diff(first: OpenRun, second: OpenRun) -> Diff:
    """What has moved from one run to another.

    Raises ``UsageError`` for runs of two schemes, ``VerificationFailed`` where the moves do not add up, and what
    ``select`` raises.
    """
    rules = differing_rules(first, second)
    before, after = _placed(first.results), _placed(second.results)
    moves = moves_between(before, after)
    totals = figures_of(before), figures_of(after)
    _check_sums(moves, *totals)
    judged, proof = _judged(first, second, moves)
    return Diff(
        earlier=first.name,
        later=second.name,
        scheme=second.results.scheme,
        rules=rules,
        before=totals[0],
        after=totals[1],
        moves=moves,
        coverage=_coverage(first.results, second.results),
        selected=tuple(row.combination.combination_id for row in first.results.in_scope if row.selected),
        judged=judged,
        opened=opened_by(first.results.scheme, second.results.scheme, _ruled(moves)),
        proof=proof,
    )


def _placed(results: Results) -> list[Placed]:
    return [_of_row(row) for row in (*results.in_scope, *results.out_of_scope)]


def _of_row(row: CombinationRow) -> Placed:
    figures = row.deployed, row.population
    return Placed(row.combination, *figures, row.in_scope, row.scope_rule, row.scope_reason, row.route, row.selected)


def _check_sums(moves: Sequence[Move], before: Figures, after: Figures) -> None:
    moved = sum((one.figures for one in moves), Figures())
    if moved != after - before:
        raise VerificationFailed(
            "The moves are not the difference of the totals",
            hint="This is a fault of Eligo: please report it with both runs.",
            details=[f"moved: {moved}", f"difference: {after - before}"],
        )


def _ruled(moves: Sequence[Move]) -> list[Ruled]:
    return [
        Ruled(one.after.deployed, one.before.rule, one.before.in_scope, one.after.rule, one.after.in_scope)
        for one in moves
        if one.before and one.after
    ]


def _coverage(first: Results, second: Results) -> Coverage:
    """What has to be covered in either run; nothing where its policy does not ask for coverage."""
    required = [set(required_coverage(run.candidates, run.deployed, run.policy)) for run in (first, second)]
    strength = second.policy.strength
    own = (covers(row.candidate(first.scheme).variants, strength) for row in first.in_scope if row.selected)
    carried = frozenset[str]().union(*own)
    new = required[1] - required[0]
    return Coverage(tuple(sorted(new)), tuple(sorted(required[0] - required[1])), tuple(sorted(new - carried)))


def _judged(first: OpenRun, second: OpenRun, moves: Sequence[Move]) -> tuple[tuple[Judged, ...], dict[str, bytes]]:
    """The judgements, and the certificate under the second run's rule."""
    chosen = [row.combination for row in first.results.in_scope if row.selected]
    if not chosen:
        return (), {}
    results = second.results
    own = _restricted(first.results.policy, results)
    policies = {second.name: results.policy, **({first.name: own} if own != results.policy else {})}
    judged, proofs = [], []
    missing = _missing(chosen, moves, results)
    for name, policy in policies.items():
        one, proof = _judgement(name, chosen, missing, policy, results)
        judged.append(one)
        proofs.append(proof)
    return tuple(judged), proofs[0]


def _restricted(policy: SelectionPolicy, results: Results) -> SelectionPolicy:
    """A policy without what speaks of combinations and operators that are not there."""
    inside = {row.combination.combination_id for row in results.in_scope}
    operators = {*results.scheme.operators}
    minimum, maximum = (
        {name: number for name, number in (limits or {}).items() if name in operators}
        for limits in (policy.minimum, policy.maximum)
    )
    return replace(policy, pins=policy.pins & inside, bans=policy.bans & inside, minimum=minimum, maximum=maximum)


def _missing(chosen: Sequence[Combination], moves: Sequence[Move], results: Results) -> tuple[Missing, ...]:
    inside = {row.combination for row in results.in_scope}
    moved = {one.before.combination: one for one in moves if one.before}
    return tuple(Missing(one.combination_id, _what_became(moved.get(one))) for one in chosen if one not in inside)


def _what_became(move: Move | None) -> str:
    if move is None or move.after is None:
        return "is gone"
    if move.firmware:
        changes = ", ".join(f"{one.device_type} from {one.before} to {one.after}" for one in move.firmware)
        return f"has other firmware ({changes}) and is {move.combination.combination_id} now"
    return f"is out of scope by the rule {move.after.rule}: {move.after.reason}"


def _judgement(
    name: str, chosen: Sequence[Combination], missing: tuple[Missing, ...], policy: SelectionPolicy, results: Results
) -> tuple[Judged, dict[str, bytes]]:
    candidates = {one.combination_id: one for one in results.candidates}
    rows = {row.combination.combination_id: row.combination for row in results.in_scope}
    published = [candidates[one.combination_id] for one in chosen if one.combination_id in candidates]
    audit = _audited(results, policy, published, candidates)
    proof = checked_certificate(audit.best, results.table, results.rules)
    known = {**{one.combination_id: one for one in chosen}, **rows}
    leaves = (*audit.leaves, *(one.combination_id for one in missing))
    changes = not isinstance(audit.best, Conflict) and audit.verdict in (Verdict.DOMINATED, Verdict.NOT_ALLOWED)
    owed = owed_for(results.scheme, [known[one] for one in leaves], [known[one] for one in audit.enters])
    return Judged(name, audit, missing, leaves, owed if changes else None, bool(proof)), proof


def _audited(
    results: Results, policy: SelectionPolicy, published: Sequence[Candidate], candidates: Mapping[str, Candidate]
) -> Audit:
    return audit_choice([*candidates.values()], results.deployed, policy, results.scheme.operators, published)
