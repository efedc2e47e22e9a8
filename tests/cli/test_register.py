"""``eligo register``: what a published register says, asked by command."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cli.conftest import Eligo
from eligo.registers import Product, Served, read_register, register_document, replay
from eligo.scheme import load_scheme
from eligo.terms import Route
from eligo.workflows import open_results
from registers.drawn_log import EVIDENCE, LIFE, TBC, candidate, entry, told, version

FIRMWARE = """track,version,kind,expected,received,superseded_by
MK1,1.1,candidate,2019-11-04,2019-11-04,1.2
MK1,1.2,final,2020-02-03/2020-03-02/2020-05-04,,
MK2,2.1,candidate,2020-01-06,,2.2
MK2,2.2,final,2020-04-06,,
"""
OWN = LIFE[0].product.product_id


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The life of one combination and the beginning of another's, in four versions of two lists."""
    log = told(*LIFE[:2], entry(2), *LIFE[2:])
    first = version(log[:5], "2.9")
    second = version(log[:7], "2.10", [first], effective_on=date(2019, 12, 2))
    third = version(log, "1.0", [first, second], list="epcl", effective_on=date(2020, 2, 21))
    last = version(log, "2.11", [first, second, third], effective_on=date(2020, 2, 21))
    file = tmp_path / "register.json"
    file.write_text(register_document(log, [first, second, third, last]), "utf-8")
    return file


@pytest.fixture
def of_run(done: Path, tmp_path: Path) -> Path:
    """A register of all products of the finished run, pending."""
    pseudonyms, served = load_scheme("smets1-foc").disclosure.pseudonyms, defaultdict[Product, set[str]](set)
    for row in open_results(done, None).in_scope:
        one = row.combination
        served[Product(one.provider, row.product_kind, one.devices)].add(pseudonyms[one.operator])
    log = told(
        *(
            replace(
                entry(product=product, label=f"DMC-{n}", firmware=(TBC,)),
                operators=tuple(Served(name, Route.DMCT) for name in sorted(names)),
            )
            for n, (product, names) in enumerate(served.items(), start=1)
        )
    )
    file = tmp_path / "of-run.json"
    file.write_text(register_document(log, [version(log, "2.9")]), "utf-8")
    return file


def test_a_list_is_shown_as_of_a_day_and_as_known_then(eligo: Eligo, register: Path) -> None:
    def shown(*asked: str) -> dict[str, list[tuple[str, str]]]:
        code, out, _ = eligo("register", "show", "--from", register, *asked, "--json")
        assert code == 0
        return {one["list"]: [(entry["label"], entry["state"]) for entry in one["entries"]] for one in json.loads(out)}

    assert shown("--on", "2020-02-21") == {"ppcl": [("DMC-2", "pending")], "epcl": [("DMC-1", "eligible")]}
    assert shown("--on", "2019-12-01", "--list", "PPCL") == {"ppcl": [("DMC-1", "in-test"), ("DMC-2", "pending")]}
    assert shown("--on", "2020-02-21", "--known-on", "2019-09-01") == {"ppcl": [], "epcl": []}
    ahead = "--on 2020-02-22 is later than 2020-02-21, the last day that this register was published for: "
    unknown = "--known-on 2019-09-03 is later than 2019-09-02, when this register was published last: "
    for asked, said in (
        (("--on", "2020-02-22"), f"{ahead}what takes effect by then may still be entered."),
        (("--known-on", "2019-09-03", "--on", "2020-02-21"), f"{unknown}it is answered as it is known so far."),
        (("--on", "2020-02-21", "--known-on", "2019-09-02"), ""),
    ):
        words = " ".join(eligo("register", "show", "--from", register, *asked)[1].split())
        assert (said in words, "is later than" in words, "had not begun" in words) == (True, bool(said), False)
    before = eligo("register", "show", "--from", register, "--on", "2020-02-21", "--known-on", "2019-08-31")[1]
    assert "Nothing was known by the end of 2019-08-31: the register had not begun." in before
    code, out, _ = eligo("register", "show", "--from", register, "--on", "2020-02-21")
    assert (code, "ESME 1.2 (final)" in out, "2020-02-21" in out) == (0, True, True)


def test_what_was_known_on_a_day_is_the_log_up_to_its_end(eligo: Eligo, tmp_path: Path) -> None:
    early = told(LIFE[0])
    later = replace(entry(2), recorded_at=early[-1].recorded_at.replace(month=10), number=len(early) + 1)
    log = (*early, later)
    file = tmp_path / "register.json"
    file.write_text(register_document(log, [version(log, "2.9")]), "utf-8")
    for known, labels in (("2019-09-02", ["DMC-1"]), ("2019-10-01", ["DMC-1"]), ("2019-10-02", ["DMC-1", "DMC-2"])):
        _, out, _ = eligo(
            "register", "show", "--from", file, "--on", "2019-11-01", "--known-on", known, "--list", "ppcl", "--json"
        )
        assert sorted(one["label"] for one in json.loads(out)[0]["entries"]) == labels


