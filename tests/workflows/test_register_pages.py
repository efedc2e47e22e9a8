"""What is published of the registers: every file, every link, every hash, and nothing but what was signed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, join, normpath
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from eligo.canonical import canonical
from eligo.errors import BadScheme, UsageError, VerificationFailed
from eligo.registers import Basis, SigningKey, read_register
from eligo.scheme import Scheme, load_scheme
from eligo.workflows import publish_pages
from eligo.workflows.folder import work_folder, write_folder
from eligo.workflows.register_pages import PUBLISHED, published_files
from eligo_verify_register import check
from killed import killed_before
from registers.drawn_log import DECIDED, NEXT_KEY, drawn_register, entry, told, version
from registers.published_log import MEANT, TABLE_3, of_table, published_log

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
FIRST, SECOND = (of_table(number).product.product_id for number in (1, 2))


class Unwatched:
    """Progress that nobody watches."""

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        return None


def scheme() -> Scheme:
    return load_scheme("smets1-foc")


@cache
def files() -> Mapping[str, bytes]:
    return published_files(*published_log(), scheme())


def drawn(seed: int) -> Mapping[str, bytes]:
    return published_files(*drawn_register(Random(seed), 24), scheme())


def page(name: str, of: Mapping[str, bytes] | None = None) -> ET.Element:
    """A page as XML, which it is, too."""
    return ET.fromstring((of or files())[name].decode().removeprefix("<!DOCTYPE html>\n"))


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def rows(table: ET.Element) -> list[list[str]]:
    return [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]


def test_every_version_entry_and_line_has_an_address_that_says_which_it_is() -> None:
    names = set(files())
    versions = {f"{name}/{file}" for name in ("ppcl/2.9", "ppcl/2.10", "epcl/1.0", "epcl/1.1") for file in OF_A_VERSION}
    proofs = {f"{name}/consistency.json" for name in ("ppcl/2.10", "epcl/1.0", "epcl/1.1")}
    log, _ = published_log()
    items = {line.item for line in log if hasattr(line, "item")}

    entries = {f"entries/{item.replace('/', '-')}.html" for item in items}
    receipts = {f"receipts/{line.number}.json" for line in log if hasattr(line, "item")}

    assert f"entries/{FIRST}-2.html" in entries
    lists = {"ppcl/index.html", "epcl/index.html"}
    assert names == versions | lists | proofs | entries | receipts | AT_THE_ROOT


OF_A_VERSION = ("index.html", "changes.html", "changes.csv", "list.csv", "list.json", "list.xlsx")
AT_THE_ROOT = {
    *("index.html", "style.css", "changes.atom", "ro-crate-metadata.json"),
    *("register.json", "register.schema.json", "register-list.schema.json"),
}


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
    assert set(files()) - reached == {"register-list.schema.json"}


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


def test_what_is_published_verifies_offline_with_every_receipt_and_proof(tmp_path: Path) -> None:
    publish_pages(*published_log(), scheme(), tmp_path / "out", Unwatched())
    proofs = [str(path) for path in (tmp_path / "out").rglob("*.json") if "schema" not in path.name]
    proofs = [name for name in proofs if not name.endswith(("list.json", "ro-crate-metadata.json"))]

    faults, shown = check(sorted(proofs), NEXT_KEY.public)

    assert faults == []
    assert len(proofs) == 1 + 3 + sum(hasattr(line, "item") for line in published_log()[0])
    assert len(shown) >= len(proofs)


def test_the_same_registers_give_the_same_bytes_also_from_what_was_published() -> None:
    log, versions = read_register(files()["register.json"].decode())

    assert published_files(log, versions, scheme()) == files()


def test_what_no_version_covers_is_not_published() -> None:
    log, versions = published_log()
    more = replace(entry(9, why="not published yet"), number=len(log) + 1, recorded_at=log[-1].recorded_at)

    assert published_files((*log, more), versions, scheme()) == files()


def test_the_list_is_in_the_published_layout() -> None:
    """The source's Table 3, row by row; its shares are not in a register."""
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


def test_nothing_is_published_that_does_not_agree_with_what_was_signed(tmp_path: Path) -> None:
    log, versions = published_log()
    first = versions[0]
    moved = replace(first, version=replace(first.version, root="0" * 64))
    strange = replace(first, key=SigningKey(bytes([9]) * 32).public)
    rewritten = (*log[:3], replace(log[3], why="Another reason"), *log[4:])

    for spoilt, said in (
        ((log, (moved, *versions[1:])), "version 2.9 of ppcl: the root is not that of the log"),
        ((log, (strange, *versions[1:])), "version 2.9 of ppcl: the signature is not that of its key"),
        ((rewritten, versions), "version 1.1 of epcl: the root is not that of the log"),
        ((log[:-1], versions), "version 1.1 of epcl: covers 25 lines, and the log has 24"),
    ):
        with pytest.raises(VerificationFailed) as caught:
            publish_pages(*spoilt, scheme(), tmp_path / "out", Unwatched())
        assert said in caught.value.details
    assert list(tmp_path.iterdir()) == []


def test_registers_without_a_version_and_schemes_without_terms_are_not_published() -> None:
    log, versions = published_log()
    with pytest.raises(UsageError, match="Nothing has been published"):
        published_files(log, (), scheme())
    with pytest.raises(BadScheme, match="how its registers are published"):
        published_files(log, versions, replace(scheme(), publication=None))


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_later_publication_takes_the_place_of_an_earlier_one_and_of_nothing_else(tmp_path: Path) -> None:
    log, versions = published_log()
    out = tmp_path / "out"
    publish_pages(log, versions[:1], scheme(), out, Unwatched())
    names = publish_pages(log, versions, scheme(), out, Unwatched())

    assert held(out) == files()
    assert names == tuple(sorted(files()))
    (out / "ppcl" / "2.10" / "notes.txt").write_text("mine")
    (out / "mine").mkdir()
    with pytest.raises(UsageError) as caught:
        publish_pages(log, versions, scheme(), out, Unwatched())
    assert caught.value.details == ("mine", "ppcl/2.10/notes.txt")
    assert held(out) == {**files(), "ppcl/2.10/notes.txt": b"mine"}


def test_a_crate_of_somebody_elses_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "ro-crate-metadata.json").write_bytes(files()["ro-crate-metadata.json"])
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(UsageError):
        publish_pages(*published_log(), scheme(), tmp_path, Unwatched())
    assert (tmp_path / "index.html").read_text() == "mine"


@pytest.mark.drawn
def test_a_publication_that_is_killed_leaves_the_earlier_one_or_the_new(tmp_path: Path) -> None:
    log, versions = published_log()
    earlier, new = published_files(log, versions[:1], scheme()), files()
    out = tmp_path / "out"

    def is_killed_before(line: int) -> bool:
        write_folder(out, earlier, PUBLISHED)
        killed = killed_before(line, lambda: write_folder(out, new, PUBLISHED), ["eligo.workflows.folder"])
        with work_folder(out):
            pass  # the next one clears up
        assert held(out) == new or (killed and held(out) == earlier)
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
        return killed

    ended = next(line for line in range(0, 10**6, 100) if not is_killed_before(line))
    killed = [is_killed_before(line) for line in range(ended - 100, ended, 3)]  # where the folders change places

    assert ended > 500
    assert (killed[0], killed[-1]) == (True, False)
