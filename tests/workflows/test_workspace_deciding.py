"""What may be decided, what is recorded of it, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import CATALOGUE
from eligo.artefacts import Parameters
from eligo.errors import BadCatalogue, EligoError, NotFound, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.scheme import scheme_text
from eligo.workflows import workspace as use
from eligo.workflows.workspace.basis import basis_of, changed_by
from workflows.small_round import begun
from workflows.workspaces import in_memory

ONE, OTHER = "C-5H7FZFG0YEWA", "C-3FMW9ERWPGBC"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace whose scheme and catalogue are decided."""
    return begun(tmp_path)


def standing(workspace: Workspace) -> list[tuple[str, str, object]]:
    return [(one.kind, one.subject, one.value) for one in use.standing_decisions(workspace)]


def test_a_workspace_begins_with_its_identity_its_scheme_and_its_catalogue(workspace: Workspace) -> None:
    first = next(workspace.store.audit.events())

    assert (first.action, use.identity_of(workspace)) == ("workspace.made", "W-1")
    assert standing(workspace) == [
        ("scheme", "scheme", {"name": "smets1-foc"}),
        ("catalogue", "catalogue", {"name": "models.csv"}),
    ]


def test_a_workspace_does_not_begin_in_part(tmp_path: Path) -> None:
    workspace = in_memory(tmp_path)
    (tmp_path / "bad.csv").write_text("no,catalogue\n", "utf-8")

    with pytest.raises(BadCatalogue):
        use.start(workspace, "W-2", "smets1-foc", tmp_path / "bad.csv")

    assert workspace.store.audit.head().number == 0


def test_a_workspace_begins_once(workspace: Workspace) -> None:
    head = workspace.store.audit.head()

    with pytest.raises(VersionConflict):
        use.start(workspace, "W-2", "smets1-foc", None)

    assert workspace.store.audit.head() == head


def test_what_is_decided_stands_with_who_and_why_until_it_is_taken_back(workspace: Workspace) -> None:
    use.decide(workspace, "pin", ONE, "asked by an operator")
    use.decide(workspace, "min", "SMSO-3=1", "all represented")
    use.decide(workspace, "pin", ONE, "no longer", withdraw=True)

    assert standing(workspace)[2:] == [("minimum", "SMSO-3", {"number": 1})]
    assert [(one.value, one.by, one.why) for one in use.history(workspace, "pin", ONE)] == [
        ({}, "analyst", "asked by an operator"),
        (None, "analyst", "no longer"),
    ]


def test_a_run_follows_all_that_stands(workspace: Workspace) -> None:
    for kind, text in (
        ("size", "6"),
        ("pin", ONE),
        ("ban", OTHER),
        ("minimum", "SMSO-3=1"),
        ("max", "SMSO-1=3"),
        ("notice", "Draft"),
    ):
        use.decide(workspace, kind, text, "as agreed")

    assert basis_of(workspace).parameters == Parameters(
        6, (ONE,), (OTHER,), (("SMSO-3", 1),), (("SMSO-1", 3),), "Draft"
    )


@pytest.mark.parametrize(
    ("standing", "asked", "expected"),
    [
        (Parameters(size=5, notice="a"), Parameters(), Parameters(size=5, notice="a")),
        (Parameters(size=5, notice="a"), Parameters(size=6, notice="b"), Parameters(size=6, notice="b")),
        (Parameters(pins=(ONE,)), Parameters(bans=(ONE,)), Parameters(bans=(ONE,))),
        (Parameters(), Parameters(pins=(ONE,), bans=(ONE,)), Parameters(pins=(ONE,), bans=(ONE,))),
        (
            Parameters(minimum=(("A", 1), ("B", 1))),
            Parameters(minimum=(("B", 2),)),
            Parameters(minimum=(("A", 1), ("B", 2))),
        ),
    ],
)
def test_what_is_asked_for_once_goes_before_what_stands(
    standing: Parameters, asked: Parameters, expected: Parameters
) -> None:
    assert changed_by(standing, asked) == expected


