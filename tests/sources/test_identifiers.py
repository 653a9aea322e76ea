import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.sources.identifiers import arxiv_id, arxiv_url, doi

ARXIV = [
    ("2503.11677", "2503.11677"),
    ("2503.11677v3", "2503.11677"),
    ("0704.0001", "0704.0001"),
    ("http://arxiv.org/abs/2101.00001v1", "2101.00001"),
    ("https://arxiv.org/pdf/2101.00001v2.pdf", "2101.00001"),
    ("https://www.arxiv.org/abs/cs/0112017", "cs/0112017"),
    ("oai:arXiv.org:math.GT/0309136", "math.GT/0309136"),
    ("arXiv:2101.00001", "2101.00001"),
    ("10.48550/arXiv.2101.00001", "2101.00001"),
    ("001-065", None),
    ("2503.116", None),
    ("https://example.org/2503.11677", None),
    ("2503.11677 and more", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), ARXIV)
def test_arxiv_numbers(text: str, expected: str | None) -> None:
    assert arxiv_id(text) == expected


DOIS = [
    ("10.1000/ABC.1", "10.1000/abc.1"),
    ("https://doi.org/10.1000/abc", "10.1000/abc"),
    ("doi:10.1000/abc", "10.1000/abc"),
    ("doi: 10.1000/abc", "10.1000/abc"),
    ("10.1000/abc 10.1000/def", "10.1000/abc"),
    ("10.1000", None),
    ("none", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), DOIS)
def test_dois(text: str, expected: str | None) -> None:
    assert doi(text) == expected


@given(st.integers(0, 9999), st.integers(0, 99999), st.integers(1, 30))
def test_a_version_never_counts(month: int, number: int, version: int) -> None:
    plain = f"{month:04d}.{number:05d}"
    assert arxiv_id(f"{plain}v{version}") == arxiv_id(plain) == arxiv_id(arxiv_url(plain)) == plain


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    arxiv_id(text)
    doi(text)
