"""A claim as a form shows it, to be corrected, and what somebody changed of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from leaderboard.models import Benchmark, Claim, Metric, System

NULLS = ("unit", "kind", "direction")
"""Columns that are null, not empty, where the text does not say."""

PLAIN = ("role", "bound", "setting", "task_text")


def as_shown(claim: Claim) -> dict[str, Any]:
    """The claim as a form shows it: names by their names, empty text for what is unknown."""
    first = claim.system.name if claim.system else claim.system_text
    return {
        "value": str(claim.value),
        "value_high": "" if claim.value_high is None else str(claim.value_high),
        **{name: getattr(claim, name) or "" for name in (*NULLS, *PLAIN)},
        "metric": claim.metric.name if claim.metric else claim.metric_text,
        "benchmarks": [
            each.benchmark.name if each.benchmark else each.text
            for each in claim.claim_benchmarks.select_related("benchmark")
        ],
        "systems": [
            *([first] if first else []),
            *(_system(each) for each in claim.claim_systems.select_related("system")),
        ],
        "baselines": [_system(each) for each in claim.claim_baselines.select_related("system")],
    }


def formerly(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A claim as an event keeps it, as `proposal` would have shown it, with names as they are now."""
    known = {
        "benchmarks": _names(Benchmark, facts["benchmarks"]),
        "systems": _names(System, facts["systems"]),
        "baselines": _names(System, facts["baselines"]),
    }
    metric = Metric.objects.filter(slug=facts["metric"]).first() if facts["metric"] else None
    return {
        **{name: facts[name] or "" for name in ("value", "value_high", *NULLS, *PLAIN)},
        "metric": metric.name if metric else facts["metric_text"],
        **{
            name: [known[name].get(each["slug"], each["text"]) for each in facts[name]]
            for name in ("benchmarks", "systems", "baselines")
        },
    }


def different(given: Mapping[str, Any], *, shown: Mapping[str, Any]) -> list[str]:
    """The fields in which what was given differs from what was shown."""
    return [name for name, value in shown.items() if _text(given[name]) != _text(value)]


def _names(model: Any, links: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return dict(model.objects.filter(slug__in=[each["slug"] for each in links]).values_list("slug", "name"))


def _system(link: Any) -> str:
    return str(link.system.name if link.system else link.text)


def _text(value: Any) -> str | Sequence[str]:
    """Numbers by their digits: 81.50 is not what 81.5 is."""
    if isinstance(value, list):
        return value
    return "" if value is None else str(value) if isinstance(value, Decimal) else " ".join(str(value).split())
