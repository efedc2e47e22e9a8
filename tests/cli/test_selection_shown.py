"""What a run shows of its selection: what is tested together, and the charts."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import eligo_check
from cli.conftest import Eligo, run_on


def test_only_what_is_untested_together_is_shown_where_that_is_asked(eligo: Eligo, done: Path) -> None:
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


def test_nothing_else_can_be_asked_for_what_is_untested(eligo: Eligo, done: Path) -> None:
    code, out, err = eligo("estate", done, "curve", "--untested")
    assert (code, out, err.splitlines()) == (
        2,
        "",
        ["eligo: --untested says nothing about curve.", "Ask it of variants, pairs or triples."],
    )


def test_the_table_of_interactions_is_that_of_a_plain_recount(eligo: Eligo, done: Path, tmp_path: Path) -> None:
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


def test_what_is_published_of_pairs_is_traced_to_its_rows(eligo: Eligo, done: Path) -> None:
    code, out, _ = eligo("trace", done, "interactions/2/whole/share_of_deployed", "--json")
    assert (code, [(traced["part"], traced["total"]) for traced in json.loads(out)]) == (0, [(4070, 12110)])


def test_the_charts_of_a_run_are_written_as_svg_and_png(eligo: Eligo, done: Path, tmp_path: Path) -> None:
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


def test_charts_replace_nothing_but_charts(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    code, _, err = eligo("charts", done, "--out", tmp_path)
    assert (code, "notes.txt" in err, (tmp_path / "notes.txt").read_text()) == (2, True, "mine")


def test_a_choice_from_a_table_has_the_charts_that_need_no_returns(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    choice, drawn = tmp_path / "choice", tmp_path / "charts"
    assert eligo("select", done / "combinations.csv", "--size", "3", "--out", choice)[0] == 0
    code, out, err = eligo("charts", choice, "--out", drawn, "--json")
    assert code == 0, err
    names = ["chart-curve", "chart-coverage", "chart-contributions"]
    assert json.loads(out)["files"] == [f"{name}.{form}" for name in names for form in ("svg", "png")]
    selected = json.loads((choice / "selection.json").read_text())["selected"]
    assert all(one in (drawn / "chart-coverage.svg").read_text() for one in selected)
    assert json.loads(eligo("estate", choice, "triples", "--json")[1])[0]["exercised"] is True
    code, out, _ = eligo("deselect", choice, selected[0], "--trigger", "failed-test", "--reason", "no fix", "--json")
    assert (code, json.loads(out)["deselected"]) == (0, selected[0])
    assert '"verdict": "optimal"' in eligo("audit", choice / "ranked.csv", "--of", choice, "--size", "3", "--json")[1]
    (choice / "selection.json").write_text('{\n  "size": 3, "selected": []}')
    code, _, err = eligo("charts", choice, "--out", drawn)
    assert (code, "selects others than certificate.json proves" in err) == (11, True)
    table = choice / "combinations.csv"
    table.write_bytes(table.read_bytes().replace(b",5060,", b",5061,"))
    assert eligo("charts", choice, "--out", drawn)[0] == 11


@pytest.mark.parametrize(
    ("name", "damaged"),
    [
        ("certificate.json", lambda text: text.replace('"minimum_share": "0"', '"minimum_share": "1/0"')),
        ("combinations.csv", lambda text: text + 'x,"a"b,\n'),
        ("combinations.csv", lambda text: ""),
        ("scheme.toml", lambda text: text + "x = " + "[" * 20_000 + "]" * 20_000),
        ("scheme.toml", lambda text: "selection = 1"),
        ("selection.json", lambda text: "[" * 100_000),
        ("selection.json", lambda text: "[]"),
    ],
)
def test_a_choice_with_a_damaged_file_is_refused_in_words(
    eligo: Eligo, done: Path, tmp_path: Path, name: str, damaged: Callable[[str], str]
) -> None:
    choice = tmp_path / "choice"
    assert eligo("select", done / "combinations.csv", "--size", "3", "--out", choice)[0] == 0
    file = choice / name
    before = file.read_text()
    file.write_text(damaged(before))
    assert file.read_text() != before
    code, out, err = eligo("audit", choice / "ranked.csv", "--of", choice)
    assert (code, out) == (11, "")
    assert "is not what its table and its scheme give" in err


def test_a_table_that_is_no_longer_what_the_run_wrote_answers_nothing(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    run = shutil.copytree(done, tmp_path / "run")
    table = run / "combinations.csv"
    table.write_bytes(table.read_bytes().replace(b",5020,", b",5021,"))
    for asked in (("estate", run), ("audit", run / "ppcl.csv", "--of", run), ("estate", table)):
        code, out, err = eligo(*asked)
        assert (code, out) == (11, "")
        assert "combinations.csv of" in err
        assert "is not what the run wrote" in err
    assert eligo("estate", table, "--scheme", "smets1-foc")[0] == 0
    (run / "manifest.json").write_text("[" * 100_000)
    assert "manifest.json: is damaged (RecursionError" in eligo("estate", run)[2]


def test_a_run_without_a_selection_has_no_charts(eligo: Eligo, round_: Path, tmp_path: Path) -> None:
    assert eligo("run", *run_on(round_), "--out", tmp_path / "none", "--size", "1")[0] == 6
    code, _, err = eligo("charts", tmp_path / "none", "--out", tmp_path / "charts")
    assert (code, "has no charts: nothing was selected" in err, (tmp_path / "charts").exists()) == (9, True, False)


def test_every_size_of_the_curve_has_a_certificate_that_the_checker_accepts(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    rules = eligo("schemes", "show", "smets1-foc", "--source")[1].encode()
    folder = tmp_path / "curve"

    points = json.loads(eligo("estate", done, "curve", "--certificates", folder, "--json")[1])

    assert len(points) == 4
    table = (done / "combinations.csv").read_bytes()
    for point in points:
        certificate = (folder / f"size-{point['size']:03}.json").read_bytes()
        said = eligo_check.check(certificate, table, rules)[0]
        stated = f"{point['size']} of 4 combinations stand for {point['population']:,}."
        assert said.startswith(stated if point["covered"] == point["required"] else "These cannot hold together"), said
        said = eligo_check.check((folder / f"size-{point['size']:03}-any.json").read_bytes(), table, rules)[0]
        assert said.startswith(f"{point['size']} of 4 combinations stand for")


def test_only_the_curve_has_certificates(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    code, out, err = eligo("estate", done, "top", "--certificates", tmp_path / "curve")
    assert (code, out, err.splitlines()) == (
        2,
        "",
        ["eligo: There are no certificates of top.", "Ask for them with curve."],
    )
