"""Hostile texts: what breaks readers, alone, mixed and by the megabyte; checks that hold for any text."""

import json
import random

from extraction.claims import Document, Extraction, Kind
from extraction.pipeline import extract
from extraction.records import as_record

PIECES = {
    "digits": "1234567890",
    "one_digit": "7",
    "percent_slashes": "10%/",
    "opening_brackets": "(",
    "nested_parentheses": "((1.5%) ",
    "square_brackets": "[1",
    "frac_bomb": "\\frac{1}{",
    "mathbf_bomb": "\\mathbf{",
    "macro_bomb": "\\def\\a{\\a\\a}",
    "dollars": "$1$ ",
    "backslashes": "\\",
    "combining": "e\u0301\u0302\u0303",
    "combining_on_digits": "5\u0301%",
    "right_to_left": "\u202e5.3%\u202c \u05d0\u05d1 \u0663\u066a ",
    "surrogates": "\ud83d 5% \udc00",
    "nuls": "\x00 5%\x00",
    "other_digits": "\u0665\u0967\uff15%\u00b2\u00bd ",
    "zero_width": "5\u200b%\u200d\ufeff",
    "line_breaks": "5%\r\n\x0b\x85\u2028",
    "exponents": "1e999999999 ",
    "minus_signs": "\u2212-\u20135",
    "from_to": "from 1% to 2% ",
    "vs": "1 vs. 2 vs. ",
    "names": "GPT-4o Llama-3 ",
    "respectively": "1%, 2% and 3% on A, B and C, respectively, ",
    "sentences": "It reaches 81.5% accuracy on ImageNet. ",
    "number_words": "half twice two orders of ",
    "bounds": "up to at least > ~ ",
}


def mixture(generator: random.Random, *, size: int) -> str:
    """Pieces at random, some of them many times, some of them cut."""
    text = ""
    while len(text) < size:
        piece = generator.choice(list(PIECES.values())) * generator.choice((1, 1, 1, 2, 40))
        text += piece[: generator.randint(1, len(piece))] + generator.choice(("", "", " ", ". "))
    return text[:size]


def check(text: str) -> None:
    """Reads the text and fails unless all that must hold for any text does."""
    document = Document("hostile", text[:80], text)
    found = extract(document)
    check_extraction(found, text)
    json.dumps(as_record(document, found, rejections=True), allow_nan=False)


def check_extraction(found: Extraction, text: str) -> None:
    """Spans inside of the text, in order and apart; finite values; a direction where there is a change."""
    claims = [claim.quantity.span for claim in found.claims]
    assert claims == sorted(set(claims)), "claims out of order or twice"
    for claim in found.claims:
        span, sentence = claim.quantity.span, claim.sentence
        assert 0 <= sentence.start <= span.start < span.end <= sentence.end <= len(text), (span, sentence)
        assert claim.quantity.value.is_finite()
        assert 0 <= claim.confidence <= 1
        assert claim.kind is not Kind.ABSOLUTE or claim.direction is None
        for mention in (claim.metric, *claim.benchmarks, *claim.systems, *claim.baselines):
            place = mention and mention.span
            assert not place or 0 <= place.start < place.end <= len(text), mention
    for rejection in found.rejections:
        assert 0 <= rejection.span.start < rejection.span.end <= len(text), rejection
