"""What curators say of a metric: which way is better, its family, its unit."""

from typing import Any, TypedDict

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from leaderboard.actions import boards, events, scaling
from leaderboard.models import Metric, Origin


class Facts(TypedDict, total=False):
    """What can be said of a metric; None means unknown, what is left out stays."""

    direction: str | None
    family: str | None
    unit: str | None
    percentage: bool | None
    description: str


def describe(
    metric: Metric, *, facts: Facts, by: AbstractBaseUser, reason: str = "", source: str = ""
) -> Metric:
    """The metric with the facts, a curator's from now on; its claims are put on the scale that it has now.

    Raises ValidationError, saying which rule, when the metric breaks one; nothing is saved then.
    """
    with transaction.atomic():
        row = Metric.objects.select_for_update().get(pk=metric.pk)
        before = _facts(row)
        for name, value in facts.items():
            setattr(row, name, value)
        row.origin = Origin.CURATOR
        row.full_clean(validate_unique=False)
        row.save()
        subject = ("metric", row.uid)
        events.record(
            "describe", subject=subject, by=by, before=before, after=_facts(row), reason=reason, source=source
        )
        scaling.rescale([row.pk])
    boards.settle()
    return row


def _facts(metric: Metric) -> dict[str, Any]:
    return {name: getattr(metric, name) for name in (*Facts.__annotations__, "origin")}
