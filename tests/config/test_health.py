"""The addresses that tell a supervisor how the site is doing."""

import pytest
from django.test import Client


def test_live_needs_no_database(client: Client) -> None:
    assert client.get("/health/live").content == b"ok\n"


@pytest.mark.django_db
def test_ready_asks_the_database(client: Client) -> None:
    assert client.get("/health/ready").content == b"ok\n"
