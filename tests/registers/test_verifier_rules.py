"""Who has the key may sign what the log's rules do not allow, and the offline verifier shows it to anybody."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings

from eligo.registers import LogLine, RegisterEntry, RulesEntry, SignedVersion, line_faults, register_document, replay
from eligo.registers.versions import version_message
from registers.drawn_log import KEY, LIFE, drawn_log, entry, the_rules, told, tree_of, version
from registers.verifying import checked, signed_anew


@pytest.mark.parametrize(
    ("number", "change", "expected"),
    [
        (3, {"state": "eligible"}, "its state does not follow new"),
        (5, {"state": "uneconomic", "basis": {"kind": "uneconomic"}}, "may not rest on uneconomic, or not on what"),
        (8, {"first_added_on": "2020-02-20"}, "its day first added is not that on which it was"),
        (8, {"basis": {"base": "P-000000000000/1"}}, "rests on P-000000000000/1, which is not eligible by a test of"),
        (6, {"firmware": {"ESME": {"stage": "to-be-confirmed", "version": ""}}}, "does not follow candidate 1.0"),
        (6, {"effective_on": "2019-11-03"}, "takes effect before the entry before it, or on no day"),
        (4, {"provider": "WAN-B"}, "its devices and provider are those of P-"),
        (4, {"generation": 3}, "its generation does not follow"),
        (4, {"recorded_at": "2019-09-01T09:00:00.000000Z"}, "is recorded earlier than the line before it"),
    ],
)
def test_who_has_the_key_is_held_to_the_rules_of_the_log(
    tmp_path: Path, number: int, change: dict[str, Any], expected: str
) -> None:
    """A publisher may sign what the rules do not allow, and anybody sees it."""
    stated = json.loads(register_document(told(*LIFE), [version(told(*LIFE), "1.0")]))
    line = stated["log"][number - 1]["line"]
    for name, value in change.items():
        line[name] = {**line[name], **value} if isinstance(value, dict) else value
    signed_anew(stated, KEY)

    faults = checked(tmp_path, stated)

    assert any(f"line {number} " in fault and expected in fault for fault in faults), faults
    assert not any("hash" in fault or "signature" in fault for fault in faults)


def other_rules(**changes: Any) -> RulesEntry:
    """The rules, as of the last day of ``LIFE``, with something changed in the table of states, or elsewhere."""
    states = changes.pop("states", the_rules().rules.states)
    return replace(the_rules(), rules=replace(the_rules().rules, states=states), **changes)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (other_rules(), None),
        (other_rules(states=tuple(one for one in the_rules().rules.states if one.id != "eligible")), "leaves out elig"),
        (
            other_rules(states=tuple(replace(one, list="epcl") for one in the_rules().rules.states)),
            "makes pending eligible, which items are in",
        ),
        (other_rules(open_types=()), "has other device types than the rules before it"),
    ],
)
def test_rules_that_leave_an_item_behind_are_found(tmp_path: Path, rules: RulesEntry, expected: str | None) -> None:
    log = told(*LIFE, entry(2))
    line = replace(rules, number=len(log) + 1, recorded_at=log[-1].recorded_at)
    assert bool(line_faults(replay(log), line)) is (expected is not None)

    stated = json.loads(register_document((*log, line), [forced((*log, line))]))
    own = [fault for fault in checked(tmp_path, stated) if f"line {line.number} " in fault]
    assert any(expected in fault for fault in own) if expected else not own, own


@pytest.mark.parametrize("approver", [" ada  DRAFTER", "\uff21da Drafter"])
def test_who_drafted_a_version_has_not_approved_it_however_the_name_is_written(tmp_path: Path, approver: str) -> None:
    stated = json.loads(register_document(told(*LIFE), [version(told(*LIFE), "1.0")]))
    stated["versions"][0]["version"]["approved_by"] = approver
    signed_anew(stated, KEY)

    assert checked(tmp_path, stated) == ["0.json: version 1.0 of ppcl: is approved by who drafted it, or by nobody"]


JUDGED = ("state:", "effective_on:", "first_added_on:", "firmware:", "generation:", "basis: ")
UNJUDGED = ("operators:", "entry: changes nothing")
"""The reasons for which the verifier finds an entry at fault, too, and those which it leaves to the publisher."""


@pytest.mark.hypothesis
@pytest.mark.parametrize("seed", range(200 if settings.get_current_profile_name() == "fuzz" else 6))
def test_what_may_not_be_entered_is_found_where_it_was_signed_nonetheless(tmp_path: Path, seed: int) -> None:
    refused: list[tuple[tuple[LogLine, ...], RegisterEntry, tuple[str, ...]]] = []
    drawn_log(Random(seed), 20, refused)
    for log, line, reasons in Random(seed).sample(refused, 12):
        stated = json.loads(register_document((*log, line), [forced((*log, line))]))
        faults = [fault for fault in checked(tmp_path, stated) if f"line {line.number} " in fault]
        assert all(reason.startswith((*JUDGED, *UNJUDGED)) for reason in reasons)
        assert bool(faults) is any(reason.startswith(JUDGED) for reason in reasons), (reasons, faults)


def forced(log: tuple[LogLine, ...]) -> SignedVersion:
    """A version of a log that may hold what is not allowed, as only who has the key can sign it."""
    usual = version(log[:2], "1.0")
    root = tree_of(log).root().hex()
    one = replace(usual.version, size=len(log), root=root, published_at=log[-1].recorded_at)
    return replace(usual, version=one, signature=KEY.sign(version_message(one)))


@pytest.mark.parametrize("line", [{}, {"kind": "note", "number": 4, "recorded_at": "", "who": "", "why": ""}])
def test_a_line_of_no_known_kind_is_a_fault(tmp_path: Path, line: dict[str, Any]) -> None:
    stated = json.loads(register_document(told(*LIFE), [version(told(*LIFE), "1.0")]))
    stated["log"][3]["line"] = line
    signed_anew(stated, KEY)

    assert f"0.json: line 4 ({line.get('kind')}): has not what such a line has" in checked(tmp_path, stated)
