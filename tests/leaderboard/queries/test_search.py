"""Boards among what is found: both names near, then one of them, pages that join."""

from typing import Any

import pytest
from django.db import connection

from leaderboard.models import Claim, Paper
from leaderboard.queries import search
from leaderboard.queries.keysets import Cursor
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boards() -> None:
    """Every benchmark with every metric, one claim each but for two of the first."""
    number = 0
    for benchmark in ("MathQuest", "MathQuest", "ImageWorld-1K", "SpeechBook"):
        for metric in ("Top-1 Accuracy", "F1", "Word Error Rate"):
            number += 1
            paper = collection.paper(f"Paper {number} says 7.")
            on, by = collection.benchmark(benchmark), collection.metric(metric)
            collection.claim(paper, "7", on=on, metric=by)
    collection.settled()


def found(question: str) -> list[tuple[str | None, str | None]]:
    """The slugs of the boards, in the order of the answer."""
    return [(row.benchmark.slug, row.metric.slug) for row in search.boards(question).rows]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("mathquest f1", ("mathquest", "f1")),
        ("F1 on MathQuest", ("mathquest", "f1")),
        ("vision models compared by top-1 accuracy, ImageWorld 1k", ("imageworld-1k", "top-1-accuracy")),
        ("speechbok wrod error rate", ("speechbook", "word-error-rate")),
    ],
)
def test_both_names_in_the_question_come_first(question: str, first: tuple[str, str]) -> None:
    assert found(question)[0] == first


def test_one_name_finds_all_its_boards_and_no_others() -> None:
    assert {benchmark for benchmark, _ in found("imageworld")} == {"imageworld-1k"}
    assert [metric for _, metric in found("f1")] == ["f1"] * 3
    assert found("f1")[0] == ("mathquest", "f1"), "most claims first"
    assert found("glaciers") == []


def test_claims_that_nobody_stands_behind_make_no_board() -> None:
    Claim.objects.update(state="superseded")
    collection.settled()
    assert found("mathquest") == []


def test_pages_join() -> None:
    whole = found("mathquest f1")
    page = search.boards("mathquest f1", size=2)
    joined = list(page.rows)
    while page.after:
        page = search.boards("mathquest f1", size=2, cursor=Cursor(page.after))
        joined += page.rows
    assert [(row.benchmark.slug, row.metric.slug) for row in joined] == whole
    assert len(whole) == 5


def claimed(sentence: str, *, on: str, by: str, of: str, value: str = "7", **fields: object) -> Claim:
    """A claim of a paper of its own about named things."""
    day = fields.pop("day", "2026-03-04")
    paper = collection.paper(sentence, published_on=day)
    bench, metric, system = collection.benchmark(on), collection.metric(by), collection.system(of)
    return collection.claim(paper, value, on=bench, metric=metric, system=system, **fields)


@pytest.mark.parametrize(
    "question",
    [
        "accuracy on Glaciers 1K",
        "Glaciers-1K",
        "glaciesr 1k",
        "IceNet",
        "who is best on glaciers 1k?",
        "melting snowfields",
    ],
)
def test_claims_are_found_by_what_they_name_and_by_words(question: str) -> None:
    made = claimed(
        "On melting snowfields IceNet has 7.", on="Glaciers-1K", by="Glacier accuracy", of="IceNet"
    )
    collection.metric("Accuracy")
    rows = search.claims(question).rows
    found = [row.uid for row in rows]
    assert (found == [made.uid]) is (question != "accuracy on Glaciers 1K"), (
        "another metric is another question"
    )


def test_words_that_name_nothing_must_stand_in_the_paper() -> None:
    shot = claimed("Zero-shot, IceNet has 7.", on="Glaciers", by="AP", of="IceNet")
    claimed("Tuned, IceNet has 7.", on="Glaciers", by="AP", of="IceNet")
    assert [row.uid for row in search.claims("best zero-shot Glaciers AP").rows] == [shot.uid]


