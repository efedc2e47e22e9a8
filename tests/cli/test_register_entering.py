"""``eligo register due``, ``enter`` and ``decide`` as their users meet them, in a workspace."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Eligo
from programme.drawn import table

FIRMWARE = ("MK1,1.0,candidate,,2019-10-07,1.1,", "MK1,1.1,final,,2020-02-03,,")


@pytest.fixture
def run(eligo: Eligo, workspace: Path) -> Path:
    """A workspace with a run of three combinations, and an open register."""
    assert eligo("receive", "../returns")[0] in (0, 3)
    assert eligo("run", "--size", "2")[0] == 0
    assert eligo("register", "new-key", "../key.pem")[0] == 0
    assert eligo("register", "open", "--key", "../key.pem", "--why", "Opened", "--as", "Clerk")[0] == 0
    return workspace


def due(eligo: Eligo, *options: str) -> dict[str, Any]:
    code, out, _ = eligo("register", "due", *options, "--json")
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_what_is_due_is_shown_entered_once_and_decided_on(eligo: Eligo, run: Path) -> None:
    code, out, err = eligo("register", "due", "--on", "2019-11-01", "--limit", "1")
    assert (code, err) == (0, "")
    assert "It is listed: The draft list of run 1, RFI-1" in out
    assert "And 2 more: --limit 3." in out
    assert "To enter them: eligo register enter --all --why '...'" in out

    code, out, _ = eligo("register", "enter", "--all", "--on", "2019-11-01", "--why", "Concluded", "--as", "Clerk")
    assert (code, "Entered as lines 3 to 5, in one piece." in out) == (0, True)
    code, out, _ = eligo("register", "enter", "--all", "--why", "Concluded")
    assert (code, "Nothing was due, and nothing has been entered." in out) == (0, True)
    (run / "firmware.csv").write_bytes(table(*FIRMWARE))
    assert eligo("firmware", "load", "firmware.csv", "--why", "received")[0] == 0
    found = due(eligo)
    assert {(one["state"], one["firmware"]["ESME"]["stage"], one["effective_on"]) for one in found["due"]} == {
        ("pending", "candidate", "2019-11-01"),
        ("pending", "final", "2020-02-03"),
    }

    code, out, _ = eligo("register", "enter", found["due"][0]["label"], "--why", "Monthly", "--json")
    assert code == 0
    entered = json.loads(out)
    assert [(one["number"], one["who"] != "", one["why"]) for one in entered["entered"]] == [
        (6, True, "Monthly"),
        (7, True, "Monthly"),
    ]
    assert len(entered["due"]) == len(found["due"]) - 2


def test_a_decision_is_shown_first_and_refused_with_every_reason(eligo: Eligo, run: Path) -> None:
    eligo("register", "enter", "--all", "--on", "2019-11-01", "--why", "Concluded", "--as", "Clerk")
    asked = ("register", "decide", "DMC-1", "uneconomic", "--reference", "Board of 21 February")

    code, _, err = eligo(*asked)
    assert (code, "basis: states no consultation, which 'uneconomic' needs" in err) == (23, True)
    consulted = (*asked, "--consultation", "Untested combinations", "--on", "2020-02-21")
    code, out, _ = eligo(*consulted)
    assert (code, "Nothing has been changed. To enter it, give the same with --why '...'" in out) == (0, True)
    code, out, _ = eligo(*consulted, "--why", "Decided", "--as", "Clerk", "--json")
    done = json.loads(out)
    assert (code, done["entered"], done["falls"], done["entry"]["state"]) == (0, [6], [], "uneconomic")
    assert done["entry"]["basis"]["consultation"] == "Untested combinations"
    assert done["entry"]["basis"]["decided_on"] == "2020-02-21"


def test_a_day_that_is_still_to_come_is_told_as_nothing_earlier_can_follow(eligo: Eligo, run: Path) -> None:
    eligo("register", "enter", "--all", "--on", "2019-11-01", "--why", "Concluded", "--as", "Clerk")
    asked = ("register", "decide", "DMC-1", "withdrawn", "--reference", "Panel 12")
    expected = "day from now: what is entered stays, and nothing of an earlier day can follow it."
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()

    told = [" ".join(eligo(*asked, "--on", on)[1].split()) for on in (tomorrow, "2020-02-21")]

    assert [expected in one for one in told] == [True, False]


def test_a_day_too_far_ahead_is_refused_since_nothing_earlier_could_follow(eligo: Eligo, run: Path) -> None:
    """A slip of a key would bind what is entered for ever."""
    eligo("register", "enter", "--all", "--on", "2019-11-01", "--why", "Concluded", "--as", "Clerk")
    asked = ("register", "decide", "DMC-1", "withdrawn", "--reference", "Panel 12", "--on", "2099-12-31")

    for more in ((), ("--why", "Panel of 11 June", "--as", "Clerk")):
        code, _, err = eligo(*asked, *more)
        assert (code, "effective_on: found 2099-12-31, and no earlier day could follow it; " in err) == (23, True)
        assert "(entering.days_ahead)" in err


def test_that_something_is_eligible_is_refused_before_anything_else_is_asked_for(eligo: Eligo, run: Path) -> None:
    for name in ("DMC-1", "DMC-99"):
        code, _, err = eligo("register", "decide", name, "eligible")
        assert (code, f"{name} is not entered as eligible: 1 reason" in err) == (23, True)
        assert "which is nobody's to decide; it follows from complete evidence" in err
        assert "--basis" not in err


def test_what_cannot_be_meant_is_refused(eligo: Eligo, run: Path) -> None:
    assert eligo("register", "enter", "--why", "x")[0] == 2
    assert eligo("register", "enter", "DMC-1", "--all", "--why", "x")[0] == 2
    assert eligo("register", "enter", "--all")[0] == 2
    assert eligo("register", "enter", "DMC-99", "--why", "x")[0] == 9
    assert eligo("register", "decide", "DMC-1", "withdrawn", "--reference", "x", "--reopens", "1")[0] == 2
    assert eligo("register", "enter", "--all", "--why", "x", "--consented-on", "2020-02-20")[0] == 2
    code, _, err = eligo("register", "enter", "--all", "--why", "x", "--consent", "Letter of the department")
    assert (code, "Nothing of it becomes eligible" in err) == (2, True)
    code, _, err = eligo("register", "due", "--on", "yesterday")
    assert (code, "--on is no day: 'yesterday'" in err) == (2, True)


def test_without_a_register_it_is_said_how_to_begin_one(eligo: Eligo, workspace: Path) -> None:
    code, _, err = eligo("register", "due")

    assert (code, "eligo register open" in err) == (9, True)
