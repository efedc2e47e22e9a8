"""Records to rows of the tables and back.

What belongs here: one pair of functions for each kind of record. What does not: any question to a database.

Every ``…_of`` raises ``ValueError`` or ``TypeError`` where a row is not as its record left it (``faults.reading``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from eligo.ports import item_of
from eligo.records import (
    Asked,
    Decision,
    Event,
    FileRef,
    Job,
    JobState,
    Plain,
    RegisterLine,
    RegisterPublication,
    Round,
    Run,
    RunFile,
    Standing,
    Submission,
    canonical,
    well_typed,
)
from eligo.registers import LogLine, RegisterEntry, Status, leaf_hash, line_as_written, status_text
from eligo.store import models

Made = TypeVar("Made")


def _checked(kind: Callable[..., Made]) -> Callable[..., Made]:
    """The same, with every field of what it makes proved to be of its kind: a damaged database may hold anything."""
    return lambda *values, **fields: well_typed(kind(*values, **fields))


def event_row(event: Event) -> models.Event:
    """The row of an event."""
    columns = {name: getattr(event, name) for name in Event.__slots__}
    return models.Event(**{**columns, "before": _text(event.before), "after": _text(event.after)})


def event_of(row: models.Event) -> Event:
    """The event of a row."""
    columns = {name: getattr(row, name) for name in Event.__slots__}
    return _checked(Event)(**{**columns, "before": _plain(row.before), "after": _plain(row.after)})


def round_row(round_: Round) -> models.Round:
    """The row of a round, without those it asks."""
    return models.Round(**{name: getattr(round_, name) for name in Round.__slots__ if name != "asked"})


def asked_rows(round_: Round) -> list[models.Asked]:
    """The rows of those whom a round asks."""
    return [
        models.Asked(round_id=round_.reference, place=place, role=one.role, organisation=one.organisation)
        for place, one in enumerate(round_.asked)
    ]


def round_of(row: models.Round) -> Round:
    """The round of a row whose ``asked`` are fetched."""
    asked = sorted(row.asked.all(), key=lambda one: one.place)
    columns = {name: getattr(row, name) for name in Round.__slots__ if name != "asked"}
    return _checked(Round)(**columns, asked=tuple(_checked(Asked)(one.role, one.organisation) for one in asked))


_SUBMISSION = tuple(name for name in Submission.__slots__ if name not in ("round", "file", "standing"))


def submission_row(submission: Submission) -> models.Submission:
    """The row of a submission."""
    return models.Submission(
        **{name: getattr(submission, name) for name in _SUBMISSION},
        round_id=submission.round,
        file_sha256=submission.file.sha256,
        file_size=submission.file.size,
        standing=submission.standing.value,
    )


def submission_of(row: models.Submission) -> Submission:
    """The submission of a row."""
    return _checked(Submission)(
        **{name: getattr(row, name) for name in _SUBMISSION},
        round=row.round_id,
        file=_checked(FileRef)(row.file_sha256, row.file_size),
        standing=Standing(row.standing),
    )


_DECISION = tuple(name for name in Decision.__slots__ if name not in ("value", "file"))


def decision_row(decision: Decision) -> models.Decision:
    """The row of a decision."""
    return models.Decision(
        **{name: getattr(decision, name) for name in _DECISION},
        value=_text(decision.value),
        file_sha256=decision.file.sha256 if decision.file else None,
        file_size=decision.file.size if decision.file else None,
    )


def decision_of(row: models.Decision) -> Decision:
    """The decision of a row."""
    file = _checked(FileRef)(row.file_sha256, row.file_size or 0) if row.file_sha256 else None
    return _checked(Decision)(**{name: getattr(row, name) for name in _DECISION}, value=_plain(row.value), file=file)


_RUN = tuple(name for name in Run.__slots__ if name not in ("round", "scheme", "parameters", "inputs", "outputs"))


def run_row(run: Run) -> models.Run:
    """The row of a run, without its files."""
    return models.Run(
        **{name: getattr(run, name) for name in _RUN},
        round_id=run.round,
        scheme=canonical(run.scheme),
        parameters=canonical(run.parameters),
    )


def run_file_rows(run: Run) -> list[models.RunFile]:
    """The rows of a run's files."""
    return [
        models.RunFile(
            run_id=run.number,
            is_output=is_output,
            place=place,
            role=one.role,
            name=one.name,
            file_sha256=one.file.sha256,
            file_size=one.file.size,
        )
        for is_output, files in ((False, run.inputs), (True, run.outputs))
        for place, one in enumerate(files)
    ]


