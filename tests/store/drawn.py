"""Records as tests draw them: whole ones, of which a test names the fields that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from eligo.records import Asked, Because, Decision, Event, FileRef, Round, Run, RunFile, Submission
from store.stores import Opened, everything

BECAUSE = Because("analyst", "agreed at the meeting")
OTHER = Because("reviewer", "second look")
MINUTE = timedelta(seconds=60)
"""A lease."""


def file(digit: str, size: int = 10) -> FileRef:
    """A file whose hash is one digit, over and over."""
    return FileRef(digit * 64, size)


def round_(reference: str = "RFI-1", **changes: Any) -> Round:
    """A round that asks a supplier and an operator."""
    asked = (Asked("supplier", "Aster"), Asked("operator", "Birch"))
    return Round(**{"reference": reference, "scheme": "foc", "due_on": date(2019, 9, 30), "asked": asked, **changes})


def submission(round: str = "RFI-1", **changes: Any) -> Submission:
    """A return of a supplier, 9 = 7 + 1 + 1 rows."""
    stated = {
        "round": round,
        "kind": "return",
        "role": "supplier",
        "organisation": "Aster",
        "file_name": "RFI-1__Supplier__Aster.csv",
        "file": file("a"),
        "snapshot_on": date(2019, 8, 30),
        "rows_read": 9,
        "rows_accepted": 7,
        "rows_quarantined": 1,
        "rows_ignored": 1,
    }
    return Submission(**{**stated, **changes})


def decision(
    subject: str = "C-1", value: Mapping[str, object] | None = None, *, follows: int = 0, **changes: Any
) -> Decision:
    """A pin of a combination, with a value unless it is said that there is none."""
    stated = {"kind": "pin", "subject": subject, "value": {} if value is None else value, "follows": follows}
    return Decision(**{**stated, **changes})


def taken_back(earlier: Decision) -> Decision:
    """The decision that takes another back."""
    return Decision(earlier.kind, earlier.subject, None, follows=earlier.event)


def run(round: str = "RFI-1", **changes: Any) -> Run:
    """A run that read a return and a catalogue, and wrote a paper."""
    stated = {
        "round": round,
        "status": "optimal",
        "scheme": {"name": "foc"},
        "parameters": {"size": 6, "pins": ["C-1"]},
        "inputs": (RunFile("return", "Aster.csv", file("a")), RunFile("catalogue", "catalogue.csv", file("b"))),
        "outputs": (RunFile("output", "paper.pdf", file("c")),),
        "through": 1,
        "started_at": datetime(2019, 8, 31, 12, 0, tzinfo=UTC),
        "finished_at": datetime(2019, 8, 31, 12, 0, 5, 250001, tzinfo=UTC),
    }
    return Run(**{**stated, **changes})


def log_of(opened: Opened) -> list[Event]:
    """The whole log."""
    return list(opened.store.audit.events())


@contextmanager
def unchanged(opened: Opened) -> Iterator[None]:
    """Everything in the store is after the block as it was before."""
    before = everything(opened)
    yield
    assert everything(opened) == before


class GivenUp(Exception):
    """Ends a transaction that is to fail."""


@contextmanager
def given_up(opened: Opened) -> Iterator[None]:
    """A transaction that fails at its end."""
    with suppress(GivenUp), opened.store.transaction():
        yield
        raise GivenUp


@contextmanager
def refused(opened: Opened, kind: type[Exception]) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """The block ends with that exception, and with everything in the store as it was."""
    with unchanged(opened):
        with pytest.raises(kind) as refusal:
            yield refusal
        assert refusal.type is kind
