"""What curators see: which claim is next, and everything that one screen shows of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from leaderboard.models import (
    Acceptance,
    BoardTotals,
    Claim,
    Conflict,
    Event,
    Proposal,
    SecondOpinion,
    Standing,
    Turn,
)
from leaderboard.queries import public_proposals
from leaderboard.queries.claims import SHOWN, ClaimRow, rows
from leaderboard.queries.marks import Piece, cut

OPEN = (Claim.State.MACHINE, Claim.State.DISPUTED)
"""States of claims that wait for somebody's decision."""

NOW = Now()
TRIED = 25
"""Claims at the front of the queue that are tried one after the other while colleagues take them."""

TAKEN_BACK = ("accept", "correct", "reject", "pass_over")
"""Actions of the queue that its undo takes back."""

MOST_OTHERS = 60
"""Claims of the same paper that a screen lists."""

MOST_SAID = 20
"""Proposals about a claim that its screen shows, the oldest; others come when these are answered."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the abstract and what it is: number, metric, benchmark, system, baseline or other."""

    start: int
    end: int
    part: str


@dataclass(frozen=True, slots=True)
class OnBoard:
    """A board that the claim stands on, and the claim's place there."""

    benchmark: str
    metric: str
    slugs: tuple[str, str]
    rank: int | None
    claims: int


