"""Batches: long work of curators, whose row is the job, and the rows that it is about."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Boards(Func):
    """The boards that an adoption is about, as a range: one of them, or all; two of them may overlap."""

    template = (
        "(CASE WHEN (%(expressions)s->>'board') IS NULL THEN int8range(NULL, NULL) ELSE int8range("
        "hashtext(%(expressions)s->>'board'), hashtext(%(expressions)s->>'board'), '[]') END)"
    )


class Batch(models.Model):
    """Work of one kind, done in pieces by whichever worker holds the lease with the newest fence.

    `about` says what to do, in the words of its kind; `total` is null until that is worked out, `counts` adds
    up what the pieces did, `report` says at the end what came of it. `attempts` counts the tries since the
    last piece that succeeded. `undoes` is the batch that this one takes back.
    """

    class State(models.TextChoices):
        """How far the work is."""

        WAITING = "waiting", "waiting"
        WORKING = "working", "at work"
        DONE = "done", "done"
        CANCELLED = "cancelled", "cancelled"
        FAILED = "failed", "failed"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    about = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True, default="")
    source = models.CharField(max_length=100, blank=True, default="")
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    error = models.TextField(blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "batches"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="batch_state_known",
                condition=Q(state__in=["waiting", "working", "done", "cancelled", "failed"]),
            ),
            models.CheckConstraint(
                name="batch_leased_while_working",
                condition=Q(state="working", lease_until__isnull=False)
                | (~Q(state="working") & Q(lease_until=None)),
            ),
            models.CheckConstraint(
                name="batch_ends_once",
                condition=Q(state__in=["waiting", "working"], ended_at=None)
                | Q(state__in=["done", "cancelled", "failed"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_done_within_total", condition=Q(total=None, done=0) | Q(done__lte=F("total"))
            ),
            models.CheckConstraint(name="batch_failure_says_why", condition=~Q(state="failed", error="")),
            ExclusionConstraint(
                name="batch_adopts_once",
                expressions=[(Boards("about"), RangeOperators.OVERLAPS)],
                condition=Q(kind="adopt", state__in=["waiting", "working"]),
            ),
            models.UniqueConstraint(
                name="batch_undone_once",
                fields=["undoes"],
                condition=Q(state__in=["waiting", "working", "done"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="batch_due", fields=["id"], condition=Q(state__in=["waiting", "working"]))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class BatchItem(models.Model):
    """A row that a batch is about: `subject` is its id, `seen` when it was changed last before the batch.

    `note` says why it was passed over.
    """

    class Outcome(models.TextChoices):
        """What became of the row."""

        WAITING = "waiting", "to do"
        DONE = "done", "done"
        SKIPPED = "skipped", "passed over"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, db_index=False, related_name="items")
    subject = models.BigIntegerField()
    seen = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.WAITING)
    note = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="batchitem_once", fields=["batch", "subject"]),
            models.CheckConstraint(
                name="batchitem_outcome_known", condition=Q(outcome__in=["waiting", "done", "skipped"])
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="batchitem_next", fields=["batch", "id"], condition=Q(outcome="waiting")),
            models.Index(name="batchitem_skipped", fields=["batch", "id"], condition=Q(outcome="skipped")),
        ]

    def __str__(self) -> str:
        return f"{self.subject} of batch {self.batch_id}: {self.outcome}"
