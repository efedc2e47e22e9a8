"""The department's consent to an addition to the list of what is eligible: stated, held to, carried on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from eligo.artefacts import register_list_csv
from eligo.registers import (
    Consent,
    RegisterEntry,
    Registers,
    Served,
    enter,
    line_faults,
    line_of,
    numbered,
    plain,
    receipt_document,
    register_document,
    register_schema,
    replay,
)
from eligo.registers.due import Facts, Migrated, due_entries, said
from eligo.scheme import load_scheme
from eligo.terms import Route
from registers.drawn_facts import REPORT, entered, facts, known, shown
from registers.drawn_log import EVIDENCE, KEY, LIFE, START, WHO, entry, opened, the_rules, told, tree_of, version
from registers.verifying import checked, signed_anew

LETTER = Consent("Letter of the department", date(2020, 2, 20))
CONSENTED = replace(LIFE[-1], basis=replace(EVIDENCE, consent=LETTER))
LOG = told(*LIFE[:-1], CONSENTED)
EPCL = version(LOG, "1.0", list="epcl", effective_on=date(2020, 2, 21))


def test_a_consent_stands_in_the_entry_and_in_whatever_is_published_of_it() -> None:
    stated = plain(LOG[-1])
    assert stated["basis"]["consent"] == {"reference": "Letter of the department", "given_on": "2020-02-20"}
    assert line_of(stated) == LOG[-1]
    assert "consent" not in plain(LOG[-2])["basis"]
    schema = Draft202012Validator(json.loads(register_schema()))
    last = LOG[-1]
    assert isinstance(last, RegisterEntry)
    receipt = receipt_document(last, EPCL, tree_of(LOG).node)
    for text in (register_document(LOG, [EPCL]), receipt):
        assert schema.is_valid(json.loads(text))
    header, row = register_list_csv(EPCL.version, replay(LOG), load_scheme("smets1-foc")).decode().splitlines()
    found = dict(zip(header.split(","), row.split(","), strict=True))
    assert (found["consent"], found["consented_on"]) == ("Letter of the department", "2020-02-20")


@pytest.mark.parametrize(
    ("last", "fault"),
    [
        (replace(CONSENTED, basis=replace(EVIDENCE, consent=replace(LETTER, reference=" "))), "without a reference"),
        (
            replace(CONSENTED, basis=replace(EVIDENCE, consent=replace(LETTER, given_on=date(2020, 2, 22)))),
            "basis: the consent was given on 2020-02-22, after 2020-02-21; expected it before",
        ),
        (
            replace(LIFE[4], basis=replace(LIFE[4].basis, consent=LETTER), effective_on=date(2020, 3, 2)),
            "basis: states a consent, and 'in-test' is nothing that is consented to",
        ),
    ],
)
def test_a_consent_is_given_before_and_to_what_is_eligible(last: Any, fault: str) -> None:
    registers = replay(LOG[:-1])
    line = numbered(registers, last, LOG[-1].recorded_at)

    assert any(fault in one for one in line_faults(registers, line))


@pytest.mark.parametrize("change", [{"given_on": "2020-02-22"}, {"reference": " "}, {"given_on": "soon"}])
def test_anybody_is_shown_a_consent_that_came_later_or_is_called_nothing(
    tmp_path: Path, change: dict[str, str]
) -> None:
    stated = json.loads(register_document(LOG, [EPCL]))
    stated["log"][-1]["line"]["basis"]["consent"] |= change
    signed_anew(stated, KEY)

    faults = checked(tmp_path, stated)

    assert any("states a consent that was given later" in fault for fault in faults), faults


def in_need_of_consent() -> Registers:
    """A register whose rules let nothing be eligible by evidence without a consent."""
    registers = replay(opened())
    bases = tuple(
        replace(one, needs=(*one.needs, "consent")) if one.id == "evidence" else one for one in the_rules().rules.bases
    )
    return replace(registers, rules=replace(the_rules(), rules=replace(the_rules().rules, bases=bases)))


def test_where_the_rules_need_a_consent_what_is_shown_waits_for_it_and_keeps_it() -> None:
    two = (Served("SMSO-1", Route.MT_SIT), Served("SMSO-2", Route.MT_SIT))
    one = known(operators=two, shown=(shown(), shown(operator="SMSO-2")))
    given: Facts = facts(one, migrated=())
    registers = entered(in_need_of_consent(), given)

    (held,) = due_entries(registers, given).held
    assert held.reasons == ("basis: states no consent, which 'evidence' needs",)
    with_consent = replace(given, consent=LETTER)
    (due,) = due_entries(registers, with_consent).entries
    assert (due.entry.state, due.entry.basis.consent) == ("eligible", LETTER)
    registers, _ = enter(registers, said([due.entry], WHO, "Consented"), START)

    opening = replace(given, migrated=(Migrated("SMSO-2", "MT of DMC-2", (REPORT,)),))
    (then,) = due_entries(registers, opening).entries

    assert then.entry.basis.consent == LETTER
    assert [served.open_on is not None for served in then.entry.operators] == [False, True]


def test_nothing_else_states_it() -> None:
    given = replace(facts(known(1), known(2, ())), consent=LETTER)

    assert [one.entry.basis.consent for one in due_entries(replay(opened()), given).entries] == [None] * 4
    assert entry().basis.consent is None
