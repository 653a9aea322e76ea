"""What happened on a board, for readers: claims that came, went, were corrected or disputed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from leaderboard.models import BoardLog, Claim, Event
from leaderboard.queries import people, stories
from leaderboard.queries.boards import Board
from leaderboard.queries.claims import ClaimRow, rows_by_id
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole
from leaderboard.queries.stories import Difference

PAGE = 50


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision behind a change: who (for the public), what, why, and what it changed."""

    who: str
    words: str
    reason: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One change of a board; `claim` is the claim as it is now, None where its paper is gone.

    `decision` is None where the engine read anew or a name came to mean something else.
    """

    pk: int
    at: datetime
    what: str
    claim: ClaimRow | None
    decision: Decision | None


def lines(board: Board, *, cursor: Cursor | None, size: int = PAGE) -> Page[Line]:
    """One page of a board's changes, the newest first, by five queries."""
    log = BoardLog.objects.filter(benchmark=board.benchmark.pk, metric=board.metric.pk)
    found = page(log.values(*_FIELDS), keys=_ORDER, cursor=cursor, size=size)
    known = Claim.objects.filter(pk__in=[row["claim"] for row in found.rows]).values_list("pk", flat=True)
    claims = {claim.pk: claim for claim in rows_by_id(list(known))}
    decisions = _decisions([row["event"] for row in found.rows if row["event"]])
    return found.of(
        [
            Line(
                row["pk"], row["at"], row["what"], claims.get(row["claim"]), decisions.get(row["event"] or 0)
            )
            for row in found.rows
        ]
    )


def _decisions(ids: list[int]) -> dict[int, Decision]:
    told: QuerySet[Any, Any] = Event.objects.filter(pk__in=ids).annotate(who=people.shown_as())
    events = list(told.values("pk", "who", "action", "reason", "source", "before", "after"))
    metrics = stories.metric_names(*(event[side] for event in events for side in ("before", "after")))
    return {
        event["pk"]: Decision(
            who=stories.who(event["who"], event["source"]),
            words=stories.action_words(event["action"]),
            reason=event["reason"],
            differences=stories.differences(event["before"], event["after"], metrics=metrics),
        )
        for event in events
    }


_FIELDS = ("pk", "at", "what", "claim", "event")
_ORDER = (Key("pk", whole, descending=True),)
