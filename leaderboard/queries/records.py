"""Claims and papers as programs get them: the rows of the pages, with everything known of their origin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Substr

from leaderboard.models import Claim, Paper
from leaderboard.queries import claim_filters, paper_filters
from leaderboard.queries.claim_filters import ClaimFilter, ClaimOrder
from leaderboard.queries.claims import ClaimRow, rows_by_id, shown
from leaderboard.queries.counting import counted
from leaderboard.queries.keysets import Cursor, Page, page
from leaderboard.queries.paper_filters import PaperFilter, PaperOrder
from leaderboard.queries.people import shown_as


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a claim came to be: the sentence it was read from, by which engine, and who decided on it.

    `decided_by` is what that person chose to be called, or a role.
    """

    sentence_start: int
    sentence_end: int
    sentence: str
    metric_text: str
    system_text: str
    engine_version: str
    rules: list[str]
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
    retraction_reason: str
    merged_into__uid: UUID | None
    state: str
    engine_version: str
    extracted_at: datetime | None
    created_at: datetime
    updated_at: datetime


def claims(
    chosen: ClaimFilter, *, cursor: Cursor | None, size: int, order: ClaimOrder = ClaimOrder.OLDEST
) -> Page[ClaimRecord]:
    """One page of the claims that the filter lets through, the oldest first unless another order is given."""
    wanted, keys = claim_filters.ordered(claim_filters.narrowed(chosen), order)
    ids: QuerySet[Claim, Any] = wanted.values(*(key.field for key in keys))
    found = page(ids, keys=keys, cursor=cursor, size=size)
    return found.of(_records([row["pk"] for row in found.rows]))


def claim(uid: UUID) -> ClaimRecord | None:
    """The shown claim with this uid; None where there is none."""
    ids = list(shown().filter(uid=uid).values_list("pk", flat=True))
    return next(iter(_records(ids)), None)


def count_claims(chosen: ClaimFilter, *, exactly: bool = True) -> int:
    """How many claims the filter lets through."""
    return counted(claim_filters.narrowed(chosen), exactly=exactly)


def papers(
    chosen: PaperFilter, *, cursor: Cursor | None, size: int, order: PaperOrder = PaperOrder.OLDEST
) -> Page[PaperRecord]:
    """One page of the papers that the filter lets through, the oldest first unless another order is given."""
    wanted, keys = paper_filters.ordered(paper_filters.narrowed(chosen), order)
    fields = dict.fromkeys((*PaperRecord.__slots__, *(key.field for key in keys)))
    found = page(wanted.values(*fields), keys=keys, cursor=cursor, size=size)
    return found.of([_paper(row) for row in found.rows])


def paper(uid: UUID) -> PaperRecord | None:
    """The paper with this uid; None where there is none."""
    row = Paper.objects.filter(uid=uid).values(*PaperRecord.__slots__).first()
    return PaperRecord(**row) if row else None


def papers_by_uid(uids: Iterable[UUID]) -> dict[UUID, PaperRecord]:
    """The papers with these uids, by one query."""
    rows = Paper.objects.filter(uid__in=set(uids)).values(*PaperRecord.__slots__)
    return {row["uid"]: _paper(row) for row in rows}


def count_papers(chosen: PaperFilter, *, exactly: bool = True) -> int:
    """How many papers the filter lets through."""
    return counted(paper_filters.narrowed(chosen), exactly=exactly)


def with_provenance(rows: Sequence[ClaimRow]) -> list[ClaimRecord]:
    """The rows with their provenance, by one query."""
    known = provenance([row.pk for row in rows])
    return [ClaimRecord(row, known[row.pk]) for row in rows]


def provenance(ids: Sequence[int]) -> dict[int, Provenance]:
    """The provenance of the claims with these ids, by one query."""
    length = F("sentence_end") - F("sentence_start")
    sentence = Substr("paper__abstract", F("sentence_start") + 1, length, output_field=TextField())
    found = Claim.objects.filter(pk__in=ids).annotate(sentence=sentence, decider=shown_as("decided_by"))
    names = tuple("decider" if name == "decided_by" else name for name in Provenance.__slots__)
    return {pk: Provenance(*row) for pk, *row in found.values_list("pk", *names)}


def _paper(row: dict[str, Any]) -> PaperRecord:
    return PaperRecord(**{name: row[name] for name in PaperRecord.__slots__})


def _records(ids: Sequence[int]) -> list[ClaimRecord]:
    return with_provenance(rows_by_id(ids)) if ids else []
