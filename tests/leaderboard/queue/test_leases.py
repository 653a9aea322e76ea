"""Who reads which paper: claims, leases that end, fences that keep latecomers out."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from extraction.claims import Document, Extraction
from extraction.lexicon import Lexicon
from leaderboard.actions import leases, writing
from leaderboard.actions.extract import Report, extract_batch
from leaderboard.models import Claim, Event, Paper
from leaderboard.queries import queue
from tests.leaderboard.papers import paper, papers, read

pytestmark = pytest.mark.django_db


def end_leases() -> None:
    past = timezone.now() - timedelta(seconds=1)
    Paper.objects.filter(state="working").update(lease_until=past)


def test_a_claim_counts_the_attempt_and_raises_the_fence() -> None:
    papers(3)
    (first, second), (third,) = leases.claim(size=2), leases.claim(size=2)
    assert (first.paper, second.paper, third.paper) == tuple(
        Paper.objects.values_list("pk", flat=True).order_by("pk")
    )
    assert (first.fence, first.attempts) == (1, 1)
    assert leases.claim() == ()
    assert queue.counts() == queue.QueueCounts(waiting=0, working=3, done=0, parked=0)


def test_counts() -> None:
    papers(3)
    extract_batch(read=read, size=1)
    leases.claim(size=1)
    counts = queue.counts()
    assert (counts.left, counts.total, counts.done) == (2, 3, 1)


def test_due_is_what_waits_or_was_left() -> None:
    assert not queue.is_due()
    papers(1)
    assert queue.is_due()
    leases.claim()
    assert not queue.is_due()
    end_leases()
    assert queue.is_due()


def test_an_ended_lease_is_taken_up_alone() -> None:
    papers(3)
    leases.claim()
    end_leases()
    fresh = papers(2, first=10)
    assert {job.paper for job in leases.claim()} == {one.pk for one in fresh}
    for _ in range(3):
        assert [job.attempts for job in leases.claim()] == [2]
    assert leases.claim() == ()


def test_a_latecomer_writes_nothing() -> None:
    papers(1)
    late = leases.claim()
    slow = [(job, read(job.document)) for job in late]
    end_leases()
    assert extract_batch(read=read) == Report(papers=1, claims=1, rejections=1)
    before = list(Claim.objects.values())
    assert writing.write(slow) == writing.Written()
    assert not leases.fail(late[0], error="too late to matter")
    assert list(Claim.objects.values()) == before
    assert Paper.objects.get().state == "done"
    assert Event.objects.count() == 1


def test_a_batch_says_which_papers_it_lost() -> None:
    papers(2)

    def slow(document: Document, lexicon: Lexicon) -> Extraction:
        Paper.objects.filter(abstract__contains=" 1.5 ").update(fence=99)
        return read(document)

    assert extract_batch(read=slow) == Report(papers=1, claims=1, rejections=1, lost=1)


def test_leases_are_prolonged_while_the_batch_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    papers(3)
    monkeypatch.setattr(leases, "LEASE_SECONDS", -1)

    def slow(document: Document, lexicon: Lexicon) -> Extraction:
        monkeypatch.setattr(leases, "LEASE_SECONDS", 0)
        return read(document)

    assert extract_batch(read=slow).papers == 3

    papers(1, first=5)
    job = leases.claim()
    Paper.objects.filter(state="working").update(lease_until=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(leases, "LEASE_SECONDS", 600)
    leases.renew(job)
    assert Paper.objects.get(state="working").lease_until > timezone.now() + timedelta(seconds=500)  # type: ignore[operator]


def test_a_paper_that_kills_its_workers_is_parked_after_three() -> None:
    source = paper("Sprout scores 1.5 accuracy on Meadow in 2024.")
    for _ in range(leases.ATTEMPTS):
        assert len(leases.claim()) == 1
        end_leases()
    assert leases.claim() == ()
    source.refresh_from_db()
    assert (source.state, source.lease_until) == ("parked", None)
    assert "ended 3 times without an answer" in source.error
    assert Event.objects.get().action == "park"


def test_release_takes_over_at_once_and_parks_nothing() -> None:
    papers(2)
    for _ in range(leases.ATTEMPTS + 1):
        leases.claim()
        assert leases.release_all() >= 1
    assert Paper.objects.filter(state="waiting").count() == 2
    while extract_batch(read=read).taken:
        pass
    assert Paper.objects.filter(state="done").count() == 2


def test_requeue_while_somebody_reads_makes_him_late() -> None:
    papers(1)
    job = leases.claim()
    leases.requeue()
    assert writing.write([(job[0], read(job[0].document))]).papers == 0
    assert Paper.objects.get().state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_many_claimers_at_once_never_hold_the_same_paper() -> None:
    papers(120)
    held: list[int] = []
    start = threading.Barrier(4)

    def claimer() -> None:
        try:
            start.wait()
            while jobs := leases.claim(size=7):
                held.extend(job.paper for job in jobs)
        finally:
            connection.close()

    threads = [threading.Thread(target=claimer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held) == sorted(Paper.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_readers_that_make_the_same_names_at_once_make_them_once() -> None:
    papers(80)
    reports: list[Report] = []
    start = threading.Barrier(4)

    def reader() -> None:
        try:
            start.wait()
            while (report := extract_batch(read=read, size=5)).taken:
                reports.append(report)
        finally:
            connection.close()

    threads = [threading.Thread(target=reader) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(reports, Report()) == Report(papers=80, claims=80, rejections=80)
    assert Claim.objects.count() == 80
    assert Claim.objects.filter(metric__name="accuracy", system__name="Sprout").count() == 80
