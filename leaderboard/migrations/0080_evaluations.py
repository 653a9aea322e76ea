"""Result tables that are posted or imported, names of authors, and what the wire says of tasks and data sets."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import leaderboard.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0092_snapshots_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Author",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=100, unique=True)),
                ("name", models.TextField()),
            ],
            options={
                "ordering": ("slug",),
            },
        ),
        migrations.AddField(
            model_name="benchmark",
            name="full_name",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="benchmark",
            name="url",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="task",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="children",
                to="leaderboard.task",
            ),
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("description", models.TextField(blank=True, default="")),
                ("mirror_url", models.TextField(blank=True, default="")),
                ("external_id", models.CharField(blank=True, default="", max_length=200)),
                ("links", models.JSONField(blank=True, default=dict)),
                (
                    "benchmark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="leaderboard.benchmark",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="leaderboard.task",
                    ),
                ),
                (
                    "within",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="leaderboard.benchmark",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="EvaluationMetric",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("slug", models.SlugField(max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True, default="")),
                ("is_loss", models.BooleanField(blank=True, null=True)),
                ("stated", models.BooleanField(default=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="metrics",
                        to="leaderboard.evaluation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "metric",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="leaderboard.metric",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="EvaluationResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("key", models.CharField(editable=False, max_length=64)),
                ("methodology", models.TextField(blank=True, default="")),
                ("paper_text", models.TextField(blank=True, default="")),
                ("paper_title", models.TextField(blank=True, default="")),
                ("evaluated_on", models.DateField(blank=True, null=True)),
                ("date_text", models.CharField(blank=True, default="", max_length=100)),
                ("uses_additional_data", models.BooleanField(default=False)),
                ("external_id", models.CharField(blank=True, default="", max_length=200)),
                ("external_source_url", models.TextField(blank=True, default="")),
                ("links", models.JSONField(blank=True, default=dict)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="leaderboard.evaluation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="evaluation_results",
                        to="leaderboard.paper",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="EvaluationValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("raw", models.TextField()),
                ("quoted", models.BooleanField(default=True)),
                ("value", leaderboard.models.fields.NumericField(blank=True, null=True)),
                ("unit", models.TextField(blank=True, null=True)),
                ("scaled", leaderboard.models.fields.NumericField(blank=True, null=True)),
                (
                    "column",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="leaderboard.evaluationmetric",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="leaderboard.evaluationresult",
                    ),
                ),
            ],
            options={
                "ordering": ["result_id", "column_id"],
            },
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(fields=("task", "benchmark"), name="evaluation_once"),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("made_by", "external_id"),
                name="evaluation_external_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationmetric",
            constraint=models.UniqueConstraint(fields=("evaluation", "slug"), name="evaluationmetric_once"),
        ),
        migrations.AddConstraint(
            model_name="evaluationmetric",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("slug", ""), _negated=True)
                ),
                name="evaluationmetric_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationmetric",
            constraint=models.CheckConstraint(
                condition=models.Q(("stated", False), ("is_loss__isnull", False), _connector="OR"),
                name="evaluationmetric_stated_is_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationresult",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "made_by", "key"), name="evaluationresult_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__regex", "^[0-9a-f]{64}$")), name="evaluationresult_key_form"
            ),
        ),
        migrations.AddIndex(
            model_name="evaluationvalue",
            index=models.Index(fields=["column", "scaled"], name="evaluationvalue_rank"),
        ),
        migrations.AddConstraint(
            model_name="evaluationvalue",
            constraint=models.UniqueConstraint(fields=("result", "column"), name="evaluationvalue_once"),
        ),
        migrations.AddConstraint(
            model_name="evaluationvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("scaled", None), ("value__isnull", False), _connector="OR"),
                name="evaluationvalue_scaled_is_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit", None), models.Q(("unit", ""), _negated=True), _connector="OR"),
                name="evaluationvalue_unit_is_null",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("value", None),
                        models.Q(
                            (
                                "value__gt",
                                -10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                            ),
                            (
                                "value__lt",
                                10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                            ),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("scaled", None),
                        models.Q(
                            (
                                "scaled__gt",
                                -10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                            ),
                            (
                                "scaled__lt",
                                10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="evaluationvalue_finite",
            ),
        ),
    ]
