"""Decided claims as annotated abstracts, the format that the engine is trained and measured on."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from leaderboard.domain import names
from leaderboard.models import Claim, Event, Paper
from leaderboard.queries.curation import OPEN

CHUNK = 200
"""Papers that are fetched at once."""

DECIDED = ("accept", "correct", "reject")
Record = dict[str, Any]


def records(*, partial: bool = False) -> Iterator[Record]:
    """Papers as annotations, in the order of their ids: those of which people decided about every claim.

    With `partial` also those of which they decided about some; what they did not decide about is optional
    there. A claim that was accepted in bulk or by a policy was read by nobody, and counts as not decided.
    Summaries are left out, they are not the abstract; merged papers too, their text is known twice.
    """
    last = 0
    while papers := _papers(last):
        last = papers[-1].pk
        ids = [paper.pk for paper in papers]
        found: dict[int, list[Claim]] = {pk: [] for pk in ids}
        for claim in _claims(ids):
            found[claim.paper_id].append(claim)
        reasons = _reasons(claim.uid for claims in found.values() for claim in claims)
        for paper in papers:
            record = _record(paper, found[paper.pk], reasons)
            if partial or record["complete"]:
                yield record


def _papers(after: int) -> list[Paper]:
    decided = _judged(Claim.objects.filter(paper=OuterRef("pk")))
    found = Paper.objects.filter(Exists(decided), pk__gt=after, is_summary=False, merged_into=None)
    return list(found.order_by("pk").only("uid", "title", "abstract", "arxiv_id", "sources")[:CHUNK])


def _looked_at() -> Exists:
    return Exists(
        Event.objects.filter(
            subject_uid=OuterRef("uid"),
            subject_type="claim",
            action__in=DECIDED,
            actor__isnull=False,
            batch=None,
        )
    )


def _judged(claims: Any) -> Any:
    """The claims that a person decided about one by one, or that the authors confirmed."""
    states = (Claim.State.CURATED, Claim.State.REJECTED)
    return claims.filter(Q(state=Claim.State.CONFIRMED) | Q(_looked_at(), state__in=states))


def _claims(papers: Sequence[int]) -> list[Claim]:
    shown = Claim.objects.filter(paper__in=papers).exclude(state=Claim.State.SUPERSEDED)
    linked = shown.select_related("metric", "system").prefetch_related(
        "metric__aliases",
        "system__aliases",
        "claim_benchmarks__benchmark__aliases",
        "claim_systems__system__aliases",
        "claim_baselines__system__aliases",
    )
    return list(linked.annotate(looked=_looked_at()).order_by("paper_id", "start", "id"))


def _reasons(uids: Iterable[Any]) -> dict[Any, str]:
    """Why claims were rejected, in the words of the last who did."""
    told = Event.objects.filter(subject_uid__in=list(uids), subject_type="claim", action="reject")
    return dict(told.order_by("pk").values_list("subject_uid", "reason"))


def _record(paper: Paper, claims: Sequence[Claim], reasons: dict[Any, str]) -> Record:
    standing = [claim for claim in claims if claim.state != Claim.State.REJECTED]
    places = {(claim.start, claim.end) for claim in standing}
    no_claims = [claim for claim in claims if claim.state == Claim.State.REJECTED]
    return {
        "id": paper.arxiv_id or str(paper.uid),
        "title": paper.title,
        "abstract": paper.abstract,
        "claims": [_annotation(claim) for claim in standing],
        "rejections": [
            {**_place(claim), "reason": reasons.get(claim.uid, "")}
            for claim in no_claims
            if (claim.start, claim.end) not in places
        ],
        "complete": all(_decided(claim) for claim in claims),
        "sources": paper.sources,
    }


def _decided(claim: Claim) -> bool:
    looked: bool = getattr(claim, "looked", False)
    return claim.state == Claim.State.CONFIRMED or (claim.state not in OPEN and looked)


def _place(claim: Claim) -> Record:
    return {"start": claim.start, "end": claim.end, "text": claim.quote}


def _annotation(claim: Claim) -> Record:
    """The claim in the fields of an annotation; optional where nobody decided or its kind is open."""
    system = [(claim.system, claim.system_text)] if claim.system or claim.system_text else []
    systems = [*system, *((link.system, link.text) for link in claim.claim_systems.all())]
    metric = _names(claim.metric, claim.metric_text) if claim.metric or claim.metric_text else []
    annotation = {
        **_place(claim),
        "value": _number(claim.value),
        "value_high": _number(claim.value_high),
        "unit": claim.unit,
        "kind": [claim.kind] if claim.kind else [],
        "direction": claim.direction,
        "role": claim.role,
        "bound": claim.bound,
        "metric": metric,
        "benchmark": [_names(link.benchmark, link.text) for link in claim.claim_benchmarks.all()],
        "system": [_names(thing, text) for thing, text in systems],
        "baseline": [_names(link.system, link.text) for link in claim.claim_baselines.all()],
        "task": [claim.task_text] if claim.task_text else [],
        "setting": claim.setting or None,
    }
    return annotation if _decided(claim) and claim.kind else {**annotation, "optional": True}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _names(thing: Any, text: str) -> list[str]:
    """The words of the text first, then the usual name; words that mean another thing are left out.

    A correction replaces the thing, and the words that the machine had found are then not its name.
    """
    if thing is None:
        return [text]
    known = {alias.key for alias in thing.aliases.all()}
    return list(dict.fromkeys([*([text] if text and names.key(text) in known else []), thing.name]))
