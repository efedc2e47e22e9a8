"""The selection against every completion of the missing figures: every completion and every set is tried."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import settings

from eligo.selection import Robustness, Selection, Standing, robustness, robustness_words, select
from eligo.selection.uncertain import Figure, Interval, Kind, Newcomer, Source, Uncertainty, Waiting
from eligo.terms import Candidate, SelectionPolicy, covers
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


def drawn_doubts(random: Random, fleet: list[Candidate], strength: int) -> Uncertainty:
    """A few rows and figures that are in doubt, with few installations each; no newcomer has anything new to cover."""
    known = sorted({variant for one in fleet for variant in one.variants})
    reported = {covered for one in fleet for covered in covers(one.variants, strength)}
    newcomers = {
        f"new-{number}": Newcomer(random.choice(OPERATORS[:2]), variants, told=True)
        for number in range(random.choice([0, 0, 1]))
        if covers(variants := frozenset(random.sample(known, 2)), strength) <= reported
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
        strength=random.choice([1, 1, 2]),
        bans=frozenset(random.sample(ids, random.choice([0, 0, 0, 1]))),
        maximum={"N": random.choice([1, 2])} if random.random() < 0.3 else None,
        minimum={"S": 1} if random.random() < 0.15 else None,
        minimum_share=random.choice([Fraction(0)] * 7 + [Fraction(1, 10)]),
    )


def drawn(seed: int) -> tuple[Selection, list[Candidate], SelectionPolicy, Uncertainty] | None:
    """A selection with doubts, or none where nothing can be selected."""
    random = Random(seed)
    fleet = drawn_fleet(random)
    policy = drawn_policy(random, fleet)
    doubts = drawn_doubts(random, fleet, policy.strength)
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
    if told.standing is Standing.NOT_KNOWN and told.reasons[-1].startswith("Another set may come to have the same"):
        assert truth.cost is None, seed
        return "a tie" if truth.changes else "a tie that changes nothing"
    if told.standing is Standing.NOT_KNOWN:
        assert policy.minimum_share, seed
        assert "may pass the minimum share" in told.reasons[-1], seed
        return "not known"
    assert told.standing is Standing.MAY_CHANGE, seed
    assert truth.changes, seed
    assert told.smallest is not None, seed
    assert truth.cost is not None, seed
    assert told.smallest.at_least <= truth.cost <= told.smallest.installations, seed
    return "smallest" if told.smallest.at_least == told.smallest.installations else "bounded"


@pytest.mark.drawn
@pytest.mark.parametrize("block", range(3))
def test_every_completion_agrees(block: int) -> None:
    said = Counter(judged(seed) for seed in range(50 * block, 50 * (block + 1)))

    assert said["same"] > 1
    assert said["smallest"] > 1
    assert said["bounded"] <= said["smallest"]


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(100 if settings.get_current_profile_name() == "fuzz" else 2))
def test_every_completion_agrees_in_thousands(block: int) -> None:
    for seed in range(1_000 + 50 * block, 1_000 + 50 * (block + 1)):
        judged(seed)


FLEET = [
    Candidate("a", "id a", "N", 50, 50, frozenset({"hub-1"})),
    Candidate("b", "id b", "N", 40, 40, frozenset({"hub-2"})),
    Candidate("c", "id c", "S", 30, 30, frozenset({"hub-2"})),
]


TWO = SelectionPolicy(size=2)


def stands(doubts: Uncertainty, policy: SelectionPolicy = TWO) -> Robustness:
    """How a and b, the best two of the fleet, stand."""
    answer = select(FLEET, total(FLEET), policy, OPERATORS)
    assert isinstance(answer, Selection)
    assert [one.combination_id for one in answer.selected] == ["a", "b"]
    return robustness(answer, FLEET, total(FLEET), policy, doubts)


def waiting(most: int | None, *members: str, new: str = "", number: int = 1) -> Waiting:
    """A row of which all may be of those candidates, or of one that nobody has reported."""
    unseen = frozenset({new} if new else ())
    least = 1 if most is None else most
    return Waiting(source(Kind.QUARANTINED, number), least, most, frozenset(members), unseen, bool(new), True)


def test_where_nothing_is_in_doubt_the_selection_is_the_same_and_nobody_is_asked() -> None:
    told = stands(Uncertainty())
    assert (told.standing, told.worst, told.ask) == (Standing.SAME, None, ())
    assert robustness_words(told) == ["No figure is in doubt."]


def test_a_row_that_is_of_the_selected_alone_keeps_another_further_behind() -> None:
    told = stands(Uncertainty((waiting(5, "b"), waiting(9, "c", number=2))))
    assert told.worst is not None
    assert (told.standing, told.worst.selected, told.worst.lead) == (Standing.SAME, ("a", "c"), 30 + 9 - 40 - 5)


def test_the_smallest_change_counts_what_is_moved_and_says_whom_to_ask() -> None:
    told = stands(Uncertainty((waiting(15, "a", "c"), waiting(4, "c", number=2))))
    assert told.smallest is not None
    assert [(one.source.supplier, one.combination, one.installations) for one in told.smallest.moves] == [
        ("supplier 1", "c", 11)
    ]
    assert [(one.organisation, one.installations, one.alone) for one in told.ask] == [
        ("supplier 1", 15, True),
        ("supplier 2", 4, False),
    ]
    assert robustness_words(told) == [
        "The missing figures could change the selection.",
        "11 installations suffice to put another set ahead; fewer would not do.",
        "The answer of supplier 1 alone could do it.",
        "With what is missing counted, the selected stand for 64.7 % to 75.6 % of the deployed estate.",
    ]


def test_a_combination_that_nobody_has_reported_can_take_a_place() -> None:
    new = {"new": Newcomer("N", frozenset({"hub-2"}), told=False)}
    assert stands(Uncertainty((waiting(39, new="new"),), newcomers=new)).standing is Standing.SAME
    told = stands(Uncertainty((waiting(41, new="new"),), newcomers=new))
    assert told.worst is not None
    assert (told.standing, told.worst.selected, told.worst.unreported) == (Standing.MAY_CHANGE, ("a",), ("new",))


def test_rows_that_may_or_may_not_be_of_one_newcomer_are_not_said_to_change_it() -> None:
    new = {"new": Newcomer("N", frozenset({"hub-2"}), told=False)}
    rows = (waiting(25, new="new"), waiting(25, new="new", number=2))
    assert stands(Uncertainty(rows, newcomers=new)).standing is Standing.NOT_KNOWN
    rows = (waiting(25, new="new"), waiting(41, new="new", number=2))
    told = stands(Uncertainty(rows, newcomers=new))
    assert told.smallest is not None
    assert (told.standing, told.smallest.installations) == (Standing.MAY_CHANGE, 41)


def test_a_row_that_nothing_bounds_leaves_it_open_only_where_it_can_harm() -> None:
    assert stands(Uncertainty((waiting(None, "a"),))).standing is Standing.SAME
    told = stands(Uncertainty((waiting(None, "c"),)))
    assert (told.standing, told.ask[0].installations) == (Standing.NOT_KNOWN, None)
    assert told.share.least == 0
    told = stands(Uncertainty((waiting(None, "c"), waiting(11, "c", number=2))))
    assert told.standing is Standing.MAY_CHANGE


def test_who_may_pass_the_minimum_share_leaves_it_open() -> None:
    policy = SelectionPolicy(size=2, minimum_share=Fraction(1, 4))
    assert stands(Uncertainty((waiting(1, "c"),)), policy).standing is Standing.SAME
    told = stands(Uncertainty((waiting(31, "a"),)), policy)
    assert told.standing is Standing.NOT_KNOWN
    assert told.reasons == ("c may pass the minimum share, which changes what may be selected.",)


def test_a_selected_combination_that_may_have_no_installation_is_a_change() -> None:
    none = Figure(source(Kind.DIFFERENCE, 1), "a", Interval(0, 50, 50), Interval(0, 50, 50))
    told = stands(Uncertainty((), (none,)), SelectionPolicy(size=2, pins=frozenset("a")))
    assert told.smallest is not None
    assert (told.standing, told.smallest.installations, told.smallest.selected) == (Standing.MAY_CHANGE, 50, ())
    assert told.reasons == ("a may turn out to have no installation at all.",)
