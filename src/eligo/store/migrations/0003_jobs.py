"""Long work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One row a job."""

    dependencies = (("eligo", "0002_append_only"),)

    operations = (
        migrations.CreateModel(
            name="Job",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("request", models.TextField()),
                ("state", models.TextField()),
                ("worker", models.TextField()),
                ("attempt", models.IntegerField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("stage", models.TextField()),
                ("done", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
                ("checkpoint", models.TextField(null=True)),
                ("files", models.TextField()),
                ("cancel_wanted", models.BooleanField()),
                ("result", models.TextField(null=True)),
                ("problem", models.TextField()),
                ("submitted_at", models.DateTimeField()),
                ("event", models.BigIntegerField(unique=True)),
            ],
        ),
    )
