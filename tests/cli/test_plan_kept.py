"""``eligo programme`` and ``eligo plan`` in a workspace, as their users meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Eligo
from cli.test_plan import REGISTER
from programme.drawn_decisions import stated, table

SMALL, SELECTED = "C-20ARYNXXAGPP", "C-3FMW9ERWPGBC"
PLAN = ("plan", "--trials", "0")


@pytest.fixture
def run(eligo: Eligo, inputs: Path, workspace: Path) -> Path:
    """A workspace with a run of size 2, a register that stands, and a table of decisions."""
    eligo("receive", inputs / "returns")
    assert eligo("run", "--size", "2")[0] == 0
    (workspace / "firmware.csv").write_text(REGISTER)
    (workspace / "decisions.csv").write_bytes(table(stated("uneconomic", SMALL)))
    assert eligo("firmware", "load", "firmware.csv", "--why", "received")[0] == 0
    return workspace


def test_decisions_are_previewed_decided_and_shown(eligo: Eligo, run: Path) -> None:
    told = eligo("programme", "decide", "decisions.csv")[1]
    assert told.endswith("Nothing has been changed. To decide it: eligo programme decide decisions.csv --why '...'\n")
    assert eligo("programme", "show")[1] == "None.\n"

    code, out, err = eligo("programme", "decide", "decisions.csv", "--why", "as minuted", "--json")
    assert (code, err) == (0, "")
    assert [one["combination"] for one in json.loads(out)["added"]] == [SMALL]
    assert eligo("programme", "decide", "decisions.csv")[1] == "The table says what stands already.\n"
    assert json.loads(eligo("programme", "show", "--json")[1])[0]["consultation"] == "Various 1"
    assert SMALL in eligo("programme", "show")[1]
    assert f"programme uneconomic {SMALL}" in eligo("decisions", "--kind", "programme")[1]
    assert "1 programme decision since" in eligo("status")[1]

    (run / "less.csv").write_bytes(table())
    told = " ".join(eligo("programme", "decide", "less.csv")[1].split())
    assert "taken back" in told
    assert told.endswith("eligo programme decide less.csv --why '...' --replaces 1")
    code, _, err = eligo("programme", "decide", "less.csv", "--why", "as minuted")
    assert (code, "1 decision would be taken back or changed, and nothing says that this is meant" in err) == (2, True)

    (run / "wrong.csv").write_bytes(table(stated("uneconomic", SELECTED)))
    code, out, err = eligo("programme", "decide", "wrong.csv", "--why", "as minuted")
    assert (code, out) == (22, "")
    assert f"{SELECTED} is selected, and what is selected is tested" in err
    assert [one["combination"] for one in json.loads(eligo("programme", "show", "--json")[1])] == [SMALL]


def test_what_stands_is_planned_and_the_plan_kept_and_shown_again(eligo: Eligo, run: Path) -> None:
    eligo("programme", "decide", "decisions.csv", "--why", "as minuted")
    assert eligo(*PLAN)[1].endswith("It is not kept. To keep it: eligo plan --why '...'\n")
    assert eligo("plan", "--standing")[0] == 9

    code, told, _ = eligo(*PLAN, "--why", "agreed by the board")
    assert (code, "It is the plan of RFI-1 from now on (event " in told) == (0, True)
    assert "; 3,020 installations are left out as uneconomic" in told
    code, shown, _ = eligo("plan", "--standing", "--out", "PLAN")
    assert (code, "Because: agreed by the board" in shown, "has changed" in shown) == (0, True, False)
    stated_ = json.loads(eligo("plan", "--standing", "--json")[1])
    written = json.loads((run / "PLAN" / "plan.json").read_text())
    assert (stated_["installation_days_waiting"], stated_["excluded_population"], stated_["made_from"]["run"]) == (
        written["installation_days_waiting"],
        3020,
        1,
    )

    (run / "firmware.csv").write_text(REGISTER.replace("final,2020-04-06", "final,2020-06-05"))
    eligo("firmware", "load", "firmware.csv", "--why", "late")
    assert "The firmware register has changed since.\n" in eligo("plan", "--standing")[1]
    assert "plan RFI-1" in eligo("decisions", "--kind", "plan")[1]


def test_a_kept_plan_is_shown_as_it_was_when_it_was_made(eligo: Eligo, run: Path) -> None:
    code, told, _ = eligo("plan", "--trials", "5", "--sizes", "3", "--why", "agreed by the board")
    shown = eligo("plan", "--standing")[1]

    assert code == 0
    from_firmware_on = told[told.index("What it waits for") : told.index("It is the plan of RFI-1")]
    assert shown.endswith(from_firmware_on)
    for word in ("MK1 final release", "P90", "In 5 trials", "Why 2?"):
        assert word in from_firmware_on


def test_a_kept_plan_is_in_a_backup(eligo: Eligo, run: Path, tmp_path: Path) -> None:
    eligo("programme", "decide", "decisions.csv", "--why", "as minuted")
    eligo(*PLAN, "--why", "agreed")
    before = json.loads(eligo("plan", "--standing", "--json")[1])

    assert eligo("backup", tmp_path / "foc.eligo")[0] == 0
    assert eligo("restore", tmp_path / "foc.eligo", tmp_path / "again")[0] == 0

    assert eligo("verify", "--workspace", tmp_path / "again")[0] == 0
    assert json.loads(eligo("plan", "--standing", "--json", "--workspace", tmp_path / "again")[1]) == before


def test_what_does_not_go_together_is_said(
    eligo: Eligo, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for asked, said in (
        (("--firmware", "firmware.csv"), "Without a run's folder, what stands in the workspace counts"),
        (("--decisions", "decisions.csv"), "Without a run's folder, what stands in the workspace counts"),
        (("results/RFI-1",), "A plan needs a firmware register"),
        (("results/RFI-1", "--firmware", "firmware.csv", "--why", "x"), "Of a run's folder no plan is kept"),
        (("--standing", "--why", "x"), "--standing shows a plan that is kept"),
        (("--standing", "results/RFI-1"), "--standing shows a plan that is kept"),
    ):
        code, _, err = eligo("plan", *asked)
        assert (code, said in err) == (2, True), asked

    monkeypatch.chdir(tmp_path)
    code, _, err = eligo("plan")
    assert (code, "Nothing says what is planned" in err) == (2, True)
