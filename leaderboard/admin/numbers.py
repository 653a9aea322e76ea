"""Numbers for the team: what curation found out about the engine and about itself."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leaderboard.actions import drawing
from leaderboard.admin.doors import DECIDING, needs
from leaderboard.queries import gold, policies
from leaderboard.queries import numbers as queries

HEIGHT, WIDTH = 60, 12
"""Of the chart of decisions, in its own units: the highest bar, and one day."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart."""

    day: date
    count: int
    x: int
    y: int
    height: int


@needs(DECIDING)
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Precision, calibration, agreement, age of the queue, decisions a day."""
    found = queries.numbers()
    now = timezone.now()
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Numbers",
        "numbers": found,
        "groups": (
            ("Drawn at random", "drawn", found.drawn),
            ("Picked by the queue", "picked", found.picked),
        ),
        "policies": policies.records(),
        "ages": [(name, _days(now - at)) for name, at in _moments(found.age) if at],
        "bars": _bars(found.pace.days),
        "total": sum(count for _, count in found.pace.days),
        "chart": (WIDTH * len(found.pace.days), HEIGHT),
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/numbers.html", context, using="django")


@needs(DECIDING)
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """To a claim that chance has picked."""
    claim = drawing.draw(cast("User", request.user))
    if claim is None:
        messages.info(request, "No claim waits for its first decision that nobody looks at.")
        return redirect("numbers")
    return redirect("queue-claim", claim.uid)


@needs(DECIDING)
@require_safe
def annotations(request: HttpRequest) -> StreamingHttpResponse:
    """Decided claims as annotated abstracts, as `manage.py export_gold` writes them."""
    records = gold.records(partial="partial" in request.GET)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    answer = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="decided.jsonl"'
    return answer


def _moments(age: queries.Age) -> list[tuple[str, Any]]:
    return [("Oldest", age.oldest), ("Median", age.median)]


def _days(waited: timedelta) -> str:
    hours = int(waited.total_seconds() // 3600)
    if not hours:
        return "less than an hour"
    return f"{hours} hour{'s' * (hours > 1)}" if hours < 48 else f"{waited.days} days"


def _bars(days: tuple[tuple[date, int], ...]) -> list[Bar]:
    most = max((count for _, count in days), default=0) or 1
    heights = [(HEIGHT * count + most - 1) // most for _, count in days]  # one decision is seen too
    return [
        Bar(day, count, WIDTH * at, HEIGHT - height, height)
        for at, ((day, count), height) in enumerate(zip(days, heights, strict=True))
    ]
