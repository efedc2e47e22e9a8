"""The commands of a workspace as their users meet them, on SQLite: what is printed, where, with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from architecture.source_tree import ROOT
from builders import CATALOGUE, csv_of, row
from cli.conftest import RETURN, Eligo


def test_a_workspace_is_made_used_and_says_what_is_due(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    assert "eligo receive RETURNS" in eligo("status")[1]

    code, out, _ = eligo("receive", inputs / "returns")
    assert (code, f"{RETURN}  received as 1" in out) == (0, True)
    assert "eligo run --round RFI-1" in eligo("status")[1]

    code, out, err = eligo("run", "--size", "2")
    assert (code, err) == (0, "")
    assert f"Written to {workspace / 'results' / 'RFI-1'}" in out
    assert out.endswith("This is run 1 of RFI-1; 'eligo status' says what is due.\n")

    assert eligo("status")[1].endswith("Due\nNothing.\n")
    assert eligo("verify", "results/RFI-1")[0] == 0
    assert eligo("verify")[0] == 0


def test_a_run_may_bring_its_returns_and_its_catalogue(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    (inputs / "models.csv").write_text(CATALOGUE + "ESME,EDMI,ES-10B,1.0,1.4.8\n", "utf-8")

    code, out, _ = eligo("run", inputs / "returns", "--catalogue", inputs / "models.csv", "--size", "2")

    assert code == 0
    assert out.splitlines()[-3:] == [
        f"The workspace's catalogue is {inputs / 'models.csv'} from now on.",
        "Received for RFI-1: 1 new, 0 there already.",
        "This is run 1 of RFI-1; 'eligo status' says what is due.",
    ]


def test_a_catalogue_is_not_kept_where_the_returns_that_came_with_it_are_refused(
    eligo: Eligo, inputs: Path, workspace: Path
) -> None:
    (inputs / "models.csv").write_text(CATALOGUE + "ESME,EDMI,ES-10B,1.0,1.4.8\n", "utf-8")
    (inputs / "returns" / RETURN).write_text("no return", "utf-8")
    head = eligo("log", "--head")[1]

    assert eligo("run", inputs / "returns", "--catalogue", inputs / "models.csv")[0] == 4

    assert eligo("log", "--head")[1] == head


def test_without_a_workspace_a_run_names_all_that_it_needs(
    eligo: Eligo, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(inputs)

    code, out, err = eligo("run", inputs / "returns")

    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "eligo: Missing: --catalogue, --out."


def test_in_a_workspace_a_run_may_still_be_one_of_files_only(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    named = (inputs / "returns", "--catalogue", inputs / "models.csv", "--out", inputs / "out", "--size", "2")

    assert eligo("run", *named, "--no-workspace")[0] == 0

    assert json.loads(eligo("runs", "list", "--json")[1]) == []


@pytest.mark.parametrize(
    "command",
    [["status"], ["receive", "returns"], ["decide", "size", "6"], ["log"], ["rounds", "list"], ["jobs", "work"]],
    ids=" ".join,
)
def test_outside_of_a_workspace_it_is_said_how_to_make_one(
    eligo: Eligo, inputs: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(inputs)

    code, out, err = eligo(*command)

    assert (code, out) == (9, "")
    assert err.splitlines() == [
        "eligo: This folder is in no workspace.",
        "Make one with 'eligo init', or name one with --workspace.",
    ]


def test_a_workspace_is_found_from_below_by_name_and_by_variable(
    eligo: Eligo, inputs: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = json.loads(eligo("status", "--json")[1])["workspace"]
    (workspace / "deep" / "below").mkdir(parents=True)
    monkeypatch.chdir(workspace / "deep" / "below")
    assert json.loads(eligo("status", "--json")[1])["workspace"] == identity
    monkeypatch.chdir(inputs)
    assert json.loads(eligo("status", "--workspace", workspace, "--json")[1])["workspace"] == identity
    monkeypatch.setenv("ELIGO_WORKSPACE", str(workspace))
    assert json.loads(eligo("status", "--json")[1])["workspace"] == identity
    monkeypatch.setenv("ELIGO_WORKSPACE", str(inputs))
    assert eligo("status")[0] == 9


def test_a_workspace_is_not_made_in_another_one(eligo: Eligo, workspace: Path) -> None:
    assert eligo("init")[0] == 10
    code, _, err = eligo("init", "below")
    # A long message is folded at the width of the terminal.
    assert (code, " ".join(err.split()).startswith(f"eligo: {workspace / 'below'} is inside the workspace")) == (
        2,
        True,
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (["--catalogue", "nope.csv"], 9),
        (["--scheme", "nope"], 9),
        (["--database", "mysql://x"], 2),
        (["--database", "postgresql://me:secret@localhost/x"], 2),
        (["--database", "postgresql://localhost/x?password=secret"], 2),
    ],
    ids=["catalogue", "scheme", "database", "password", "password in the query"],
)
def test_what_goes_wrong_in_making_a_workspace_stands_in_nobodys_way(
    eligo: Eligo, inputs: Path, monkeypatch: pytest.MonkeyPatch, wrong: list[str], code: int
) -> None:
    monkeypatch.chdir(inputs)
    first, _, err = eligo("init", "new", *wrong)
    assert (first, "secret" in err, (inputs / "new" / "eligo.toml").exists()) == (code, False, False)

    assert eligo("init", "new", "--catalogue", "models.csv")[0] == 0

    assert (inputs / "new" / "eligo.toml").read_text("utf-8").splitlines()[-1] == 'database = "sqlite"'


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("database = ", 2, "is not TOML"),
        ('base = "sqlite"', 2, "has base"),
        ('database = "postgresql://me:secret@localhost/x"', 2, "The address of the database holds a password"),
        ('database = "oracle://x"', 2, "is not the address of a database"),
    ],
)
def test_settings_that_are_wrong_are_told(eligo: Eligo, workspace: Path, text: str, code: int, told: str) -> None:
    (workspace / "eligo.toml").write_text(text, "utf-8")

    found, out, err = eligo("status")

    assert (found, out, told in err, "secret" in err) == (code, "", True, False)


def test_decisions_are_made_read_and_taken_back(eligo: Eligo, workspace: Path) -> None:
    code, out, _ = eligo("decide", "size", "6", "--why", "one more slot", "--as", "the chair")
    assert (code, out) == (0, "size 6: decided by the chair (event 4).\n")
    assert eligo("decide", "size", "7", "--why", "two more", "--expecting", "3")[0] == 10
    assert eligo("decide", "size", "7")[2].splitlines()[0] == "eligo: Nothing says why."
    assert eligo("decide", "size", "--withdraw", "--why", "no longer")[0] == 0

    assert [one["kind"] for one in json.loads(eligo("decisions", "--json")[1])] == ["scheme", "catalogue"]
    told = json.loads(eligo("decisions", "--kind", "size", "--history", "size", "--json")[1])
    assert [(one["value"], one["by"], one["why"]) for one in told] == [
        ({"size": 6}, "the chair", "one more slot"),
        (None, "analyst", "no longer"),
    ]


def test_the_log_is_read_newest_last(eligo: Eligo, workspace: Path) -> None:
    eligo("decide", "size", "6", "--why", "one more slot")

    told = [line.split("  ") for line in eligo("log", "--last", "1")[1].splitlines()]

    assert [part.strip() for part in told[1] if part.strip()][2:] == [
        "analyst",
        "decision/size/size recorded",
        "one more slot",
    ]
    assert told[2] == ["3 earlier events; --all shows them."]
    events = json.loads(eligo("log", "--all", "--json")[1])
    assert [one["number"] for one in events] == [1, 2, 3, 4]
    assert eligo("log", "--head")[1] == events[-1]["hash"] + "\n"
    about = json.loads(eligo("log", "--subject", "decision/size/size", "--json")[1])
    assert [one["number"] for one in about] == [4]


def test_what_a_file_says_does_not_steer_the_terminal(eligo: Eligo, workspace: Path) -> None:
    eligo("decide", "notice", "a\x1b[2Jb", "--why", "c\x1b[1md")

    told = eligo("decisions", "--kind", "notice")[1]

    assert ("\x1b" in told, r"a\x1b[2Jb" in told, r"c\x1b[1md" in told) == (False, True, True)


def test_rounds_are_opened_amended_closed_and_listed(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    (inputs / "asked.csv").write_text("role,organisation\nSupplier,Aster Energy\nSupplier,Birch Power\n", "utf-8")

    told = [
        eligo("rounds", "open", "RFI-1", "--due", "2019-09-30", "--ask", inputs / "asked.csv", "--why", "September"),
        eligo("rounds", "amend", "RFI-1", "--due", "2019-10-31", "--why", "more time"),
        eligo("receive", inputs / "returns"),
        eligo("rounds", "close", "RFI-1", "--why", "time is up"),
        eligo("rounds", "list"),
    ]

    assert [code for code, _, _ in told] == [0, 0, 0, 0, 0]
    assert [out for _, out, _ in told[:2]] == [
        "RFI-1 is open: due 2019-09-30, 2 asked (event 4).\n",
        "RFI-1 is open: due 2019-10-31, 2 asked (event 5).\n",
    ]
    (one,) = json.loads(eligo("status", "--json")[1])["rounds"]
    assert (one["answered"], one["waiting"], one["closed"]) == (["Aster Energy"], ["Birch Power"], True)
    assert eligo("receive", inputs / "returns")[0] == 0
    (inputs / "returns" / RETURN).write_bytes(csv_of([row(Active="1")]))
    assert eligo("receive", inputs / "returns")[0] == 10


def test_who_has_not_answered_is_told_with_what_all_of_them_leave_together(
    eligo: Eligo, inputs: Path, workspace: Path
) -> None:
    eligo("receive", inputs / "returns")
    told = eligo("rounds", "open", "RFI-2", "--due", "2019-10-31", "--why", "October")[1]
    assert told.splitlines() == [
        "RFI-2 is open: due 2019-10-31, nobody asked by name (event 6).",
        "Those who answered the round before stand in; --ask names others.",
    ]

    code, out, _ = eligo("rounds", "missing", "--round", "RFI-2")

    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "Aster Energy supplier asked 12,060 12,060 0" in lines
    assert "RFI-2 has no return yet: all are missing." in lines
    assert "Aster Energy SMSO-1 12,060" in lines
    stated = json.loads(eligo("rounds", "missing", "--round", "RFI-2", "--json")[1])
    assert (stated["figures"], stated["together"]["nobody_else_before"]) == ("installations in scope", 12_060)
    assert "RFI-2: nobody was asked by name; those who answered RFI-1 stand in." in eligo("status")[1]


def test_an_infeasible_run_is_kept_and_ends_with_its_own_code(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    code, _, err = eligo("run", inputs / "returns", "--size", "1")

    assert (code, err.splitlines()[0]) == (
        6,
        "eligo: No selection of size 1 meets every requirement; these cannot hold together.",
    )
    assert [one["status"] for one in json.loads(eligo("runs", "list", "--json")[1])] == ["infeasible"]


def test_results_are_written_again_byte_for_byte(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    eligo("run", inputs / "returns", "--size", "2")
    results = workspace / "results" / "RFI-1"
    before = {path.name: path.read_bytes() for path in results.iterdir()}
    shutil.rmtree(results)
    assert "eligo runs write 1" in eligo("status")[1]

    assert eligo("runs", "write", "1")[:2] == (0, f"Run 1 of RFI-1 is in {results}.\n")

    assert {path.name: path.read_bytes() for path in results.iterdir()} == before
    assert eligo("runs", "write", "2")[0] == 9


def test_a_workspace_is_backed_up_restored_and_goes_on(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    eligo("run", inputs / "returns", "--size", "2")
    assert eligo("backup", inputs / "foc.eligo")[0] == 0

    assert eligo("restore", inputs / "foc.eligo", inputs / "again")[0] == 0

    again = ("--workspace", inputs / "again")
    assert "eligo runs write 1" in eligo("status", *again)[1]
    assert eligo("runs", "write", "1", *again)[0] == 0
    assert eligo("verify", *again)[0] == 0
    assert eligo("verify", inputs / "again" / "results" / "RFI-1")[0] == 0
    assert eligo("backup", inputs / "foc.eligo")[0] == 2


def test_what_nothing_refers_to_is_collected(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    eligo("receive", inputs / "returns")
    orphan = workspace / "store" / "files" / "ab" / ("ab" + "0" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"half")

    assert eligo("collect")[:2] == (0, "1 file deleted, 4 bytes.\n")

    assert eligo("collect")[1] == "0 files deleted, 0 bytes.\n"


def test_jobs_are_listed_and_an_ended_one_is_not_cancelled(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    eligo("run", inputs / "returns", "--size", "2")

    assert [(one["number"], one["state"]) for one in json.loads(eligo("jobs", "list", "--json")[1])] == [(1, "done")]
    assert eligo("jobs", "work")[:2] == (0, "0 jobs taken up; none is left that is free.\n")
    assert eligo("jobs", "cancel", "1", "--why", "too late")[0] == 10


KILL_AT = """
import os, signal, sys
from eligo.workflows.workspace.holding import Hold
from eligo.__main__ import main

