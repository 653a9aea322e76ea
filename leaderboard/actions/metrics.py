"""What curators say of a metric: which way is better, its family, its unit."""

from datetime import datetime
from typing import Any, TypedDict, cast

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from leaderboard.actions import boards, events, scaling
from leaderboard.actions.name_changes import Seen, locked
from leaderboard.models import Metric, Origin


class Facts(TypedDict, total=False):
    """What can be said of a metric; None means unknown, what is left out stays."""

    direction: str | None
    family: str | None
    unit: str | None
    percentage: bool | None
    description: str


def describe(
    metric: Metric,
    *,
    facts: Facts,
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Metric:
    """The metric with the facts, a curator's from now on; its claims are put on the scale that it has now.

    Raises ValidationError, saying which rule, when the metric breaks one, and StaleNameError when somebody
    changed it after it was `seen`; nothing is saved then.
    """
    row = describe_unsettled(metric, facts=facts, by=by, reason=reason, source=source, seen=seen)
    boards.settle()
    return row


def describe_unsettled(
    metric: Metric,
    *,
    facts: Facts,
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Metric:
    """As `describe`, but the boards are left to be settled: for a look at what would change."""
    with transaction.atomic():
        row = locked(Seen(metric, seen))
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
    return cast("Metric", row)


def _facts(metric: Metric) -> dict[str, Any]:
    return {name: getattr(metric, name) for name in (*Facts.__annotations__, "origin")}
