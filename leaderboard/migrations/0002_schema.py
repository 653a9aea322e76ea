"""The tables and their rules, made by makemigrations."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import leaderboard.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0001_extensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Metric",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("curator", "curator"),
                            ("lexicon", "bundled lists"),
                            ("text", "text of a paper"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[("higher", "higher is better"), ("lower", "lower is better")],
                        max_length=6,
                        null=True,
                    ),
                ),
                ("family", models.CharField(blank=True, max_length=20, null=True)),
                ("unit", models.CharField(blank=True, max_length=40, null=True)),
                ("percentage", models.BooleanField(blank=True, null=True)),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name"], name="metric_name_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(
                        condition=models.Q(("origin", "text"), _negated=True),
                        fields=["updated_at"],
                        name="metric_taught",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="metric_slug_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="metric_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["curator", "lexicon", "text"])),
                        name="metric_origin_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direction", None), ("direction__in", ["higher", "lower"]), _connector="OR"
                        ),
                        name="metric_direction_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("family", ""), _negated=True), models.Q(("unit", ""), _negated=True)
                        ),
                        name="metric_unknown_is_null",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.TextField(blank=True, default="")),
                ("abstract", models.TextField()),
                ("abstract_key", models.CharField(editable=False, max_length=64, unique=True)),
                ("arxiv_id", models.CharField(blank=True, max_length=40, null=True, unique=True)),
                ("doi", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                ("url", models.TextField(blank=True, default="")),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "authors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("author_count", models.PositiveIntegerField(blank=True, null=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("date_text", models.CharField(blank=True, default="", max_length=100)),
                ("listed_on", models.DateField(blank=True, null=True)),
                (
                    "sources",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("is_summary", models.BooleanField(default=False)),
                ("retracted_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("working", "being read"),
                            ("done", "read"),
                            ("parked", "failed too often"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.BigIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True, default="")),
                ("engine_version", models.CharField(blank=True, default="", max_length=40)),
                ("extracted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector(
                                "title", config="claimboard", weight="A"
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "abstract", config="claimboard", weight="B"
                            ),
                            django.contrib.postgres.search.SearchConfig("claimboard"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["attempts", "id"],
                        name="paper_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "working")), fields=["lease_until"], name="paper_leased"
                    ),
                    models.Index(condition=models.Q(("state", "parked")), fields=["id"], name="paper_parked"),
                    models.Index(
                        models.OrderBy(models.F("published_on"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="paper_newest",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="paper_search"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["title"], name="paper_title_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("abstract", ""), _negated=True), name="paper_abstract_given"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("abstract"), 100000
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("title"), 5000
                            ),
                        ),
                        name="paper_text_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("abstract_key__regex", "^[0-9a-f]{64}$")),
                        name="paper_abstract_key_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("arxiv_id", None), models.Q(("arxiv_id", ""), _negated=True), _connector="OR"
                            ),
                            models.Q(("doi", None), models.Q(("doi", ""), _negated=True), _connector="OR"),
                        ),
                        name="paper_no_empty_ids",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "working", "done", "parked"])),
                        name="paper_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attempts__gte", 1),
                                ("fence__gte", 1),
                                ("lease_until__isnull", False),
                                ("state", "working"),
                            ),
                            models.Q(models.Q(("state", "working"), _negated=True), ("lease_until", None)),
                            _connector="OR",
                        ),
                        name="paper_lease_while_working",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                ("extracted_at__isnull", False),
                                models.Q(("engine_version", ""), _negated=True),
                                ("error", ""),
                            ),
                            _connector="OR",
                        ),
                        name="paper_done_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "parked"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_parked_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("engine_version", ""), ("extracted_at", None)),
                            models.Q(
                                ("extracted_at__isnull", False),
                                models.Q(("engine_version", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_read_pairs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fence__gte", 0)), name="paper_fence_counts_up"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="System",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("curator", "curator"),
                            ("lexicon", "bundled lists"),
                            ("text", "text of a paper"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name"], name="system_name_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(
                        condition=models.Q(("origin", "text"), _negated=True),
                        fields=["updated_at"],
                        name="system_taught",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="system_slug_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="system_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["curator", "lexicon", "text"])),
                        name="system_origin_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("quote", models.TextField()),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("value", leaderboard.models.fields.NumericField()),
                ("value_high", leaderboard.models.fields.NumericField(blank=True, null=True)),
                ("unit", models.TextField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("absolute", "result"),
                            ("difference", "gain in points"),
                            ("percent_change", "relative change"),
                            ("factor", "factor"),
                            ("fraction", "fraction"),
                        ],
                        max_length=14,
                        null=True,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        blank=True, choices=[("up", "up"), ("down", "down")], max_length=4, null=True
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("result", "own result"), ("reference", "of the thing compared with")],
                        max_length=9,
                    ),
                ),
                (
                    "bound",
                    models.CharField(
                        choices=[
                            ("exact", "exactly"),
                            ("at_most", "at most"),
                            ("at_least", "at least"),
                            ("about", "about"),
                        ],
                        max_length=8,
                    ),
                ),
                ("metric_text", models.TextField(blank=True, default="")),
                ("system_text", models.TextField(blank=True, default="")),
                ("setting", models.TextField(blank=True, default="")),
                ("task_text", models.TextField(blank=True, default="")),
                ("scaled", leaderboard.models.fields.NumericField(blank=True, editable=False, null=True)),
                ("confidence", models.FloatField(default=0.0)),
                ("engine_version", models.CharField(blank=True, default="", max_length=40)),
                ("alternatives", models.JSONField(blank=True, default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("machine", "read by machine"),
                            ("curated", "checked by a curator"),
                            ("confirmed", "confirmed by the authors"),
                            ("disputed", "disputed"),
                            ("rejected", "rejected"),
                            ("superseded", "no longer read so"),
                        ],
                        default="machine",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
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
                    "metric",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="leaderboard.metric",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="leaderboard.paper",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="leaderboard.system",
                    ),
                ),
            ],
            options={
                "ordering": ["paper_id", "start", "id"],
            },
        ),
        migrations.CreateModel(
            name="SystemAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("curator", "curator"),
                            ("lexicon", "bundled lists"),
                            ("text", "text of a paper"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="leaderboard.system",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "system aliases",
                "ordering": ["name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("curator", "curator"),
                            ("lexicon", "bundled lists"),
                            ("text", "text of a paper"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                ("area", models.CharField(blank=True, default="", max_length=100)),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name"], name="task_name_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(
                        condition=models.Q(("origin", "text"), _negated=True),
                        fields=["updated_at"],
                        name="task_taught",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")), name="task_slug_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="task_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["curator", "lexicon", "text"])),
                        name="task_origin_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="task_keyed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("curator", "curator"),
                            ("lexicon", "bundled lists"),
                            ("text", "text of a paper"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="benchmarks",
                        to="leaderboard.task",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BenchmarkAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("curator", "curator"),
                            ("lexicon", "bundled lists"),
                            ("text", "text of a paper"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="leaderboard.benchmark",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "benchmark aliases",
                "ordering": ["name"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name"], name="benchmarkalias_name_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(
                        condition=models.Q(("origin", "text"), _negated=True),
                        fields=["updated_at"],
                        name="benchmarkalias_taught",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="benchmarkalias_keyed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["curator", "lexicon", "text"])),
                        name="benchmarkalias_origin_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimBenchmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "benchmark",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim_benchmarks",
                        to="leaderboard.benchmark",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claim_benchmarks",
                        to="leaderboard.claim",
                    ),
                ),
            ],
            options={
                "ordering": ["claim_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "position"), name="claimbenchmark_order"),
                    models.UniqueConstraint(fields=("benchmark", "claim"), name="claimbenchmark_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("action", models.CharField(max_length=40)),
                ("subject_type", models.CharField(max_length=20)),
                ("subject_uid", models.UUIDField()),
                ("before", models.JSONField(blank=True, null=True)),
                ("after", models.JSONField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("source", models.CharField(blank=True, default="", max_length=100)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["subject_uid", "-at"], name="event_subject"),
                    models.Index(fields=["-at", "-id"], name="event_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", ""), _negated=True),
                            models.Q(("subject_type", ""), _negated=True),
                        ),
                        name="event_says_what",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MetricAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("curator", "curator"),
                            ("lexicon", "bundled lists"),
                            ("text", "text of a paper"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="leaderboard.metric",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "metric aliases",
                "ordering": ["name"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name"], name="metricalias_name_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(
                        condition=models.Q(("origin", "text"), _negated=True),
                        fields=["updated_at"],
                        name="metricalias_taught",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="metricalias_keyed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["curator", "lexicon", "text"])),
                        name="metricalias_origin_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("quote", models.TextField()),
                ("reason", models.CharField(max_length=20)),
                ("engine_version", models.CharField(max_length=40)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="leaderboard.paper",
                    ),
                ),
            ],
            options={
                "ordering": ["paper_id", "start", "id"],
                "indexes": [models.Index(fields=["reason"], name="rejection_reason")],
                "constraints": [
                    models.UniqueConstraint(fields=("paper", "start", "end"), name="rejection_once_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("start__lt", models.F("end"))), name="rejection_span_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("engine_version", ""), _negated=True),
                        ),
                        name="rejection_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimSystem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claim_systems",
                        to="leaderboard.claim",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim_systems",
                        to="leaderboard.system",
                    ),
                ),
            ],
            options={
                "ordering": ["claim_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "position"), name="claimsystem_order"),
                    models.UniqueConstraint(fields=("system", "claim"), name="claimsystem_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimBaseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claim_baselines",
                        to="leaderboard.claim",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim_baselines",
                        to="leaderboard.system",
                    ),
                ),
            ],
            options={
                "ordering": ["claim_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "position"), name="claimbaseline_order"),
                    models.UniqueConstraint(fields=("system", "claim"), name="claimbaseline_once"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["metric", "kind", "state", "scaled"], name="claim_board"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["-created_at", "-id"], name="claim_newest"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["state", "confidence", "id"], name="claim_queue"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                fields=("paper", "start", "end", "role"), name="claim_once_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("start__lt", models.F("end"))), name="claim_span_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sentence_end__gte", models.F("end")), ("sentence_start__lte", models.F("start"))
                ),
                name="claim_within_sentence",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value_high", None), ("value_high__gte", models.F("value")), _connector="OR"
                ),
                name="claim_range_upwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "value__gt",
                        -10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                    ),
                    (
                        "value__lt",
                        10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                    ),
                    models.Q(
                        ("value_high", None),
                        (
                            "value_high__lt",
                            10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("scaled", None),
                        models.Q(
                            (
                                "scaled__gt",
                                -10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                            ),
                            (
                                "scaled__lt",
                                10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="claim_value_finite",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", None),
                    ("kind__in", ["absolute", "difference", "percent_change", "factor", "fraction"]),
                    _connector="OR",
                ),
                name="claim_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction", None), ("direction__in", ["up", "down"]), _connector="OR"),
                name="claim_direction_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("direction", None),
                    ("kind", None),
                    models.Q(("kind", "absolute"), _negated=True),
                    _connector="OR",
                ),
                name="claim_absolute_has_no_direction",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["result", "reference"])), name="claim_role_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("bound__in", ["exact", "at_most", "at_least", "about"])),
                name="claim_bound_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit", None), models.Q(("unit", ""), _negated=True), _connector="OR"),
                name="claim_unknown_unit_is_null",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("scaled", None), ("metric__isnull", False), _connector="OR"),
                name="claim_scaled_needs_metric",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__gte", 0.0), ("confidence__lte", 1.0)),
                name="claim_confidence_is_probability",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None), ("decided_by", None), ("state__in", ["machine", "superseded"])
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("state__in", ["curated", "confirmed", "disputed", "rejected"]),
                    ),
                    _connector="OR",
                ),
                name="claim_decision_pairs_with_state",
            ),
        ),
        migrations.AddIndex(
            model_name="systemalias",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name"], name="systemalias_name_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="systemalias",
            index=models.Index(
                condition=models.Q(("origin", "text"), _negated=True),
                fields=["updated_at"],
                name="systemalias_taught",
            ),
        ),
        migrations.AddConstraint(
            model_name="systemalias",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="systemalias_keyed"
            ),
        ),
        migrations.AddConstraint(
            model_name="systemalias",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["curator", "lexicon", "text"])),
                name="systemalias_origin_known",
            ),
        ),
        migrations.AddIndex(
            model_name="benchmark",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name"], name="benchmark_name_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="benchmark",
            index=models.Index(
                condition=models.Q(("origin", "text"), _negated=True),
                fields=["updated_at"],
                name="benchmark_taught",
            ),
        ),
        migrations.AddConstraint(
            model_name="benchmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")), name="benchmark_slug_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="benchmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="benchmark_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="benchmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["curator", "lexicon", "text"])),
                name="benchmark_origin_known",
            ),
        ),
    ]
