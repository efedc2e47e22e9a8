"""Equivalence in a workspace: what is decided, confirmed by number, withdrawn, and followed by runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.artefacts import Parameters
from eligo.errors import BadDecisions, NotFound, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.programme import (
    DecisionState,
    EquivalenceDecision,
    Rests,
    differences,
    eligible,
    equivalence_cells,
    standings_of,
)
from eligo.workflows import workspace as use
from eligo.workflows import write_matrix
from eligo.workflows.workspace import Withdrawal
from programme.drawn import table as releases
from programme.drawn_equivalences import table
from programme.drawn_evidence import csv_file
from workflows.small_round import begun, sent


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a run over three combinations, one of them selected."""
    made = begun(tmp_path)
    use.receive(made, [sent(tmp_path / "in")])
    use.run_round(made, None, Parameters(size=2), None)
    return made


def lines(workspace: Workspace, **changes: str) -> list[dict[str, str]]:
    """A decision that the test of the first selected combination stands for each that is not selected."""
    ground = use.kept_equivalence_grounds(workspace, None)
    tested, known = ground.opened.selected[0], ground.known
    stated = []
    for claimed in (one for one in ground.populations if one not in ground.opened.selected):
        due = "; ".join(f"{one.place}: minor" for one in differences(known[tested], known[claimed]))
        said = {"decided_on": str(ground.day), "decided_by": "panel", "reason": "as minuted", "evidence": "R-1"}
        stated.append({"claimed": claimed, "tested": tested, "differences": due, **said, **changes})
    return stated


def written(folder: Path, *stated: dict[str, str], name: str = "e.csv") -> Path:
    """A table to decide."""
    file = folder / name
    file.write_bytes(table(*stated))
    return file


def head(workspace: Workspace) -> int:
    return workspace.store.audit.head().number


def states(workspace: Workspace) -> list[DecisionState]:
    ground = use.kept_equivalence_grounds(workspace, None)
    return [one.state_on(ground.day) for one in ground.equivalences.decisions]


def test_each_line_is_a_decision_and_only_what_changed_is_decided_again(workspace: Workspace, tmp_path: Path) -> None:
    (one,) = lines(workspace)
    before = head(workspace)
    change = use.preview_equivalences(workspace, None, written(tmp_path, one))
    assert (len(change.added), change.cascade.reopened, head(workspace)) == (1, (), before)

    _, made = use.decide_equivalences(workspace, None, written(tmp_path, one), "panel of 2 September", None)
    assert [(d.kind, d.subject, d.why) for d in made] == [
        ("equivalence", f"{one['claimed']} {one['tested']}", "panel of 2 September")
    ]
    after = head(workspace)
    again, nothing = use.decide_equivalences(workspace, None, written(tmp_path, one), "again", None)
    assert (again.is_none, nothing, head(workspace)) == (True, (), after)
    assert [(one.kind, one.number) for one in use.status(workspace).decided] == [("equivalence", 1)]


def test_what_is_not_argued_is_not_decided(workspace: Workspace, tmp_path: Path) -> None:
    (one,) = lines(workspace, differences="")
    before = head(workspace)
    with pytest.raises(BadDecisions) as refused:
        use.decide_equivalences(workspace, None, written(tmp_path, one), "quick", None)
    assert all("equivalence-unargued" in line for line in refused.value.details)
    short = tmp_path / "short.csv"
    short.write_text(f"claimed,tested\n{one['claimed']},{one['tested']}\n", "utf-8")
    with pytest.raises(BadDecisions):
        use.decide_equivalences(workspace, None, short, "quick", None)
    assert head(workspace) == before


def test_a_withdrawal_is_seen_confirmed_by_number_and_stays_on_record(workspace: Workspace, tmp_path: Path) -> None:
    (one,) = lines(workspace)
    use.decide_equivalences(workspace, None, written(tmp_path, one), "panel", None)
    ground, what = use.kept_equivalence_grounds(workspace, None), Withdrawal(one["tested"])
    before = head(workspace)

    (fallen,) = use.fall_of(ground, what).cascade.reopened
    assert (fallen.combination_id, fallen.population) == (one["claimed"], ground.populations[one["claimed"]])
    with pytest.raises(UsageError, match="1 combination would rest on less"):
        use.withdraw_equivalences(workspace, None, what, "void", None)
    with pytest.raises(VersionConflict):
        use.withdraw_equivalences(workspace, None, what, "void", 2)
    assert (head(workspace), states(workspace)) == (before, [DecisionState.IN_FORCE])

    _, recorded = use.withdraw_equivalences(workspace, None, what, "the test was void", 1)
    assert [(d.kind, d.why) for d in recorded] == [("equivalence", "the test was void")]
    assert states(workspace) == [DecisionState.BASE_WITHDRAWN]
    with pytest.raises(NotFound):
        use.withdraw_equivalences(workspace, None, what, "again", None)


