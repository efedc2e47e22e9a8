"""Texts and numbers come back exactly as they were given, and what could not come back is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from eligo.errors import NotFound, UsageError
from eligo.ports import Step, Store
from eligo.records import LONGEST_NAME, Asked, FileRef, JobState, Round
from store.changes import populate
from store.drawn import BECAUSE, MINUTE, decision, file, log_of, round_, run, submission, unchanged
from store.stores import Opened, everything

LIKE_ONE_ANOTHER = (
    *("strasse", "straße", "STRASSE", "Strasse", "strasse ", " strasse", "strasse\t", "strasse\n", "st%", "st_asse"),
    *("é", "e\u0301", "e", "E", "É", "ﬁ", "fi", "İ", "i", "ı", "I", "ǆ", "ǅ", "ʼn"),
    *(
        "👩‍🔬",
        "👩",
        "🔬",
        "\U0001f469\u200d\U0001f52c\ufe0f",
        "\U0010ffff",
        "\uffff",
        "\ufeffx",
        "x",
        "x\u200b",
        "x\u00ad",
    ),
    *("'", "''", '"', "\\", "\\\\", "%", "_", "*", "?", "[a]", ";--", "\r\n", "\n", "\x01", "\x7f", "\u2028"),
    *(
        "1",
        "1.0",
        "01",
        "1e0",
        "None",
        "null",
        "NULL",
        "true",
        "{}",
        "10",
        "9",
        "b/c",
        "مرحبا",
        "日本",
        "a" * LONGEST_NAME,
    ),
)
"""Texts of which some database, collation or language takes some for others, or for something else than a text."""

UNSTORABLE = ("\x00", "a\x00b", "\ud800", "a\udfffb", "\ud83d")


def test_rounds_whose_references_are_alike_are_told_apart(store: Store) -> None:
    with store.transaction():
        opened = [store.rounds.open(round_(text, scheme=text), BECAUSE) for text in LIKE_ONE_ANOTHER]

    assert [store.rounds.get(text) for text in LIKE_ONE_ANOTHER] == opened
    assert list(store.rounds.all()) == opened
    assert [store.audit.of_subject(f"round/{text}")[0].number for text in LIKE_ONE_ANOTHER] == [
        one.event for one in opened
    ]


def test_decisions_whose_subjects_are_alike_are_told_apart(store: Store) -> None:
    made = store.decisions.record([decision(text, {text: text}) for text in LIKE_ONE_ANOTHER], BECAUSE)

    assert [store.decisions.standing("pin", text) for text in LIKE_ONE_ANOTHER] == list(made)
    assert [store.decisions.history("pin", text) for text in LIKE_ONE_ANOTHER] == [(one,) for one in made]
    assert list(store.decisions.all_standing("pin")) == list(made)


def test_decisions_whose_kinds_are_alike_are_told_apart(store: Store) -> None:
    made = store.decisions.record([decision("C-1", kind=text) for text in LIKE_ONE_ANOTHER], BECAUSE)

    assert [list(store.decisions.all_standing(text)) for text in LIKE_ONE_ANOTHER] == [[one] for one in made]


def test_submissions_of_rounds_that_are_alike_are_told_apart(store: Store) -> None:
    received = []
    with store.transaction():
        for text in LIKE_ONE_ANOTHER:
            store.rounds.open(Round(text, "foc"), BECAUSE)
            received.append(store.submissions.receive(submission(text, organisation=text, file_name=text), BECAUSE))

    assert [store.submissions.of_round(text) for text in LIKE_ONE_ANOTHER] == [(one,) for one in received]


@pytest.mark.parametrize("text", ["", " ", "a" * 100_000, "👩‍🔬" * 1000, *LIKE_ONE_ANOTHER[:10]])
def test_every_other_text_comes_back_as_it_was_however_long_it_is(opened: Opened, text: str) -> None:
    because = replace(BECAUSE, why=f"because {text}")
    opened.store.rounds.open(round_("RFI-1"), because)
    received = opened.store.submissions.receive(submission("RFI-1", file_name=text), because)
    (made,) = opened.store.decisions.record([decision("C-1", {"text": [text, {"deep": text}]})], because)
    recorded = opened.store.runs.record(run("RFI-1", parameters={"text": text}, status=text), because)
    opened.queue.submit("run", {"text": text}, because)
    claimed = opened.queue.claim("worker-1", MINUTE, because)
    assert claimed is not None
    kept = opened.queue.keep(claimed, MINUTE, Step(text, 1, 2, {"text": text}))
    ended = opened.queue.finish(kept, JobState.FAILED, because, problem=text, result={"text": text})

    assert (kept.stage, kept.checkpoint) == (text, {"text": text})
    assert everything(opened)[1:5] == [received, made, recorded, ended]
    assert {event.why for event in log_of(opened)} == {because.why}


def test_a_name_is_as_long_as_it_may_be_everywhere_at_once(opened: Opened) -> None:
    longest = "😀" * LONGEST_NAME

    kept = opened.store.rounds.open(Round(longest, longest, asked=(Asked(longest, longest),)), BECAUSE)
    opened.store.submissions.receive(submission(longest, kind=longest, role=longest, organisation=longest), BECAUSE)
    (made,) = opened.store.decisions.record([decision(longest, kind=longest)], BECAUSE)
    opened.queue.submit(longest, {}, BECAUSE)
    opened.queue.claim(longest, MINUTE, BECAUSE)

    assert opened.store.rounds.get(longest) == kept
    assert opened.store.decisions.standing(longest, longest) == made
    assert opened.store.audit.of_subject(f"decision/{longest}/{longest}")[0].number == 3
    assert opened.queue.all()[0].worker == longest


Change = Callable[[Opened, str], object]

NAMES: Mapping[str, Change] = {
    "round reference": lambda one, text: one.store.rounds.open(round_(text), BECAUSE),
    "round scheme": lambda one, text: one.store.rounds.open(round_("RFI-2", scheme=text), BECAUSE),
    "role asked": lambda one, text: one.store.rounds.open(round_("RFI-2", asked=(Asked(text, "x"),)), BECAUSE),
    "organisation asked": lambda one, text: one.store.rounds.open(round_("RFI-2", asked=(Asked("x", text),)), BECAUSE),
    "organisation": lambda one, text: one.store.submissions.receive(submission("RFI-1", organisation=text), BECAUSE),
    "submission kind": lambda one, text: one.store.submissions.receive(submission("RFI-1", kind=text), BECAUSE),
    "decision kind": lambda one, text: one.store.decisions.record([decision("C-9", kind=text)], BECAUSE),
    "decision subject": lambda one, text: one.store.decisions.record([decision("C-9"), decision(text)], BECAUSE),
    "job kind": lambda one, text: one.queue.submit(text, {}, BECAUSE),
    "worker": lambda one, text: one.queue.claim(text, MINUTE, BECAUSE),
}
"""Where a record has a text that it is found by."""

TEXTS: Mapping[str, Change] = {
    **NAMES,
    "amended scheme": lambda one, text: one.store.rounds.amend(
        replace(one.store.rounds.get("RFI-1"), scheme=text), BECAUSE
    ),
    "file name": lambda one, text: one.store.submissions.receive(submission("RFI-1", file_name=text), BECAUSE),
    "decision value": lambda one, text: one.store.decisions.record([decision("C-9", {"text": [text]})], BECAUSE),
    "decision value's name": lambda one, text: one.store.decisions.record([decision("C-9", {text: 1})], BECAUSE),
    "run parameter": lambda one, text: one.store.runs.record(run("RFI-1", parameters={"a": {"b": text}}), BECAUSE),
    "run status": lambda one, text: one.store.runs.record(run("RFI-1", status=text), BECAUSE),
    "request": lambda one, text: one.queue.submit("run", {"text": text}, BECAUSE),
    "stage": lambda one, text: one.queue.keep(one.queue.all()[1], MINUTE, Step(text, 1, 2)),
    "checkpoint": lambda one, text: one.queue.keep(one.queue.all()[1], MINUTE, Step("x", 1, 2, {"text": text})),
    "result": lambda one, text: one.queue.finish(one.queue.all()[1], JobState.DONE, BECAUSE, result={"text": text}),
    "problem": lambda one, text: one.queue.finish(one.queue.all()[1], JobState.FAILED, BECAUSE, problem=text),
}
"""Where a record has a text."""


@pytest.mark.parametrize("place", TEXTS)
def test_a_text_with_a_nul_or_half_a_character_is_refused_wherever_it_stands(opened: Opened, place: str) -> None:
    populate(opened)

    with unchanged(opened):
        for text in UNSTORABLE:
            with pytest.raises(UsageError):
                TEXTS[place](opened, text)


@pytest.mark.parametrize("place", NAMES)
def test_a_name_that_is_too_long_is_refused(opened: Opened, place: str) -> None:
    populate(opened)

    with unchanged(opened):
        for text in ("a" * (LONGEST_NAME + 1), "é" * 400):
            with pytest.raises(UsageError):
                NAMES[place](opened, text)


@pytest.mark.parametrize("text", UNSTORABLE)
def test_nothing_is_found_under_a_name_that_nothing_can_have(opened: Opened, text: str) -> None:
    populate(opened)

    with unchanged(opened):
        with pytest.raises(NotFound):
            opened.store.rounds.get(text)
        with pytest.raises(NotFound):
            opened.store.rounds.amend(round_(text), BECAUSE)
        with pytest.raises(NotFound):
            opened.store.submissions.receive(submission(text), BECAUSE)
        with pytest.raises(NotFound):
            opened.store.runs.record(run(text), BECAUSE)
        assert opened.store.submissions.of_round(text) == ()
        assert opened.store.decisions.standing("pin", text) is None
        assert opened.store.decisions.history(text, "C-1") == ()
        assert list(opened.store.decisions.all_standing(text)) == []
        assert opened.store.audit.of_subject(text) == ()


NUMBERS: Mapping[str, Callable[[Opened, int], object]] = {
    "rows": lambda one, number: one.store.submissions.receive(submission("RFI-1", rows_read=number), BECAUSE),
    "replaced by": lambda one, number: one.store.submissions.amend(
        replace(one.store.submissions.get(1), replaced_by=number), BECAUSE
    ),
    "size of a file": lambda one, number: one.store.submissions.receive(
        submission("RFI-1", file=FileRef("a" * 64, number)), BECAUSE
    ),
    "decision value": lambda one, number: one.store.decisions.record([decision("C-9", {"a": [number]})], BECAUSE),
    "run through": lambda one, number: one.store.runs.record(run("RFI-1", through=number), BECAUSE),
    "steps done": lambda one, number: one.queue.keep(one.queue.all()[1], MINUTE, Step("x", number, 2)),
    "steps in all": lambda one, number: one.queue.keep(one.queue.all()[1], MINUTE, Step("x", 1, number)),
    "size of a job's file": lambda one, number: one.queue.keep(
        one.queue.all()[1], MINUTE, Step("x", 1, 2, {}, [FileRef("a" * 64, number)])
    ),
}


@pytest.mark.parametrize("place", NUMBERS)
def test_a_number_that_is_too_large_is_refused(opened: Opened, place: str) -> None:
    populate(opened)

    with unchanged(opened):
        for number in (2**63, -(2**63), 2**64, 10**30):
            with pytest.raises(UsageError):
                NUMBERS[place](opened, number)


def test_the_largest_numbers_and_the_first_and_last_days_come_back_as_they_were(opened: Opened) -> None:
    most = 2**63 - 1
    opened.store.rounds.open(round_("RFI-1", due_on=date.max), BECAUSE)
    received = opened.store.submissions.receive(
        submission("RFI-1", rows_read=most, rows_ignored=-most, file=FileRef("a" * 64, most), snapshot_on=date.min),
        BECAUSE,
    )
    (made,) = opened.store.decisions.record([decision("C-1", {"most": most, "least": -most})], BECAUSE)
    recorded = opened.store.runs.record(run("RFI-1", through=most), BECAUSE)
    opened.queue.submit("run", {"most": most}, BECAUSE)
    claimed = opened.queue.claim("worker-1", MINUTE, BECAUSE)
    assert claimed is not None
    kept = opened.queue.keep(claimed, MINUTE, Step("solving", most, most, {"most": most}, [file("a", most)]))

    assert opened.store.rounds.get("RFI-1").due_on == date(9999, 12, 31)
    assert opened.store.submissions.get(1) == received
    assert opened.store.decisions.standing("pin", "C-1") == made
    assert opened.store.runs.get(1) == recorded
    assert opened.queue.all() == (kept,)


def test_free_values_come_back_with_every_kind_of_value_in_them_and_truth_is_not_one(store: Store) -> None:
    value = {
        "": None,
        "truth": True,
        "one": 1,
        "zero": 0,
        "false": False,
        "list": [[], {}, [1, "1", None]],
        "text": "1",
    }

    (made,) = store.decisions.record([decision("C-1", value)], BECAUSE)

    kept = store.decisions.standing("pin", "C-1")
    assert kept == made
    assert kept is not None
    assert kept.value is not None
    assert {name: type(inner) for name, inner in kept.value.items()} == {
        name: type(inner) for name, inner in value.items()
    }
