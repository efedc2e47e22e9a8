"""``eligo equivalence`` as its users meet it, on files and in a workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.conftest import Eligo
from programme.drawn_equivalences import table


@pytest.fixture
def folder(done: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a run."""
    monkeypatch.chdir(done.parent)
    return done.parent


def proposed(eligo: Eligo) -> list[dict[str, Any]]:
    code, out, _ = eligo("equivalence", "candidates", "--results", "out", "--json")
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)
    return found


def line(one: dict[str, Any], **changes: str) -> dict[str, str]:
    """A proposal as somebody decides it."""
    due = "; ".join(f"{thing['what']}: minor" for thing in one["compared"] if not thing["same"])
    said = {"decided_on": "2019-09-02", "decided_by": "panel", "reason": "as minuted", "evidence": "R-1"}
    return {"claimed": one["claimed"], "tested": one["tested"], "differences": due, **said, **changes}


def test_candidates_are_listed_the_most_installations_first_and_can_be_decided(eligo: Eligo, folder: Path) -> None:
    found = proposed(eligo)
    assert [one["unlocks"] for one in found] == sorted((one["unlocks"] for one in found), reverse=True)
    code, out, err = eligo("equivalence", "candidates", "--results", "out", "--limit", "1")
    assert (code, err) == (0, "")
    assert found[0]["claimed"] in out
    assert "A person decides." in out

    drafts = ("--limit", "1", "--out", "drafts.csv")
    assert eligo("equivalence", "candidates", "--results", "out", *drafts)[0] == 0
    code, _, err = eligo("equivalence", "show", "--results", "out", "--equivalences", "drafts.csv")
    differing = sum(not thing["same"] for thing in found[0]["compared"])
    assert (code, err.count("entry-missing"), err.count("equivalence-unargued")) == (21, 4, differing)
    assert "misplaced" not in err

    first = found[0]
    (folder / "e.csv").write_bytes(table(line(first)))
    asked = ("--results", "out", "--equivalences", "e.csv")
    code, out, _ = eligo("equivalence", "candidates", *asked, "--json")
    assert first["claimed"] not in {one["claimed"] for one in json.loads(out)}

    code, out, _ = eligo("equivalence", "show", first["claimed"], *asked)
    assert (code, "minor" in out, "the test of another, to be made" in out) == (0, True, True)
    (shown,) = json.loads(eligo("equivalence", "show", *asked, "--json")[1])
    assert (shown["state"], shown["evidence"], shown["population"]) == ("in force", ["R-1"], first["unlocks"])
    (before,) = json.loads(eligo("equivalence", "show", *asked, "--on", "2019-09-01", "--json")[1])
    assert (before["state"], before["claimed_rests_on"]) == ("not yet", "its own test, to be made")
    assert eligo("equivalence", "show", "C-NONE", *asked)[0] == 9

    code, out, _ = eligo("equivalence", "withdraw", "--tested", first["tested"], *asked, "--json")
    fallen = json.loads(out)
    assert [one["combination"] for one in fallen["reopened"]] == [first["claimed"]]
    assert (fallen["reopened_population"], fallen["eligible_lost"]) == (first["unlocks"], 0)
    assert eligo("equivalence", "withdraw", "--tested", first["claimed"], *asked)[0] == 9
    assert eligo("equivalence", "withdraw", *asked)[0] == 2
    assert eligo("equivalence", "withdraw", "--tested", "x", *asked, "--why", "x")[0] == 2


def test_the_matrix_goes_out_and_comes_back(eligo: Eligo, folder: Path) -> None:
    (folder / "e.csv").write_bytes(table(line(proposed(eligo)[0], reason="=1+1")))
    where = ("--results", "out", "--equivalences")
    assert eligo("equivalence", "matrix", "m.xlsx", *where, "e.csv")[0] == 0
    assert eligo("equivalence", "matrix", "back.csv", *where, "m.xlsx")[0] == 0
    assert b"'=1+1" in (folder / "back.csv").read_bytes()
    assert eligo("equivalence", "matrix", "m2.xlsx", *where, "back.csv")[0] == 0
    assert (folder / "m2.xlsx").read_bytes() == (folder / "m.xlsx").read_bytes()
    assert eligo("equivalence", "matrix", "m.txt", *where, "e.csv")[0] == 2

    book = openpyxl.load_workbook(folder / "m.xlsx")
    book["Matrix"]["D2"] = "perhaps"
    book.save(folder / "m.xlsx")
    code, _, err = eligo("equivalence", "show", *where, "m.xlsx")
    assert code == 21
    assert "m.xlsx 'Matrix':2" in err


def test_mistakes_are_named_and_a_workspace_is_needed_to_decide(eligo: Eligo, folder: Path) -> None:
    (folder / "e.csv").write_bytes(table(line(proposed(eligo)[0], differences="", expires_on="soon")))
    code, out, err = eligo("equivalence", "show", "--results", "out", "--equivalences", "e.csv")
    assert (code, out) == (21, "")
    assert "e.csv:2 expires_on [day-unreadable]" in err
    assert "e.csv:2 differences [equivalence-unargued]" in err
    assert eligo("equivalence", "show")[0] == 2
    assert eligo("equivalence", "show", "--equivalences", "e.csv")[0] == 2
    assert eligo("equivalence", "decide", "e.csv", "--reopens", "1")[0] == 2


def test_decided_shown_and_withdrawn_in_a_workspace(
    eligo: Eligo, done: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "ws"
    inputs = json.loads((done / "manifest.json").read_text("utf-8"))["inputs"]
    places = {one["role"]: (done / one["path"]).resolve() for one in inputs}
    assert eligo("init", home, "--catalogue", places["catalogue"])[0] == 0
    monkeypatch.chdir(home)
    assert eligo("receive", *[(done / one["path"]).resolve() for one in inputs if one["role"] == "return"])[0] == 0
    assert eligo("run", "--size", "2")[0] in (0, 6)
    code, out, _ = eligo("equivalence", "candidates", "--json")
    assert code == 0
    first = json.loads(out)[0]
    (home / "e.csv").write_bytes(table(line(first)))

    code, out, _ = eligo("equivalence", "decide", "e.csv")
    assert (code, "Nothing has been changed" in out) == (0, True)
    assert eligo("equivalence", "decide", "e.csv", "--why", "panel")[0] == 0
    assert "in force" in eligo("equivalence", "show")[1]
    tested = ("equivalence", "withdraw", "--tested", first["tested"])
    code, out, _ = eligo(*tested)
    assert (code, "--reopens 1" in out) == (0, True)
    assert eligo(*tested, "--why", "void")[0] == 2
    assert eligo(*tested, "--why", "void", "--reopens", "3")[0] == 10
    assert eligo(*tested, "--why", "void", "--reopens", "1")[0] == 0
    assert "base withdrawn" in eligo("equivalence", "show")[1]
    code, out, _ = eligo("decisions", "--kind", "equivalence")
    assert (code, "void" in out) == (0, True)
