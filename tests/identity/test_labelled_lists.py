"""The hand-made lists: nothing merged wrongly, and at least 98 in 100 found by a rule or the first suggestion.

``labelled/*.csv`` hold one typed form a line. An empty ``canonical`` is a name that the list does not know: a near
one (another digit, another letter, a shared word) that nothing may merge. The names of a list are its catalogue.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from eligo.catalogue import AliasTable, Catalogue, CatalogueEntry
from identity.market import DEVICE_TYPE, SUFFIXES
from identity.measure import Labelled, Measured, measured_makers, measured_models

LISTS = Path(__file__).parent / "labelled"


def listed(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def knowing(names: Iterable[tuple[str, str, str]]) -> Catalogue:
    """A catalogue of (manufacturer, model, hardware)."""
    entries = tuple(CatalogueEntry(DEVICE_TYPE, *name, "1.0", 0) for name in sorted(set(names)))
    return Catalogue(entries, AliasTable((), SUFFIXES), SUFFIXES)


def makers() -> Measured:
    rows = listed("makers.csv")
    known = knowing((row["canonical"], "a model", "1") for row in rows if row["canonical"])
    return measured_makers(known, [Labelled(row["typed"], row["canonical"]) for row in rows])


def models() -> Measured:
    rows = listed("models.csv")
    known = knowing((row["manufacturer"], row["canonical"], "1") for row in rows if row["canonical"])
    return measured_models(known, [Labelled(row["typed"], row["canonical"], row["manufacturer"]) for row in rows])


@pytest.mark.parametrize("outcome", [makers(), models()], ids=["makers", "models"])
def test_no_name_is_merged_wrongly(outcome: Measured) -> None:
    assert outcome.wrongly_merged == []


@pytest.mark.parametrize("outcome", [makers(), models()], ids=["makers", "models"])
def test_98_in_100_are_found_by_a_rule_or_the_first_suggestion(outcome: Measured) -> None:
    assert outcome.recall >= 0.98, outcome.missed


def test_the_rules_alone_find_more_than_half() -> None:
    assert [outcome.merged > outcome.suggested for outcome in (makers(), models())] == [True, True]


@pytest.mark.parametrize("row", listed("hardware.csv"), ids=lambda row: f"{row['known']}-{row['typed']}")
def test_a_hardware_version_is_read_as_its_label_says(row: dict[str, str]) -> None:
    known = knowing(("a maker", "a model", version) for version in row["known"].split("|"))
    found = known.find_hardware(DEVICE_TYPE, "a maker", "a model", row["typed"])
    assert (found.name or "") == row["canonical"]