@dataclass(frozen=True, slots=True)
class Screen:
    """A claim to decide about, with all that helps to decide."""

    claim: Claim
    row: ClaimRow
    pieces: tuple[Piece[Mark], ...]
    others: tuple[ClaimRow, ...]
    boards: tuple[OnBoard, ...]
    history: tuple[Event, ...]
    conflict: Conflict | None
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Claims that wait for somebody's decision, those of them on boards, and others that are not among them.

    The queue offers what is accepted `by_policy` only as far as people check it, and `conflicts`, decided
    claims that an adopted engine reads otherwise, before all others.
    """

    claims: int
    on_boards: int
    by_policy: int
    conflicts: int


WAITING = """leaderboard_claim c WHERE c.state = ANY(%(open)s) AND NOT EXISTS (
        SELECT FROM leaderboard_acceptance a WHERE a.claim_id = c.id AND a.ended_at IS NULL AND NOT a.sampled
    )"""
"""Claims `c` in one of the `open` states that the queue offers."""

ON_BOARDS = """(
        SELECT count(DISTINCT claim_id) FROM leaderboard_standing
        WHERE state = ANY(%(open)s) AND worth IS NOT NULL
    )"""
BY_POLICY = """(
        SELECT count(*) FROM leaderboard_acceptance a JOIN leaderboard_claim c ON c.id = a.claim_id
        WHERE c.state = ANY(%(open)s) AND a.ended_at IS NULL AND NOT a.sampled
    )"""
_CONFLICTS = """(
        SELECT count(*) FROM leaderboard_conflict f JOIN leaderboard_claim c ON c.id = f.claim_id
        WHERE f.created_at > c.decided_at
    )"""
_WAITS = f"SELECT count(*), {ON_BOARDS}, {BY_POLICY}, {_CONFLICTS} FROM {WAITING}"  # noqa: S608 (made of constants)


@dataclass(frozen=True, slots=True)
class Own:
    """What a curator can take back next, about which number, and how many decisions they made today."""

    last: Event | None
    quote: str
    today: int
    aside: int


def candidates(
    by: AbstractBaseUser, *, besides: Claim | None = None, check: bool = False, readers: bool = False
) -> Iterator[int]:
    """Claims to offer to this curator, the best first: held, conflicts, what people said, by worth, by doubt.

    A conflict is an engine's other reading, or two curators' opinions, which a third one settles. What
    readers said, unless a curator has looked at it, comes before the others only if `readers`. The first
    are read along an index; claims on no board only when no others are left. What a policy
    accepted is offered to check the policy alone: the share of it that chance drew, in an order that is
    chance too (the uids'), before the others if `check`, else when nothing on a board is left.
    """
    without = besides.pk if besides else 0
    taken = Turn.objects.filter(claim=OuterRef("claim_id")).filter(_not_for(by))
    waits = Q(claim__state__in=OPEN) | Q(claim__conflict__created_at__gt=F("claim__decided_at"))
    waits |= Q(Exists(differing().filter(claim=OuterRef("claim_id"))))
    waits |= Q(Exists(proposals().filter(claim=OuterRef("claim_id"))))
    held = Turn.objects.filter(waits, holder=by.pk, until__gt=NOW).exclude(claim=without)
    read_otherwise = conflicts().filter(~Exists(taken)).exclude(claim=without)
    said_otherwise = differing(besides=by).filter(~Exists(taken)).exclude(claim=without)
    accepted = Acceptance.objects.filter(claim=OuterRef("claim_id"), ended_at=None)
    said = proposals().filter(~Exists(taken)).exclude(claim=without)
    unseen = _first(_claims_of(said.filter(shown=False)))
    valued = Standing.objects.filter(~Exists(taken), ~Exists(accepted), state__in=OPEN, worth__isnull=False)
    off_boards = Claim.objects.filter(
        ~Exists(Turn.objects.filter(claim=OuterRef("pk")).filter(_not_for(by))),
        ~Exists(Standing.objects.filter(claim=OuterRef("pk"), worth__isnull=False)),
        ~Exists(Acceptance.objects.filter(claim=OuterRef("pk"), ended_at=None)),
        state__in=OPEN,
    )
    drawn = Acceptance.objects.filter(~Exists(taken), ended_at=None, sampled=True).exclude(claim=without)
    checks = drawn.order_by("claim__uid").values_list("claim_id", flat=True)
    return chain(
        held.values_list("claim_id", flat=True)[:1],
        _first(read_otherwise.order_by("created_at", "claim_id").values_list("claim_id", flat=True)),
        _first(said_otherwise.order_by("id").values_list("claim_id", flat=True)),
        _first(checks) if check else (),
        _first(_claims_of(said.filter(shown=True))),
        unseen if readers else (),
        _first(valued.exclude(claim=without).order_by("-worth", "id").values_list("claim_id", flat=True)),
        _first(checks),
        unseen,
        _first(off_boards.exclude(pk=without).order_by("confidence", "pk").values_list("pk", flat=True)),
    )


def screen(uid: UUID) -> Screen | None:
    """Everything that the screen of this claim shows; None where there is no such claim."""
    claim = Claim.objects.select_related("paper", "metric", "system", "decided_by").filter(uid=uid).first()
    if claim is None:
        return None
    near = Claim.objects.filter(paper=claim.paper).exclude(state=Claim.State.SUPERSEDED)
    listed = rows(
        near.filter(Q(pk=claim.pk) | Q(pk__in=near.values("pk")[:MOST_OTHERS])).order_by("start", "pk")
    )
    row = (
        next((each for each in listed if each.pk == claim.pk), None)
        or rows(Claim.objects.filter(pk=claim.pk))[0]
    )
    others = tuple(each for each in listed if each.pk != claim.pk)
    return Screen(
        claim=claim,
        row=row,
        pieces=cut(claim.paper.abstract, marks=_marks(claim, row, others)),
        others=others,
        boards=_boards(claim),
        history=history(claim.uid),
        conflict=conflicts().filter(claim=claim).first(),
        proposals=tuple(proposals().filter(claim=claim).select_related("by").order_by("pk")[:MOST_SAID]),
    )


def marks_of(
    claim: Claim, *, parts: Mapping[str, Sequence[str]], others: Iterable[tuple[int, int]]
) -> Iterator[Mark]:
    """The claim's number and the words of its parts as far as the abstract has them; others' numbers."""
    yield Mark(claim.start, claim.end, "number")
    for part, words in parts.items():
        for text in filter(None, dict.fromkeys(words)):
            yield from _nearest(claim, text, part)
    for start, end in others:
        if (start, end) != (claim.start, claim.end):
            yield Mark(start, end, "other")


def conflicts() -> QuerySet[Conflict]:
    """Decided claims that an adopted engine reads otherwise, and nobody decided about since."""
    return Conflict.objects.filter(created_at__gt=F("claim__decided_at"))


def differing(*, besides: AbstractBaseUser | None = None) -> QuerySet[SecondOpinion]:
    """Pairs of opinions that are not the same, and nobody decided since; of others, if one is given."""
    found = SecondOpinion.objects.filter(agrees=False, decided_at=F("claim__decided_at"))
    return found.exclude(Q(first_by=besides.pk) | Q(second_by=besides.pk)) if besides else found


def proposals() -> QuerySet[Proposal]:
    """What people said of claims that are shown, and nobody has answered."""
    return Proposal.objects.filter(state__in=public_proposals.WAITING, claim__state__in=SHOWN)


def history(claim: UUID, *, most: int = 50) -> tuple[Event, ...]:
    """The newest events about the claim, the newest first."""
    found = Event.objects.select_related("actor").filter(subject_type="claim", subject_uid=claim)
    return tuple(found.order_by("-at", "-id")[:most])


def own(by: AbstractBaseUser, *, since: datetime) -> Own:
    """What this curator did since then in the queue.

    The last decision is the newest after which nothing happened to its claim: one that was taken back, or
    that a colleague changed, gives way to the one before it.
    """
    mine = Event.objects.filter(actor=by.pk, subject_type="claim", source="queue", at__gte=since)
    newer = Event.objects.filter(subject_uid=OuterRef("subject_uid"), pk__gt=OuterRef("pk"))
    quote = Claim.objects.filter(uid=OuterRef("subject_uid")).values("quote")
    standing = mine.filter(~Exists(newer), action__in=TAKEN_BACK).annotate(quote=Subquery(quote))
    last = standing.order_by("-at", "-id").first()
    return Own(
        last=last,
        quote=last.quote if last else "",
        today=mine.filter(action__in=("accept", "correct", "reject")).count(),
        aside=Turn.objects.filter(passed__contains=[by.pk]).count(),
    )


def waiting() -> Waiting:
    """The claims that the queue offers, by one query."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, {"open": list(OPEN)})
        return Waiting(*cursor.fetchone())


def _first(found: "QuerySet[Any, int]") -> Iterator[int]:
    """Asked only when it is this one's turn, so that what is not needed costs nothing."""
    yield from found[:TRIED]


def _claims_of(said: QuerySet[Proposal]) -> "QuerySet[Any, int]":
    """Each claim once, who waits longest first."""
    claims = said.order_by().values("claim").annotate(first=Min("pk")).order_by("first")
    return claims.values_list("claim", flat=True)


def _not_for(by: AbstractBaseUser) -> Q:
    """Turns that keep a claim from this curator: a colleague's that lasts, or one set aside."""
    return (Q(holder__isnull=False, until__gt=NOW) & ~Q(holder=by.pk)) | Q(passed__contains=[by.pk])


def _boards(claim: Claim) -> tuple[OnBoard, ...]:
    totals = BoardTotals.objects.filter(metric=claim.metric_id)
    sizes = dict(
        totals.filter(benchmark__in=Standing.objects.filter(claim=claim).values("benchmark")).values_list(
            "benchmark", "claims"
        )
    )
    standings = Standing.objects.filter(claim=claim).order_by("benchmark__name")
    fields = ("benchmark", "benchmark__name", "metric__name", "benchmark__slug", "metric__slug", "rank")
    return tuple(
        OnBoard(on, by, (on_slug, by_slug), rank, sizes.get(pk, 0))
        for pk, on, by, on_slug, by_slug, rank in standings.values_list(*fields)
    )


def _marks(claim: Claim, row: ClaimRow, others: Sequence[ClaimRow]) -> Iterator[Mark]:
    parts = {
        "metric": [claim.metric_text or row.metric.text],
        "benchmark": [name.text for name in row.benchmarks],
        "system": [claim.system_text, *(name.text for name in row.systems)],
        "baseline": [name.text for name in row.baselines],
    }
    return marks_of(claim, parts=parts, others=((other.start, other.end) for other in others))


def _nearest(claim: Claim, words: str, part: str) -> Iterator[Mark]:
    """The place of the words that is nearest to the number, if the abstract has them at all."""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
    places = [match.span() for match in re.finditer(pattern, claim.paper.abstract, re.IGNORECASE)]
    if places:
        start, end = min(places, key=lambda place: _distance(claim, place))
        yield Mark(start, end, part)


def _distance(claim: Claim, place: tuple[int, int]) -> tuple[bool, int]:
    outside = not (claim.sentence_start <= place[0] and place[1] <= claim.sentence_end)
    return outside, min(abs(place[0] - claim.end), abs(place[1] - claim.start))
