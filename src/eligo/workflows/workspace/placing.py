"""Where the results of a round are, and how they get there.

Invariants: ``results/<round>`` has what the run in knowledge of most wrote, whoever ends last; a manifest finds its
inputs from whatever folder it is written to. Whatever is there is a copy of what is kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eligo.artefacts import readdressed
from eligo.errors import DamagedStore, UsageError
from eligo.ports import Workspace
from eligo.records import FileRef, Run
from eligo.workflows.folder import MANIFEST, RUN, write_folder
from eligo.workflows.run import path_from

KIND = "run"
"""The kind of the jobs that are runs."""

RESULTS = "results"

_LONGEST_NAME = 40


def results_folder(workspace: Workspace, reference: str) -> Path:
    """Where the results of a round are. A reference that is no name of a folder is made one, another for each."""
    name = re.sub(r"[^\w.-]", "_", reference).strip(".")
    if name != reference or len(name) > _LONGEST_NAME:
        digest = hashlib.sha256(reference.encode()).hexdigest()[:8]
        name = f"{name[:_LONGEST_NAME]}-{digest}"
    return workspace.folder / RESULTS / name


def stated_folder(workspace: Workspace, folder: Path) -> str:
    """A folder as a job says it, so that the whole workspace can be moved."""
    return Path(os.path.relpath(folder, workspace.folder)).as_posix()


def latest_in_place(workspace: Workspace) -> Mapping[str, Run]:
    """By round, the run whose results belong in ``results``: the one that was made in knowledge of most.

    One that is taken up late, after its worker was killed, does not replace what was made since.
    """
    return {run.round: run for run in in_place(workspace)}


def in_place(workspace: Workspace) -> tuple[Run, ...]:
    """The runs whose results belonged in ``results`` when they were made, the one made in knowledge of most last.

    Those that were told to write elsewhere are left out.
    """
    elsewhere = {
        job.result.get("run")
        for job in workspace.queue.all()
        if job.kind == KIND
        and job.result is not None
        and job.request.get("out") != stated_folder(workspace, results_folder(workspace, str(job.request.get("round"))))
    }
    every = sorted(workspace.store.runs.all(), key=lambda run: (run.through, run.number))
    return tuple(run for run in every if run.number not in elsewhere)


def put_in_place(workspace: Workspace, reference: str) -> Run:
    """Write the results of a round's latest run where they belong. Returns that run.

    One at a time, so that an earlier run that ends later does not replace a later one's. Raises as ``write_run`` does.
    """
    with workspace.store.transaction():
        run = latest_in_place(workspace)[reference]
        folder = results_folder(workspace, reference)
        _clear_up(folder)
        write_run(workspace, run, folder)
    return run


def write_run(workspace: Workspace, run: Run, folder: Path) -> None:
    """Put the results of a run into a folder, in the place of earlier results.

    Raises ``UsageError`` where it holds something else, ``DamagedStore``, ``CannotWrite``.
    """
    write_folder(folder, _contents(workspace, run, folder))


def written_run(workspace: Workspace, number: int, out: Path | None) -> tuple[Run, Path]:
    """Write a run's results again: into ``out``, or where those of its round's latest run belong.

    Raises ``NotFound``, ``UsageError`` where another run's results belong there, and what ``write_run`` raises.
    """
    run = workspace.store.runs.get(number)
    if out is not None:
        write_run(workspace, run, out.resolve())
        return run, out.resolve()
    folder = results_folder(workspace, run.round)
    latest = latest_in_place(workspace).get(run.round)
    if latest is None or latest.number != number:
        belongs = f"those of run {latest.number}" if latest else "none"
        raise UsageError(
            f"{RESULTS}/{folder.name} has the results of the round's latest run ({belongs}), not of run {number}",
            hint="Name another folder with --out.",
        )
    return put_in_place(workspace, run.round), folder


def is_in_place(workspace: Workspace, run: Run, folder: Path) -> bool:
    """Whether a folder has the results of that run, all of them and nothing else."""
    expected = _contents(workspace, run, folder)
    try:
        found = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}
    except OSError:
        return False
    return found == expected


def _contents(workspace: Workspace, run: Run, folder: Path) -> Mapping[str, bytes]:
    strange = sorted(one.name for one in run.outputs if one.name not in RUN.names)
    if strange:
        # A name out of a database is not trusted as a path.
        raise DamagedStore(f"Run {run.number} has outputs that no run has", hint="See 'eligo verify'.", details=strange)
    contents = {one.name: workspace.files.read(one.file) for one in run.outputs}

    def path_of(entry: Mapping[str, Any]) -> str:
        return path_from(folder, workspace.files.path(FileRef(entry["sha256"], entry["bytes"])))

    try:
        return {**contents, MANIFEST: readdressed(contents[MANIFEST], path_of)}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedStore(
            f"The manifest of run {run.number} is not one ({type(error).__name__}: {error})", hint="See 'eligo verify'."
        ) from None


def _clear_up(folder: Path) -> None:
    """Delete what a process that was killed left beside the folder; nobody else writes there meanwhile."""
    left = re.compile(re.escape(f".{folder.name}.") + r"[a-z0-9_]{8}(\.before)?")
    if folder.parent.is_dir():
        for path in folder.parent.iterdir():
            if left.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)
