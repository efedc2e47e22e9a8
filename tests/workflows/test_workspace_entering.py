"""The example estate in a workspace, from its draft list to the register: firmware, tests, equivalence, withdrawal.

What is told is as its files say: the draft has 118 products, of which five are selected; see ``examples/programme``.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

from eligo.artefacts import Parameters
from eligo.errors import NotFound, RegisterRefused, UsageError, VersionConflict
from eligo.ports import EVERY_LINE, Workspace
from eligo.registers import Consent, Document, Registers, line_faults, resumed
from eligo.scheme import load_scheme
from eligo.workflows import workspace as use
from eligo.workflows.workspace.registers.grounds import unpublished_names
from registers.drawn_log import KEY, NEXT_KEY
from store.memory import MemoryStore
from workflows.example_register import (
    EXAMPLES,
    apart,
    at,
    due,
    entered,
    labelled,
    opened_example,
    states,
    told,
)

HERE = EXAMPLES / "programme"
SIT = tuple(HERE / "evidence" / name for name in ("sit-dmc-1-and-2.xml", "sit-dmc-3.json", "sit-dmc-5.csv"))
NAMED = Document("results-of-METERWORKS.xml", "a" * 64)
MT, EOC = HERE / "evidence" / "mt.csv", HERE / "evidence" / "eoc.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with a run of the example estate, and a register that is open."""
    return opened_example(tmp_path_factory.mktemp("example") / "workspace")


@pytest.fixture
def run(made: Workspace) -> Workspace:
    """The same, for one test: what it does to it no other test sees."""
    return apart(made)


@pytest.fixture
def listed(run: Workspace) -> Workspace:
    """The same with its draft list entered."""
    at(run, "2019-11-01")
    use.enter_due(run, None, None, None, "As concluded", None)
    return run


def to_look_at(workspace: Workspace) -> list[str]:
    found = use.status(workspace).register
    assert found is not None
    return [what for what, command in found.due if command == "eligo register due"]


def test_the_status_says_what_came_after_the_last_entry(run: Workspace) -> None:
    workspace = run
    assert to_look_at(workspace) == ["the register has no entry yet"]
    at(workspace, "2019-11-01")
    entered(workspace)
    assert to_look_at(workspace) == []

    at(workspace, "2019-11-29")
    use.load_register(workspace, None, HERE / "firmware.csv", "received", None)
    assert to_look_at(workspace) == ["firmware came after the register's last entry"]
    use.import_evidence(workspace, None, [MT], "first cycle")
    use.renew_key(workspace, NEXT_KEY, KEY, "Once a year")
    what = "firmware and evidence came after the register's last entry"
    assert to_look_at(workspace) == [what]
    use.run_round(workspace, None, Parameters(), None)
    use.decide_programme(workspace, None, HERE / "decisions.csv", "board of 21 February")
    every = "a run, firmware, evidence and programme decisions came after the register's last entry"
    assert to_look_at(workspace) == [every]
    entered(workspace)
    assert to_look_at(workspace) == []
    use.withdraw_evidence(workspace, MT.name, "of another laboratory")
    assert to_look_at(workspace) == ["evidence came after the register's last entry"]


def test_the_example_goes_from_its_draft_list_to_what_is_eligible_and_back(run: Workspace) -> None:
    workspace = run
    at(workspace, "2019-11-01")
    assert [one.state for one in entered(workspace)] == ["pending"] * 118

    at(workspace, "2019-11-29")
    use.load_register(workspace, None, HERE / "firmware.csv", "received", None)
    use.import_evidence(workspace, None, [MT], "first cycle")
    assert told(due(workspace)) == {("pending", "firmware"): 95, ("in-test", "testing"): 1}
    entered(workspace)
    assert states(workspace) == {"pending": 117, "in-test": 1}

    at(workspace, "2020-04-10")
    use.import_evidence(workspace, None, SIT, "SIT")
    use.load_register(workspace, None, HERE / "firmware-final.csv", "final release", 0)
    use.import_evidence(workspace, None, [EOC], "End of Cycle")
    use.decide_programme(workspace, None, HERE / "decisions.csv", "board of 21 February")
    use.decide_equivalences(workspace, None, HERE / "equivalences.csv", "panel of 30 March", None)
    found = due(workspace)
    assert (told(found)["eligible", "evidence"], told(found)["eligible", "equivalence"]) == (2, 1)
    assert [(one.label, one.what) for one in found.held] == [
        ("DMC-7", "eligible by equivalence"),
        ("DMC-8", "eligible by equivalence"),
    ]
    entered(workspace)
    assert states(workspace) == {"pending": 111, "in-test": 3, "eligible": 3, "uneconomic": 1, "not-needed": 1}
    first = labelled(workspace, "DMC-1")
    assert [one.name for one in first.basis.documents] == ["eoc.csv", "mt.csv", "sit-dmc-1-and-2.xml"]
    assert (first.first_added_on, first.operators[0].open_on) == (date(2020, 4, 10), date(2020, 4, 10))
    assert labelled(workspace, "DMC-6").basis.base == first.item

    withdrawn_and_listed_again(workspace)


