"""Alias decisions: after the rules, before suggestions; read from a file, with every mistake at its line."""

from __future__ import annotations

from datetime import date

import pytest

from builders import catalogue, row, said, supplier_return
from eligo.catalogue import AliasDecision, AliasTable, TypedCell, read_aliases, read_device
from eligo.errors import BadDecisions

COLUMNS = ("ESME Manufacturer", "ESME Model", "ESME Hardware version", "ESME Firmware version")
DAY = date(2019, 9, 1)


def decided(kind: str, typed: str, canonical: str, **limits: str) -> AliasDecision:
    return AliasDecision(
        kind, typed, canonical, "seen on the label", "An analyst", DAY, place="aliases.csv:2", **limits
    )


def aliases(*lines: str, header: str = "kind,device_type,typed,canonical,reason,author,date") -> bytes:
    return "\n".join((header, *lines)).encode()


def refused(*lines: str, header: str = "kind,device_type,typed,canonical,reason,author,date") -> tuple[str, ...]:
    with pytest.raises(BadDecisions) as stopped:
        read_aliases("aliases.csv", aliases(*lines, header=header), catalogue(), ["Aster Energy", "Birch Power"])
    return stopped.value.details


def test_an_alias_holds_for_every_spelling_that_a_rule_proves_equal() -> None:
    known = catalogue().with_aliases([decided("manufacturer", "Gyrland", "Landis+Gyr")])
    assert [known.manufacturer("ESME", typed) for typed in ("Gyrland", "GYR-LAND Ltd", "Gyrlund")] == [
        "Landis+Gyr",
        "Landis+Gyr",
        None,
    ]


def test_a_device_is_read_by_aliases_and_the_notes_say_who_decided() -> None:
    known = catalogue().with_aliases(
        [
            decided("manufacturer", "Gyrland", "Landis+Gyr"),
            decided("model", "Blue meter", "E470 (MK1)", device_type="ESME"),
            decided("hardware", "Issue 1", "1.0", device_type="ESME", model="E470 (MK1)"),
        ]
    )
    typed = tuple(TypedCell(text) for text in ("Gyrland", "blue  METER", "issue 1", "01.09.01.44"))
    reading = read_device(known, "ESME", (typed[0], typed[1], typed[2], typed[3]), COLUMNS)
    assert reading.device is not None
    assert reading.device.text == "Landis+Gyr|E470 (MK1)|1.0|01.09.01.44"
    assert [(issue.code, issue.message) for issue in reading.issues] == [
        ("value-normalised", f"Read as '{name}', as An analyst decided on 2019-09-01: seen on the label")
        for name in ("Landis+Gyr", "E470 (MK1)", "1.0")
    ]


def test_an_alias_leads_to_the_name_that_the_catalogue_has_for_its_canonical_one() -> None:
    """The scheme says that L+G is Landis+Gyr; this catalogue writes that maker otherwise."""
    header = "device_type,manufacturer,model,hardware_version,firmware_version\n"
    known = catalogue(header + "ESME,Landis & Gyr,E470,1.0,1.0.0\nCH,Telit,S1,1.0,1.0.0\n")
    assert known.manufacturer("ESME", "L+G") == "Landis & Gyr"
    assert known.manufacturer("CH", "L+G") == "Landis+Gyr"


def test_an_alias_counts_within_its_limits_alone() -> None:
    one = AliasTable((decided("hardware", "B", "2.0", model="E470 (MK2)"), decided("hardware", "B", "3.0", model="X")))
    assert [
        getattr(one.find("hardware", "b", device_type="ESME", manufacturer="EDMI", model=model), "canonical", None)
        for model in ("E470 (MK2)", "X", "Y")
    ] == ["2.0", "3.0", None]


def test_where_aliases_contradict_each_other_none_counts() -> None:
    one = AliasTable(
        (decided("organisation", "Aster", "Aster Energy"), decided("organisation", "ASTER", "Birch Power"))
    )
    assert one.organisation("aster") is None


def test_what_a_rule_reads_is_never_changed_by_an_alias() -> None:
    known = catalogue().with_aliases([decided("model", "E470 MK1", "E470 (MK2)")])
    assert known.model("ESME", "Landis+Gyr", "E470 MK1") == "E470 (MK1)"


