"""The certificate and its checker: what Eligo answers is what trying every set gives, and every proof is accepted."""

from __future__ import annotations

import json
import re
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


@pytest.mark.parametrize(
    "change",
    [('"size": 4', '"size": 5, "size": 4'), ('"claim": ', '"claim": {}, "claim": '), ("{\n", '{"scale": 1,\n')],
)
def test_a_name_that_stands_twice_is_rejected_whichever_value_is_right(change: tuple[str, str]) -> None:
    lines = drawn_table(Random(3), 8, 1, 40)
    twice = answered(lines, SelectionPolicy(size=4)).certificate.decode().replace(*change, 1)
    with pytest.raises(eligo_check.Rejected, match="an object in it has a name twice"):
        eligo_check.check(twice.encode(), table(lines), SCHEME)


@pytest.mark.parametrize("within", ["claim", "asked", None])
def test_nothing_may_be_said_beside_what_is_proved(within: str | None) -> None:
    lines = drawn_table(Random(3), 8, 1, 40)
    stated = json.loads(answered(lines, SelectionPolicy(size=4)).certificate)
    (stated[within] if within else stated)["bound"] = 7
    with pytest.raises(eligo_check.Rejected, match="it is not of the form eligo-certificate/1"):
        eligo_check.check(json.dumps(stated).encode(), table(lines), SCHEME)


def test_a_set_is_no_conflict_and_a_conflict_no_set() -> None:
    lines = drawn_table(Random(7), 6, 3, 40)
    stated = json.loads(answered(lines, SelectionPolicy(size=1)).certificate)
    stated["claim"]["status"] = "optimal"
    with pytest.raises(eligo_check.Rejected, match="it claims no set and no conflict"):
        eligo_check.check(json.dumps(stated).encode(), table(lines), SCHEME)


BY_IT = "The scheme, or the table by it, cannot be read: "
NO_TABLE = {
    "a column that is missing": (b"operator,", b"operators,", BY_IT + "the table has no column 'operator', or several"),
    "a column twice": (b",cohort,", b",population,", BY_IT + "the table has no column 'population', or several"),
    "a line too short": (b"\n", b"\nC-1,N\n", BY_IT + "line 2 of the table has 2 cells"),
    "a quotation mark": (b"\n", b'\n"C-1"x,N\n', BY_IT + "',' expected after '\"'"),
    "another id": (b"\nC-", b"\nC-0", BY_IT + "the table has another id for what is C-"),
    "another encoding": (b"maker", b"m\xe4ker", BY_IT + "'utf-8' codec can't decode byte 0xe4"),
}
NO_SCHEME = {
    "no selection": (b"[selection]", b"[choice]", "The scheme lacks 'selection'"),
    "a type without its name": (b'name = "A"\n', b"", "The scheme lacks 'name'"),
    "a number for a type": (b'name = "A"', b"name = 3", "A value of the scheme is of another kind than it has to be"),
    "no share": (b'"0"', b'"1/0"', BY_IT + "Fraction(1, 0)"),
    "no TOML": (b"cohort = ", b"cohort: ", BY_IT + "Expected '=' after a key"),
}


@pytest.mark.parametrize("case", NO_TABLE)
def test_a_table_that_is_none_is_told_and_is_no_rejection(case: str) -> None:
    lines = drawn_table(Random(3), 8, 1, 40)
    certificate = answered(lines, SelectionPolicy(size=4)).certificate
    found, instead, said = NO_TABLE[case]
    assert found in table(lines)
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        eligo_check.check(certificate, table(lines).replace(found, instead, 1), SCHEME)


@pytest.mark.parametrize("case", NO_SCHEME)
def test_a_scheme_that_is_none_is_told_and_is_no_rejection(case: str) -> None:
    lines = drawn_table(Random(3), 8, 1, 40)
    certificate = answered(lines, SelectionPolicy(size=4)).certificate
    found, instead, said = NO_SCHEME[case]
    assert found in SCHEME
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        eligo_check.check(certificate, table(lines), SCHEME.replace(found, instead, 1))


def test_what_was_asked_otherwise_than_in_the_scheme_is_said() -> None:
    lines = drawn_table(Random(3), 8, 1, 40)
    answer = answered(lines, SelectionPolicy(size=4, minimum={"N": 1}))

    said = eligo_check.check(answer.certificate, table(lines), SCHEME)

    assert said[1:3] == ["Asked: size 4, in the scheme 3.", "Asked: minimum {'N': 1}, in the scheme {}."]
