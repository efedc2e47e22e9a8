"""``eligo audit`` and ``eligo deselect`` over a table of another field: how a published choice is read, and refused."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

import eligo_check
from cli.conftest import Eligo

SCHEME = """
scheme = "lights"
version = "1"
title = "Lights to test"
installation_word = "home"
source = "A list"

[table]
population = "homes"
deployed = "sold"

[[attribute]]
name = "platform"
role = "operator"

[[device_type]]
name = "Hub"
columns = { model = "hub" }
required = true
covered = true

[[device_type]]
name = "Bulb"
columns = { model = "bulb", firmware = "release" }
covered = true

[selection]
size = 2
cover = true
minimum_share = "0"
"""
HOMES = """platform,hub,bulb,release,homes,sold
North,門,A19,1.12,4000,4100
North,門,A19,11.2,3000,3000
South,窓,A19,,2000,2000
South,窓,,,900,900
"""


@pytest.fixture
def homes(tmp_path: Path) -> Path:
    (tmp_path / "lights.toml").write_text(SCHEME, "utf-8")
    (tmp_path / "homes.csv").write_text(HOMES, "utf-8")
    return tmp_path


def published(eligo: Eligo, homes: Path, text: str, *asked: str) -> tuple[int, dict[str, object], str]:
    (homes / "published.csv").write_text(text, "utf-8")
    told = eligo(
        "audit",
        homes / "published.csv",
        "--of",
        homes / "homes.csv",
        "--scheme",
        homes / "lights.toml",
        "--json",
        *asked,
    )
    return told[0], json.loads(told[1]) if told[1] else {}, told[2]


def populations(told: dict[str, object]) -> list[int]:
    return [one["population"] for one in told["published"]]  # type: ignore[attr-defined]


def test_names_that_differ_in_letters_of_another_script_or_in_where_a_point_stands_are_not_alike(
    eligo: Eligo, homes: Path
) -> None:
    code, told, err = published(eligo, homes, "hub,bulb,release\n門,A19,11.2\n窓,A19,\n")
    assert code == 0, err
    assert populations(told) == [3000, 2000]
    assert told["verdict"] == "dominated"
    code, _, err = published(eligo, homes, "platform,hub,bulb,release\nNorth,門,A19,1.1.2\nSouth,戸,A19,\n")
    assert code == 4
    assert "published.csv, row 3: no combination in scope is that" in err
    assert "Hub model is '窓' and not '戸'" in err


def test_what_is_blank_of_a_device_that_is_stated_is_open_and_of_one_that_is_not_says_that_there_is_none(
    eligo: Eligo, homes: Path
) -> None:
    code, told, err = published(eligo, homes, "platform,hub,bulb,release\nNorth,門,A19,\nSouth,窓,,\n")
    assert code == 0, err
    assert populations(told) == [4000, 900]
    assert [len(one["may_also_mean"]) for one in told["published"]] == [1, 0]  # type: ignore[attr-defined]


def test_a_table_in_any_delimiter_is_read_and_its_own_columns_of_figures_are_compared(
    eligo: Eligo, homes: Path
) -> None:
    code, told, err = published(
        eligo, homes, "hub;bulb;release;homes;sold\n門;A19;1.12;4,001;4 100\n\n窓;A19;;2,000;2000\n"
    )
    assert code == 0, err
    assert (told["verdict"], told["not_read"]) == ("optimal", [])
    assert [one["stated_otherwise"] for one in told["published"]] == [{"population": "4,001"}, {}]  # type: ignore[attr-defined]
    assert [one["name"] for one in told["published"]] == ["row 2", "row 4"]  # type: ignore[attr-defined]


def test_a_combination_that_comes_twice_is_told_as_that(eligo: Eligo, homes: Path) -> None:
    code, _, err = published(eligo, homes, "hub,bulb,release\n門,A19,1.12\n門,A19,1.12\n")
    assert code == 4
    assert "names a combination twice" in err
    assert "row 3: is the same as row 2" in err


def test_where_no_set_meets_the_rule_it_is_said_which_requirements_cannot_hold_together(
    eligo: Eligo, homes: Path
) -> None:
    text = "hub,bulb,release\n門,A19,1.12\n窓,A19,\n"
    assert published(eligo, homes, text, "--size", "1")[1]["conflict"] != []
    asked = ("audit", homes / "published.csv", "--of", homes / "homes.csv", "--scheme", homes / "lights.toml")
    code, out, _ = eligo(*asked, "--size", "1")
    assert code == 0
    assert "these of its requirements cannot hold together:\n  exactly 1 combination is to be selected\n" in out


def test_a_trigger_is_refused_where_the_scheme_lists_none(eligo: Eligo, homes: Path) -> None:
    chosen = homes / "chosen"
    code, out, _ = eligo("select", homes / "homes.csv", "--scheme", homes / "lights.toml", "--out", chosen, "--json")
    assert code == 0
    gone = json.loads(out)["selected"][0]
    code, _, err = eligo("deselect", chosen, gone, "--reason", "recalled", "--trigger", "rain")
    assert (code, "The scheme lists no triggers" in err) == (2, True)
    assert eligo("deselect", chosen, gone, "--reason", "recalled")[0] == 0


def test_a_name_with_a_line_break_is_refused_on_one_line(eligo: Eligo, homes: Path) -> None:
    (homes / "homes.csv").write_text(HOMES.replace("South", '"So\nuth"'), "utf-8")
    code, _, err = eligo("select", homes / "homes.csv", "--scheme", homes / "lights.toml")
    assert code == 4
    assert "homes.csv:4 platform: found 'So\\nuth', expected the operator, a text of one line" in err


def page_of(eligo: Eligo, homes: Path, text: str, *asked: str) -> tuple[str, Path]:
    """The words of the page of an audit, and its folder."""
    out = homes / "audit"
    code, _, err = published(eligo, homes, text, "--out", str(out), *asked)
    assert code == 0, err
    page = (out / "audit.html").read_text("utf-8")
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)).split()), out


def test_an_audit_is_written_as_a_page_with_what_its_answer_is_checked_against(eligo: Eligo, homes: Path) -> None:
    words, out = page_of(eligo, homes, "name,hub,bulb,release\nA<b>,門,A19,1.12\nB,窓,A19,\n")
    files = {file.name: file.read_bytes() for file in out.iterdir()}
    assert sorted(files) == [
        "audit.html",
        "audit.json",
        "audit.pdf",
        "certificate.json",
        "combinations.csv",
        "scheme.toml",
    ]
    assert json.loads(files["audit.json"])["verdict"] == "optimal"
    assert files["audit.pdf"].startswith(b"%PDF-")
    assert eligo_check.check(files["certificate.json"], files["combinations.csv"], files["scheme.toml"])
    assert "1 The published choice is optimal and unique The 2 published combinations stand for 6,000 homes" in words
    assert "Population. Published: 6,000; Best under the rule: 6,000; The 2 largest, coverage aside: 7,000." in words
    assert "A<b>" in words
    assert "What the best set has instead" not in words
    assert "not for publication" in words
    (out / "mine.txt").write_text("mine")
    assert published(eligo, homes, "hub,bulb,release\n門,A19,1.12\n窓,A19,\n", "--out", str(out))[0] == 2
    assert (out / "mine.txt").read_text() == "mine"


def test_the_page_of_a_choice_that_is_beaten_says_by_whom(eligo: Eligo, homes: Path) -> None:
    words, _ = page_of(eligo, homes, "hub,bulb,release,homes\n門,A19,11.2,1\n窓,A19,,2000\n")
    assert "1 The published choice is not optimal" in words
    assert "What the best set has instead It meets every requirement of the rule. A certificate proves" in words
    assert "row 2: the table states 1 population; this estate has 3,000." in words


def test_the_page_of_a_choice_that_is_tied_lists_the_other_sets(eligo: Eligo, homes: Path) -> None:
    (homes / "homes.csv").write_text(HOMES.replace("3000,3000", "4000,4000"), "utf-8")
    words, _ = page_of(eligo, homes, "hub,bulb,release\n門,A19,11.2\n窓,A19,\n")
    assert "1 The published choice is tied: no set has more, and the rule for ties takes another" in words
    assert "Other sets with as many 1 other set that meets the rule has the population of the best" in words


def test_the_page_says_what_cannot_hold_together_and_what_else_was_asked(eligo: Eligo, homes: Path) -> None:
    asked = ("--size", "1", "--max", "North=1", "--min", "South=0")
    words, _ = page_of(eligo, homes, "hub,bulb,release\n門,A19,1.12\n窓,A19,\n", *asked)
    assert "1 The published choice is not allowed under the rule" in words
    assert "cannot hold together: exactly 1 combination is to be selected hardware variant" in words
    assert "At least 0 of South. At most 1 of North." in words