def test_an_alias_that_only_spells_anew_changes_no_device() -> None:
    typed = {"ESME Manufacturer": "LANDIS & GYR", "ESME Model": "E470-MK1", "CH Model": "seap 2000 v"}
    before = supplier_return([row(**typed)])
    known = catalogue().with_aliases(
        [decided("manufacturer", "Landis & Gyr", "Landis+Gyr"), decided("model", "SEAP 2000 V", "SEAP-2000-V")]
    )
    cells = (TypedCell("LANDIS & GYR"), TypedCell("E470-MK1"), TypedCell("1.0"), TypedCell("01.09.01.44"))
    assert read_device(known, "ESME", cells, COLUMNS).device == before.accepted.devices["ESME"][0]
    assert said(before) == []


def test_a_file_of_aliases_is_read() -> None:
    content = aliases(
        "maker,,Gyrland,Landis+Gyr,former name,An analyst,2019-09-01,,",
        "",
        "hardware,ESME,Issue 1,1.0,label,An analyst,2019-09-02,,E470 (MK1)",
        'organisation,,"Aster Nrg, the old one",Aster Energy,renamed,An analyst,2019-09-03,,',
        header="kind,device_type,typed,canonical,reason,author,date,manufacturer,model",
    )
    read = read_aliases("aliases.csv", content, catalogue(), ["Aster Energy"])
    assert read.decisions == (
        AliasDecision("manufacturer", "Gyrland", "Landis+Gyr", "former name", "An analyst", DAY, place="aliases.csv:2"),
        AliasDecision(
            "hardware",
            "Issue 1",
            "1.0",
            "label",
            "An analyst",
            date(2019, 9, 2),
            "ESME",
            "",
            "E470 (MK1)",
            "aliases.csv:4",
        ),
        AliasDecision(
            "organisation",
            "Aster Nrg, the old one",
            "Aster Energy",
            "renamed",
            "An analyst",
            date(2019, 9, 3),
            place="aliases.csv:5",
        ),
    )


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        (
            "colour,,A,B,why,who,2019-09-01",
            "kind: found 'colour', expected one of manufacturer, model, hardware, organisation",
        ),
        (
            "manufacturer,TV,A,Telit,why,who,2019-09-01",
            "device_type: found 'TV', expected one of CH, ESME, GSME, PPMID",
        ),
        (
            "organisation,CH,A,Aster Energy,why,who,2019-09-01",
            "device_type: found 'CH', expected a blank cell for an organisation",
        ),
        ("manufacturer,,A,Telit,,who,2019-09-01", "reason: the cell is empty"),
        ("manufacturer,,A,Telit,why,who,2019-02-30", "date: found '2019-02-30', expected a day such as 2019-08-31"),
        ("manufacturer,,A,Telit,why,who,1 Sep", "date: found '1 Sep', expected a day such as 2019-08-31"),
        (
            "manufacturer,,A,A,why,who,2019-09-01",
            "canonical: found 'A', the typed form itself; expected another name for it",
        ),
        (
            "manufacturer,,A,Telix,why,who,2019-09-01",
            "canonical: found 'Telix', which is no manufacturer in the catalogue",
        ),
        (
            "manufacturer,ESME,A,Telit,why,who,2019-09-01",
            "canonical: found 'Telit', which is no manufacturer for ESME in the catalogue",
        ),
        (
            "manufacturer,,A,telit,why,who,2019-09-01",
            "canonical: found 'telit', which is no manufacturer in the catalogue; expected its own spelling 'Telit'",
        ),
        (
            "organisation,,A,Cedar Gas,why,who,2019-09-01",
            "canonical: found 'Cedar Gas', which is no organisation of this round",
        ),
        (
            "manufacturer,,EDMI,Landis+Gyr,why,who,2019-09-01",
            "typed: found 'EDMI', which is a name of the catalogue itself; no alias can make it 'Landis+Gyr'",
        ),
        (
            "model,,E470 mk1,E470 (MK2),why,who,2019-09-01",
            "typed: found 'E470 mk1', which is read as 'E470 (MK1)' by rule; no alias can make it 'E470 (MK2)'",
        ),
        (
            "manufacturer,,L+G,EDMI,why,who,2019-09-01",
            "typed: found 'L+G' for 'EDMI', but the scheme says 'Landis+Gyr'",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_column(line: str, mistake: str) -> None:
    assert refused(line) == (f"aliases.csv:2 {mistake}",)


def test_a_form_with_two_meanings_a_chain_and_a_circle_are_refused_together() -> None:
    assert refused(
        "manufacturer,,Gyrland,Landis+Gyr,why,who,2019-09-01",
        "manufacturer,CH,GYRLAND,Telit,why,who,2019-09-01",
        "organisation,,Ash,Aster,why,who,2019-09-01",
        "organisation,,Aster,Aster Energy,why,who,2019-09-01",
        "organisation,,Bay,Beech,why,who,2019-09-01",
        "organisation,,Beech,Bay,why,who,2019-09-01",
    ) == (
        "aliases.csv:3 typed: found 'GYRLAND' for 'Telit', but aliases.csv:2 says 'Landis+Gyr'",
        "aliases.csv:4 canonical: found 'Aster', itself an alias (aliases.csv:5); expected 'Aster Energy'",
        "aliases.csv:6 canonical: found 'Beech', which leads round in a circle: Beech -> Bay -> Beech",
        "aliases.csv:7 canonical: found 'Bay', which leads round in a circle: Bay -> Beech -> Bay",
    )


def test_an_alias_is_limited_by_what_it_is_about_alone() -> None:
    header = "kind,device_type,typed,canonical,reason,author,date,manufacturer,model"
    assert refused(
        "model,,Blue,G370,why,who,2019-09-01,EDMI,", "model,,Red,G370,why,who,2019-09-01,,G370", header=header
    ) == (
        "aliases.csv:2 canonical: found 'G370', which is no model of EDMI in the catalogue",
        "aliases.csv:3 model: found 'G370', expected a blank cell for an alias of a model",
    )


def test_a_column_that_is_missing_or_unknown_is_named() -> None:
    with pytest.raises(BadDecisions) as stopped:
        read_aliases("aliases.csv", b"kind,device_type,typed,canonical,author\n", catalogue())
    assert stopped.value.message == "aliases.csv:1 has no column reason, date"
    assert refused(header="kind,device_type,typed,canonical,reason,author,date,colour,date") == (
        "aliases.csv:1 colour: no column of aliases",
        "aliases.csv:1 date: the column is there twice",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "aliases.csv:1 has a byte 0xff that is not UTF-8"),
        (
            b'kind,"',
            "aliases.csv:1 cannot be read as a table: unexpected end of data (is a quotation mark never closed?)",
        ),
        (b"", "aliases.csv:1 has no column kind, device_type, typed, canonical, reason, author, date"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(BadDecisions) as stopped:
        read_aliases("aliases.csv", content, catalogue())
    assert stopped.value.message == message


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_may_have_another_delimiter(delimiter: str) -> None:
    content = aliases("model,ESME,Blue meter,E470 (MK1),label,An analyst,2019-09-01").replace(b",", delimiter.encode())
    assert [one.typed for one in read_aliases("aliases.csv", content, catalogue()).decisions] == ["Blue meter"]


def test_a_typed_form_of_nothing_but_signs_is_refused() -> None:
    """It would mean every blank cell."""
    assert refused("model,ESME,---,E470 (MK1),label,An analyst,2019-09-01") == (
        "aliases.csv:2 typed: found '---', which has no letter and no digit to know it by",
    )


def test_a_decision_of_a_day_to_come_is_refused_where_the_day_is_known() -> None:
    content = aliases("model,ESME,Blue meter,E470 (MK1),label,An analyst,2091-09-01")
    assert len(read_aliases("aliases.csv", content, catalogue()).decisions) == 1
    assert len(read_aliases("aliases.csv", content, catalogue(), today=date(2091, 8, 31)).decisions) == 1
    with pytest.raises(BadDecisions) as stopped:
        read_aliases("aliases.csv", content, catalogue(), today=DAY)
    assert stopped.value.details == (
        "aliases.csv:2 date: found 2091-09-01, and that day is still to come; expected 2019-09-01 or earlier",
    )
