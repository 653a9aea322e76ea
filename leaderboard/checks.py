"""System checks (`manage.py check`): the engine, its vocabulary and the tables speak the same words."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db.models import TextChoices

from extraction import claims as engine
from extraction.entries import FAMILIES, MetricEntry
from extraction.lexicon import Lexicon
from leaderboard.domain import names
from leaderboard.models import Claim, Metric

PAIRS: tuple[tuple[type[StrEnum], type[TextChoices]], ...] = (
    (engine.Kind, Claim.Kind),
    (engine.Direction, Claim.Direction),
    (engine.Role, Claim.Role),
    (engine.Bound, Claim.Bound),
)


@register("leaderboard")
def check_words(**_: Any) -> list[CheckMessage]:
    """An error for every set of words of the engine that differs from what a column takes."""
    return [
        Error(
            f"The engine's {words.__name__} is {sorted(words)}, the column takes {sorted(choices.values)}.",
            hint="Change both, with a migration for the column's check constraint.",
            obj=choices,
            id="leaderboard.E001",
        )
        for words, choices in PAIRS
        if set(words) != set(choices.values)
    ]


@register("leaderboard")
def check_metrics(**_: Any) -> list[CheckMessage]:
    """An error for every bundled metric whose direction, family or name is no such thing."""
    return list(metric_errors(Lexicon.bundled().metrics))


def metric_errors(entries: Iterable[MetricEntry]) -> Iterable[Error]:
    """What is wrong with these entries: a direction that is not known is left out, never guessed."""
    for entry in entries:
        if entry.direction not in (None, *Metric.Direction.values):
            yield _error(entry, f"has the direction {entry.direction!r}", "leaderboard.E002")
        if entry.family not in FAMILIES:
            yield _error(entry, f"is of the family {entry.family!r}", "leaderboard.E003")
        if not names.is_name(entry.name):
            yield _error(entry, "has no letter or digit, or too many", "leaderboard.E004")


def _error(entry: MetricEntry, what: str, code: str) -> Error:
    return Error(f"The metric {entry.name!r} {what}.", hint="Correct extraction/data/metrics.toml.", id=code)
