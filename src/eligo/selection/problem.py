"""The selection as integers: candidates in rank order, what each covers, and one exact value per candidate.

What belongs here: the translation of candidates into ``Problem``, and the types of bit sets and demands. What does
not: what is asked (``requirements``), finding a set (``search``), or saying that there is none (``conflict``).

Invariants: candidate ``i`` is the one of rank ``i + 1``; a set of candidates, or of variants, is an ``int`` whose
bit ``i`` says whether member ``i`` is in it; ``values`` add up to a total order of sets of one size (see
``_values``), so that the best set is unique. No floating-point number takes part.
Source: ``results.md``, "Ties" and "Routes" (minimum share).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from eligo.errors import NotFound, UsageError, VersionConflict
from eligo.terms import Candidate, SelectionPolicy, rank_key


@dataclass(frozen=True, slots=True)
class Problem:
    """The candidates as integers. Tuples over candidates are in rank order, tuples over variants in text order.

    ``values``: see ``_values``; one installation of population is worth ``unit``. ``by_value``: the candidates, the
    greatest value first (not the rank order: of equal populations the more deployed is worth more). ``coverings``:
    the required variants of each candidate, as a bit set; ``covers``: the same, listed. ``companions``: for each
    variant, every variant that some candidate has together with it. ``groups``: 0 for operators without a limit,
    then one group per operator of ``limited``. ``too_small``: the candidates below the minimum share, as a bit set.
    """

    candidates: tuple[Candidate, ...]
    variants: tuple[str, ...]
    not_required: tuple[str, ...]
    values: tuple[int, ...]
    unit: int
    by_value: tuple[int, ...]
    coverings: tuple[int, ...]
    covers: tuple[tuple[int, ...], ...]
    companions: tuple[int, ...]
    groups: tuple[int, ...]
    limited: tuple[str, ...]
    too_small: int
    positions: Mapping[str, int]

    def population(self, chosen: int) -> int:
        """Installations of population in a set."""
        return sum(self.candidates[i].population for i in members(chosen))

    def deployed(self, chosen: int) -> int:
        """Deployed installations in a set."""
        return sum(self.candidates[i].deployed for i in members(chosen))

    def value(self, chosen: int) -> int:
        """What a set is worth; of two sets of one size the better has the greater value, never the same."""
        return sum(self.values[i] for i in members(chosen))

    def covered(self, chosen: int) -> int:
        """The required variants that a set covers, as a bit set."""
        covered = 0
        for i in members(chosen):
            covered |= self.coverings[i]
        return covered

    def ids(self, chosen: int) -> tuple[str, ...]:
        """The ids of a set in rank order."""
        return tuple(self.candidates[i].combination_id for i in members(chosen))


@dataclass(frozen=True, slots=True)
class Demand:
    """What a set must satisfy: ``size`` members exactly (``None``: any number), ``cover`` covered, ``forced`` in,
    ``barred`` out, and per group of ``Problem.groups`` at least ``least`` and at most ``most`` members.
    """

    size: int | None
    cover: int
    forced: int
    barred: int
    least: tuple[int, ...]
    most: tuple[int, ...]


def members(bits: int) -> Iterator[int]:
    """The members of a bit set, ascending.

    >>> list(members(0b10110))
    [1, 2, 4]
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def make_problem(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> Problem:
    """The candidates as integers, whatever order they come in.

    Raises ``UsageError`` for a size below 1, ``VersionConflict`` where two candidates have one id, and
    ``NotFound``, with the closest known, where a pin, ban or limit names nothing that is in scope.
    """
    ranked = tuple(sorted(candidates, key=lambda candidate: (rank_key(candidate), candidate.combination_id)))
    positions = {candidate.combination_id: i for i, candidate in enumerate(ranked)}
    _check(ranked, positions, policy)
    too_small = sum(
        1 << i for i, one in enumerate(ranked) if _share(one.deployed, deployed_in_scope) < policy.minimum_share
    )
    required = sorted({v for i, one in enumerate(ranked) if not too_small >> i & 1 for v in one.variants})
    bit = {variant: 1 << v for v, variant in enumerate(required)}
    coverings = tuple(sum(bit.get(variant, 0) for variant in one.variants) for one in ranked)
    limited = tuple(sorted({*(policy.minimum or {}), *(policy.maximum or {})}))
    group = {operator: g for g, operator in enumerate(limited, start=1)}
    values, unit = _values(ranked)
    return Problem(
        candidates=ranked,
        variants=tuple(required),
        not_required=tuple(sorted({variant for one in ranked for variant in one.variants} - set(required))),
        values=values,
        unit=unit,
        by_value=tuple(sorted(range(len(ranked)), key=values.__getitem__, reverse=True)),
        coverings=coverings,
        covers=tuple(tuple(members(covering)) for covering in coverings),
        companions=_companions(coverings, len(required)),
        groups=tuple(group.get(one.operator, 0) for one in ranked),
        limited=limited,
        too_small=too_small,
        positions=positions,
    )


def _values(ranked: Sequence[Candidate]) -> tuple[tuple[int, ...], int]:
    """One integer per candidate whose sums order sets by population, then deployed, then list of ranks.

    Population is worth more than all deployed together, and one deployed more than all ranks together. The ranks
    are powers of two, the first the greatest: of two sets of one size the one whose sorted list of ranks comes
    first has, at the first difference, the higher bit.
    """
    all_deployed = sum(one.deployed for one in ranked)
    count = len(ranked)
    values = tuple(
        ((one.population * (all_deployed + 1) + one.deployed) << count) + (1 << (count - 1 - i))
        for i, one in enumerate(ranked)
    )
    return values, (all_deployed + 1) << count


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _companions(coverings: Sequence[int], count: int) -> tuple[int, ...]:
    together = [0] * count
    for covering in set(coverings):
        for v in members(covering):
            together[v] |= covering
    return tuple(together)


def _check(ranked: Sequence[Candidate], positions: Mapping[str, int], policy: SelectionPolicy) -> None:
    if policy.size < 1:
        raise UsageError(
            f"A selection of {policy.size} combinations was asked for", hint="Ask for a size of 1 or more."
        )
    if len(positions) < len(ranked):
        twice = sorted({i for i in positions if sum(one.combination_id == i for one in ranked) > 1})
        raise VersionConflict(
            "Two candidates have the same combination id", hint="Give each combination once.", details=twice
        )
    _known("combination", policy.pins | policy.bans, list(positions))


def check_operators(policy: SelectionPolicy, operators: Sequence[str]) -> None:
    """Raise ``NotFound``, with the closest known, where a limit names an operator that the scheme does not have."""
    _known("operator", frozenset(policy.minimum or ()) | frozenset(policy.maximum or ()), operators)


def _known(noun: str, asked: frozenset[str], known: Sequence[str]) -> None:
    unknown = sorted(asked - set(known))
    if unknown:
        closest = {one: get_close_matches(one, sorted(known), n=3, cutoff=0.5) for one in unknown}
        raise NotFound(
            f"The selection names {noun}{'s' if len(unknown) > 1 else ''} not in scope: {', '.join(unknown)}",
            hint=f"Name {noun}s that are in scope.",
            details=[f"{one}: closest are {', '.join(close) or 'none'}" for one, close in closest.items()],
        )


def group_counts(problem: Problem, chosen: int, groups: int) -> list[int]:
    """How many members of a set are in each group."""
    counts = [0] * groups
    for i in members(chosen):
        counts[problem.groups[i]] += 1
    return counts


def problem_hash(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> str:
    """SHA-256 over a canonical text of what is chosen from and what is asked, the same in any order of either."""
    text = {
        "candidates": sorted(
            [c.combination_id, c.identity, c.operator, c.population, c.deployed, sorted(c.variants)] for c in candidates
        ),
        "deployed_in_scope": deployed_in_scope,
        "size": policy.size,
        "cover": policy.cover,
        "pins": sorted(policy.pins),
        "bans": sorted(policy.bans),
        "minimum": dict(policy.minimum or {}),
        "maximum": dict(policy.maximum or {}),
        "minimum_share": str(policy.minimum_share),
    }
    canonical = json.dumps(text, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
