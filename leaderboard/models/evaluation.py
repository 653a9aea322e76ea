"""Result tables that were posted or imported: numbers without a sentence, kept apart from claims."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from leaderboard.domain.names import MAX_NAME
from leaderboard.models.benchmark import Benchmark
from leaderboard.models.fields import NumericField
from leaderboard.models.metric import Metric
from leaderboard.models.paper import Paper
from leaderboard.models.task import Task

MAX_LINK = 2_000
MAX_EXTERNAL_ID = 200
MAX_METHOD = 500


class Posted(models.Model):
    """Who brought a row in (null: an import) and who decided about it last (null: nobody has).

    A row that was withdrawn is kept, so that no later import brings it back.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Evaluation(Posted):
    """The results of a task on a benchmark that were handed in as a table; `within` is a larger data set."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evaluations")
    benchmark = models.ForeignKey(Benchmark, on_delete=models.PROTECT, related_name="evaluations")
    within = models.ForeignKey(
        Benchmark, on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    description = models.TextField(blank=True, default="")
    mirror_url = models.TextField(blank=True, default="")
    external_id = models.CharField(max_length=MAX_EXTERNAL_ID, blank=True, default="")
    links = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="evaluation_once", fields=["task", "benchmark"]),
            models.UniqueConstraint(
                name="evaluation_external_once",
                fields=["made_by", "external_id"],
                condition=~Q(external_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.task_id} on benchmark {self.benchmark_id}"


class EvaluationMetric(Posted):
    """A column of a table. `is_loss` is what was posted, null where nobody said which way is better.

    `stated` is False where it may be no more than a program's default; then it ranks nothing.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="metrics")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=MAX_NAME)
    description = models.TextField(blank=True, default="")
    is_loss = models.BooleanField(null=True, blank=True)
    stated = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="evaluationmetric_once", fields=["evaluation", "slug"]),
            models.CheckConstraint(name="evaluationmetric_named", condition=~Q(name="") & ~Q(slug="")),
            models.CheckConstraint(
                name="evaluationmetric_stated_is_said", condition=Q(stated=False) | Q(is_loss__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EvaluationResult(Posted):
    """A row of a table, as handed in; `key` tells it from the others of its table when it comes again."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="results")
    key = models.CharField(max_length=64, editable=False)
    methodology = models.TextField(blank=True, default="")
    paper = models.ForeignKey(
        Paper, on_delete=models.SET_NULL, null=True, blank=True, related_name="evaluation_results"
    )
    paper_text = models.TextField(blank=True, default="")
    paper_title = models.TextField(blank=True, default="")
    evaluated_on = models.DateField(null=True, blank=True)
    date_text = models.CharField(max_length=100, blank=True, default="")
    uses_additional_data = models.BooleanField(default=False)
    external_id = models.CharField(max_length=MAX_EXTERNAL_ID, blank=True, default="")
    external_source_url = models.TextField(blank=True, default="")
    links = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="evaluationresult_once",
                fields=["evaluation", "made_by", "key"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="evaluationresult_key_form", condition=Q(key__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.methodology


class EvaluationValue(models.Model):
    """A cell: the words as given, the number in them, and that number on its column's scale (null: none)."""

    result = models.ForeignKey(EvaluationResult, on_delete=models.CASCADE, related_name="values")
    column = models.ForeignKey(EvaluationMetric, on_delete=models.CASCADE, related_name="values")
    raw = models.TextField()
    quoted = models.BooleanField(default=True)
    value = NumericField(null=True, blank=True)
    unit = models.TextField(null=True, blank=True)
    scaled = NumericField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["result_id", "column_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="evaluationvalue_once", fields=["result", "column"]),
            models.CheckConstraint(
                name="evaluationvalue_scaled_is_read", condition=Q(scaled=None) | Q(value__isnull=False)
            ),
            models.CheckConstraint(name="evaluationvalue_unit_is_null", condition=Q(unit=None) | ~Q(unit="")),
            models.CheckConstraint(
                name="evaluationvalue_finite",
                condition=(Q(value=None) | Q(value__gt=-(10**100), value__lt=10**100))
                & (Q(scaled=None) | Q(scaled__gt=-(10**103), scaled__lt=10**103)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="evaluationvalue_rank", fields=["column", "scaled"]),
        ]

    def __str__(self) -> str:
        return self.raw
