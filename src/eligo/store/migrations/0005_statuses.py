"""The registers: beside each entry the status that it leaves its item, and an index by which the last one is found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from eligo.registers import RegisterEntry, Status, line_as_written, status_after, status_text
from eligo.store.statements import carrying_out

_GUARD = {"sqlite": "eligo_registerline_no_update", "postgresql": "eligo_registerline_no_change"}
"""The trigger that refuses what is done here once."""

_BATCH = 2000


def fill(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Work out the status of every entry that is there, line by line."""
    vendor, alias = editor.connection.vendor, editor.connection.alias
    dropped = f"DROP TRIGGER {_GUARD[vendor]}"
    editor.execute(dropped if vendor == "sqlite" else f"{dropped} ON eligo_registerline", params=None)
    kept = apps.get_model("eligo", "RegisterLine").objects.using(alias).order_by("number")
    found = _statuses(kept.values_list("number", "text").iterator(chunk_size=_BATCH))
    with editor.connection.cursor() as cursor:
        while batch := [*islice(found, _BATCH)]:
            cursor.executemany("UPDATE eligo_registerline SET status = %s WHERE number = %s", batch)
    carrying_out("registers", _GUARD[vendor])(apps, editor)


def _statuses(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    """The status that each entry leaves, and its number; of what is no line none, as the check of migrations says."""
    statuses: dict[str, Status] = {}
    for number, text in lines:
        try:
            line = line_as_written(json.loads(text))
        except ValueError:
            continue
        if isinstance(line, RegisterEntry):
            found = statuses[line.item] = status_after(statuses.get(line.item), line)
            yield status_text(found), number


class Migration(migrations.Migration):
    """A column, what stands in it, and an index."""

    dependencies = (("eligo", "0004_registers"),)

    operations = (
        migrations.AddField("RegisterLine", "status", models.TextField(null=True)),
        migrations.RunPython(fill),
        migrations.RemoveIndex("RegisterLine", "eligo_line_product"),
        migrations.AddIndex(
            "RegisterLine",
            models.Index(fields=["product", "item", "number", "effective_on"], name="eligo_line_product"),
        ),
    )
