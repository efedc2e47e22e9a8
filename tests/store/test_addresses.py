"""What may stand in the address of a database; everything else is told, and nothing is opened."""

from __future__ import annotations

import pytest

from eligo.errors import UsageError
from eligo.store import create_store
from eligo.store.connecting import address_of
from store.settable_clock import SettableClock


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://u@h:abc/x", "The address of the database cannot be read: Port could not be cast"),
        ("postgresql://u@h:99999/x", "The address of the database cannot be read: Port out of range"),
        ("postgresql://u@[::1/x", "The address of the database cannot be read: Invalid IPv6 URL"),
        ("postgresql://u@a:1,b:2/x", "The address of the database cannot be read: Port could not be cast"),
        ("postgresql://u@h/x?dbname=y", "The address of the database has the option dbname"),
        (
            "postgresql://u@h/x?cursor_factory=y&pool=1",
            "The address of the database has the option cursor_factory, pool",
        ),
        ("postgresql://u@h/x?autocommit=", "The address of the database has the option autocommit"),
        ("postgresql://u@h/x?sslpassword=hush", "The address of the database holds a password"),
        ("postgresql://u:hush@h/x", "The address of the database holds a password"),
        ("postgresql://u@h/", "'postgresql:...' is not the address of a database"),
        ("mysql://u@h/x", "'mysql:...' is not the address of a database"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_and_no_password_with_it(url: str, message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        address_of(url)
    assert refusal.value.message.startswith(message)
    assert "hush" not in refusal.value.message + refusal.value.hint


@pytest.mark.parametrize(
    "url", ["postgresql://u@h:5432/x-y?sslmode=require", "postgresql://u@/x?host=/run/pg&port=5433"]
)
def test_a_server_is_found_by_host_or_socket(url: str) -> None:
    assert address_of(url).shown == url


def test_a_database_that_cannot_keep_every_name_is_refused(postgres_url: str) -> None:
    import psycopg

    latin = postgres_url.replace("/eligo_", "/latin_")
    name = latin.partition("@/")[2].partition("?")[0]
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(
            f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0".encode()
        )
    with pytest.raises(UsageError) as refusal:
        create_store(latin, SettableClock())
    assert "has the encoding LATIN1" in refusal.value.message
    assert "ENCODING 'UTF8'" in refusal.value.hint
