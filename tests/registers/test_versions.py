"""Versions: numbered, approved by another than drafted them, chained, signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.errors import RegisterRefused, UsageError
from eligo.registers import (
    Draft,
    Published,
    SignedVersion,
    SigningKey,
    is_signed_version,
    key_line,
    parts,
    pem_of,
    plain_version,
    proposal_faults,
    published,
    replay,
    signed,
    signing_key,
    version_hash,
    version_of,
)
from registers.drawn_log import KEY, LIFE, NEXT_KEY, START, WHO, drawn_log, drawn_register, opened, told, version

LOG = told(*LIFE)


def test_2_10_follows_2_9_and_stays_text() -> None:
    first = version(LOG, "2.9")
    second = version(LOG, "2.10", [first])

    assert (second.version.number, second.version.publication) == ("2.10", 2)
    assert second.version.parent == version_hash(first.version)


@given(st.lists(st.lists(st.integers(0, 10**9 - 1), min_size=1, max_size=4), min_size=2, max_size=9))
def test_numbers_are_in_numeric_order_part_by_part(numbers: list[list[int]]) -> None:
    texts = [".".join(map(str, number)) for number in numbers]

    assert [list(parts(text)) for text in sorted(texts, key=parts)] == sorted(numbers)


@pytest.mark.parametrize("number", ["", "2.", ".2", "2.09", "V2.10", "2,1", "2.1 ", "١", "9" * 10, ".".join("1" * 9)])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="is no version"):
        parts(number)
    with pytest.raises(RegisterRefused) as refused:
        version(LOG, number)
    assert refused.value.details[0].startswith(f"number: found {number!r}; expected whole numbers")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"approved_by": " ada  DRAFTER"}, "approved_by: found ' ada  DRAFTER', who drafted it; expected another"),
        (
            {"drafted_by": "Ren\u00e9", "approved_by": "RENE\u0301"},
            "approved_by: found 'RENE\u0301', who drafted it; expected another",
        ),
        (
            {"drafted_by": "Ada 1", "approved_by": "\uff21da \u2460"},
            "approved_by: found '\uff21da \u2460', who drafted it",
        ),
        ({"reason": ""}, "reason: is blank, or has a character that cannot be kept"),
        ({"list": "dpl"}, "list: found 'dpl', which the rules of the log do not have"),
        ({"effective_on": date(2019, 10, 31)}, "effective_on: found 2019-10-31, before version 2.9's 2019-11-01"),
        ({"number": "2.9"}, "number: found 2.9; expected one after 2.9"),
        ({"number": "2.1"}, "number: found 2.1; expected one after 2.9"),
    ],
)
def test_a_version_that_is_not_right_is_refused_with_its_reason(change: dict[str, Any], expected: str) -> None:
    stated = {"number": "2.10", **change}
    with pytest.raises(RegisterRefused) as refused:
        version(LOG, earlier=[version(LOG, "2.9")], **stated)

    assert [expected in detail for detail in refused.value.details] == [True]


def test_what_speaks_against_a_proposal_is_known_before_anybody_approves_it() -> None:
    last = version(LOG, "2.9").version
    draft = Draft("ppcl", "2.1", date(2019, 10, 31), " ", "Ada Drafter")
    before, at = Published(last, last), last.published_at

    named = [one.split(":")[0] for one in proposal_faults(draft, replay(LOG), before, at)]

    assert named == ["reason", "number", "effective_on"]
    right = replace(draft, number="2.10", effective_on=last.effective_on, reason="As concluded")
    assert list(proposal_faults(right, replay(LOG), before, at)) == []
    with pytest.raises(RegisterRefused) as refused:
        published(right, replay(LOG), bytes(32), "0" * 64, before, at)
    assert refused.value.details == ("approved_by: is blank, or has a character that cannot be kept",)


def test_a_version_never_covers_less_than_the_one_before_it() -> None:
    with pytest.raises(RegisterRefused) as refused:
        version(LOG[:5], "2.10", [version(LOG, "2.9")])

    assert [detail.split(":")[0] for detail in refused.value.details] == ["size"]


def test_a_version_is_published_neither_before_the_last_one_nor_before_a_line_that_it_covers() -> None:
    last = version(LOG, "2.9").version
    draft = Draft("ppcl", "2.10", date(2019, 11, 1), "As concluded", "Ada Drafter", "Ben Approver")

    with pytest.raises(RegisterRefused) as refused:
        published(draft, replay(LOG), bytes(32), "0" * 64, Published(last, last), START)

    assert [detail.split(", before")[1][:21] for detail in refused.value.details] == [
        " the last publication",
        " the last line of the",
    ]


def test_each_list_has_numbers_of_its_own_in_one_chain() -> None:
    first = version(LOG, "2.9")
    second = version(LOG, "1.0", [first], list="epcl", effective_on=date(2020, 2, 21))
    third = version(LOG, "2.10", [first, second])

    assert [one.version.publication for one in (first, second, third)] == [1, 2, 3]
    for earlier, later in pairwise((first, second, third)):
        assert later.version.parent == version_hash(earlier.version)


def test_content_is_what_stands_on_the_list_that_day() -> None:
    early, late = (version(LOG, "1", list="epcl", effective_on=day) for day in (date(2020, 2, 20), date(2020, 2, 21)))
    empty = version(told(), "1", list="epcl")

    assert early.version.content == empty.version.content != late.version.content


@given(st.integers(0, 10**9 if settings.get_current_profile_name() == "fuzz" else 19))
def test_versions_never_go_backwards_and_each_names_the_one_before_it(seed: int) -> None:
    log, versions = drawn_register(Random(seed), 20)
    for earlier, later in pairwise([one.version for one in versions]):
        assert later.parent == version_hash(earlier)
        assert (earlier.publication + 1, True) == (later.publication, earlier.size <= later.size)
        assert earlier.published_at <= later.published_at
    for name in ("ppcl", "epcl"):
        for earlier, later in pairwise([one.version for one in versions if one.version.list == name]):
            assert parts(earlier.number) < parts(later.number)
            assert earlier.effective_on <= later.effective_on
    for one in versions:
        key = replay(log[: one.version.size]).key
        assert key is not None
        assert (is_signed_version(one), one.key) == (True, key.key)


@given(st.integers(0, 10**9 if settings.get_current_profile_name() == "fuzz" else 19))
def test_of_drawn_drafts_those_that_go_backwards_are_refused_and_no_others(seed: int) -> None:
    random = Random(seed)
    log, versions = drawn_log(random, 20), list[SignedVersion]()
    for _ in range(12):
        size, name = random.randint(max(2, len(log) // 2), len(log)), random.choice(["ppcl", "epcl"])
        number, day = (random.randint(1, 2), random.randint(8, 11)), date(2019, 10, random.choice([1, 1, 7]))
        same = [one.version for one in versions if one.version.list == name]
        goes_on = not versions or size >= versions[-1].version.size
        if same:
            last = tuple(int(part) for part in same[-1].number.split("."))
            goes_on = goes_on and number > last and day >= same[-1].effective_on
        try:
            text = ".".join(map(str, number))
            versions.append(version(log[:size], text, versions, list=name, effective_on=day))
        except RegisterRefused:
            assert not goes_on, (number, day, size)
        else:
            assert goes_on, (number, day, size)


def test_a_signature_is_of_everything_that_a_version_states() -> None:
    one = version(LOG, "2.10")

    assert is_signed_version(one)
    for name, value in plain_version(one.version).items():
        changed = {**plain_version(one.version), name: value + 1 if isinstance(value, int) else f"{value}"[::-1]}
        try:
            other = replace(one, version=version_of(changed))
        except ValueError:
            continue
        assert other == one or not is_signed_version(other)


def test_the_key_in_force_signs_and_no_other() -> None:
    change = key_line(replay(LOG), NEXT_KEY, KEY, WHO, "Once a year", LOG[-1].recorded_at)
    log = (*LOG, change)

    assert version(log, "2.10", key=NEXT_KEY).key == NEXT_KEY.public
    for key, registers in ((KEY, replay(log)), (NEXT_KEY, replay(LOG))):
        with pytest.raises(RegisterRefused, match="not the one in force"):
            signed(version(LOG, "2.9").version, key, registers)


def test_nothing_is_published_of_a_log_without_a_key() -> None:
    rules = replace(opened()[1], number=1)

    with pytest.raises(RegisterRefused) as refused:
        version((rules,), "1.0")

    assert refused.value.details == ("log: has no key yet that versions could be signed with",)


def test_a_version_is_read_back_from_its_plain_form_and_from_nothing_else() -> None:
    stated = plain_version(version(LOG, "2.10").version)

    assert version_of(stated) == version(LOG, "2.10").version
    for name in stated:
        for wrong in ({k: v for k, v in stated.items() if k != name}, {**stated, name: 1.5}, {**stated, "x": ""}):
            with pytest.raises(ValueError, match="version of a register"):
                version_of(wrong)


def test_a_key_is_read_from_pem_or_digits_and_never_shown() -> None:
    assert signing_key(pem_of(KEY)) == signing_key(b"00" * 32 + b"\n") == KEY
    assert "00000000" not in repr(KEY)
    for wrong in (b"", b"0" * 63, pem_of(KEY)[:-40], b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"):
        with pytest.raises(UsageError) as refused:
            signing_key(wrong)
        assert "AAAA" not in refused.value.message + refused.value.hint
    assert KEY.public == SigningKey(bytes(32)).public != NEXT_KEY.public
    assert START.tzinfo is not None
