"""``eligo firmware`` and ``eligo evidence`` as their users meet them, on files and in a workspace."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from cli.conftest import Eligo
from programme.drawn import table
from programme.drawn_evidence import csv_file, junit_file, stated

FIRST = "MK1,1.0,candidate,2019-10-01,2019-10-07,,manufacturer 2019-09-20"
SECOND = (FIRST.replace(",,manu", ",1.1,manu"), "MK1,1.1,candidate,,2019-11-11,,")
MT = ("12.2", "8.1.1", "8.11", "11.2")


@pytest.fixture
def files(done: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run, two registers, and Migration Testing of its first combination on the first candidate."""
    monkeypatch.chdir(done.parent)
    return _with_files(done.parent, done / "combinations.csv")


def _with_files(folder: Path, combinations: Path) -> Path:
    rows = csv.DictReader(combinations.read_text("utf-8").splitlines())
    first = next(row["combination_id"] for row in rows if row["selected"] == "true")
    made = {"combination": first, "phase": "mt", "firmware": "1.0", "at": "2019-10-14"}
    results = [stated(**{**made, "state": s, "test": t}) for s in ("active", "dormant", "mixed") for t in MT]
    (folder / "first.csv").write_bytes(table(FIRST))
    (folder / "second.csv").write_bytes(table(*SECOND))
    (folder / "mt.xml").write_bytes(junit_file(*results))
    (folder / "bad.csv").write_bytes(csv_file(stated(**{**made, "test": "12.2", "firmware": "3.0"})))
    return folder


SOURCES = ("--results", "out", "--firmware", "first.csv", "--evidence", "mt.xml")


def test_a_register_is_shown_and_its_mistakes_end_the_command(eligo: Eligo, files: Path) -> None:
    code, out, err = eligo("firmware", "show", "second.csv")
    assert (code, err) == (0, "")
    assert [line.split()[:3] for line in out.splitlines()[1:]] == [
        ["MK1", "1.0", "candidate"],
        ["MK1", "1.1", "candidate"],
    ]
    assert "superseded" in out
    assert json.loads(eligo("firmware", "show", "second.csv", "--json")[1])["in_force"] == {
        "MK1": {"candidate": "1.1", "final": None}
    }

    (files / "wrong.csv").write_bytes(table("MK7,1.0,candidate,,soon"))
    code, out, err = eligo("firmware", "show", "wrong.csv")
    assert (code, out) == (22, "")
    assert err.startswith("eligo: wrong.csv has 2 errors.\n  wrong.csv:2 track [firmware-track-unknown]: ")


def test_what_a_register_would_void_is_said_of_files(eligo: Eligo, files: Path) -> None:
    code, out, _ = eligo("firmware", "load", "second.csv", *SOURCES)

    assert code == 0
    assert "12 results no longer count" in out
    assert "12 tests have to be run again, of 1 combination" in out
    assert "DMC-1        mt     active, dormant, mixed  12.2, 8.1.1, 8.11, 11.2" in out
    told = json.loads(eligo("firmware", "load", "second.csv", *SOURCES, "--json")[1])
    assert (len(told["voided"]), len(told["run_again"]), told["loaded"]) == (12, 12, False)
    assert [one["label"] for one in told["opened_again"]] == ["DMC-1"]
    assert eligo("firmware", "load", "second.csv", *SOURCES, "--why", "x")[0] == 2


def test_what_results_show_is_told_by_every_question(eligo: Eligo, files: Path) -> None:
    grid = json.loads(eligo("evidence", "grid", *SOURCES, "--json")[1])
    assert [(one["label"], one["state"], one["asked"], one["passed"]) for one in grid if one["phase"] == "mt"] == [
        (label, state, 4, 4 if label == "DMC-1" else 0)
        for label in ("DMC-1", "DMC-2")
        for state in ("active", "dormant", "mixed")
    ]
    assert "DMC-1        mt     active" in eligo("evidence", "grid", *SOURCES)[1]

    report = json.loads(eligo("evidence", "report", "mt", *SOURCES, "--json")[1])
    assert (report["combinations"], report["passed"], report["criteria"]["firmware"]) == (2, 1, "candidate")
    assert "Migration Testing: 1 of 2 have passed" in eligo("evidence", "report", "mt", *SOURCES)[1]

    owed = json.loads(eligo("evidence", "owed", "DMC-1", *SOURCES, "--json")[1])
    assert {one["phase"] for one in owed} == {"sit", "eoc"}
    assert eligo("evidence", "owed", "DMC-1", *SOURCES)[1].endswith(f"{len(owed)} tests are owed.\n")

    shown = json.loads(eligo("evidence", "show", *SOURCES, "--json")[1])
    assert {one["standing"] for one in shown} == {"counts"}
    assert eligo("evidence", "show", "DMC-2", *SOURCES)[1] == "None.\n"

    found = json.loads(eligo("evidence", "eligible", *SOURCES, "--json")[1])
    assert [(one["label"], one["eligible"], one["by"]) for one in found] == [
        ("DMC-1", False, None),
        ("DMC-2", False, None),
    ]
    assert eligo("evidence", "eligible", "DMC-9", *SOURCES)[0] == 9
    assert eligo("evidence", "report", "nightly", *SOURCES)[0] == 9


