"""From a document to its claims, step by step."""

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from extraction import quantities, readings, sentences
from extraction import text as texts
from extraction.claims import Claim, Document, Extraction, Mention, Rejection
from extraction.context import Choice, Context, Reading, Text
from extraction.lexicon import Lexicon


def extract(document: Document, lexicon: Lexicon | None = None) -> Extraction:
    """Every claim of the document and every number dropped, in the order of the text."""
    context = _context(document, lexicon or _bundled())
    found = quantities.find(context.text)
    read, dropped = readings.read(found, context.sentences, context.text.clean)
    metrics = _linker("metrics")(read, context)
    benchmarks = _linker("benchmarks")(read, context, metrics)
    systems = _linker("systems")(read, context)
    baselines = _linker("baselines")(read, systems, context)
    return Extraction(
        claims=tuple(
            _claim(reading, metric, benchmark, system, baseline, text=context.text)
            for reading, metric, benchmark, system, baseline in zip(
                read, metrics, benchmarks, systems, baselines, strict=True
            )
        ),
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


def _bundled() -> Lexicon:
    """The bundled lexicon, or an empty one while its files are being written."""
    try:
        return Lexicon.bundled()
    except FileNotFoundError:
        return Lexicon((), ())


def _linker(name: str) -> Callable[..., list[Choice]]:
    """The linker of that name, or one that links nothing while it is being built."""
    try:
        module: Any = importlib.import_module(f"extraction.linking.{name}")
    except ImportError:
        return lambda read, *rest: [Choice((), 1.0) for _ in read]
    return getattr(module, "link", None) or (lambda read, *rest: [Choice((), 1.0) for _ in read])


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
        confidence=reading.score * metric.score * benchmark.score * system.score,
        alternatives=metric.alternatives,
    )


def _mentions(choice: Choice, text: Text) -> tuple[Mention, ...]:
    return tuple(
        replace(mention, span=text.to_raw(mention.span)) if mention.span else mention
        for mention in choice.mentions
    )
