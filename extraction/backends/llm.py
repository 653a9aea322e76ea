"""A language model as a reader: it says what a number means; what the number is, the grammar says.

A claim must quote the abstract word for word and its number must stand in the quote; otherwise it is
dropped. Value, unit and bound come from the engine's own number grammar, never from the model.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from enum import StrEnum
from itertools import islice
from typing import Any, Self, TypeVar

from extraction import quantities, sentences
from extraction import text as texts
from extraction.backends import conversation
from extraction.backends.configuration import Configuration, from_environment
from extraction.backends.conversation import AnswerError
from extraction.backends.server import Server, ServerError
from extraction.claims import (
    Claim,
    Direction,
    Document,
    Extraction,
    Kind,
    Mention,
    Quantity,
    Role,
    Span,
)
from extraction.context import Text
from extraction.keys import compact
from extraction.pipeline import extract
from extraction.quantities import Found
from extraction.rules import Rule

__all__ = ["ModelReader", "ServerError", "grounded", "reader"]

UNCALIBRATED = 0.5
"""Confidence of what the model alone says: it has not been measured, so it is never a policy's high."""

UNSURE_BELOW = 0.7
"""Confidence of the rules below which `hybrid` asks the model."""

Enum = TypeVar("Enum", bound=StrEnum)


def reader(*, hybrid: bool = False) -> "ModelReader":
    """A reader for the server that the environment names; raises ConfigurationError."""
    return ModelReader(from_environment(), hybrid=hybrid)


class ModelReader:
    """Reads documents with a model; use as a context manager, so that connections are closed."""

    def __init__(self, configuration: Configuration, *, hybrid: bool = False) -> None:
        self._server = Server(configuration)
        self._concurrency = max(1, configuration.concurrency)
        self._read = self.arbitrate if hybrid else self.read
        self.failures: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    def read_all(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Extraction]]:
        """Each document with its extraction, in the order given, several at a time.

        A document that the model has no readable answer for stays without claims and is listed, with what
        was wrong, in `failures`. Raises ServerError when the server can't be used at all.
        """
        waiting = iter(documents)
        with ThreadPoolExecutor(self._concurrency) as pool:
            while batch := list(islice(waiting, self._concurrency * 4)):
                yield from zip(batch, pool.map(self._answered, batch), strict=True)

    def read(self, document: Document) -> Extraction:
        """What the model reads; raises ServerError, or AnswerError where it can't answer in form."""
        return Extraction(claims=grounded(self._items(document), document), rejections=())

    def arbitrate(self, document: Document) -> Extraction:
        """What the rules read, with the model's reading where they are unsure and both see a claim."""
        ruled = extract(document)
        if all(claim.confidence >= UNSURE_BELOW for claim in ruled.claims):
            return ruled
        second = {claim.quantity.span: claim for claim in self.read(document).claims}
        return replace(ruled, claims=tuple(_arbitrated(claim, second) for claim in ruled.claims))

    def _answered(self, document: Document) -> Extraction:
        try:
            return self._read(document)
        except AnswerError as error:
            self.failures.append((document.id, str(error)))
            return Extraction(claims=(), rejections=())

    def _items(self, document: Document) -> list[dict[str, Any]]:
        messages = conversation.opening(document)
        answer = self._server.complete(messages)
        try:
            return conversation.parse(answer)
        except AnswerError as error:
            again = conversation.repair(messages, answer, str(error))
            return conversation.parse(self._server.complete(again))


def grounded(items: Sequence[dict[str, Any]], document: Document) -> tuple[Claim, ...]:
    """The model's items as claims, in the order of the text; those without their words in it are dropped."""
    text = texts.clean(document.abstract)
    found = {text.to_raw(item.quantity.span): item for item in quantities.find(text)}
    whole = sentences.split(text)
    names = _folded(f"{document.title} {document.abstract}")
    claims: dict[Span, Claim] = {}
    for item in items:
        span = _number_span(item, document.abstract, found)
        if span is not None and span not in claims:
            sentence = _sentence_of(span, whole, text)
            claims[span] = _claim(item, found=found[span], span=span, sentence=sentence, names=names)
    return tuple(claims[span] for span in sorted(claims))


def _number_span(item: dict[str, Any], abstract: str, found: dict[Span, Found]) -> Span | None:
    """Where the number stands within its evidence; None unless both are in the abstract as given."""
    evidence = _evidence_span(item["evidence"], abstract)
    if evidence is None:
        return None
    number = item["number"].strip()
    inside = (span for span in sorted(found) if evidence.start <= span.start and span.end <= evidence.end)
    return next(
        (
            span
            for span in inside
            if number in _written(found[span].quantity, abstract[span.start : span.end])
        ),
        None,
    )


def _written(quantity: Quantity, number: str) -> tuple[str, ...]:
    """The number as it stands, and with its unit, which small models add though they are told not to."""
    return number, f"{number}{quantity.unit or ''}"


def _evidence_span(evidence: str, abstract: str) -> Span | None:
    """The place of the words; runs of white space count as equal, everything else must be."""
    words = evidence.split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), abstract)
    return Span(*match.span()) if match else None


def _sentence_of(span: Span, whole: Sequence[Span], text: Text) -> Span:
    raw = (text.to_raw(sentence) for sentence in whole)
    return next((found for found in raw if found.start <= span.start and span.end <= found.end), span)


def _claim(item: dict[str, Any], *, found: Found, span: Span, sentence: Span, names: str) -> Claim:
    kind = _one_of(Kind, item.get("kind"))
    metric = next(iter(_mentions([item.get("metric")], names)), None)
    benchmarks = _mentions(item.get("benchmarks"), names)
    systems = _mentions(item.get("systems"), names)
    return Claim(
        quantity=replace(found.quantity, span=span),
        sentence=sentence,
        kind=kind,
        direction=None if kind is Kind.ABSOLUTE else _one_of(Direction, item.get("direction")),
        role=_one_of(Role, item.get("role")) or Role.RESULT,
        metric=metric,
        benchmarks=benchmarks,
        systems=systems,
        baselines=_mentions(item.get("baselines"), names),
        confidence=UNCALIBRATED,
        rules=(
            found.rule,
            Rule.METRIC_MODEL if metric else Rule.METRIC_NONE,
            Rule.BENCHMARK_MODEL if benchmarks else Rule.BENCHMARK_NONE,
            Rule.SYSTEM_MODEL if systems else Rule.SYSTEM_NONE,
        ),
    )


def _mentions(given: Any, names: str) -> tuple[Mention, ...]:
    """The names that stand in the title or the abstract; the model's inventions are dropped."""
    words = [name.strip() for name in given if isinstance(name, str)] if isinstance(given, list) else []
    return tuple(Mention(name) for name in words if _folded(name) and _folded(name) in names)


def _folded(name: str) -> str:
    return compact(name).casefold()


def _one_of(enum: type[Enum], value: Any) -> Enum | None:
    return enum(value) if isinstance(value, str) and value in list(enum) else None


def _arbitrated(claim: Claim, second: dict[Span, Claim]) -> Claim:
    other = second.get(claim.quantity.span)
    if other is None or claim.confidence >= UNSURE_BELOW:
        return claim
    return replace(other, quantity=claim.quantity, sentence=claim.sentence)
