"""Claims and papers as programs get them: the rows of the pages, with everything known of their origin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Substr

from leaderboard.models import Claim, Paper
from leaderboard.queries.claims import SHOWN, ClaimRow, rows_by_id, shown
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole

_BY_ID = (Key("pk", whole),)


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a claim came to be: the sentence it was read from, by which engine, and who decided on it."""

    sentence_start: int
    sentence_end: int
    sentence: str
    metric_text: str
    system_text: str
    engine_version: str
    decided_by: str | None
    decided_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim as the pages show it, and its provenance."""

    row: ClaimRow
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to list; None narrows nothing. Benchmark, metric and system are slugs."""

    paper: UUID | None = None
    benchmark: str | None = None
    metric: str | None = None
    system: str | None = None
    family: str | None = None
    kind: str | None = None
    role: str | None = None
    state: str | None = None
    year: int | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper with its abstract and how far its reading is."""

    pk: int
    uid: UUID
    title: str
    abstract: str
    arxiv_id: str | None
    doi: str | None
    url: str
    categories: list[str]
    authors: list[str]
    author_count: int | None
    published_on: date | None
    date_text: str
    listed_on: date | None
    sources: list[str]
    is_summary: bool
    retracted_on: date | None
    state: str
    engine_version: str
    extracted_at: datetime | None
    created_at: datetime
    updated_at: datetime


def claims(chosen: ClaimFilter, *, cursor: Cursor | None, size: int) -> Page[ClaimRecord]:
    """One page of the claims that the filter lets through, the oldest first."""
    ids: QuerySet[Claim, Any] = chosen_claims(chosen).values("pk")
    found = page(ids, keys=_BY_ID, cursor=cursor, size=size)
    return found.of(_records([row["pk"] for row in found.rows]))


def claim(uid: UUID) -> ClaimRecord | None:
    """The shown claim with this uid; None where there is none."""
    ids = list(shown().filter(uid=uid).values_list("pk", flat=True))
    return next(iter(_records(ids)), None)


def count_claims(chosen: ClaimFilter) -> int:
    """How many claims the filter lets through."""
    return chosen_claims(chosen).count()


def papers(*, cursor: Cursor | None, size: int, state: str | None = None) -> Page[PaperRecord]:
    """One page of all papers, or of those in one state, the oldest first."""
    found = page(_papers(state).values(*PaperRecord.__slots__), keys=_BY_ID, cursor=cursor, size=size)
    return found.of([PaperRecord(**row) for row in found.rows])


def paper(uid: UUID) -> PaperRecord | None:
    """The paper with this uid; None where there is none."""
    row = Paper.objects.filter(uid=uid).values(*PaperRecord.__slots__).first()
    return PaperRecord(**row) if row else None


def count_papers(state: str | None = None) -> int:
    """How many papers there are, or how many in one state."""
    return _papers(state).count()


def with_provenance(rows: Sequence[ClaimRow]) -> list[ClaimRecord]:
    """The rows with their provenance, by one query."""
    known = _provenance([row.pk for row in rows])
    return [ClaimRecord(row, known[row.pk]) for row in rows]


def chosen_claims(chosen: ClaimFilter) -> "QuerySet[Claim]":
    """The shown claims that the filter lets through."""
    lookups = {
        "paper__uid": chosen.paper,
        "claim_benchmarks__benchmark__slug": chosen.benchmark,
        "metric__slug": chosen.metric,
        "metric__family": chosen.family,
        "system__slug": chosen.system,
        "kind": chosen.kind,
        "role": chosen.role,
        "paper__published_on__year": chosen.year,
        "confidence__gte": chosen.min_confidence,
        "state__in": [chosen.state] if chosen.state else SHOWN,
    }
    return Claim.objects.filter(**{name: value for name, value in lookups.items() if value is not None})


def _papers(state: str | None) -> "QuerySet[Paper]":
    return Paper.objects.filter(state=state) if state else Paper.objects.all()


def _records(ids: Sequence[int]) -> list[ClaimRecord]:
    return with_provenance(rows_by_id(ids)) if ids else []


def _provenance(ids: Sequence[int]) -> dict[int, Provenance]:
    length = F("sentence_end") - F("sentence_start")
    sentence = Substr("paper__abstract", F("sentence_start") + 1, length, output_field=TextField())
    found = Claim.objects.filter(pk__in=ids).annotate(sentence=sentence, decider=F("decided_by__username"))
    names = tuple("decider" if name == "decided_by" else name for name in Provenance.__slots__)
    return {pk: Provenance(*row) for pk, *row in found.values_list("pk", *names)}
