"""What tables of efficiency hold and can be narrowed to: as stored when a family was settled, or counted."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from leaderboard.domain.efficiency import Family, Lane
from leaderboard.models import EfficiencyChange, EfficiencyFacets, EfficiencyStanding, EfficiencyTotals

CHOICES = 40
"""Values of one part that are offered."""

BASELINES = 4
"""Baselines that the list of boards names."""

PARTS = ("baseline", "hardware", "task", "metric", "state")

Counted = list[list[Any]]
"""A value in the address, its words, the number of claims; most first."""

Table = tuple[str, str]
"""A lane, and the unit of its amounts."""


@dataclass(slots=True)
class Held:
    """What a family holds: claims by lane, amounts by unit, and baselines that it is often compared with."""

    counts: dict[Lane, int] = field(default_factory=lambda: dict.fromkeys(Lane, 0))
    units: Counted = field(default_factory=list)
    baselines: Counted = field(default_factory=list)


def stored(family: Family) -> tuple[Held | None, bool]:
    """What the family held when it was settled (None: it never was), and whether it is settled; one query."""
    found = (
        EfficiencyTotals.objects.filter(family=family)
        .annotate(changed=Exists(EfficiencyChange.objects.filter(family=OuterRef("family"))))
        .first()
    )
    if found is None:
        return None, False
    return _held(found), not found.changed


def all_stored() -> dict[Family, Held]:
    """What each family held when it was settled."""
    return {Family(found.family): _held(found) for found in EfficiencyTotals.objects.all()}


def version(family: str) -> str | None:
    """What changes with everything that a family's pages show; None while it isn't settled or is empty."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [family])
        found = cursor.fetchone()
    return found and " ".join(map(str, found))


def counted(standings: "QuerySet[EfficiencyStanding]") -> dict[Family, Held]:
    """What each family holds among the standings, counted now; without baselines."""
    rows = standings.order_by().values_list("family", "lane", "base").annotate(claims=Count("pk"))
    found: dict[Family, Held] = {}
    for family, lane, base, claims in rows:
        held = found.setdefault(Family(family), Held())
        held.counts[Lane(lane)] += claims
        if lane == Lane.ABSOLUTE:
            held.units.append([base, claims])
    for held in found.values():
        held.units.sort(key=lambda unit: (-unit[1], unit[0]))
    return found


def baselines(families: Collection[str]) -> dict[Family, Counted]:
    """The systems that most ranked claims of each family are compared with."""
    with connection.cursor() as cursor:
        cursor.execute(_BASELINES, {"families": list(families), "most": BASELINES})
        found: dict[Family, Counted] = {}
        for family, *baseline in cursor.fetchall():
            found.setdefault(Family(family), []).append(baseline)
    return found


def stored_facets(family: Family, table: Table) -> dict[str, Counted] | None:
    """What the table could be narrowed to when it was settled; None: it held nothing."""
    lane, base = table
    found = EfficiencyFacets.objects.filter(family=family, lane=lane, base=base)
    return found.values_list("facets", flat=True).first()


def facets(families: Collection[str]) -> dict[tuple[str, Table], dict[str, Counted]]:
    """What each table of the families can be narrowed to, counted now by one query."""
    with connection.cursor() as cursor:
        cursor.execute(_FACETS, {"families": list(families), "choices": CHOICES})
        found: dict[tuple[str, Table], dict[str, Counted]] = {}
        for family, lane, base, part, *value in cursor.fetchall():
            found.setdefault((family, (lane, base)), {}).setdefault(part, []).append(value)
    return found


def _held(found: EfficiencyTotals) -> Held:
    counts = {lane: found.counts.get(lane.value, 0) for lane in Lane}
    return Held(counts, found.units, found.baselines)


_VERSION = """
    SELECT t.id, t.changed_at FROM leaderboard_efficiencytotals t
    WHERE t.family = %s AND NOT EXISTS (
        SELECT FROM leaderboard_efficiencychange c WHERE c.family = t.family
    )
"""
_BASELINES = """
    WITH counted AS (
        SELECT s.family, b.id, count(*) AS claims
        FROM leaderboard_efficiencystanding s, unnest(s.baselines) AS b (id)
        WHERE s.lane IN ('measured', 'best') AND s.family = ANY(%(families)s) GROUP BY 1, 2
    ), numbered AS (
        SELECT c.*, y.slug, y.name,
            row_number() OVER (PARTITION BY family ORDER BY claims DESC, y.name, y.id) AS nth
        FROM counted c JOIN leaderboard_system y ON y.id = c.id
    )
    SELECT family, slug, name, claims FROM numbered WHERE nth <= %(most)s ORDER BY family, nth
"""

# The families are walked once, and rows that are alike are taken together.
_FACETS = """
    WITH alike AS MATERIALIZED (
        SELECT family, lane, base, metric_id, state, baselines, tasks, hardware, count(*) AS claims
        FROM leaderboard_efficiencystanding WHERE family = ANY(%(families)s) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ), counted AS (
        SELECT family, lane, base, 'baseline' AS part, thing::text, sum(claims)::bigint AS claims
        FROM alike, unnest(baselines) AS t (thing) GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT family, lane, base, 'task', thing::text, sum(claims)::bigint
        FROM alike, unnest(tasks) AS t (thing) GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT family, lane, base, 'hardware', thing, sum(claims)::bigint
        FROM alike, unnest(hardware) AS t (thing) GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT family, lane, base, 'metric', metric_id::text, sum(claims)::bigint
        FROM alike GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT family, lane, base, 'state', state, sum(claims)::bigint FROM alike GROUP BY 1, 2, 3, 4, 5
    ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY family, lane, base, part ORDER BY claims DESC, thing) AS nth
        FROM counted
    )
    SELECT n.family, n.lane, n.base, n.part, coalesce(s.slug, t.slug, m.slug, n.thing),
        coalesce(s.name, t.name, m.name, n.thing), n.claims
    FROM numbered n
        LEFT JOIN leaderboard_system s ON s.id = CASE n.part WHEN 'baseline' THEN n.thing::bigint END
        LEFT JOIN leaderboard_task t ON t.id = CASE n.part WHEN 'task' THEN n.thing::bigint END
        LEFT JOIN leaderboard_metric m ON m.id = CASE n.part WHEN 'metric' THEN n.thing::bigint END
    WHERE n.nth <= %(choices)s
        AND (n.part IN ('hardware', 'state') OR coalesce(s.id, t.id, m.id) IS NOT NULL)
    ORDER BY n.family, n.lane, n.base, n.part, n.claims DESC, 6
"""
