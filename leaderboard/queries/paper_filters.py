"""Which papers a program asks for, and in which order."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from leaderboard.models import Paper
from leaderboard.queries.claim_filters import FIRST_DAY, LAST_DAY
from leaderboard.queries.keysets import Key, moment, whole


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """Which papers to list; None narrows nothing."""

    state: str | None = None
    year: int | None = None
    category: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    text: str | None = None
    updated_since: datetime | None = None


class PaperOrder(StrEnum):
    """What papers can be sorted by; a minus turns it round. Unknown days come last either way."""

    OLDEST = "id"
    NEWEST = "-id"
    PUBLISHED = "published"
    PUBLISHED_DOWN = "-published"
    UPDATED = "updated"
    UPDATED_DOWN = "-updated"


def narrowed(chosen: PaperFilter) -> "QuerySet[Paper]":
    """The papers that the filter lets through."""
    lookups: dict[str, Any] = {
        "state": chosen.state,
        "published_on__year": chosen.year,
        "categories__contains": None if chosen.category is None else [chosen.category],
        "arxiv_id": chosen.arxiv_id,
        "doi__iexact": chosen.doi,
        "updated_at__gte": chosen.updated_since,
    }
    if chosen.text is not None:
        lookups["words__stems"] = SearchQuery(chosen.text, config="claimboard", search_type="websearch")
    return Paper.objects.filter(
        merged_into=None, **{name: value for name, value in lookups.items() if value is not None}
    )


def ordered(papers: "QuerySet[Paper]", order: PaperOrder) -> tuple["QuerySet[Paper]", tuple[Key, ...]]:
    """The papers with what they are to be sorted by, and the keys of that order."""
    down = order.value.startswith("-")
    last = Key("pk", whole, descending=down)
    if order in (PaperOrder.PUBLISHED, PaperOrder.PUBLISHED_DOWN):
        day = Coalesce("published_on", Value(FIRST_DAY if down else LAST_DAY))
        return papers.annotate(day=day), (Key("day", date.fromisoformat, descending=down), last)
    if order in (PaperOrder.UPDATED, PaperOrder.UPDATED_DOWN):
        return papers, (Key("updated_at", moment, descending=down), last)
    return papers, (last,)
