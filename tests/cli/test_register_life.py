"""The whole life of a register by command, on a PostgreSQL server: from the returns of the example to what is eligible.

What is told is as its files say: 118 combinations, of which the tests of ``examples/programme`` show two, and one more
by equivalence. Afterwards the workspace is moved to SQLite, and publishes the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Eligo
from eligo_verify_register import main as verify_register

EXAMPLES = Path(__file__).parents[2] / "examples"
ESTATE, PROGRAMME = EXAMPLES / "foc-estate", EXAMPLES / "programme"
SIT = tuple(PROGRAMME / "evidence" / name for name in ("sit-dmc-1-and-2.xml", "sit-dmc-3.json", "sit-dmc-5.csv"))
MT, EOC = PROGRAMME / "evidence" / "mt.csv", PROGRAMME / "evidence" / "eoc.csv"
CLERK = ("--why", "As concluded", "--as", "Register clerk")


def done(told: tuple[int, str, str]) -> str:
    """What a command printed that did what it was asked to."""
    code, out, err = told
    assert (code, "error" in err) == (0, False), out + err
    return out


def publish(eligo: Eligo, what: str, number: str, *more: str) -> None:
    """Let Anna propose a version of a list, and Boris publish what he has seen."""
    proposed = done(eligo("register", "propose", what, number, *more, *CLERK[:2], "--as", "Anna", "--json"))
    seen = ("--proposal", str(json.loads(proposed)["proposal"]))
    done(eligo("register", "publish", what, number, *seen, "--why", "Held to the minutes", "--as", "Boris"))


def published(eligo: Eligo, folder: Path) -> dict[str, bytes]:
    """The files that go to anybody, held to the program that checks them offline."""
    folder.mkdir()
    done(eligo("register", "export", "--out", str(folder / "register.json")))
    done(eligo("register", "receipt", "DMC-1", "--list", "epcl", "--out", str(folder / "receipt.json")))
    done(eligo("register", "consistency", "1.0", "2.0", "--list", "epcl", "--out", str(folder / "consistency.json")))
    assert verify_register([str(one) for one in sorted(folder.iterdir())]) == 0
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_returns_become_a_register_on_a_server_that_is_the_same_on_sqlite(
    eligo: Eligo, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = ("--catalogue", ESTATE / "device-models.csv")
    done(eligo("init", tmp_path / "foc", "--database", postgres_url, *catalogue))
    monkeypatch.chdir(tmp_path / "foc")
    done(eligo("receive", ESTATE / "returns"))
    done(eligo("run"))
    done(eligo("register", "new-key", "../register.pem"))
    monkeypatch.setenv("ELIGO_REGISTER_KEY", Path("../register.pem").read_text("ascii"))
    done(eligo("register", "open", *CLERK))
    done(eligo("register", "enter", "--all", "--on", "2019-11-01", *CLERK))
    publish(eligo, "ppcl", "1.0", "--on", "2019-11-01")
    publish(eligo, "epcl", "1.0", "--on", "2019-11-01")

    done(eligo("firmware", "load", PROGRAMME / "firmware.csv", "--why", "received"))
    done(eligo("evidence", "import", MT, *SIT, "--why", "first cycle"))
    done(eligo("firmware", "load", PROGRAMME / "firmware-final.csv", "--why", "final release", "--voids", "0"))
    done(eligo("evidence", "import", EOC, "--why", "End of Cycle"))
    done(eligo("equivalence", "decide", PROGRAMME / "equivalences.csv", "--why", "panel of 30 March"))
    done(eligo("register", "enter", "--all", *CLERK))
    publish(eligo, "epcl", "2.0")

    shown = {one["list"]: one["entries"] for one in json.loads(done(eligo("register", "show", "--json")))}
    assert sorted(one["label"] for one in shown["epcl"]) == ["DMC-1", "DMC-2", "DMC-6"]
    assert json.loads(done(eligo("register", "eligible", "DMC-1", "--json")))["answer"] == "eligible"
    before = published(eligo, tmp_path / "on-the-server")
    done(eligo("move", "sqlite", "--why", "one analyst again"))
    assert published(eligo, tmp_path / "on-sqlite") == before
