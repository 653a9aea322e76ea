"""Names that people type: the things that they mean, or new ones where that is asked for."""

from typing import Any, Literal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from leaderboard.actions import events, links
from leaderboard.domain import names
from leaderboard.models import Benchmark, BenchmarkAlias, Metric, MetricAlias, Origin, System, SystemAlias

Kind = Literal["metric", "benchmark", "system"]

MODELS: dict[Kind, tuple[Any, Any]] = {
    "metric": (Metric, MetricAlias),
    "benchmark": (Benchmark, BenchmarkAlias),
    "system": (System, SystemAlias),
}


class UnknownNameError(ValueError):
    """Nothing is called so, and nothing new was asked for."""


def find(kind: Kind, name: str) -> Any:
    """The thing of that kind that the name means, by any of its spellings; None where there is none."""
    _, alias = MODELS[kind]
    found = alias.objects.select_related("owner").filter(key=names.key(name)).first()
    return found and found.owner


def find_or_make(kind: Kind, name: str, *, by: AbstractBaseUser | None, make: bool, source: str = "") -> Any:
    """The thing that the name means; a new one of a curator's if `make` is set and nothing is called so.

    Of a new metric nothing is known yet: no direction, so it is not ranked.
    """
    found = find(kind, name)
    if found is not None:
        return found
    if not names.is_name(name):
        raise UnknownNameError(f"“{name}” can't be a name: it has no letter or digit, or is too long")
    if names.key(name) in links.no_names([names.key(name)])[kind]:
        raise UnknownNameError(f"a curator decided that “{name}” is no {kind}; take that back first")
    if not make:
        raise UnknownNameError(
            f"no {kind} is called “{name}” yet; choose another spelling, or allow new names"
        )
    return _make(kind, " ".join(name.split()), by=by, source=source)


def _make(kind: Kind, name: str, *, by: AbstractBaseUser | None, source: str) -> Any:
    model, alias = MODELS[kind]
    with transaction.atomic():
        links.lock()
        there = find(kind, name)
        if there is not None:
            return there
        values = {"name": name, "origin": Origin.CURATOR}
        made = links.create(model, alias, {names.key(name): values})[names.key(name)]
        events.record("make", subject=(kind, made.uid), by=by, before=None, after=values, source=source)
    return made