keep = Hold.keep

def killed(self, step):
    keep(self, step)
    if step.stage == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)

Hold.keep = killed
main(["run", "--size", "2"])
"""


@pytest.mark.parametrize("stage", ["Reading returns", "Selecting and proving", "Recording the run"])
def test_a_run_that_is_killed_leaves_a_whole_workspace(eligo: Eligo, inputs: Path, workspace: Path, stage: str) -> None:
    eligo("receive", inputs / "returns")
    before = eligo("log", "--head")[1]

    killed = subprocess.run(
        [sys.executable, "-c", KILL_AT, stage],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    assert eligo("verify", "--head", before.strip())[0] == 0
    (one,) = json.loads(eligo("jobs", "list", "--json")[1])
    assert (one["state"], one["stage"]) == ("running", stage)
    assert json.loads(eligo("runs", "list", "--json")[1]) == []
    assert eligo("run", "--size", "2")[0] == 0
    assert eligo("status")[1].endswith("Due\nNothing.\n")


def test_two_at_once_both_get_their_run(inputs: Path, workspace: Path, eligo: Eligo) -> None:
    eligo("receive", inputs / "returns")
    command = [sys.executable, "-m", "eligo", "run", "--size"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    codes: list[int] = []

    def run(size: str) -> None:
        codes.append(subprocess.run([*command, size], env=environment, capture_output=True, check=False).returncode)

    both = [threading.Thread(target=run, args=(size,)) for size in ("2", "3")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert codes == [0, 0]
    runs = json.loads(eligo("runs", "list", "--json")[1])
    assert sorted(one["parameters"]["size"] for one in runs) == [2, 3]
    assert eligo("verify")[0] == 0
    assert eligo("verify", "results/RFI-1")[0] == 0
    assert eligo("status")[1].endswith("Due\nNothing.\n")


WITHOUT_DJANGO = """
import json, sys
sys.modules["django"] = None
from eligo.__main__ import main
sys.exit(max(main(command) for command in json.loads(sys.argv[1])))
"""


def without_django(*commands: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """The end of some commands one after the other where Django is not installed: the largest exit code."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, json.dumps(commands)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_django_it_is_said_what_to_install(inputs: Path, workspace: Path) -> None:
    told = without_django(("status",))

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.splitlines()[0] == "eligo: A workspace needs the library Django, which is not installed."