def withdrawn_and_listed_again(workspace: Workspace) -> None:
    """A base falls by decision, with what rested on it; then evidence does."""
    day = at(workspace, "2020-06-11")
    what = use.Deciding("DMC-1", "withdrawn", reference="Panel 12: the test was void")
    found = use.preview_entry(workspace, None, what)
    assert [(one.entry.label, one.entry.state) for one in found.falls] == [
        ("DMC-6", "withdrawn"),
        ("DMC-6", "pending"),
    ]
    head = workspace.store.audit.head()
    with pytest.raises(UsageError, match="1 item would fall, and nothing says that this is meant"):
        use.decide_entry(workspace, None, what, "Panel of 11 June", None)
    with pytest.raises(VersionConflict, match="1 item would fall, and 2 were expected"):
        use.decide_entry(workspace, None, what, "Panel of 11 June", 2)
    assert workspace.store.audit.head() == head

    _, lines = use.decide_entry(workspace, None, what, "Panel of 11 June", 1)

    assert [(one.label, one.state, one.effective_on) for one in lines] == [
        ("DMC-1", "withdrawn", day),
        ("DMC-6", "withdrawn", day),
        ("DMC-6", "pending", day),
    ]
    assert [one.entry for one in due(workspace).entries] == []
    at(workspace, "2020-06-12")
    use.withdraw_evidence(workspace, "eoc.csv", "of the wrong bench")
    (fallen,) = {one.entry.label for one in due(workspace).entries if one.falls}
    assert fallen == "DMC-2"
    with pytest.raises(UsageError, match="1 item would fall"):
        use.enter_due(workspace, None, ["DMC-2"], None, "Wrong bench", None)
    done = use.enter_due(workspace, None, ["DMC-2"], None, "Wrong bench", 1)
    assert [one.state for one in done.lines] == ["withdrawn", "pending", "in-test"]
    assert labelled(workspace, "DMC-2").first_added_on == date(2020, 4, 10)
    every_line_was_allowed(workspace)


def every_line_was_allowed(workspace: Workspace) -> None:
    registers = Registers()
    for line in workspace.store.registers.lines(EVERY_LINE):
        assert line_faults(registers, line) == ()
        registers = resumed(registers, (line,))
    assert [one for one in registers.items.values() if one.latest.state == "eligible"] == []


def test_what_is_named_has_to_be_there_and_what_is_decided_has_to_be_allowed(listed: Workspace) -> None:
    with pytest.raises(NotFound, match="Neither the register nor the run has DMC-999"):
        use.enter_due(listed, None, ["DMC-999"], None, "x", None)
    with pytest.raises(UsageError, match="'pending' may rest on several bases"):
        use.preview_entry(listed, None, use.Deciding("DMC-9", "pending", reference="x"))
    with pytest.raises(RegisterRefused) as refused:
        use.preview_entry(
            listed, None, use.Deciding("DMC-9", "excluded", category="lost", decided_on=date(2019, 10, 31))
        )
    wan = "no-wan-before, no-wan-during"
    categories = f"missing-keys, {wan}, five-attempts, gas-meter-excluded, uneconomic-to-test, contract-ended"
    assert refused.value.details == (
        "basis: has no reference; expected what the record of it is called",
        "basis: states no consultation, which 'exclusion' needs",
        f"basis: found category 'lost', which the scheme does not have; expected one of {categories}",
    )


