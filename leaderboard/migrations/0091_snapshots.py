"""Snapshots and their rows, made by makemigrations."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0090_export_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(db_index=False, max_length=20, unique=True)),
                ("content", models.CharField(max_length=64, unique=True)),
                ("taken_at", models.DateTimeField()),
                ("manifest", models.JSONField()),
            ],
            options={
                "ordering": ["-taken_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[1-9][0-9]*)?$")),
                        name="snapshot_name_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content__regex", "^[0-9a-f]{64}$")), name="snapshot_content_form"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SnapshotRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("benchmark", models.CharField(max_length=80)),
                ("metric", models.CharField(max_length=80)),
                ("claim", models.UUIDField()),
                ("rank", models.PositiveIntegerField(null=True)),
                ("leader", models.BooleanField()),
                ("facts", models.JSONField()),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="leaderboard.snapshot",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("leader", True)),
                        fields=["snapshot", "benchmark", "metric"],
                        name="snapshotrow_leaders",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("snapshot", "benchmark", "metric", "claim"), name="snapshotrow_once"
                    )
                ],
            },
        ),
    ]
