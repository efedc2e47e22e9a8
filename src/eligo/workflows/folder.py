"""Writing a folder of artefacts: all of them or none.

Invariants: the folder is never there in part. The files are written beside it, flushed, and the folder is put in
place by renaming; where there was one before, it stands beside its place, whole, for the moment between two renames.
What a process that is killed leaves beside it has one name, and is cleared, or put back, by the next.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from eligo.artefacts import ARTEFACTS, CHARTS, FINDING_COLUMNS, STANDING_COLUMNS
from eligo.durable import PARTIAL, held, told
from eligo.errors import CannotWrite, UsageError

MANIFEST = "manifest.json"
FINDINGS = "findings.csv"
FINDINGS_TABLE = "findings.parquet"
BALANCE = "balance.json"
RETURNED_FILES = ("findings.xlsx", "findings.html", "causes.csv", FINDINGS, "findings.json")
"""What goes back to the sender of a return."""

PACKED = ("return.html", "rows.csv", *RETURNED_FILES)
CHECKED = (FINDINGS, "quarantine.csv", "mass-balance.csv")
"""What ``eligo check`` writes."""

_MADE, _BEFORE = "made", "before"
"""In a work folder: the results that are being made, and those that they replace."""

_HINT = "Check the permissions and the room there, or name another folder."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of results: the names its folder may hold, and the file whose first bytes say that Eligo wrote it.

    ``stated`` gives of a folder whose sign is right the names that its own description has: of files in folders of it,
    too, each by its path with ``/``. Of such a folder, which may have very many files, those stay that do not change.
    """

    names: frozenset[str]
    sign: str
    begins: bytes
    stated: Callable[[Path], frozenset[str]] | None = None


RUN = Kind(frozenset(name for name, _ in ARTEFACTS) | {MANIFEST}, MANIFEST, b'{\n  "eligo": ')
PACK = Kind(frozenset(PACKED), FINDINGS, ",".join(FINDING_COLUMNS).encode())
RETURNED = Kind(frozenset(RETURNED_FILES), FINDINGS, ",".join(FINDING_COLUMNS).encode())
INVENTORY = Kind(frozenset((BALANCE, "causes.csv", FINDINGS, FINDINGS_TABLE, "return.csv")), BALANCE, b'{\n  "file": ')
CHOICE = Kind(
    frozenset(
        ("selection.json", "certificate.json", "interactions.csv", "ranked.csv", "combinations.csv", "scheme.toml")
    ),
    "selection.json",
    b'{\n  "size": ',
)
DESELECTED = Kind(
    frozenset(("deselection.json", "certificate.json", "combinations.csv", "scheme.toml")),
    "deselection.json",
    b'{\n  "deselected": ',
)
AUDITED = Kind(
    frozenset(("audit.json", "audit.html", "audit.pdf", "certificate.json", "combinations.csv", "scheme.toml")),
    "audit.json",
    b'{\n  "verdict": ',
)
DIFFERED = Kind(
    frozenset(("diff.json", "certificate.json", "combinations.csv", "scheme.toml")), "diff.json", b'{\n  "earlier": '
)
DRAWN = Kind(frozenset((*CHARTS, *(f"{name.removesuffix('.svg')}.png" for name in CHARTS))), CHARTS[0], b"<svg ")
LARGEST_SIZE = 1_000
"""Of larger sizes no certificates are written."""

CURVE = Kind(
    frozenset(f"size-{size:03}{kind}.json" for size in range(1, LARGEST_SIZE + 1) for kind in ("", "-any")),
    "size-001.json",
    b'{\n"format": "eligo-certificate/',
)
SHOWN = Kind(frozenset(("evidence.csv", "grid.csv", "owed.csv")), "evidence.csv", ",".join(STANDING_COLUMNS).encode())
PLANNED = Kind(
    frozenset(
        (
            *("plan.json", "programme.json", "uncertainty.json"),
            *("programme.html", "programme.pdf", "milestones.ics", "report.html", "report.pdf"),
            *(f"chart-{name}.{form}" for name in ("lanes", "eligibility") for form in ("svg", "png")),
        )
    ),
    "plan.json",
    b'{\n"format": "eligo-plan/',
)
CHECK = Kind(frozenset(CHECKED), FINDINGS, ",".join(FINDING_COLUMNS).encode())


