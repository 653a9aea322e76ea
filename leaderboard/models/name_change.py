"""Names that curators put in order: what was changed, row by row, and where old addresses lead."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from leaderboard.domain.names import MAX_NAME
from leaderboard.models.benchmark import Benchmark
from leaderboard.models.metric import Metric
from leaderboard.models.system import System
from leaderboard.models.task import Task


class NamedKind(models.TextChoices):
    """What has a name that curators put in order."""

    BENCHMARK = "benchmark", "benchmark"
    METRIC = "metric", "metric"
    SYSTEM = "system", "system"
    TASK = "task", "task"


class NameChange(models.Model):
    """Something that a curator did to a name, with everything that taking it back needs.

    `source` is the thing that it was done to, `target` the other one that it involves, by their uids: either
    may be gone. `counts` says how many rows of which table moved.
    """

    class Action(models.TextChoices):
        """What was done."""

        CONFIRM = "confirm", "confirmed"
        MERGE = "merge", "merged"
        SPLIT = "split", "split"
        RENAME = "rename", "renamed"
        UNNAME = "unname", "no name"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=9, choices=NamedKind.choices)
    action = models.CharField(max_length=7, choices=Action.choices)
    source = models.UUIDField(null=True)
    source_name = models.TextField()
    target = models.UUIDField(null=True)
    target_name = models.TextField(blank=True, default="")
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="namechange_action_known",
                condition=Q(action__in=["confirm", "merge", "split", "rename", "unname"]),
            ),
            models.CheckConstraint(
                name="namechange_kind_known",
                condition=Q(kind__in=["benchmark", "metric", "system", "task"]),
            ),
            models.CheckConstraint(
                name="namechange_undone_pairs",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="namechange_source", fields=["source", "-id"]),
            models.Index(name="namechange_target", fields=["target", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.source_name}"


class NameMove(models.Model):
    """One row of one table that a change of names wrote: its columns before and after.

    A row that the change made has no `before`, one that it removed no `after`.
    """

    change = models.ForeignKey(NameChange, on_delete=models.CASCADE, db_index=False, related_name="moves")
    place = models.CharField(max_length=40)
    row = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="namemove_once", fields=["change", "place", "row"]),
            models.CheckConstraint(
                name="namemove_says_what", condition=Q(before__isnull=False) | Q(after__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(name="namemove_row", fields=["row", "place"])]

    def __str__(self) -> str:
        return f"{self.place} {self.row}"


class NameRedirect(models.Model):
    """An address that a thing had once: where it leads today; nowhere if it was no name after all."""

    kind = models.CharField(max_length=9, choices=NamedKind.choices)
    slug = models.SlugField(max_length=80, db_index=False)
    benchmark = models.ForeignKey(Benchmark, on_delete=models.CASCADE, null=True, related_name="redirects")
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, null=True, related_name="redirects")
    system = models.ForeignKey(System, on_delete=models.CASCADE, null=True, related_name="redirects")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, related_name="redirects")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="nameredirect_once", fields=["kind", "slug"]),
            models.CheckConstraint(
                name="nameredirect_to_its_kind",
                condition=Q(kind="benchmark", metric=None, system=None, task=None)
                | Q(kind="metric", benchmark=None, system=None, task=None)
                | Q(kind="system", benchmark=None, metric=None, task=None)
                | Q(kind="task", benchmark=None, metric=None, system=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


class NotAName(models.Model):
    """Words that a curator said to be no name of a thing of this kind: no reading links them again."""

    kind = models.CharField(max_length=9, choices=NamedKind.choices)
    key = models.CharField(max_length=MAX_NAME)
    name = models.CharField(max_length=MAX_NAME)

    class Meta:
        verbose_name_plural = "words that are no names"
        constraints: ClassVar = [
            models.UniqueConstraint(name="notaname_once", fields=["kind", "key"]),
            models.CheckConstraint(
                name="notaname_kind_known", condition=Q(kind__in=["benchmark", "metric", "system"])
            ),
            models.CheckConstraint(name="notaname_keyed", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """A name that only texts know, or words that no thing was linked to, and how often claims mention it.

    A materialised view that `actions.boards.count` refreshes; `thing` is null for words without a thing.
    """

    key = models.TextField(primary_key=True)
    kind = models.TextField()
    thing = models.BigIntegerField(null=True)
    name = models.TextField()
    mentions = models.BigIntegerField()
    papers = models.BigIntegerField()
    example = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "leaderboard_mention"
        ordering: ClassVar = ["-mentions", "key"]

    def __str__(self) -> str:
        return self.name
