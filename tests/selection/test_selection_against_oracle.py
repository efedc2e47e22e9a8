"""The selection against every subset, on small instances with every kind of requirement."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.selection import Conflict, Selection, near_optima, select, size_curve
from eligo.terms import Candidate, SelectionPolicy
from oracle.selection_oracle import Subset, all_asked, all_sets_best_first, can_hold_together, holds, subsets
from selection.drawn_candidates import OPERATORS, answer, total

pytestmark = pytest.mark.drawn

Instance = tuple[list[Candidate], SelectionPolicy]


def random_instance(seed: int) -> Instance:
    """Up to nine candidates with many ties, zeros and repeated variants, and a policy of any severity."""
    random = Random(seed)
    highest = random.choice([0, 1, 3, 10, 100])
    variants = [f"V{i}" for i in range(random.randint(0, 5))]
    candidates = []
    for i in range(random.randint(1, 9)):
        population = random.randint(0, highest)
        deployed = population + random.choice([0, 0, random.randint(0, 3)])
        own = frozenset(random.sample(variants, random.randint(0, min(3, len(variants)))))
        identity = f"id {random.randint(0, 99):02}-{i}"
        candidates.append(
            Candidate(f"C-{random.randint(0, 999)}-{i}", identity, random.choice(OPERATORS), population, deployed, own)
        )
    ids = [one.combination_id for one in candidates]

    def some() -> frozenset[str]:
        return frozenset(random.sample(ids, min(len(ids), random.choice([0, 0, 0, 1, 2]))))

    policy = SelectionPolicy(
        size=random.randint(1, min(len(ids) + 1, 5)),
        cover=random.random() < 0.85,
        strength=random.choice([1, 1, 1, 2, 3]),
        pins=some(),
        bans=some(),
        minimum={name: random.randint(0, 2) for name in OPERATORS if random.random() < 0.2},
        maximum={name: random.randint(0, 3) for name in OPERATORS if random.random() < 0.2},
        minimum_share=random.choice([Fraction(0)] * 3 + [Fraction(1, 20), Fraction(1, 7)]),
    )
    return candidates, policy


def ids_of(subset: Subset) -> tuple[str, ...]:
    return tuple(one.combination_id for one in subset)


def judge(candidates: list[Candidate], policy: SelectionPolicy) -> None:
    """Fail where the answer is not the oracle's: the set, the next best, and each loss; or an irreducible conflict."""
    found = answer(candidates, policy)
    best_first = all_sets_best_first(candidates, total(candidates), policy)
    if isinstance(found, Conflict):
        assert best_first == []
        judge_conflict(found, candidates, policy)
        return
    assert found.status == "optimal"
    assert found.selected == best_first[0]
    assert [other.selected for other in found.alternatives] == [ids_of(subset) for subset in best_first[1:6]]
    assert [other.loss for other in found.alternatives] == [
        found.population - sum(one.population for one in subset) for subset in best_first[1:6]
    ]
    judge_prices(found, candidates, policy)
    for one in candidates:
        if one not in found.selected:
            judge_why_not(found, one, policy, [subset for subset in best_first if one in subset])


def judge_prices(found: Selection, candidates: list[Candidate], policy: SelectionPolicy) -> None:
    everything, whole = all_asked(candidates, total(candidates), policy), total(candidates)
    priced = {(one.requirement.kind, one.requirement.subject): one for one in found.prices}
    groups = {one: [one] for one in everything if one[0] != "size"}
    coverage = [one for one in everything if one[0] == "coverage"]
    groups |= {("coverage", ""): coverage} if len(coverage) > 1 else {}
    assert priced.keys() == groups.keys()
    for name, group in groups.items():
        left = [one for one in everything if one not in group]
        sets = [one for one in subsets(candidates) if all(holds(asked, one, whole, policy) for asked in left)]
        best = max(sum(one.population for one in subset) for subset in sets)
        assert (priced[name].installations, priced[name].proved) == (best - found.population, True)


def judge_why_not(found: Selection, one: Candidate, policy: SelectionPolicy, with_it: list[Subset]) -> None:
    reason = found.why_not[one.combination_id]
    if not with_it:
        assert reason.startswith(("No set of", "It is banned", "It stands for"))
        return
    population = sum(other.population for other in with_it[0])
    if population == found.population:
        assert reason.startswith(f"The best set with it has as many installations ({population:,})")
    else:
        lost = f"The best set with it has {found.population - population:,} fewer installation"
        assert reason.startswith(lost)
        assert f"({population:,} instead of {found.population:,})" in reason
    _, _, given_up = reason.partition(", or coverage of ")
    if given_up:
        variant = given_up.removesuffix(" no longer required.")
        (price,) = (price for price in found.prices if price.requirement.subject == variant)
        assert one.combination_id in price.selected


def judge_conflict(found: Conflict, candidates: list[Candidate], policy: SelectionPolicy) -> None:
    named = [(one.kind, one.subject) for one in found.requirements]
    everything = all_asked(candidates, total(candidates), policy)
    assert set(named) <= set(everything)
    assert not can_hold_together(named, candidates, total(candidates), policy)
    for idle in named:
        rest = [one for one in named if one != idle]
        assert can_hold_together(rest, candidates, total(candidates), policy)
    assert found.smallest
    for fewer in combinations(everything, len(named) - 1):
        assert can_hold_together(fewer, candidates, total(candidates), policy)


