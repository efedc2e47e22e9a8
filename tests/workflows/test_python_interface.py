"""The Python interface: the same run in a few lines, and the same situations as exceptions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import eligo
from builders import CATALOGUE, csv_of, row
from eligo.artefacts import json_bytes, readdressed
from eligo.errors import Infeasible, NothingAccepted, VerificationFailed

HUB = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}


def put(folder: Path, *rows: dict[str, str]) -> Path:
    (folder / "models.csv").write_text(CATALOGUE)
    (folder / "RFI-1__Supplier__Aster-Energy.csv").write_bytes(csv_of(rows))
    return folder


def run(folder: Path, size: int) -> eligo.Selection:
    outcome = eligo.run(
        [folder / "RFI-1__Supplier__Aster-Energy.csv"],
        catalogue=folder / "models.csv",
        out=folder / "out",
        parameters=eligo.Parameters(size=size),
    )
    assert isinstance(outcome.answer, eligo.Selection)
    return outcome.answer


def test_a_run_gives_its_selection_and_can_be_verified(tmp_path: Path) -> None:
    answer = run(put(tmp_path, row(), row(**HUB, Active="7")), 2)
    assert (answer.status, answer.population) == ("optimal", 147)
    assert eligo.verify(tmp_path / "out").outputs == 20


def rewritten(out: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Another certificate in the folder of a run, and in its manifest."""
    document = json.loads((out / "certificate.json").read_bytes())
    change(document)
    after = json.dumps(document).encode()
    (out / "certificate.json").write_bytes(after)
    manifest = json.loads((out / "manifest.json").read_bytes())
    entry = next(one for one in manifest["outputs"] if one["name"] == "certificate.json")
    entry |= {"bytes": len(after), "sha256": hashlib.sha256(after).hexdigest()}
    (out / "manifest.json").write_bytes(readdressed(json_bytes(manifest), lambda entry: str(entry["path"])))


def test_another_proof_of_the_same_claim_is_verified_not_compared(tmp_path: Path) -> None:
    run(put(tmp_path, row(), row(**HUB, Active="7")), 2)
    rewritten(tmp_path / "out", lambda document: document["tree"][-1].setdefault("pay", []).extend([1, 0]))
    assert eligo.verify(tmp_path / "out").outputs == 20


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(scale=0),
        lambda document: document["asked"].update(minimum={"SMSO-1": 1}),
        lambda document: document["claim"].update(population=148),
    ],
)
def test_a_proof_of_another_claim_is_not(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    run(put(tmp_path, row(), row(**HUB, Active="7")), 2)
    rewritten(tmp_path / "out", change)
    with pytest.raises(VerificationFailed) as caught:
        eligo.verify(tmp_path / "out")
    assert caught.value.details == ("certificate.json: is not what its inputs give",)


def test_an_infeasible_run_raises_after_writing_what_it_knows(tmp_path: Path) -> None:
    with pytest.raises(Infeasible):
        run(put(tmp_path, row(), row(**HUB, Active="7")), 1)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "analysis.html",
        "certificate.json",
        "combinations.csv",
        "findings.csv",
        "installations.csv",
        "manifest.json",
        "mass-balance.csv",
        "quarantine.csv",
        "reconciliation.csv",
        "responders.csv",
        "selection.json",
    ]


def test_a_run_of_which_nothing_is_accepted_says_what_is_wrong_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NothingAccepted) as caught:
        run(put(tmp_path, row(SMSO="SMSO-9"), row(SMSO="SMSO-9", Active="1")), 1)
    assert caught.value.details == ("2 × value-not-allowed in SMSO: found 'SMSO-9'",)
    assert not (tmp_path / "out").exists()


def test_every_public_name_is_there() -> None:
    assert [name for name in eligo.__all__ if not hasattr(eligo, name)] == []
    with pytest.raises(AttributeError, match="module 'eligo' has no attribute 'nothing'"):
        _ = eligo.nothing


def test_a_run_is_planned_and_planned_again(tmp_path: Path) -> None:
    run(put(tmp_path, row(), row(**HUB, Active="7")), 2)
    register, lines = tmp_path / "firmware.csv", "track,version,kind,expected,received,superseded_by"
    register.write_text(f"{lines}\nMK1,1.1,candidate,2019-11-04,2019-11-04,1.2\nMK1,1.2,final,2020-03-02,,\n")
    planned = eligo.plan(tmp_path / "out", register, out=tmp_path / "plan", sizes=2)
    register.write_text(f"{lines}\nMK1,1.1,candidate,2019-11-04,2019-11-04,1.2\nMK1,1.2,final,2020-03-16,,\n")

    later = eligo.plan(tmp_path / "out", register, before=tmp_path / "plan", parts=1)
    assert (planned.revision, later.revision) == (0, 1)

    again = eligo.replan(tmp_path / "out", register, tmp_path / "plan", eligo.Again(date(2020, 1, 6)))

    first, second = planned.scheduled.plan, again.scheduled.plan
    assert first.proved
    # Ten working days later: with Good Friday and Easter Monday between, sixteen days.
    assert (first.exits[""], second.exits[""]) == (date(2020, 4, 7), date(2020, 4, 23))
    assert again.taken is not None
    assert [(one.phase, one.days) for one in again.taken.way.moved] == [("eoc", 10)]
