"""When two names are the same, and what they look like in an address."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ImageNet-1K", "imagenet 1k"),
        ("Top-1 accuracy", "top 1 Accuracy"),
        ("mAP@0.5", "mAP 0.5"),
        ("F₁", "F1"),
        ("ＣＯＣＯ", "COCO"),
        ("Straße", "STRASSE"),
        ("ﬁne-tuned", "Fine tuned"),
        ("Pokémon", "POKE\u0301MON"),
    ],
)
def test_same_thing(one: str, other: str) -> None:
    assert names.key(one) == names.key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HumanEval", "HumanEval+"),
        ("C", "C++"),
        ("AP50", "AP75"),
        ("π0", "0"),
        ("ResNet-50", "ResNet-5"),
    ],
)
def test_different_things(one: str, other: str) -> None:
    assert names.key(one) != names.key(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BLEU", True),
        ("", False),
        ("  -- ", False),
        ("🤖", False),
        ("x" * names.MAX_NAME, True),
        ("x" * (names.MAX_NAME + 1), False),
        ("+" * 100, False),
    ],
)
def test_is_name(text: str, *, expected: bool) -> None:
    assert names.is_name(text) is expected


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("ImageNet-1K", "imagenet-1k"),
        ("mAP@0.5:0.95", "map-0-5-0-95"),
        ("π0", "pi0"),
        ("Pokémon", "pokemon"),
        ("Łódź", "lodz"),
        ("HumanEval+", "humaneval"),
        ("数据", "u6570u636e"),
        ("  --x--  ", "x"),
    ],
)
def test_slug(name: str, slug: str) -> None:
    assert names.slug(name) == slug


def test_a_name_of_signs_alone_still_has_an_address() -> None:
    assert names.slug("🤖") != names.slug("💾")


@given(st.text(max_size=400))
def test_key_is_stable_and_blind_to_case(name: str) -> None:
    key = names.key(name)
    assert names.letters(key) == key
    assert names.key(name.upper().lower()) == names.key(name.lower())


@given(st.text(max_size=400))
def test_every_slug_fits_the_column(name: str) -> None:
    for slug in (names.slug(name), names.slug_apart(name)):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert len(slug) <= names.MAX_SLUG


def test_slug_apart_differs_between_keys_with_one_slug() -> None:
    assert names.slug("Lodz") == names.slug("Łódź")
    assert names.slug_apart("Lodz") != names.slug_apart("Łódź")
