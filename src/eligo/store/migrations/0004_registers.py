"""The registers: lines with the subtrees that are full by them, and publications; neither ever changes."""

from django.db import migrations, models

from eligo.store.statements import carrying_out


class Migration(migrations.Migration):
    """Two tables, what they are asked by, and their triggers."""

    dependencies = (("eligo", "0003_jobs"),)

    operations = (
        migrations.CreateModel(
            name="RegisterLine",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("item", models.TextField()),
                ("product", models.TextField(null=True)),
                ("resting_on", models.TextField(null=True)),
                ("effective_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("hashes", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["item", "number", "effective_on"], name="eligo_line_item"),
                    models.Index(fields=["product", "number"], name="eligo_line_product"),
                    models.Index(fields=["resting_on", "number"], name="eligo_line_resting_on"),
                    models.Index(fields=["effective_on", "number"], name="eligo_line_effective_on"),
                    models.Index(fields=["recorded_at", "number"], name="eligo_line_recorded_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterPublication",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("key", models.TextField()),
                ("signature", models.TextField()),
            ],
        ),
        migrations.RunPython(carrying_out("registers")),
    )
