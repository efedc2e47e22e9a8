"""What a changed table of aliases would re-group, told before it is applied."""

from __future__ import annotations

from datetime import date

from builders import catalogue
from eligo.catalogue import AliasDecision, AliasTable, Move, Regrouping, TypedDevice, TypedRow, regrouping

NONE = AliasTable()


def table(*decisions: tuple[str, str, str]) -> AliasTable:
    return AliasTable(tuple(AliasDecision(*one, "why", "An analyst", date(2019, 9, 1)) for one in decisions))


def rows(*drawn: tuple[str, str, int]) -> list[TypedRow]:
    """(manufacturer, model, installations) of an ESME at hardware 1.0, of Aster Energy at SMSO-1."""
    return [
        TypedRow("Aster Energy", (TypedDevice("ESME", maker, model, "1.0"),), ("SMSO-1",), count)
        for maker, model, count in drawn
    ]


def group(maker: str, model: str, organisation: str = "Aster Energy") -> tuple[str, ...]:
    return (organisation, maker, model, "1.0", "SMSO-1")


SEEN = rows(
    ("Landis+Gyr", "E470 (MK1)", 100),
    ("Gyrland", "E470 (MK1)", 20),
    ("Gyrland", "E470 (MK1)", 5),
    ("EDMI", "ES-10B", 7),
)


def test_an_alias_joins_what_it_names_to_what_is_known() -> None:
    told = regrouping(catalogue(), NONE, table(("manufacturer", "Gyrland", "Landis+Gyr")), SEEN)
    known = group("Landis+Gyr", "E470 (MK1)")
    assert told == Regrouping((Move(group("Gyrland", "E470 (MK1)"), known, 2, 25),), (known,), (), ())
    assert (told.rows, told.installations) == (2, 25)


def test_an_alias_taken_back_parts_it_again() -> None:
    told = regrouping(catalogue(), table(("manufacturer", "Gyrland", "Landis+Gyr")), NONE, SEEN)
    known = group("Landis+Gyr", "E470 (MK1)")
    assert told == Regrouping((Move(known, group("Gyrland", "E470 (MK1)"), 2, 25),), (), (known,), ())


def test_a_group_that_meets_no_other_is_only_renamed() -> None:
    told = regrouping(catalogue(), NONE, table(("model", "Old ten", "ES-10B")), rows(("EDMI", "Old ten", 3)))
    assert told == Regrouping(
        (Move(group("EDMI", "Old ten"), group("EDMI", "ES-10B"), 1, 3),), (), (), (group("EDMI", "Old ten"),)
    )


def test_an_alias_of_an_organisation_moves_its_rows() -> None:
    told = regrouping(catalogue(), NONE, table(("organisation", "Aster energy", "Birch Power")), SEEN[3:])
    assert told.moves == (Move(group("EDMI", "ES-10B"), group("EDMI", "ES-10B", "Birch Power"), 1, 7),)


def test_an_alias_that_only_says_what_the_rules_prove_regroups_nothing() -> None:
    spelt = rows(("LANDIS & GYR", "E470-MK1", 4), ("Landis+Gyr", "E470 (MK1)", 6))
    told = regrouping(catalogue(), NONE, table(("manufacturer", "Landis & Gyr", "Landis+Gyr")), spelt)
    assert told == Regrouping((), (), (), ())
