"""What a rule proves to be one name, and what it must leave alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import catalogue
from eligo.catalogue import AliasTable, Catalogue, clean, fold, fold_model, fold_organisation, hardware_key

HEADER = "device_type,manufacturer,model,hardware_version,firmware_version\n"


def knowing(*rows: str) -> Catalogue:
    """A catalogue of ESMEs (manufacturer, model, hardware) without any alias."""
    known = catalogue(HEADER + "".join(f"ESME,{row},1.0.0\n" for row in rows))
    return replace(known, aliases=AliasTable())


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Landis+Gyr", "LANDIS & GYR AG"),
        ("Landis+Gyr", "Landis\u00a0and\u00a0Gyr (UK) Ltd"),
        ("Namron", "NAMRON AS"),
        ("Zeta Controls", "Zeta  Controls S.p.A."),
        ("Muster", "Muster GmbH & Co. KG"),
        ("Muster", "Muster GmbH and Co. KG"),
        ("Cedar & Co", "Cedar and Co. Ltd"),
        ("EDMI", "E\u200bDMI Pty.Ltd."),
        ("Telit", "\u0422\u0435lit\u2122"),
        ("\u042d\u043d\u0435\u0440\u0433\u043e", "\u044d\u043d\u0435\u0440\u0433\u043e LLC"),
    ],
)
def test_a_spelling_of_a_manufacturer_is_read_as_the_catalogue_writes_it(known: str, typed: str) -> None:
    assert knowing(f"{known},E1,1.0").manufacturer("ESME", typed) == known


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("LG", "L+G"),
        ("Secure Meters", "Secure Lighting"),
        ("Noble", "Noble & Co"),
        ("Noble", "Noble and Co"),
        ("Technologies", "And Technologies"),
        ("\u5c0f\u7c73", "\u534e\u4e3a"),
        ("\u5c0f\u7c73", "---"),
        ("Power", "Power+"),
        ("Studio 1.1", "Studio 11"),
        ("Ltd", "Limited"),
    ],
)
def test_another_manufacturer_is_not_read_as_a_known_one(known: str, typed: str) -> None:
    assert knowing(f"{known},E1,1.0").manufacturer("ESME", typed) is None


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("E470 (MK1)", "E470 Mark I"),
        ("E470 (MK1)", "\u0415470-mk.01"),
        ("E470 (MK2)", "E470MKII"),
        ("SEAP-2000-V", "seap 2000 v\u00ae"),
        ("R&D Kit", "R and D kit"),
        ("S9+", "S9 +"),
    ],
)
def test_a_spelling_of_a_model_is_read_as_the_catalogue_writes_it(known: str, typed: str) -> None:
    assert knowing(f"EDMI,{known},1.0").model("ESME", "EDMI", typed) == known


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("E470", "E460"),
        ("E470", "E47O"),
        ("E470", "E470\u00b2"),
        ("E4701", "E470\u2460"),
        ("E4701", "E470\u2081"),
        ("E4701/2", "E470\u00bd"),
        ("E470A", "E470\u1d43"),
        ("E470", "E470 MK1"),
        ("A-1.1", "A-11"),
        ("S9", "S9+"),
        ("SEAP-2000-V", "SEAP-2000-W"),
        ("DUET II", "DUET 2"),
        ("E1 MK1", "E1 MK10"),
        ("R&D Kit", "RD Kit"),
    ],
)
def test_another_model_is_not_read_as_a_known_one(known: str, typed: str) -> None:
    assert knowing(f"EDMI,{known},1.0").model("ESME", "EDMI", typed) is None


def test_two_entries_that_fold_alike_are_found_by_their_own_spelling_alone() -> None:
    one = knowing("aeotec,X 1,1.0", "Aeotec,X-1,1.0", "Aeotec,X 1,2")
    assert [one.manufacturer("ESME", typed) for typed in ("aeotec", "Aeotec", "AEOTEC")] == ["aeotec", "Aeotec", None]
    assert [one.model("ESME", "Aeotec", typed) for typed in ("X 1", "X-1", "x1")] == ["X 1", "X-1", None]
    assert one.find_manufacturer("ESME", "AEOTEC").alike == ("Aeotec", "aeotec")


def test_a_number_of_thousands_of_digits_is_text_like_any_other() -> None:
    digits = "9" * 5000
    assert hardware_key(digits) == (digits,)
    assert fold_model(f"X Mk {digits}") == f"xmk{digits}"


@given(st.text())
def test_folding_a_folded_name_changes_nothing(text: str) -> None:
    assert (clean(clean(text)), fold(clean(text))) == (clean(text), fold(text))
    assert fold_organisation(clean(text), ["UK"]) == fold_organisation(text, ["UK"])
    assert (fold_model(clean(text)), hardware_key(clean(text))) == (fold_model(text), hardware_key(text))


@given(
    st.text(alphabet="aA1+&-. \u00a0\u0410\u00b2mMkK", max_size=8), st.text(alphabet="aA1+&-. \u0410mMkK", max_size=8)
)
def test_names_with_other_digits_are_never_one(first: str, second: str) -> None:
    if fold_model(first) == fold_model(second) != "":
        assert [c for c in fold_model(first) if c.isdigit()] == [c for c in fold_model(second) if c.isdigit()]
