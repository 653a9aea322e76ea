"""Papers: an abstract, where it came from, and the state of reading it (the row is the job)."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

MAX_ABSTRACT = 100_000
"""Code points; keeps the search vector under PostgreSQL's limit of a megabyte."""

MAX_TITLE = 5_000


class Paper(models.Model):
    """A paper's abstract exactly as given; one row for one abstract, however many sources hold it.

    `date_text` keeps a date that is not a full one ("Oct 30"): a missing year is never guessed. A row that
    is `merged_into` another one is an address that leads there and a text that is known, nothing more: it
    is never read, and none of its claims counts. The former text of a corrected abstract is such a row, too.
    """

    class State(models.TextChoices):
        """How far the reading of the abstract is."""

        WAITING = "waiting", "waiting"
        WORKING = "working", "being read"
        DONE = "done", "read"
        PARKED = "parked", "failed too often"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.TextField(blank=True, default="")
    abstract = models.TextField()
    abstract_key = models.CharField(max_length=64, unique=True, editable=False)
    arxiv_id = models.CharField(max_length=40, null=True, blank=True, unique=True)
    doi = models.CharField(max_length=255, null=True, blank=True, unique=True)
    url = models.TextField(blank=True, default="")
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    authors = ArrayField(models.TextField(), default=list, blank=True)
    author_count = models.PositiveIntegerField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    date_text = models.CharField(max_length=100, blank=True, default="")
    listed_on = models.DateField(null=True, blank=True)
    sources = ArrayField(models.TextField(), default=list, blank=True)
    is_summary = models.BooleanField(default=False)
    retracted_on = models.DateField(null=True, blank=True)
    retraction_reason = models.TextField(blank=True, default="", db_default="")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    engine_version = models.CharField(max_length=40, blank=True, default="")
    extracted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="paper_abstract_given", condition=~Q(abstract="")),
            models.CheckConstraint(
                name="paper_text_fits",
                condition=LessThanOrEqual(Length("abstract"), MAX_ABSTRACT)
                & LessThanOrEqual(Length("title"), MAX_TITLE),
            ),
            models.CheckConstraint(
                name="paper_abstract_key_form", condition=Q(abstract_key__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="paper_no_empty_ids",
                condition=(Q(arxiv_id=None) | ~Q(arxiv_id="")) & (Q(doi=None) | ~Q(doi="")),
            ),
            models.CheckConstraint(
                name="paper_state_known",
                condition=Q(state__in=["waiting", "working", "done", "parked"]),
            ),
            models.CheckConstraint(
                name="paper_lease_while_working",
                condition=Q(state="working", lease_until__isnull=False, attempts__gte=1, fence__gte=1)
                | (~Q(state="working") & Q(lease_until=None)),
            ),
            models.CheckConstraint(
                name="paper_done_says_how",
                condition=~Q(state="done")
                | (Q(extracted_at__isnull=False) & ~Q(engine_version="") & Q(error="")),
            ),
            models.CheckConstraint(name="paper_parked_says_why", condition=~Q(state="parked") | ~Q(error="")),
            models.CheckConstraint(
                name="paper_read_pairs",
                condition=Q(extracted_at=None, engine_version="")
                | (Q(extracted_at__isnull=False) & ~Q(engine_version="")),
            ),
            models.CheckConstraint(name="paper_fence_counts_up", condition=Q(fence__gte=0)),
            models.CheckConstraint(
                name="paper_reason_of_a_retraction", condition=Q(retraction_reason="") | ~Q(retracted_on=None)
            ),
            models.CheckConstraint(
                name="paper_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="paper_merged_is_not_read",
                condition=Q(merged_into=None) | Q(state__in=["done", "parked"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="paper_waiting", fields=["attempts", "id"], condition=Q(state="waiting")),
            models.Index(name="paper_leased", fields=["lease_until"], condition=Q(state="working")),
            models.Index(name="paper_parked", fields=["id"], condition=Q(state="parked")),
            models.Index(F("published_on").desc(nulls_last=True), F("id").desc(), name="paper_newest"),
            GinIndex(name="paper_authors", fields=["authors"]),
            GinIndex(name="paper_title_trigrams", fields=["title"], opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title or str(self.uid)
