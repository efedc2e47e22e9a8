"""``eligo select``: from a table to a choice, with everything that its certificate is checked against."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import eligo_check
from cli.conftest import Eligo


def test_select_chooses_from_the_table_of_a_run(eligo: Eligo, done: Path) -> None:
    code, out, _ = eligo("select", done / "combinations.csv", "--size", "2", "--json")
    assert code == 0
    assert json.loads(out)["selected"] == json.loads((done / "selection.json").read_text())["selected"]


def test_select_writes_its_choice_with_everything_that_its_certificate_is_checked_against(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    code, out, _ = eligo("select", done / "combinations.csv", "--size", "3", "--out", tmp_path / "choice")
    files = {file.name: file.read_bytes() for file in (tmp_path / "choice").iterdir()}
    assert code == 0
    assert sorted(files) == [
        "certificate.json",
        "combinations.csv",
        "interactions.csv",
        "ranked.csv",
        "scheme.toml",
        "selection.json",
    ]
    assert "Anybody can check it: eligo-check" in out
    said = eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    assert said[1] == "Asked: size 3, in the scheme 5."


def test_pairs_can_be_required_and_the_certificate_proves_it_of_the_published_files(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    code, _, _ = eligo("select", done / "combinations.csv", "--size", "4", "--strength", "2", "--out", tmp_path / "4")
    files = {file.name: file.read_bytes() for file in (tmp_path / "4").iterdir()}
    assert code == 0
    occurring = json.loads(files["selection.json"])["interactions"]["2"]
    assert occurring["exercised"] == occurring["occurring"]
    said = eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    assert "Asked: strength 2, in the scheme 1." in said
    uncovering = (tmp_path / "4" / "scheme.toml").read_text().replace("cover = true ", "cover = false")
    (tmp_path / "uncovering.toml").write_text(uncovering)
    code, _, err = eligo(
        "select", done / "combinations.csv", "--scheme", tmp_path / "uncovering.toml", "--strength", "2"
    )
    assert code == 2
    assert "asks for no coverage, and so for none of variants together" in err


def test_a_choice_that_need_cover_nothing_is_given_up_compared_and_drawn(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    eligo("select", done / "combinations.csv", "--out", tmp_path / "covering")
    scheme, choice = tmp_path / "any.toml", tmp_path / "any"
    scheme.write_text((tmp_path / "covering" / "scheme.toml").read_text().replace("cover = true ", "cover = false"))
    _, said, _ = eligo("select", done / "combinations.csv", "--scheme", scheme, "--size", "2", "--out", choice)
    written = json.loads((choice / "selection.json").read_text())
    first, all_variants = written["selected"][0], len(written["not_required_variants"])
    assert (written["required_variants"], written["baseline"]["missed_variants"]) == ([], [])
    carried = len(written["covered_variants"])
    curve = eligo("estate", choice, "curve", "--top", "3")[1]
    assert ("the smallest that covers" in curve, "of all" in curve) == (False, True)
    assert f"No hardware variant has to be covered; the selected carry {carried} of {all_variants}." in said

    code, _, _ = eligo(
        "deselect", choice, first, "--trigger", "failed-test", "--reason", "gone", "--out", tmp_path / "without"
    )
    proof, table = ((tmp_path / "without" / name).read_bytes() for name in ("certificate.json", "combinations.csv"))
    assert code == 0
    assert f"Asked: bans ['{first}'], in the scheme []." in eligo_check.check(proof, table, scheme.read_bytes())
    code, out, _ = eligo("diff", choice, choice)
    assert code == 0
    assert "it stands, and is the best" in " ".join(out.split())
    code, _, _ = eligo("charts", choice, "--out", tmp_path / "charts")
    assert code == 0
    assert (tmp_path / "charts" / "chart-curve.svg").is_file()


def test_a_decision_on_equivalence_unlocks_and_is_in_what_the_certificate_is_checked_against(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO((done / "combinations.csv").read_text())))
    chosen = [row["combination_id"] for row in rows if row["selected"] == "true"]
    other = next(row for row in rows if row["in_scope"] == "true" and row["selected"] == "false")
    relations = tmp_path / "equivalences.csv"
    relations.write_text(f"claimed,tested\n{other['combination_id']},{chosen[0]}\n")
    asked = ("select", done / "combinations.csv", "--size", str(len(chosen)), "--equivalences", relations)
    code, out, _ = eligo(*asked, "--out", tmp_path / "choice")
    files = {file.name: file.read_bytes() for file in (tmp_path / "choice").iterdir()}
    selection = json.loads(files["selection.json"])
    assert code == 0
    assert "Their tests stand for 1 other combination with" in out
    assert (selection["selected"], selection["equivalent"]) == (chosen, [other["combination_id"]])
    before = json.loads((done / "selection.json").read_text())["population"]
    assert selection["population"] == before + int(other["population"])
    assert eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    eligo("select", done / "combinations.csv", "--size", str(len(chosen)), "--out", tmp_path / "without")
    compared = json.loads(eligo("diff", tmp_path / "without", tmp_path / "choice", "--json")[1])
    stands = {"before": "", "after": f"{chosen[0]} for {other['combination_id']}"}
    assert compared["rules_that_differ"] == [{"what": "tests that stand for others", **stands}]
    relations.write_text("claimed,tested\nC-1,C-2\n")
    code, _, err = eligo(*asked)
    assert code == 21
    assert "claimed [equivalence-combination-unknown]: There is no combination C-1" in err


def test_select_lists_every_set_that_loses_no_more_than_is_stated(eligo: Eligo, done: Path) -> None:
    asked = ("select", done / "combinations.csv", "--size", "3", "--within")
    code, out, _ = eligo(*asked, "1000000", "--json")
    near = json.loads(out)["near_optima"]
    assert code == 0
    assert (near["within"], near["complete"]) == (1_000_000, True)
    assert [one["loss"] for one in near["sets"]] == sorted(one["loss"] for one in near["sets"])
    assert near["sets"]
    code, out, _ = eligo(*asked, "1000000")
    assert f"Other sets that lose no more than 1,000,000 installations: {len(near['sets'])}" in out
    code, _, _ = eligo(*asked, "-1")
    assert code == 2


def test_a_conflict_is_written_with_its_certificate(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    code, _, err = eligo("select", done / "combinations.csv", "--size", "1", "--out", tmp_path / "choice")
    files = {file.name: file.read_bytes() for file in (tmp_path / "choice").iterdir()}
    assert code == 6
    assert f"The proof: eligo-check {tmp_path}/choice/certificate.json" in " ".join(err.split())
    assert json.loads(files["selection.json"])["status"] == "infeasible"
    said = eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    assert said[0].startswith("These cannot hold together, and no fewer requirements conflict: size; ")


def test_an_infeasible_choice_names_the_requirements_in_conflict(eligo: Eligo, done: Path) -> None:
    code, out, err = eligo("select", done / "combinations.csv", "--size", "1")
    assert (code, out) == (6, "")
    assert err.splitlines()[:2] == [
        "eligo: No selection of size 1 meets every requirement; these cannot hold together.",
        "  exactly 1 combination is to be selected",
    ]
    assert f"What each size can cover: eligo estate {done}/combinations.csv curve" in " ".join(err.split())
    assert "The proof" not in err
