"""Whether a database still refuses what it has to refuse: its triggers are there, as they were made, and carried out.

What belongs here: looking. What does not: making them (``migrations``). Whoever owns a database can take its triggers
away, change the log unseen by them, and put them back; the chain of hashes tells that, not this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_MADE = Path(__file__).parent / "migrations" / "sql"
_ASKED = Path(__file__).parent / "sql"
_BEGINNING = re.compile(r"CREATE (TRIGGER|FUNCTION) (\w+)")
_BODY = re.compile(r"\$\$(.*)\$\$", re.DOTALL)

Guard = tuple[str, str]
"""Kind and name."""


def guard_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Every trigger, or function that one calls, that is missing, is not as it was made, or is switched off."""
    wanted = guards(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute((_ASKED / f"guards.{connection.vendor}.sql").read_text("utf-8"))
        found = {(kind, name): (_words(made), bool(is_on)) for kind, name, made, is_on in cursor.fetchall()}
    for guard in sorted({*wanted, *found}):
        kind, name = guard
        what = f"the {kind.casefold()} {name} of the database"
        if guard not in found:
            yield f"{what} is missing: what is append-only could be changed"
        elif guard not in wanted:
            yield f"{what} is not Eligo's: it could change what is kept"
        elif found[guard][0] != wanted[guard]:
            yield f"{what} is not as Eligo made it: what is append-only could be changed"
        elif not found[guard][1]:
            yield f"{what} is switched off: what is append-only could be changed"


def guards(vendor: str) -> Mapping[Guard, tuple[str, ...]]:
    """The triggers and functions that the migrations make, and the words of each."""
    made: dict[Guard, tuple[str, ...]] = {}
    texts = [file.read_text("utf-8") for file in sorted(_MADE.glob(f"*.{vendor}.sql"))]
    for statement in (one for text in texts for one in text.split("-- next\n")):
        beginning = _BEGINNING.search(statement)
        if beginning is None:
            raise AssertionError("a statement of the migrations makes neither a trigger nor a function")
        body = _BODY.search(statement)
        text = body[1] if body else statement[beginning.start() :]
        made[beginning[1], beginning[2]] = _words(text)
    return made


def _words(text: str) -> tuple[str, ...]:
    """A statement whatever its spaces, and the order in which a server likes to list what a trigger is called for."""
    return tuple(sorted(text.replace("public.", "").rstrip().rstrip(";").split()))
