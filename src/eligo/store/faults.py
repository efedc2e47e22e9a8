"""What a database complains of, as the situations that Eligo knows.

Invariant: no exception of Django or of a driver leaves this package; each becomes one that says what to do next.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, InterfaceError

from eligo.errors import (
    AccessDenied,
    CannotWrite,
    DamagedStore,
    EligoError,
    NotFound,
    StoreUnavailable,
    UsageError,
)
from eligo.store.connecting import Address

_ROOM = "Make room there, or check the permissions; nothing has been changed."
_PERMISSION = "Check the permissions of its file and folder; nothing has been changed."
_RIGHT = "Ask for the right: GRANT CREATE, USAGE ON SCHEMA public TO ...; or use the role that made the tables."
_NO_DATABASE = "Make it on the server: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0."
_NO_ROLE = "Check the name of the user in the address, and the password in .pgpass or PGPASSWORD."
_LETTERS = "Use a database with the encoding UTF8, and leave the character NUL out."
_WAIT = "Try again when the others are done; nothing has been changed."
_RESTORE = "Keep a copy of it as it is, and restore the last backup with 'eligo restore'."
_REACH = "Check that the database server runs, and that the database and the role of the address are there."

_SQLITE: tuple[tuple[str, type[EligoError], str], ...] = (
    ("SQLITE_FULL", CannotWrite, _ROOM),
    ("SQLITE_IOERR", CannotWrite, _ROOM),
    ("SQLITE_READONLY", CannotWrite, _PERMISSION),
    ("SQLITE_CANTOPEN", CannotWrite, _PERMISSION),
    ("SQLITE_PERM", CannotWrite, _PERMISSION),
    ("SQLITE_BUSY", StoreUnavailable, _WAIT),
    ("SQLITE_LOCKED", StoreUnavailable, _WAIT),
    ("SQLITE_CORRUPT", DamagedStore, _RESTORE),
    ("SQLITE_NOTADB", DamagedStore, _RESTORE),
)
"""(beginning of SQLite's name of an error, situation, what to do)."""

_POSTGRESQL: tuple[tuple[str, type[EligoError], str], ...] = (
    ("53100", CannotWrite, _ROOM),
    ("25006", CannotWrite, _PERMISSION),
    ("42501", CannotWrite, _RIGHT),
    ("3D000", NotFound, _NO_DATABASE),
    ("28", AccessDenied, _NO_ROLE),
    ("22P05", UsageError, _LETTERS),
    ("22021", UsageError, _LETTERS),
    ("55P03", StoreUnavailable, _WAIT),
    ("40", StoreUnavailable, _WAIT),
    ("XX", DamagedStore, _RESTORE),
    ("58030", DamagedStore, _RESTORE),
)
"""(beginning of the SQLSTATE, situation, what to do)."""

_REFUSED: tuple[tuple[str, type[EligoError], str], ...] = (
    (r'database "[^"]*" does not exist', NotFound, _NO_DATABASE),
    (r'role "[^"]*" does not exist|authentication failed|no password supplied|no pg_hba\.conf', AccessDenied, _NO_ROLE),
)
"""The same for what a server says before there is a session, when its driver has no SQLSTATE to tell."""


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Turn whatever the database complains of in the block into a situation."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        raise situation(error, address) from error
    except UnicodeDecodeError as error:
        # SQLite quotes what is damaged in what it says of it, and its driver fails to read that.
        raise _damaged(error, address) from error
    except ImproperlyConfigured as error:
        if importlib.util.find_spec("psycopg") is not None:
            raise
        raise UsageError(
            "PostgreSQL needs the library psycopg, which is not installed",
            hint="Install it with: pip install 'eligo[postgresql]'.",
        ) from error


@contextmanager
def reading(address: Address) -> Iterator[None]:
    """The same for a block that makes records of rows: one that cannot be made of its row is damage."""
    try:
        with told(address):
            yield
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise _damaged(error, address) from error


def _damaged(error: Exception, address: Address) -> DamagedStore:
    return DamagedStore(
        f"The database {address.shown} holds something that Eligo did not put there ({type(error).__name__}: {error})",
        hint=f"See all that is damaged with 'eligo verify'. {_RESTORE}",
    )


def is_lost(error: Exception) -> bool:
    """Whether the connection was lost, so that nobody said what became of what had been asked."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None) or ""
    return not getattr(cause, "sqlite_errorname", None) and (not state or state.startswith(("08", "57P")))


def in_doubt(address: Address) -> StoreUnavailable:
    """The situation of a change whose end was never confirmed: all of it is kept, or nothing of it."""
    return StoreUnavailable(
        f"The database {address.shown} was lost while the change was being kept: it is there whole, or not at all",
        hint="See with 'eligo log' whether it is, before you make it again.",
    )


def _cause(error: Exception) -> BaseException | None:
    """What the driver raised. Django hides it one level deeper where its own table cannot be made."""
    return error.__cause__ or (error.__context__.__cause__ if error.__context__ else None)


def situation(error: Exception, address: Address) -> EligoError:
    """The situation that a complaint stands for."""
    cause = _cause(error)
    said = " ".join(str(cause or error).split())
    name, state = getattr(cause, "sqlite_errorname", None) or "", getattr(cause, "sqlstate", None) or ""
    for beginning, kind, hint in _SQLITE if name else _POSTGRESQL:
        if (name or state).startswith(beginning):
            return kind(f"The database {address.shown}: {said}", hint=hint)
    for pattern, kind, hint in () if name or state else _REFUSED:
        if re.search(pattern, said):
            return kind(f"The database {address.shown} cannot be used: {said}", hint=hint)
    if address.file is not None and not name:
        # What SQLite's driver itself says of what it has read, such as of a text that is none.
        return DamagedStore(f"The database {address.shown} holds what cannot be read: {said}", hint=_RESTORE)
    if isinstance(error, IntegrityError) or (name or state[:2] in ("42", "22", "23", "P0")):
        return DamagedStore(f"The database {address.shown} is not as Eligo left it: {said}", hint=_RESTORE)
    return StoreUnavailable(f"The database {address.shown} cannot be used: {said}", hint=_REACH)
