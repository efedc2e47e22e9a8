"""Keeping a workspace, as its users meet it: moved to a server and back, brought up to date, verified."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders import csv_of, row
from cli.conftest import Eligo
from eligo.records import Because
from eligo.store import open_store
from store.settable_clock import SettableClock
from store.test_migrations import applied, at_schema


def test_a_workspace_is_moved_to_a_server_and_back_with_the_same_content(
    eligo: Eligo, inputs: Path, workspace: Path, postgres_url: str
) -> None:
    at = ("--workspace", workspace)
    assert eligo("run", inputs / "returns", "--size", "2", *at)[0] == 0
    before = json.loads(eligo("verify", "--json", *at)[1])

    code, out, err = eligo("move", postgres_url, "--why", "several analysts", *at)
    assert (code, err) == (0, "")
    assert before["content"] in out
    assert postgres_url in (workspace / "eligo.toml").read_text("utf-8")
    assert json.loads(eligo("verify", "--json", *at)[1])["content"] == before["content"]
    assert eligo("run", "--size", "2", *at)[0] == 0

    after = json.loads(eligo("verify", "--json", *at)[1])
    refused, _, told = eligo("move", "sqlite", "--why", "one analyst again", *at)
    assert (refused, "holds what was there before the workspace was moved" in told) == (10, True)
    (workspace / "store" / "eligo.sqlite3").rename(workspace / "put-aside.sqlite3")
    assert eligo("move", "sqlite", "--why", "one analyst again", *at)[0] == 0
    assert json.loads(eligo("verify", "--json", *at)[1])["content"] == after["content"]


def test_the_database_that_was_left_takes_no_more_changes(
    eligo: Eligo, workspace: Path, postgres_url: str, tmp_path: Path
) -> None:
    before = (workspace / "eligo.toml").read_text("utf-8")
    assert eligo("move", postgres_url, "--why", "several analysts", "--workspace", workspace)[0] == 0
    (workspace / "eligo.toml").write_text(before, "utf-8")

    code, _, err = eligo("decide", "size", "6", "--why", "more", "--workspace", workspace)
    assert (code, "has been moved elsewhere" in err) == (10, True)
    code, _, err = eligo("collect", "--workspace", workspace)
    assert (code, "has been moved elsewhere" in err) == (10, True)
    code, _, err = eligo("backup", tmp_path / "late.eligo", "--workspace", workspace)
    assert (code, "has been moved elsewhere" in err) == (10, True)


def test_a_move_that_was_killed_before_its_last_step_is_finished_by_asking_again(
    eligo: Eligo, workspace: Path, postgres_url: str
) -> None:
    before = (workspace / "eligo.toml").read_text("utf-8")
    assert eligo("move", postgres_url, "--why", "several analysts", "--workspace", workspace)[0] == 0
    (workspace / "eligo.toml").write_text(before, "utf-8")

    code, _, err = eligo("move", postgres_url, "--why", "several analysts", "--workspace", workspace)
    assert (code, err) == (0, "")

    assert postgres_url in (workspace / "eligo.toml").read_text("utf-8")
    assert eligo("decide", "size", "6", "--why", "more", "--workspace", workspace)[0] == 0
    last = json.loads(eligo("log", "--last", "2", "--json", "--workspace", workspace)[1])
    assert [event["action"] for event in last] == ["workspace.arrived", "decision.recorded"]


def test_a_folder_that_was_copied_does_not_go_on_in_the_database_of_the_first(
    eligo: Eligo, inputs: Path, workspace: Path, postgres_url: str, tmp_path: Path
) -> None:
    assert eligo("move", postgres_url, "--why", "several analysts", "--workspace", workspace)[0] == 0
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy)
    assert eligo("receive", inputs / "returns", "--workspace", workspace)[0] == 0

    catalogue = ("decide", "catalogue", inputs / "models.csv", "--why", "as published")
    (tmp_path / "others" / "RFI-1__Supplier__Borealis.csv").parent.mkdir()
    (tmp_path / "others" / "RFI-1__Supplier__Borealis.csv").write_bytes(csv_of([row(Supplier="Borealis")]))
    for command in (("run", "--size", "2"), ("receive", tmp_path / "others"), catalogue):
        code, _, err = eligo(*command, "--workspace", copy)
        assert (code, "does not hold what was received last" in err) == (15, True), (command, err)

    assert eligo("receive", inputs / "returns", "--workspace", copy)[0] == 0
    assert eligo("run", "--size", "2", "--workspace", copy)[0] == 0


def test_what_was_made_for_a_workspace_that_could_not_be_begun_goes_again(
    eligo: Eligo, tmp_path: Path, postgres_url: str
) -> None:
    not_there = postgres_url.replace("/eligo_", "/nowhere_")
    (tmp_path / "no.eligo").write_bytes(b"no backup")
    for command in (
        ("init", tmp_path / "a" / "new", "--catalogue", tmp_path / "none.csv"),
        ("init", tmp_path / "a" / "new", "--database", not_there),
        ("init", tmp_path / "a" / "new", "--database", "sqlite:///tmp/elsewhere.sqlite3"),
        ("restore", tmp_path / "no.eligo", tmp_path / "a" / "new"),
    ):
        assert eligo(*command)[0] != 0
        assert sorted(path.name for path in tmp_path.iterdir()) == ["no.eligo"], command


def test_nothing_is_collected_from_a_workspace_that_is_damaged(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    assert eligo("receive", inputs / "returns", "--workspace", workspace)[0] == 0
    with closing(sqlite3.connect(workspace / "store" / "eligo.sqlite3")) as database:
        database.execute("UPDATE eligo_submission SET file_sha256 = 'f' || substr(file_sha256, 2)")
        database.commit()
    before = sorted((workspace / "store" / "files").rglob("*"))

    code, _, err = eligo("collect", "--workspace", workspace)

    assert (code, "nothing has been deleted" in err) == (15, True)
    assert sorted((workspace / "store" / "files").rglob("*")) == before


@pytest.mark.parametrize("loss", ["empty", "missing"])
def test_a_workspace_whose_database_is_lost_is_not_taken_for_one_to_be_made(
    eligo: Eligo, inputs: Path, workspace: Path, loss: str
) -> None:
    assert eligo("receive", inputs / "returns", "--workspace", workspace)[0] == 0
    for file in (workspace / "store").glob("eligo.sqlite3*"):
        file.unlink()
    if loss == "empty":
        (workspace / "store" / "eligo.sqlite3").write_bytes(b"")
    before = sorted((workspace / "store").rglob("*"))

    for command in (("status",), ("verify",), ("collect",)):
        code, _, err = eligo(*command, "--workspace", workspace)
        assert (code, f"eligo.sqlite3 is {loss}" in " ".join(err.split())) == (15, True), command
    assert eligo("init", workspace, "--catalogue", inputs / "models.csv")[0] == 15
    assert sorted((workspace / "store").rglob("*")) == before


def test_what_is_no_file_or_no_name_is_refused_and_nothing_waits_for_it(
    eligo: Eligo, inputs: Path, workspace: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for command, code in (
        (("decide", "catalogue", tmp_path / "pipe", "--why", "x"), 3),
        (("decide", "catalogue", "/dev/zero", "--why", "x"), 3),
        (("receive", tmp_path / ("x" * 300)), 2),
        (("runs", "write", "1", "--out", tmp_path / ("x" * 300)), 9),
        (("backup", tmp_path / ("x" * 300)), 2),
        (("move", "nowhere", "--why", "x"), 2),
        (("move", f"postgresql://u@h/{'x' * 64}", "--why", "x"), 2),
        (("verify", "--head", ""), 2),
        (("decisions", "--kind", "nope"), 2),
        (("log", "--accept-clock", "--why", "x"), 10),
    ):
        found, _, err = eligo(*command)
        assert (found, "Traceback" in err) == (code, False), (command, err)
    assert eligo("init", inputs / "models.csv", "--catalogue", inputs / "models.csv")[0] == 14


def test_a_workspace_of_an_earlier_eligo_is_refused_until_it_is_brought_up_to_date(
    eligo: Eligo, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    (folder / "store").mkdir(parents=True)
    (folder / "eligo.toml").write_text('database = "sqlite"\n', "utf-8")
    url = f"sqlite://{folder / 'store' / 'eligo.sqlite3'}"
    at_schema(url, "0001_records")

    code, _, err = eligo("log", "--workspace", folder)
    assert (code, "eligo migrate" in err) == (17, True)
    code, out, _ = eligo("migrate", "--workspace", folder)
    assert (code, out) == (
        0,
        "Brought up to date: 0002_append_only, 0003_jobs, 0004_registers, 0005_statuses; 'eligo verify' checks it.\n",
    )
    code, out, _ = eligo("migrate", "--workspace", folder)
    assert (code, out) == (0, "The workspace is up to date; 'eligo verify' checks it.\n")
    assert applied(url) == ["0001_records", "0002_append_only", "0003_jobs", "0004_registers", "0005_statuses"]
    last = json.loads(eligo("log", "--last", "1", "--json", "--workspace", folder)[1])
    assert [event["action"] for event in last] == ["workspace.migrated"]


def test_a_head_that_was_noted_is_found_and_another_is_not(eligo: Eligo, workspace: Path) -> None:
    at = ("--workspace", workspace)
    head = eligo("log", "--head", *at)[1].strip()
    assert eligo("decide", "size", "6", "--why", "more", *at)[0] == 0
    assert eligo("verify", "--head", head, *at)[0] == 0
    code, _, err = eligo("verify", "--head", "f" * 64, *at)
    assert (code, "the log has no event with the hash" in err) == (11, True)


def test_a_file_that_is_damaged_is_named_and_nothing_is_backed_up(
    eligo: Eligo, workspace: Path, tmp_path: Path
) -> None:
    (file,) = [path for path in (workspace / "store" / "files").glob("??/*") if path.is_file()]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    for command in (("verify",), ("backup", tmp_path / "damaged.eligo")):
        code, _, err = eligo(*command, "--workspace", workspace)
        assert (code, file.name in err) == (15, True)
    assert not (tmp_path / "damaged.eligo").exists()


def test_a_clock_that_is_accepted_stands_in_the_log_as_that(eligo: Eligo, workspace: Path) -> None:
    ahead = SettableClock()
    ahead.moment = datetime(2999, 12, 31, tzinfo=UTC)
    opened = open_store(f"sqlite://{workspace / 'store' / 'eligo.sqlite3'}", ahead)
    opened.store.audit.note("workspace.noted", {"record": "workspace"}, Because("analyst", "a clock that was ahead"))
    opened.close()
    assert eligo("decide", "size", "6", "--why", "more", "--workspace", workspace)[0] == 18

    told = eligo("log", "--accept-clock", "--why", "it was ahead", "--last", "1", "--workspace", workspace)[1]

    assert "clock accepted" in told
    assert "it was ahead" in told
    assert eligo("decide", "size", "6", "--why", "more", "--workspace", workspace)[0] == 0


def test_whoever_only_reads_needs_no_name(eligo: Eligo, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("no login name, as in a container")

    monkeypatch.delenv("ELIGO_WHO")
    monkeypatch.setattr("getpass.getuser", nobody)
    at = ("--workspace", workspace)
    assert [eligo(command, *at)[0] for command in ("status", "log", "verify")] == [0, 0, 0]
    code, _, err = eligo("decide", "size", "6", "--why", "more", *at)
    assert (code, err.splitlines()) == (
        2,
        [
            "eligo: Nothing says who makes the change.",
            "Every change is logged with both: --as NAME and --why TEXT.",
        ],
    )
