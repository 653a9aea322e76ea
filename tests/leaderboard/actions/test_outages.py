"""A database that goes away while papers are read: the paper is not at fault, and nothing is half-written."""

import os
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from extraction.claims import Document, Extraction
from extraction.lexicon import Lexicon
from leaderboard.actions import extract
from leaderboard.actions.extract import Report, extract_batch
from leaderboard.models import Claim, Paper
from tests.leaderboard.papers import papers, read


def cut_our_session(document: Document, lexicon: Lexicon) -> Extraction:
    """Read the paper while somebody ends this process's session with the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    return read(document)


@pytest.fixture
def shutting_down() -> Iterator[None]:
    """Every event fails as it does in a server that is shutting down."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SET CONSTRAINTS ALL IMMEDIATE;
            CREATE FUNCTION shut_down() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'shutting down' USING ERRCODE = 'admin_shutdown'; END $$;
            CREATE TRIGGER shut_down BEFORE INSERT ON leaderboard_event
                FOR EACH ROW EXECUTE FUNCTION shut_down();
            """
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER shut_down ON leaderboard_event; DROP FUNCTION shut_down()")


@pytest.mark.django_db(transaction=True)
def test_a_session_that_was_cut_is_replaced() -> None:
    papers(1)
    assert extract_batch(read=cut_our_session) == Report(papers=1, claims=1, rejections=1)
    assert Claim.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shutting_down")
def test_after_the_last_try_the_lease_runs_out_and_others_read(monkeypatch: pytest.MonkeyPatch) -> None:
    papers(2)
    monkeypatch.setattr(extract, "PAUSES", (0, 0))
    with pytest.raises(OperationalError, match="shutting down"):
        extract_batch(read=read)
    assert set(Paper.objects.values_list("state", "error")) == {("working", "")}
    assert not Claim.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE leaderboard_event DISABLE TRIGGER shut_down")
    Paper.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert [extract_batch(read=read).papers for _ in range(3)] == [1, 1, 0]


@pytest.mark.django_db
@pytest.mark.usefixtures("shutting_down")
def test_within_a_transaction_of_the_caller_there_is_one_try() -> None:
    papers(1)
    with pytest.raises(OperationalError, match="shutting down"):
        extract_batch(read=read)
