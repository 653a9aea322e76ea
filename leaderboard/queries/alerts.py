"""Alerts of an owner, and what became of their deliveries."""

from typing import Any
from uuid import UUID

from leaderboard.models import Alert, Benchmark, Delivery, Metric

MOST = 200
"""Alerts, and deliveries of one, that are listed: the newest."""


def owned(owner: Any) -> list[Alert]:
    """The owner's alerts, the newest first."""
    found = Alert.objects.filter(owner=owner).select_related("benchmark", "metric")
    return list(found.order_by("-created_at", "-id")[:MOST])


def one(uid: UUID, *, owner: Any) -> Alert | None:
    """The owner's alert with this uid."""
    return Alert.objects.filter(uid=uid, owner=owner).select_related("benchmark", "metric").first()


def deliveries(alert: Alert) -> list[Delivery]:
    """What was or is to be told, the newest first, each with its log; two queries."""
    told = alert.deliveries.exclude(state=Delivery.State.KNOWN)
    return list(told.select_related("claim").prefetch_related("log").order_by("-id")[:MOST])


def board(benchmark: str, *, metric: str) -> tuple[Benchmark | None, Metric | None]:
    """The benchmark and the metric with these slugs; None for one that is not there."""
    return Benchmark.objects.filter(slug=benchmark).first(), Metric.objects.filter(slug=metric).first()