def test_what_needs_no_workspace_needs_no_django(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(inputs)
    run = ("run", "returns", "--catalogue", "models.csv", "--out", "out", "--size", "2")

    told = without_django(("check", "returns", "--catalogue", "models.csv"), run, ("verify", "out"))

    assert (told.returncode, told.stderr) == (0, "")


def test_what_a_decision_replaces_is_said(eligo: Eligo, workspace: Path) -> None:
    eligo("decide", "size", "5", "--why", "five slots")

    assert (
        eligo("decide", "size", "6", "--why", "one more")[1].splitlines()[-1].startswith("It replaces size 5 of event")
    )
    made = json.loads(eligo("decide", "size", "7", "--why", "and more", "--json")[1])
    assert (made["kind"], made["value"], made["by"]) == ("size", {"size": 7}, "analyst")
    assert eligo("decide", "size", "8", "--why", "x", "--expecting", "-1")[0] == 2


def test_a_round_is_changed_as_it_was_seen_or_not_at_all(eligo: Eligo, workspace: Path) -> None:
    seen = json.loads(eligo("rounds", "open", "RFI-1", "--why", "August", "--json")[1])["event"]
    moved = json.loads(eligo("rounds", "amend", "RFI-1", "--due", "2019-09-30", "--why", "a day", "--json")[1])

    for command in ("close", "amend"):
        more = ("--due", "2019-10-31") if command == "amend" else ()
        code, _, err = eligo("rounds", command, "RFI-1", *more, "--why", "all in", "--expecting", str(seen))
        assert (code, "has been changed since" in err) == (10, True)
    closed = json.loads(
        eligo("rounds", "close", "RFI-1", "--why", "all in", "--expecting", str(moved["event"]), "--json")[1]
    )
    assert closed["closed"] is True


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("", 2),
        (" ", 2),
        ("two\nlines", 2),
        ("x" * 201, 2),
        ("../evil", 2),
        ("a/b", 2),
        ("a\\b", 2),
        (".a", 2),
        ("rfi-1", 10),
    ],
)
def test_a_reference_is_one_line_that_no_other_round_spells_otherwise(
    eligo: Eligo, workspace: Path, reference: str, code: int
) -> None:
    eligo("rounds", "open", "RFI-1", "--why", "August")

    assert eligo("rounds", "open", reference, "--why", "again")[0] == code
    assert [one["reference"] for one in json.loads(eligo("rounds", "list", "--json")[1])] == ["RFI-1"]


