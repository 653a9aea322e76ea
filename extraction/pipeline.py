"""From a document to its claims, step by step."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extraction import passages, quantities, readings, sentences
from extraction import text as texts
from extraction.claims import Claim, Document, Extraction, Mention, Reason, Rejection, Span
from extraction.confidence import confidence, is_unseen
from extraction.context import Choice, Context, Reading, Text
from extraction.keys import key
from extraction.lexicon import Lexicon
from extraction.linking import (
    background,
    baselines,
    benchmarks,
    directions,
    metrics,
    scales,
    settings,
    systems,
)
from extraction.linking.features import known
from extraction.linking.settings import Circumstances
from extraction.quantities import Found


def extract(document: Document, lexicon: Lexicon | None = None) -> Extraction:
    """Every claim of the document and every number dropped, in the order of the text."""
    abstract = passages.readable(document.abstract)
    names = lexicon or Lexicon.bundled()
    title = texts.clean(document.title)
    parts = [
        _extracted(Context(document, title, text, sentences.split(text), names))
        for text in passages.passages(texts.clean(abstract))
    ]
    return Extraction(
        claims=tuple(claim for part in parts for claim in part.claims),
        rejections=(
            *(dropped for part in parts for dropped in part.rejections),
            *_unread(document, abstract),
        ),
    )


def _extracted(context: Context) -> Extraction:
    """What one passage says."""
    found, crowded = _uncrowded(quantities.find(context.text), context.sentences)
    read, dropped = readings.read(found, context.sentences, context.text.clean)
    rejected = sorted([*dropped, *crowded])
    return Extraction(
        claims=_linked(read, context) if read else (),
        rejections=tuple(Rejection(context.text.to_raw(span), reason) for span, reason in rejected),
    )


def _uncrowded(
    found: Sequence[Found], whole: Sequence[Span]
) -> tuple[tuple[Found, ...], list[tuple[Span, Reason]]]:
    """The numbers without those of sentences that hold too many, and these with the reason."""
    if len(found) <= passages.CROWDED:
        return tuple(found), []
    starts = [sentence.start for sentence in whole]
    places = [bisect_right(starts, item.quantity.span.start) for item in found]
    count = Counter(places)
    kept = tuple(item for item, place in zip(found, places, strict=True) if count[place] <= passages.CROWDED)
    left = set(kept)
    return kept, [(item.quantity.span, Reason.TABLE) for item in found if item not in left]


def _unread(document: Document, abstract: str) -> tuple[Rejection, ...]:
    """The end of a text that is too long to be an abstract, as one rejection."""
    whole = len(document.abstract)
    return (Rejection(Span(len(abstract), whole), Reason.TOO_LONG),) if len(abstract) < whole else ()


def _linked(read: Sequence[Reading], context: Context) -> tuple[Claim, ...]:
    """The readings with what each one measures, on what, for which system and against which."""
    names = known(context)
    read = background.referred(read, context)
    metric = metrics.link(read, context, names)
    read = directions.turned(scales.rescaled(read, metric, context), metric, context)
    benchmark = benchmarks.link(read, context, metric, names)
    system = systems.link(read, context)
    baseline = baselines.link(read, system, context)
    told = settings.find(read, context, benchmark, names)
    claims = [
        _claim(*parts, text=context.text)
        for parts in zip(read, metric, benchmark, system, baseline, told, strict=True)
    ]
    return tuple(claim for at, claim in enumerate(claims) if not at or _follows(claims[at - 1], claim))


def _follows(one: Claim, other: Claim) -> bool:
    """Whether the other's number stands behind the one's: a single sign ("¼") may be cleaned to two."""
    return one.quantity.span < other.quantity.span


def _claim(
    reading: Reading,
    metric: Choice,
    benchmark: Choice,
    system: Choice,
    baseline: Choice,
    around: Circumstances,
    *,
    text: Text,
) -> Claim:
    """The reading with what the linkers chose, in offsets of the original."""
    return Claim(
        quantity=replace(reading.quantity, span=text.to_raw(reading.quantity.span)),
        sentence=text.to_raw(reading.sentence),
        kind=reading.kind,
        direction=reading.direction,
        role=reading.role,
        metric=next(iter(_mentions(metric, text)), None),
        benchmarks=_mentions(benchmark, text),
        systems=_mentions(system, text),
        baselines=_mentions(baseline, text),
        task=around.task,
        setting=around.setting,
        confidence=confidence(
            reading.score,
            metric.score,
            benchmark.score,
            system.score,
            _MIXED_UP if _share_a_name(benchmark, system) else 1.0,
            unseen=is_unseen(kind=reading.kind, role=reading.role, benchmarks=len(benchmark.mentions)),
        ),
        alternatives=metric.alternatives,
        rules=tuple(filter(None, (reading.rule, metric.rule, benchmark.rule, system.rule))),
    )


_MIXED_UP = 0.5
"""The chance of a number that is said to be a system's on that very system: one of the two is misread."""


def _share_a_name(benchmark: Choice, system: Choice) -> bool:
    return not {key(each.text) for each in benchmark.mentions}.isdisjoint(
        key(each.text) for each in system.mentions
    )


def _mentions(choice: Choice, text: Text) -> tuple[Mention, ...]:
    return tuple(
        replace(mention, span=text.to_raw(mention.span)) if mention.span else mention
        for mention in choice.mentions
    )
