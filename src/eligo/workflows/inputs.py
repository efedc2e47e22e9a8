"""The files of a run: found, read once, told apart. Every file that cannot be used is named at once."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eligo.errors import NotFound, UnreadableFile, VersionConflict, WrongTemplate
from eligo.returns import LARGEST_FILE_BYTES, SUFFIXES, is_form, names_a_return, stem_of, upgrades_file_of

_NEVER_A_RETURN = (".md", ".txt", ".pdf", ".doc", ".docx", ".eml", ".msg", ".html")
_OF_SYSTEMS = ("~$", "._", ".~lock.", "desktop.ini", "Thumbs.db")
"""How names begin of what spreadsheets and systems leave beside an open or copied file."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file as it was read. ``role`` is ``return``, ``upgrades``, ``catalogue`` or ``scheme``.

    ``name`` is the file's own name, by which findings call it; a workspace keeps it under another ``path``.
    """

    role: str
    name: str
    path: Path
    content: bytes

    @property
    def stem(self) -> str:
        """The name without what says its form, which a file of planned upgrades shares with its return."""
        return stem_of(self.name)

    @property
    def sha256(self) -> str:
        """The hash of its bytes, as the manifest states it."""
        return hashlib.sha256(self.content).hexdigest()


def read_input(role: str, path: Path) -> InputFile:
    """One file. Raises ``NotFound`` where there is none and ``UnreadableFile`` where it cannot be opened or is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFile(f"{path} is not a file", hint=f"Name the {role} itself.")
        return InputFile(role, path.name, path, path.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}", hint=f"Check the name of the {role}.") from None
    except OSError as error:
        raise UnreadableFile(
            f"{path} cannot be opened: {error.strerror}", hint="Check that it is a file you may read."
        ) from None


def gather_returns(places: Sequence[Path]) -> tuple[InputFile, ...]:
    """Every return, and every file of planned upgrades, in the files and folders named; in the order of their names.

    In a folder, documents (.md, .txt, .pdf ...) without the name of a return, and what systems and spreadsheets keep
    there for themselves are no returns; anything else must be one, a hidden file that ends like a return included.
    Raises ``NotFound`` (nothing there), ``UnreadableFile`` (kinds that are no return, or files too large to be held;
    all of them named), ``VersionConflict`` (two files of one name, two of the planned upgrades of one return) and
    ``WrongTemplate`` (upgrades without their return).
    """
    paths = sorted(
        {path.resolve() for place in places for path in _files(place)},
        key=lambda path: (path.name, str(path)),
    )
    if not paths:
        shown = ", ".join(str(place) for place in places)
        raise NotFound(
            f"There is no return in {shown}",
            hint=f"Put the returns there; they end in {', '.join(SUFFIXES)}.",
        )
    strange = [path for path in paths if not is_form(path.name)]
    if strange:
        raise UnreadableFile(
            f"{len(strange)} of {len(paths)} files {'is' if len(strange) == 1 else 'are'} of a kind that is no return",
            hint=f"Save each as one of {', '.join(SUFFIXES)}, or move it elsewhere.",
            details=[str(path) for path in strange],
        )
    _refuse_same_names(paths)
    _refuse_large(paths)
    files = tuple(read_input("upgrades" if upgrades_file_of(path.name) else "return", path) for path in paths)
    stems = {file.stem for file in files if file.role == "return"}
    _refuse_two_upgrades([file.name for file in files if file.role == "upgrades"])
    alone = [file.name for file in files if file.role == "upgrades" and upgrades_file_of(file.name) not in stems]
    if alone:
        raise WrongTemplate(
            "Planned upgrades were sent without their return",
            hint="Put the return beside them.",
            details=alone,
        )
    return files


def _files(place: Path) -> Iterable[Path]:
    if not place.exists():
        raise NotFound(f"There is no file or folder {place}", hint="Check where the returns are.")
    if not place.is_dir():
        return [place]
    found = [path for path in place.iterdir() if path.is_file() and not path.name.startswith(_OF_SYSTEMS)]
    hidden = sorted(str(path) for path in found if path.name.startswith(".") and is_form(path.name))
    if hidden:
        raise UnreadableFile(
            f"{place} has {len(hidden):,} hidden file{'' if len(hidden) == 1 else 's'} with the name of a return",
            hint="Rename it without the dot where it is a return, or move it elsewhere.",
            details=hidden,
        )
    shown = [path for path in found if not path.name.startswith(".")]
    return [path for path in shown if path.suffix.lower() not in _NEVER_A_RETURN or names_a_return(path.name)]


def _refuse_same_names(paths: Sequence[Path]) -> None:
    by_name: dict[str, list[Path]] = {}
    for path in paths:
        by_name.setdefault(path.name.casefold(), []).append(path)
    repeated = [path for group in by_name.values() if len(group) > 1 for path in group]
    if repeated:
        raise VersionConflict(
            "Two returns have the same file name, so a finding could not say which it is about",
            hint="Rename one of them, or leave it out.",
            details=[str(path) for path in repeated],
        )


def _refuse_large(paths: Sequence[Path]) -> None:
    """Before anything is held."""
    sizes = {path: path.stat().st_size for path in paths}
    large = [path for path, size in sizes.items() if size > LARGEST_FILE_BYTES]
    if large:
        raise UnreadableFile(
            f"{len(large)} of {len(paths)} files {'has' if len(large) == 1 else 'have'} more than"
            f" {LARGEST_FILE_BYTES:,} bytes, the most that is read",
            hint="Save only the cells of a return; an inventory is read by 'eligo inventory', whatever its size.",
            details=[f"{path}: {sizes[path]:,} bytes" for path in large],
        )


def _refuse_two_upgrades(names: Sequence[str]) -> None:
    of_return: dict[str | None, list[str]] = {}
    for name in names:
        of_return.setdefault(upgrades_file_of(name), []).append(name)
    more = [name for group in of_return.values() if len(group) > 1 for name in group]
    if more:
        raise VersionConflict(
            "Two files of planned upgrades are of the same return, so that nothing says which counts",
            hint="Put all planned upgrades of a return into one file.",
            details=more,
        )