def test_claims_are_narrowed_by_year_metric_benchmark_and_kind_of_number() -> None:
    old = claimed("IceNet had 7.", on="Glaciers", by="AP", of="IceNet", day="2024-05-06")
    gain = claimed("IceNet gains 7.", on="Dunes", by="AR", of="IceNet", kind="difference", direction="up")

    def narrowed(**chosen: object) -> list[object]:
        return [row.uid for row in search.claims("IceNet", narrowed=search.Narrowed(**chosen)).rows]  # type: ignore[arg-type]

    assert set(narrowed()) == {old.uid, gain.uid}
    assert narrowed(year=2024) == [old.uid]
    assert narrowed(metric=search.metric_called("ar")) == [gain.uid]
    assert narrowed(benchmark=search.benchmark_called("glaciers")) == [old.uid]
    assert narrowed(number="difference") == [gain.uid]
    assert narrowed(number="difference", year=2024) == []


def test_papers_are_narrowed_by_their_claims() -> None:
    claimed("Ice melts: IceNet had 7.", on="Glaciers", by="AP", of="IceNet", day="2024-05-06")
    claimed("Ice breaks: IceNet has 7.", on="Dunes", by="AR", of="IceNet")
    ap = search.Narrowed(metric=search.metric_called("AP"))
    assert [row.opening for row in search.papers("ice", narrowed=ap).rows] == ["Ice melts: IceNet had 7."]
    assert len(search.papers("ice", narrowed=search.Narrowed(year=2026)).rows) == 1


def test_a_common_word_is_capped_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CANDIDATES", 3)
    for number in range(5):
        collection.paper(f"Snow falls {number}.")
    few = search.papers("snow", size=2)
    assert few.capped
    assert [row.opening for row in few.rows] == ["Snow falls 4.", "Snow falls 3."]
    assert few.after
    last = search.papers("snow", size=2, cursor=Cursor(few.after))
    assert [row.opening for row in last.rows] == ["Snow falls 2."]
    assert last.after is None
    assert last.before
    first = search.papers("snow", size=2, cursor=Cursor(last.before, backwards=True))
    assert [row.opening for row in first.rows] == ["Snow falls 4.", "Snow falls 3."]
    assert not search.papers("falls 4").capped


@pytest.mark.parametrize("most", [1, 2, 3, 4, 6])
def test_the_newest_matches_are_taken_from_all_windows(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(search, "CANDIDATES", most)
    monkeypatch.setattr(search, "WINDOWS", (2, 5))
    for number in range(10):
        collection.paper(f"{'Snow' if number % 2 else 'Rain'} falls {number}.")
    page = search.papers("snow")
    assert [row.opening for row in page.rows] == [f"Snow falls {n}." for n in (9, 7, 5, 3, 1)[:most]]
    assert page.capped is (most < 5)


def test_the_words_of_a_paper_follow_its_text() -> None:
    paper = collection.paper("Snow falls.")
    paper.title, paper.published_on = "Rain", "2026-01-02"
    paper.save()
    assert [row.title for row in search.papers("rain").rows] == ["Rain"]
    assert len(search.papers("snow", narrowed=search.Narrowed(year=2026)).rows) == 1
    Paper.objects.filter(pk=paper.pk).update(title="Hail")
    assert search.papers("rain").rows == ()


def test_the_state_of_a_job_does_not_touch_the_words() -> None:
    paper = collection.paper("Snow falls.")

    def version() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid FROM leaderboard_paperwords")
            return cursor.fetchall()

    before = version()
    Paper.objects.filter(pk=paper.pk).update(state="parked", error="Traceback", attempts=1)
    assert version() == before


def test_words_of_the_title_weigh_more() -> None:
    collection.paper("Snow falls on the hills, and more snow on the lakes.", title="Weather")
    collection.paper("It falls on hills, and lakes are cold in winter.", title="Snow")
    collection.paper("Snow is seldom seen here by anybody at all.", title="Deserts")
    assert search.papers("snow").rows[0].title == "Snow"


def test_the_patience_with_misspelt_titles_ends_with_them() -> None:
    collection.paper("Snow falls.", title="Weather forecasts")
    assert search.papers("wether forcasts").alike
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
