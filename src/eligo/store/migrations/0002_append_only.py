"""Nothing in the log, no decision and no run can be changed, whoever asks the database."""

from django.db import migrations

from eligo.store.statements import carrying_out


class Migration(migrations.Migration):
    """Triggers, which a table that a later migration makes anew has to be given again."""

    dependencies = (("eligo", "0001_records"),)
    operations = (migrations.RunPython(carrying_out("append_only")),)
