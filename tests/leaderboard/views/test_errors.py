"""Pages for what went wrong: names that are near, words for what is away."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from leaderboard.views.errors import server_error
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/benchmarks/imagworld-1k/", "/boards/imageworld/accuracy/", "/x/IMAGEWORLD-1"]
)
def test_an_address_that_leads_nowhere_gets_the_nearest_names(client: Client, address: str) -> None:
    collection.benchmark("ImageWorld-1K")
    response = client.get(address)
    assert response.status_code == 404
    assert 'href="/benchmarks/imageworld-1k/"' in response.content.decode()


def test_nothing_is_suggested_where_nothing_is_near(client: Client) -> None:
    assert "Did you mean" not in client.get("/benchmarks/imagworld-1k/").content.decode()


def refuse(*_: object) -> None:
    raise OperationalError("the server closed the connection")


def test_the_page_for_what_is_not_there_does_without_the_database(client: Client) -> None:
    with connection.execute_wrapper(refuse):
        assert client.get("/nothing/like-this/").status_code == 404


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_a_database_that_is_away_is_said(error: type[Exception], status: int) -> None:
    client = Client(raise_request_exception=False)

    def fail(*_: object) -> None:
        raise error("no")

    with connection.execute_wrapper(fail):
        response = client.get("/papers/")
    assert response.status_code == status
    assert response.get("Retry-After") == ("30" if status == 503 else None)
    assert ("Back in a moment" in response.content.decode()) is (status == 503)


def test_outside_of_any_error_it_is_our_fault() -> None:
    assert server_error(RequestFactory().get("/")).status_code == 500
