"""What curators do to names, row by row, and where old addresses lead; made by makemigrations."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0182_merged_papers_rest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("thing", models.BigIntegerField(null=True)),
                ("name", models.TextField()),
                ("mentions", models.BigIntegerField()),
                ("papers", models.BigIntegerField()),
                ("example", models.BigIntegerField()),
            ],
            options={
                "db_table": "leaderboard_mention",
                "ordering": ["-mentions", "key"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="NameChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("benchmark", "benchmark"),
                            ("metric", "metric"),
                            ("system", "system"),
                            ("task", "task"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("confirm", "confirmed"),
                            ("merge", "merged"),
                            ("split", "split"),
                            ("rename", "renamed"),
                            ("unname", "no name"),
                        ],
                        max_length=7,
                    ),
                ),
                ("source", models.UUIDField(null=True)),
                ("source_name", models.TextField()),
                ("target", models.UUIDField(null=True)),
                ("target_name", models.TextField(blank=True, default="")),
                ("counts", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="NameMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=40)),
                ("row", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="leaderboard.namechange",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="NameRedirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("benchmark", "benchmark"),
                            ("metric", "metric"),
                            ("system", "system"),
                            ("task", "task"),
                        ],
                        max_length=9,
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                (
                    "benchmark",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="leaderboard.benchmark",
                    ),
                ),
                (
                    "metric",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="leaderboard.metric",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="leaderboard.system",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="leaderboard.task",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NotAName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("benchmark", "benchmark"),
                            ("metric", "metric"),
                            ("system", "system"),
                            ("task", "task"),
                        ],
                        max_length=9,
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name_plural": "words that are no names",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="notaname_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["benchmark", "metric", "system"])),
                        name="notaname_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="notaname_keyed"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="namechange",
            index=models.Index(fields=["source", "-id"], name="namechange_source"),
        ),
        migrations.AddIndex(
            model_name="namechange",
            index=models.Index(fields=["target", "-id"], name="namechange_target"),
        ),
        migrations.AddConstraint(
            model_name="namechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", ["confirm", "merge", "split", "rename", "unname"])),
                name="namechange_action_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="namechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["benchmark", "metric", "system", "task"])),
                name="namechange_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="namechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at", None), ("undone_by", None)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="namechange_undone_pairs",
            ),
        ),
        migrations.AddIndex(
            model_name="namemove",
            index=models.Index(fields=["row", "place"], name="namemove_row"),
        ),
        migrations.AddConstraint(
            model_name="namemove",
            constraint=models.UniqueConstraint(fields=("change", "place", "row"), name="namemove_once"),
        ),
        migrations.AddConstraint(
            model_name="namemove",
            constraint=models.CheckConstraint(
                condition=models.Q(("before__isnull", False), ("after__isnull", False), _connector="OR"),
                name="namemove_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="nameredirect",
            constraint=models.UniqueConstraint(fields=("kind", "slug"), name="nameredirect_once"),
        ),
        migrations.AddConstraint(
            model_name="nameredirect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "benchmark"), ("metric", None), ("system", None), ("task", None)),
                    models.Q(("benchmark", None), ("kind", "metric"), ("system", None), ("task", None)),
                    models.Q(("benchmark", None), ("kind", "system"), ("metric", None), ("task", None)),
                    models.Q(("benchmark", None), ("kind", "task"), ("metric", None), ("system", None)),
                    _connector="OR",
                ),
                name="nameredirect_to_its_kind",
            ),
        ),
    ]
