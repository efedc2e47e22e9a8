"""Addresses of databases, and Django's connections to them.

What belongs here: what stands in an address, and how a connection is set so that what is committed is on disk. What
does not: tables and changes.

Every address has two connections: one for changes, whose transactions keep every other writer out from their
beginning, and one for reading everything as of one moment while others go on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from django.db import connections

from eligo.errors import UsageError

OPTIONS = (
    "host",
    "port",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "passfile",
    "gssencmode",
    "channel_binding",
    "target_session_attrs",
)
"""What may stand in the query of an address: where the server is, and how to be sure of it. Nothing that decides which
database it is, or how a change is kept.
"""

LONGEST_DATABASE = 63
"""How many bytes the name of a database in PostgreSQL may have."""

_LONGEST_SHOWN = 70

BUSY_SECONDS = 30
"""How long a change waits for others before it gives up."""


@dataclass(frozen=True, slots=True)
class Address:
    """A database: ``url`` as it was given; ``file`` for SQLite; the names of its two connections."""

    url: str
    file: Path | None

    @property
    def changes(self) -> str:
        """The connection for changes, and for single questions."""
        return self.url

    @property
    def moment(self) -> str:
        """The connection for reading everything as of one moment."""
        return f"{self.url}#moment"

    @property
    def shown(self) -> str:
        """The address for people; it never holds a password."""
        return str(self.file) if self.file else self.url


def address_of(url: str) -> Address:
    """The address in a text: ``sqlite:///absolute/path`` or ``postgresql://user@host/name``.

    Raises ``UsageError`` for anything else, and for a password: it would stand in a file.
    """
    parts = _parts(url)
    if parts.scheme == "sqlite" and not parts.netloc and parts.path.startswith("/"):
        return Address(url, Path(unquote(parts.path)))
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise UsageError(
            f"'{_harmless(url)}' is not the address of a database",
            hint="Use 'sqlite', or an address such as postgresql://user@host/name.",
        )
    if len(unquote(parts.path.strip("/")).encode()) > LONGEST_DATABASE:
        raise UsageError(
            f"The name of the database has more than {LONGEST_DATABASE} bytes", hint="PostgreSQL takes no longer one."
        )
    asked = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if parts.password or any("password" in name for name in asked):
        raise UsageError(
            "The address of the database holds a password",
            hint="Take it out of the address, and put it into the file .pgpass or the variable PGPASSWORD.",
        )
    strange = [name for name in asked if name not in OPTIONS]
    if strange:
        raise UsageError(
            f"The address of the database has the option {', '.join(strange)}",
            hint=f"The database is named by the path alone; there may be {', '.join(OPTIONS)}.",
        )
    return Address(url, None)


def _harmless(url: str) -> str:
    """What was given, as far as it can be shown: what may be a password is left out."""
    return url if "@" not in url and len(url) <= _LONGEST_SHOWN else f"{url.partition(':')[0][:_LONGEST_SHOWN]}:..."


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        # Asking for the port is what shows that it is none.
        _ = parts.port
    except ValueError as error:
        raise UsageError(
            f"The address of the database cannot be read: {error}",
            hint="Use 'sqlite', or an address such as postgresql://user@host:5432/name; one host, one port.",
        ) from None
    return parts


def connect(address: Address) -> None:
    """Make the two connections of an address known to Django; nothing is opened yet."""
    for alias, moment in ((address.changes, False), (address.moment, True)):
        if alias not in connections.settings:
            connections.settings[alias] = _database(address, moment)


def disconnect(address: Address) -> None:
    """Close this thread's connections of an address; the next question opens them again."""
    for alias in (address.changes, address.moment):
        connections[alias].close()


def _database(address: Address, moment: bool) -> dict[str, object]:
    database: dict[str, object] = {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
        "NAME": "",
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
    }
    return database | (_sqlite(address.file, moment) if address.file else _postgresql(address.url, moment))


def _sqlite(file: Path, moment: bool) -> dict[str, object]:
    # A commit returns when the write-ahead log is on disk; readers and one writer do not wait for one another.
    name, begins_with = str(file), "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON;"
    if file.is_file() and not (_writable(file) and _writable(file.parent)):
        name, begins_with = _read_only(file), "PRAGMA cell_size_check=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "DEFERRED" if moment else "IMMEDIATE",
            "init_command": begins_with,
        },
    }


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _read_only(file: Path) -> str:
    """The name of a file that may be read and not written.

    Where there is no write-ahead log beside it nobody is at work, and SQLite needs nothing there to be written.
    """
    log = file.with_name(f"{file.name}-wal")
    is_alone = not log.exists() or log.stat().st_size == 0
    return f"file:{quote(str(file))}?{'immutable=1' if is_alone else 'mode=ro'}"


def _postgresql(url: str, moment: bool) -> dict[str, object]:
    parts = urlsplit(url)
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", "") or parts.hostname or "")
    # The server may be set to answer before a commit is on disk; for this session it may not.
    # And whatever a role or a database is set to look in first, the tables are those of the schema public.
    session = f"-c synchronous_commit=on -c lock_timeout={BUSY_SECONDS * 1000} -c search_path=public"
    if moment:
        session += " -c default_transaction_isolation=repeatable\\ read"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {"application_name": "eligo", "connect_timeout": BUSY_SECONDS, **options, "options": session},
    }
