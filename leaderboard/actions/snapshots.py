"""Writing snapshots down: the row, and the rows of all boards as they are now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from leaderboard.models import Snapshot

_LOCK = 0x5A9
"""Advisory lock: names are given one after the other."""


@transaction.atomic
def take(*, content: str, manifest: Mapping[str, Any], at: datetime) -> Snapshot:
    """The snapshot with this content: the one that is there already, or a new one, named by its day.

    A further one of the same day is called "2026-11-21-2". The rows of boards are those that the
    transaction sees, so the files have to be written in the same one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        there = Snapshot.objects.filter(content=content).first()
        if there is not None:
            return there
        made = Snapshot.objects.create(name=_name(at), content=content, manifest=manifest, taken_at=at)
        cursor.execute(_ROWS, [made.pk])
    return made


def _name(at: datetime) -> str:
    day = f"{at:%Y-%m-%d}"
    others = Snapshot.objects.filter(name__startswith=day).count()
    return f"{day}-{others + 1}" if others else day


_ROWS = """
    INSERT INTO leaderboard_snapshotrow (snapshot_id, benchmark, metric, claim, rank, leader, facts)
    SELECT %s, s.benchmark_slug, s.metric_slug, s.claim, s.rank, coalesce(b.leader = s.claim, false),
        jsonb_build_object('value', c.value::text, 'value_high', c.value_high::text, 'unit', c.unit,
            'kind', c.kind, 'role', c.role, 'bound', c.bound, 'scaled', c.scaled::text, 'systems', c.systems,
            'baselines', c.baselines, 'setting', c.setting, 'state', c.state, 'paper', c.paper,
            'paper_title', c.paper_title)
    FROM leaderboard_export_standings s
        JOIN leaderboard_export_claims c ON c.uid = s.claim
        LEFT JOIN leaderboard_export_boards b
            ON (b.benchmark_slug, b.metric_slug) = (s.benchmark_slug, s.metric_slug)
    ORDER BY s.benchmark_slug, s.metric_slug, s.claim
"""
