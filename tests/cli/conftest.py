"""A command line to carry out, small returns, and a workspace."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import CATALOGUE, csv_of, row
from eligo.__main__ import main

Told = tuple[int, str, str]
Eligo = Callable[..., Told]
RETURN = "RFI-1__Supplier__Aster-Energy.csv"


@pytest.fixture(autouse=True)
def who(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes are made by the analyst, and no workspace is named."""
    monkeypatch.setenv("ELIGO_WHO", "analyst")
    monkeypatch.delenv("ELIGO_WORKSPACE", raising=False)


@pytest.fixture
def eligo(capfd: pytest.CaptureFixture[str]) -> Eligo:
    """Carry out a command; its exit code, standard output and standard error."""

    def carry_out(*arguments: str | Path) -> Told:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        told = capfd.readouterr()
        return code, told.out, told.err

    return carry_out


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A catalogue, ``models.csv``, and a return of three combinations in ``returns``."""
    (tmp_path / "models.csv").write_text(CATALOGUE, "utf-8")
    (tmp_path / "returns").mkdir()
    hub = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}
    rows = [row(Active="5000"), row(**hub, Active="4000"), row(**{"CH Firmware version": "2.1.11", "Active": "3000"})]
    (tmp_path / "returns" / RETURN).write_bytes(csv_of(rows))
    return tmp_path


def run_on(folder: Path) -> list[str]:
    """The arguments of a run over the returns and the catalogue of a folder."""
    return [str(folder / "returns"), "--catalogue", str(folder / "models.csv")]


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small round: one supplier with four combinations, one of them the only one with the later meter."""
    folder = tmp_path_factory.mktemp("round")
    (folder / "models.csv").write_text(CATALOGUE)
    (folder / "returns").mkdir()
    hub = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}
    later = {"ESME Model": "E470 (MK2)", "ESME Hardware version": "2.0", "ESME Firmware version": "02.01.01.10"}
    rows = [
        row(Active="5000"),
        row(**hub, Active="4000"),
        row(**{"CH Firmware version": "2.1.11", "Active": "3000"}),
        row(**later, Active="30"),
        row(Active="lots"),
    ]
    (folder / "returns" / "RFI-1__Supplier__Aster-Energy.csv").write_bytes(csv_of(rows))
    return folder


@pytest.fixture(scope="module")
def done(round_: Path) -> Path:
    """The folder of a finished run of size 2 over the small round."""
    assert main(["run", *run_on(round_), "--out", str(round_ / "out"), "--size", "2"]) == 0
    return round_ / "out"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as ``eligo init`` leaves it, made once."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "models.csv").write_text(CATALOGUE, "utf-8")
    assert main(["init", str(folder / "foc"), "--catalogue", str(folder / "models.csv"), "--as", "analyst"]) == 0
    return folder / "foc"


@pytest.fixture
def workspace(template: Path, inputs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which nothing has been received; the commands are given in its folder."""
    folder = inputs / "foc"
    shutil.copytree(template, folder)
    monkeypatch.chdir(folder)
    return folder