def test_an_entry_that_names_an_operator_otherwise_than_it_is_published_is_refused(listed: Workspace) -> None:
    scheme = load_scheme("smets1-foc")
    names = {**scheme.disclosure.pseudonyms, "Meterworks": "SMSO-3"}
    hidden = dataclasses.replace(scheme, disclosure=dataclasses.replace(scheme.disclosure, pseudonyms=names))
    entry = labelled(listed, "DMC-9")
    named = dataclasses.replace(entry, basis=dataclasses.replace(entry.basis, documents=(NAMED,)))

    assert [*unpublished_names(named, hidden)] == [
        "document 1: names an operator that is published as 'SMSO-3'; expected that name"
    ]
    assert [*unpublished_names(entry, hidden)] == []


def test_a_register_that_is_not_open_has_nothing_due(run: Workspace) -> None:
    empty = dataclasses.replace(run, store=MemoryStore(run.clock))
    with pytest.raises(NotFound):
        use.register_grounds(empty, None, None)


def test_a_day_too_far_ahead_is_refused_before_anything_is_entered(run: Workspace) -> None:
    """What takes effect on days of its own would be entered else, and only the rest held up."""
    at(run, "2019-11-01")
    use.enter_due(run, None, None, None, "As concluded", None)
    at(run, "2019-11-29")
    use.load_register(run, None, HERE / "firmware.csv", "received", None)
    head, ahead = run.store.audit.head(), date(2020, 3, 1)
    assert use.register_grounds(run, None, ahead).due.entries

    with pytest.raises(RegisterRefused, match="as of 2020-03-01: 1 reason") as caught:
        use.enter_due(run, None, None, ahead, "Monthly", None)

    (fault,) = caught.value.details
    assert re.search(r"expected 2020-02-29 or earlier, 92 .* \(entering\.days_ahead\)", fault)
    assert run.store.audit.head() == head
    assert use.enter_due(run, None, None, date(2020, 2, 29), "Monthly", None).lines


@pytest.mark.parametrize(
    ("on", "given_on", "fault"),
    [
        (None, "2019-11-02", "given on 2019-11-02, and that day is still to come; expected 2019-11-01 or earlier"),
        ("2019-11-03", "2019-11-02", "that day is still to come; expected 2019-11-01 or earlier"),
        ("2019-10-30", "2019-10-31", "and what it is to begins before; expected 2019-10-30 or earlier"),
    ],
)
def test_a_consent_of_a_day_that_cannot_be_is_refused_for_that(
    listed: Workspace, on: str | None, given_on: str, fault: str
) -> None:
    letter, day = Consent("Letter", date.fromisoformat(given_on)), date.fromisoformat(on) if on else None
    with pytest.raises(RegisterRefused, match="1 reason") as caught:
        use.enter_due(listed, None, ["DMC-6"], day, "Added", None, letter)

    assert fault in caught.value.details[0]


def test_nothing_was_decided_on_a_day_to_come(listed: Workspace) -> None:
    what = use.Deciding("DMC-5", "withdrawn", reference="minute 4", decided_on=date(2031, 1, 1))
    with pytest.raises(RegisterRefused) as refused:
        use.preview_entry(listed, None, what)
    assert "decided_on: found 2031-01-01, and that day is still to come" in str(refused.value.details)


def test_what_was_declared_uneconomic_and_listed_again_stays_so_until_the_programme_decides_anew(
    listed: Workspace, tmp_path: Path
) -> None:
    at(listed, "2020-02-21")
    use.decide_programme(listed, None, HERE / "decisions.csv", "board of 21 February")
    (spared,) = [one.label for one in entered(listed) if one.state == "uneconomic"]
    at(listed, "2020-03-02")
    what = use.Deciding(spared, "pending", kind="relisting", reference="Panel 3: tested again")
    use.decide_entry(listed, None, what, "Panel 3", None)

    assert "uneconomic" not in {one.entry.state for one in due(listed).entries}
    at(listed, "2020-03-16")
    newer = (HERE / "decisions.csv").read_text().replace(",uneconomic,2020-02-21,", ",uneconomic,2020-03-16,")
    (tmp_path / "decisions.csv").write_text(newer)
    use.decide_programme(listed, None, tmp_path / "decisions.csv", "board of 16 March", 1)
    assert [one.entry.label for one in due(listed).entries if one.entry.state == "uneconomic"] == [spared]
