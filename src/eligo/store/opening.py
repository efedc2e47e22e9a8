"""Opening, making and migrating a store.

What belongs here: whether a database is there, of which schema, and bringing it to this one. What does not: what is in
it.

Invariant: a database of another schema is never touched but by ``migrate_store``, which changes all of it or nothing,
once what it holds has been checked in its new form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from eligo.errors import DamagedStore, NotFound, OtherSchema, UsageError, VersionConflict
from eligo.ports import Clock
from eligo.records import Agreement, Because, chain_faults
from eligo.store.archive import DjangoArchive
from eligo.store.changes import Changes
from eligo.store.connecting import Address, address_of, connect, disconnect
from eligo.store.faults import reading, told
from eligo.store.jobs import DjangoQueue
from eligo.store.remembered import DjangoStore
from eligo.version import VERSION

_APP = "eligo"


@dataclass(frozen=True, slots=True)
class OpenStore:
    """An open database: what is remembered, the jobs, and all of it as lines. Closed in the thread that used it."""

    address: Address
    store: DjangoStore
    queue: DjangoQueue
    archive: DjangoArchive

    def close(self) -> None:
        """Close this thread's connections."""
        disconnect(self.address)


def open_store(url: str, clock: Clock) -> OpenStore:
    """The store in a database.

    Raises ``NotFound`` where there is none, ``OtherSchema`` where it has to be migrated first or is a newer Eligo's.
    """
    address = _connected(url)
    applied = _applied(address)
    if not applied:
        raise NotFound(
            f"There is no workspace in the database {address.shown}",
            hint="Make one with 'eligo init', or restore a backup with 'eligo restore'.",
        )
    _refuse_newer(address, applied)
    missing = [name for name in _known() if name not in applied]
    if missing:
        raise OtherSchema(
            f"The database {address.shown} was written by an older Eligo: it lacks {', '.join(missing)}",
            hint="Make a backup with that Eligo, then bring it up to date with 'eligo migrate'.",
        )
    return _opened(address, clock)


def create_store(url: str, clock: Clock) -> OpenStore:
    """An empty store in a database that holds none.

    Raises ``VersionConflict`` where it holds one, ``UsageError`` where its encoding is not UTF-8.
    """
    address = _connected(url)
    if _applied(address):
        raise VersionConflict(
            f"The database {address.shown} holds a workspace already", hint="Name another database, or open that one."
        )
    with told(address):
        _refuse_other_encoding(address)
        with _all_or_nothing(address):
            _migrate(address)
    return _opened(address, clock)


def _refuse_other_encoding(address: Address) -> None:
    """A database of another encoding refuses some name sooner or later, or keeps what it does not understand."""
    connection = connections[address.changes]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        (encoding,) = cursor.fetchone()
    if encoding != "UTF8":
        raise UsageError(
            f"The database {address.shown} has the encoding {encoding}, and not every name can be kept in it",
            hint="Make one with: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0.",
        )


def migrate_store(url: str, clock: Clock, because: Because) -> tuple[str, ...]:
    """Bring a store to this schema: all or nothing, checked before it counts. Returns the names of what was applied.

    Raises ``NotFound`` where there is none, ``OtherSchema`` where it is newer, ``DamagedStore`` where what it holds
    does not pass the check afterwards; it stays as it was then.
    """
    address = _connected(url)
    applied = _applied(address)
    if not applied:
        raise NotFound(f"There is no workspace in the database {address.shown}", hint="Make one with 'eligo init'.")
    _refuse_newer(address, applied)
    missing = tuple(name for name in _known() if name not in applied)
    if missing:
        with told(address), _all_or_nothing(address):
            _migrate(address)
            opened = _opened(address, clock)
            _check(address, opened)
            opened.store.audit.note(
                "workspace.migrated", {"record": "workspace", "eligo": VERSION, "applied": list(missing)}, because
            )
    return missing


def _connected(url: str) -> Address:
    address = address_of(url)
    connect(address)
    return address


def _opened(address: Address, clock: Clock) -> OpenStore:
    changes = Changes(address, clock)
    return OpenStore(address, DjangoStore(address, clock), DjangoQueue(changes), DjangoArchive(changes))


def _known() -> tuple[str, ...]:
    return tuple(sorted(name for app, name in MigrationLoader(None).disk_migrations or () if app == _APP))


def _applied(address: Address) -> frozenset[str]:
    if address.file is not None and not address.file.is_file():
        # Asking would make an empty file of that name.
        return frozenset()
    with reading(address):
        applied = MigrationRecorder(connections[address.changes]).applied_migrations()
        names = frozenset(name for app, name in applied if app == _APP)
        if not all(isinstance(name, str) for name in names):
            raise TypeError("the name of a migration is no text")
    return names


def _refuse_newer(address: Address, applied: Iterable[str]) -> None:
    strange = sorted(set(applied) - set(_known()))
    if strange:
        raise OtherSchema(
            f"The database {address.shown} was written by a newer Eligo: this one does not know {', '.join(strange)}",
            hint=f"Open it with that Eligo, or a later one; this is {VERSION}.",
        )


@contextmanager
def _all_or_nothing(address: Address) -> Iterator[None]:
    """A transaction in which tables may be changed: Django allows that in SQLite only without foreign keys' checks."""
    connection = connections[address.changes]
    connection.disable_constraint_checking()
    try:
        with transaction.atomic(using=address.changes):
            yield
            connection.check_constraints()
    finally:
        connection.enable_constraint_checking()


def _migrate(address: Address) -> None:
    executor = MigrationExecutor(connections[address.changes])
    executor.migrate(executor.loader.graph.leaf_nodes(_APP))


def _check(address: Address, opened: OpenStore) -> None:
    agreement = Agreement()
    for line in opened.archive.records():
        agreement.see(line)
    faults = [
        *opened.archive.faults(),
        *chain_faults(opened.store.audit.events()),
        *agreement.faults(opened.archive.records),
    ]
    if faults:
        raise DamagedStore(
            f"The database {address.shown} does not hold what its log says, and has not been migrated",
            hint="Open it with the Eligo that wrote it, and see 'eligo verify'.",
            details=faults,
        )
