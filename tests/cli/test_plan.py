"""``eligo plan``: a run's selection with dates, accepted by the independent checker."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import eligo_check.plan
import eligo_check.programme
from cli.conftest import Eligo

REGISTER = """track,version,kind,expected,received,superseded_by
MK1,1.1,candidate,2019-11-04,2019-11-04,1.2
MK1,1.2,final,2020-02-03/2020-03-02/2020-05-04,,
MK2,2.1,candidate,2020-01-06,,2.2
MK2,2.2,final,2020-04-06,,
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    file = tmp_path / "firmware.csv"
    file.write_text(REGISTER)
    return file


def test_a_plan_is_written_with_its_proof_and_its_charts(
    eligo: Eligo, done: Path, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "plan"
    code, told, _ = eligo("plan", done, "--firmware", register, "--out", out, "--trials", "20")
    plan, given = (json.loads((out / name).read_text()) for name in ("plan.json", "programme.json"))
    assert code == 0
    assert "No plan of this set has fewer." in told
    assert eligo_check.plan.check(plan, given)[0] in told
    assert plan["installation_days_waiting"] == plan["bound"]
    assert sorted(file.name for file in out.iterdir()) == [
        *("chart-eligibility.png", "chart-eligibility.svg", "chart-lanes.png", "chart-lanes.svg"),
        *("milestones.ics", "plan.json", "programme.html", "programme.json", "programme.pdf", "uncertainty.json"),
    ]
    assert (out / "milestones.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert f"{plan['installation_days_waiting']:,} installation-days" in (out / "programme.html").read_text()
    assert (out / "programme.pdf").read_bytes().startswith(b"%PDF")
    selected = json.loads((done / "selection.json").read_text())["selected"]
    assert plan["selected"] == selected


def test_what_every_size_comes_to_is_proved_over_all_sets(
    eligo: Eligo, done: Path, register: Path, tmp_path: Path
) -> None:
    asked = ("plan", done, "--firmware", register, "--trials", "0", "--sizes", "3")
    code, told, _ = eligo(*asked, "--out", tmp_path / "plan")
    plan, given = (json.loads((tmp_path / "plan" / name).read_text()) for name in ("plan.json", "programme.json"))
    assert code == 0
    assert "Why 2?" in told
    assert [one["size"] for one in plan["choice"]["curve"]] == [1, 2, 3]
    assert [one["feasible"] for one in plan["choice"]["curve"]] == [False, True, True]
    assert len(eligo_check.plan.check(plan, given)) > 2
    plan["choice"]["bound"] += 1
    with pytest.raises(eligo_check.programme.Rejected):
        eligo_check.plan.check(plan, given)


def test_a_plan_that_was_changed_is_rejected(eligo: Eligo, done: Path, register: Path, tmp_path: Path) -> None:
    eligo("plan", done, "--firmware", register, "--out", tmp_path / "plan", "--trials", "0")
    plan, given = (json.loads((tmp_path / "plan" / name).read_text()) for name in ("plan.json", "programme.json"))
    plan["entries"][0]["start"] = "2019-11-05"
    with pytest.raises(eligo_check.programme.Rejected):
        eligo_check.plan.check(plan, given)


def test_a_slip_of_a_final_release_moves_the_exit_by_what_the_checker_derives(
    eligo: Eligo, done: Path, register: Path, tmp_path: Path
) -> None:
    exits: list[str] = []
    for slipped in ("2020-04-06", "2020-06-05"):
        register.write_text(REGISTER.replace("final,2020-04-06", f"final,{slipped}"))
        code, out, _ = eligo("plan", done, "--firmware", register, "--trials", "0", "--json")
        assert code == 0
        exits += json.loads(out)["exits"].values()
    # Counted by hand on a calendar of England and Wales: five working days of publication, with Good Friday and Easter
    # Monday between, lead to 15 April, and 15 + 2 x 3 of End of Cycle, without 8 May, to 15 May; then to 13 July.
    assert exits == ["2020-05-15", "2020-07-13"]


def test_what_cannot_be_planned_is_said(eligo: Eligo, done: Path, register: Path, tmp_path: Path) -> None:
    register.write_text("\n".join([*REGISTER.splitlines()[:2], ""]).replace(",1.2\n", ",\n"))
    code, _, err = eligo("plan", done, "--firmware", register)
    assert (code, "has no final release of track MK1" in err) == (2, True)

    register.write_text(REGISTER.replace("2020-03-02/", "2020-13-02/"))
    code, _, err = eligo("plan", done, "--firmware", register)
    assert code not in (0, 1)
    assert "firmware.csv:3 expected" in err


def test_all_releases_that_the_register_lacks_are_told_at_once(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    register = tmp_path / "firmware.csv"
    register.write_text(REGISTER.splitlines()[0] + "\nMK1,1.1,candidate,2019-11-04,,\n")

    code, _, err = eligo("plan", done, "--firmware", register)

    missing = "no final release of track MK1, no candidate of track MK2, no final release of track MK2"
    assert (code, f"The firmware register has {missing}" in " ".join(err.split())) == (2, True)


def test_the_paper_is_written_again_with_the_plan_in_it(
    eligo: Eligo, done: Path, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "plan"
    code, _, _ = eligo("plan", done, "--firmware", register, "--out", out, "--trials", "5", "--paper")
    page = (out / "report.html").read_text()
    assert code == 0
    assert "planned to leave SIT on" in page
    assert "planned to leave SIT on" not in (done / "report.html").read_text()
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "Aster" not in page
    code, _, err = eligo("plan", done, "--firmware", register, "--paper")
    assert (code, "Name a folder with --out." in err) == (2, True)


def test_a_run_that_is_not_what_its_inputs_give_has_no_paper_with_a_plan(
    eligo: Eligo, done: Path, register: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(done, copy)
    (copy / "report.html").write_text("otherwise")
    code, _, err = eligo("plan", copy, "--firmware", register, "--out", tmp_path / "plan", "--trials", "0", "--paper")
    assert (code, "report.html" in err) == (11, True)
    assert not (tmp_path / "plan").exists()


def keys(value: object) -> set[str]:
    """Every name of a field, those of a mapping by what people call things left out."""
    if isinstance(value, list):
        return {name for one in value[:3] for name in keys(one)}
    if not isinstance(value, dict):
        return set()
    own = {name for name in value if name.islower() and name.replace("_", "").isalpha()}
    return own | {name for one in value.values() for name in keys(one)}


def test_the_reference_names_every_file_and_every_field(
    eligo: Eligo, done: Path, register: Path, tmp_path: Path
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "artefacts.md").read_text()
    section = page.split("## What `eligo plan` writes")[1].split("\n## ")[0]
    out = tmp_path / "plan"
    eligo("plan", done, "--firmware", register, "--out", out, "--trials", "3", "--paper")
    for file in out.iterdir():
        assert f"`{file.stem}" in section
    for name in ("plan.json", "programme.json", "uncertainty.json"):
        written = json.loads((out / name).read_text())
        for apart in ("proof", "durations", "policy"):
            written[apart] = None
        assert [field for field in sorted(keys(written)) if f"`{field}`" not in section] == []


def test_how_many_parts_the_proof_may_have_is_asked(eligo: Eligo, done: Path, register: Path) -> None:
    asked = ("plan", done, "--firmware", register, "--trials", "0")
    assert eligo(*asked, "--parts", "1")[0] == 0
    assert eligo(*asked, "--parts", "0")[0] == eligo(*asked, "--parts", "401")[0] == 2
