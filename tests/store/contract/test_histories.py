"""Whatever happens to a store, it answers as the one in memory does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from eligo.records import Event, chain_faults, record_faults, replay
from store.changes import set_up
from store.histories import Step, Trial, answers, histories, outcome
from store.settable_clock import SettableClock
from store.stores import MAKERS, MemoryOpened, Opened

EXAMPLES = settings().max_examples // 6
"""One is a whole history, and so counts for several."""


def told_apart(made: Opened, clock: SettableClock, history: list[tuple[float, Step]]) -> None:
    """Carry out a history here and in memory, and compare every answer."""
    trial, judge = Trial(made), Trial(MemoryOpened(clock))
    for one in (trial, judge):
        set_up(one.opened)
        one.held.append(one.opened.queue.all()[1])
    for seconds, step in history:
        clock.move(seconds)
        assert outcome(step, trial) == outcome(step, judge), step
    found = answers(trial)
    assert found == answers(judge)
    events = [one for one in found["everything"] if isinstance(one, Event)]
    records = [one for one in found["everything"] if not isinstance(one, Event)]
    assert list(chain_faults(events)) == []
    assert list(record_faults(records, replay(events))) == []


@pytest.mark.parametrize("implementation", [name for name in MAKERS if name != "memory"])
@settings(max_examples=EXAMPLES)
@given(history=histories)
def test_a_random_history_gives_the_answers_of_the_store_in_memory_step_by_step(
    request: pytest.FixtureRequest, implementation: str, history: list[tuple[float, Step]]
) -> None:
    clock = SettableClock()
    with MAKERS[implementation](request, clock) as make:
        told_apart(make(), clock, history)