def test_a_return_does_not_open_a_round_that_another_spells_otherwise(
    eligo: Eligo, inputs: Path, workspace: Path
) -> None:
    eligo("rounds", "open", "rfi-1", "--why", "August")

    code, _, err = eligo("receive", inputs / "returns")

    assert (code, "differs from it in its spelling alone" in " ".join(err.split())) == (10, True)


def test_status_goes_on_where_a_file_is_lost_and_says_which(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    eligo("run", inputs / "returns", "--size", "1")
    assert "run 1 of RFI-1 is infeasible" in eligo("status")[1]
    shutil.rmtree(workspace / "results")
    assert "results/RFI-1 is not there" in eligo("status")[1]
    shutil.rmtree(workspace / "store" / "files")

    code, out, _ = eligo("status")

    assert code == 0
    assert "is missing" in " ".join(out.split())
    assert "eligo verify" in out


def test_hidden_files_with_the_name_of_a_return_are_not_passed_over(
    eligo: Eligo, inputs: Path, workspace: Path
) -> None:
    (inputs / "returns" / RETURN).rename(inputs / "returns" / f".{RETURN}")
    (inputs / "returns" / "._a.csv").write_bytes(b"")

    code, _, err = eligo("receive", inputs / "returns")

    assert (code, "has 1 hidden file with the name of a return" in " ".join(err.split())) == (3, True)
