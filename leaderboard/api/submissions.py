"""Handing papers in over HTTP: they are stored at once and read in the background."""

import hashlib
import logging
from typing import Any
from uuid import UUID

import orjson
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from kombu.exceptions import OperationalError as BrokerError
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.actions.submissions import ReusedKeyError, submit
from leaderboard.api.addresses import Addresses
from leaderboard.api.base import Resource
from leaderboard.api.bodies import Body, ExactBoolean, ExactInteger, ExactText
from leaderboard.api.describing import described
from leaderboard.api.descriptions import choice, maybe
from leaderboard.api.parameters import Parameters
from leaderboard.api.problems import MismatchError
from leaderboard.models.submission import MAX_KEY
from leaderboard.queries.submissions import Progress, progress
from leaderboard.sources.fields import from_fields
from leaderboard.sources.records import MAX_ENTRIES, Entry, checked
from leaderboard.tasks import extract_waiting

MOST = 1_000
LARGEST = 8_000_000
"""Bytes of a body: a thousand long abstracts."""

logger = logging.getLogger(__name__)
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A word of your own: sent again with the same body it gives the same job, storing nothing.",
)


class SubmittedPaper(Body):
    """A paper; only its abstract is needed. A date that is not a full one is kept as words."""

    abstract = ExactText(help_text="Exactly as it stands; claims point at its characters.")
    title = ExactText(required=False, allow_blank=True)
    id = ExactText(required=False, allow_blank=True, help_text="What your own collection calls it.")
    arxiv_id = ExactText(required=False, allow_blank=True, allow_null=True)
    doi = ExactText(required=False, allow_blank=True, allow_null=True)
    url = ExactText(required=False, allow_blank=True)
    categories = serializers.ListField(child=ExactText(allow_blank=True), required=False)
    authors = serializers.ListField(child=ExactText(allow_blank=True), required=False)
    author_count = ExactInteger(required=False, allow_null=True, min_value=1, max_value=MAX_ENTRIES)
    published_on = ExactText(required=False, allow_blank=True, allow_null=True)
    date_text = ExactText(required=False, allow_blank=True)
    listed_on = ExactText(required=False, allow_blank=True, allow_null=True)
    is_summary = ExactBoolean(required=False)


class SubmittedPapers(Body):
    """Up to a thousand papers."""

    papers = serializers.ListField(child=SubmittedPaper(), min_length=1, max_length=MOST)


class JobPaper(serializers.Serializer[Any]):
    """A paper in the place where it was handed in; null, with the reason, where it was not taken."""

    paper = serializers.UUIDField(allow_null=True)
    url = serializers.URLField(allow_null=True)
    reason = maybe()


class Job(serializers.Serializer[Any]):
    """How far the reading of the papers is."""

    uid = serializers.UUIDField()
    url = serializers.URLField()
    state = choice([("working", "being read"), ("done", "read")])
    created_at = serializers.DateTimeField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Papers by state of reading.")
    refused = serializers.IntegerField()
    papers = JobPaper(many=True)


EXAMPLE = {"papers": [{"title": "NewNet", "abstract": "NewNet reaches 81.5% accuracy on MathQuest."}]}


def hand_in(request: Request) -> Response:
    """202 with the job: the papers are stored, and a worker is woken once that is so."""
    body = SubmittedPapers(data=request.data)
    body.is_valid(raise_exception=True)
    try:
        made, new = submit(
            _entries(body.validated_data["papers"]),
            by=request.user,
            key=_key(request),
            digest=hashlib.sha256(orjson.dumps(request.data, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        )
    except ReusedKeyError as error:
        raise MismatchError(
            "This Idempotency-Key was used before with another body; take a new one."
        ) from error
    if new:
        _wake()
    shown = _job(progress(made.uid, owner=request.user), Addresses.of(request))
    return Response(shown, status=202, headers={"Location": shown["url"], "Retry-After": "2"})


class JobView(Resource):
    """What became of papers that were handed in."""

    @described(Job, asks=Parameters, tag="papers", name="get_job")
    def get(self, request: Request, uid: UUID) -> Response:
        """The job, for whom its papers are."""
        Parameters.of(request)
        if request.user is None:
            raise NotAuthenticated("A job is shown to whom it belongs: send the token that made it.")
        found = progress(uid, owner=request.user)
        if found is None:
            raise NotFound("You have no job with this uid.")
        return Response(_job(found, Addresses.of(request)))


describes_hand_in = described(
    Job,
    body=SubmittedPapers,
    asks=Parameters,
    status=202,
    tag="papers",
    name="submit_papers",
    headers=[KEY],
    examples=[OpenApiExample("one paper", value=EXAMPLE, request_only=True)],
)


def _entries(papers: list[dict[str, Any]]) -> list[Entry]:
    """The papers as the sources' own records, with those that can't be papers as refusals."""
    places = enumerate(papers)
    records = (
        from_fields(paper, place=f"papers.{n}", form="api", otherwise="handed in") for n, paper in places
    )
    return list(checked(records))


def _key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and (not key.isprintable() or not 0 < len(key) <= MAX_KEY):
        raise ValidationError({"Idempotency-Key": f"A key has 1 to {MAX_KEY} printable characters."})
    return key


def _wake() -> None:
    """Ask a worker to read what waits. The rows are the queue, so a broker that is away loses nothing."""
    try:
        extract_waiting.delay_on_commit()
    except BrokerError:
        logger.warning("the broker is away: a worker picks new papers up once it is back")


def _job(found: Progress | None, at: Addresses) -> dict[str, Any]:
    if found is None:
        raise NotFound("You have no job with this uid.")
    papers = [{**each, "url": at.paper(each["paper"]) if each["paper"] else None} for each in found.outcome]
    return {
        "uid": found.uid,
        "url": at.page("api:job", found.uid),
        "state": "done" if found.done else "working",
        "created_at": found.created_at,
        "counts": found.states,
        "refused": sum(each["paper"] is None for each in found.outcome),
        "papers": papers,
    }
