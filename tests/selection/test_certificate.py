"""The certificate and its checker: what Eligo answers is what trying every set gives, and every proof is accepted."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import settings

import eligo_check
from eligo.selection import Conflict, Selection
from eligo.terms import SelectionPolicy
from oracle.published_oracle import Question, question, read_lines
from selection.published import SCHEME, Line, answered, drawn_round, drawn_table, table


def asked_of(lines: list[Line], policy: SelectionPolicy) -> Question:
    """The question as the published table states it."""
    return question(read_lines(table(lines), SCHEME), policy.asked)


def judged(seed: int) -> None:
    """Fails where the answer to a drawn question is not that of trying every set, or its proof is not accepted."""
    lines, policy = drawn_round(seed)
    answer = answered(lines, policy)

    said = eligo_check.check(answer.certificate, table(lines), SCHEME)

    asked = asked_of(lines, policy)
    best = asked.best()
    chosen = [one.combination_id for one in answer.selected] if isinstance(answer, Selection) else None
    expected = None if best is None else [asked.lines[rank].id for rank in sorted(best)]
    assert (chosen, "cannot hold together" in said[0]) == (expected, expected is None), seed


@pytest.mark.drawn
@pytest.mark.parametrize("block", range(5))
def test_every_certificate_is_accepted_and_says_what_trying_every_set_says(block: int) -> None:
    for seed in range(40 * block, 40 * (block + 1)):
        judged(seed)


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(100 if settings.get_current_profile_name() == "fuzz" else 5))
def test_ten_thousand_questions_are_answered_alike(block: int) -> None:
    for seed in range(1_000 + 100 * block, 1_000 + 100 * (block + 1)):
        judged(seed)


def test_what_is_drawn_has_every_difficulty() -> None:
    found = Counter[str]()
    for seed in range(200):
        lines, policy = drawn_round(seed)
        asked = asked_of(lines, policy)
        best, allowed = asked.best(), asked.allowed
        pairs = list(combinations(asked.lines.values(), 2))
        found["no set"] += best is None
        found["a tie"] += best is not None and [asked.weight(one) for one in allowed].count(asked.weight(best)) > 1
        found["no population"] += not any(line.population for line in asked.lines.values())
        found["twins"] += any((a.population, a.variants) == (b.population, b.variants) for a, b in pairs)
        found["equivalence"] += any(len(asked.testers(rank)) > 1 for rank in asked.lines)
        for kind in ("pin", "ban", "share", "minimum", "maximum", "coverage"):
            found[kind] += any(one.name.startswith(kind) for one in asked.asked)

    assert {kind: count for kind, count in found.items() if count < 15} == {}


def test_a_conflict_is_proved_with_a_set_for_everything_that_could_hold() -> None:
    lines = drawn_table(Random(7), 6, 3, 40)
    answer = answered(lines, SelectionPolicy(size=1))

    said = eligo_check.check(answer.certificate, table(lines), SCHEME)

    assert isinstance(answer, Conflict)
    assert said[0].startswith("These cannot hold together, and no fewer requirements conflict: size; coverage")


@pytest.mark.parametrize("share", ["1/0", "0.1", "", "x", "-1/2", "1/2/3", "9" * 5_000, "١"])
def test_a_minimum_share_that_is_no_fraction_is_rejected_and_not_computed(share: str) -> None:
    lines = drawn_table(Random(3), 8, 1, 40)
    stated = json.loads(answered(lines, SelectionPolicy(size=4)).certificate)
    stated["asked"]["minimum_share"] = share
    with pytest.raises(eligo_check.Rejected, match="its strength or share is none that can be asked"):
        eligo_check.check(json.dumps(stated).encode(), table(lines), SCHEME)


def test_what_was_asked_otherwise_than_in_the_scheme_is_said() -> None:
    lines = drawn_table(Random(3), 8, 1, 40)
    answer = answered(lines, SelectionPolicy(size=4, minimum={"N": 1}))

    said = eligo_check.check(answer.certificate, table(lines), SCHEME)

    assert said[1:3] == ["Asked: size 4, in the scheme 3.", "Asked: minimum {'N': 1}, in the scheme {}."]