def test_a_table_without_a_decision_that_stood_takes_it_back_once_confirmed(
    workspace: Workspace, tmp_path: Path
) -> None:
    (one,) = lines(workspace)
    use.decide_equivalences(workspace, None, written(tmp_path, one), "panel", None)
    empty = written(tmp_path, name="empty.csv")
    with pytest.raises(UsageError):
        use.decide_equivalences(workspace, None, empty, "a mistake", None)
    _, recorded = use.decide_equivalences(workspace, None, empty, "a mistake", 1)
    assert [d.value for d in recorded] == [None]
    assert states(workspace) == []


def test_a_run_follows_what_is_kept_and_no_longer_what_is_withdrawn(workspace: Workspace, tmp_path: Path) -> None:
    (one,) = lines(workspace)
    use.decide_equivalences(workspace, None, written(tmp_path, one), "panel", None)

    ran = use.run_round(workspace, None, Parameters(size=2), None)
    assert ran.outcome is not None
    assert getattr(ran.outcome.answer, "equivalent", ()) == (one["claimed"],)
    use.withdraw_equivalences(workspace, None, Withdrawal(one["tested"], one["claimed"]), "no", 1)
    assert states(workspace) == [DecisionState.WITHDRAWN]
    again = use.run_round(workspace, None, Parameters(size=2), None)
    assert again.outcome is not None
    assert getattr(again.outcome.answer, "equivalent", ()) == ()


def test_the_workbook_of_what_is_kept_says_what_stands(workspace: Workspace, tmp_path: Path) -> None:
    (one,) = lines(workspace)
    use.decide_equivalences(workspace, None, written(tmp_path, one), "panel", None)
    book = tmp_path / "m.xlsx"
    write_matrix(use.kept_equivalence_grounds(workspace, None), book)
    assert use.preview_equivalences(workspace, None, book).is_none
    (kept,) = use.kept_equivalence_grounds(workspace, None).equivalences.decisions
    assert isinstance(kept, EquivalenceDecision)
    assert {name: text for name, text in equivalence_cells(kept).items() if text} == one


def shown(workspace: Workspace, folder: Path, combination: str) -> Path:
    """A file in which a combination passes every test that it owes, on the final firmware of its track."""
    ground = use.kept_grounds(workspace, None)
    one = ground.by_id[combination]
    cells = [cell for s in standings_of(one, ground.evidence, ground.register, ground.asked) for cell in s.cells]
    said = {"operator": one.operator, "firmware": "1.1", "at": "2019-12-02", "outcome": "passed"}
    results = (
        {**said, **dict(zip(("combination", "phase", "state", "test"), cell.key, strict=True))} for cell in cells
    )
    file = folder / "passed.csv"
    file.write_bytes(csv_file(*results))
    return file


FIRMWARE = ("MK1,1.0,candidate,,2019-10-07,1.1,manufacturer 2019-09-20", "MK1,1.1,final,,2019-11-11,,")


def test_what_is_eligible_by_the_test_of_another_is_no_longer_once_its_evidence_is_withdrawn(
    workspace: Workspace, tmp_path: Path
) -> None:
    (one,) = lines(workspace)
    use.decide_equivalences(workspace, None, written(tmp_path, one), "panel", None)
    register = tmp_path / "firmware.csv"
    register.write_bytes(releases(*FIRMWARE))
    use.load_register(workspace, None, register, "received", None)
    use.import_evidence(workspace, None, [shown(workspace, tmp_path, one["tested"])], "tested")
    ground = use.kept_equivalence_grounds(workspace, None)
    assert [ground.supports.rests(one[name]) for name in ("tested", "claimed")] == [Rests.TESTED, Rests.ELIGIBLE]
    asked = ground.grounds.by_id[one["claimed"]], ground.grounds.evidence, ground.grounds.register, ground.grounds.asked
    assert eligible(*asked, ground.grounds.equivalences).by == "equivalence"

    newer = tmp_path / "newer.csv"
    newer.write_bytes(releases(*(line.replace("2019-11-11,,", "2019-11-11,1.2,") for line in FIRMWARE), NEWER))
    fallen = use.preview_load(workspace, None, newer).cascade
    lost = {one["tested"], one["claimed"]}
    assert {found.combination_id for found in fallen.reopened} == lost
    assert fallen.eligible_lost == sum(ground.populations[name] for name in lost)

    what = Withdrawal(evidence="passed.csv")
    found = use.fall_of(ground, what)
    assert (found.no_longer_passed, found.pairs) == ((one["tested"],), ((one["claimed"], one["tested"]),))
    assert {fall.combination_id for fall in found.cascade.reopened if fall.loses_eligibility} == lost
    _, recorded = use.withdraw_equivalences(workspace, None, what, "of the wrong bench", 2)
    assert [made.kind for made in recorded] == ["equivalence", "evidence"]
    assert states(workspace) == [DecisionState.BASE_WITHDRAWN]
    after = use.kept_equivalence_grounds(workspace, None)
    assert (after.supports.passed, after.grounds.evidence.files) == (frozenset(), ())


NEWER = "MK1,1.2,candidate,,2019-12-09,,"
