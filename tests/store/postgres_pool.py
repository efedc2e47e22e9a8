"""Empty databases of a server, given out again once they are wiped: to copy or to migrate one takes far longer."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

from eligo.ports import Clock
from eligo.store import OpenStore, create_store, open_store
from postgres import PostgresServer

TABLES = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'eligo\\_%'"


@dataclass(frozen=True)
class Pooled:
    """A database of the pool: its store, and the connection by which it is wiped past the triggers that forbid it."""

    url: str
    store: OpenStore
    wiping: psycopg.Connection


class Pool:
    """Databases with an empty store each; their connections stay open as long as the pool."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._made: list[Pooled] = []
        self._free: list[Pooled] = []

    def take(self, clock: Clock) -> tuple[Pooled, OpenStore]:
        """A database that nobody else has, and its store by this clock."""
        if not self._free:
            url = self._server.new_database()
            options = "-c session_replication_role=replica -c synchronous_commit=off"
            made = Pooled(url, create_store(url, clock), psycopg.connect(url, options=options, autocommit=True))
            self._made.append(made)
            self._free.append(made)
        taken = self._free.pop()
        return taken, open_store(taken.url, clock)

    def give_back(self, pooled: Pooled) -> None:
        """Wipe a database, in which no transaction is going on any more."""
        for (table,) in pooled.wiping.execute(TABLES).fetchall():
            # The wiping connection asks for no foreign key, so that any order will do.
            pooled.wiping.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        self._free.append(pooled)

    def close(self) -> None:
        """Close every connection."""
        for made in self._made:
            made.wiping.close()
            made.store.close()
