"""The command line as its users meet it: what is printed, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from cli.conftest import Eligo, run_on
from workflows.small_round import sent_workbook


def test_a_run_prints_its_selection_and_where_the_results_are(eligo: Eligo, round_: Path) -> None:
    code, out, err = eligo("run", *run_on(round_), "--out", round_ / "again", "--size", "2")
    assert (code, err) == (0, "")
    assert "Selection: 4,070 installations, proved optimal" in out
    assert "3 of 4 hardware variants covered" not in out
    assert f"Written to {round_ / 'again'}" in out


def test_a_run_for_programs_is_one_json_document(eligo: Eligo, round_: Path) -> None:
    code, out, err = eligo("run", *run_on(round_), "--out", round_ / "json", "--size", "2", "--json")
    told = json.loads(out)
    assert (code, err, told["status"], told["combinations_in_scope"]) == (0, "", "optimal", 4)
    assert told["rows"] == {"read": 5, "accepted": 4, "quarantined": 1, "ignored": 0}
    assert len(told["selected"]) == 2


def test_check_says_each_cause_once(eligo: Eligo, round_: Path) -> None:
    code, out, _ = eligo("check", *run_on(round_), "--out", round_ / "findings")
    assert code == 0
    assert "count-not-a-number" in out
    assert sorted(path.name for path in (round_ / "findings").iterdir()) == [
        "findings.csv",
        "mass-balance.csv",
        "quarantine.csv",
    ]


def test_check_writes_a_folder_for_each_return_to_send_back(eligo: Eligo, round_: Path) -> None:
    back = round_ / "back"
    for _ in range(2):
        code, out, _ = eligo("check", *run_on(round_), "--send-back", back)
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
    eligo: Eligo, round_: Path, tmp_path: Path
) -> None:
    returns, catalogue = tmp_path / "returns", run_on(round_)[1:]
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
    assert refused == ["RFI-1__Supplier__Zeta.xlsx is a text file, not the .xlsx workbook that its name says"]
    assert "RFI-1__Supplier__Eta.csv: no column 'Active'" in [one["message"] for one in found]
    assert any(one["code"] == "count-not-a-number" for one in found)
    page = (back / "RFI-1__Supplier__Zeta" / "findings.html").read_text("utf-8")
    assert "is a text file, not the .xlsx workbook" in page
    assert sorted(one.name for one in (back / "RFI-1__Supplier__Eta").iterdir()) == [
        "causes.csv",
        "findings.csv",
        "findings.html",
        "findings.json",
        "findings.xlsx",
    ]


def test_what_goes_back_is_written_over_nothing_else(eligo: Eligo, round_: Path) -> None:
    out = round_ / "one"
    assert eligo("check", *run_on(round_), "--out", out, "--send-back", out)[0] == 2
    stem = next(path.stem for path in (round_ / "returns").iterdir())
    (out / stem).mkdir(parents=True)
    (out / stem / "letter.txt").write_text("mine", encoding="utf-8")
    assert eligo("check", *run_on(round_), "--send-back", out)[0] == 2
    assert [path.name for path in (out / stem).iterdir()] == ["letter.txt"]


def test_verify_accepts_a_run_and_names_a_file_that_was_edited(eligo: Eligo, done: Path) -> None:
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


@pytest.mark.parametrize(
    ("question", "first_line"),
    [
        ("top", "The 4 largest of 4 combinations in scope"),
        ("operators", "12,110 installations in scope, by SMSO"),
        ("variants", "12,110 installations in scope, by hardware variant"),
        ("pairs", "7 pairs of hardware variants occur; the selection exercises 6"),
        ("triples", "3 triples of hardware variants occur; the selection exercises 2"),
        ("curve", "The best set of every size; the smallest that covers every variant has 2"),
        ("scope", "Combinations by the rule that decided them"),
    ],
)
def test_an_estate_answers_questions(eligo: Eligo, done: Path, question: str, first_line: str) -> None:
    code, out, err = eligo("estate", done, question)
    assert (code, err, out.splitlines()[1]) == (0, "", first_line)
    assert isinstance(json.loads(eligo("estate", done, question, "--json")[1]), list)


@pytest.mark.parametrize("question", ["34 %", "share_by_smso/SMSO-1", "selection.json#/share_of_deployed"])
def test_a_share_is_traced_to_its_rows(eligo: Eligo, done: Path, question: str) -> None:
    code, out, _ = eligo("trace", done, question, "--json")
    assert code == 0
    for traced in json.loads(out):
        assert (traced["part"], traced["total"]) == (4070, 12110)
        assert [(r["file"], r["row"], r["counts"]) for r in traced["rows"]] == [
            ("RFI-1__Supplier__Aster-Energy.csv", 3, [4000, 20, 0]),
            ("RFI-1__Supplier__Aster-Energy.csv", 5, [30, 20, 0]),
        ]


def test_a_combination_is_traced_by_its_label(eligo: Eligo, done: Path) -> None:
    code, out, _ = eligo("trace", done, "DMC-2", "--json")
    assert (code, [traced["part"] for traced in json.loads(out)]) == (0, [50])


def test_a_figure_that_is_not_published_is_not_found(eligo: Eligo, done: Path) -> None:
    code, _, err = eligo("trace", done, "99 %")
    assert code == 9
    assert err.startswith("eligo: No figure of this run is '99 %'.\n")


def test_schemes_are_listed_shown_and_checked(eligo: Eligo, tmp_path: Path) -> None:
    listed = [scheme["id"] for scheme in json.loads(eligo("schemes", "list", "--json")[1])]
    assert listed == ["browser-usage", "smets1-foc"]
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


def test_a_template_is_written_once(eligo: Eligo, round_: Path, tmp_path: Path) -> None:
    asked = ("rfi", "template", "--catalogue", round_ / "models.csv", "--round", "RFI-2", "--out", tmp_path / "a.xlsx")
    assert eligo(*asked)[0] == 0
    code, _, err = eligo(*asked)
    assert (code, err.splitlines()[0]) == (2, f"eligo: {tmp_path / 'a.xlsx'} is there already.")


@pytest.mark.parametrize("reference", ["", "  ", "two\nlines", "../evil", "RFI/1", "RFI\\1", ".hidden"])
def test_a_template_is_of_a_round(eligo: Eligo, round_: Path, tmp_path: Path, reference: str) -> None:
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

    assert (code, err.startswith("eligo: The reference of a round ")) == (2, True)
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["nonsense"], 2), (["run"], 2), (["run", "x", "--size", "0"], 2), (["--version"], 0), (["run", "--help"], 0)],
)
def test_usage(eligo: Eligo, arguments: list[str], code: int) -> None:
    assert eligo(*arguments)[0] == code


@pytest.mark.parametrize("limit", ["SMSO-1", "=2", "SMSO-1=x", "SMSO-1=-1"])
def test_a_limit_that_is_none_is_a_usage_error(eligo: Eligo, done: Path, limit: str) -> None:
    code, _, err = eligo("select", done / "combinations.csv", "--min", limit)
    assert (code, err.splitlines()[0]) == (2, "eligo: --min takes OPERATOR=N.")


def test_an_operator_that_the_scheme_does_not_have_is_a_usage_error(eligo: Eligo, done: Path) -> None:
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
    eligo: Eligo, done: Path, question: str, pointer: str, part: int, total: int | None
) -> None:
    code, out, _ = eligo("trace", done, question, "--json")
    assert code == 0
    found = {one["pointer"]: one for one in json.loads(out)}
    assert (found[pointer]["part"], found[pointer]["total"]) == (part, total)
    assert sum(sum(one["counts"]) for one in found[pointer]["rows"]) == part


def test_a_curve_is_under_the_parameters_of_its_run(eligo: Eligo, round_: Path, done: Path) -> None:
    out = round_ / "banned"
    largest = (done / "combinations.csv").read_text().splitlines()[1].split(",")[0]
    assert eligo("run", *run_on(round_), "--out", out, "--size", "2", "--ban", largest)[0] == 0
    curve = json.loads(eligo("estate", out, "curve", "--json")[1])
    stated = json.loads((out / "selection.json").read_text())["curve"]
    assert [point["population"] for point in curve] == [point["population"] for point in stated.values()]


def test_a_check_never_replaces_a_run(eligo: Eligo, round_: Path, done: Path) -> None:
    code, _, err = eligo("check", *run_on(round_), "--out", done)
    assert (code, err.splitlines()[0]) == (
        2,
        f"eligo: {done} holds files that are not earlier results of this command.",
    )
    assert (done / "report.pdf").is_file()


def test_a_check_asks_about_a_snapshot_of_a_day_to_come(eligo: Eligo, round_: Path) -> None:
    sent_workbook(round_ / "sent" / "a.xlsx", date(2999, 8, 31))

    code, out, _ = eligo("check", round_ / "sent", "--catalogue", round_ / "models.csv", "--json")

    found = [(one["code"], one["row"], one["value"]) for one in json.loads(out)["findings"]]
    assert (code, found[0]) == (0, ("snapshot-in-future", 4, "2999-08-31"))
