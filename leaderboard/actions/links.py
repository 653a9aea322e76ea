"""From the names of a text to rows: known ones are looked up, unknown ones become rows of origin text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from extraction.claims import Extraction, Mention
from leaderboard.actions import scaling
from leaderboard.domain import names
from leaderboard.domain.scales import Scale
from leaderboard.models import (
    Benchmark,
    BenchmarkAlias,
    Metric,
    MetricAlias,
    NamedKind,
    NameRedirect,
    NotAName,
    System,
    SystemAlias,
)

_LOCK = 0x9A3E5
"""Advisory lock: one transaction at a time makes or moves names."""

Ids = Mapping[str, int]
Wanted = tuple[dict[str, str], ...]
"""Names by key: of metrics, benchmarks, systems."""


@dataclass(frozen=True, slots=True)
class Links:
    """Ids of rows by the comparison keys of their names, and the scales of the metrics by id.

    `no_names` are the keys of words that curators said to be no name, by kind.
    """

    metrics: Ids
    benchmarks: Ids
    systems: Ids
    scales: Mapping[int, Scale]
    no_names: Mapping[str, frozenset[str]] = field(default_factory=dict)


def name_of(mention: Mention) -> str:
    """The name to look a mention up by: what the lexicon calls it, else its own words on one line."""
    return " ".join((mention.canonical or mention.text).split())


def id_of(words: str, ids: Ids) -> int | None:
    """The row that these words name, if one of these does."""
    return ids.get(names.key(" ".join(words.split()))) if words else None


def resolve(extractions: Iterable[Extraction]) -> Links:
    """Rows for every name in the extractions, made where there were none.

    A metric that only a text names has no direction, family or unit: unknown, so not ranked. Words
    that can't be a name (nothing but signs, or longer than `MAX_NAME`) have no row.
    """
    return _links(_mentioned(extractions), _ids)


def look_up(extractions: Iterable[Extraction]) -> Links:
    """Rows for those names in the extractions that have some; nothing is made."""
    return _links(_mentioned(extractions), _known)


def resolve_names(*, metrics: Iterable[str], benchmarks: Iterable[str], systems: Iterable[str]) -> Links:
    """As `resolve`, of words alone."""
    given = (metrics, benchmarks, systems)
    return _links(tuple(_named(Mention(word) for word in words) for words in given), _ids)


def _mentioned(extractions: Iterable[Extraction]) -> Wanted:
    claims = [claim for extraction in extractions for claim in extraction.claims]
    return (
        _named(claim.metric for claim in claims if claim.metric),
        _named(mention for claim in claims for mention in claim.benchmarks),
        _named(mention for claim in claims for mention in (*claim.systems, *claim.baselines)),
    )


def _links(wanted: Wanted, find: Callable[[Any, Any, Mapping[str, str]], Ids]) -> Links:
    metrics, benchmarks, systems = wanted
    refused = no_names({*metrics, *benchmarks, *systems})
    found = find(MetricAlias, Metric, _without(metrics, refused[NamedKind.METRIC]))
    return Links(
        metrics=found,
        benchmarks=find(BenchmarkAlias, Benchmark, _without(benchmarks, refused[NamedKind.BENCHMARK])),
        systems=find(SystemAlias, System, _without(systems, refused[NamedKind.SYSTEM])),
        scales=_scales(found.values()),
        no_names=refused,
    )


def no_names(keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Those of the keys whose words are no name, by kind."""
    rows = NotAName.objects.filter(key__in=list(keys)).values_list("kind", "key")
    found = list(rows)
    return {kind: frozenset(key for of, key in found if of == kind) for kind in NamedKind.values}


def _without(wanted: Mapping[str, str], refused: frozenset[str]) -> dict[str, str]:
    return {key: name for key, name in wanted.items() if key not in refused}


def _known(alias: Any, model: Any, wanted: Mapping[str, str]) -> Ids:
    return _look_up(alias, wanted)


def lock() -> None:
    """Wait until nobody else makes or moves names; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def create(model: Any, alias: Any, wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """New rows with these values, by key, each with its own name as an alias; call under `lock`."""
    slugs = free_slugs(model, {key: values["name"] for key, values in wanted.items()})
    rows = {key: model(slug=slugs[key], **values) for key, values in wanted.items()}
    model.objects.bulk_create(rows.values())
    alias.objects.bulk_create(
        alias(owner=row, key=key, name=row.name, origin=row.origin) for key, row in rows.items()
    )
    return rows


def _named(mentions: Iterable[Mention]) -> dict[str, str]:
    """Names by key, the first spelling of each."""
    found: dict[str, str] = {}
    for mention in mentions:
        name = name_of(mention)
        if names.is_name(name):
            found.setdefault(names.key(name), name)
    return found


def _ids(alias: Any, model: Any, wanted: Mapping[str, str]) -> Ids:
    found = _look_up(alias, wanted)
    if len(found) == len(wanted):
        return found
    with transaction.atomic():
        lock()
        found = _look_up(alias, wanted)
        missing = {key: name for key, name in wanted.items() if key not in found}
        made = create(model, alias, {key: {"name": name} for key, name in sorted(missing.items())})
        return {**found, **{key: row.pk for key, row in made.items()}}


def _look_up(alias: Any, wanted: Mapping[str, str]) -> dict[str, int]:
    return dict(alias.objects.filter(key__in=list(wanted)).values_list("key", "owner_id"))


def free_slugs(model: Any, wanted: Mapping[str, str]) -> dict[str, str]:
    """A slug for every name; the second of two alike gets a digest of its key."""
    plain = {key: names.slug(name) for key, name in wanted.items()}
    taken = set(model.objects.filter(slug__in=set(plain.values())).values_list("slug", flat=True))
    led = NameRedirect.objects.filter(kind=model._meta.model_name, slug__in=set(plain.values()))
    taken.update(led.values_list("slug", flat=True))
    chosen = {}
    for key, slug in sorted(plain.items()):
        chosen[key] = names.slug_apart(wanted[key]) if slug in taken else slug
        taken.add(slug)
    return chosen


def _scales(metrics: Iterable[int]) -> dict[int, Scale]:
    return {metric.pk: scaling.scale_of(metric) for metric in Metric.objects.filter(pk__in=set(metrics))}