def test_everything_about_one_is_told_with_the_versions_that_had_it(eligo: Eligo, register: Path) -> None:
    for name in (OWN, f"{OWN}/1", "dmc-1"):
        code, out, _ = eligo("register", "about", "--from", register, name, "--json")
        (one,) = json.loads(out)
        assert (code, one["product_id"]) == (0, OWN)
    assert [e["state"] for e in one["entries"]] == ["pending", "pending", "in-test", "in-test", "in-test", "eligible"]
    versions = [[f"{v['list']} {v['number']}" for v in e["shown_in"]] for e in one["entries"]]
    assert versions == [[], ["ppcl 2.9"], [], ["ppcl 2.10"], [], ["epcl 1.0"]]
    assert [e["covered_by"]["number"] for e in one["entries"]] == ["2.9", "2.9", "2.10", "2.10", "1.0", "1.0"]
    code, out, _ = eligo("register", "about", "--from", register, "DMC-1")
    for text in (
        "is eligible from 2020-02-21",
        "Register clerk: As concluded",
        "report.pdf",
        "evidence: Test completion",
        "ESME: Landis+Gyr E470 (MK1), hardware 1.0, firmware TBC",
    ):
        assert text in out


def test_from_an_entry_the_way_leads_to_the_rows_that_were_counted(eligo: Eligo, of_run: Path, done: Path) -> None:
    log, _ = read_register(of_run.read_text("utf-8"))
    deployed = {}
    for one in replay(log).items.values():
        code, out, _ = eligo("register", "about", "--from", of_run, one.latest.item, "--results", done, "--json")
        assert code == 0
        (told_,) = json.loads(out)
        rows = [row for trace in told_["traces"] for row in trace["rows"]]
        assert {row["file"] for row in rows} == {"RFI-1__Supplier__Aster-Energy.csv"}
        deployed[one.latest.product.product_id] = sum(sum(row["counts"]) for row in rows)
    with (done / "combinations.csv").open(encoding="utf-8") as file:
        counted = {row["product_id"]: int(row["deployed"]) for row in csv.DictReader(file)}
    assert deployed == counted


