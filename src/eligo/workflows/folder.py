"""Writing a folder of artefacts: all of them or none.

Invariant: at any moment the folder is as it was before, or whole. The files are written beside it, flushed, and
the folder is put in place by renaming.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from eligo.artefacts import ARTEFACTS
from eligo.errors import UsageError

MANIFEST = "manifest.json"
WRITTEN = frozenset(name for name, _ in ARTEFACTS) | {MANIFEST}
"""Every file name that Eligo writes into a folder of results."""


def refuse_unsafe(folder: Path) -> None:
    """Raise ``UsageError`` where the folder holds a file that Eligo does not write: it would be lost."""
    if folder.is_file():
        raise UsageError(f"{folder} is a file", hint="Name a folder for the results.")
    strange = sorted(path.name for path in folder.iterdir() if path.name not in WRITTEN) if folder.is_dir() else []
    if strange:
        raise UsageError(
            f"{folder} holds files that are not the results of a run",
            hint="Name a new folder, or an earlier run to replace.",
            details=strange,
        )


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put exactly these files into the folder, replacing an earlier run.

    Raises ``UsageError`` as ``refuse_unsafe`` does.
    """
    refuse_unsafe(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, content in files.items():
            with (made / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        made.chmod(0o755)
        _swap(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _swap(made: Path, folder: Path) -> None:
    if not folder.exists():
        made.rename(folder)
        return
    before = made.with_name(made.name + ".before")
    folder.rename(before)
    try:
        made.rename(folder)
    except OSError:
        before.rename(folder)
        raise
    shutil.rmtree(before)
