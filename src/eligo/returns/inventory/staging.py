"""A folder that is made once for each content: by one process at a time, whole or not at all.

What belongs here: where it is made, who may, how it comes into place, and that it is made again where it was damaged
since. What does not: what is in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from eligo.durable import PARTIAL, held, make_folder, sync_folder, told
from eligo.returns.inventory.model import Advance, Report
from eligo.returns.inventory.record import Record

WAITING = "Waiting for another process, which converts the same file"


def made_once(folder: Path, make: Callable[[Path], None], report: Report) -> Record:
    """Have ``folder`` made, unless it is there as it was made: ``make`` fills another, which is renamed into place.

    A process that finds another at it waits; where that one was killed, ``make`` finds what it has left. The record is
    that of the folder. Raises ``CannotWrite`` and what ``make`` raises.
    """
    while not (record := Record(folder)).is_whole:
        with _alone(folder.with_name(f"{PARTIAL}{folder.name}"), report) as staging:
            if staging is None:
                continue
            if Record(folder).is_whole:
                staging.rmdir()  # which another has put in place between our look and our lock
                continue
            make(staging)
            Record(staging).finish()
            with told(folder):
                if folder.is_dir():  # what is left of it after it was damaged
                    shutil.rmtree(folder)
                staging.rename(folder)
                sync_folder(folder.parent)
    return record


@contextmanager
def _alone(staging: Path, report: Report) -> Iterator[Path | None]:
    """The folder to make something in, for one process at a time; none where it went into place meanwhile."""
    make_folder(staging)
    with held(staging, staging, lambda: report(Advance(WAITING, 0, 0, 0))) as there:
        yield staging if there else None
