"""Drawn estates: one candidate a line, as little of it as the test is about.

    id  operator  population  variants
    a   N         70          hub-1 meter-1

``deployed`` may stand as ``population/deployed``; without it both are the same. The identity text is ``id <id>``.
"""

from __future__ import annotations

from random import Random

from eligo.selection import Conflict, Selection, select
from eligo.terms import Candidate, SelectionPolicy

OPERATORS = ("N", "S", "W")


def drawn(table: str) -> list[Candidate]:
    """The candidates of a table, whose first line is its header."""
    rows = [line.split() for line in table.strip().splitlines()[1:]]
    return [_candidate(*row) for row in rows]


def _candidate(one_id: str, operator: str, installations: str, *variants: str) -> Candidate:
    population, _, deployed = installations.partition("/")
    return Candidate(
        one_id, f"id {one_id}", operator, int(population), int(deployed or population), frozenset(variants)
    )


def total(candidates: list[Candidate]) -> int:
    """All deployed installations: the denominator of shares."""
    return sum(one.deployed for one in candidates)


def answer(candidates: list[Candidate], policy: SelectionPolicy) -> Selection | Conflict:
    """What is selected from the candidates, over the three drawn operators."""
    return select(candidates, total(candidates), policy, OPERATORS)


def chosen(candidates: list[Candidate], policy: SelectionPolicy) -> str:
    """The selected ids in rank order, with spaces between; fails where there is no set."""
    found = answer(candidates, policy)
    assert isinstance(found, Selection), found
    assert found.status == "optimal"
    return " ".join(one.combination_id for one in found.selected)


def random_candidates(random: Random, count: int, variants_per_type: int, populations: str) -> list[Candidate]:
    """Candidates with one variant of each of three device types, the rarer variants on the smaller candidates."""
    candidates = []
    for i in range(count):
        reach = variants_per_type * (0.3 + 0.9 * i / count)
        population = {
            "steep": int(400_000 * (i + 1) ** -1.1 * random.uniform(0.8, 1.2)),
            "equal": 7,
            "zero": 0,
            "few": random.choice([0, 0, 5, 10]),
            "near": 100_000 + random.randint(0, 50),
        }[populations]
        variants = frozenset(
            f"{kind}-{min(variants_per_type - 1, int(reach * random.random() ** 2))}"
            for kind in ("meter", "gas", "hub")
        )
        deployed = population + random.choice([0, 0, random.randint(0, 3)])
        identity = f"id {random.randint(0, 9999):04}-{i}"
        candidates.append(Candidate(f"C-{i}", identity, random.choice(OPERATORS), population, deployed, variants))
    random.shuffle(candidates)
    return candidates