def test_results_on_files_are_read_shown_and_written_and_not_remembered(eligo: Eligo, files: Path) -> None:
    sources = ("--results", "out", "--firmware", "second.csv")

    code, out, err = eligo("evidence", "import", "mt.xml", *sources, "--out", "shown")

    assert (code, out.endswith("Nothing is remembered.\n")) == (0, True)
    assert err.startswith("warning: mt.xml:2 firmware [evidence-superseded]: 1.0 does not count for mt now")
    rows = list(csv.DictReader((files / "shown" / "evidence.csv").read_text("utf-8").splitlines()))
    assert (len(rows), {one["standing"] for one in rows}) == (12, {"superseded"})
    assert sorted(path.name for path in (files / "shown").iterdir()) == ["evidence.csv", "grid.csv", "owed.csv"]
    assert eligo("evidence", "import", "mt.xml", *sources, "--out", "shown")[0] == 0
    assert eligo("evidence", "import", "bad.csv", *sources)[0] == 22


def test_the_documents_are_public_and_are_named_html_or_pdf(eligo: Eligo, files: Path) -> None:
    code, _, _ = eligo("firmware", "notice", *SOURCES[:4], "--out", "notice.html", "--on", "2019-10-20")
    page = (files / "notice.html").read_text("utf-8")
    assert (code, "ESME Device Model: notice to stakeholders" in page, "20 October 2019" in page) == (0, True, True)
    assert not re.search(r"\bC-", page.split("</style>")[1])
    assert eligo("evidence", "grid", *SOURCES, "--out", "grid.pdf")[0] == 0
    assert (files / "grid.pdf").read_bytes().startswith(b"%PDF")
    assert eligo("firmware", "notice", *SOURCES[:4], "--out", "notice.txt")[0] == 2
    assert eligo("firmware", "notice", *SOURCES[:4], "--out", "n.html", "--on", "soon")[0] == 2


def test_without_results_and_workspace_nothing_says_which_combinations(eligo: Eligo, files: Path) -> None:
    assert "Nothing says which combinations there are" in eligo("evidence", "grid")[2]
    assert "Name --results, too" in eligo("evidence", "grid", "--firmware", "first.csv")[2]


def test_in_a_workspace_a_register_is_previewed_confirmed_and_remembered(
    eligo: Eligo, inputs: Path, workspace: Path
) -> None:
    eligo("receive", inputs / "returns")
    assert eligo("run", "--size", "2")[0] == 0
    _with_files(workspace, workspace / "results" / "RFI-1" / "combinations.csv")

    assert "To load it: eligo firmware load first.csv --why '...'\n" in eligo("firmware", "load", "first.csv")[1]
    assert eligo("firmware", "load", "first.csv", "--why", "received")[1].endswith("The register has been loaded.\n")
    code, out, err = eligo("evidence", "import", "mt.xml", "--why", "first cycle")
    assert (code, err, out.endswith("They are evidence.\n")) == (0, "", True)
    assert eligo("evidence", "import", "bad.csv", "--why", "x")[0] == 22
    assert "Migration Testing: 1 of 2 have passed" in eligo("evidence", "report", "mt")[1]

    assert "--why '...' --voids 12" in eligo("firmware", "load", "second.csv")[1]
    assert eligo("firmware", "load", "second.csv", "--why", "replaced")[0] == 2
    assert eligo("firmware", "load", "second.csv", "--why", "replaced", "--voids", "12")[0] == 0
    assert "Migration Testing: 0 of 2 have passed" in eligo("evidence", "report", "mt")[1]
    assert "superseded" in eligo("evidence", "show", "DMC-1")[1]
    assert "MK1 candidate 1.1" in eligo("decisions", "--kind", "firmware")[1]

    code, out, _ = eligo("evidence", "withdraw", "mt.xml")
    assert (code, "Nothing has been changed. To take it back: eligo evidence withdraw mt.xml" in out) == (0, True)
    assert "superseded" in eligo("evidence", "show", "DMC-1")[1]
    assert eligo("evidence", "withdraw", "mt.xml", "--reopens", "1")[0] == 2
    assert eligo("evidence", "withdraw", "mt.xml", "--why", "of the wrong bench")[0] == 0
    assert eligo("evidence", "show")[1] == "None.\n"
    assert eligo("verify")[0] == 0
