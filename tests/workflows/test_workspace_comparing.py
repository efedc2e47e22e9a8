"""A round beside the one before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import csv_of, row
from eligo.errors import NotFound, UsageError
from eligo.estate import Trend
from eligo.ports import Workspace
from eligo.workflows import workspace as use
from eligo.workflows.workspace.comparing import compare_rounds
from workflows.small_round import begun

OTHER_HUB = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}


def send(workspace: Workspace, folder: Path, name: str, *rows: dict[str, str]) -> None:
    """Receive one file."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(csv_of(rows))
    use.receive(workspace, [folder / name])


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two rounds: in the first a supplier and its operator answered, in the second the operator alone."""
    made = begun(tmp_path)
    send(made, tmp_path / "in", "RFI-1__Supplier__Aster-Energy.csv", row(Active="900"), row(**OTHER_HUB, Active="80"))
    send(made, tmp_path / "in", "RFI-1__SMSO__SMSO-1.csv", row(Active="910"), row(**OTHER_HUB, Active="70"))
    send(made, tmp_path / "in", "RFI-2__SMSO__SMSO-1.csv", row(Active="1500"))
    return made


def test_a_round_is_compared_with_the_one_whose_returns_came_before(workspace: Workspace) -> None:
    comparison = compare_rounds(workspace, "RFI-2", None)

    assert (comparison.earlier, comparison.later) == ("RFI-1", "RFI-2")
    assert [(one.before, one.after, one.trend) for one in comparison.changes] == [
        (920, 1520, Trend.GROWN),
        (100, 0, Trend.GONE),
    ]
    assert [(one.supplier, one.before, one.after, one.answered) for one in comparison.totals] == [
        ("Aster Energy", 1020, 1520, False)
    ]


def test_there_has_to_be_a_round_to_compare_with(workspace: Workspace) -> None:
    for kind, reference, earlier in (
        (NotFound, "RFI-1", None),
        (NotFound, "RFI-2", "RFI-0"),
        (UsageError, "RFI-2", "RFI-2"),
    ):
        with pytest.raises(kind):
            compare_rounds(workspace, reference, earlier)
