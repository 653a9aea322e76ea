"""Reading a text over HTTP: claims and rejections come back, nothing is stored."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from extraction import ENGINE_VERSION
from extraction.claims import Claim, Document, Mention, Reason, Rejection
from extraction.pipeline import extract
from leaderboard import models
from leaderboard.api.base import Resource
from leaderboard.api.bodies import Body, ExactText
from leaderboard.api.describing import described
from leaderboard.api.descriptions import choice, digits, maybe, read_by, words
from leaderboard.api.parameters import Parameters
from leaderboard.api.shapes import ENGINE
from leaderboard.queries import lexicons
from leaderboard.sources.records import MAX_ABSTRACT, MAX_TITLE

LARGEST = 300_000
"""Bytes of a body; the longest abstract in the longest characters fits."""


class Text(Body):
    """What is to be read, exactly as it stands: offsets count its code points."""

    abstract = ExactText(max_length=MAX_ABSTRACT)
    title = ExactText(max_length=MAX_TITLE, default="", allow_blank=True)


class ReadMention(serializers.Serializer[Any]):
    """A name as the text words it; `canonical`: what a list calls it; no place: it stands in the title."""

    text = words()
    canonical = maybe()
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)


class ReadClaim(serializers.Serializer[Any]):
    """A number that reports a result; null where the text does not say."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = words()
    sentence_start = serializers.IntegerField()
    sentence_end = serializers.IntegerField()
    value = digits()
    value_high = digits(null=True)
    unit = maybe()
    bound = choice(models.Claim.Bound.choices)
    kind = choice(models.Claim.Kind.choices, null=True)
    direction = choice(models.Claim.Direction.choices, null=True)
    role = choice(models.Claim.Role.choices)
    metric = ReadMention(allow_null=True)
    benchmarks = ReadMention(many=True)
    systems = ReadMention(many=True)
    baselines = ReadMention(many=True)
    task = maybe()
    setting = maybe()
    confidence = serializers.FloatField()
    rules = read_by()


class ReadRejection(serializers.Serializer[Any]):
    """A number that is no claim, and why."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = words()
    reason = choice([each.value for each in Reason])


class Reading(serializers.Serializer[Any]):
    """Everything that was read from a text, in its order."""

    engine = words()
    engine_version = words()
    claims = ReadClaim(many=True)
    rejections = ReadRejection(many=True)


ASKED = {"abstract": "NewNet reaches 81.5% accuracy on MathQuest.", "title": "NewNet"}


class ExtractView(Resource):
    """Reading a text that is not to be kept."""

    largest = LARGEST
    write_throttle = "extract"

    @described(
        Reading,
        body=Text,
        asks=Parameters,
        tag="extract",
        name="extract",
        examples=[OpenApiExample("a sentence", value=ASKED, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """The claims and the dropped numbers of the text; nothing is stored."""
        Parameters.of(request)
        text = Text(data=request.data)
        text.is_valid(raise_exception=True)
        document = Document("", text.validated_data["title"], text.validated_data["abstract"])
        found = extract(document, lexicons.current())
        return Response(
            {
                "engine": ENGINE,
                "engine_version": ENGINE_VERSION,
                "claims": [_claim(claim, document.abstract) for claim in found.claims],
                "rejections": [_rejection(dropped, document.abstract) for dropped in found.rejections],
            }
        )


def _claim(claim: Claim, abstract: str) -> dict[str, Any]:
    quantity, span = claim.quantity, claim.quantity.span
    return {
        **asdict(span),
        "quote": abstract[span.start : span.end],
        "sentence_start": claim.sentence.start,
        "sentence_end": claim.sentence.end,
        "value": quantity.value,
        "value_high": quantity.value_high,
        "unit": quantity.unit,
        "bound": quantity.bound.value,
        "kind": claim.kind,
        "direction": claim.direction,
        "role": claim.role,
        "metric": claim.metric and _mention(claim.metric),
        "benchmarks": [_mention(each) for each in claim.benchmarks],
        "systems": [_mention(each) for each in claim.systems],
        "baselines": [_mention(each) for each in claim.baselines],
        "task": claim.task,
        "setting": claim.setting,
        "confidence": claim.confidence,
        "rules": claim.rules,
    }


def _mention(mention: Mention) -> dict[str, Any]:
    start, end = (mention.span.start, mention.span.end) if mention.span else (None, None)
    return {"text": mention.text, "canonical": mention.canonical, "start": start, "end": end}


def _rejection(dropped: Rejection, abstract: str) -> dict[str, Any]:
    span = dropped.span
    return {**asdict(span), "quote": abstract[span.start : span.end], "reason": dropped.reason.value}
