"""The register of a workspace by command, on SQLite: from its first line to files that are checked without it."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cli.conftest import Eligo
from cli.test_closed_pipe import unread
from eligo.errors import EligoError
from eligo.records import Because
from eligo.registers import Basis, RegisterEntry, enter, replay
from eligo.scheme import scheme_text
from eligo.wiring import key_of_file, opened_workspace
from eligo.workflows import workspace as use
from eligo_verify_register import main as verify_register
from registers.drawn_log import FIRMWARE, candidate, entry, product

OWN = f"{product(1).product_id}/1"


def enter_entries(workspace: Path, *entries: RegisterEntry) -> None:
    """Write some entries at the end of the register."""
    with opened_workspace(workspace, "Register clerk") as opened, opened.store.transaction():
        _, lines = enter(replay(opened.store.registers.lines()), entries, opened.clock.now())
        opened.store.registers.enter(lines, Because(opened.who, "As concluded"))


def said(told: tuple[int, str, str]) -> tuple[int, str]:
    """The exit code, and all that was printed on one line."""
    return told[0], " ".join((told[1] + told[2]).split())


@pytest.fixture
def register(eligo: Eligo, workspace: Path) -> Path:
    """The folder of a workspace whose register has been opened with a key that ``eligo.toml`` names."""
    assert eligo("register", "new-key", "register.pem")[0] == 0
    with (workspace / "eligo.toml").open("a", encoding="utf-8") as file:
        file.write('register_key = "register.pem"\n')
    assert eligo("register", "open", "--why", "The registers are opened", "--as", "Register clerk")[0] == 0
    return workspace


def proposed(eligo: Eligo, number: str, on: str = "2019-11-01") -> int:
    """Let Anna propose a version of the pending list; the event of it."""
    asked = ("--on", on, "--why", "As concluded", "--as", "Anna", "--json")
    code, out, _ = eligo("register", "propose", "ppcl", number, *asked)
    assert code == 0
    return int(json.loads(out)["proposal"])


def approved(eligo: Eligo, number: str, event: int, who: str, *more: str) -> tuple[int, str]:
    """Let somebody publish a version of the pending list, having seen the proposal of that event."""
    why = ("--proposal", str(event), "--why", "Held to the minutes", "--as", who)
    return said(eligo("register", "publish", "ppcl", number, *why, *more))


def test_two_people_publish_what_anybody_can_check(
    eligo: Eligo, register: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    enter_entries(register, entry(), entry(2))
    assert "eligo register propose LIST NUMBER" in eligo("status")[1]
    event = proposed(eligo, "2.9")
    assert "eligo register publish ppcl 2.9" in eligo("status")[1]

    code, out = said(eligo("register", "publish", "PPCL", "2.9"))
    assert (code, "DMC-2 came to it" in out, f"--proposal {event} --why" in out) == (0, True, True)
    code, out = approved(eligo, "2.9", event, "anna")
    assert (code, "approved_by: found 'anna', who drafted it; expected another person" in out) == (23, True)
    code, out = approved(eligo, "2.9", event, "Boris")
    assert (code, "Version 2.9 of ppcl is published: publication 1, over 4 lines." in out) == (0, True)

    enter_entries(register, entry(firmware=(candidate("1.0"),), basis=FIRMWARE))
    assert eligo("register", "new-key", "next.pem")[0] == 0
    code, out = said(eligo("register", "key", "--new", "next.pem", "--why", "Once a year", "--as", "Register clerk"))
    assert (code, "From line 6 of the register on the key is" in out) == (0, True)
    event = proposed(eligo, "2.10", "2019-12-02")
    code, out = approved(eligo, "2.10", event, "Boris")
    assert (code, "key: found" in out) == (23, True)
    assert approved(eligo, "2.10", event, "Boris", "--key", "next.pem")[0] == 0

    for command in (
        ("export",),
        ("receipt", OWN),
        ("receipt", "DMC-1", "--version", "2.9", "--list", "ppcl"),
        ("consistency", "2.9", "2.10"),
    ):
        code, out, err = eligo("register", *command)
        assert (code, err) == (0, "")
        Path(f"{'-'.join(command).replace('/', '-')}.json").write_text(out, "utf-8")
    capfd.readouterr()
    assert verify_register(sorted(map(str, Path().glob("*.json")))) == 0
    assert eligo("register", "pages", "--out", "public")[0] == 0
    assert verify_register(["public/register.json"]) == 0
    assert eligo("verify")[0] == 0


def test_what_is_printed_of_a_register_and_not_read_ends_without_a_word(eligo: Eligo, register: Path) -> None:
    enter_entries(register, entry())
    assert approved(eligo, "2.9", proposed(eligo, "2.9"), "Boris")[0] == 0

    assert unread("register", "export") == unread("register", "receipt", OWN) == (141, b"")


def test_the_log_and_the_status_say_what_has_become_of_the_register(eligo: Eligo, register: Path) -> None:
    enter_entries(register, entry())
    event = proposed(eligo, "2.9")
    assert approved(eligo, "2.9", event, "Boris", "--json")[0] == 0

    lines = eligo("log", "--last", "5")[1].splitlines()[1:]

    assert [" ".join(line.split()[3:]) for line in lines if "register" in line] == [
        "Register clerk register: lines 1 to 2 entered The registers are opened",
        "Register clerk register: line 3 entered As concluded",
        "Anna decision/register.version/ppcl recorded As concluded",
        "Boris register: publication 1 published Held to the minutes",
        "Boris decision/register.version/ppcl withdrawn Held to the minutes",
    ]
    code, out = said(eligo("status"))
    assert (code, "3 lines; published: ppcl 2.9 as of 2019-11-01; signed with key" in out) == (0, True)
    stated = json.loads(eligo("status", "--json")[1])["register"]
    assert (stated["lines"], stated["publications"], stated["unpublished"], stated["proposals"]) == (3, 1, 0, [])
    assert stated["versions"] == [{"list": "ppcl", "number": "2.9", "effective_on": "2019-11-01"}]


def test_a_version_of_a_day_that_is_still_to_come_says_that_no_earlier_one_can_follow(
    eligo: Eligo, register: Path
) -> None:
    asked = ("register", "propose", "ppcl", "2.9", "--why", "As concluded", "--as", "Anna")
    expected = "day from now: what is published stays, and no version of an earlier day can follow it."

    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    told = [said(eligo(*asked, "--on", on)) for on in (tomorrow, "2019-11-01", "9998-12-31")]

    assert [(code, expected in one) for code, one in told] == [(0, True), (0, False), (23, False)]
    assert "effective_on: found 9998-12-31, and no earlier day could follow it; expected " in told[2][1]
    assert "92 days from " in told[2][1]


def test_a_number_that_leaves_others_out_is_refused(eligo: Eligo, register: Path) -> None:
    asked = ("register", "propose", "ppcl")
    why = ("--on", "2019-11-01", "--why", "As concluded", "--as", "Anna")
    code, told = said(eligo(*asked, "999999999", *why))
    assert (code, "expected parts of 99 at most (entering.first_number)" in told) == (23, True)
    assert approved(eligo, "2.9", proposed(eligo, "2.9"), "Boris")[0] == 0

    code, told = said(eligo(*asked, "2.99", *why))

    assert (code, "expected 2.9.1 or 2.10 or 3 (entering.number_step = 1)" in told) == (23, True)


def test_lines_that_came_after_a_proposal_are_told_and_in_its_way(eligo: Eligo, register: Path) -> None:
    event = proposed(eligo, "2.9")
    enter_entries(register, entry())
    for told in (said(eligo("register", "publish", "ppcl", "2.9")), said(eligo("register", "proposals"))):
        assert told[0] == 0
    assert f"line 3 ({OWN}, pending) by Register clerk" in said(eligo("register", "publish", "ppcl", "2.9"))[1]
    code, out = approved(eligo, "2.9", event, "Boris")
    assert (code, f"log: line 3 ({OWN}, pending) by Register clerk was entered since this was proposed" in out) == (
        23,
        True,
    )
    code, out = said(eligo("register", "propose", "ppcl", "2.9", "--why", "As concluded", "--as", "Anna"))
    assert (code, f"takes the place of 2.9 by Anna (proposal {event})" in out) == (0, True)
    assert "let Anna know" not in out
    code, out = said(eligo("register", "propose", "ppcl", "2.10", "--why", "As concluded", "--as", "Cleo"))
    assert (code, "What Anna had proposed is no longer proposed: let Anna know." in out) == (0, True)
    for asked in (("proposals",), ("publish", "ppcl", "2.10")):
        assert f"2.9 by Anna (proposal {event})" in said(eligo("register", *asked))[1]
    (one,) = json.loads(eligo("register", "proposals", "--json")[1])
    assert [(each["event"], each["drafted_by"]) for each in one["instead_of"]][1:] == [(event, "Anna")]
    code, out = said(eligo("register", "drop", "PPCL", "--why", "The panel has not met"))
    assert (code, out) == (0, "Version 2.10 of ppcl, proposed by Cleo, is dropped.")
    assert json.loads(eligo("register", "proposals", "--json")[1]) == []


def test_the_questions_are_asked_of_the_workspace_where_no_file_is_named(
    eligo: Eligo, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_entries(register, entry())
    assert approved(eligo, "2.9", proposed(eligo, "2.9"), "Boris")[0] == 0
    enter_entries(register, entry(2))

    def labels(*asked: str) -> list[str]:
        code, out, _ = eligo("register", "show", "--list", "ppcl", "--json", *asked)
        assert code == 0
        return sorted(one["label"] for one in json.loads(out)[0]["entries"])

    assert (labels(), labels("--unpublished")) == (["DMC-1"], ["DMC-1", "DMC-2"])
    assert eligo("register", "export", "--out", "register.json")[0] == 0
    for asked in (("about", "DMC-1"), ("eligible", "DMC-1", "--on", "2020-01-01")):
        told = [eligo("register", *asked, *more, "--json") for more in ((), ("--from", "register.json"))]
        assert (told[0], told[0][0]) == (told[1], 0)
    assert said(eligo("register", "show", "--from", "register.json", "--unpublished"))[0] == 2
    monkeypatch.chdir(tmp_path)
    code, out = said(eligo("register", "show"))
    assert (code, "Nothing says which register is asked" in out) == (2, True)


def test_what_is_entered_and_not_published_yet_is_told_where_it_answers_otherwise(eligo: Eligo, register: Path) -> None:
    enter_entries(register, entry(), entry(2))
    assert approved(eligo, "2.9", proposed(eligo, "2.9"), "Boris")[0] == 0
    asked = ("register", "eligible", "DMC-1")
    before = json.loads(eligo(*asked, "--json")[1])
    void = Basis("withdrawal", "Panel 12", decided_on=date(2020, 1, 15))
    enter_entries(register, entry(state="withdrawn", basis=void), entry(3))

    code, out = said(eligo(*asked))

    assert (code, "answer pending" in out) == (0, True)
    assert "not published yet unknown (withdrawn since 2019-11-01, line 5); ask with --unpublished" in out
    found = json.loads(eligo(*asked, "--json")[1])
    then = found.pop("unpublished")
    assert (found, then) == (before, json.loads(eligo(*asked, "--unpublished", "--json")[1]))
    assert "unpublished" not in json.loads(eligo("register", "eligible", "DMC-2", "--json")[1])
    told = "Without 2 entries that are of no version yet: --unpublished counts them."
    assert told in said(eligo("register", "show"))[1]
    assert told not in said(eligo("register", "show", "--unpublished"))[1]
    code, out = said(eligo("register", "eligible", "DMC-3"))
    assert (code, "It has been entered, and is not published yet: ask with --unpublished." in out) == (9, True)


def test_what_is_entered_of_a_run_is_published_and_counted_by_that_run(
    eligo: Eligo, register: Path, inputs: Path
) -> None:
    assert eligo("run", inputs / "returns", "--size", "2")[0] == 0
    assert eligo("register", "enter", "--all", "--why", "As concluded", "--as", "Register clerk")[0] == 0
    today = datetime.now(UTC).date().isoformat()
    assert approved(eligo, "1.0", proposed(eligo, "1.0", today), "Boris")[0] == 0
    assert eligo("register", "export", "--out", "register.json")[0] == 0

    asked = ("register", "population", "--on", "2100-01-01", "--json")
    found = [eligo(*asked, *more) for more in ((), ("--from", "register.json", "--results", "results/RFI-1"))]

    assert found[0] == found[1]
    (one,) = json.loads(found[0][1])
    assert (one["operator"], one["pending"], one["unlisted"]) == ("SMSO-1", 12060, 0)


def test_rules_are_told_before_they_are_entered(eligo: Eligo, register: Path) -> None:
    code, out = said(eligo("register", "rules"))
    assert (code, out) == (0, "The scheme's rules are in force already.")
    own = scheme_text("smets1-foc").decode().replace("Master keys are missing", "No keys")
    Path("own.toml").write_text(own, "utf-8")
    assert eligo("decide", "scheme", "own.toml", "--why", "By the panel")[0] == 0
    assert "eligo register rules --why" in eligo("status")[1]

    code, out = said(eligo("register", "rules"))

    assert (code, "exclusions / missing-keys / label Master keys are missing No keys" in out) == (0, True)
    code, out, _ = eligo("register", "rules", "--why", "By the panel", "--json")
    assert (code, json.loads(out)["line"]) == (0, 3)


@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        (("open", "--why", "Again", "--key", "register.pem"), 10, "has a register of 2 lines already"),
        (("open", "--why", "Again", "--key", "nowhere.pem"), 9, "There is no file nowhere.pem with a key"),
        (("rules", "--why", "To be sure"), 10, "The scheme's rules are in force already"),
        (("key", "--new", "register.pem", "--why", "Once a year"), 23, "key: is in force already"),
        (
            ("propose", "apcl", "2.09", "--why", "x"),
            23,
            "which the rules of the log do not have; expected ppcl or epcl",
        ),
        (("propose", "ppcl", "2.9"), 23, "reason: is blank"),
        (("publish", "ppcl", "2.9"), 9, "No version 2.9 of ppcl is proposed"),
        (("drop", "ppcl", "--why", "x"), 9, "No version of ppcl is proposed"),
        (("export",), 9, "Nothing of the workspace's register has been published"),
        (("show",), 9, "Ask what has been entered with --unpublished"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    eligo: Eligo, register: Path, asked: tuple[str, ...], code: int, message: str
) -> None:
    head = eligo("log", "--head")[1]

    found, out = said(eligo("register", *asked))

    assert (found, message in out) == (code, True)
    assert eligo("log", "--head")[1] == head


def test_a_register_needs_a_key_that_others_do_not_have(eligo: Eligo, workspace: Path) -> None:
    begin = ("register", "open", "--why", "The registers are opened")
    code, out = said(eligo(*begin))
    assert (code, "Nothing says which key signs the register" in out) == (9, True)
    assert eligo("register", "new-key", "register.pem")[0] == 0
    Path("register.pem").chmod(0o644)
    code, out = said(eligo(*begin, "--key", "register.pem"))
    assert (code, "others may read or write it (mode 0644)" in out) == (2, True)
    assert "register" not in eligo("log")[1]


def test_of_two_who_publish_at_once_one_does_and_the_other_is_told(eligo: Eligo, register: Path) -> None:
    enter_entries(register, entry())
    event = proposed(eligo, "2.9")
    key = key_of_file(register / "register.pem")
    said, at_once = list[EligoError](), threading.Barrier(2)

    def publish(who: str) -> None:
        with opened_workspace(register, who) as opened:
            at_once.wait()
            try:
                use.publish_version(opened, "ppcl", "2.9", event, key, "Held to the minutes")
            except EligoError as error:
                said.append(error)

    both = [threading.Thread(target=publish, args=[who]) for who in ("Boris", "Carla")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    with opened_workspace(register) as opened:
        (made,) = opened.store.registers.versions()
    (error,) = said
    told = "Version 2.9 of ppcl is published already: publication 1, approved by "
    assert error.message.startswith(f"{told}{made.version.approved_by} at ")
