"""The log, and rounds, submissions, decisions and runs."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table a kind of record, and those of what a record has several of."""

    initial = True
    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Event",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("who", models.TextField()),
                ("why", models.TextField()),
                ("action", models.TextField()),
                ("subject", models.TextField()),
                ("before", models.TextField(null=True)),
                ("after", models.TextField(null=True)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"indexes": [models.Index(fields=["subject", "number"], name="eligo_event_subject")]},
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("reference", models.TextField(primary_key=True, serialize=False)),
                ("scheme", models.TextField()),
                ("due_on", models.DateField(null=True)),
                ("closed", models.BooleanField()),
                ("opened_at", models.DateTimeField()),
                ("event", models.BigIntegerField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="eligo.round"
                    ),
                ),
                ("place", models.IntegerField()),
                ("role", models.TextField()),
                ("organisation", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "place"), name="eligo_asked_place")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="eligo.round"
                    ),
                ),
                ("kind", models.TextField()),
                ("role", models.TextField()),
                ("organisation", models.TextField()),
                ("file_name", models.TextField()),
                ("file_sha256", models.CharField(max_length=64)),
                ("file_size", models.BigIntegerField()),
                ("snapshot_on", models.DateField(null=True)),
                ("rows_read", models.BigIntegerField()),
                ("rows_accepted", models.BigIntegerField()),
                ("rows_quarantined", models.BigIntegerField()),
                ("rows_ignored", models.BigIntegerField()),
                ("standing", models.TextField()),
                ("replaced_by", models.BigIntegerField(null=True)),
                ("received_at", models.DateTimeField()),
                ("event", models.BigIntegerField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("event", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("subject", models.TextField()),
                ("value", models.TextField(null=True)),
                ("file_sha256", models.CharField(max_length=64, null=True)),
                ("file_size", models.BigIntegerField(null=True)),
                ("follows", models.BigIntegerField()),
                ("by", models.TextField()),
                ("why", models.TextField()),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "subject", "follows"), name="eligo_decision_follows")
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="eligo.round"
                    ),
                ),
                ("status", models.TextField()),
                ("scheme", models.TextField()),
                ("parameters", models.TextField()),
                ("through", models.BigIntegerField()),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField()),
                ("event", models.BigIntegerField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="RunFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="eligo.run"
                    ),
                ),
                ("is_output", models.BooleanField()),
                ("place", models.IntegerField()),
                ("role", models.TextField()),
                ("name", models.TextField()),
                ("file_sha256", models.CharField(max_length=64)),
                ("file_size", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "is_output", "place"), name="eligo_run_file_place")
                ],
            },
        ),
    )
