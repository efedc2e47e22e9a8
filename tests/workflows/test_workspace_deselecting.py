"""A de-selection in a workspace: what is recorded of it, that runs follow it, and that it is taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from builders import row
from eligo.artefacts import Parameters
from eligo.errors import NotFound, UsageError
from eligo.ports import Workspace
from eligo.scheme import scheme_text
from eligo.selection import Selection
from eligo.workflows import Because
from eligo.workflows import workspace as use
from workflows.small_round import ROWS, begun, sent

WHY = Because("no fix in time", "failed-test", date(2019, 11, 2))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a run of size 2 over three combinations: 5,060, 4,060 and 3,060 installations."""
    made = begun(tmp_path)
    use.receive(made, [sent(tmp_path / "in")])
    use.decide(made, "size", "2", "two slots")
    use.run_round(made, None, Parameters(), None)
    return made


def selected(workspace: Workspace) -> list[str]:
    """What the latest answer selects, in a run of its own."""
    ran = use.run_round(workspace, None, Parameters(), None)
    assert ran.outcome is not None
    assert isinstance(ran.outcome.answer, Selection)
    return [one.combination_id for one in ran.outcome.answer.selected]


def test_what_is_given_up_is_barred_with_its_reason_until_it_is_taken_back(workspace: Workspace) -> None:
    first, second = selected(workspace)

    told, decision = use.give_up(workspace, None, first, WHY, None)

    assert (decision.kind, decision.subject, decision.why, decision.by) == ("deselection", first, WHY.reason, "analyst")
    assert decision.value == {"trigger": "failed-test", "on": "2019-11-02", "run": "run 2"}
    assert [(one.kind, one.number) for one in use.status(workspace).decided] == [("size", 2), ("deselection", 1)]
    ran = use.run_round(workspace, None, Parameters(), None)
    assert ran.outcome is not None
    assert isinstance(ran.outcome.answer, Selection)
    assert {one.combination_id for one in ran.outcome.answer.selected} == {second, *told.enters}
    assert ran.outcome.deselected == {first: WHY.reason}
    assert ran.outcome.answer.why_not[first].startswith("It was given up: no fix in time. ")
    use.decide(workspace, "deselection", first, "mended after all", withdraw=True)
    assert selected(workspace) == [first, second]


def test_what_is_given_up_and_then_gone_bars_nothing(workspace: Workspace, tmp_path: Path) -> None:
    first, second = selected(workspace)
    use.give_up(workspace, None, first, WHY, None)
    more = row(**{"CH Firmware version": "2.1.11", "PPMID Model": "DUET II", "PPMID Firmware version": "2.0.1.9.61"})
    use.receive(workspace, [sent(tmp_path / "later", (ROWS[1], ROWS[2], more))])

    assert second in selected(workspace)


def test_what_is_pinned_is_not_given_up_and_what_is_given_up_is_not_pinned(workspace: Workspace) -> None:
    first, _ = selected(workspace)
    use.decide(workspace, "pin", first, "asked for")
    with pytest.raises(UsageError, match=f"A pin of {first} stands, by analyst: asked for"):
        use.give_up(workspace, None, first, WHY, None)
    use.decide(workspace, "pin", first, "no longer", withdraw=True)
    use.give_up(workspace, None, first, WHY, None)
    with pytest.raises(UsageError, match=f"A deselection of {first} stands, by analyst: no fix in time"):
        use.decide(workspace, "pin", first, "asked for again")


def test_what_cannot_be_given_up_is_not_recorded(workspace: Workspace) -> None:
    head = workspace.store.audit.head()
    for gone, because, error in (
        ("C-5H7FZFG0YEWA", WHY, NotFound),
        (selected(workspace)[0], Because("x", "rain", WHY.on), UsageError),
        (selected(workspace)[0], Because(" ", "failed-test", WHY.on), UsageError),
    ):
        head = workspace.store.audit.head()
        with pytest.raises(error):
            use.give_up(workspace, None, gone, because, None)
        assert workspace.store.audit.head() == head
    with pytest.raises(UsageError, match="A deselection is not decided by itself"):
        use.decide(workspace, "deselection", selected(workspace)[0], "so")


def test_a_run_under_a_changed_rule_opens_a_consultation(workspace: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(scheme_text("smets1-foc").replace(b'in = ["EDMI"] }', b'in = ["EDMI", "Iskra"] }'))
    use.decide(workspace, "scheme", str(own), "another maker is assessed")
    first = use.run_round(workspace, None, Parameters(), None)
    again = use.run_round(workspace, None, Parameters(), None)
    assert first.outcome is not None
    assert again.outcome is not None

    (opened,) = use.opened_since(workspace, first.run, first.outcome)

    assert (opened.rule, opened.how) == ("edmi-under-assessment", "has changed")
    assert use.opened_since(workspace, again.run, again.outcome) == ()
