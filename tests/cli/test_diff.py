"""``eligo diff`` over two runs of the small round, from folders and in a workspace, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import eligo_check
from builders import CATALOGUE, csv_of, row
from cli.conftest import RETURN, Eligo, run_on
from eligo.__main__ import main
from eligo.scheme import scheme_text

HUB = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}
EARLIER = {"CH Firmware version": "2.1.11"}
FIRST = [row(Active="5000"), row(**HUB, Active="4000"), row(**EARLIER, Active="3000")]
SECOND = [row(Active="5000"), row(**HUB, Active="700"), row(**EARLIER, Active="6000")]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the runs ``before`` and ``after``, of size 1, whose coverage is not asked for."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "models.csv").write_text(CATALOGUE)
    (folder / "foc.toml").write_bytes(scheme_text("smets1-foc").replace(b"cover = true ", b"cover = false "))
    (folder / "returns").mkdir()
    for name, rows in (("before", FIRST), ("after", SECOND)):
        (folder / "returns" / RETURN).write_bytes(csv_of(rows))
        asked = ["run", *run_on(folder), "--scheme", str(folder / "foc.toml"), "--size", "1", "--no-workspace"]
        assert main([*asked, "--out", str(folder / name)]) == 0
        kept = folder / f"{name}-returns"
        kept.mkdir()
    return folder


def test_what_has_moved_and_that_the_selection_is_beaten(eligo: Eligo, two: Path, tmp_path: Path) -> None:
    code, out, _ = eligo("diff", two / "before", two / "after", "--out", tmp_path / "out", "--json")
    told = json.loads(out)
    files = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert (code, json.loads(files["diff.json"])) == (0, told)
    assert told["rules_that_differ"] == []
    assert [(one["trend"], *(one[when]["deployed"] for when in ("before", "after"))) for one in told["moves"]] == [
        ("shrunk", 4020, 720),
        ("grown", 3020, 6020),
        ("unchanged", 5020, 5020),
    ]
    assert {name: told["after"][name] - figure for name, figure in told["before"].items()} == {
        "deployed": -300,
        "deployed_in_scope": -300,
        "population": -300,
    }
    (judged,) = told["judged"]
    assert (told["stands"], judged["verdict"], judged["shortfall"]) == (True, "dominated", 1000)
    assert (judged["leaves"], len(judged["enters"])) == (told["selected_before"], 1)
    assert (judged["certified"], judged["consultation_owed_on"], told["scope_rules_changed"]) == (True, [], [])
    (said, *_) = eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    assert "1 of 3 combinations stand for 6,020" in said

    code, out, _ = eligo("diff", two / "before", two / "after")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "shrunk 1 -3,300 -3,300 -3,300" in lines
    assert "grown 1 +3,000 +3,000 +3,000" in lines
    assert "The best set has 6,020 installations, 1,000 more (proved): " in out
    assert "If that is taken instead: no consultation is owed: the models are the same" in out


def test_two_choices_from_tables_are_compared_as_runs_are(eligo: Eligo, tmp_path: Path) -> None:
    usage = "browser,version,platform,share\nChrome,120,Windows,40%\nSafari,17,iOS,30%\nEdge,120,Windows,20%\n"
    for name, text in (("jan", usage), ("feb", usage.replace("Edge,120,Windows,20%", "Edge,121,Windows,25%"))):
        (tmp_path / f"{name}.csv").write_text(text)
        asked = (tmp_path / f"{name}.csv", "--scheme", "browser-usage", "--size", "3", "--out", tmp_path / name)
        assert eligo("select", *asked)[0] == 0

    code, out, _ = eligo("diff", tmp_path / "jan", tmp_path / "feb", "--json")

    told = json.loads(out)
    (judged,) = told["judged"]
    assert (code, told["rules_that_differ"], told["stands"], judged["verdict"]) == (0, [], False, "not-allowed")
    assert [(one["trend"], one["firmware"]) for one in told["moves"]] == [
        ("firmware changed", [{"device": "Browser", "before": "120", "after": "121"}])
    ]
    assert [*judged["leaves"], *judged["enters"]] == [
        told["moves"][0][one]["combination"] for one in ("before", "after")
    ]
    code, _, err = eligo("diff", tmp_path / "jan.csv", tmp_path / "feb")
    assert (code, "Name the folder that 'eligo run' or 'eligo select --out' wrote." in err) == (9, True)


def test_a_run_beside_itself_has_not_moved(eligo: Eligo, two: Path) -> None:
    code, out, _ = eligo("diff", two / "before", two / "before")
    said = " ".join(out.split())
    assert (code, "it stands, and is the best" in said, "Moves" in said, "otherwise" in said) == (0, True, False, False)


def test_what_is_no_run_or_has_been_changed_is_refused(eligo: Eligo, two: Path, tmp_path: Path) -> None:
    code, _, err = eligo("diff", two, two / "after")
    assert (code, "There is no manifest.json in" in err) == (9, True)
    changed = tmp_path / "changed"
    changed.mkdir()
    for file in (two / "after").iterdir():
        (changed / file.name).write_bytes(file.read_bytes().replace(b",700,", b",70,"))
    code, _, err = eligo("diff", two / "before", changed)
    assert (code, "is not what the run wrote" in err) == (11, True)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert eligo("diff", two / "before", two / "after", "--out", tmp_path / "out")[0] == 2


def test_in_a_workspace_runs_go_by_their_numbers_and_a_deselection_is_followed(
    eligo: Eligo, workspace: Path, inputs: Path
) -> None:
    assert eligo("decide", "size", "2", "--why", "two slots")[0] == 0
    assert eligo("run", inputs / "returns")[0] == 0
    gone = json.loads((workspace / "results" / "RFI-1" / "selection.json").read_text())["selected"][0]
    code, out, err = eligo(
        "deselect", gone, "--trigger", "failed-test", "--reason", "no fix in time", "--on", "2019-11-02"
    )
    assert (code, f"Without {gone}" in out, "Next: eligo run" in out) == (0, True, True), err
    said = " ".join(eligo("decisions", "--kind", "deselection")[1].split())
    assert f"deselection {gone} 2019-11-02, run 1, failed-test" in said
    assert "1 deselection since" in eligo("status")[1]
    assert f"{gone} is not selected, since it was given up: no fix in time." in eligo("run")[1]
    code, out, _ = eligo("diff", "1", "2")
    assert (code, "The selection of run 1 on the figures of run 2, under the rule of run 2: it no longer" in out) == (
        0,
        True,
    )
    assert f"It breaks the rule: banned {gone} is selected." in out
    assert eligo("decide", "deselection", gone, "--withdraw", "--why", "mended")[0] == 0
    assert json.loads(eligo("run", "--json")[1])["deselected"] == {}
    assert json.loads(eligo("diff", "1", "3", "--json")[1])["stands"] is True
    assert eligo("diff", "1", "9")[0] == 9
