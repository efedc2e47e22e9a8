"""``eligo.toml``: which database a workspace is in, and which file has the key that signs its register.

Everything else about a workspace is in that database. Invariant: the file is written whole, and never holds a password
or a key.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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

_KEY_TEXT = """\
# The file of the key that signs the register; never the key itself.
register_key = {file}
"""

_A_KEY = re.compile(r"\s*([0-9A-Fa-f]{64}\s*$|-----BEGIN)")


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``eligo.toml`` says; ``register_key`` is the name of a file, blank where it names none."""

    database: str
    register_key: str = ""


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


def settings_of(folder: Path) -> Settings:
    """What ``eligo.toml`` says. Raises ``UnreadableFile`` and ``UsageError``."""
    path = folder / SETTINGS
    try:
        stated = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path} cannot be read: {error}", hint="Check that it is a file you may read.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not TOML: {error}", hint='Write: database = "sqlite"') from None
    strange = sorted(set(stated) - {"database", "register_key"})
    database, key = stated.get("database"), stated.get("register_key", "")
    if strange or not isinstance(database, str):
        found = f"{path} has {', '.join(strange)}" if strange else f"{path} does not say which database"
        raise UsageError(
            found,
            hint='It has the line database = "sqlite", or the address of a database, and may name the file of the '
            'key that signs the register: register_key = "register.pem".',
        )
    if not isinstance(key, str) or _A_KEY.match(key):
        raise UsageError(
            f"{path} does not name a file with register_key", hint="Put the key into a file of its own, and name that."
        )
    return Settings(database, key)


def database_of(folder: Path) -> str:
    """What ``eligo.toml`` says that the database is. Raises as ``settings_of``."""
    return settings_of(folder).database


def register_key_of(folder: Path) -> Path | None:
    """The file of the key that signs the register, where ``eligo.toml`` names one. Raises as ``settings_of``."""
    named = settings_of(folder).register_key
    return folder / Path(named).expanduser() if named else None


@contextmanager
def new_settings(folder: Path, database: str) -> Iterator[None]:
    """``eligo.toml`` names this database once the block has ended well; until then it is as it was.

    Raises ``CannotWrite`` before the block where there is no room or no permission.
    """
    key = settings_of(folder).register_key if (folder / SETTINGS).is_file() else ""
    text = _TEXT.format(database=_quoted(database)) + (_KEY_TEXT.format(file=_quoted(key)) if key else "")
    with placed(folder / SETTINGS) as file:
        file.write(text.encode())
        file.flush()
        yield


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


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
