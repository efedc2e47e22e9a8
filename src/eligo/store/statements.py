"""The statements that only one database understands, each in a file of its own (``migrations/sql``)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_STATEMENTS = Path(__file__).parent / "migrations" / "sql"


def carrying_out(name: str, made: str = "") -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    """What carries out the statements of that name for the database at hand, one after the other; of ``made`` alone,
    where that was taken away and is to be there again.
    """

    def carry_out(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
        text = (_STATEMENTS / f"{name}.{editor.connection.vendor}.sql").read_text("utf-8")
        for statement in text.split("-- next\n"):
            if made in statement:
                editor.execute(statement, params=None)

    return carry_out