@pytest.mark.parametrize("block", range(10))
def test_random_instances_agree_with_every_subset(block: int) -> None:
    for seed in range(block * 60, block * 60 + 60):
        judge(*random_instance(seed))


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    counts = st.integers(0, 4)
    sets = st.frozensets(st.sampled_from(["V1", "V2", "V3", "V4"]), max_size=3)
    rows = draw(st.lists(st.tuples(st.sampled_from(OPERATORS), counts, counts, sets), min_size=1, max_size=7))
    candidates = [
        Candidate(f"C-{i}", f"id {i}", operator, population, population + further, variants)
        for i, (operator, population, further, variants) in enumerate(rows)
    ]
    named = st.frozensets(st.sampled_from([one.combination_id for one in candidates]), max_size=2)
    limits = st.dictionaries(st.sampled_from(OPERATORS), st.integers(0, 3), max_size=2)
    return candidates, SelectionPolicy(
        size=draw(st.integers(1, 5)),
        cover=draw(st.booleans()),
        strength=draw(st.integers(1, 3)),
        pins=draw(named),
        bans=draw(named),
        minimum=draw(limits),
        maximum=draw(limits),
        minimum_share=draw(st.sampled_from([Fraction(0), Fraction(1, 10)])),
    )


@given(instances())
def test_any_instance_agrees_with_every_subset(instance: Instance) -> None:
    judge(*instance)


@pytest.mark.parametrize("block", range(4))
def test_ties_and_near_optima_are_all_the_sets_that_lose_no_more(block: int) -> None:
    for seed in range(4000 + block * 30, 4030 + block * 30):
        candidates, policy = random_instance(seed)
        best_first = all_sets_best_first(candidates, total(candidates), policy)
        if not best_first:
            continue
        populations = [sum(one.population for one in subset) for subset in best_first]
        for loss in (0, 1, populations[0] // 3):
            near = near_optima(candidates, total(candidates), policy, OPERATORS, loss)
            close = [ids_of(s) for s, n in zip(best_first, populations, strict=True) if populations[0] - n <= loss]
            assert [one.selected for one in near.sets] == close[1:]
            assert near.ties == populations.count(populations[0]) - 1
            assert near.complete
            some = near_optima(candidates, total(candidates), policy, OPERATORS, loss, most=1)
            assert (len(some.sets), some.complete) == (min(1, len(close) - 1), len(close) < 3)


@pytest.mark.parametrize("block", range(4))
def test_the_margin_is_the_first_number_that_changes_the_answer(block: int) -> None:
    for seed in range(1000 + block * 30, 1030 + block * 30):
        candidates, policy = random_instance(seed)
        policy = replace(policy, minimum_share=Fraction(0))
        found = answer(candidates, policy)
        if isinstance(found, Selection):
            assert found.margin == first_change(candidates, policy, found)


def first_change(candidates: list[Candidate], policy: SelectionPolicy, found: Selection) -> int | None:
    """By trying: one installation after another on each combination that some set contains and the best does not."""
    possible = {one for subset in all_sets_best_first(candidates, total(candidates), policy) for one in subset}
    changes = []
    for one in possible - set(found.selected):
        further = 1
        while ids_set(best_with_more(candidates, policy, one, further)) == ids_set(found.selected):
            further += 1
        changes.append(further)
    return min(changes, default=None)


def best_with_more(candidates: list[Candidate], policy: SelectionPolicy, one: Candidate, further: int) -> Subset:
    grown = replace(one, population=one.population + further, deployed=one.deployed + further)
    again = [grown if other == one else other for other in candidates]
    return all_sets_best_first(again, total(again), policy)[0]


def ids_set(subset: Subset) -> set[str]:
    return {one.combination_id for one in subset}


@pytest.mark.parametrize("block", range(4))
def test_the_curve_is_the_best_set_at_every_size_with_and_without_coverage(block: int) -> None:
    for seed in range(2000 + block * 20, 2020 + block * 20):
        candidates, policy = random_instance(seed)
        for point in size_curve(candidates, policy, OPERATORS, range(1, 7)):
            asked = replace(policy, size=point.size)
            free = all_sets_best_first(candidates, total(candidates), replace(asked, cover=False))
            best = all_sets_best_first(candidates, total(candidates), asked) or free
            assert point.population == (sum(one.population for one in best[0]) if best else None)
            assert point.deployed == (sum(one.deployed for one in best[0]) if best else None)
            assert point.free_population == (sum(one.population for one in free[0]) if free else None)
            assert point.free_deployed == (sum(one.deployed for one in free[0]) if free else None)


@pytest.mark.parametrize("seed", range(40))
def test_a_stopped_search_never_claims_too_little(seed: int) -> None:
    candidates, policy = random_instance(seed)
    best_first = all_sets_best_first(candidates, total(candidates), policy)
    found = select(candidates, total(candidates), policy, OPERATORS, steps=0)
    assert isinstance(found, Selection) == bool(best_first)
    if isinstance(found, Selection):
        best = sum(one.population for one in best_first[0])
        assert found.population <= best <= found.bound
        assert found.status == "feasible" or ids_of(best_first[0]) == tuple(
            one.combination_id for one in found.selected
        )
