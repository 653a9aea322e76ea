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


def _most(part: str, things: str, words: str, join: str = "") -> str:
    """The most frequent ones of a list, with their names."""
    return f"""
    (SELECT '{part}', {words}, c.claims::bigint FROM (
        SELECT {things} AS thing, sum(claims) AS claims FROM alike
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {CHOICES}
    ) c {join} ORDER BY c.claims DESC, 3)
    """  # noqa: S608 (made of constants)


def _named(part: str, things: str, table: str) -> str:
    return _most(part, things, "t.slug, t.name", f"JOIN {table} t ON t.id = c.thing")


# The table is walked once, and rows that are alike are taken together.
_ALIKE = """
    WITH alike AS MATERIALIZED (
        SELECT metric_id, baselines, tasks, hardware, count(*) AS claims FROM leaderboard_efficiencystanding
        WHERE (family, lane, base) = (%(family)s, %(lane)s, %(base)s) GROUP BY 1, 2, 3, 4
    )
"""
_PARTS = (
    _named("baseline", "unnest(baselines)", "leaderboard_system"),
    _named("task", "unnest(tasks)", "leaderboard_task"),
    _named("metric", "metric_id", "leaderboard_metric"),
    _most("hardware", "unnest(hardware)", "c.thing, c.thing"),
)
_FACETS = _ALIKE + " UNION ALL ".join(_PARTS)
