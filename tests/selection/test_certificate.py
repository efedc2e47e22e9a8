"""The certificate and its checker: what Eligo proves is accepted, and what is no longer true is rejected.

The judge of a mutation is naive: it tries every set of the mutated table, and knows nothing of proofs.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import settings

import eligo_check
from eligo.selection import Conflict, Selection
from eligo.terms import Candidate, SelectionPolicy, rank_key
from selection.published import (
    SCHEME,
    Line,
    answered,
    candidates,
    drawn_bases,
    drawn_policy,
    drawn_table,
    table,
    unlocked,
)


def is_accepted(certificate: bytes, lines: list[Line]) -> bool:
    try:
        eligo_check.check(certificate, table(lines), SCHEME)
    except eligo_check.Rejected:
        return False
    return True


def best_of_all(found: list[Candidate], policy: SelectionPolicy) -> list[str] | None:
    """The ids of the best set in rank order, by trying every one; ``None`` where no set is as asked."""
    ranked = sorted(found, key=lambda one: (rank_key(one), one.combination_id))
    required = {variant for one in ranked for variant in one.variants} if policy.cover else set()
    sets = []
    for places in combinations(range(len(ranked)), policy.size):
        chosen = [ranked[place] for place in places]
        ids = {one.combination_id for one in chosen}
        of = [one.operator for one in chosen]
        if (
            required <= {variant for one in chosen for variant in one.variants}
            and policy.pins <= ids
            and not policy.bans & ids
            and all(of.count(name) >= least for name, least in (policy.minimum or {}).items())
            and all(of.count(name) <= most for name, most in (policy.maximum or {}).items())
        ):
            won = unlocked(chosen, found)
            sets.append((-sum(c.population for c in won), -sum(c.deployed for c in won), places))
    return [ranked[place].combination_id for place in min(sets)[2]] if sets else None


def drawn(seed: int) -> tuple[list[Line], SelectionPolicy]:
    random = Random(seed)
    lines = drawn_table(random, random.randint(2, 9), random.randint(1, 3), random.choice([0, 2, 40, 10**7]))
    if not any(line.in_scope for line in lines):
        lines[0] = replace(lines[0], in_scope=True)
    if random.random() < 0.5:
        lines = drawn_bases(random, lines)
    return lines, drawn_policy(random, lines)


@pytest.mark.parametrize("block", range(5))
def test_every_certificate_is_accepted_and_says_what_trying_every_set_says(block: int) -> None:
    for seed in range(40 * block, 40 * (block + 1)):
        lines, policy = drawn(seed)
        answer = answered(lines, policy)

        said = eligo_check.check(answer.certificate, table(lines), SCHEME)

        best = best_of_all(candidates(lines), policy)
        chosen = [one.combination_id for one in answer.selected] if isinstance(answer, Selection) else None
        assert (chosen, "cannot hold together" in said[0]) == (best, best is None), seed


def mutated(document: dict[str, Any], random: Random) -> None:
    """Change one thing of a certificate."""
    claim, tree = document["claim"], document["tree"]
    match random.randrange(8):
        case 0 if claim.get("selected"):
            claim["selected"].pop(random.randrange(len(claim["selected"])))
        case 1 if claim["status"] == "optimal":
            claim["population"] += random.choice([-1, 1])
        case 2:
            row = random.choice(document["rows"])
            row["ranks"] = row["ranks"][1:] or [1, 2]
        case 3:
            document["asked"]["size"] += random.choice([-1, 1])
        case 4:
            node = random.choice(tree)
            pay = node.setdefault("pay", [1, 0])
            pay[-1] = random.choice([-pay[-1] - 1, pay[-1] + 1, -(10**9), pay[-1] // 2 + 7])
        case 5:
            tree.pop(random.randrange(len(tree)))
        case 6:
            document["scale"] = random.choice([-1, 0, 1, 10**12])
        case _:
            tree.append({})


def holds(document: dict[str, Any], lines: list[Line]) -> bool:
    """Whether the claim is true of the table as asked, by trying every set; proofs are not looked at."""
    asked, claim = document["asked"], document["claim"]
    policy = SelectionPolicy(
        asked["size"],
        asked["cover"],
        frozenset(asked["pins"]),
        frozenset(asked["bans"]),
        asked["minimum"],
        asked["maximum"],
    )
    chosen_from = candidates(lines)
    if asked["size"] < 0:
        return False
    best = best_of_all(chosen_from, policy)
    if claim["status"] == "infeasible":
        return best is None
    won = unlocked([one for one in chosen_from if one.combination_id in (best or ())], chosen_from)
    return (
        best is not None
        and set(best) == set(claim["selected"])
        and claim["population"] == sum(one.population for one in won)
        and claim["deployed"] == sum(one.deployed for one in won)
    )


def judged(seeds: range) -> tuple[int, int]:
    """How many mutations were rejected, and how many accepted; fails where a false claim is accepted."""
    rejected = accepted = 0
    for seed in seeds:
        random = Random(seed)
        lines, policy = drawn(seed)
        document = json.loads(answered(lines, policy).certificate)
        if random.random() < 0.4:
            place = random.randrange(len(lines))
            population = max(0, lines[place].population + random.choice([-1, 1, 1000]))
            lines[place] = replace(lines[place], population=population)
        elif random.random() < 0.2:
            place, other = random.randrange(len(lines)), random.choice(lines).combination.combination_id
            lines[place] = replace(lines[place], bases=(*lines[place].bases[1:], other))
        else:
            mutated(document, random)
        if is_accepted(json.dumps(document).encode(), lines):
            assert holds(document, lines), seed
            accepted += 1
        else:
            rejected += 1
    return rejected, accepted


def test_a_certificate_or_a_table_that_was_changed_is_rejected_unless_its_claim_still_holds() -> None:
    rejected, accepted = judged(range(400))

    assert rejected > 200
    assert accepted > 0


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(50 if settings.get_current_profile_name() == "fuzz" else 5))
def test_thousands_of_changes_are_judged_alike(block: int) -> None:
    judged(range(1_000 + 200 * block, 1_000 + 200 * (block + 1)))


def test_a_conflict_is_proved_with_a_set_for_everything_that_could_hold() -> None:
    lines = drawn_table(Random(7), 6, 3, 40)
    answer = answered(lines, SelectionPolicy(size=1))

    said = eligo_check.check(answer.certificate, table(lines), SCHEME)

    assert isinstance(answer, Conflict)
    assert said[0].startswith("These cannot hold together, and no fewer requirements conflict: size; coverage")


def test_what_was_asked_otherwise_than_in_the_scheme_is_said() -> None:
    lines = drawn_table(Random(3), 8, 1, 40)
    answer = answered(lines, SelectionPolicy(size=4, minimum={"N": 1}))

    said = eligo_check.check(answer.certificate, table(lines), SCHEME)

    assert said[1:3] == ["Asked: size 4, in the scheme 3.", "Asked: minimum {'N': 1}, in the scheme {}."]
