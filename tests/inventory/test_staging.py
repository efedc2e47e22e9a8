"""A folder that is made once, whoever asks for it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from eligo.returns.inventory.model import Advance
from eligo.returns.inventory.staging import WAITING, made_once


def test_of_two_who_ask_at_the_same_time_one_makes_it_and_the_other_waits(tmp_path: Path) -> None:
    begun, other_waits = Event(), Event()
    made: list[str] = []

    def make(who: str, staging: Path) -> None:
        made.append(who)
        begun.set()
        assert other_waits.wait(30)
        (staging / "rows").write_text(who)

    def told(advance: Advance) -> None:
        assert advance.stage == WAITING
        other_waits.set()

    folder = tmp_path / "made"
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(made_once, folder, lambda staging: make("first", staging), print)
        assert begun.wait(30)
        second = pool.submit(made_once, folder, lambda staging: make("second", staging), told)
        first.result()
        second.result()

    assert made == ["first"]
    assert (folder / "rows").read_text() == "first"
    assert [one.name for one in tmp_path.iterdir()] == ["made"]


def test_what_an_attempt_that_failed_has_left_is_found_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "made"

    def fail(staging: Path) -> None:
        (staging / "part").write_text("one")
        raise KeyboardInterrupt

    def go_on(staging: Path) -> None:
        (staging / "rest").write_text((staging / "part").read_text() + ", two")

    with pytest.raises(KeyboardInterrupt):
        made_once(folder, fail, print)
    assert not folder.exists()
    made_once(folder, go_on, print)
    made_once(folder, fail, print)

    assert (folder / "rest").read_text() == "one, two"
    assert [one.name for one in tmp_path.iterdir()] == ["made"]
