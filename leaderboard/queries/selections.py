"""Claims chosen to be decided about all at once: how many, a random sample, and which exactly."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from extraction import rules
from extraction.rules import Part
from leaderboard.models import Claim, Metric, Paper
from leaderboard.queries import claim_filters
from leaderboard.queries.claim_filters import ClaimFilter
from leaderboard.queries.claims import ClaimRow, rows_by_id
from leaderboard.queries.curation import OPEN

MOST = 200_000
"""Claims of one decision: what one dry run can say something about."""

MOST_SOURCES = 1_000
"""Places of origin that are offered."""

SAMPLE = 10
"""Claims that are shown of a selection."""

NOT_NOTED = "not noted"
"""Asks for claims of which it is not known what they were read by."""

RULES = {f"{part}_rule": part for part in Part}
"""The fields of a selection that ask for a rule, and the part of the claim that it reads."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims; None narrows nothing. Only claims that wait for a decision are ever among them.

    `source` is a place that the paper came from, one of `sources` or a single record's; metric and
    benchmark are slugs. The rules are codes of
    `extraction.rules`, one a part, or `NOT_NOTED`.
    """

    metric: str | None = None
    family: str | None = None
    benchmark: str | None = None
    kind: str | None = None
    role: str | None = None
    state: str | None = None
    source: str | None = None
    engine_version: str | None = None
    min_confidence: float | None = None
    max_confidence: float | None = None
    number_rule: str | None = None
    metric_rule: str | None = None
    benchmark_rule: str | None = None
    system_rule: str | None = None

    def words(self) -> str:
        """What narrows the selection, in one line."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        told = (f"{name.replace('_', ' ')} {_label(name, value)}" for name, value in given.items())
        return ", ".join(told) or "all that wait"


def _label(field: str, value: Any) -> str:
    """What the filters call the value."""
    return str(_LABELS.get(field, {}).get(value, value))


def rules_of(part: Part) -> list[tuple[str, str]]:
    """What the part can be read by, as codes and words."""
    return [*((rule.value, rule.words) for rule in rules.of_part(part)), (NOT_NOTED, "not noted")]


_LABELS: dict[str, dict[str, str]] = {
    "kind": dict(Claim.Kind.choices),
    "role": dict(Claim.Role.choices),
    "state": dict(Claim.State.choices),
    **{name: dict(rules_of(part)) for name, part in RULES.items()},
}


def of(stored: Mapping[str, Any]) -> Selection:
    """The selection that a batch keeps as JSON."""
    return Selection(**{field.name: stored.get(field.name) for field in fields(Selection)})


def chosen(selection: Selection) -> "QuerySet[Claim]":
    """The claims of the selection."""
    names = {name: getattr(selection, name) for name in _SHARED}
    found = claim_filters.narrowed(ClaimFilter(**names))
    if selection.state not in OPEN:
        found = found.filter(state__in=OPEN)
    if selection.source is not None:
        found = found.filter(paper__in=_from(selection.source).values("pk"))
    if selection.engine_version is not None:
        found = found.filter(engine_version=selection.engine_version)
    for name in RULES:
        rule = getattr(selection, name)
        if rule is not None:
            found = found.filter(**({"rules": []} if rule == NOT_NOTED else {"rules__contains": [rule]}))
    return found


_SHARED = (
    *("metric", "family", "benchmark", "kind", "role", "state"),
    *("min_confidence", "max_confidence"),
)


def sample(selection: Selection, *, seed: int, size: int = SAMPLE) -> tuple[ClaimRow, ...]:
    """Claims of the selection drawn at random; the same ones for the same seed."""
    place = Func(
        Cast("uid", TextField()),
        Value(seed, output_field=BigIntegerField()),
        function="hashtextextended",
        output_field=BigIntegerField(),
    )
    return rows_by_id(list(chosen(selection).order_by(place, "pk").values_list("pk", flat=True)[:size]))


def ids(selection: Selection) -> list[int]:
    """The ids of the claims; one more than `MOST` where there are more."""
    return list(chosen(selection).order_by("pk").values_list("pk", flat=True)[: MOST + 1])


def families() -> list[str]:
    """The families of metrics."""
    known = Metric.objects.filter(family__isnull=False).order_by("family")
    return [str(family) for family in known.values_list("family", flat=True).distinct()]


def units() -> list[str]:
    """The units of metrics."""
    known = Metric.objects.filter(unit__isnull=False).order_by("unit")
    return [str(unit) for unit in known.values_list("unit", flat=True).distinct()]


def engines() -> list[str]:
    """The versions of the engine that claims were read by, the newest first."""
    versions = Paper.objects.exclude(engine_version="").values_list("engine_version", flat=True)
    return sorted(versions.order_by().distinct(), reverse=True)


def sources() -> list[str]:
    """Where papers came from: each file once, however many its records, and each format of other records."""
    places = Paper.objects.annotate(place=Func(_Places("sources"), function="unnest"))
    return [
        str(place)
        for place in places.order_by("place").values_list("place", flat=True).distinct()[:MOST_SOURCES]
    ]


def is_source(source: str) -> bool:
    """Whether a paper came from there."""
    return bool(source) and _from(source).exists()


class _Places(Func):
    """The sources without their records: "page:a.txt" of "page:a.txt#001", "arxiv:" of "arxiv:2401.00001"."""

    template = (
        r"ARRAY(SELECT regexp_replace(s, '^([a-z]+:)[^#]*$|#[0-9]+$', '\1') FROM unnest(%(expressions)s) s)"
    )
    output_field = ArrayField(TextField())


def _from(source: str) -> QuerySet[Paper]:
    """The papers that came from there."""
    return Paper.objects.annotate(places=_Places("sources")).filter(
        Q(places__contains=[source]) | Q(sources__contains=[source])
    )
