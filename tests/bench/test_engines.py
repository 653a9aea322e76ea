"""What comparing and adopting an engine costs on 40,000 papers with a claim each, as `make bench` prints it.

The candidate does next to nothing itself: what is timed is everything around it.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from leaderboard.actions import boards, extract
from leaderboard.models import Claim, Trial
from tests.leaderboard.engines import reading
from tests.leaderboard.engines.test_trials import mixed
from tests.leaderboard.papers import read

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

Result = TypeVar("Result")
PAPERS = int(os.environ.get("BENCH_COMPARED", "40000"))

_PAPERS = """
    INSERT INTO leaderboard_paper (uid, title, abstract, abstract_key, url, categories, authors, date_text,
        sources, is_summary, created_at, updated_at, state, fence, attempts, error, engine_version)
    SELECT gen_random_uuid(), '', 'Sprout' || n %% 5000 || ' scores ' || 10 + n %% 20
            || '.5 accuracy on Meadow' || n %% 300 || ' in 2024. It was tried ' || n || ' times.',
        encode(sha256(n::text::bytea), 'hex'), '', '{}', '{}', '', '{}', false, now(), now(), 'waiting', 0, 0,
        '', ''
    FROM generate_series(1, %s) n
"""


@pytest.fixture
def read_once() -> Iterator[None]:
    """Papers that the small engine has read."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_PAPERS, [PAPERS])
    while extract.extract_batch(read=read).taken:
        pass
    boards.settle()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    took = time.perf_counter() - started
    print(f"\n{PAPERS:,} papers read, {Claim.objects.count():,} claims, in {took:.0f} s", end="")
    yield
    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.usefixtures("read_once")
def test_an_engine_compared_and_adopted(client: Client) -> None:
    by = User.objects.create_superuser("kim")
    client.force_login(by)
    trial = timed("compared", lambda: reading.tried(mixed, by=by))
    print(f"\n{trial.summary['outcomes']}", end="")
    for _ in range(2):
        timed("its screen", lambda: client.get(f"/admin/engines/{trial.uid}/"))
    timed("one board", lambda: client.get(f"/admin/engines/{trial.uid}/?benchmark=meadow7&metric=accuracy"))
    adopted = timed("adopted", lambda: reading.adopted(Trial.objects.get(pk=trial.pk), by=by))
    print(f"\n{adopted.counts}", end="")
    timed("taken back", lambda: reading.abandoned(adopted, by=by))


def timed(name: str, work: Callable[[], Result]) -> Result:
    """What the work gives; its time is said."""
    started = time.perf_counter()
    result = work()
    print(f"\n{name}: {time.perf_counter() - started:.2f} s", end="")
    return result
