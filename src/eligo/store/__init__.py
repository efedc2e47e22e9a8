"""Where a workspace is kept: a database by Django's ORM (SQLite or PostgreSQL), and files by their content.

What belongs here: the implementations of the ports ``Store``, ``Queue``, ``Archive`` and ``Files``. What does not: any
rule of the field. The home of Django and psycopg; nothing else imports them, and only ``wiring`` imports this.

The names below are imported when they are first used: Django has to be set up before its models can be, and in the
portal it is the portal that sets it up.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eligo.store.folder_files import FolderFiles
    from eligo.store.opening import OpenStore, create_store, migrate_store, open_store

_HOMES = {
    "FolderFiles": "eligo.store.folder_files",
    "OpenStore": "eligo.store.opening",
    "create_store": "eligo.store.opening",
    "migrate_store": "eligo.store.opening",
    "open_store": "eligo.store.opening",
}

__all__ = ["FolderFiles", "OpenStore", "create_store", "migrate_store", "open_store"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'eligo.store' has no attribute '{name}'")
    if _HOMES[name] == "eligo.store.opening":
        _set_up_django()
    return getattr(importlib.import_module(_HOMES[name]), name)


def _set_up_django() -> None:
    import django
    from django.apps import apps
    from django.conf import settings

    if not settings.configured:
        from eligo.store import settings as own

        settings.configure(**{name: getattr(own, name) for name in dir(own) if name.isupper()})
    if not apps.ready:
        django.setup()
