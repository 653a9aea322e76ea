"""Second opinions: which wait for whom, which differ from the first, and what a blind screen may show."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, F, OuterRef, QuerySet

from leaderboard.models import Claim, SecondOpinion, Turn
from leaderboard.queries import stories
from leaderboard.queries.claim_fields import formerly
from leaderboard.queries.curation import NOW, Mark, differing, marks_of
from leaderboard.queries.marks import Piece, cut

TRIED = 25
LISTED = 20


@dataclass(frozen=True, slots=True)
class Blind:
    """A claim as the machine read it: nothing on it was worked out from a decision."""

    opinion: SecondOpinion
    claim: Claim
    proposal: dict[str, Any]
    pieces: tuple[Piece[Mark], ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """Two opinions of the same reading that are not the same, part by part."""

    opinion: SecondOpinion
    parts: tuple[stories.Difference, ...]

    @property
    def reading(self) -> dict[str, Any]:
        """What the second curator said, as a form shows it."""
        event = self.opinion.event
        return formerly((event.after or {})["reading"]) if event else {}


def to_give(by: AbstractBaseUser) -> Iterator[SecondOpinion]:
    """Some that this curator may give, the oldest first: never about their own decision."""
    held = Turn.objects.filter(claim=OuterRef("claim_id"), holder__isnull=False, until__gt=NOW)
    waiting = _waiting().filter(~Exists(held.exclude(holder=by.pk)))
    mine = waiting.exclude(first_by=by.pk).exclude(declined__contains=[by.pk])
    yield from mine.select_related("claim").order_by("pk")[:TRIED]


def may_give(opinion: SecondOpinion, *, claim: Claim, by: AbstractBaseUser) -> bool:
    """Whether it still waits, and for this curator too."""
    waits = opinion.event_id is None and opinion.decided_at == claim.decided_at
    return waits and opinion.first_by_id != by.pk and by.pk not in opinion.declined


def blind(uid: UUID, *, by: AbstractBaseUser) -> Blind | None:
    """What this curator is shown to give the opinion; None where it is not theirs to give."""
    opinion = SecondOpinion.objects.select_related("first", "claim__paper").filter(uid=uid).first()
    if opinion is None or not may_give(opinion, claim=opinion.claim, by=by):
        return None
    claim, proposal = opinion.claim, formerly(opinion.first.before or {})
    near = Claim.objects.filter(paper=claim.paper).exclude(pk=claim.pk)
    others = near.exclude(state=Claim.State.SUPERSEDED).values_list("start", "end")
    marks = marks_of(claim, parts=_words(opinion.first.before or {}, proposal), others=others)
    return Blind(opinion, claim, proposal, tuple(cut(claim.paper.abstract, marks=marks)))


def unsettled() -> list[SecondOpinion]:
    """Some of the differing pairs with their claims and people, the oldest first."""
    return list(differing().select_related("claim", "first_by", "second_by").order_by("pk")[:LISTED])


def about(claim: Claim) -> Differing | None:
    """The differing pair that waits for a decision about this claim; None where there is none."""
    found = differing().filter(claim=claim).select_related("first", "first_by", "event", "second_by").first()
    if found is None or found.event is None:
        return None
    first, second = found.first.after, (found.event.after or {})["reading"]
    metrics = stories.metric_names(first, second)
    parts = stories.differences(first, second, metrics=metrics)
    return Differing(found, tuple(part for part in parts if part.field != stories.LABELS["scaled"]))


def _waiting() -> QuerySet[SecondOpinion]:
    return SecondOpinion.objects.filter(event=None, decided_at=F("claim__decided_at"))


def _words(facts: dict[str, Any], proposal: dict[str, Any]) -> dict[str, list[str]]:
    """The words of the reading by part, as they stand in the abstract."""
    lists = {"benchmark": "benchmarks", "system": "systems", "baseline": "baselines"}
    words = {part: [each["text"] for each in facts.get(name) or ()] for part, name in lists.items()}
    return {"metric": [facts.get("metric_text") or proposal["metric"]], **words}
