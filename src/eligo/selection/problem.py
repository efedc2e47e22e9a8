"""The selection as places: candidates in rank order, who carries what, and what each set of them is worth.

What belongs here: the translation of candidates into ``Problem``. What does not: what is asked of a set
(``requirements``), finding one (``prover``), or saying that there is none (``conflict``).

Invariants: the candidate at place ``i``, from 0, is the one of rank ``i + 1``; a set of candidates is a tuple of
places, ascending. A set is worth what it *unlocks*: its members, and the candidates for which the test of a member
stands (``Candidate.bases``). No floating-point number takes part.
Source: ``results.md``, "Ties" and "Routes" (minimum share); ``programme.md`` 4, equivalence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from eligo.errors import NotFound, UsageError, VersionConflict
from eligo.selection.program import Chosen
from eligo.terms import Candidate, SelectionPolicy, covers, rank_key


@dataclass(frozen=True, slots=True)
class Problem:
    """The candidates as places. ``candidates`` are in rank order, ``variants`` (those required) in text order.

    ``carriers``: in text order, all that has to be covered, variants and sets of up to ``strength`` of them, and the
    places that cover it. ``too_small``: the places below the minimum share. ``testers``: of each place for which other
    tests stand, every place whose test unlocks it, its own among them.
    """

    candidates: tuple[Candidate, ...]
    variants: tuple[str, ...]
    not_required: tuple[str, ...]
    carriers: Mapping[str, Chosen]
    strength: int
    too_small: Chosen
    positions: Mapping[str, int]
    testers: Mapping[int, Chosen]

    @property
    def unit(self) -> int:
        """What one installation of population weighs: more than all that are deployed together."""
        return sum(one.deployed for one in self.candidates) + 1

    @property
    def worth(self) -> list[int]:
        """What each candidate weighs where it is unlocked: first its population, then its deployed."""
        unit = self.unit
        return [one.population * unit + one.deployed for one in self.candidates]

    def unlocked(self, chosen: Collection[int]) -> Chosen:
        """The places that a set unlocks, directly or by equivalence."""
        held = set(chosen)
        return tuple(sorted(held | {i for i, testers in self.testers.items() if not held.isdisjoint(testers)}))

    def population(self, chosen: Collection[int]) -> int:
        """Installations of population that a set unlocks."""
        return sum(self.candidates[i].population for i in self.unlocked(chosen))

    def deployed(self, chosen: Collection[int]) -> int:
        """Deployed installations that a set unlocks."""
        return sum(self.candidates[i].deployed for i in self.unlocked(chosen))

    def weight(self, chosen: Collection[int]) -> tuple[int, int]:
        """What a set is judged by before ranks: population, then deployed."""
        return self.population(chosen), self.deployed(chosen)

    def comes_first(self, one: Chosen, other: Chosen) -> bool:
        """Whether a set is better than another: by population, then deployed, then ranks."""
        weights = self.weight(one), self.weight(other)
        return weights[0] > weights[1] or (weights[0] == weights[1] and one < other)

    def covered(self, chosen: Collection[int]) -> tuple[str, ...]:
        """What a set covers of all that has to be covered, in text order."""
        held = frozenset(chosen)
        return tuple(one for one, places in self.carriers.items() if not held.isdisjoint(places))

    def ids(self, chosen: Collection[int]) -> tuple[str, ...]:
        """The ids of a set in rank order."""
        return tuple(self.candidates[i].combination_id for i in sorted(chosen))


def make_problem(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> Problem:
    """The candidates as places, whatever order they come in.

    Raises ``UsageError`` for a size below 1, ``VersionConflict`` where two candidates have one id, and
    ``NotFound``, with the closest known, where a pin, ban or limit names nothing that is in scope.
    """
    ranked = tuple(sorted(candidates, key=lambda candidate: (rank_key(candidate), candidate.combination_id)))
    positions = {candidate.combination_id: i for i, candidate in enumerate(ranked)}
    _check(ranked, positions, policy)
    too_small = tuple(
        i for i, one in enumerate(ranked) if _share(one.deployed, deployed_in_scope) < policy.minimum_share
    )
    small = frozenset(too_small)
    carriers: dict[str, list[int]] = {}
    for i, one in enumerate(ranked):
        for covered in covers(one.variants, policy.strength):
            carriers.setdefault(covered, []).append(i)
    variants = frozenset[str]().union(*(one.variants for one in ranked))
    required = sorted(covered for covered, places in carriers.items() if not small.issuperset(places))
    asked = tuple(one for one in required if one in variants and policy.cover)
    return Problem(
        candidates=ranked,
        variants=asked,
        not_required=tuple(sorted(variants.difference(asked))),
        carriers={covered: tuple(carriers[covered]) for covered in required},
        strength=policy.strength,
        too_small=too_small,
        positions=positions,
        testers=_testers(ranked, positions),
    )


def required_coverage(
    candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> tuple[str, ...]:
    """The hardware variants, and sets of them, that a selection has to cover, in text order; none where it need not."""
    return tuple(make_problem(candidates, deployed_in_scope, policy).carriers) if policy.cover else ()


def _testers(ranked: Sequence[Candidate], positions: Mapping[str, int]) -> dict[int, Chosen]:
    """Who unlocks each candidate that others unlock too; a base that is not in scope unlocks nothing."""
    found = {}
    for i, one in enumerate(ranked):
        bases = {positions[base] for base in one.bases if base in positions} - {i}
        if bases:
            found[i] = tuple(sorted(bases | {i}))
    return found


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


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
        closest = {one: get_close_matches(one, sorted({*known}), n=3, cutoff=0.5) for one in unknown}
        raise NotFound(
            f"The selection names what is no {noun} in scope: {', '.join(unknown)}",
            hint=f"Name {noun}s that are in scope.",
            details=[f"{one}: closest are {', '.join(close) or 'none'}" for one, close in closest.items()],
        )


def problem_hash(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> str:
    """SHA-256 over a canonical text of what is chosen from and what is asked, the same in any order of either."""
    text = {
        "candidates": sorted(
            [c.combination_id, c.identity, c.operator, c.population, c.deployed, sorted(c.variants)]
            + [sorted(c.bases)] * bool(c.bases)
            for c in candidates
        ),
        "deployed_in_scope": deployed_in_scope,
        "size": policy.size,
        "cover": policy.cover,
        **({"strength": policy.strength} if policy.strength > 1 else {}),
        "pins": sorted(policy.pins),
        "bans": sorted(policy.bans),
        "minimum": dict(policy.minimum or {}),
        "maximum": dict(policy.maximum or {}),
        "minimum_share": str(policy.minimum_share),
    }
    canonical = json.dumps(text, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
