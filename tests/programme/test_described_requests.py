"""Requests that describe what they are of, since no return reports it (SEC H14.36A)."""

from __future__ import annotations

import pytest

from builders import foc
from eligo.artefacts import decision_cells
from eligo.catalogue import Catalogue, CatalogueEntry, scheme_aliases
from eligo.programme import DECISION_COLUMNS, UNREPORTED, DecisionsRead, read_decisions
from eligo.returns import Describing
from eligo.terms import Combination, Device
from programme.drawn import told
from programme.drawn_decisions import DECISIONS, ESTATE, stated, table

SCHEME = foc()
CATALOGUE = Catalogue(
    (
        CatalogueEntry("ESME", "Landis+Gyr", "E470 (MK1)", "1.0", "01.09.01.44", 2),
        CatalogueEntry("CH", "Telit", "SEAP-2000-V", "A", "2.1.12", 3),
    ),
    scheme_aliases(SCHEME),
    SCHEME.legal_suffixes,
)
DEVICES = {
    "smso": "SMSO-1",
    "wan_provider": "WAN-A",
    "fuel_type": "SF",
    "esme_manufacturer": "Landis+Gyr",
    "esme_model": "E470 (MK1)",
    "esme_hardware": "1.0",
    "ch_manufacturer": "Telit",
    "ch_model": "SEAP-2000-V",
    "ch_hardware": "A",
    "ch_firmware": "2.1.12",
}
METER = Device("ESME", "Landis+Gyr", "E470 (MK1)", "1.0", "TBC")
HUB = Device("CH", "Telit", "SEAP-2000-V", "A", "2.1.12")
ASKED = Combination("SMSO-1", "WAN-A", (METER, None, HUB, None))
COLUMNS = (*DECISION_COLUMNS, *DEVICES, "esme_firmware", "ppmid_model")


def read(*lines: dict[str, str], known: Catalogue | None = CATALOGUE) -> DecisionsRead:
    describing = Describing(SCHEME, known) if known else None
    return read_decisions(DECISIONS, table(*lines, columns=COLUMNS), SCHEME, ESTATE, describing)


def request(combination: str = "", **changes: str) -> dict[str, str]:
    return stated("request", combination, **{"weight": "400", **DEVICES, **changes})


def test_a_request_may_describe_what_nobody_has_reported() -> None:
    outcome = read(request(), stated("duration", ASKED.combination_id))

    assert outcome.findings == ()
    assert outcome.decisions is not None
    one, duration = outcome.decisions.decisions
    assert one.combination_id == duration.combination_id == ASKED.combination_id
    assert one.described is not None
    assert (one.described.combination, one.described.product_kind) == (ASKED, "SF")
    assert outcome.decisions.tested_on_request == {ASKED.combination_id}
    assert UNREPORTED.startswith("No return reports it")


def test_it_is_read_by_the_names_of_the_catalogue_and_kept_by_them() -> None:
    typed = request(esme_manufacturer="L+G", esme_model="E470 Mk1", ch_firmware="v2.1.12")
    first = read(typed).decisions
    assert first is not None
    assert first.decisions[0].combination_id == ASKED.combination_id

    kept = decision_cells(first.decisions[0])

    assert (kept["esme_manufacturer"], kept["esme_firmware"]) == ("Landis+Gyr", "TBC")
    columns = tuple(kept)
    again = read_decisions(DECISIONS, table(kept, columns=columns), SCHEME, ESTATE)
    assert (again.decisions, again.findings) == (first, ())


def test_what_no_catalogue_has_stands_as_it_is_with_a_warning() -> None:
    outcome = read(request(ch_manufacturer="Beech", ch_model="B-100", ch_hardware="1", ch_firmware="1.0.0"))

    assert told(outcome.findings) == [("manufacturer-unknown", 2, "ch_manufacturer"), ("model-unknown", 2, "ch_model")]
    assert outcome.decisions is not None
    described = outcome.decisions.decisions[0].described
    assert described is not None
    assert described.combination.device("CH") == Device("CH", "Beech", "B-100", "1", "1.0.0")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (request("C-LARGE"), [("decision-contradicted", 2, "combination")]),
        (request(smso="SMSO-9"), [("value-not-allowed", 2, "smso")]),
        (request(esme_model=""), [("device-without-model", 2, "esme_model")]),
        ({**stated("first", "C-OTHER"), "ch_model": "X"}, [("entry-not-allowed", 2, "ch_model")]),
        (stated("request", "", weight="1"), [("entry-missing", 2, "combination")]),
    ],
)
def test_what_is_described_wrongly_is_told_at_its_cell(line: dict[str, str], found: list[tuple[str, int, str]]) -> None:
    outcome = read(line)

    assert outcome.decisions is None
    assert told(outcome.findings) == found


def test_what_is_described_and_reported_since_is_what_the_run_has() -> None:
    reported = next(iter(ESTATE.values()))
    known = {ASKED.combination_id: reported}
    columns = tuple(dict.fromkeys((*DECISION_COLUMNS, *DEVICES)))

    outcome = read_decisions(DECISIONS, table(request(), columns=columns), SCHEME, known, Describing(SCHEME, CATALOGUE))

    assert told(outcome.findings) == [("request-in-scope", 2, "combination")]


def test_what_every_combination_has_is_asked_for() -> None:
    hub = dict.fromkeys(("ch_manufacturer", "ch_model", "ch_hardware", "ch_firmware"), "")

    outcome = read(request(wan_provider="", smso="", **hub))

    assert outcome.decisions is None
    assert {finding.location.column for finding in outcome.findings} >= {"smso", "wan_provider", "ch_model"}
