import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.abstracts import abstract_key

SAME = [
    ("We sort stamps.", "we  SORT\nstamps"),
    ("at 48% cost", "at 48 cost"),
    ("ﬁne", "fine"),  # a ligature and two letters
    ("caf\u00e9", "cafe\u0301"),  # one character and two
    ("STRASSE", "Straße"),
]
OTHER = [("1.5", "1.6"), ("We sort", "We sorted"), ("café", "cafe"), ("", "a")]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_the_same_letters_have_the_same_key(one: str, two: str) -> None:
    assert abstract_key(one) == abstract_key(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_other_letters_have_another_key(one: str, two: str) -> None:
    assert abstract_key(one) != abstract_key(two)


@given(st.text(st.characters(codec="ascii"), max_size=300))
def test_the_short_cut_for_ascii_gives_what_the_long_way_gives(abstract: str) -> None:
    folded = unicodedata.normalize("NFKC", abstract).casefold()
    letters = "".join(filter(str.isalnum, folded))
    assert abstract_key(abstract) == sha256(letters.encode()).hexdigest()


@given(st.text(max_size=200))
def test_every_text_has_a_key_and_upper_case_the_same(abstract: str) -> None:
    assert len(abstract_key(abstract)) == 64
    assert abstract_key(f" -{abstract}\n!") == abstract_key(abstract)
