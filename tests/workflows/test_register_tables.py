"""What is published of the registers for programs: tables, workbooks, a feed, a description."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from eligo.canonical import canonical
from eligo.workflows.register_pages import published_files
from registers.drawn_log import drawn_register
from registers.published_log import published_log
from workflows.published_registers import (
    ATOM,
    XHTML,
    files,
    scheme,
    words,
)


def leaves(value: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every field of an entry in a list's JSON with its value as text."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, (*way, name))
    else:
        stated = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
        yield " / ".join(way), stated


@pytest.mark.drawn
def test_what_changed_is_what_differs_between_the_lists_as_published() -> None:
    for seed in range(6):
        log, versions = drawn_register(Random(seed), 24)
        of = published_files(log, versions, scheme())
        last: dict[str, dict[str, dict[str, str]]] = {}
        for one in versions:
            folder = f"{one.version.list}/{one.version.number}"
            entries = json.loads(of[f"{folder}/list.json"])["entries"]
            now = {item["item"]: dict(leaves(item["entry"])) for item in entries}
            was = last.get(one.version.list, {})
            expected = {
                (item, field, was.get(item, {}).get(field, ""), now.get(item, {}).get(field, ""))
                for item in was.keys() | now.keys()
                for field in was.get(item, {}).keys() | now.get(item, {}).keys()
                if was.get(item, {}).get(field) != now.get(item, {}).get(field)
            }
            found = list(csv.DictReader(io.StringIO(of[f"{folder}/changes.csv"].decode())))
            assert len(found) == len(expected)
            assert {(row["item"], row["field"], row["before"], row["after"]) for row in found} == expected
            last[one.version.list] = now


def test_the_list_for_programs_is_of_its_schema_and_has_the_hash_that_was_signed() -> None:
    schema = json.loads(files()["register-list.schema.json"])
    Draft202012Validator.check_schema(schema)
    for name, content in files().items():
        if name.endswith("list.json"):
            stated = json.loads(content)
            assert [error.message for error in Draft202012Validator(schema).iter_errors(stated)] == []
            signed = stated["version"]["version"]
            content_of = {"list": signed["list"], "entries": [[one["item"], one["hash"]] for one in stated["entries"]]}
            assert hashlib.sha256(canonical(content_of).encode()).hexdigest() == signed["content"]
            for one in stated["entries"]:
                leaf = hashlib.sha256(b"\0" + canonical(one["entry"]).encode()).hexdigest()
                assert (one["hash"], one["item"]) == (
                    leaf,
                    f"{one['entry']['product_id']}/{one['entry']['generation']}",
                )


def test_a_list_for_programs_with_a_name_more_or_less_is_not_of_its_schema() -> None:
    validator = Draft202012Validator(json.loads(files()["register-list.schema.json"]))
    stated = json.loads(files()["epcl/1.0/list.json"])
    first = stated["entries"][0]
    for name in first:
        less = {**stated, "entries": [{key: value for key, value in first.items() if key != name}]}
        assert not validator.is_valid(less), name
    assert not validator.is_valid({**stated, "more": 1})
    assert not validator.is_valid({**stated, "entries": [{**first, "page": "javascript:alert(1)"}]})


def test_the_workbook_has_days_as_days_numbers_as_numbers_and_all_else_as_text() -> None:
    book = load_workbook(io.BytesIO(files()["epcl/1.1/list.xlsx"]))
    sheet = book["List"]
    shown = list(csv.reader(io.StringIO(files()["epcl/1.1/list.csv"].decode())))
    cells = {str(cell.value): sheet.cell(3, cell.column) for cell in sheet[1]}

    assert book.sheetnames == ["List", "Changes", "Version"]
    assert [[as_csv(cell.value) for cell in row] for row in sheet.rows] == shown
    assert (cells["list_version"].value, cells["list_version"].data_type) == ("1.1", "s")
    assert (cells["gsme_firmware"].value, cells["gsme_firmware"].data_type) == ("03.00.01.61", "s")
    assert (cells["first_added_on"].value, cells["first_added_on"].is_date) == (datetime(2020, 2, 21), True)
    assert cells["entry"].value == 24
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", f"A1:{get_column_letter(len(cells))}3")
    assert all(sheet.column_dimensions[get_column_letter(place)].width for place in range(1, len(cells) + 1))
    stated = {row[0].value: row[1].value for row in book["Version"].rows}
    assert (stated["number"], stated["size"]) == ("1.1", 25)
    assert (stated["coverage.share"], stated["coverage.operators.SMSO-2"]) == (">0.99", "0.10")
    changes = list(csv.reader(io.StringIO(files()["epcl/1.1/changes.csv"].decode())))
    assert [[as_csv(cell.value) for cell in row] for row in book["Changes"].rows] == changes


def as_csv(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def test_the_feed_has_an_entry_for_each_version_the_newest_first() -> None:
    feed = ET.fromstring(files()["changes.atom"])
    _, versions = published_log()
    entries = feed.findall(f"{ATOM}entry")

    tag = "tag:smartdcc.co.uk,2019:eligo/registers/smets1-foc"
    folders = [f"{one.version.list}/{one.version.number}" for one in reversed(versions)]
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == tag
    assert [one.findtext(f"{ATOM}id") for one in entries] == [f"{tag}/{folder}" for folder in folders]
    times = [one.findtext(f"{ATOM}updated") or "" for one in entries]
    assert times == sorted(times, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == times[0] == files_time(versions[-1].version.published_at)
    for one in (feed, *entries):
        assert one.findtext(f"{ATOM}title")
        assert one.find(f"{ATOM}link[@rel='alternate']") is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "DCC"
    (changed,) = [one for one in entries[1].iter(f"{XHTML}li") if words(one).startswith("DMC-2")]
    assert "State: Pending → In test" in words(changed)


def files_time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def test_every_file_is_described_with_its_hash() -> None:
    crate = json.loads(files()["ro-crate-metadata.json"])
    graph = {one["@id"]: one for one in crate["@graph"]}
    described = {name: one for name, one in graph.items() if one["@type"] == "File"}

    assert len(graph) == len(crate["@graph"])
    assert set(described) == set(files()) - {"ro-crate-metadata.json"}
    for name, one in described.items():
        content = files()[name]
        assert (one["sha256"], one["contentSize"]) == (hashlib.sha256(content).hexdigest(), str(len(content)))
    root = graph["./"]
    assert graph["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert graph[root["license"]["@id"]]["name"] == "Creative Commons Attribution 4.0 International"
    assert graph[root["publisher"]["@id"]]["name"] == "DCC"
    assert root["datePublished"] == files_time(published_log()[1][-1].version.published_at)
    parts = {part["@id"] for one in graph.values() for part in one.get("hasPart", ())}
    assert parts <= set(graph)
    assert parts >= set(described)
    assert (graph["ppcl/2.10/"]["version"], graph["ppcl/2.10/"]["temporalCoverage"]) == ("2.10", "2020-03-02/..")
