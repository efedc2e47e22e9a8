"""``eligo rounds``: asking organisations for returns, until when, and when no more are taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from eligo.errors import NotFound, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.records import Because, Round, Standing, Submission
from eligo.workflows.rfi import refuse_unfit
from eligo.workflows.workspace.asked_list import asked_in
from eligo.workflows.workspace.basis import basis_of
from eligo.workflows.workspace.names import names_of

_SEE = "See how it stands with 'eligo rounds list --json'."

Changed = TypeVar("Changed", Round, Submission)


def open_round(
    workspace: Workspace,
    reference: str,
    due_on: date | None,
    asked: Path | None,
    why: str,
    *,
    expecting: int | None = None,
) -> Round:
    """Open a round, or one that was closed again, with a day it is due and those it asks.

    Raises ``VersionConflict`` where it is open already or another differs from it in case or spaces alone,
    ``UsageError`` for a reference that is no line of text or no file's name, and with every line of ``asked`` at fault.
    """
    basis = basis_of(workspace)
    names = asked_in(asked, names_of(basis)) if asked else ()
    because = Because(workspace.who, why)
    with workspace.store.transaction():
        for present in workspace.store.rounds.all():
            if present.reference == reference and present.closed:
                changed = replace(present, closed=False, due_on=due_on or present.due_on, asked=names or present.asked)
                return workspace.store.rounds.amend(expected(changed, expecting), because)
        if expecting:
            raise VersionConflict(f"There is no round {reference} that event {expecting} closed", hint=_SEE)
        refuse_reference(workspace, reference)
        return workspace.store.rounds.open(Round(reference, basis.scheme.id, due_on, names), because)


def refuse_reference(workspace: Workspace, reference: str) -> None:
    """Before a round is opened: its reference may begin a file's name, and is no other's in another spelling.

    Raises ``UsageError`` and ``VersionConflict``.
    """
    refuse_unfit(reference)
    for one in workspace.store.rounds.all():
        if one.reference != reference and _spelt(one.reference) == _spelt(reference):
            raise VersionConflict(
                f"There is a round {one.reference}, and {reference} differs from it in its spelling alone",
                hint="Correct the reference, or name the round otherwise.",
            )


def _spelt(reference: str) -> str:
    return " ".join(reference.split()).casefold()


def expected(record: Changed, event: int | None) -> Changed:
    """The record as of the event that the caller has seen; the store refuses it where another has changed it since."""
    return record if event is None else replace(record, event=event)


def amend_round(
    workspace: Workspace,
    reference: str,
    due_on: date | None,
    asked: Path | None,
    why: str,
    *,
    expecting: int | None = None,
) -> Round:
    """Change the day that a round is due, or those it asks.

    Raises ``NotFound``, ``UsageError``, and ``VersionConflict`` where it was not changed last by event ``expecting``.
    """
    if due_on is None and asked is None:
        raise UsageError("Nothing says what to change", hint="Name a day with --due, or a file with --ask.")
    names = asked_in(asked, names_of(basis_of(workspace))) if asked else ()
    with workspace.store.transaction():
        present = workspace.store.rounds.get(reference)
        changed = replace(present, due_on=due_on or present.due_on, asked=names or present.asked)
        return workspace.store.rounds.amend(expected(changed, expecting), Because(workspace.who, why))


def close_round(workspace: Workspace, reference: str, why: str, *, expecting: int | None = None) -> Round:
    """Take no more returns for a round.

    Raises ``NotFound``, ``VersionConflict`` where it is closed already or was not changed last by event ``expecting``.
    """
    with workspace.store.transaction():
        present = workspace.store.rounds.get(reference)
        if present.closed:
            raise VersionConflict(f"The round {reference} is closed already", hint="There is nothing to do.")
        closed = expected(replace(present, closed=True), expecting)
        return workspace.store.rounds.amend(closed, Because(workspace.who, why))


def withdraw(workspace: Workspace, number: int, why: str, *, expecting: int | None = None) -> Submission:
    """Take a submission back: it stays on record and counts no more. Raises ``NotFound`` and ``VersionConflict``."""
    with workspace.store.transaction():
        present = workspace.store.submissions.get(number)
        if present.standing is not Standing.STANDING:
            raise VersionConflict(
                f"Submission {number} counts no more already: it is {present.standing.value}",
                hint="There is nothing to do.",
            )
        changed = expected(replace(present, standing=Standing.WITHDRAWN), expecting)
        return workspace.store.submissions.amend(changed, Because(workspace.who, why))


def chosen_round(workspace: Workspace, reference: str | None) -> Round:
    """The round of that reference, or else the only one that is open. Raises ``NotFound`` and ``UsageError``."""
    if reference is not None:
        return workspace.store.rounds.get(reference)
    still_open = [one for one in workspace.store.rounds.all() if not one.closed]
    if not still_open:
        raise NotFound("No round is open", hint="Receive returns with 'eligo receive', or name a round with --round.")
    if len(still_open) > 1:
        raise UsageError(
            f"{len(still_open)} rounds are open",
            hint="Name one with --round.",
            details=[one.reference for one in still_open],
        )
    return still_open[0]


def rounds(workspace: Workspace) -> Sequence[Round]:
    """Every round, in the order of their last change."""
    return workspace.store.rounds.all()


def submissions(workspace: Workspace, reference: str) -> Sequence[Submission]:
    """Everything sent for a round, in the order of receipt. Raises ``NotFound``."""
    workspace.store.rounds.get(reference)
    return workspace.store.submissions.of_round(reference)
