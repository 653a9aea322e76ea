"""What boards hold and can be narrowed to: claims of each kind, by setting, year, state and role."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

CHOICES = 40
"""Values of one part that a tab can be narrowed to, those of most claims first."""

APART = "; "
"""Between the parts of a setting ("zero-shot; ViT-L"), each of which a tab can be narrowed to."""

Board = tuple[int, int]
"""The ids of a benchmark and a metric."""

Counted = list[list[Any]]
"""Pairs of a value and its number of claims."""


@dataclass(slots=True)
class Contents:
    """A board's claims by kind ("" where it is unclear), and the choices of each kind by part."""

    counts: dict[str, int] = field(default_factory=dict)
    facets: dict[str, dict[str, Counted]] = field(default_factory=dict)


def contents(boards: Iterable[Board]) -> dict[Board, Contents]:
    """What each of the boards holds, by one query; those that hold nothing are left out."""
    wanted = sorted(set(boards))
    found: dict[Board, Contents] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"benchmarks": [b for b, _ in wanted], "metrics": [m for _, m in wanted]})
        for benchmark, metric, kind, part, given, number in cursor.fetchall():
            board = found.setdefault((benchmark, metric), Contents())
            if part == "roles":
                board.counts[kind] = board.counts.get(kind, 0) + number
            board.facets.setdefault(kind, {}).setdefault(part, []).append([given, number])
    return found


_SQL = f"""
    WITH held AS (
        SELECT s.benchmark_id, s.metric_id, s.kind, s.setting, s.state, s.role,
            CASE WHEN s.day < DATE '9999-12-31' THEN extract(year FROM s.day)::text ELSE '' END AS year
        FROM unnest(%(benchmarks)s::bigint[], %(metrics)s::bigint[]) AS b (benchmark, metric)
            JOIN leaderboard_standing s ON (s.benchmark_id, s.metric_id) = (b.benchmark, b.metric)
    ), counted AS (
        SELECT benchmark_id, metric_id, kind, count(*) AS number,
            CASE WHEN GROUPING(year) = 0 THEN 'years' WHEN GROUPING(state) = 0 THEN 'states' ELSE 'roles' END
                AS part,
            coalesce(year, state, role) AS given
        FROM held GROUP BY benchmark_id, metric_id, kind, GROUPING SETS ((year), (state), (role))
        UNION ALL
        SELECT benchmark_id, metric_id, kind, count(*), 'settings', given
        FROM held, unnest(string_to_array(setting, '{APART}')) AS parts (given)
        GROUP BY benchmark_id, metric_id, kind, given
    ), numbered AS (
        SELECT *, row_number() OVER (
            PARTITION BY benchmark_id, metric_id, kind, part ORDER BY number DESC, given
        ) AS nth
        FROM counted WHERE given <> ''
    )
    SELECT benchmark_id, metric_id, kind, part, given, number FROM numbered WHERE nth <= {CHOICES}
    ORDER BY benchmark_id, metric_id, kind, part, nth
"""  # noqa: S608 (made of the constants above)
