"""Nothing in the log, no decision and no run can be changed, whoever asks the database."""

from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STATEMENTS = Path(__file__).parent / "sql"


def make_triggers(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Carry out the statements written for this database, one after the other."""
    text = (STATEMENTS / f"append_only.{editor.connection.vendor}.sql").read_text("utf-8")
    for statement in text.split("-- next\n"):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers, which a table that a later migration makes anew has to be given again."""

    dependencies = (("eligo", "0001_records"),)
    operations = (migrations.RunPython(make_triggers),)
