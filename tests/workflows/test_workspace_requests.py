"""Requests of tests (SEC H14.36A) in a workspace of the example estate: asked, found on, tested, entered.

Of a combination that a scope rule leaves out, of two that no return reports (with a display that the catalogue does not
have, and without one), and of one whose test is not needed.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from eligo.errors import BadEvidence, UsageError
from eligo.ports import Lines, Workspace
from eligo.programme import RESULT_COLUMNS
from eligo.registers import Consent, RegisterEntry, replay
from eligo.scheme import scheme_text
from eligo.terms import Route
from eligo.workflows import workspace as use
from eligo.workflows.grounds import whole_scheme
from eligo.workflows.workspace.programme_decisions import kept_decisions, latest_known
from workflows.example_register import EXAMPLES, apart, at, due, entered, opened_example, told

TRACK = """[[firmware_track]]
id = "EDMI"
label = "ESME EDMI firmware"
variants = ["ESME|EDMI|ES-10B|1.0"]
note = "For what is tested on request"

[[phase]]
"""
FIRMWARE = (
    "track,version,kind,expected,received,superseded_by,tested_by,note",
    *("EDMI,7.0,candidate,,2020-02-17,7.1,,", "EDMI,7.1,final,,2020-03-16,,,"),
    *("MK1,1.0,candidate,,2020-02-17,1.1,,", "MK1,1.1,final,,2020-03-16,,,"),
)
ASKED = {
    "decision": "request",
    "decided_on": "2020-02-14",
    "decided_by": "Board",
    "requested_on": "2020-02-03",
    "requester": "Ash Metering",
    "requester_role": "manufacturer",
    "testing": "needed",
    "weight": "50",
}
METERS = {
    "smso": "SMSO-2",
    "wan_provider": "WAN-B",
    "fuel_type": "SF",
    "esme_manufacturer": "Landis+Gyr",
    "esme_model": "E470 (MK1)",
    "esme_hardware": "1.0",
    "ch_manufacturer": "Telit",
    "ch_model": "SEAP-2001-V",
    "ch_hardware": "B",
    "ch_firmware": "2.2.8",
}
DISPLAY = {
    "ppmid_manufacturer": "Beech",
    "ppmid_model": "B-100",
    "ppmid_hardware": "1",
    "ppmid_firmware": "1.0.0",
}
EDMI = "C-Y2445AMMGBGB"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The example estate under the shipped scheme with a firmware track for the meters that its scope leaves out."""
    folder = tmp_path_factory.mktemp("requests")
    scheme = folder / "foc.toml"
    scheme.write_text(scheme_text("smets1-foc").decode().replace("[[phase]]\n", TRACK, 1))
    return opened_example(folder / "workspace", str(scheme))


@pytest.fixture
def run(made: Workspace) -> Workspace:
    """The same for one test, its draft list entered."""
    workspace = apart(made)
    at(workspace, "2020-02-10")
    use.enter_due(workspace, None, None, None, "As concluded", None)
    return workspace


