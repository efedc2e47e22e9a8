"""``eligo register check`` of an inventory that names devices: each row has the answer that its product has."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from eligo.catalogue import Catalogue, scheme_aliases
from eligo.errors import UnreadableFile, VersionConflict, WrongTemplate
from eligo.registers import LogLine, Product, RegisterEntry, RulesEntry, register_document, replay
from eligo.returns import Describing, models_of
from eligo.scheme import load_scheme
from eligo.workflows.register import UNREADABLE, Checked, OpenRegister, check_inventory, describing, open_register
from registers.drawn_log import LIFE, drawn_log, opened, product, the_rules, told, version
from registers.published_log import of_table, published_log
from workflows.test_register_check import Silent

ON = date(2020, 3, 1)
SCHEME = load_scheme("smets1-foc")
OWN = (
    *("Service operator", "Fuel type", "WAN provider"),
    *("ESME Make", "Electricity meter Model", "ESME HW version", "esme f/w"),
    *("Gas meter Manufacturer", "GSME Model Name", "GSME Hardware", "GSME Firmware version"),
    *("Comms Hub Make", "CHF Device Model", "CH H/W", "CH FW"),
    *("Display Manufacturer", "PPMID Model", "PPMID Hardware version", "SMETS1 PPMID Firmware"),
)
"""The template's columns under names of its senders."""


def cells(one: Product, operator: str, firmware: str = "9.9") -> list[str]:
    """A row of ``OWN``; the meter's firmware, which is open, is what happens to be installed."""
    described = [
        part
        for device in one.devices
        for part in (
            (device.manufacturer, device.model, device.hardware, device.firmware) if device else ("", "", "", "")
        )
    ]
    return [operator, one.kind, one.provider, *described[:3], firmware, *described[4:]]


def known(log: Sequence[LogLine]) -> Describing:
    """By the devices of a log."""
    products = [line.product for line in log if isinstance(line, RegisterEntry)]
    models = models_of([device for one in products for device in one.devices if device])
    return Describing(SCHEME, Catalogue(models, scheme_aliases(SCHEME), SCHEME.legal_suffixes))


