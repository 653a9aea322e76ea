"""Papers, claims and what happened to them, over HTTP."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.api import descriptions, shapes, submissions
from leaderboard.api.addresses import Addresses
from leaderboard.api.base import Resource, dated, listed
from leaderboard.api.describing import described
from leaderboard.api.parameters import (
    ChangeParameters,
    ClaimParameters,
    Expanding,
    OneClaimParameters,
    PaperParameters,
    Parameters,
)
from leaderboard.models import ApiToken
from leaderboard.queries import changes, named, records
from leaderboard.queries.claim_filters import ClaimFilter
from leaderboard.queries.paper_filters import PaperOrder
from leaderboard.queries.records import ClaimRecord
from leaderboard.queries.things import Kind

MOST_CLAIMS = 1_000
"""Claims that stand with their paper; an abstract with more has the others in the list of claims."""

STEADY = timedelta(minutes=1)
"""How old the last change must be to be told as a date: within the same second there may be another."""


class PapersView(Resource):
    """Papers with their abstracts, exactly as given; posted to, more of them."""

    largest = submissions.LARGEST
    write_scope = ApiToken.Scope.PAPERS.value

    @described(
        descriptions.page(descriptions.OnePaper), asks=PaperParameters, tag="papers", name="list_papers"
    )
    def get(self, request: Request) -> Response:
        """One page of papers, the oldest first; `state=waiting` shows what is still to be read."""
        asked, at = PaperParameters.of(request), Addresses.of(request)
        order = PaperOrder(asked.chosen["order"])
        return listed(
            request,
            asked,
            lambda: records.papers(asked.filter, cursor=asked.cursor, size=asked.size, order=order),
            lambda paper: shapes.paper(paper, at),
            count=lambda how: records.count_papers(asked.filter, exactly=how == "exact"),
        )

    @submissions.describes_hand_in
    def post(self, request: Request) -> Response:
        """Hand in up to a thousand papers; the answer names a job, to be asked until it is done."""
        Parameters.of(request)
        return submissions.hand_in(request)


class PaperView(Resource):
    """One paper, with the claims that were read from it."""

    @described(descriptions.PaperWithClaims, asks=Parameters, tag="papers", name="get_paper")
    def get(self, request: Request, uid: UUID) -> Response:
        """The paper and its claims, in the order of the text."""
        Parameters.of(request)
        paper, at = records.paper(uid), Addresses.of(request)
        if paper is None:
            raise NotFound("There is no paper with this uid.")
        claims = _claims_of(paper.uid)
        last = max([paper.updated_at, *(claim.provenance.updated_at for claim in claims)])
        whole = shapes.paper(paper, at) | {"claims": [shapes.claim(claim, at) for claim in claims]}
        return dated(Response(whole), _steady(last))


class ClaimsView(Resource):
    """Claims with their provenance."""

    @described(
        descriptions.page(descriptions.OneClaim), asks=ClaimParameters, tag="claims", name="list_claims"
    )
    def get(self, request: Request) -> Response:
        """One page of claims, the oldest first unless `order` says otherwise.

        The list stays stable while claims come and go, except by `updated`: what changes moves to its end.
        """
        asked = ClaimParameters.of(request)
        shown: dict[UUID, dict[str, Any]] = {}

        def read() -> Any:
            found = records.claims(
                asked.filter, cursor=asked.cursor, size=asked.size, order=asked.order_chosen
            )
            shown.update(claims_shown(found.rows, asked, Addresses.of(request)))
            return found

        return listed(
            request,
            asked,
            read,
            lambda claim: shown[claim.row.uid],
            count=lambda how: records.count_claims(asked.filter, exactly=how == "exact"),
        )


class ClaimView(Resource):
    """One claim with its provenance."""

    @described(descriptions.OneClaim, asks=OneClaimParameters, tag="claims", name="get_claim")
    def get(self, request: Request, uid: UUID) -> Response:
        """The claim; `expand=history` says who changed what of it, and when."""
        asked = OneClaimParameters.of(request)
        record = records.claim(uid)
        if record is None:
            raise NotFound("There is no claim with this uid, or it was rejected or is no longer read so.")
        whole = claims_shown([record], asked, Addresses.of(request))[uid]
        return dated(Response(whole), _steady(record.provenance.updated_at))


class ChangesView(Resource):
    """What changed since a time."""

    @described(
        descriptions.page(descriptions.Change), asks=ChangeParameters, tag="changes", name="list_changes"
    )
    def get(self, request: Request) -> Response:
        """One page of changes, the oldest first.

        `next` is always there once something was told: asked again later, it tells what came since, each
        change once and none left out. A change is told some seconds after it was made.
        """
        asked, at = ChangeParameters.of(request), Addresses.of(request)
        since, subject = asked.chosen.get("since"), asked.chosen.get("subject")
        return listed(
            request,
            asked,
            lambda: changes.changes(since=since, subject=subject, cursor=asked.cursor, size=asked.size),
            lambda change: shapes.change(change, at),
        )


def claims_shown(found: Sequence[ClaimRecord], asked: Expanding, at: Addresses) -> dict[UUID, dict[str, Any]]:
    """The claims by uid, with the parts in whole that are asked for; one or two queries for each part."""
    shown = {record.row.uid: shapes.claim(record, at) for record in found}
    if asked.wants("paper"):
        papers = records.papers_by_uid(record.row.paper.uid for record in found)
        for claim in shown.values():
            claim["paper"] = shapes.paper(papers[claim["paper"]], at)
    if asked.wants("metric"):
        metrics = named.metrics(record.row.metric.slug for record in found if record.row.metric.slug)
        for claim in shown.values():
            metric = metrics.get(claim["metric"]["slug"])
            claim["metric"] = shapes.thing(metric, Kind.METRICS, at) if metric else claim["metric"]
    if asked.wants("history"):
        told = changes.of(shown)
        for uid, claim in shown.items():
            claim["history"] = [shapes.change(change, at) for change in told.get(uid, ())]
    return shown


def _claims_of(paper: UUID) -> list[ClaimRecord]:
    first = records.claims(ClaimFilter(paper=paper), cursor=None, size=MOST_CLAIMS)
    return sorted(first.rows, key=lambda record: (record.row.start, record.row.end, record.row.role))


def _steady(last: datetime) -> int | None:
    """When a thing changed last, names that it is linked to included; None where that was just now."""
    known = max(last, changes.newest() or datetime.min.replace(tzinfo=UTC))
    return int(known.timestamp()) + 1 if timezone.now() - known > STEADY else None
