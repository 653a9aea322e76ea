"""What an extraction becomes in the tables: plain rows, ready for COPY. No database is touched here."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extraction.claims import Claim, Extraction, Mention, Span
from leaderboard.actions import scaling
from leaderboard.actions.leases import Job
from leaderboard.actions.links import Ids, Links, name_of
from leaderboard.domain import names
from leaderboard.domain.scales import scaled

Row = tuple[Any, ...]
Decided = Mapping[int, Sequence[Span]]
"""By paper, the spans that people have decided about: no machine writes there."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a batch, in the column orders of the staging tables."""

    claims: tuple[Row, ...]
    rejections: tuple[Row, ...]


def build(read: Iterable[tuple[Job, Extraction]], *, links: Links, decided: Decided) -> Rows:
    """The rows of these readings; of two claims with one place and role the first counts."""
    pairs = list(read)
    return Rows(
        claims=tuple(row for job, found in pairs for row in _claims(job, found, links, decided)),
        rejections=tuple(row for job, found in pairs for row in _rejections(job, found)),
    )


def _claims(job: Job, found: Extraction, links: Links, decided: Decided) -> Iterator[Row]:
    seen = set()
    for claim in found.claims:
        place = claim.quantity.span, claim.role
        if place not in seen and not _overlaps(claim.quantity.span, decided.get(job.paper, ())):
            seen.add(place)
            yield _claim(job, claim, links)


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _claim(job: Job, claim: Claim, links: Links) -> Row:
    quantity, span = claim.quantity, claim.quantity.span
    named = claim.metric if claim.metric and _names((claim.metric,), links, "metric") else None
    metric = _id(named, links.metrics) if named else None
    benchmarks, benchmark_words = _list(_names(claim.benchmarks, links, "benchmark"), links.benchmarks)
    systems, system_words = _list(_names(claim.systems, links, "system"), links.systems)
    baselines, baseline_words = _list(_names(claim.baselines, links, "system"), links.systems)
    return (
        job.paper,
        span.start,
        span.end,
        str(claim.role),
        job.document.abstract[span.start : span.end],
        claim.sentence.start,
        claim.sentence.end,
        quantity.value,
        quantity.value_high,
        quantity.unit,
        claim.kind and str(claim.kind),
        claim.direction and str(claim.direction),
        str(quantity.bound),
        metric,
        named.text if named else "",
        next(iter(systems), None),
        next(iter(system_words), ""),
        claim.setting or "",
        claim.task or "",
        _scaled(claim, metric, links),
        claim.confidence,
        json.dumps(claim.alternatives),
        [str(rule) for rule in claim.rules],
        benchmarks,
        benchmark_words,
        systems[1:],
        system_words[1:],
        baselines,
        baseline_words,
    )


def _scaled(claim: Claim, metric: int | None, links: Links) -> Any:
    if metric is None:
        return None
    return scaled(
        claim.quantity.value,
        kind=claim.kind,
        unit=scaling.unit(claim.quantity.unit),
        scale=links.scales[metric],
    )


def _id(mention: Mention, ids: Ids) -> int | None:
    return ids.get(names.key(name_of(mention)))


def _names(mentions: Iterable[Mention], links: Links, kind: str) -> list[Mention]:
    """The mentions without those that a curator said to be no name."""
    refused = links.no_names.get(kind, frozenset())
    return [mention for mention in mentions if names.key(name_of(mention)) not in refused]


def _list(mentions: Iterable[Mention], ids: Ids) -> tuple[list[int | None], list[str]]:
    """Ids and words side by side; a thing named twice counts once."""
    words: dict[int | str, str] = {}
    for mention in mentions:
        words.setdefault(_id(mention, ids) or mention.text, mention.text)
    return [place if isinstance(place, int) else None for place in words], list(words.values())


def _rejections(job: Job, found: Extraction) -> Iterator[Row]:
    reasons: dict[Span, str] = defaultdict(str)
    for rejection in found.rejections:
        reasons[rejection.span] = reasons[rejection.span] or str(rejection.reason)
    for span, reason in reasons.items():
        quote = job.document.abstract[span.start : span.end]
        yield job.paper, span.start, span.end, quote, reason
