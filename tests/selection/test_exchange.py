"""Exchanges of single places, beside trying each of them."""

from __future__ import annotations

from random import Random

from eligo.selection.columns import INSIDE, OUTSIDE, Columns, Part
from eligo.selection.exchange import exchanged
from eligo.selection.program import Program, Row, Unlock
from eligo.selection.prover import prove


def drawn(chance: Random) -> Program:
    """A program of few different weights, so that most exchanges leave the weight as it is."""
    count = chance.randint(4, 12)
    members = [tuple(p for p in range(count) if chance.random() < 0.4) for _ in range(chance.randint(0, 4))]
    rows = [
        Row(f"row {number}", places, at_least=chance.random() < 0.7, bound=1 + number % 2)
        for number, places in enumerate(members)
    ]
    unlocks = (Unlock("unlock", tuple(range(0, count, 3)), 5),) if chance.random() < 0.3 else ()
    weights = tuple(0 if unlocks and p % 3 == 0 else chance.choice([1, 2, 2, 3]) for p in range(count))
    return Program(weights, chance.randint(1, count - 1), tuple(rows), frozenset(), unlocks)


def test_what_is_exchanged_is_allowed_weighs_the_same_and_comes_no_later() -> None:
    moved, ended = 0, 0
    for seed in range(400):
        chance = Random(seed)
        program = drawn(chance)
        found = prove(program, ties=False).chosen
        if found is None:
            continue
        columns = Columns(program)
        once = exchanged(columns, found, columns.whole())
        assert program.allows(once)
        assert program.weight(once) == program.weight(found)
        assert once <= found
        moved += once != found
        last = once
        while (more := exchanged(columns, last, columns.whole())) != last:
            last = more
        others = [
            {*last, comes} - {goes}
            for goes in last
            for comes in set(range(goes)).difference(last)
            if not program.unlocks and program.weights[comes] == program.weights[goes]
        ]
        assert not any(program.allows(one) for one in others)
        ended += bool(others)
    assert moved > 50
    assert ended > 50


def test_what_is_decided_stays() -> None:
    program = Program((1, 1, 1, 1), 2, ())
    columns = Columns(program)
    state = columns.whole().state.copy()
    state[0], state[3] = OUTSIDE, INSIDE

    assert exchanged(columns, (2, 3), Part(state)) == (1, 3)