def written(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def checked(
    folder: Path, content: bytes, log: Sequence[LogLine], name: str = "installed.csv"
) -> tuple[Checked, list[list[str]]]:
    (folder / name).write_bytes(content)
    source, out, registers = folder / name, folder / "answers.csv", replay(log, on=ON)
    found = check_inventory(source, out, lambda _: registers, ON, Silent(), describing=lambda: known(log))
    return found, [*csv.reader(io.StringIO(out.read_text("utf-8"), newline=""), strict=True)]


@pytest.mark.drawn
def test_a_row_has_the_answer_of_its_product(tmp_path: Path) -> None:
    for seed in range(12):
        random, log = Random(seed), drawn_log(Random(seed), 30)
        notes = random.choice([[""], ["", "x"], ["", "a, b"], ["", "-5", 'said "no"']])
        drawn = [(product(random.randint(1, 5)), f"SMSO-{random.randint(1, 3)}") for _ in range(60)]
        order = random.sample(range(len(OWN)), len(OWN))
        described = [cells(one, name, random.choice(["", "9.9", "TBC"])) for one, name in drawn]
        rows = [[f"{n}", *(one[place] for place in order), random.choice(notes)] for n, one in enumerate(described)]
        by_id = [[one.product_id, name] for one, name in drawn]

        found, (_, *own) = checked(tmp_path, written(["id", *(OWN[place] for place in order), "note"], rows), log)
        expected, (_, *due) = checked(tmp_path, written(["product_id", "operator"], by_id), log)

        assert [row[:9] for row in own] == [row[:9] for row in due]
        assert (found.answers, found.rows) == (expected.answers, 60)
        assert [row[10:] for row in own] == rows


def test_spellings_are_read_as_in_returns_and_what_is_not_known_is_told(tmp_path: Path) -> None:
    one = product(1)
    usual = cells(one, "SMSO-1")
    changes: list[dict[int, str]] = [
        {},
        {3: "landis + gyr", 4: "e470 mk1", 1: "dual fuel"},
        {3: ""},
        {4: "E470 (MK7)"},
        {3: "Landis+Gry"},
        {4: ""},
        {1: "SF"},
        {0: "SMSO-9"},
        {2: ""},
        {5: "", 9: ""},
    ]
    rows = [[changed.get(place, cell) for place, cell in enumerate(usual)] for changed in changes]

    found, (_, *answered) = checked(tmp_path, written(OWN, rows), told(*LIFE))

    assert [row[1] for row in answered] == [
        *("eligible", "eligible", "eligible", "unknown", "unknown"),
        *(UNREADABLE, UNREADABLE, UNREADABLE, UNREADABLE, "eligible"),
    ]
    faults = [row[9] for row in answered]
    assert faults[:3] == ["", "", ""]
    assert faults[3].startswith("ESME Model: The catalogue has no ")
    assert "E470 (MK1)" in faults[3]
    assert "Landis+Gyr" in faults[4]
    assert faults[5] == "ESME Model: The ESME has no model." or faults[5].startswith(
        "ESME Model: The ESME has no model"
    )
    assert faults[6].startswith("GSME Model: The GSME is described, and it must be absent where Fuel type is SF.")
    assert faults[7].startswith("SMSO: 'SMSO-9' is no SMSO that this scheme knows.")
    assert faults[8].startswith("WAN provider: WAN provider is blank.")
    assert (found.faulty, found.rows, sum(found.answers.values())) == (6, 10, 10)


def test_without_an_operator_the_answer_is_about_any_and_a_display_is_part_of_the_product(tmp_path: Path) -> None:
    log, _ = published_log()
    rows = [cells(of_table(number).product, "")[1:] for number in range(1, 9)]

    found, (_, *answered) = checked(tmp_path, written(OWN[1:], rows), log)

    assert [row[7].split("/")[0] for row in answered[:5]] == [of_table(n).product.product_id for n in range(1, 6)]
    assert found.answers == {"eligible": 2, "excluded": 2, "in-test": 1, "pending": 2, "unknown": 1}


def test_gzip_is_read_and_damaged_gzip_told(tmp_path: Path) -> None:
    log, rows = told(*LIFE), [cells(product(number % 3), "SMSO-1") for number in range(3000)]
    content = written(OWN, rows)

    plain, answers = checked(tmp_path, content, log)
    packed, same = checked(tmp_path, gzip.compress(content), log, "installed.csv.gz")

    assert (packed.answers, packed.rows, same) == (plain.answers, 3000, answers)
    for damaged in (gzip.compress(content)[:-9], gzip.compress(content)[:40] + b"\0" * 20, b"\x1f\x8b\x08"):
        with pytest.raises(UnreadableFile, match="cannot be read"):
            checked(tmp_path, damaged, log, "damaged.csv.gz")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (["id", "ESME Model"], "nor the devices' own: WAN provider, CH Model"),
        (["WAN provider", "ESME Model", "CH Model", "CHF Model"], "has two columns for 'CH Model'"),
        (["WAN provider", "ESME Model", "CH Model", "esme_model"], "has two columns for 'ESME Model'"),
    ],
)
def test_a_header_that_does_not_say_what_is_installed_is_refused(
    tmp_path: Path, header: list[str], message: str
) -> None:
    with pytest.raises(WrongTemplate, match=message):
        checked(tmp_path, written(header, [["x"] * len(header)]), told(*LIFE))


def test_the_scheme_is_the_registers_own_unless_another_is_named(tmp_path: Path) -> None:
    log, file = told(*LIFE), tmp_path / "register.json"
    file.write_text(register_document(log, [version(log, "2.9")]), "utf-8")
    register = open_register(file)
    catalogue = tmp_path / "device-models.csv"
    columns = "device_type,manufacturer,model,hardware_version,firmware_version"
    catalogue.write_text(f"{columns}\nESME,Landis+Gyr,E470 (MK1),1.0,9.9\n")

    own, named = describing(register), describing(register, "", catalogue)

    assert own is not None
    assert named is not None
    assert own.scheme == named.scheme == SCHEME
    assert {one.device_type for one in own.catalogue.entries} == {"ESME", "GSME", "CH"}
    assert len(named.catalogue.entries) == 1


def test_a_scheme_that_is_not_the_registers_is_refused(tmp_path: Path) -> None:
    def of(rules: RulesEntry) -> OpenRegister:
        log = (opened()[0], rules)
        file = tmp_path / "register.json"
        file.write_text(register_document(log, [version(log, "2.9")]), "utf-8")
        return open_register(file)

    rules = replace(the_rules(), number=2)
    elsewhere, other = replace(rules, scheme="elsewhere"), replace(rules, device_types=("ESME", "GSME", "CH"))

    assert describing(of(elsewhere)) is None
    assert describing(of(elsewhere), "smets1-foc") is not None
    with pytest.raises(VersionConflict, match=r"smets1-foc has other devices than register\.json"):
        describing(of(other))