def test_a_combination_of_a_run_means_its_product(eligo: Eligo, of_run: Path, done: Path) -> None:
    with (done / "combinations.csv").open(encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    asked = ("--from", of_run, row["combination_id"].lower())
    for question in ("about", "eligible"):
        code, out, _ = eligo("register", question, *asked, "--results", done, "--json")
        found = json.loads(out)
        assert (code, (found[0] if question == "about" else found)["product_id"]) == (0, row["product_id"])
        code, _, err = eligo("register", question, *asked)
        assert (code, "Name the run that it is of with --results" in err) == (9, True)
        code, _, err = eligo("register", question, "--from", of_run, "C-000000000000", "--results", done)
        assert (code, "has no combination 'C-000000000000'" in err) == (9, True)


def test_two_versions_differ_by_combination_and_field(eligo: Eligo, register: Path) -> None:
    code, out, _ = eligo("register", "diff", "--from", register, "2.9", "2.10", "--json")
    found = json.loads(out)
    assert (code, found["list"], found["added"], found["removed"]) == (0, "ppcl", [], [])
    fields = {"/".join(one["field"]): (one["before"], one["after"]) for one in found["changes"]}
    assert {name: fields[name] for name in ("state", "firmware/ESME/version", "effective_on")} == {
        "state": ("pending", "in-test"),
        "firmware/ESME/version": ("1.0", "1.1"),
        "effective_on": ("2019-11-01", "2019-12-02"),
    }
    code, out, _ = eligo("register", "diff", "--from", register, "2.10", "2.11", "--list", "ppcl")
    assert (code, "left it" in out, "came to it" in out) == (0, True, False)
    longer = register.with_name("longer.json")
    begun = entry(firmware=(candidate("1.0"),))
    log = told(begun, replace(begun, state="in-test", basis=replace(EVIDENCE, kind="testing")))
    first = version(log[:3], "2.9")
    longer.write_text(register_document(log, (first, version(log, "2.10", [first]))), "utf-8")
    words = " ".join(eligo("register", "diff", "--from", longer, "2.9", "2.10")[1].split())
    assert "DMC-1 basis / documents report.pdf aaaa" in words
    assert "'" not in words
    code, out, _ = eligo("register", "diff", "--from", register, "2.11", "2.10", "--list", "ppcl")
    assert (code, "left it" in out, "came to it" in out, "2.11 is the later of the two" in out) == (
        0,
        False,
        True,
        True,
    )


def test_populations_are_counted_for_each_operator(eligo: Eligo, of_run: Path, done: Path) -> None:
    code, out, _ = eligo("register", "population", "--from", of_run, "--results", done, "--on", "2020-01-01", "--json")
    with (done / "combinations.csv").open(encoding="utf-8") as file:
        total = sum(int(row["deployed"]) for row in csv.DictReader(file))
    (one,) = json.loads(out)
    assert (code, one["pending"], one["eligible"], one["unlisted"]) == (0, total, 0, 0)
    assert one["operator"].startswith("SMSO-")
    code, out, _ = eligo("register", "population", "--from", of_run, "--results", done, "--on", "2019-10-01", "--json")
    assert json.loads(out)[0]["unlisted"] == total


def test_one_and_an_inventory_have_the_same_answers_and_days(
    eligo: Eligo, of_run: Path, done: Path, tmp_path: Path
) -> None:
    (tmp_path / "firmware.csv").write_text(FIRMWARE)
    code, _, err = eligo(
        "plan", done, "--firmware", tmp_path / "firmware.csv", "--out", tmp_path / "plan", "--trials", "0"
    )
    assert code == 0, err
    known = ("--results", done, "--plan", tmp_path / "plan", "--on", "2020-01-01", "--json")
    days = {
        one["combination_id"]: one["eligible_on"]
        for one in json.loads((tmp_path / "plan" / "plan.json").read_text())["combinations"]
    }
    with (done / "combinations.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["in_scope"] == "true"]
    lines = ["meter,combination_id", *(f"{n},{row['combination_id']}" for n, row in enumerate(rows)), "9,C-1"]
    (tmp_path / "installed.csv").write_text("\n".join(lines))

    code, out, _ = eligo(
        "register", "check", "--from", of_run, tmp_path / "installed.csv", "--out", tmp_path / "a.csv", *known
    )

    assert code == 0
    assert json.loads(out)["answers"] == {"pending": len(rows), "unreadable": 1}
    assert json.loads(out)["faults"][0].startswith(f"installed.csv:{len(rows) + 2} combination_id: found 'C-1'")
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        answers = [*csv.DictReader(file)][:-1]
    assert [one["expected_on"] for one in answers] == [days[row["combination_id"]] for row in rows]
    for row, one in zip(rows, answers, strict=True):
        code, out, _ = eligo("register", "eligible", "--from", of_run, row["product_id"], *known)
        told_ = json.loads(out)
        assert (told_["answer"], told_["item"], told_["expected_on"]) == ("pending", one["item"], one["expected_on"])
        assert "; ".join(told_["waits_for"]) == one["waits_for"]


def test_an_operator_is_known_whatever_its_capitals(eligo: Eligo, register: Path) -> None:
    usual, other = (eligo("register", "eligible", "--from", register, "DMC-1", "--operator", name, "--on", "2020-02-21")
                    for name in ("SMSO-1", " smso-1"))  # fmt: skip
    assert usual == other
    assert usual[0] == 0


@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        (("show", "--list", "apcl"), 9, "has no list 'apcl'"),
        (("show", "--on", "yesterday"), 2, "--on is no day: 'yesterday'"),
        (("show", "--known-on", "2020-13-01"), 2, "--known-on is no day"),
        (("about", "DMC-77"), 9, "has nothing that is called 'DMC-77'"),
        (("diff", "2.9", "1.0"), 9, "epcl 1.0 (2020-02-21)"),
        (("diff", "2.9", "2.12", "--list", "ppcl"), 9, "of the list ppcl"),
        (("eligible", "DMC-1", "--operator", "Aster"), 9, "has no operator 'Aster'"),
        (("eligible", "DMC-1", "--plan", "plan"), 2, "Name the run's folder with --results"),
        (("population", "--results", "nowhere"), 9, "combinations.csv"),
        (("check", "nowhere.csv", "--out", "answers.csv"), 9, "There is no file nowhere.csv"),
    ],
)
def test_what_cannot_be_answered_is_said(
    eligo: Eligo, register: Path, asked: tuple[str, ...], code: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(register.parent)
    command, *rest = asked
    found, out, err = eligo("register", command, "--from", register, *rest)
    assert (found, message in " ".join(err.split()), out) == (code, True, "")


def test_a_register_that_does_not_pass_its_check_answers_nothing(eligo: Eligo, register: Path) -> None:
    text = register.read_text("utf-8")
    register.write_text(text.replace('"why":"As concluded"', '"why":"As agreed"'), "utf-8")
    code, out, err = eligo("register", "show", "--from", register)
    assert (code, out, "line 3 (" in err, "line 9 (" in err) == (11, "", True, True)
    for content in ("", "[]", "{" * 100_000, '{"format": "eligo-register/2", "log": [], "versions": []}', "\0"):
        register.write_text(content, "utf-8")
        assert eligo("register", "show", "--from", register)[0] == 3
    register.write_bytes(b"\xff\xfe")
    assert eligo("register", "show", "--from", register)[0] == 3
    register.unlink()
    assert eligo("register", "show", "--from", register)[0] == 9


def test_a_label_of_two_products_is_asked_for_by_id(eligo: Eligo, tmp_path: Path) -> None:
    log = told(entry(), entry(2, label="DMC-1"))
    file = tmp_path / "register.json"
    file.write_text(register_document(log, [version(log, "2.9")]), "utf-8")
    code, _, err = eligo("register", "eligible", "--from", file, "DMC-1")
    assert (code, OWN in err) == (2, True)
    code, out, _ = eligo("register", "about", "--from", file, "DMC-1", "--json")
    assert (code, len(json.loads(out))) == (0, 2)
