"""Sentences whose numbers are marked by hand, so that linkers are tested on right numbers alone.

{81.5} is a result, {79.1|ref} a number of the thing compared with; {3.2|diff}, {5|factor}, {40|pct} and
{0.3|fraction} say what the number is to its quantity.
"""

import re
from decimal import Decimal

from extraction import sentences, text
from extraction.claims import Bound, Direction, Document, Kind, Quantity, Role, Span
from extraction.context import Context, Reading
from extraction.lexicon import BenchmarkEntry, Lexicon, MetricEntry

LEXICON = Lexicon.from_entries(
    metrics=[MetricEntry("accuracy"), MetricEntry("F1"), MetricEntry("BLEU"), MetricEntry("mAP")],
    benchmarks=[BenchmarkEntry("MathQuest"), BenchmarkEntry("ImageNet"), BenchmarkEntry("COCO")],
)
_MARK = re.compile(r"\{([^{}|]+)((?:\|[a-z]+)*)\}")
_KINDS = {
    "diff": Kind.DIFFERENCE,
    "pct": Kind.PERCENT_CHANGE,
    "factor": Kind.FACTOR,
    "fraction": Kind.FRACTION,
}


def read(abstract: str, *, title: str = "") -> tuple[Context, list[Reading]]:
    """The abstract without its marks, as a context, and a reading for each mark."""
    plain, marks = _unmarked(abstract)
    clean = text.clean(plain)
    assert clean.clean == plain, "marked sentences must need no cleaning"
    context = Context(
        document=Document("test", title, plain),
        title=text.clean(title),
        text=clean,
        sentences=sentences.split(clean),
        lexicon=LEXICON,
    )
    return context, [_reading(span, flags, context) for span, flags in marks]


def _unmarked(abstract: str) -> tuple[str, list[tuple[Span, frozenset[str]]]]:
    plain, marks, at = "", [], 0
    for found in _MARK.finditer(abstract):
        plain += abstract[at : found.start()]
        marks.append((Span(len(plain), len(plain) + len(found[1])), frozenset(found[2].split("|"))))
        plain += found[1]
        at = found.end()
    return plain + abstract[at:], marks


def _reading(span: Span, flags: frozenset[str], context: Context) -> Reading:
    kind = next((_KINDS[flag] for flag in sorted(flags) if flag in _KINDS), Kind.ABSOLUTE)
    digits = re.sub(r"[^\d.]", "", context.text.clean[span.start : span.end]).strip(".") or "1"
    return Reading(
        quantity=Quantity(span, Decimal(digits), None, "%", Bound.EXACT),
        sentence=next(s for s in context.sentences if s.start <= span.start < s.end),
        kind=kind,
        direction=None if kind is Kind.ABSOLUTE else Direction.UP,
        role=Role.REFERENCE if "ref" in flags else Role.RESULT,
    )
