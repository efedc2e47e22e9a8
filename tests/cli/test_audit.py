"""``eligo audit`` and ``eligo deselect`` over the example estate, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import eligo_check
from cli.conftest import Eligo
from eligo.artefacts import Parameters
from eligo.scheme import scheme_text
from eligo.wiring import build_services
from eligo.workflows import make_request, run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "foc-estate"
TABLE_3 = EXAMPLE / "published-table-3.csv"


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the example estate."""
    out, services = tmp_path_factory.mktemp("example") / "out", build_services()
    request = make_request([EXAMPLE / "returns"], EXAMPLE / "device-models.csv", "smets1-foc", Parameters())
    run(request, out, services.clock, services.progress)
    return out


def test_table_3_is_optimal_and_unique_and_dmc_4_alone_carries_the_mk2_variants(eligo: Eligo, estate: Path) -> None:
    code, out, _ = eligo("audit", TABLE_3, "--of", estate, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["verdict"], told["unique"], told["certified"]) == ("optimal", True, True)
    assert (told["breaches"], told["uncovered"], told["shortfall"]) == ([], [], 0)
    alone = {one["name"]: one["alone_carries"] for one in told["published"]}
    assert {name for name, variants in alone.items() if variants} == {"DMC-4"}
    assert all("(MK2)" in variant for variant in alone["DMC-4"])
    assert told["stated_share"] == "52%"
    assert round(told["share_of_deployed"], 2) == 0.52
    code, out, _ = eligo("audit", TABLE_3, "--of", estate / "combinations.csv")
    assert code == 0
    assert "The published choice is optimal and unique" in out
    assert "Coverage holds: all 7 required hardware variants are carried." in out


def test_what_the_estate_s_own_selection_was_asked_otherwise_is_told(
    eligo: Eligo, estate: Path, tmp_path: Path
) -> None:
    eligo("select", estate / "combinations.csv", "--size", "6", "--out", tmp_path / "six")
    told = "The selection of this estate was asked otherwise (size); say so here, where it is part of the rule."

    assert told in eligo("audit", TABLE_3, "--of", tmp_path / "six")[1]
    assert told not in eligo("audit", TABLE_3, "--of", tmp_path / "six", "--size", "6")[1]
    assert told not in eligo("audit", TABLE_3, "--of", estate)[1]


def test_the_list_that_a_run_wrote_is_read_by_its_routes(eligo: Eligo, estate: Path) -> None:
    code, out, _ = eligo("audit", estate / "ppcl.csv", "--of", estate, "--json")
    assert code == 0
    assert json.loads(out)["verdict"] == "optimal"
    assert len(json.loads(out)["published"]) == 5


def test_a_worse_choice_is_told_by_what_and_by_how_much_it_is_beaten(
    eligo: Eligo, estate: Path, tmp_path: Path
) -> None:
    chosen = json.loads((estate / "selection.json").read_text())
    worse, other = tmp_path / "worse.csv", chosen["alternatives"][0]
    worse.write_text("combination_id,deployed\n" + "".join(f"{one},1\n" for one in other["selected"]))
    code, out, _ = eligo("audit", worse, "--of", estate, "--json")
    told = json.loads(out)
    assert (code, told["verdict"], told["shortfall"]) == (0, "dominated", other["loss"])
    assert set(told["enters"]) == set(chosen["selected"]) - set(other["selected"])
    assert told["published"][0]["stated_otherwise"] == {"deployed": "1"}
    code, out, _ = eligo("audit", worse, "--of", estate)
    assert f"The best set has {other['loss']:,} more installations" in out


def test_what_the_estate_does_not_have_is_named_with_the_nearest(eligo: Eligo, estate: Path, tmp_path: Path) -> None:
    wrong, twice = tmp_path / "wrong.csv", tmp_path / "twice.csv"
    wrong.write_text(TABLE_3.read_text().replace("DUET II", "DUET IX"))
    code, _, err = eligo("audit", wrong, "--of", estate)
    assert code == 4
    assert "wrong.csv, DMC-5: no combination in scope is that; of the nearest, C-" in err
    assert "PPMID model is 'DUET II' and not 'DUET IX'" in err
    first = json.loads((estate / "selection.json").read_text())["selected"][0]
    twice.write_text(f"combination_id\n{first}\n{first}\n")
    assert "row 3: is the same as row 2" in eligo("audit", twice, "--of", estate)[2]
    wrong.write_text(f"combination_id\n{first[:-1]}\n")
    assert f"no combination {first[:-1]} in scope; closest is {first}" in eligo("audit", wrong, "--of", estate)[2]
    wrong.write_text("a,b\n1,2\n")
    assert "names no device and no combination by a label that is known" in eligo("audit", wrong, "--of", estate)[2]


