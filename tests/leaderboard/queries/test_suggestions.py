"""Suggestions: the same name, then names that begin so, then those that are spelt so."""

import pytest

from leaderboard.models import SystemAlias
from leaderboard.queries.search import Kind
from leaderboard.queries.suggestions import suggest
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


def names(question: str) -> list[str]:
    return [found.name for found in suggest(question)]


def test_what_is_used_more_comes_first_but_the_very_name_before_all() -> None:
    for name, uses in (("Net", 0), ("NetOne", 1), ("NetThree", 3)):
        system = collection.system(name)
        for number in range(uses):
            collection.claim(collection.paper(f"{name} {number} has 7."), "7", system=system)
    assert names("net") == ["Net", "NetThree", "NetOne"]
    assert names("nett")[0] == "NetThree"


@pytest.mark.parametrize("question", ["imag", "ImageWorld-1K", "imageworld 1", "imagworld 1k", "IMAGE"])
def test_spelt_roughly(question: str) -> None:
    collection.benchmark("ImageWorld-1K")
    assert names(question) == ["ImageWorld-1K"]


@pytest.mark.parametrize("question", ["", " ", "?!", "zzz", "xqzvk"])
def test_nothing_is_suggested_for_nothing(question: str) -> None:
    collection.benchmark("ImageWorld-1K")
    assert names(question) == []


def test_another_spelling_is_said() -> None:
    system = collection.system("Long Short Network")
    SystemAlias.objects.create(owner=system, name="LSNet", key="lsnet")
    found = suggest("lsn")
    assert [(each.kind, each.name, each.detail) for each in found] == [
        (Kind.SYSTEMS, "Long Short Network", "also written LSNet")
    ]


def test_boards_of_the_first_follow_it() -> None:
    bench, metric = collection.benchmark("ImageWorld"), collection.metric("Top-1")
    collection.claim(collection.paper("It has 7."), "7", on=bench, metric=metric)
    collection.benchmark("ImageWorld-Real")
    collection.settled()
    assert names("imagew") == ["ImageWorld", "ImageWorld, Top-1", "ImageWorld-Real"]
    assert suggest("imagew")[1].slugs == ("imageworld", "top-1")
