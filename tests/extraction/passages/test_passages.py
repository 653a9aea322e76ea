"""Texts that are no abstracts: read in pieces, up to a limit, with nothing lost in between."""

import pytest

from extraction import text as texts
from extraction.claims import Document, Reason
from extraction.passages import CROWDED, PASSAGE, READ_AT_MOST, passages, readable
from extraction.pipeline import extract

SENTENCE = "Heron reaches 81.5% accuracy on MathQuest. "
MEGABYTE = 1_000_000


def read(abstract: str) -> tuple[int, set[Reason]]:
    """How many claims there are, and why numbers were dropped."""
    found = extract(Document("1", "", abstract))
    return len(found.claims), {rejection.reason for rejection in found.rejections}


def test_abstract_is_one_passage() -> None:
    text = texts.clean(SENTENCE * 20)
    assert list(passages(text)) == [text]


def test_long_text_is_cut_between_sentences() -> None:
    text = texts.clean(SENTENCE * 400)
    pieces = list(passages(text))
    assert "".join(piece.clean for piece in pieces) == text.clean
    assert all(len(piece.clean) <= PASSAGE for piece in pieces)
    assert all(piece.clean.rstrip().endswith("MathQuest.") for piece in pieces)


def test_claims_of_later_passages_stand_at_their_place() -> None:
    abstract = SENTENCE * 300
    claims = extract(Document("1", "", abstract)).claims
    assert len(claims) == 300
    assert {abstract[c.quantity.span.start : c.quantity.span.end] for c in claims} == {"81.5"}
    assert sorted(claim.quantity.span for claim in claims) == [claim.quantity.span for claim in claims]


def test_text_beyond_the_limit_is_not_read_and_says_so() -> None:
    abstract = SENTENCE * (READ_AT_MOST // len(SENTENCE) + 10)
    found = extract(Document("1", "", abstract))
    assert found.rejections[-1].reason is Reason.TOO_LONG
    assert found.rejections[-1].span.end == len(abstract)
    assert max(claim.quantity.span.end for claim in found.claims) <= found.rejections[-1].span.start


def test_limit_falls_on_a_blank_where_there_is_one() -> None:
    assert readable("word " * READ_AT_MOST).endswith(" ")
    assert len(readable("x" * MEGABYTE)) == READ_AT_MOST
    assert readable(SENTENCE) == SENTENCE


def test_sentence_crowded_with_numbers_is_a_table() -> None:
    claims, reasons = read("The accuracies are " + ", ".join(["81.5%"] * (CROWDED + 1)) + ".")
    assert claims == 0
    assert Reason.TABLE in reasons


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        "10%/",
        "((1.5%) ",
        "1.5-2.5x to ",
        "\\mathbf{",
        "$1$ ",
        "GPT-4o Llama-3 ",
        "81.5%, ",
        SENTENCE,
        "(",
    ],
)
def test_hostile_megabyte_is_read_and_its_end_named(piece: str) -> None:
    abstract = (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]
    found = extract(Document("1", "", abstract))
    assert found.rejections[-1].reason is Reason.TOO_LONG
    assert all(claim.quantity.span.end <= READ_AT_MOST for claim in found.claims)