def test_what_is_given_up_is_replaced_with_a_certificate_and_what_is_owed(
    eligo: Eligo, estate: Path, tmp_path: Path
) -> None:
    before = json.loads((estate / "selection.json").read_text())
    mk2 = next(one for one, said in before["why"].items() if "(MK2)" in said)
    asked = ("deselect", estate, mk2, "--reason", "late", "--trigger", "firmware-not-delivered", "--on", "2019-11-02")
    code, out, _ = eligo(*asked, "--out", tmp_path / "out", "--json")
    told = json.loads(out)
    files = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert code == 0
    assert json.loads(files["deselection.json"]) == told
    assert [told[name] for name in ("deselected", "reason", "trigger", "on")] == [mk2, *asked[4::2]]
    assert told["trigger_label"] == "Firmware that the test needs is not delivered in time"
    assert told["scope_rules_changed"] == []
    assert all("(MK2)" in variant for variant in told["coverage_lost"])
    assert told["population_lost"] == 194_695
    assert set(told["keeping_the_others"]["selected"]) == {*before["selected"], *told["replacement"]} - {mk2}
    assert told["device_types_changed"] == told["consultation_owed_on"] == ["CH", "SMETS1 PPMID"]
    said = eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    assert f"stand for {told['keeping_the_others']['population']:,}." in said[0]
    code, out, _ = eligo(*asked)
    assert f"The best replacement that keeps the others is {told['replacement'][0]}." in out
    assert "Consultation is owed again: what is tested has another CH, another SMETS1 PPMID." in out


def test_a_de_selection_under_a_scheme_whose_watched_rule_has_changed_says_that_a_consultation_is_owed(
    eligo: Eligo, estate: Path, tmp_path: Path
) -> None:
    mine = json.loads((estate / "selection.json").read_text())["selected"][0]
    (tmp_path / "foc.toml").write_bytes(scheme_text("smets1-foc").replace(b'in = ["EDMI"]', b'in = ["EDMI", "Iskra"]'))
    asked = ("deselect", estate, mine, "--reason", "x", "--trigger", "failed-test", "--scheme", tmp_path / "foc.toml")
    assert "A separate consultation is owed: the scope rule edmi-under-assessment has changed." in eligo(*asked)[1]


def test_a_de_selection_without_a_reason_a_day_or_a_selected_combination_is_refused(eligo: Eligo, estate: Path) -> None:
    mine = json.loads((estate / "selection.json").read_text())["selected"][0]
    code, _, err = eligo("deselect", estate, mine, "--reason", "x", "--trigger", "rain")
    assert (code, "The scheme has no trigger 'rain'" in err, "failed-test: It has failed a test" in err) == (
        2,
        True,
        True,
    )
    assert "No trigger is named" in eligo("deselect", estate, mine, "--reason", "x")[2]
    assert "Nothing says of which selection" in eligo("deselect", mine, "--reason", "x")[2]
    assert "One combination is given up at a time" in eligo("deselect", estate, mine, mine, "--reason", "x")[2]
    assert "The reason is blank" in eligo("deselect", estate, mine, "--reason", " ")[2]
    assert "--on is no day: '2.11.'" in eligo("deselect", estate, mine, "--reason", "x", "--on", "2.11.")[2]
    code, _, err = eligo("deselect", estate, "C-NOPE", "--reason", "x", "--trigger", "failed-test")
    assert (code, "No combination that is selected has the id C-NOPE." in err) == (9, True)
    assert f"  {mine}: SMSO-1 / " in err


def test_no_paper_is_written_where_a_test_stands_for_others(eligo: Eligo, estate: Path, tmp_path: Path) -> None:
    chosen = json.loads((estate / "selection.json").read_text())
    relations, out = tmp_path / "equivalences.csv", tmp_path / "out"
    relations.write_text(f"claimed,tested\n{chosen['alternatives'][0]['selected'][-1]},{chosen['selected'][0]}\n")
    asked = ("run", EXAMPLE / "returns", "--catalogue", EXAMPLE / "device-models.csv", "--out", out)
    code, said, _ = eligo(*asked, "--equivalences", relations)
    assert code == 0
    assert "No paper is written: its text does not speak of tests that stand for others." in said
    assert json.loads((out / "selection.json").read_text())["equivalent"] != []
    assert (out / "ppcl.csv").exists()
    assert not list(out.glob("report.*"))
    code, said, _ = eligo("verify", out)
    assert (code, said.splitlines()[0]) == (0, "Verified: 14 inputs give these 18 outputs again, byte for byte.")