def safe_folder(folder: Path, kind: Kind) -> Path:
    """The folder's real path, once nothing of anybody else's would be lost by replacing it.

    Raises ``UsageError`` where it is a file, the folder one stands in, or holds anything but earlier results of
    the same kind; ``CannotWrite`` where nothing can be made there.
    """
    folder = folder.resolve()
    if folder.is_file():
        raise UsageError(f"{folder} is a file", hint="Name a folder for the results.")
    if Path.cwd().is_relative_to(folder):
        raise UsageError(f"{folder} is the folder you are in", hint="Name a folder of its own for the results.")
    if strange := _strange(folder, kind):
        raise UsageError(
            f"{folder} holds files that are not earlier results of this command",
            hint="Name a new folder, or one with such results to replace.",
            details=strange,
        )
    nearest = next(path for path in (folder.parent, *folder.parent.parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise CannotWrite(f"{folder} cannot be written: nothing can be made in {nearest}", hint=_HINT)
    return folder


def _strange(folder: Path, kind: Kind) -> list[str]:
    """What a folder holds that is no earlier result; everything where nothing says that Eligo wrote it."""
    held = sorted(folder.iterdir()) if folder.is_dir() else []
    sign = folder / kind.sign
    is_ours = sign.is_file() and sign.read_bytes().startswith(kind.begins)
    names = kind.names | (kind.stated(folder) if is_ours and kind.stated else frozenset())
    folders = {str(above) for name in names for above in PurePosixPath(name).parents}
    strange: list[str] = []
    waiting = [*held]
    while waiting:
        path = waiting.pop(0)
        place = path.relative_to(folder).as_posix()
        if place in folders and path.is_dir() and not path.is_symlink():
            waiting += sorted(path.iterdir())
        elif place not in names or not path.is_file():
            strange.append(place)
    return strange or ([path.name for path in held] if held and not is_ours else [])


@contextmanager
def work_folder(folder: Path, *, waits: bool = False) -> Iterator[Path]:
    """A folder to work in beside a folder of results, empty, for one process at a time, and gone afterwards.

    What a process that was killed has left in it is cleared; earlier results that stand there are put back in place.
    Raises ``CannotWrite`` where another process has it, unless that one is to be waited for.
    """

    def busy() -> None:
        if not waits:
            hint = "Wait until it has ended, or name another folder."
            raise CannotWrite(f"{folder} is being written by another process", hint=hint)

    work = folder.with_name(PARTIAL + folder.name)
    while True:
        with told(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            work.mkdir(mode=0o700, exist_ok=True)
        with held(work, folder, busy) as there:
            if not there:
                continue
            try:
                with told(folder):
                    _clear(work, folder)
                yield work
            finally:
                _put_back(work, folder)
                shutil.rmtree(work, ignore_errors=True)
            return


def _clear(work: Path, folder: Path) -> None:
    _put_back(work, folder)
    for path in work.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _put_back(work: Path, folder: Path) -> None:
    """Have the earlier results in their place again, where the new ones did not come there."""
    if (work / _BEFORE).is_dir() and not folder.exists():
        (work / _BEFORE).rename(folder)


def write_folder(
    folder: Path, files: Mapping[str, bytes | Path], kind: Kind = RUN, *, work: Path | None = None
) -> None:
    """Put exactly these files into the folder, replacing earlier results of the same kind.

    A file is its content, or a file on the same disk that is too large to be held, which is moved there.
    ``work`` is the ``work_folder`` of this folder, where the caller has it.

    Raises as ``safe_folder`` does, and ``CannotWrite`` where the place does not take them.
    """
    folder = safe_folder(folder, kind)
    try:
        with work_folder(folder, waits=True) if work is None else nullcontext(work) as place:
            made = place / _MADE
            made.mkdir(mode=0o700)
            for name in files if kind.stated else ():
                (made / name).parent.mkdir(parents=True, exist_ok=True)
            _write_all(made, files, folder if kind.stated else None)
            safe_folder(folder, kind)  # another process may have written there meanwhile
            _swap(made, folder)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be written: {error.strerror}", hint=_HINT) from None


def _write_all(folder: Path, files: Mapping[str, bytes | Path], before: Path | None) -> None:
    """Write files; one that stands in the folder ``before`` as it is to be, is the same file here."""
    for name, content in files.items():
        if before and isinstance(content, bytes) and _is_kept(before / name, folder / name, content):
            continue
        if isinstance(content, Path):
            content.rename(folder / name)
        with (folder / name).open("r+b" if isinstance(content, Path) else "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
    folder.chmod(0o755)


def _is_kept(earlier: Path, later: Path, content: bytes) -> bool:
    """Whether an earlier file has this content, and is in its later place now, too; not where the disk has no links."""
    try:
        if earlier.is_symlink() or earlier.stat().st_size != len(content) or earlier.read_bytes() != content:
            return False
        os.link(earlier, later)
    except OSError:
        return False
    return True


def _swap(made: Path, folder: Path) -> None:
    if not folder.exists():
        made.rename(folder)
        return
    folder.rename(made.with_name(_BEFORE))
    made.rename(folder)
