"""What may have been meant by a name that nothing proves: ranked, scored, and with the other cells in mind."""

from __future__ import annotations

from builders import catalogue, row, supplier_return
from eligo.catalogue import Suggestion, suggest_manufacturers, suggest_models, suggest_versions

HEADER = "device_type,manufacturer,model,hardware_version,firmware_version\n"
KNOWN = catalogue(
    HEADER
    + "ESME,Landis+Gyr,E470 (MK1),1.0,1.0.0\nESME,Landis+Gyr,E470 (MK2),1.0,1.0.0\nESME,LG,T1,1.0,1.0.0\n"
    + "ESME,Telit,SEAP-2000-V,1.0,1.0.0\nESME,Tekit,Q5,1.0,1.0.0\nESME,Green Energy Options,Trio,1.0,1.0.0\n"
)


def names(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [one.name for one in suggestions]


def test_another_digit_is_no_strong_suggestion() -> None:
    assert [one.strong for one in suggest_versions(["E460"], "E470")] == [False]
    assert [one.strong for one in suggest_versions(["E470"], "E47O")] == [True]


def test_a_better_score_comes_first_and_equal_ones_are_in_order_of_name() -> None:
    found = suggest_models(KNOWN, "ESME", "Landis+Gyr", "E47O Mk2")
    assert names(found) == ["E470 (MK2)", "E470 (MK1)"]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert names(suggest_models(KNOWN, "ESME", "Landis+Gyr", "E470")) == ["E470 (MK1)", "E470 (MK2)"]


def test_the_model_beside_it_tells_which_manufacturer_was_meant() -> None:
    assert names(suggest_manufacturers(KNOWN, "ESME", "Teit", "seap-2000-v"))[0] == "Telit"
    assert names(suggest_manufacturers(KNOWN, "ESME", "Teit", "q 5"))[0] == "Tekit"


def test_a_model_of_another_manufacturer_is_named_with_it() -> None:
    assert Suggestion("SEAP-2000-V", 74, "Telit") in suggest_models(KNOWN, "ESME", "LG", "SEAP 2000 V")


def test_a_model_of_an_unknown_manufacturer_is_looked_for_under_all() -> None:
    assert names(suggest_models(KNOWN, "ESME", "Telid", "SEAP-2OOO-V"))[0] == "SEAP-2000-V"


def test_initials_find_the_name() -> None:
    assert names(suggest_manufacturers(KNOWN, "ESME", "GEO"))[0] == "Green Energy Options"
    assert names(suggest_manufacturers(KNOWN, "ESME", "L & G"))[0] == "Landis+Gyr"


def test_a_name_like_none_has_no_suggestion() -> None:
    assert suggest_manufacturers(KNOWN, "ESME", "Xqwzzj") == ()
    assert suggest_manufacturers(KNOWN, "ESME", "---") == ()
    assert suggest_models(KNOWN, "GSME", "Landis+Gyr", "G370") == ()


def test_a_finding_says_what_may_have_been_meant() -> None:
    one = supplier_return([row(**{"CH Model": "SEAP-2OOO-V", "GSME Manufacturer": "Landys+Gyr"})])
    assert {(f.code, f.location.column): f.suggestion for f in one.findings if f.code.endswith("-unknown")} == {
        ("model-unknown", "CH Model"): "Did you mean SEAP-2000-V or SEAP-2001-V?",
        ("manufacturer-unknown", "GSME Manufacturer"): "Did you mean Landis+Gyr?",
        ("model-unknown", "GSME Model"): "Did you mean G370?",
    }
