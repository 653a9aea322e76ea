"""Papers and readings for tests: small, made-up, and exact about their offsets."""

import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extraction.claims import (
    Bound,
    Claim,
    Document,
    Extraction,
    Kind,
    Mention,
    Quantity,
    Reason,
    Rejection,
    Role,
    Span,
)
from extraction.lexicon import Lexicon
from extraction.rules import Rule
from leaderboard.models import Paper


def paper(abstract: str, **values: Any) -> Paper:
    """A stored paper that waits to be read."""
    digest = hashlib.sha256(abstract.encode()).hexdigest()
    return Paper.objects.create(**{"abstract": abstract, "abstract_key": digest, **values})


def papers(count: int, *, first: int = 0) -> list[Paper]:
    """Papers with two numbers each, all different."""
    return [paper(f"Sprout scores {n}.5 accuracy on Meadow in 2024.") for n in range(first, first + count)]


def claim(abstract: str, number: str, **values: Any) -> Claim:
    """A claim about the first place where the number stands."""
    start = abstract.index(number)
    quantity = Quantity(Span(start, start + len(number)), Decimal(number), None, None, Bound.EXACT)
    plain = Claim(
        quantity=quantity,
        sentence=Span(0, len(abstract)),
        kind=Kind.ABSOLUTE,
        direction=None,
        role=Role.RESULT,
        metric=Mention("accuracy"),
        confidence=0.75,
    )
    return replace(plain, **values)


def read(document: Document, lexicon: Lexicon | None = None) -> Extraction:
    """A small engine: the first word scored the number on the benchmark after "on"; 2024 is a year."""
    words = document.abstract.split()
    number, benchmark = words[2], words[5]
    found = claim(
        document.abstract,
        number,
        metric=Mention(words[3]),
        benchmarks=(Mention(benchmark),),
        systems=(Mention(words[0]),),
        baselines=(Mention("Bramble"),),
        rules=(Rule.NUMBER_BARE, Rule.METRIC_BESIDE, Rule.BENCHMARK_FORM, Rule.SYSTEM_SUBJECT),
    )
    year = document.abstract.rindex("2024")
    return Extraction((found,), (Rejection(Span(year, year + 4), Reason.YEAR),))