def decide(workspace: Workspace, folder: Path, *lines: dict[str, str], replaces: int | None = None) -> list[str]:
    """Decide on some requests. The combinations that they are of."""
    rows = [
        {"combination": "", **ASKED, "request": f"REQ-{number}", **line} for number, line in enumerate(lines, start=1)
    ]
    with (folder / "decisions.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    use.decide_programme(workspace, None, folder / "decisions.csv", "board of 14 February", replaces)
    return [cells["combination"] for cells in use.standing_programme(workspace)]


def load_firmware(workspace: Workspace, folder: Path) -> None:
    (folder / "firmware.csv").write_text("\n".join(FIRMWARE) + "\n")
    use.load_register(workspace, None, folder / "firmware.csv", "received", None)


def show_everything(workspace: Workspace, folder: Path, name: str, firmware: str, on: str) -> None:
    """Import results in which everything that is asked of a combination passes."""
    grounds = use.kept_grounds(workspace, None)
    one, asked = grounds.by_id[name], grounds.asked
    assert one.route is Route.DMCT
    with (folder / f"{name}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, RESULT_COLUMNS, restval="")
        writer.writeheader()
        for phase in asked.phases_of(one):
            for state in asked.states_of(one, phase.id):
                for test in asked.tests_of(one, phase.id):
                    row = {"combination": name, "operator": one.operator, "phase": phase.id, "state": state}
                    stated = {"firmware": firmware, "test": test.id, "at": on, "outcome": "passed"}
                    writer.writerow({**row, **stated})
    use.import_evidence(workspace, None, [folder / f"{name}.csv"], "DMCT")


def claim(workspace: Workspace, folder: Path, claimed: str, tested: str) -> None:
    argued = "PPMID: no request that is tested goes to it"
    (folder / "equivalences.csv").write_text(
        "claimed,tested,decided_on,decided_by,reason,differences,evidence\n"
        f"{claimed},{tested},{workspace.clock.now().date()},Panel,the same meter and hub,{argued},TP-12\n"
    )
    use.decide_equivalences(workspace, None, folder / "equivalences.csv", "panel", None)


def entries(workspace: Workspace, name: str) -> list[RegisterEntry]:
    """The entries of a combination's product, in their order."""
    (product,) = use.register_grounds(workspace, None, None).named([name])
    return [
        one for one in workspace.store.registers.lines(Lines(products=(product,))) if isinstance(one, RegisterEntry)
    ]


def told_of(workspace: Workspace, name: str) -> list[tuple[str, str, str]]:
    return [(one.state, one.basis.kind, one.effective_on.isoformat()) for one in entries(workspace, name)]


REFUSED = ("not-needed", "test-refusal", Route.OUT_OF_SCOPE)

WHOLE = [
    ("pending", "test-request", "2020-02-14"),
    ("pending", "firmware", "2020-02-17"),
    ("pending", "firmware", "2020-03-16"),
    ("in-test", "testing", "2020-03-23"),
    ("eligible", "evidence", "2020-03-30"),
]
"""The life of what was requested, from the request to its eligibility."""


@pytest.mark.parametrize("asked", [{"combination": EDMI}, METERS, {**METERS, **DISPLAY}])
def test_what_nobody_would_test_goes_from_its_request_to_eligible(
    run: Workspace, tmp_path: Path, asked: dict[str, str]
) -> None:
    at(run, "2020-02-14")
    (name,) = decide(run, tmp_path, {"reason": "its meters are to be enrolled, too", **asked})
    assert told(due(run)) == {("pending", "test-request"): 1}
    entered(run)
    at(run, "2020-03-30")
    load_firmware(run, tmp_path)
    entered(run)

    show_everything(run, tmp_path, name, "7.1" if name == EDMI else "1.1", "2020-03-23")
    entered(run)

    assert told_of(run, name) == WHOLE
    first, last = entries(run, name)[0], entries(run, name)[-1]
    assert first.basis.party == "Ash Metering"
    assert first.basis.reference == (
        "Request REQ-1 of 2020-02-03 by a manufacturer, decided on 2020-02-14: a test is needed "
        "(its meters are to be enrolled, too)"
    )
    assert [one.route for one in last.operators] == [Route.DMCT]
    assert [one.name for one in last.basis.documents] == [f"{name}.csv"]
    assert last.first_added_on == date(2020, 3, 30)


def test_the_consent_to_what_becomes_eligible_is_entered_with_it_and_to_nothing_else(
    run: Workspace, tmp_path: Path
) -> None:
    at(run, "2020-03-30")
    (name,) = decide(run, tmp_path, {"reason": "too", **METERS})
    load_firmware(run, tmp_path)
    letter = Consent("Letter of the department", date(2020, 3, 27))
    with pytest.raises(UsageError, match="Nothing of it becomes eligible"):
        use.enter_due(run, None, [name], None, "Monthly", None, letter)
    show_everything(run, tmp_path, name, "1.1", "2020-03-23")

    done = use.enter_due(run, None, [name], None, "Monthly", None, letter)

    assert [(one.state, one.basis.consent) for one in done.lines][-2:] == [("in-test", None), ("eligible", letter)]
    assert not any(one.entry.basis.consent for one in done.left.entries)


def test_a_request_on_which_no_test_is_needed_ends_there_or_with_the_test_of_another(
    run: Workspace, tmp_path: Path
) -> None:
    at(run, "2020-02-14")
    refused = {"testing": "not-needed", "weight": "", "reason": "as REQ-1 but for the display"}
    tested, spared, foreign = decide(
        run,
        tmp_path,
        {"reason": "the display is new", **METERS, **DISPLAY},
        {**refused, **METERS},
        {**refused, "reason": "its scope is consulted on first", "combination": EDMI},
    )
    entered(run)
    for name in (spared, foreign):
        (only,) = entries(run, name)
        assert (only.state, only.basis.kind, only.operators[0].route) == REFUSED
        assert f"a test is not needed ({'its' if name == foreign else 'as'} " in only.basis.reference
    at(run, "2020-03-30")
    load_firmware(run, tmp_path)
    show_everything(run, tmp_path, tested, "1.1", "2020-03-23")
    entered(run)
    claim(run, tmp_path, spared, tested)

    entered(run)

    assert told_of(run, tested)[-1] == ("eligible", "evidence", "2020-03-30")
    assert told_of(run, spared) == [
        ("not-needed", "test-refusal", "2020-02-14"),
        ("pending", "test-request", "2020-03-30"),
        ("pending", "firmware", "2020-03-30"),
        ("pending", "firmware", "2020-03-30"),
        ("eligible", "equivalence", "2020-03-30"),
    ]
    last = entries(run, spared)[-1]
    assert last.basis.base == entries(run, tested)[-1].item
    assert [one.route for one in last.operators] == [Route.EQUIVALENT]
    assert told_of(run, foreign) == [("not-needed", "test-refusal", "2020-02-14")]


def test_a_request_waits_for_its_decision_and_is_then_tested(run: Workspace, tmp_path: Path) -> None:
    at(run, "2020-02-14")
    before = use.kept_grounds(run, None).combinations
    put_down = {**METERS, "testing": "undecided", "reason": "the board meets on 28 February"}

    (name,) = decide(run, tmp_path, put_down)

    assert use.kept_grounds(run, None).combinations == before
    assert ("1 request awaits its decision", "eligo programme show") in [
        (d.what, d.command) for d in use.status(run).due
    ]
    (held,) = (one for one in due(run).held if one.what == "whether a test is needed")
    assert "REQ-1 of 2020-02-03 by a manufacturer, not decided yet, put down on 2020-02-14" in held.reasons[0]
    assert told_of(run, name) == []

    at(run, "2020-02-28")
    decide(run, tmp_path, {**METERS, "decided_on": "2020-02-28", "reason": "new"}, replaces=1)
    assert not [one for one in use.status(run).due if "await" in one.what]
    entered(run)
    assert told_of(run, name) == [("pending", "test-request", "2020-02-28")]

    decide(run, tmp_path, {**put_down, "decided_on": "2020-02-28"}, replaces=1)
    assert not due(run).entries
    assert "pending" in [one.what for one in due(run).held if one.item == entries(run, name)[-1].item]


def test_what_is_tested_on_request_is_planned_and_counts_in_no_figure(run: Workspace, tmp_path: Path) -> None:
    at(run, "2020-02-14")
    load_firmware(run, tmp_path)
    before = use.kept_grounds(run, None).combinations

    names = decide(run, tmp_path, {"reason": "x", "combination": EDMI}, {"reason": "x", **METERS})

    after = {one.combination_id: one for one in use.kept_grounds(run, None).combinations}
    assert {*after} - {one.combination_id for one in before} == {*names}
    assert [after[name].population for name in names] == [0, 0]
    shown = replay(run.store.registers.lines()).shown("ppcl")
    assert not {one.product.product_id for one in shown}.intersection(after[name].product_id for name in names)


def test_no_test_is_needed_where_the_test_of_another_stands_for_it_though_the_run_did_not_know(
    run: Workspace, tmp_path: Path
) -> None:
    at(run, "2020-04-10")
    claimed = "C-Y01QN4GPQ9WS"
    asked = {"testing": "not-needed", "weight": "", "reason": "as the panel found", "combination": claimed}
    with pytest.raises(BadEvidence) as refused:
        decide(run, tmp_path, asked)
    assert "its test is owed, whatever was requested" in str(refused.value.details)
    use.decide_equivalences(run, None, EXAMPLES / "programme" / "equivalences.csv", "panel of 30 March", None)

    assert decide(run, tmp_path, asked) == [claimed]

    opened = latest_known(run, None)
    kept, _ = kept_decisions(run, opened, whole_scheme(opened))
    assert [one.combination_id for one in kept.decisions] == [claimed]
    use.withdraw_equivalences(run, None, use.Withdrawal("C-3FMW9ERWPGBC", claimed), "a slip", 1)
    with pytest.raises(BadEvidence):
        kept_decisions(run, opened, whole_scheme(opened))
