"""The command line as its users meet it: what is printed, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import eligo_check
from builders import CATALOGUE, csv_of, row
from eligo.__main__ import main
from workflows.small_round import sent_workbook

Told = tuple[int, str, str]


@pytest.fixture
def eligo(capfd: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Carry out a command; its exit code, standard output and standard error."""

    def carry_out(*arguments: str | Path) -> Told:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        told = capfd.readouterr()
        return code, told.out, told.err

    return carry_out


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small round: one supplier with four combinations, one of them the only one with the later meter."""
    folder = tmp_path_factory.mktemp("round")
    (folder / "models.csv").write_text(CATALOGUE)
    (folder / "returns").mkdir()
    hub = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}
    later = {"ESME Model": "E470 (MK2)", "ESME Hardware version": "2.0", "ESME Firmware version": "02.01.01.10"}
    rows = [
        row(Active="5000"),
        row(**hub, Active="4000"),
        row(**{"CH Firmware version": "2.1.11", "Active": "3000"}),
        row(**later, Active="30"),
        row(Active="lots"),
    ]
    (folder / "returns" / "RFI-1__Supplier__Aster-Energy.csv").write_bytes(csv_of(rows))
    return folder


@pytest.fixture(scope="module")
def done(round_: Path) -> Path:
    """The folder of a finished run of size 2 over the small round."""
    assert main(["run", *inputs(round_), "--out", str(round_ / "out"), "--size", "2"]) == 0
    return round_ / "out"


def inputs(folder: Path) -> list[str]:
    return [str(folder / "returns"), "--catalogue", str(folder / "models.csv")]


def test_a_run_prints_its_selection_and_where_the_results_are(eligo: Callable[..., Told], round_: Path) -> None:
    code, out, err = eligo("run", *inputs(round_), "--out", round_ / "again", "--size", "2")
    assert (code, err) == (0, "")
    assert "Selection: 4,070 installations, proved optimal" in out
    assert "3 of 4 hardware variants covered" not in out
    assert f"Written to {round_ / 'again'}" in out


def test_a_run_for_programs_is_one_json_document(eligo: Callable[..., Told], round_: Path) -> None:
    code, out, err = eligo("run", *inputs(round_), "--out", round_ / "json", "--size", "2", "--json")
    told = json.loads(out)
    assert (code, err, told["status"], told["combinations_in_scope"]) == (0, "", "optimal", 4)
    assert told["rows"] == {"read": 5, "accepted": 4, "quarantined": 1, "ignored": 0}
    assert len(told["selected"]) == 2


def test_check_says_each_cause_once(eligo: Callable[..., Told], round_: Path) -> None:
    code, out, _ = eligo("check", *inputs(round_), "--out", round_ / "findings")
    assert code == 0
    assert "count-not-a-number" in out
    assert sorted(path.name for path in (round_ / "findings").iterdir()) == [
        "findings.csv",
        "mass-balance.csv",
        "quarantine.csv",
    ]


def test_check_writes_a_folder_for_each_return_to_send_back(eligo: Callable[..., Told], round_: Path) -> None:
    back = round_ / "back"
    for _ in range(2):
        code, out, _ = eligo("check", *inputs(round_), "--send-back", back)
        assert code == 0
    assert f"What goes back to each sender is in {back}, in a folder for each return." in out.splitlines()
    (folder,) = back.iterdir()
    assert sorted(path.name for path in folder.iterdir()) == [
        "causes.csv",
        "findings.csv",
        "findings.html",
        "findings.json",
        "findings.xlsx",
    ]


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_checked(
    eligo: Callable[..., Told], round_: Path, tmp_path: Path
) -> None:
    returns, catalogue = tmp_path / "returns", inputs(round_)[1:]
    shutil.copytree(round_ / "returns", returns)
    (returns / "desktop.ini").write_text("[of a system]", encoding="utf-8")
    (returns / "RFI-1__Supplier__Zeta.xlsx").write_bytes(b"no workbook")
    (returns / "RFI-1__Supplier__Eta.csv").write_text("Supplier,SMSO\nEta,SMSO-1\n", encoding="utf-8")
    out, back = tmp_path / "out", tmp_path / "back"

    code, said, error = eligo("check", returns, *catalogue, "--out", out, "--send-back", back)

    assert (code, error.splitlines()[0]) == (3, "eligo: 2 of 3 returns cannot be used.")
    assert "count-not-a-number" in said
    found = list(csv.DictReader(io.StringIO((out / "findings.csv").read_text("utf-8"), newline="")))
    refused = [one["message"] for one in found if one["code"] == "file-refused" and "Zeta" in one["file"]]
    assert refused == ["RFI-1__Supplier__Zeta.xlsx is not an .xlsx workbook (File is not a zip file)"]
    assert "RFI-1__Supplier__Eta.csv: no column 'Active'" in [one["message"] for one in found]
    assert any(one["code"] == "count-not-a-number" for one in found)
    page = (back / "RFI-1__Supplier__Zeta" / "findings.html").read_text("utf-8")
    assert "is not an .xlsx workbook" in page
    assert sorted(one.name for one in (back / "RFI-1__Supplier__Eta").iterdir()) == [
        "causes.csv",
        "findings.csv",
        "findings.html",
        "findings.json",
        "findings.xlsx",
    ]


def test_what_goes_back_is_written_over_nothing_else(eligo: Callable[..., Told], round_: Path) -> None:
    out = round_ / "one"
    assert eligo("check", *inputs(round_), "--out", out, "--send-back", out)[0] == 2
    stem = next(path.stem for path in (round_ / "returns").iterdir())
    (out / stem).mkdir(parents=True)
    (out / stem / "letter.txt").write_text("mine", encoding="utf-8")
    assert eligo("check", *inputs(round_), "--send-back", out)[0] == 2
    assert [path.name for path in (out / stem).iterdir()] == ["letter.txt"]


def test_verify_accepts_a_run_and_names_a_file_that_was_edited(eligo: Callable[..., Told], done: Path) -> None:
    code, out, _ = eligo("verify", done)
    assert code == 0
    assert out.splitlines() == [
        "Verified: 2 inputs give these 20 outputs again, byte for byte.",
        "The selection passed the checker that does not use the solver.",
    ]
    edited = done / "ppcl.csv"
    before = edited.read_bytes()
    edited.write_bytes(before.replace(b"pending", b"eligible", 1))
    code, _, err = eligo("verify", done)
    edited.write_bytes(before)
    assert code == 11
    assert err.splitlines() == [
        "eligo: These results are not what their inputs give.",
        "  ppcl.csv: has changed since the run",
        "Run 'eligo run' again on the inputs that you trust.",
    ]


def test_select_chooses_from_the_table_of_a_run(eligo: Callable[..., Told], done: Path) -> None:
    code, out, _ = eligo("select", done / "combinations.csv", "--size", "2", "--json")
    assert code == 0
    assert json.loads(out)["selected"] == json.loads((done / "selection.json").read_text())["selected"]


def test_select_writes_its_choice_with_everything_that_its_certificate_is_checked_against(
    eligo: Callable[..., Told], done: Path, tmp_path: Path
) -> None:
    code, out, _ = eligo("select", done / "combinations.csv", "--size", "3", "--out", tmp_path / "choice")
    files = {file.name: file.read_bytes() for file in (tmp_path / "choice").iterdir()}
    assert code == 0
    assert sorted(files) == [
        "certificate.json",
        "combinations.csv",
        "interactions.csv",
        "scheme.toml",
        "selection.json",
    ]
    assert "Anybody can check it: eligo-check" in out
    said = eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    assert said[1] == "Asked: size 3, in the scheme 5."


def test_a_decision_on_equivalence_unlocks_and_is_in_what_the_certificate_is_checked_against(
    eligo: Callable[..., Told], done: Path, tmp_path: Path
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
    relations.write_text("claimed,tested\nC-1,C-2\n")
    code, _, err = eligo(*asked)
    assert code == 21
    assert "claimed: found 'C-1', no combination of this estate" in err


def test_select_lists_every_set_that_loses_no_more_than_is_stated(eligo: Callable[..., Told], done: Path) -> None:
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


def test_a_conflict_is_written_with_its_certificate(eligo: Callable[..., Told], done: Path, tmp_path: Path) -> None:
    code, _, _ = eligo("select", done / "combinations.csv", "--size", "1", "--out", tmp_path / "choice")
    files = {file.name: file.read_bytes() for file in (tmp_path / "choice").iterdir()}
    assert code == 6
    assert json.loads(files["selection.json"])["status"] == "infeasible"
    said = eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    assert said[0].startswith("These cannot hold together, and no fewer requirements conflict: size; ")


def test_an_infeasible_choice_names_the_requirements_in_conflict(eligo: Callable[..., Told], done: Path) -> None:
    code, out, err = eligo("select", done / "combinations.csv", "--size", "1")
    assert (code, out) == (6, "")
    assert err.splitlines()[:2] == [
        "eligo: No selection of size 1 meets every requirement; these cannot hold together.",
        "  exactly 1 combination is to be selected",
    ]


@pytest.mark.parametrize(
    ("question", "first_line"),
    [
        ("top", "The 4 largest of 4 combinations in scope"),
        ("operators", "12,110 installations in scope, by SMSO"),
        ("variants", "12,110 installations in scope, by hardware variant"),
        ("pairs", "7 pairs of hardware variants occur; the selection exercises 6"),
        ("triples", "3 triples of hardware variants occur; the selection exercises 2"),
        ("curve", "The best set of every size; every variant is covered from 2 on"),
        ("scope", "Combinations by the rule that decided them"),
    ],
)
def test_an_estate_answers_questions(eligo: Callable[..., Told], done: Path, question: str, first_line: str) -> None:
    code, out, err = eligo("estate", done, question)
    assert (code, err, out.splitlines()[1]) == (0, "", first_line)
    assert isinstance(json.loads(eligo("estate", done, question, "--json")[1]), list)


def test_only_what_is_untested_together_is_shown_where_that_is_asked(eligo: Callable[..., Told], done: Path) -> None:
    code, out, _ = eligo("estate", done, "pairs", "--untested")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert (code, lines[1:]) == (
        0,
        [
            "7 pairs of hardware variants occur; the selection exercises 6",
            "combinations population share",
            "every pair exercised 2 4,070 33.6 %",
            "some pairs exercised 2 8,040 66.4 %",
            "no pair exercised 0 0 0.0 %",
            "fewer than 2 variants 0 0 0.0 %",
            "all in scope 4 12,110 100.0 %",
            "",
            "ESME GSME CH combinations population deployed share exercised by",
            "E470 (MK1) 1.0 - SEAP-2000-V A 2 8,040 8,040 66.4 % none",
        ],
    )
    (record,) = json.loads(eligo("estate", done, "pairs", "--untested", "--json")[1])
    assert record == {
        "variants": ["CH|Telit|SEAP-2000-V|A", "ESME|Landis+Gyr|E470 (MK1)|1.0"],
        "combinations": 2,
        "population": 8040,
        "deployed": 8040,
        "share_of_deployed": 0.663914,
        "exercised": False,
        "exercised_by": [],
    }
    assert eligo("estate", done, "variants", "--untested", "--json")[1] == "[]\n"


def test_nothing_else_can_be_asked_for_what_is_untested(eligo: Callable[..., Told], done: Path) -> None:
    code, out, err = eligo("estate", done, "curve", "--untested")
    assert (code, out, err.splitlines()) == (
        2,
        "",
        ["eligo: --untested says nothing about curve.", "Ask it of variants, pairs or triples."],
    )


def test_the_table_of_interactions_is_that_of_a_plain_recount(
    eligo: Callable[..., Told], done: Path, tmp_path: Path
) -> None:
    """Every pair and triple of the devices whose hardware is covered, tried on every row of combinations.csv."""
    rows = list(csv.DictReader(io.StringIO((done / "combinations.csv").read_text())))
    devices = {
        row["combination_id"]: {
            "|".join((kind.upper(), *(row[f"{kind}_{part}"] for part in ("manufacturer", "model", "hardware"))))
            for kind in ("esme", "gsme", "ch")
            if row[f"{kind}_model"]
        }
        for row in rows
    }
    every = sorted(set().union(*devices.values()))
    counted = {}
    for first in every:
        for second in every:
            for third in ["", *every]:
                variants = {first, second, third} - {""}
                own = [row for row in rows if variants <= devices[row["combination_id"]]]
                if own and first < second and (not third or second < third):
                    sums = [sum(int(row[name]) for row in own) for name in ("population", "deployed")]
                    by = sorted(row["combination_id"] for row in own if row["selected"] == "true")
                    counted[first, second, third] = [str(len(own)), *map(str, sums), str(bool(by)).lower(), by]
    told = {
        (row["variant_1"], row["variant_2"], row["variant_3"]): [
            *(row[name] for name in ("combinations", "population", "deployed", "exercised")),
            sorted(filter(None, row["exercised_by"].split("; "))),
        ]
        for row in csv.DictReader(io.StringIO((done / "interactions.csv").read_text()))
    }
    assert told == counted
    chosen = eligo("select", done / "combinations.csv", "--size", "2", "--out", tmp_path / "choice")
    assert chosen[0] == 0
    assert (tmp_path / "choice" / "interactions.csv").read_bytes() == (done / "interactions.csv").read_bytes()


def test_what_is_published_of_pairs_is_traced_to_its_rows(eligo: Callable[..., Told], done: Path) -> None:
    code, out, _ = eligo("trace", done, "interactions/2/whole/share_of_deployed", "--json")
    assert (code, [(traced["part"], traced["total"]) for traced in json.loads(out)]) == (0, [(4070, 12110)])


def test_the_charts_of_a_run_are_written_as_svg_and_png(eligo: Callable[..., Told], done: Path, tmp_path: Path) -> None:
    for _ in range(2):
        code, out, err = eligo("charts", done, "--out", tmp_path / "charts", "--json")
        files = {file.name: file.read_bytes() for file in (tmp_path / "charts").iterdir()}
        names = [f"chart-{name}" for name in ("curve", "coverage", "contributions", "stability")]
        assert (code, err, json.loads(out)["files"]) == (
            0,
            "",
            [f"{n}.{form}" for n in names for form in ("svg", "png")],
        )
        assert sorted(files) == sorted(json.loads(out)["files"])
    assert all(files[f"{name}.svg"] == (done / f"{name}.svg").read_bytes() for name in names)
    assert all(files[f"{name}.png"].startswith(b"\x89PNG") for name in names)
    assert "not for publication" in eligo("charts", done, "--out", tmp_path / "charts")[1]


def test_charts_replace_nothing_but_charts(eligo: Callable[..., Told], done: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    code, _, err = eligo("charts", done, "--out", tmp_path)
    assert (code, "notes.txt" in err, (tmp_path / "notes.txt").read_text()) == (2, True, "mine")


def test_a_run_without_a_selection_has_no_charts(eligo: Callable[..., Told], round_: Path, tmp_path: Path) -> None:
    assert eligo("run", *inputs(round_), "--out", tmp_path / "none", "--size", "1")[0] == 6
    code, _, err = eligo("charts", tmp_path / "none", "--out", tmp_path / "charts")
    assert (code, "has no charts: nothing was selected" in err, (tmp_path / "charts").exists()) == (9, True, False)


@pytest.mark.parametrize("question", ["34 %", "share_by_smso/SMSO-1", "selection.json#/share_of_deployed"])
def test_a_share_is_traced_to_its_rows(eligo: Callable[..., Told], done: Path, question: str) -> None:
    code, out, _ = eligo("trace", done, question, "--json")
    assert code == 0
    for traced in json.loads(out):
        assert (traced["part"], traced["total"]) == (4070, 12110)
        assert [(r["file"], r["row"], r["counts"]) for r in traced["rows"]] == [
            ("RFI-1__Supplier__Aster-Energy.csv", 3, [4000, 20, 0]),
            ("RFI-1__Supplier__Aster-Energy.csv", 5, [30, 20, 0]),
        ]


def test_a_combination_is_traced_by_its_label(eligo: Callable[..., Told], done: Path) -> None:
    code, out, _ = eligo("trace", done, "DMC-2", "--json")
    assert (code, [traced["part"] for traced in json.loads(out)]) == (0, [50])


def test_a_figure_that_is_not_published_is_not_found(eligo: Callable[..., Told], done: Path) -> None:
    code, _, err = eligo("trace", done, "99 %")
    assert code == 9
    assert err.startswith("eligo: No figure of this run is '99 %'.\n")


def test_schemes_are_listed_shown_and_checked(eligo: Callable[..., Told], tmp_path: Path) -> None:
    assert json.loads(eligo("schemes", "list", "--json")[1])[0]["id"] == "smets1-foc"
    assert "landis-gyr-meters" in eligo("schemes", "show", "smets1-foc")[1]
    source = eligo("schemes", "show", "smets1-foc", "--source")[1]
    own = tmp_path / "own.toml"
    own.write_text(source, encoding="utf-8")
    assert eligo("schemes", "check", own)[0] == 0
    own.write_text(source.replace("size = 5", "size = 0"), encoding="utf-8")
    code, _, err = eligo("schemes", "check", own)
    assert code == 5
    assert "selection.size: found 0" in err
    own.write_text(source.replace("{% endfor %}", "", 1), encoding="utf-8")
    code, _, err = eligo("schemes", "check", own)
    assert code == 5
    assert "paper" in err


def test_a_template_is_written_once(eligo: Callable[..., Told], round_: Path, tmp_path: Path) -> None:
    asked = ("rfi", "template", "--catalogue", round_ / "models.csv", "--round", "RFI-2", "--out", tmp_path / "a.xlsx")
    assert eligo(*asked)[0] == 0
    code, _, err = eligo(*asked)
    assert (code, err.splitlines()[0]) == (2, f"eligo: {tmp_path / 'a.xlsx'} is there already.")


@pytest.mark.parametrize("reference", ["", "  ", "two\nlines"])
def test_a_template_is_of_a_round(eligo: Callable[..., Told], round_: Path, tmp_path: Path, reference: str) -> None:
    asked = (
        "rfi",
        "template",
        "--catalogue",
        round_ / "models.csv",
        "--round",
        reference,
        "--out",
        tmp_path / "a.xlsx",
    )

    code, _, err = eligo(*asked)

    assert (code, err.startswith("eligo: The reference of a round is one line of text")) == (2, True)
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["nonsense"], 2), (["run"], 2), (["run", "x", "--size", "0"], 2), (["--version"], 0), (["run", "--help"], 0)],
)
def test_usage(eligo: Callable[..., Told], arguments: list[str], code: int) -> None:
    assert eligo(*arguments)[0] == code


@pytest.mark.parametrize("limit", ["SMSO-1", "=2", "SMSO-1=x", "SMSO-1=-1"])
def test_a_limit_that_is_none_is_a_usage_error(eligo: Callable[..., Told], done: Path, limit: str) -> None:
    code, _, err = eligo("select", done / "combinations.csv", "--min", limit)
    assert (code, err.splitlines()[0]) == (2, "eligo: --min takes OPERATOR=N.")


def test_an_operator_that_the_scheme_does_not_have_is_a_usage_error(eligo: Callable[..., Told], done: Path) -> None:
    code, _, err = eligo("select", done / "combinations.csv", "--max", "SMSO-9=1")
    assert (code, err.splitlines()[0]) == (2, "eligo: There is no SMSO SMSO-9.")


@pytest.mark.parametrize(
    ("question", "pointer", "part", "total"),
    [
        ("12,110", "combinations.csv#deployed[in_scope]", 12110, None),
        (
            "deployed[in_scope,smso=SMSO-1,route=dmct]",
            "combinations.csv#deployed[in_scope,smso=SMSO-1,route=dmct]",
            8040,
            12110,
        ),
        ("99.6 %", "combinations.csv#deployed[in_scope,smso=SMSO-1,esme_model=E470 (MK1)]", 12060, 12110),
        ("quarantine.csv#counts", "quarantine.csv#counts", 20, 12110),
    ],
)
def test_every_figure_of_the_paper_can_be_traced(
    eligo: Callable[..., Told], done: Path, question: str, pointer: str, part: int, total: int | None
) -> None:
    code, out, _ = eligo("trace", done, question, "--json")
    assert code == 0
    found = {one["pointer"]: one for one in json.loads(out)}
    assert (found[pointer]["part"], found[pointer]["total"]) == (part, total)
    assert sum(sum(one["counts"]) for one in found[pointer]["rows"]) == part


def test_a_curve_is_under_the_parameters_of_its_run(eligo: Callable[..., Told], round_: Path, done: Path) -> None:
    out = round_ / "banned"
    largest = (done / "combinations.csv").read_text().splitlines()[1].split(",")[0]
    assert eligo("run", *inputs(round_), "--out", out, "--size", "2", "--ban", largest)[0] == 0
    curve = json.loads(eligo("estate", out, "curve", "--json")[1])
    stated = json.loads((out / "selection.json").read_text())["curve"]
    assert [point["population"] for point in curve] == [point["population"] for point in stated.values()]


def test_a_check_never_replaces_a_run(eligo: Callable[..., Told], round_: Path, done: Path) -> None:
    code, _, err = eligo("check", *inputs(round_), "--out", done)
    assert (code, err.splitlines()[0]) == (
        2,
        f"eligo: {done} holds files that are not earlier results of this command.",
    )
    assert (done / "report.pdf").is_file()


def test_a_check_asks_about_a_snapshot_of_a_day_to_come(eligo: Callable[..., Told], round_: Path) -> None:
    sent_workbook(round_ / "sent" / "a.xlsx", date(2999, 8, 31))

    code, out, _ = eligo("check", round_ / "sent", "--catalogue", round_ / "models.csv", "--json")

    found = [(one["code"], one["row"], one["value"]) for one in json.loads(out)["findings"]]
    assert (code, found[0]) == (0, ("snapshot-in-future", 4, "2999-08-31"))
