"""``eligo run``: derive everything, then put it into the folder of results at once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from eligo.artefacts import InputEntry, manifest_json, time_text
from eligo.ports import Clock, Progress
from eligo.version import VERSION
from eligo.workflows.derive import Outcome, derive
from eligo.workflows.folder import MANIFEST, RUN, safe_folder, write_folder
from eligo.workflows.request import Request


def run(request: Request, out: Path, clock: Clock, progress: Progress) -> Outcome:
    """Derive and write a run. The outcome's ``refusal``, where it has one, is for the caller to raise.

    Raises ``UsageError`` where ``out`` holds something else, and whatever ``derive`` raises; nothing is then
    written.
    """
    out = safe_folder(out, RUN)
    started = time_text(clock.now())
    outcome = derive(request, progress)
    times = (started, time_text(clock.now()))
    write_folder(out, {**outcome.artefacts, MANIFEST: manifest_of(request, outcome, out, times)})
    return outcome


def manifest_of(request: Request, outcome: Outcome, out: Path, times: tuple[str, str]) -> bytes:
    """The manifest that belongs to an outcome in that folder."""
    inputs = [InputEntry(file.role, file.name, path_from(out, file.path), file.content) for file in request.inputs]
    scheme = {
        "name": scheme_name_from(out, request),
        "id": request.scheme.id,
        "version": request.scheme.version,
        "sha256": hashlib.sha256(request.scheme_content).hexdigest(),
    }
    return manifest_json(VERSION, scheme, request.parameters, outcome.status, inputs, outcome.artefacts, times)


def scheme_name_from(out: Path, request: Request) -> str:
    """A shipped scheme by its name, another by its path from the folder of results."""
    return path_from(out, request.own_scheme.path) if request.own_scheme else request.scheme_name


def path_from(out: Path, path: Path) -> str:
    """A path as seen from the folder of results, so that both can be moved together; absolute across drives."""
    try:
        return Path(os.path.relpath(path.resolve(), out.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()