@pytest.mark.parametrize(
    ("kind", "text", "error", "message"),
    [
        ("colour", "red", UsageError, "'colour' cannot be decided"),
        ("size", "0", UsageError, "A size is a whole number from 1 to 100,000, not '0'"),
        ("size", "six", UsageError, "A size is a whole number from 1 to 100,000, not 'six'"),
        ("pin", "C-1", UsageError, "A pin is of a combination, and 'C-1' is not the id of one"),
        ("ban", "", UsageError, "A ban is of a combination, and '' is not the id of one"),
        ("minimum", "SMSO-1", UsageError, "A minimum is OPERATOR=N, not 'SMSO-1'"),
        ("maximum", "SMSO-9=1", UsageError, "There is no SMSO SMSO-9"),
        ("notice", " ", UsageError, "A notice has a text"),
        ("scheme", "nope", NotFound, "There is no shipped scheme 'nope'"),
        ("catalogue", "nope.csv", NotFound, "There is no file nope.csv"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    workspace: Workspace, kind: str, text: str, error: type[EligoError], message: str
) -> None:
    head = workspace.store.audit.head()

    with pytest.raises(error) as refused:
        use.decide(workspace, kind, text, "as agreed")

    assert (refused.value.message, workspace.store.audit.head()) == (message, head)


def test_a_combination_is_not_pinned_and_banned_at_once(workspace: Workspace) -> None:
    use.decide(workspace, "pin", ONE, "asked by an operator")

    with pytest.raises(UsageError) as refused:
        use.decide(workspace, "ban", ONE, "withdrawn from sale")

    assert refused.value.message == f"A pin of {ONE} stands, by analyst: asked by an operator"


def test_only_what_stands_is_taken_back(workspace: Workspace) -> None:
    with pytest.raises(NotFound) as refused:
        use.decide(workspace, "size", "", "as agreed", withdraw=True)

    assert refused.value.message == "No size stands"


def test_a_decision_needs_a_reason(workspace: Workspace) -> None:
    with pytest.raises(UsageError):
        use.decide(workspace, "size", "6", " ")


def test_a_decision_made_in_knowledge_of_another_one_is_told(workspace: Workspace) -> None:
    first = use.decide(workspace, "size", "6", "one more slot")
    use.decide(workspace, "size", "7", "two more slots")

    with pytest.raises(VersionConflict):
        use.decide(workspace, "size", "8", "three more slots", expecting=first.event)

    assert [one.value for one in use.history(workspace, "size", "")] == [{"size": 6}, {"size": 7}]


def test_what_stands_already_is_not_decided_again_by_a_run(workspace: Workspace, tmp_path: Path) -> None:
    catalogue = tmp_path / "models.csv"
    catalogue.write_text(CATALOGUE, "utf-8")
    assert use.settled(workspace, "catalogue", str(catalogue), "named in a run") is None

    catalogue.write_text(CATALOGUE + "ESME,EDMI,ES-10B,1.0,1.4.8\n", "utf-8")

    decided = use.settled(workspace, "catalogue", str(catalogue), "named in a run")
    assert decided is not None
    assert decided.file is not None
    assert workspace.files.read(decided.file) == catalogue.read_bytes()


def test_a_scheme_of_ones_own_is_kept_as_a_file(workspace: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(scheme_text("smets1-foc").replace(b"size = 5", b"size = 2"))

    use.decide(workspace, "scheme", str(own), "a smaller one")
    own.unlink()

    basis = basis_of(workspace)
    assert basis.scheme.selection.size == 2
    assert basis.scheme_file is not None
    assert basis.scheme_file.name == "own.toml"


def test_the_clock_is_accepted_with_a_reason(workspace: Workspace) -> None:
    workspace.clock.move(-3600)  # type: ignore[attr-defined]
    with pytest.raises(EligoError) as refused:
        use.decide(workspace, "size", "6", "one more slot")
    assert type(refused.value).__name__ == "ClockSetBack"

    use.accept_clock(workspace, "the clock was an hour ahead")

    assert use.decide(workspace, "size", "6", "one more slot").event == workspace.store.audit.head().number
