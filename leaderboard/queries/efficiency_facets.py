"""What a table of efficiency can be narrowed to: baselines, hardware, tasks, metrics."""

from dataclasses import dataclass

from django.db import connection

from leaderboard.queries.efficiency import View

CHOICES = 40
"""Values of one kind that are offered."""

Choices = tuple[tuple[str, str, int], ...]
"""The value in the address, its words, the number of claims; most first."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What a table can be narrowed to."""

    baseline: Choices
    hardware: Choices
    task: Choices
    metric: Choices


def facets(view: View) -> Facets:
    """What the whole table can be narrowed to, whatever narrows it now; by one query."""
    table = {"family": view.board.family.value, "lane": view.lane.value, "base": view.unit}
    with connection.cursor() as cursor:
        cursor.execute(_FACETS, table)
        found = cursor.fetchall()
    return Facets(
        **{
            part: tuple((value, words, claims) for of, value, words, claims in found if of == part)
            for part in ("baseline", "hardware", "task", "metric")
        }
    )


_TABLE = "FROM leaderboard_efficiencystanding s"
_WHERE = "WHERE (s.family, s.lane, s.base) = (%(family)s, %(lane)s, %(base)s)"


def _named(part: str, things: str, table: str) -> str:
    """The most frequent ones of a list of ids, with their names."""
    return f"""
    (SELECT '{part}', t.slug, t.name, c.claims FROM (
        SELECT {things} AS id, count(*) AS claims {_TABLE} {_WHERE}
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {CHOICES}
    ) c JOIN {table} t ON t.id = c.id ORDER BY c.claims DESC, t.name)
    """  # noqa: S608 (made of constants)


_FACETS = " UNION ALL ".join(
    (
        _named("baseline", "unnest(s.baselines)", "leaderboard_system"),
        _named("task", "unnest(s.tasks)", "leaderboard_task"),
        _named("metric", "s.metric_id", "leaderboard_metric"),
        f"""(SELECT 'hardware', h, h, count(*) {_TABLE}, unnest(s.hardware) h {_WHERE}
            GROUP BY 1, 2 ORDER BY 4 DESC, 2 LIMIT {CHOICES})""",
    )
)
