"""What a run promises of its output folder: the same bytes again, a verdict on every edit, nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eligo.__main__ import main
from estates.generator import make_estate
from estates.outcome import Outcome, run
from estates.truth import Truth

ROOT = Path(__file__).parents[2]
SHIPPED_SCHEME = ROOT / "src" / "eligo" / "schemes" / "smets1-foc.toml"
TIMES = {"started", "finished"}


@dataclass(frozen=True)
class Ran:
    """A small estate in a folder of its own, and one good run of it beside it."""

    truth: Truth
    out: Path

    @property
    def returns(self) -> list[Path]:
        return sorted(self.truth.returns.iterdir())

    @property
    def inputs(self) -> list[Path]:
        return [*self.returns, self.truth.catalogue]

    @property
    def outputs(self) -> list[Path]:
        return sorted(path for path in self.out.iterdir() if path.name != "manifest.json")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("promises")
    truth = make_estate(folder / "estate", 201, small=True, binding=True)
    assert run(truth.returns, truth.catalogue, folder / "out") == 0
    return Ran(truth, folder / "out")


@pytest.fixture
def copied(ran: Ran, tmp_path: Path) -> Ran:
    """The same, to be spoilt."""
    shutil.copytree(ran.truth.returns.parent.parent, tmp_path / "copy")
    catalogue = tmp_path / "copy" / "estate" / "device-models.csv"
    truth = Truth(catalogue, catalogue.parent / "returns", (), (), (), (), (), "")
    return Ran(truth, tmp_path / "copy" / "out")


def contents(folder: Path) -> dict[str, object]:
    """Every file of an output folder, the manifest without its times."""
    found: dict[str, object] = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found["manifest.json"] = {key: value for key, value in manifest.items() if key not in TIMES}
    return found


# ---- The same inputs give the same bytes -----------------------------------------------------------------------


def test_the_same_inputs_give_the_same_bytes(ran: Ran) -> None:
    again = ran.out.parent / "again"
    assert run(ran.truth.returns, ran.truth.catalogue, again) == 0
    assert contents(again) == contents(ran.out)


def test_the_order_of_the_files_changes_no_byte(ran: Ran) -> None:
    turned = ran.out.parent / "turned"
    assert run(ran.returns[::-1], ran.truth.catalogue, turned) == 0
    assert contents(turned) == contents(ran.out)


def test_another_interpreter_time_zone_and_hash_seed_change_no_byte(ran: Ran, tmp_path: Path) -> None:
    apart = ran.out.parent / "apart"
    arguments = ["run", str(ran.truth.returns), "--scheme", "smets1-foc"]
    arguments += ["--catalogue", str(ran.truth.catalogue), "--out", str(apart)]
    subprocess.run(
        [sys.executable, "-m", "eligo", *arguments],
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"},
        capture_output=True,
    )
    assert contents(apart) == contents(ran.out)


def test_identifiers_depend_on_what_a_combination_is_alone(ran: Ran, tmp_path: Path) -> None:
    without_one = [path for path in ran.returns if "__SMSO__" in path.name]
    assert run(without_one, ran.truth.catalogue, tmp_path / "fewer") == 0
    everywhere = Outcome(ran.out).combinations
    for key, row in Outcome(tmp_path / "fewer").combinations.items():
        if key in everywhere:
            assert row["combination_id"] == everywhere[key]["combination_id"]


# ---- Verification ----------------------------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """All that was printed, without the line breaks of a narrow terminal."""
    captured = capsys.readouterr()
    return "".join((captured.out + captured.err).split())


def edits(content: bytes) -> Iterator[bytes]:
    """A byte flipped near the start, in the middle and at the end; one inserted; the last one gone."""
    for place in (len(content) // 5, len(content) // 2, len(content) - 1):
        yield content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    yield content[: len(content) // 2] + b"7" + content[len(content) // 2 :]
    yield content[:-1]


def test_verify_passes_what_was_written(ran: Ran) -> None:
    assert main(["verify", str(ran.out)]) == 0


def test_verify_passes_where_the_whole_folder_has_been_moved(copied: Ran) -> None:
    assert main(["verify", str(copied.out)]) == 0


def test_verify_finds_every_edit_of_an_input_and_names_the_file(
    copied: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in copied.inputs:
        whole = path.read_bytes()
        for edited in edits(whole):
            path.write_bytes(edited)
            capsys.readouterr()
            assert main(["verify", str(copied.out)]) == 11, path.name
            assert path.name in said(capsys)
        path.write_bytes(whole)


def test_verify_finds_every_edit_of_an_output_and_names_the_file(
    copied: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in copied.outputs:
        whole = path.read_bytes()
        for edited in edits(whole):
            path.write_bytes(edited)
            capsys.readouterr()
            assert main(["verify", str(copied.out)]) == 11, path.name
            assert path.name in said(capsys)
        path.write_bytes(whole)


def test_verify_finds_an_output_that_is_gone(copied: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    for path in copied.outputs:
        whole = path.read_bytes()
        path.unlink()
        capsys.readouterr()
        assert main(["verify", str(copied.out)]) == 11, path.name
        assert path.name in said(capsys)
        path.write_bytes(whole)


def leaves(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every value in a JSON document, empty lists and objects included."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    deeper = [found for key, item in inside for found in leaves(item, (*place, key))]
    yield from deeper or [place]


def other(value: Any) -> Any:
    """Another value of the same kind."""
    changes: tuple[tuple[type, Callable[[Any], Any]], ...] = (
        (bool, lambda v: not v),
        (int, lambda v: v + 1),
        (str, lambda v: f"{v}x"),
        (list, lambda v: [*v, "x"]),
        (dict, lambda v: {**v, "x": 1}),
    )
    return next((change(value) for kind, change in changes if isinstance(value, kind)), 1)


def changed(document: Any, place: tuple[Any, ...]) -> Any:
    """The document with another value at that place."""
    if not place:
        return other(document)
    copy = document.copy()
    copy[place[0]] = changed(copy[place[0]], place[1:])
    return copy


def test_verify_finds_every_edit_of_the_manifest_but_its_times(copied: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied.out / "manifest.json"
    whole = path.read_bytes()
    document = json.loads(whole)
    # one value of each kind: the tenth hash of an input is no other matter than the first
    kinds = {tuple(key for key in place if isinstance(key, str)): place for place in leaves(document)}
    places = [place for place in kinds.values() if place[0] not in TIMES]
    assert len(places) > 15
    missed = []
    for place in places:
        path.write_text(json.dumps(changed(document, place), indent=2) + "\n", encoding="utf-8")
        code = main(["verify", str(copied.out)])
        if code != 11 or not capsys.readouterr().err:
            missed.append((place, code))
    assert missed == []


def test_verify_finds_bytes_put_into_the_manifest(copied: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied.out / "manifest.json"
    whole = path.read_bytes()
    for edited in (whole + b"x", whole[:-3], whole.replace(b"{", b'{"more": 1, ', 1), whole.replace(b'"', b"'", 1)):
        path.write_bytes(edited)
        capsys.readouterr()
        assert main(["verify", str(copied.out)]) == 11
        assert "manifest.json" in said(capsys)


def test_verify_does_not_mind_the_times_in_the_manifest(copied: Ran) -> None:
    path = copied.out / "manifest.json"
    document = json.loads(path.read_bytes())
    document["started"] = document["finished"] = "2019-09-01T09:00:00+00:00"
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    assert main(["verify", str(copied.out)]) == 0


# ---- Every situation has its own end ---------------------------------------------------------------------------

HEADER = "Supplier,SMSO,Operating capability,Fuel type,WAN provider," + ",".join(
    f"{kind} {name}"
    for kind in ("ESME", "GSME", "CH", "PPMID")
    for name in ("Manufacturer", "Model", "Hardware version", "Firmware version")
)
TAIL = ",Display kind,Display firmware upgradable,Active,Dormant,Intends to enrol"
DEVICES = (
    "Landis+Gyr,E470 (MK1),1.0,01.09.01.44,Landis+Gyr,G370,1.0,03.00.01.61,"
    "Telit,SEAP-2000-V,A,2.1.12,GEO,PCK-BB-001,1,2.2.1.9.0"
)
NAME = "RFI-2019-08__Supplier__Alder-Energy.csv"
CATALOGUE = """device_type,manufacturer,model,hardware_version,firmware_version
ESME,Landis+Gyr,E470 (MK1),1.0,01.09.01.44
GSME,Landis+Gyr,G370,1.0,03.00.01.61
CH,Telit,SEAP-2000-V,A,2.1.12
PPMID,GEO,PCK-BB-001,1,2.2.1.9.0
"""


def one_row(smso: str) -> str:
    return f"{HEADER}{TAIL}\nAlder Energy,{smso},FOC,DF,WAN-A,{DEVICES},PPMID,Y,100,20,Y\n"


@dataclass(frozen=True)
class Situation:
    """What is given, how the run ends, and a word that its message must have."""

    name: str
    code: int
    says: str
    files: dict[str, str]
    catalogue: str = CATALOGUE
    scheme_edit: tuple[str, str] = ("", "")
    catalogue_name: str = "device-models.csv"
    scheme: str = "smets1-foc"

    def __str__(self) -> str:
        return self.name


SITUATIONS = (
    Situation("a folder with no returns", 9, "returns", {}),
    Situation("an unreadable workbook", 3, "Alder-Energy.xlsx", {NAME.replace(".csv", ".xlsx"): one_row("SMSO-1")}),
    Situation("a wrong template", 4, NAME, {NAME: "Site,Boiler,Pressure\nA,B,3\n"}),
    Situation(
        "a scheme with a mistake", 5, "scheme.toml", {NAME: one_row("SMSO-1")}, scheme_edit=("size = 5", "size = -5")
    ),
    Situation("an unknown SMSO everywhere", 12, "quarantine", {NAME: one_row("SMSO-9")}),
    Situation("a missing catalogue", 9, "no-such.csv", {NAME: one_row("SMSO-1")}, catalogue_name="no-such.csv"),
    Situation(
        "a catalogue with a mistake", 13, "device-models.csv", {NAME: one_row("SMSO-1")}, catalogue="device\n1\n"
    ),
    Situation("an unknown scheme", 9, "smets9", {NAME: one_row("SMSO-1")}, scheme="smets9"),
)


def given(folder: Path, situation: Situation) -> tuple[Path, Path, str]:
    """The returns, the catalogue and the scheme of a situation."""
    returns = folder / "returns"
    returns.mkdir()
    for name, text in situation.files.items():
        (returns / name).write_text(text, encoding="utf-8")
    (folder / "device-models.csv").write_text(situation.catalogue, encoding="utf-8")
    scheme = situation.scheme
    if situation.scheme_edit[0]:
        edited = SHIPPED_SCHEME.read_text(encoding="utf-8").replace(*situation.scheme_edit)
        (folder / "scheme.toml").write_text(edited, encoding="utf-8")
        scheme = str(folder / "scheme.toml")
    return returns, folder / situation.catalogue_name, scheme


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
def test_a_situation_ends_with_its_own_code_and_a_message_and_leaves_nothing(
    situation: Situation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returns, catalogue, scheme = given(tmp_path, situation)
    before = sorted(tmp_path.iterdir())
    assert run(returns, catalogue, tmp_path / "out", scheme=scheme) == situation.code
    assert situation.says in said(capsys)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
def test_a_situation_leaves_an_earlier_result_as_it_was(situation: Situation, tmp_path: Path, ran: Ran) -> None:
    shutil.copytree(ran.out, tmp_path / "out")
    earlier = contents(tmp_path / "out")
    returns, catalogue, scheme = given(tmp_path, situation)
    assert run(returns, catalogue, tmp_path / "out", scheme=scheme) == situation.code
    assert contents(tmp_path / "out") == earlier


def test_a_size_that_cannot_cover_is_answered_with_the_conflict_and_without_a_list_or_a_paper(
    ran: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ran.truth.returns, ran.truth.catalogue, tmp_path / "out", "--size", "1") == 6
    assert "exactly1combination" in said(capsys)
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written >= {
        "findings.csv",
        "quarantine.csv",
        "combinations.csv",
        "reconciliation.csv",
        "selection.json",
        "certificate.json",
        "manifest.json",
    }
    assert not [name for name in written if name.startswith(("ppcl", "report", "plan"))]
    assert Outcome(tmp_path / "out").selection["status"] == "infeasible"


def test_an_infeasible_run_replaces_the_list_and_the_paper_of_an_earlier_one(ran: Ran, tmp_path: Path) -> None:
    shutil.copytree(ran.out, tmp_path / "out")
    assert run(ran.truth.returns, ran.truth.catalogue, tmp_path / "out", "--size", "1") == 6
    assert not [p.name for p in (tmp_path / "out").iterdir() if p.name.startswith(("ppcl", "report"))]


def test_an_infeasible_answer_can_be_verified(ran: Ran) -> None:
    out = ran.out.parent / "infeasible"
    assert run(ran.truth.returns, ran.truth.catalogue, out, "--size", "1") == 6
    assert main(["verify", str(out)]) == 0


def test_a_usage_error_has_its_own_code(ran: Ran, tmp_path: Path) -> None:
    assert run(ran.truth.returns, ran.truth.catalogue, tmp_path / "out", "--no-such-option") == 2
    assert not (tmp_path / "out").exists()