def run_of(row: models.Run) -> Run:
    """The run of a row whose ``files`` are fetched."""
    files = sorted(row.files.all(), key=lambda one: one.place)
    return _checked(Run)(
        **{name: getattr(row, name) for name in _RUN},
        round=row.round_id,
        scheme=_required(row.scheme),
        parameters=_required(row.parameters),
        inputs=tuple(_run_file(one) for one in files if not one.is_output),
        outputs=tuple(_run_file(one) for one in files if one.is_output),
    )


def _run_file(row: models.RunFile) -> RunFile:
    return _checked(RunFile)(row.role, row.name, _checked(FileRef)(row.file_sha256, row.file_size))


_JOB = tuple(n for n in Job.__slots__ if n not in ("request", "state", "checkpoint", "files", "result"))


def job_columns(job: Job) -> dict[str, Any]:
    """The columns of a job."""
    return {
        **{name: getattr(job, name) for name in _JOB},
        "request": canonical(job.request),
        "state": job.state.value,
        "checkpoint": _text(job.checkpoint),
        "files": json.dumps([[one.sha256, one.size] for one in job.files]),
        "result": _text(job.result),
    }


def job_of(row: models.Job) -> Job:
    """The job of a row."""
    return _checked(Job)(
        **{name: getattr(row, name) for name in _JOB},
        request=_required(row.request),
        state=JobState(row.state),
        checkpoint=_plain(row.checkpoint),
        files=tuple(job_files(row.files)),
        result=_plain(row.result),
    )


def job_files(text: str) -> Iterable[FileRef]:
    """The files in a job's column."""
    return (_checked(FileRef)(sha256, size) for sha256, size in json.loads(text))


def line_row(line: LogLine, status: Status | None, text: str, hashes: str) -> models.RegisterLine:
    """The row of a line of the registers, with the status that it leaves, its canonical text, and its full subtrees."""
    return models.RegisterLine(**line_columns(line, status), text=text, hashes=hashes)


def line_columns(line: LogLine, status: Status | None) -> dict[str, Any]:
    """What a line of the registers is found by, and answered by."""
    entry = line if isinstance(line, RegisterEntry) else None
    return {
        "number": line.number,
        "item": item_of(line),
        "product": entry and entry.product.product_id,
        "resting_on": (entry and entry.basis.base.rpartition("/")[0]) or None,
        "effective_on": entry and entry.effective_on,
        "status": status and status_text(status),
        "recorded_at": line.recorded_at,
    }


def register_line_of(text: str, hashes: str) -> LogLine:
    """The line of the registers of a row's text, which has to be what was hashed when it was written."""
    if leaf_hash(text.encode()).hex() != hashes[:LEAF]:
        raise ValueError(f"a line of the registers is not what was hashed: {text[:60]!r}")
    return line_as_written(_required(text))


LEAF = 64
"""How many digits a hash has, of which the leaf's stands first."""


def kept_line_of(row: models.RegisterLine) -> RegisterLine:
    """The same as it is kept."""
    return _checked(RegisterLine)(row.number, _required(row.text))


def publication_row(kept: RegisterPublication) -> models.RegisterPublication:
    """The row of a publication."""
    text = canonical(kept.version)
    return models.RegisterPublication(number=kept.number, text=text, key=kept.key, signature=kept.signature)


def kept_publication_of(row: models.RegisterPublication) -> RegisterPublication:
    """The publication of a row."""
    return _checked(RegisterPublication)(row.number, _required(row.text), row.key, row.signature)


def _text(value: Plain | None) -> str | None:
    return None if value is None else canonical(value)


def _plain(text: str | None) -> Plain | None:
    return None if text is None else _required(text)


def _required(text: str) -> Plain:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise TypeError(f"{text[:60]!r} is not the text of a mapping")
    return value
