"""Whatever is changed in a certificate or in the published files: what it makes false is rejected, nothing else is.

Two naive judges decide what is false: one tries every set for the claim, the other takes every part of the proof at
its word. What is accepted is counted apart: another valid proof of a claim that is true, or the same proof where the
scheme asks otherwise than was asked, which the checker then says.
"""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from random import Random

import pytest
from hypothesis import settings

import eligo_check
from eligo.selection import Conflict, select
from oracle.proof_oracle import Moot, fault
from oracle.published_oracle import said_to_be_asked_otherwise
from selection.mutations import CHANGES, Files, a_leaf_split, changed, paid_later, read
from selection.published import OPERATORS, RULES, candidates, drawn_round, table

FALSE, PROOF, SAID = "rejected: false", "accepted: a valid proof", "accepted: asked otherwise, and said"
EXPECTED = {
    "claim": {FALSE, PROOF},
    "asked": {FALSE},
    "rows": {FALSE},
    "multipliers": {FALSE, PROOF},
    "tree": {FALSE, PROOF},
    "proof of another problem": {FALSE, PROOF},
    "kinds": {FALSE},
    "table": {FALSE, PROOF},
    "scheme": {FALSE},
    "scheme's question": {SAID},
}
"""What has to happen at least once in every hundred changes of each group."""

SAMPLE = 1_000
COUNT = 10_000 if settings.get_current_profile_name() == "fuzz" else SAMPLE

pytestmark = pytest.mark.hypothesis


def published(seed: int) -> Files | None:
    """A certificate and its files: optimal, stopped early, or of a conflict; its proof is at times split further."""
    random = Random(seed)
    lines, policy = drawn_round(seed, most=7)
    chosen_from = candidates(lines)
    steps = random.choice([0, 5_000])
    answer = select(chosen_from, sum(one.deployed for one in chosen_from), policy, OPERATORS, steps=steps)
    if isinstance(answer, Conflict) and random.random() < 0.6:
        return None
    files = read(answer.certificate, table(lines), {**RULES, "selection": policy.asked})
    for change in random.choices([a_leaf_split, paid_later], k=random.choice([0, 0, 1, 3])):
        further = deepcopy(files)
        change(random, further)
        with suppress(Moot):
            if fault(further.certificate, *further.written[1:]) is None:
                files = further
    return files


def telling(random: Random, files: Files, group: str) -> Files:
    """A change of that group of which it can be told whether it makes anything false."""
    while True:
        other = changed(random, files, group)
        with suppress(Moot):
            fault(other.certificate, *other.written[1:])
            return other


def judged(files: Files) -> tuple[str, str]:
    """What the checker does, and what the judges find false; fails where these do not agree."""
    certificate, lines, scheme = files.written
    false = fault(files.certificate, lines, scheme)
    try:
        said = eligo_check.check(certificate, lines, scheme)
    except (eligo_check.Rejected, LookupError, ValueError) as reason:
        if not false:
            raise AssertionError("rejected, and nothing is false") from reason
        return FALSE, false
    assert not false, f"accepted, and this is false: {false}"
    otherwise = said_to_be_asked_otherwise(files.certificate["asked"], scheme)
    assert said[1:-1] == otherwise
    return (SAID if otherwise else PROOF), "nothing"


@dataclass
class Counts:
    """How many changes of each group ended how, what was false, and of which claims they were."""

    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def counts() -> Counts:
    """``COUNT`` changes, judged one by one."""
    found = Counts()
    for seed in count(1):
        files = published(seed)
        if found.told.total() == COUNT:
            return found
        if files is None:
            continue
        assert judged(files) == (PROOF, "nothing"), seed
        found.claims[files.certificate["claim"]["status"]] += 1
        for number, group in enumerate(CHANGES):
            told, false = judged(telling(Random(f"{seed} {number}"), files, group))
            found.told[group, told] += 1
            found.false[false] += 1
    raise AssertionError


def test_what_a_change_makes_false_is_rejected_and_nothing_else(
    counts: Counts, capsys: pytest.CaptureFixture[str]
) -> None:
    each = {group: sum(counts.told[group, told] for told in (FALSE, PROOF, SAID)) for group in CHANGES}
    if COUNT > SAMPLE:
        with capsys.disabled():
            lines = sorted(f"{group}: {many:,} {told}" for (group, told), many in counts.told.items())
            sys.stdout.write("\n".join(["", *lines, ""]))

    assert each == dict.fromkeys(CHANGES, COUNT // len(CHANGES))


def test_of_every_group_some_are_rejected_and_some_accepted(counts: Counts) -> None:
    few = COUNT // len(CHANGES) // 100
    cells = [(group, told) for group, all_told in EXPECTED.items() for told in all_told]

    assert [cell for cell in cells if counts.told[cell] < few] == []
    assert counts.told["scheme's question", SAID] == COUNT // len(CHANGES)


def test_everything_is_made_false_and_every_kind_of_claim_is_changed(counts: Counts) -> None:
    assert min(counts.false[one] for one in ("form", "problem", "claim", "witnesses", "arithmetic")) >= COUNT // 1000
    assert min(counts.claims[one] for one in ("optimal", "feasible", "infeasible")) >= COUNT // 1000
