"""The pages of the registers: whole, linked, and saying what the entries say."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from posixpath import dirname, join, normpath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from eligo.registers import Basis
from eligo.workflows.register_pages import published_files
from registers.drawn_log import DECIDED, entry, told, version
from registers.published_log import MEANT, TABLE_3, of_table, published_log
from workflows.published_registers import (
    ATOM,
    FIRST,
    SECOND,
    drawn,
    files,
    page,
    rows,
    scheme,
    words,
)


def links(of: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every address in every page and in the feed, with the file that it stands in."""
    for name, content in of.items():
        if name.endswith((".html", ".atom")):
            for address in re.findall(r'(?:href|src)="([^"]*)"', content.decode()):
                yield name, address
        if name.endswith("list.json"):
            for one in json.loads(content)["entries"]:
                yield name, one["page"]


def dead(of: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The links that lead nowhere, or out of what is published."""
    licence = "https://creativecommons.org/licenses/by/4.0/"
    ids = {name: set(re.findall(r' id="([^"]*)"', of[name].decode())) for name in of if name.endswith(".html")}
    found = []
    for name, address in links(of):
        path, _, anchor = address.partition("#")
        target = normpath(join(dirname(name), path)) if path else name
        if address != licence and (target not in of or (anchor and anchor not in ids[target])):
            found.append((name, address))
    return found


def test_every_link_leads_somewhere_and_everything_is_linked() -> None:
    reached = {normpath(join(dirname(name), address.partition("#")[0])) for name, address in links(files())}

    assert dead(files()) == []
    assert set(files()) - reached == set()


@pytest.mark.drawn
def test_the_pages_of_drawn_registers_are_whole() -> None:
    for seed in range(6):
        of = drawn(seed)
        assert dead(of) == []
        for name in of:
            if name.endswith(".html"):
                assert_is_a_page(page(name, of))


def assert_is_a_page(root: ET.Element) -> None:
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", element.tag)]

    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert [element.tag for element in root.iter() if element.tag in ("script", "style", "img")] == []


def test_every_page_is_well_formed_and_in_order() -> None:
    for name, content in files().items():
        if name.endswith(".html"):
            assert_is_a_page(page(name))
            assert b'<link rel="alternate" type="application/atom+xml"' in content


def stated_at(register: Any, source: str) -> str:
    """What a register's file has at a place (RFC 6901), as text; times to the minute."""
    for part in source.removeprefix("register.json#/").split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        register = register[int(key)] if isinstance(register, list) else register[key]
    text = str(register)
    return f"{text[:16]}+00:00" if re.fullmatch(r"[0-9-]{10}T[0-9:.]+Z", text) else text


def test_every_figure_is_what_the_register_has_at_the_place_that_it_names() -> None:
    register = json.loads(files()["register.json"])
    figures = [one for name in files() if name.endswith(".html") for one in page(name).iter("data")]
    wrong = [one.attrib for one in figures if stated_at(register, one.attrib["data-source"]) != one.attrib["value"]]

    assert len(figures) > 100
    assert wrong == []


def test_what_is_typed_to_verify_stands_as_it_is_typed() -> None:
    key = published_log()[1][-1].key

    assert [one.text for one in page("index.html").iter("code")] == [f"eligo-verify-register register.json --key {key}"]


def test_the_list_is_in_the_published_layout() -> None:
    """The source's Table 3, row by row; what all of the list are of the estate stands below the last of its parts."""
    table = next(page("ppcl/2.9/index.html").iter("table"))
    shown = rows(table)

    first = [one[:6] for one in shown]  # six combinations stand side by side, of which five are the source's
    labels = ("Fuel Type", "GSME Model", "GSME Firmware", "ESME Model", "ESME Firmware", "CH Model", "CH Firmware")
    display = ("SMETS1 PPMID Model", "SMETS1 PPMID Firmware", "SMETS1 PPMID Manufacturer")
    assert [row[0] for row in first] == ["PPCL V2.9", "PPC ID", *labels, *display]
    _, meters, gas, gas_firmware, hubs, hub_firmware, displays, display_firmware = zip(*TABLE_3[:5], strict=True)
    assert [row[1:] for row in first] == [
        ["Landis+Gyr"] * 5,
        [f"DMC-{number}" for number in range(1, 6)],
        ["DF"] * 5,
        *map(list, (gas, gas_firmware, meters)),
        ["TBCa", *["TBC"] * 4],
        *map(list, (hubs, hub_firmware, displays, display_firmware)),
        ["GEO"] * 5,
    ]
    _, last, *_ = page("ppcl/2.9/index.html").iter("table")
    assert rows(last)[-1] == ["% of Total FOC Deployed Estate", "52% (all 8 together)"]
    assert "% of Total FOC Deployed Estate" not in [row[0] for row in shown]


def test_a_version_says_how_much_of_the_estate_is_whose_and_by_which_results() -> None:
    facts = {name: "".join(page(f"{name}/index.html").itertext()) for name in ("ppcl/2.9", "ppcl/2.10", "epcl/1.1")}
    of_each = "SMSO-1: 42%SMSO-2: 10%SMSO-3: a share that is too small to publish"

    assert f"52%{of_each}The results of run 1, R1 ({'c' * 64})" in facts["ppcl/2.9"]
    assert f"more than 99%{of_each}" in facts["epcl/1.1"]
    assert "Deployed Estate" not in facts["ppcl/2.10"]


def test_an_entrys_page_tells_its_life() -> None:
    root = page(f"entries/{FIRST}-1.html")
    told_of = {words(table.find("caption") or table): rows(table)[1:] for table in root.iter("table")}
    history = next(table for caption, table in told_of.items() if "Every entry about it" in caption)

    assert [row[:3] for row in history] == [
        ["1 November 2019", "Pending", "ESME TBC (to be confirmed)"],
        ["4 November 2019", "Pending", "ESME 1.0 (candidate)"],
        ["4 November 2019", "In test", "ESME 1.0 (candidate)"],
        ["6 January 2020", "In test", "ESME 1.2 (final)"],
        ["21 February 2020", "Eligible", "ESME 1.2 (final)"],
        ["2 March 2020", "Eligible", "ESME 1.2 (final)"],
    ]
    firmware = "to be confirmed from 1 November 2019, then candidate 1.0 from 4 November 2019, then final 1.2 from"
    basis = "Evidence that Service Requests and Alerts are processed (Test completion report)"
    assert [words(one) for one in next(root.iter("ul"))] == [
        f"Eligible since 21 February 2020. Basis: {basis}.",
        "First pending from 1 November 2019.",
        f"ESME firmware: {firmware} 6 January 2020.",
        "First added to the list of what is eligible on 21 February 2020.",
    ]
    assert "eligo-verify-register register.json 24.json --key" in words(root)
    assert f"{FIRST}/2" in words(root)


def test_what_takes_effect_after_the_last_version_is_told_as_to_come() -> None:
    later = of_table(1, state="withdrawn", basis=Basis("withdrawal", "Decision", decided_on=DECIDED))
    new = of_table(2, effective_on=date(2020, 6, 1))
    log = told(of_table(1), replace(later, effective_on=date(2020, 6, 1)), new)
    of = published_files(log, [version(log, "1.0")], scheme())

    first, second = (page(f"entries/{product}-1.html", of) for product in (FIRST, SECOND))
    assert words(next(first.iter("ul"))).startswith("Pending since 1 November 2019.")
    assert [row[:2] for row in rows([*first.iter("table")][2])[1:]] == [
        ["1 November 2019", "Pending"],
        ["1 June 2020", "Withdrawn"],
    ]
    assert words(next(second.iter("ul"))).startswith("Pending since 1 June 2020.")
    assert SECOND not in of["ppcl/1.0/list.csv"].decode()


def test_a_page_says_what_changed_field_by_field_and_where_what_left_is_now() -> None:
    root = page("ppcl/2.10/changes.html")
    table = next(one for one in root.iter("table") if "DMC-2" in words(one))

    assert ["State", "Pending", "In test"] in rows(table)
    assert ["ESME firmware", "TBC", "1.0"] in rows(table)
    said = [words(one) for one in root.iter("li")]
    assert f"DMC-1b · {FIRST}/2: added to PPCL as “Pending”." in said
    assert f"DMC-1 · {FIRST}/1: left PPCL; it is now “Eligible”." in said
    assert sum("left PPCL" in one for one in said) == 5


def test_text_that_is_markup_or_would_be_computed_stays_text() -> None:
    why = "<script>alert('&')</script>\x0b" + MEANT
    log = told(entry(label="=1+1", why=why))
    of = published_files(log, [version(log, "2.9", reason=why)], scheme())

    for name in of:
        if name.endswith(".html"):
            assert_is_a_page(page(name, of))
    (found,) = csv.DictReader(io.StringIO(of["ppcl/2.9/list.csv"].decode()))
    assert found["ppc_id"] == "'=1+1"
    label = load_workbook(io.BytesIO(of["ppcl/2.9/list.xlsx"]))["List"]["B2"]
    assert (label.value, label.data_type, label.quotePrefix) == ("=1+1", "s", True)
    assert MEANT in (ET.fromstring(of["changes.atom"]).findtext(f"{ATOM}entry/{ATOM}summary") or "")
