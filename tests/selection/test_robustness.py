"""The selection against every completion of the missing figures: every completion and every set is tried."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import settings

from eligo.selection import Selection, Standing, robustness, select
from eligo.selection.uncertain import Figure, Interval, Kind, Newcomer, Source, Uncertainty, Waiting
from eligo.terms import Candidate, SelectionPolicy
from oracle.robustness_oracle import count_of, tried
from selection.drawn_candidates import OPERATORS, total

MOST_COMPLETIONS = 120
"""As many as are tried of one estate."""

VARIANTS = ("hub-1", "hub-2", "meter-1", "meter-2")


def drawn_fleet(random: Random) -> list[Candidate]:
    """Up to six candidates, small and alike, so that ties and small leads are usual."""
    fleet = []
    for number in range(random.randint(3, 6)):
        population = random.choice([0, 1, 2, 3, 4, 6])
        variants = frozenset({random.choice(VARIANTS[:2]), random.choice(VARIANTS[2:])})
        bases = frozenset({f"C-{random.randint(0, 5)}"} if random.random() < 0.12 else ()) - {f"C-{number}"}
        one = (f"C-{number}", f"id {random.randint(0, 9)}{number}", random.choice(OPERATORS[:2]))
        fleet.append(Candidate(*one, population, population + random.choice([0, 0, 1]) or 1, variants, bases))
    return fleet


def source(kind: Kind, number: int) -> Source:
    return Source(kind, f"supplier {number}", "N", (f"supplier {number}",), "file.csv", str(number))


def drawn_doubts(random: Random, fleet: list[Candidate]) -> Uncertainty:
    """A few rows and figures that are in doubt, with few installations each."""
    known = sorted({variant for one in fleet for variant in one.variants})
    newcomers = {
        f"new-{number}": Newcomer(random.choice(OPERATORS[:2]), frozenset(random.sample(known, 2)), told=True)
        for number in range(random.choice([0, 0, 1]))
    }
    ids = [one.combination_id for one in fleet]
    waiting = []
    for number in range(random.choice([0, 1, 1, 2])):
        members = frozenset(random.sample(ids, random.choice([0, 1, 1, 2])))
        unseen = frozenset(key for key in newcomers if random.random() < 0.6)
        least = random.choice([0, 1, 2])
        elsewhere = random.random() < 0.4 or not (members or unseen)
        most, intends = least + random.choice([0, 0, 1]), random.choice([True, True, None, False])
        row = Waiting(source(Kind.QUARANTINED, number), least, most, members, unseen, elsewhere, intends)
        waiting.append(row)
    figures = []
    for number, one in enumerate(random.sample(fleet, random.choice([0, 1, 1, 2])), start=5):
        least, most = random.choice([0, 0, 1]), random.choice([0, 1, 2])
        gone = random.choice([0, 0, 0, one.deployed])
        deployed = Interval(one.deployed - gone, one.deployed, one.deployed + random.choice([0, most]))
        least = 0 if gone else max(0, one.population - least)
        population = Interval(least, one.population, min(one.population + most, deployed.most))
        figures.append(Figure(source(Kind.DIFFERENCE, number), one.combination_id, deployed, population))
    doubts = Uncertainty(tuple(waiting), tuple(figures), newcomers)
    while count_of(doubts) > MOST_COMPLETIONS:
        doubts = replace(doubts, waiting=doubts.waiting[1:]) if doubts.waiting else replace(doubts, figures=())
    return doubts


def drawn_policy(random: Random, fleet: list[Candidate]) -> SelectionPolicy:
    ids = [one.combination_id for one in fleet]
    return SelectionPolicy(
        size=random.choice([1, 2, 2, 3]),
        cover=random.random() < 0.7,
        bans=frozenset(random.sample(ids, random.choice([0, 0, 0, 1]))),
        maximum={"N": random.choice([1, 2])} if random.random() < 0.3 else None,
        minimum={"S": 1} if random.random() < 0.15 else None,
    )


def drawn(seed: int) -> tuple[Selection, list[Candidate], SelectionPolicy, Uncertainty] | None:
    """A selection with doubts, or none where nothing can be selected."""
    random = Random(seed)
    fleet = drawn_fleet(random)
    policy, doubts = drawn_policy(random, fleet), drawn_doubts(random, fleet)
    answer = select(fleet, total(fleet), policy, OPERATORS)
    return (answer, fleet, policy, doubts) if isinstance(answer, Selection) else None


def judged(seed: int) -> str:
    """What is said of a drawn selection, once trying everything has found no fault with it."""
    one = drawn(seed)
    if one is None:
        return "nothing to select"
    selection, fleet, policy, doubts = one
    told = robustness(selection, fleet, total(fleet), policy, doubts)
    truth = tried(selection.selected, selection.equivalent, fleet, policy, doubts)
    assert (told.share.least, told.share.most) == (truth.least, truth.most), seed
    if told.standing is Standing.SAME:
        assert not truth.changes, seed
        assert told.worst is None or told.worst.lead == truth.lead or not doubts.sources, seed
        return "same"
    assert told.standing is Standing.MAY_CHANGE, seed
    if told.worst and not told.worst.lead and told.smallest is None:
        assert truth.cost is None, seed
        return "a tie" if truth.changes else "a tie that changes nothing"
    assert truth.changes, seed
    assert told.smallest is not None, seed
    assert truth.cost is not None, seed
    assert told.smallest.at_least <= truth.cost <= told.smallest.installations, seed
    return "smallest" if told.smallest.at_least == told.smallest.installations else "bounded"


@pytest.mark.parametrize("block", range(3))
def test_every_completion_agrees(block: int) -> None:
    said = Counter(judged(seed) for seed in range(50 * block, 50 * (block + 1)))

    assert said["same"] > 4
    assert said["smallest"] > 4
    assert said["bounded"] <= said["smallest"]


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(100 if settings.get_current_profile_name() == "fuzz" else 2))
def test_every_completion_agrees_in_thousands(block: int) -> None:
    said = Counter(judged(seed) for seed in range(1_000 + 50 * block, 1_000 + 50 * (block + 1)))

    assert said["smallest"] > said["bounded"]
