"""From a document to its claims, step by step."""

from collections.abc import Sequence
from dataclasses import replace

from extraction import quantities, readings, sentences
from extraction import text as texts
from extraction.claims import Claim, Document, Extraction, Mention, Rejection
from extraction.confidence import confidence
from extraction.context import Choice, Context, Reading, Text
from extraction.lexicon import Lexicon
from extraction.linking import baselines, benchmarks, metrics, systems


def extract(document: Document, lexicon: Lexicon | None = None) -> Extraction:
    """Every claim of the document and every number dropped, in the order of the text."""
    context = _context(document, lexicon or Lexicon.bundled())
    found = quantities.find(context.text)
    read, dropped = readings.read(found, context.sentences, context.text.clean)
    return Extraction(
        claims=_linked(read, context) if read else (),
        rejections=tuple(Rejection(context.text.to_raw(span), reason) for span, reason in dropped),
    )


def _context(document: Document, lexicon: Lexicon) -> Context:
    clean = texts.clean(document.abstract)
    return Context(
        document=document,
        title=texts.clean(document.title),
        text=clean,
        sentences=sentences.split(clean),
        lexicon=lexicon,
    )


def _linked(read: Sequence[Reading], context: Context) -> tuple[Claim, ...]:
    """The readings with what each one measures, on what, for which system and against which."""
    metric = metrics.link(read, context)
    benchmark = benchmarks.link(read, context, metric)
    system = systems.link(read, context)
    baseline = baselines.link(read, system, context)
    return tuple(
        _claim(*parts, text=context.text)
        for parts in zip(read, metric, benchmark, system, baseline, strict=True)
    )


def _claim(
    reading: Reading, metric: Choice, benchmark: Choice, system: Choice, baseline: Choice, *, text: Text
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
        confidence=confidence(reading.score, metric.score, benchmark.score, system.score),
        alternatives=metric.alternatives,
    )


def _mentions(choice: Choice, text: Text) -> tuple[Mention, ...]:
    return tuple(
        replace(mention, span=text.to_raw(mention.span)) if mention.span else mention
        for mention in choice.mentions
    )
