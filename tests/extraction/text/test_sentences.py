"""Where sentences end: after stops, not after abbreviations, and where the blank was lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.sentences import split
from extraction.text import clean

CASES = [
    ("two sentences", "It runs. We test it.", ["It runs.", "We test it."]),
    ("question and exclamation", "Why? Because! Fine.", ["Why?", "Because!", "Fine."]),
    ("closing bracket", "It runs (fast.) We test.", ["It runs (fast.)", "We test."]),
    ("a decimal point ends nothing", "It gains 3.5 points. Good.", ["It gains 3.5 points.", "Good."]),
    ("for example", "Models, e.g. GPT, fail. Good.", ["Models, e.g. GPT, fail.", "Good."]),
    ("versus", "Ours vs. Theirs is fair.", ["Ours vs. Theirs is fair."]),
    ("and others", "Smith et al. Show it.", ["Smith et al. Show it."]),
    ("figure", "See Fig. 3 for it.", ["See Fig. 3 for it."]),
    ("an initial", "J. Smith wrote it.", ["J. Smith wrote it."]),
    ("a name that ends in a letter", "It is on Pond-O. We win.", ["It is on Pond-O.", "We win."]),
    ("a sentence that starts with a number", "It works. 3 of 4 fail.", ["It works.", "3 of 4 fail."]),
    ("a lower-case letter starts none", "It is 5 p.m. in the day.", ["It is 5 p.m. in the day."]),
    ("a lost blank", "It runs at 30 FPS.The code is free.", ["It runs at 30 FPS.", "The code is free."]),
    ("a lost blank after a percentage", "It gains 3%.We test it.", ["It gains 3%.", "We test it."]),
    ("a name with a full stop", "We use Node.Js and more.", ["We use Node.Js and more."]),
    ("an address", "See github.com/Foo.Bar for it.", ["See github.com/Foo.Bar for it."]),
    ("one sentence without a stop", "no stop at all", ["no stop at all"]),
    ("blanks around", "  It runs.  We test.  ", ["It runs.", "We test."]),
    ("nothing", "   ", []),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_split(text: str, expected: list[str]) -> None:
    cleaned = clean(text)
    assert [cleaned.clean[s.start : s.end].strip() for s in split(cleaned)] == expected


@given(st.text(alphabet="aB1 .!?%()\n", max_size=200))
@settings(deadline=None)
def test_sentences_are_in_order_apart_and_hold_every_character_but_blanks(raw: str) -> None:
    text = clean(raw)
    spans = split(text)
    at = 0
    for span in spans:
        assert at <= span.start < span.end
        assert text.clean[at : span.start].strip() == ""
        at = span.end
    assert text.clean[at:].strip() == ""
