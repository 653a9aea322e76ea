"""Papers: one with everything read from it, and the list of all, newest first."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Left

from leaderboard.models import Claim, Paper, Rejection
from leaderboard.queries.claims import SHOWN, ClaimRow, rows, shown
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole
from leaderboard.queries.marks import Piece, cut

PAGE = 50
OPENING = 280
"""Characters of an abstract that a list shows."""

NO_DAY = date(1, 1, 1)
"""Sorts papers of unknown date behind all others in a list that begins with the newest."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A number of the abstract that is no claim, and why."""

    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an abstract: whose it is, and which claims begin here.

    `claim` is the shortest of the claims that cover it; `also` holds the others that begin here, so
    that every claim is either the `claim` or among the `also` of the stretch that it begins with.
    """

    text: str
    claim: ClaimRow | None
    starting: tuple[ClaimRow, ...]
    also: tuple[ClaimRow, ...]
    dropped: Dropped | None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper, what was read from it, and its abstract cut where marks begin and end.

    `disputes` holds how many disputes of a claim a curator has looked at and left open, by row.
    """

    paper: Paper
    claims: tuple[ClaimRow, ...]
    dropped: tuple[Dropped, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in a list."""

    uid: UUID
    title: str
    published_on: date | None
    date_text: str
    is_summary: bool
    retracted_on: date | None
    state: str
    claims: int
    opening: str


def find(uid: UUID) -> PaperPage | None:
    """The paper with this uid; None where there is none."""
    paper = Paper.objects.defer("error").filter(uid=uid).first()
    if paper is None:
        return None
    claims = rows(shown().filter(paper=paper).order_by("start", "end", "role"))
    found = Rejection.objects.filter(paper=paper).order_by("start", "end")
    dropped = tuple(Dropped(*row) for row in found.values_list("start", "end", "quote", "reason"))
    marks: list[ClaimRow | Dropped] = [*claims, *dropped]
    pieces = cut(paper.abstract, marks=marks)
    return PaperPage(paper, claims, dropped, tuple(map(_stretch, pieces)))


def leads_to(uid: UUID) -> UUID | None:
    """The uid of the paper that this one was merged into, in however many steps; None where in none."""
    found, seen = None, set()
    following = Paper.objects.filter(uid=uid, merged_into__isnull=False)
    while (further := following.values_list("merged_into__uid", flat=True).first()) and further not in seen:
        found = further
        seen.add(further)
        following = Paper.objects.filter(uid=further, merged_into__isnull=False)
    return found


def newest(cursor: Cursor | None, *, size: int = PAGE) -> Page[PaperRow]:
    """One page of all papers, the latest published first, those of unknown date last."""
    papers = listed(
        Paper.objects.filter(merged_into=None).annotate(day=Coalesce("published_on", Value(NO_DAY))), "day"
    )
    keys = (Key("day", date.fromisoformat, descending=True), Key("pk", whole, descending=True))
    found = page(papers, keys=keys, cursor=cursor, size=size)
    return found.of([paper_row(row) for row in found.rows])


def listed(papers: "QuerySet[Paper]", *further: str) -> "QuerySet[Any, Any]":
    """The papers as values that `paper_row` takes, with the `further` fields that a list sorts by."""
    counts = Claim.objects.filter(paper=OuterRef("pk"), state__in=SHOWN).order_by().values("paper")
    number = Subquery(counts.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    opening = Left("abstract", OPENING, output_field=CharField())
    counted = papers.annotate(found=Coalesce(number, Value(0)), opening=opening)
    values: QuerySet[Any, Any] = counted.values("pk", "found", "opening", *_FIELDS, *further)
    return values


def paper_row(row: dict[str, Any]) -> PaperRow:
    """A row of `listed` papers, as pages show it."""
    return PaperRow(**{name: row[name] for name in _FIELDS}, claims=row["found"], opening=row["opening"])


def _stretch(piece: Piece[ClaimRow | Dropped]) -> Stretch:
    claims = [mark for mark in piece.marks if isinstance(mark, ClaimRow)]
    starting = tuple(mark for mark in piece.starting if isinstance(mark, ClaimRow))
    return Stretch(
        text=piece.text,
        claim=claims[0] if claims else None,
        starting=starting,
        also=tuple(claim for claim in starting if claim is not claims[0]),
        dropped=next((mark for mark in piece.marks if isinstance(mark, Dropped)), None),
    )


_FIELDS = ("uid", "title", "published_on", "date_text", "is_summary", "retracted_on", "state")
