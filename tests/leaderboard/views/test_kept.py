"""Pages of boards are rendered once for each version, and never shown when something changed."""

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leaderboard.models import Benchmark, Claim, ClaimBaseline, Metric, Paper, System, Task
from tests.leaderboard import collection
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

ADDRESS = "/boards/mathquest/accuracy/"


def queries(client: Client, address: str = ADDRESS) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_the_second_time_costs_one_query(client: Client) -> None:
    grown(3)
    first = client.get(ADDRESS)
    assert queries(client) == 1
    assert client.get(ADDRESS).content == first.content
    assert queries(client, f"{ADDRESS}?sort=-value") > 1


def test_packed_and_plain_are_the_same_page(client: Client) -> None:
    grown(3)
    plain = client.get(ADDRESS)
    packed = client.get(ADDRESS, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]
    assert client.get(ADDRESS, headers={"if-none-match": plain["ETag"]}).status_code == 304


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        lambda: Claim.objects.filter(kind="absolute").update(bound="about"),
        lambda: Claim.objects.filter(kind="absolute").update(confidence=0.55),
        lambda: Paper.objects.update(title="Renamed"),
        lambda: System.objects.filter(name="NewNet 0").update(name="Renamed"),
        lambda: Metric.objects.update(name="Hits", updated_at=timezone.now()),
        lambda: Benchmark.objects.update(name="MQ", updated_at=timezone.now()),
        lambda: Task.objects.update(name="Sums", updated_at=timezone.now()),
        lambda: ClaimBaseline.objects.create(claim=Claim.objects.earliest("pk"), text="Older", position=0),
    ],
    ids=["bound", "confidence", "title", "system", "metric", "benchmark", "task", "baseline"],
)
def test_a_change_shows_at_once(client: Client, change: object, settled: bool) -> None:  # noqa: FBT001
    grown(3)
    before = client.get(ADDRESS).content
    assert callable(change)
    change()
    if settled:
        collection.settled()
    assert client.get(ADDRESS).content != before


def test_an_error_is_not_kept(client: Client) -> None:
    grown(1)
    assert client.get(f"{ADDRESS}?sort=nonsense").status_code == 400
    assert client.get(f"{ADDRESS}?after=nonsense").status_code == 400


def test_while_a_change_is_not_settled_ranks_are_those_of_now(client: Client) -> None:
    grown(3)
    settled = client.get(ADDRESS).content.decode()
    assert "is being settled" not in settled
    best = Claim.objects.get(kind="absolute", scaled="82.5")
    Claim.objects.filter(pk=best.pk).update(state="rejected", decided_at=timezone.now())
    page = client.get(ADDRESS).content.decode()
    assert "is being settled" in page
    assert f'id="claim-{best.uid}"' in settled
    assert str(best.uid) not in page
    second = Claim.objects.get(kind="absolute", scaled="80.5")
    row = page[page.index(f'id="claim-{second.uid}"') :]
    assert 'data-label="Rank">1<' in row[:300]
    collection.settled()
    assert "is being settled" not in client.get(ADDRESS).content.decode()
