"""Papers as curators look for them, and decisions that a corrected abstract left behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from leaderboard.domain.abstracts import abstract_key
from leaderboard.models import Claim, Event, Paper
from leaderboard.sources import identifiers

MOST = 25
LEFT = "leave with former text"
"""The event of a claim whose words no longer stand in its paper's abstract."""

MOVED = "move with sentence"
"""The event of a claim whose sentence stands at another place of its paper's corrected abstract."""

MERGE = "merge"
"""The event of a paper that took another one in."""

DECIDED = ("curated", "confirmed", "disputed", "rejected")
"""States in which somebody's decision stands."""

SETTLED = "settle"
"""The event by which a curator says that such a claim has been looked after."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A decision about words that are gone: the claim, its paper of today, and what had been decided."""

    claim: Claim
    paper: Paper
    state: str


def find(uid: UUID) -> Paper | None:
    """The paper with this uid, merged or not; None where there is none."""
    return Paper.objects.select_related("merged_into").filter(uid=uid).first()


def one(asked: str) -> Paper | None:
    """The paper that a uid, an address of it here, an arXiv number or a DOI names; None for none."""
    typed = asked.strip()
    found = identifiers.arxiv_id(typed)
    if found is not None:
        return Paper.objects.filter(arxiv_id=found).first()
    if (found := identifiers.doi(typed)) is not None:
        return Paper.objects.filter(doi=found).first()
    try:
        return Paper.objects.filter(uid=UUID(typed.rstrip("/").rpartition("/")[2])).first()
    except ValueError:
        return None


def looked_for(asked: str) -> Sequence[Paper]:
    """Papers that are named or described by what was asked, those named first; the newest for nothing."""
    papers = Paper.objects.filter(merged_into=None).defer("abstract", "error")
    if not asked.strip():
        return list(papers.order_by("-created_at", "-pk")[:MOST])
    named = one(asked)
    stems = SearchQuery(asked, config="claimboard", search_type="websearch")
    found = papers.filter(Q(words__stems=stems)).order_by("-published_on", "-pk")[:MOST]
    return [*([named] if named else []), *(each for each in found if each != named)]


def history(paper: Paper) -> Sequence[Event]:
    """What people did with the paper, the newest first."""
    events = Event.objects.filter(subject_uid=paper.uid).exclude(action__in=("extract", "park"))
    return list(events.select_related("actor").order_by("-pk")[:50])


def left_behind(paper: Paper | None = None) -> Sequence[LeftBehind]:
    """Decisions about words that are gone and that nobody has looked after yet, the oldest first."""
    events = Event.objects.filter(action=LEFT, before__state__in=DECIDED)
    settled = Event.objects.filter(action=SETTLED, subject_uid=OuterRef("subject_uid"), pk__gt=OuterRef("pk"))
    open_ = events.filter(~Exists(settled)).order_by("pk")
    states = {event.subject_uid: (event.before or {}).get("state", "") for event in open_[:MOST]}
    claims: Any = Claim.objects.filter(uid__in=states, paper__merged_into__isnull=False)
    if paper is not None:
        claims = claims.filter(paper__merged_into=paper)
    rows = claims.select_related("paper__merged_into").order_by("pk")
    return [LeftBehind(row, row.paper.merged_into, states[row.uid]) for row in rows]


def by_abstract(abstract: str) -> Paper | None:
    """The paper with this abstract, but for case, white space and punctuation."""
    return Paper.objects.filter(abstract_key=abstract_key(abstract)).first()
