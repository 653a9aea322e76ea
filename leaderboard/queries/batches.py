"""Batches: which are due, how far they are, and what was passed over."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from leaderboard.models import Batch

MOST = 100
"""Batches that are listed: the newest."""

RUNNING = (Batch.State.WAITING, Batch.State.WORKING)


def due() -> "QuerySet[Batch]":
    """Batches that nobody works on: waiting ones, and those whose worker is gone."""
    return Batch.objects.filter(state__in=RUNNING).filter(Q(lease_until=None) | Q(lease_until__lt=Now()))


def one(uid: UUID) -> Batch | None:
    """The batch with its people, what it takes back and what takes it back; None where there is none."""
    found = Batch.objects.select_related("by", "undoes").prefetch_related("undone_by")
    return found.filter(uid=uid).first()


def newest() -> list[Batch]:
    """The newest batches, those at work first among them."""
    found = list(Batch.objects.select_related("by").order_by("-pk")[:MOST])
    return sorted(found, key=lambda batch: batch.state not in RUNNING)
