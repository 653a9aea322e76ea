"""Every state, kind and reason has its words, and numbers are written as a reader expects."""

from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from extraction.claims import Reason
from leaderboard.domain.ranking import UnrankedReason
from leaderboard.models import Claim
from leaderboard.queries.claims import SHOWN, ClaimRow, Name, Words
from leaderboard.views import formats, words


def test_nothing_is_without_words() -> None:
    assert set(words.KINDS) == {*Claim.Kind.values, None}
    assert set(words.BOUNDS) == set(Claim.Bound.values)
    assert set(words.STATES) == set(SHOWN)
    assert set(words.REASONS) == set(UnrankedReason)
    assert set(words.DROPPED) == set(Reason)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("83.50", "83.50"),
        ("1890", "1,890"),
        ("-3", "−3"),
        ("0", "0"),
        ("0.0", "0.0"),
        ("1E+2", "100"),
        ("123456789012345", "123,456,789,012,345"),
        ("38000000000000000000000000", "3.8×10²⁵"),
        ("-0.00000000012", "−1.2×10⁻¹⁰"),
        ("0.000001", "0.000001"),
    ],
)
def test_number(value: str, written: str) -> None:
    assert formats.number(Decimal(value)) == written


@pytest.mark.parametrize(
    ("value", "parts"),
    [("83.5", ("83", ".5")), ("7", ("7", "")), ("1.5E+30", ("1.5×10³⁰", "")), ("-0.25", ("−0", ".25"))],
)
def test_number_cut_at_its_point(value: str, parts: tuple[str, str]) -> None:
    assert formats.at_point(Decimal(value)) == parts


@pytest.mark.parametrize(
    ("values", "most"),
    [([], 0), (["1", "2"], 0), (["1.5", "2.25", None], 2), (["0.123456789"], 6), (["1E+30"], 0)],
)
def test_places(values: list[str | None], most: int) -> None:
    assert formats.places(None if value is None else Decimal(value) for value in values) == most


@pytest.mark.parametrize(
    ("quote", "unit", "written"),
    [
        ("3.5", "x", "3.5×"),
        ("three", "x", "three×"),
        ("two orders of magnitude", "x", "two orders of magnitude"),
        ("20", "$", "$20"),
        ("20", None, "20"),
    ],
)
def test_numbers_stand_as_written_with_their_unit(quote: str, unit: str | None, written: str) -> None:
    assert formats.written(cast(ClaimRow, SimpleNamespace(quote=quote, unit=unit))) == written


@pytest.mark.parametrize(
    ("unit", "written"), [(None, ""), ("%", "%"), ("x", "×"), ("GB", "\u00a0GB"), ("times", "×")]
)
def test_unit(unit: str | None, written: str) -> None:
    assert formats.unit(unit) == written


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "", "//evil", "HTTPS//x"])
def test_only_web_addresses_become_links(address: str) -> None:
    assert not formats.is_web(address)
    assert formats.is_web("https://example.org/")


def test_glance_keeps_the_words_nearest_to_the_number() -> None:
    words = Words("a " * 100 + "just before ", "7", " just after" + " b" * 200)
    glance = words.glance
    assert glance.before.startswith("… a")
    assert glance.before.endswith("just before ")
    assert glance.after.startswith(" just after")
    assert glance.after.endswith(" …")
    assert len(glance.before) + len(glance.after) < 220
    short = Words("only ", "7", " words")
    assert short.glance == short


def test_a_name_without_words_is_no_name() -> None:
    assert not Name("")
    assert Name("x")
