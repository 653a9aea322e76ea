"""Alerts: setting them up and stopping them, finding what passed, and telling of it until it is heard."""

import hashlib
import hmac
import json
import secrets
import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from leaderboard.actions import events, posting
from leaderboard.models import Alert, Attempt, Benchmark, Delivery, Metric

SUBJECT = "alert"
MOST_ALERTS = 100
"""Running alerts that one owner can have."""

BATCH = 5
LEASE = timedelta(minutes=5)
"""After this time a delivery whose worker is gone is tried again."""

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long to wait after each failure; after as many and one more it is given up."""


def make(owner: Any, *, benchmark: Benchmark, metric: Metric, threshold: Decimal, url: str) -> Alert:
    """A new alert; results that pass now already are known and not told. Raises ValidationError."""
    if metric.direction is None:
        raise ValidationError({"metric": "Nobody has said which way this metric is better: nothing passes."})
    if Alert.objects.filter(owner=owner, stopped_at=None).count() >= MOST_ALERTS:
        raise ValidationError(f"You have {MOST_ALERTS} alerts; stop one first.")
    try:
        posting.target(url)
    except posting.AddressError as error:
        raise ValidationError({"url": str(error)}) from error
    with transaction.atomic():
        facts = {"benchmark": benchmark, "metric": metric, "threshold": threshold, "url": url}
        alert = Alert(owner=owner, secret=secrets.token_hex(32), **facts)
        alert.full_clean()
        alert.save()
        _add(alert, state=Delivery.State.KNOWN)
        after = {name: str(value) for name, value in facts.items()}
        events.record("make", subject=(SUBJECT, alert.uid), by=owner, before=None, after=after)
    return alert


@transaction.atomic
def stop(alert: Alert, *, by: Any) -> Alert:
    """The alert, which tells nothing any more; stopping it again changes nothing."""
    row = Alert.objects.select_for_update().get(pk=alert.pk)
    if row.stopped_at is None:
        row.stopped_at = timezone.now()
        row.save(update_fields=["stopped_at"])
        row.deliveries.filter(state=Delivery.State.WAITING).update(state=Delivery.State.FAILED, due_at=None)
        events.record("stop", subject=(SUBJECT, row.uid), by=by, before=None, after=None)
    return row


def look() -> int:
    """How many results passed since the last look; each is noted once, to be told."""
    return sum(_add(alert, state=Delivery.State.WAITING) for alert in Alert.objects.filter(stopped_at=None))


def tell() -> int:
    """How many deliveries were tried: those that are due, each by one worker only."""
    due = _take()
    for delivery in due:
        _try(delivery)
    return len(due)


def signature(secret: str, *, timestamp: str, body: bytes) -> str:
    """What `Claimboard-Signature` holds: HMAC-SHA256 over the timestamp, a point and the body."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _add(alert: Alert, *, state: Delivery.State) -> int:
    """Note every ranked result better than the threshold that is not noted yet."""
    lower = alert.metric.direction == Metric.Direction.LOWER
    waiting = state is Delivery.State.WAITING
    with connection.cursor() as cursor:
        cursor.execute(
            _PASSED,
            {
                "alert": alert.pk,
                "benchmark": alert.benchmark_id,
                "metric": alert.metric_id,
                "better": alert.threshold if lower else -alert.threshold,
                "state": state.value,
                "due": timezone.now() if waiting else None,
            },
        )
        return int(cursor.rowcount)


# `better` is the value turned so that the better one is smaller.
_PASSED = """
    INSERT INTO leaderboard_delivery (uid, alert_id, claim_id, state, attempts, due_at, created_at)
    SELECT gen_random_uuid(), %(alert)s, s.claim_id, %(state)s, 0, %(due)s, now()
    FROM leaderboard_standing s
    WHERE s.benchmark_id = %(benchmark)s AND s.metric_id = %(metric)s AND s.kind = 'absolute'
        AND NOT s.unranked AND s.better < %(better)s
    ON CONFLICT (alert_id, claim_id) DO NOTHING
"""


@transaction.atomic
def _take() -> list[Delivery]:
    """The deliveries that are due, put off by the lease, so that no other worker takes them meanwhile."""
    due = Delivery.objects.select_for_update(skip_locked=True).filter(
        state=Delivery.State.WAITING, due_at__lte=timezone.now()
    )
    taken = [row.pk for row in due.order_by("due_at")[:BATCH]]
    rows = Delivery.objects.filter(pk__in=taken)
    rows.update(due_at=timezone.now() + LEASE, attempts=F("attempts") + 1)
    joined = rows.select_related("alert__benchmark", "alert__metric", "claim__paper", "claim__system")
    return list(joined.order_by("pk"))


def _try(delivery: Delivery) -> None:
    started, status, problem = time.monotonic(), None, ""
    try:
        status = _send(delivery)
    except (posting.AddressError, httpx.HTTPError, OSError) as error:
        problem = f"{type(error).__name__}: {error}"[:500]
    heard = status is not None and 200 <= status < 300
    milliseconds = int((time.monotonic() - started) * 1000)
    with transaction.atomic():
        Attempt.objects.create(
            delivery=delivery, at=timezone.now(), status=status, error=problem, milliseconds=milliseconds
        )
        waiting = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
        waiting.update(**_outcome(delivery, heard=heard))


def _outcome(delivery: Delivery, *, heard: bool) -> dict[str, Any]:
    if heard:
        return {"state": Delivery.State.SENT, "due_at": None}
    if delivery.attempts > len(WAITS):
        return {"state": Delivery.State.FAILED, "due_at": None}
    return {"due_at": timezone.now() + WAITS[delivery.attempts - 1]}


def _send(delivery: Delivery) -> int:
    body = json.dumps(_body(delivery), ensure_ascii=False).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Claimboard",
        "Claimboard-Delivery": str(delivery.uid),
        "Claimboard-Timestamp": timestamp,
        "Claimboard-Signature": signature(delivery.alert.secret, timestamp=timestamp, body=body),
    }
    return posting.post(posting.target(delivery.alert.url), body=body, headers=headers)


def _body(delivery: Delivery) -> dict[str, Any]:
    alert, claim = delivery.alert, delivery.claim
    return {
        "schema_version": 1,
        "event": "threshold_passed",
        "delivery": str(delivery.uid),
        "alert": str(alert.uid),
        "benchmark": {"name": alert.benchmark.name, "slug": alert.benchmark.slug},
        "metric": {"name": alert.metric.name, "slug": alert.metric.slug, "direction": alert.metric.direction},
        "threshold": f"{alert.threshold:f}",
        "claim": {
            "uid": str(claim.uid),
            "path": f"/claims/{claim.uid}/",
            "quote": claim.quote,
            "value": f"{claim.value:f}",
            "unit": claim.unit,
            "scaled": None if claim.scaled is None else f"{claim.scaled:f}",
            "system": claim.system.name if claim.system else claim.system_text or None,
            "state": claim.state,
            "confidence": claim.confidence,
            "paper": {"uid": str(claim.paper.uid), "title": claim.paper.title or None},
        },
    }
