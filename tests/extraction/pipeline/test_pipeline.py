"""The whole engine: a document in, its claims out, whatever the text."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import quantities, readings, sentences, text
from extraction.claims import Document
from extraction.pipeline import extract
from extraction.records import as_record
from tests.extraction.counted import calls

ABSTRACT = (
    "We present FooNet, a small detector. On the COCO dataset, FooNet achieves an mAP of $51.2$, "
    r"\textbf{3.1} points above BarNet, while running 2.4$\times$ faster with 42\% fewer parameters."
)
ROOT = Path(__file__).parents[3]


def document(abstract: str) -> Document:
    return Document(id="1", title="FooNet: A Small Detector", abstract=abstract)


def test_every_number_of_a_plain_abstract_is_read() -> None:
    claims = extract(document(ABSTRACT)).claims
    quotes = [ABSTRACT[c.quantity.span.start : c.quantity.span.end] for c in claims]
    assert quotes == ["51.2", "3.1", "2.4", "42"]
    assert [c.kind for c in claims] == ["absolute", "difference", "factor", "percent_change"]
    assert [c.direction for c in claims] == [None, "up", "up", "down"]


def test_the_sentence_around_a_number_holds_it_in_the_original() -> None:
    for claim in extract(document(ABSTRACT)).claims:
        assert (
            claim.sentence.start <= claim.quantity.span.start < claim.quantity.span.end <= claim.sentence.end
        )
        assert ABSTRACT[claim.sentence.start :].startswith("On the COCO")


def test_a_text_without_numbers_has_neither_claims_nor_rejections() -> None:
    found = extract(document("We study parsing and say nothing about numbers."))
    assert (found.claims, found.rejections) == ((), ())


def test_an_empty_abstract_has_no_claims() -> None:
    assert extract(document("")).claims == ()


PIECES = st.sampled_from(
    """5.3% 10% 2x up to from and , . ( ) / 7B $3 \\times achieves accuracy of by improves over mAP on
    COCO - – ± ~ [1] 2024""".split()
)


@given(st.one_of(st.text(max_size=150), st.lists(PIECES, max_size=40).map(" ".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_claims_whose_spans_lie_inside(raw: str) -> None:
    found = extract(document(raw))
    spans = [claim.quantity.span for claim in found.claims]
    assert spans == sorted(spans)
    for claim in found.claims:
        span, sentence = claim.quantity.span, claim.sentence
        assert 0 <= sentence.start <= span.start < span.end <= sentence.end <= len(raw)
        assert 0 <= claim.confidence <= 1
        assert (claim.direction is None) == (claim.kind == "absolute")
        for mention in (claim.metric, *claim.benchmarks, *claim.systems, *claim.baselines):
            assert mention is None or mention.span is None or mention.span.end <= len(raw)
    for rejection in found.rejections:
        assert 0 <= rejection.span.start < rejection.span.end <= len(raw)


@given(st.lists(PIECES, max_size=30).map(" ".join))
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_claims(raw: str) -> None:
    assert extract(document(raw)) == extract(document(raw))


def test_the_seed_of_hashes_changes_nothing() -> None:
    line = json.dumps({"id": "1", "title": "FooNet", "abstract": ABSTRACT})
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "extraction", "--rejections"],
            input=line,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


SIZE = 2_000
"""Characters; what a megabyte takes is measured by `make bench` and `make hostile`."""
HOSTILE = {
    "digits": "1",
    "digits and blanks": "1 ",
    "percentages and slashes": "10%/",
    "opening brackets": "(",
    "nested brackets with digits": "(1",
    "braces": "{",
    "dollar signs": "$1",
    "backslashes": "\\",
    "ties": "~1",
    "decimal points": "1.",
    "dashes": "1-",
    "commas": "1,",
    "number words": "half ",
    "orders": "two orders of ",
    "bounds": "up to ",
    "sentences": "A. ",
    "glued sentences": "a.B ",
    "moves": "from 1% to 2% ",
    "fractions of LaTeX": "\\frac{",
    "one word": "a",
    "capitals and digits": "A1",
    "comparisons": "than 5% ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_a_hostile_text_takes_twice_the_calls(piece: str) -> None:
    def steps(size: int) -> int:
        return calls(lambda: _read(piece * (size // len(piece))))

    assert steps(2 * SIZE) < 2.2 * steps(SIZE) + FIXED


def test_twice_a_text_takes_twice_the_calls() -> None:
    piece = "We train it on 5 sets and reach 51.2% accuracy, 3.1% above BarNet, on COCO. "

    def steps(size: int) -> int:
        return calls(lambda: extract(document(piece * (size // len(piece)))))

    assert steps(12 * SIZE) < 2.2 * steps(6 * SIZE) + FIXED


FIXED = 1_000
"""Calls that do not depend on the length of the text."""


def _read(raw: str) -> None:
    clean = text.clean(raw)
    readings.read(quantities.find(clean), sentences.split(clean), clean.clean)


def test_the_record_of_a_document_has_the_plain_fields() -> None:
    record = as_record(document(ABSTRACT), extract(document(ABSTRACT)))
    assert record["id"] == "1"
    plain = {
        "start",
        "end",
        "value",
        "value_high",
        "unit",
        "kind",
        "direction",
        "role",
        "bound",
        "confidence",
    }
    assert plain <= record["claims"][0].keys()
    json.dumps(record)


def command(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """The finished run of the command on these lines."""
    return subprocess.run(
        [sys.executable, "-m", "extraction", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def test_the_command_says_which_line_it_cannot_read() -> None:
    done = command(given="{not json}\n")
    assert done.returncode == 1
    assert "line 1 is not JSON" in done.stderr


def test_the_command_wants_an_abstract() -> None:
    done = command(given='{"id": "1"}\n')
    assert done.returncode == 1
    assert '"abstract"' in done.stderr


def test_the_command_explains_itself() -> None:
    done = command("--help")
    assert done.returncode == 0
    assert "example:" in done.stdout


def test_a_sign_that_holds_two_numbers_is_one_claim_at_the_most() -> None:
    spans = [claim.quantity.span for claim in extract(Document("x", "", "¼B±")).claims]
    assert len(spans) == len(set(spans))
