"""Pages of posted tables: as handed in, said to be posted, never ranked."""

from typing import Any

import pytest
from django.test import Client

from leaderboard.models import Evaluation, EvaluationMetric, EvaluationResult, EvaluationValue, Task
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


def posted(rows: int = 3, **of: Any) -> Evaluation:
    """A table with two columns, of which the second says nothing about which way is better."""
    task, _ = Task.objects.get_or_create(name="Bird Naming", key="birdnaming", slug="bird-naming")
    table = Evaluation.objects.create(task=task, benchmark=collection.benchmark("BirdQuest"), **of)
    best = EvaluationMetric.objects.create(
        evaluation=table, slug="error", name="Error", is_loss=True, stated=True
    )
    other = EvaluationMetric.objects.create(evaluation=table, slug="score", name="Score", is_loss=True)
    for number in range(rows):
        row = EvaluationResult.objects.create(
            evaluation=table, key=f"{number:064x}", methodology=f"Wren {number}", date_text="Oct 30"
        )
        EvaluationValue.objects.create(result=row, column=best, raw=f"{number},5 %")
        if number:
            EvaluationValue.objects.create(result=row, column=other, raw="<b>85</b>")
    return table


def test_the_list_says_what_they_are(client: Client) -> None:
    posted()
    page = client.get("/tables/").content.decode()
    assert "not read from abstracts" in page
    assert 'href="/tables/bird-naming/birdquest/"' in page
    assert "3 rows, imported" in page


def test_a_table_stands_as_it_was_handed_in(client: Client) -> None:
    posted()
    page = client.get("/tables/bird-naming/birdquest/").content.decode()
    assert "not read from an abstract" in page
    assert "1,5 %" in page
    assert "&lt;b&gt;85&lt;/b&gt;" in page
    assert page.count("lower is better, as posted") == 1
    assert page.count("nobody said which way is better") == 1
    assert "Oct 30" in page


def test_what_was_withdrawn_is_not_shown(client: Client) -> None:
    table = posted()
    table.results.filter(methodology="Wren 1").update(withdrawn=True)
    assert "Wren 1" not in client.get("/tables/bird-naming/birdquest/").content.decode()
    Evaluation.objects.update(withdrawn=True)
    assert client.get("/tables/bird-naming/birdquest/").status_code == 404
    assert "Nobody has posted" in client.get("/tables/").content.decode()


def test_long_tables_have_pages(client: Client) -> None:
    posted(rows=60)
    first = client.get("/tables/bird-naming/birdquest/")
    assert "Wren 49" in first.content.decode()
    assert "Wren 50" not in first.content.decode()
    assert 'rel="next"' in first.content.decode()
    assert client.get("/tables/bird-naming/birdquest/?after=nonsense").status_code == 400


@pytest.mark.parametrize("rows", [2, 40])
def test_the_cost_is_the_same_for_many_rows(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    posted(rows=rows)
    with django_assert_num_queries(4):
        client.get("/tables/bird-naming/birdquest/")
    with django_assert_num_queries(1):
        client.get("/tables/")
