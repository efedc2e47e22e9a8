"""How much a plan may take: a first plan of few parts, and who waits is told how far the proof is."""

from __future__ import annotations

from pathlib import Path

from eligo.programme import order, read_register
from eligo.workflows import Extent, open_results
from eligo.workflows.grounds import decisions_of, whole_scheme
from eligo.workflows.planning import PlanGrounds, planned_on, watch_of
from programme.drawn_decisions import stated, table
from programme.drawn_queues import drawn_queue
from programme.test_example_entry import REGISTER, Silent


class Told:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int, int, str]] = []

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Nothing is shown."""
        self.stages.append((name, done, total, told))


def test_whoever_waits_is_told_how_many_parts_there_are_and_what_is_open() -> None:
    told = Told()

    found = order(drawn_queue(11, 8), watch=watch_of(told))

    names, done, totals, words = zip(*told.stages, strict=True)
    assert ({*names}, {*totals}) == ({"Planning and proving"}, {400})
    assert done == tuple(range(1, 26, 2))  # the first, and two more each time
    assert {*words} == {f", {1_000_000 // found.cost} millionths open"}


def test_a_first_plan_of_single_days_has_one_part_and_says_what_it_leaves_open(
    example_run: Path, tmp_path: Path
) -> None:
    opened = open_results(example_run, None)
    scheme = whole_scheme(opened)
    register = read_register("firmware.csv", REGISTER.encode(), scheme).register
    assert register is not None
    others = [one.combination_id for one in opened.candidates if one.combination_id not in opened.selected]
    lines = [stated("duration", name, days=str(5 + number * 7 % 16)) for number, name in enumerate(others)]
    (tmp_path / "decisions.csv").write_bytes(table(*lines))
    decisions, _ = decisions_of(tmp_path / "decisions.csv", opened, scheme)
    grounds = PlanGrounds(opened, scheme, register, decisions)

    planned = planned_on(grounds, Extent(parts=1), Silent())

    plan = planned.scheduled.plan
    assert 0 < plan.waits - plan.bound < plan.waits // 1_000
    assert f"{plan.bound:,}" in planned.checked[0]
    assert planned.checked[1].startswith("Parts of the proof: 1.")
