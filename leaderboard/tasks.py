"""What runs in the background: each task calls one action and can be repeated at any time."""

import logging
import time
from collections.abc import Callable
from typing import Any

from celery.contrib.django.task import DjangoTask
from django.db import InterfaceError, OperationalError

from config.celery import app
from leaderboard.actions import alerts, batches, boards, contacts, leases, limits, policies, readers, sessions
from leaderboard.actions.extract import Report, extract_batch
from leaderboard.exports import snapshots, store
from leaderboard.queries import batches as batch_queries
from leaderboard.queries import policies as policy_queries
from leaderboard.queries import queue

WORK_SECONDS = 60
"""How long one message keeps a worker at its work before it asks for the next one."""

logger = logging.getLogger(__name__)


def task(**options: Any) -> Callable[[Callable[[], None]], "DjangoTask[[], None]"]:
    """The decorator of every task of the site: late acknowledgement, and patience with the database."""
    return app.task(
        acks_late=True,
        reject_on_worker_lost=True,
        ignore_result=True,
        autoretry_for=(OperationalError, InterfaceError),
        retry_backoff=True,
        retry_backoff_max=30,
        max_retries=10,
        **options,
    )


@task()
def extract_waiting() -> None:
    """Read waiting papers until none are left or the time is up; a full batch wakes a colleague."""
    end = time.monotonic() + WORK_SECONDS
    batch = total = extract_batch()
    if batch.taken >= leases.BATCH:
        extract_waiting.apply_async(expires=WORK_SECONDS)
    while batch.taken and time.monotonic() < end:
        batch = extract_batch()
        total += batch
    boards.count()
    _log(total)
    if batch.taken:
        extract_waiting.delay()


@task()
def sweep() -> None:
    """Wake workers for what nobody was woken for, or whose worker is gone; settle and count."""
    readers.collect()
    boards.settle()
    boards.count()
    if queue.is_due():
        extract_waiting.delay()
    if batch_queries.due().exists():
        work_on_batches.apply_async(expires=WORK_SECONDS)
    if policy_queries.to_apply():
        apply_policies.apply_async(expires=WORK_SECONDS)


@task()
def work_on_batches() -> None:
    """Work on batches until none is due or the time is up; what is left then gets a worker again."""
    end = time.monotonic() + WORK_SECONDS
    while batches.work(seconds=end - time.monotonic()):
        if time.monotonic() > end:
            work_on_batches.delay()
            break
    boards.count()


@task()
def apply_policies() -> None:
    """Accept what policies say until nothing is left or the time is up; the sweep comes again."""
    end = time.monotonic() + WORK_SECONDS
    while policies.apply() and time.monotonic() < end:
        pass


@task(soft_time_limit=780, time_limit=840)
def export_everything() -> None:
    """Make a new export of the whole collection, unless another process is about it."""
    store.make()


@task(soft_time_limit=780, time_limit=840)
def take_snapshot() -> None:
    """Take a snapshot of the whole collection, unless nothing changed since the last one."""
    snapshots.take()


@task()
def watch_alerts() -> None:
    """Note what passed the value of an alert, then tell of all that is due."""
    end = time.monotonic() + WORK_SECONDS
    alerts.look()
    while alerts.tell() and time.monotonic() < end:
        pass


@task()
def forget_sessions() -> None:
    """Remove sessions that are over and failed sign-ins of long ago."""
    sessions.forget()


@task()
def send_mail() -> None:
    """Send the mail that is due about proposals; forget addresses and knocks that are old."""
    contacts.send()
    limits.forget()


def _log(report: Report) -> None:
    if report.taken:
        logger.info(
            "read %s papers: %s claims, %s numbers dropped, %s failed, %s parked, %s taken by others",
            report.papers,
            report.claims,
            report.rejections,
            report.failed,
            report.parked,
            report.lost,
        )
