"""``eligo.toml``: which database a workspace is in. Everything else about a workspace is in that database.

Invariant: the file is written whole, and never holds a password.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from eligo.durable import placed
from eligo.errors import NotFound, UnreadableFile, UsageError

SETTINGS = "eligo.toml"
STORE = "store"
DATABASE = "eligo.sqlite3"
FILES = "files"
SQLITE = "sqlite"

_TEXT = """\
# An Eligo workspace. What it remembers is in this database, its files in the folder "store".
# "sqlite" is the file store/eligo.sqlite3; or name a PostgreSQL database: postgresql://user@host/name
database = {database}
"""


def find_workspace(named: Path | None, environment: Mapping[str, str] | None = None) -> Path | None:
    """The folder of the workspace: the one named, or that of ``ELIGO_WORKSPACE``, or this folder or one above it.

    Raises ``NotFound`` where one is named and is none; ``None`` where none is named and there is none.
    """
    environment = os.environ if environment is None else environment
    asked = named or (Path(environment["ELIGO_WORKSPACE"]) if environment.get("ELIGO_WORKSPACE") else None)
    if asked is not None:
        folder = asked.resolve()
        if not (folder / SETTINGS).is_file():
            _refuse_lost_settings(folder)
            raise NotFound(f"There is no workspace in {folder}", hint=f"Make one with: eligo init {folder}")
        return folder
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
        _refuse_lost_settings(folder)
    return None


def _refuse_lost_settings(folder: Path) -> None:
    """Raise ``NotFound`` where all of a workspace is there but for its settings."""
    if (folder / STORE / DATABASE).is_file():
        raise NotFound(
            f"{folder} has the database of a workspace, and its {SETTINGS} is missing",
            hint=f'Write it again, with the one line: database = "{SQLITE}" (or the address of the server, where the '
            "workspace was moved to one).",
        )


def database_of(folder: Path) -> str:
    """What ``eligo.toml`` says that the database is. Raises ``UnreadableFile`` and ``UsageError``."""
    path = folder / SETTINGS
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path} cannot be read: {error}", hint="Check that it is a file you may read.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not TOML: {error}", hint='Write: database = "sqlite"') from None
    strange = sorted(set(settings) - {"database"})
    database = settings.get("database")
    if strange or not isinstance(database, str):
        found = f"{path} has {', '.join(strange)}" if strange else f"{path} does not say which database"
        raise UsageError(found, hint='It has one line: database = "sqlite", or the address of a database.')
    return database


@contextmanager
def new_settings(folder: Path, database: str) -> Iterator[None]:
    """``eligo.toml`` names this database once the block has ended well; until then it is as it was.

    Raises ``CannotWrite`` before the block where there is no room or no permission.
    """
    quoted = '"' + database.replace("\\", "\\\\").replace('"', '\\"') + '"'
    with placed(folder / SETTINGS) as file:
        file.write(_TEXT.format(database=quoted).encode())
        file.flush()
        yield


def write_settings(folder: Path, database: str) -> None:
    """Write ``eligo.toml``, in the place of an earlier one. Raises ``CannotWrite``."""
    with new_settings(folder, database):
        pass


def url_of(folder: Path, database: str) -> str:
    """The address of the database of a workspace. Raises ``UsageError`` for a SQLite file elsewhere."""
    if database.startswith("sqlite:"):
        raise UsageError(
            f"'{database}' is no database for a workspace: its SQLite file is inside its folder",
            hint="Say just 'sqlite', or give an address such as postgresql://user@host/name.",
        )
    return f"sqlite://{quote(str(folder / STORE / DATABASE))}" if database == SQLITE else database


def database_shown(folder: Path) -> str:
    """The database of a workspace, for people."""
    database = database_of(folder)
    return f"{STORE}/{DATABASE} (SQLite)" if database == SQLITE else database
