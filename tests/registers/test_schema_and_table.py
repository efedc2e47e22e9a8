"""The JSON Schema of the register's files, and a published list as a table."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from eligo.artefacts import register_list_csv
from eligo.registers import (
    RegisterEntry,
    consistency_document,
    receipt_document,
    register_document,
    register_schema,
    replay,
)
from eligo.scheme import load_scheme
from registers.drawn_log import LIFE, drawn_register, told, tree_of, version
from registers.spoilt import Way, at, ways

SCHEMA = Draft202012Validator(json.loads(register_schema()))


def files(seed: int) -> list[dict[str, Any]]:
    log, versions = drawn_register(Random(seed), 20)
    node = tree_of(log).node
    entries = [line for line in log if isinstance(line, RegisterEntry)]
    texts = [register_document(log, versions), consistency_document(versions[0], versions[-1], node)]
    return [dict(json.loads(text)) for text in [*texts, receipt_document(entries[-1], versions[-1], node)]]


@pytest.mark.drawn
def test_every_file_is_of_the_schema() -> None:
    Draft202012Validator.check_schema(json.loads(register_schema()))
    for seed in range(12):
        for stated in files(seed):
            assert [error.message for error in SCHEMA.iter_errors(stated)] == []


FREE = ("firmware", "operators")
"""Objects of an entry whose names are those of device types and operators."""


@pytest.mark.drawn
def test_a_file_with_a_name_more_or_less_or_a_value_of_another_kind_is_not() -> None:
    stated = json.loads(register_document(told(LIFE[0]), [version(told(LIFE[0]), "1.0")]))
    for way in [*ways(stated)][::4]:
        outer, name = at(stated, way[:-1]), way[-1]
        kept = outer[name]
        changes: list[dict[str, Any]] = [{**outer, str(name): 0.5}] if isinstance(outer, dict) else []
        if isinstance(outer, dict) and not set(FREE) & {*map(str, way[-2:-1])}:
            changes += [{**outer, "another": kept}, {key: value for key, value in outer.items() if key != name}]
        for change in changes:
            assert not SCHEMA.is_valid(exchanged(stated, way[:-1], change)), way


def exchanged(stated: Any, way: Way, value: Any) -> Any:
    """What is stated with the value there exchanged."""
    if not way:
        return value
    inner = exchanged(stated[way[0]], way[1:], value)
    if isinstance(stated, dict):
        return {**stated, way[0]: inner}
    return [inner if place == way[0] else one for place, one in enumerate(stated)]


def test_a_list_is_a_table_with_a_row_for_each_entry() -> None:
    served = replace(LIFE[-1].operators[0], open_on=date(2020, 3, 2))
    log = told(*LIFE, replace(LIFE[-1], operators=(served,), effective_on=date(2020, 3, 2)))
    one = version(log, "1.0", list="epcl", effective_on=date(2020, 3, 2)).version

    table = register_list_csv(one, replay(log, on=one.effective_on), load_scheme("smets1-foc")).decode()

    header, row = (line.split(",") for line in table.splitlines())
    assert " ".join(header) == (
        "list_version ppc_id product_id item fuel_type esme_manufacturer esme_model esme_hardware esme_firmware "
        "gsme_manufacturer gsme_model gsme_hardware gsme_firmware ch_manufacturer ch_model ch_hardware ch_firmware "
        "ppmid_manufacturer ppmid_model ppmid_hardware ppmid_firmware esme_firmware_stage smso wan_provider route "
        "open_on status state_since first_added_on basis reference consent consented_on entry"
    )
    assert row == [
        *("1.0", "DMC-1", LIFE[0].product.product_id, LIFE[0].item, "DF"),
        *("Landis+Gyr", "E470 (MK1)", "1.0", "1.2", "Landis+Gyr", "G370", "1.0", "03.00.01.61"),
        *("Telit", "SEAP-2000-V", "A", "2.1.1", "", "", "", "", "final", "SMSO-1", "WAN-A", "mt+sit"),
        *("2020-03-02", "eligible", "2020-02-21", "2020-02-21", "evidence", "Test completion report", "", "", "9"),
    ]


def test_firmware_to_be_confirmed_stands_as_that() -> None:
    log = told(LIFE[0])
    one = version(log, "2.9").version

    table = register_list_csv(one, replay(log), load_scheme("smets1-foc")).decode()

    (row,) = [line.split(",") for line in table.splitlines()[1:]]
    assert (row[8], row[21], row[25], row[28]) == ("TBC", "to-be-confirmed", "-", "")
