"""What the queue costs with 300,000 claims waiting, and history with 1,000,000 events (`make bench`)."""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from leaderboard.actions import turns
from leaderboard.models import Claim
from tests.leaderboard.batches import many

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

CLAIMS = int(os.environ.get("BENCH_WAITING", "300000"))
EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
ASIDE = 1000
TIMES = 20

_EVENTS = """
    INSERT INTO leaderboard_event
        (uid, at, actor_id, action, subject_type, subject_uid, before, after, reason, source)
    SELECT gen_random_uuid(), now() - make_interval(secs => %(events)s - n),
        CASE WHEN n %% 3 = 0 THEN %(by)s END,
        (ARRAY['extract', 'extract', 'accept', 'reject', 'correct'])[1 + n %% 5],
        CASE WHEN n %% 5 < 2 THEN 'paper' ELSE 'claim' END, c.uid, '{"state": "machine"}',
        '{"state": "curated"}', '', (ARRAY['engine', 'queue', 'bulk'])[1 + n %% 3]
    FROM generate_series(1, %(events)s) n
        JOIN (
            SELECT uid, row_number() OVER (ORDER BY id) AS nr, count(*) OVER () AS number
            FROM leaderboard_claim
        ) c ON c.nr = 1 + n %% c.number
"""


@pytest.fixture
def by(client: Client) -> User:
    """Who asks."""
    user = User.objects.create_superuser("kim")
    client.force_login(user)
    return user


@pytest.fixture
def waiting() -> Iterator[None]:
    """Claims that nobody has decided about."""
    started = time.perf_counter()
    many.claims(CLAIMS, over=300)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"\n{CLAIMS:,} claims made in {time.perf_counter() - started:.0f} s", end="")
    yield
    call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def history(by: User) -> Iterator[None]:
    """Events about a thousand claims."""
    many.claims(1000, over=10)
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, {"events": EVENTS, "by": by.pk})
        cursor.execute("VACUUM ANALYZE")
    yield
    call_command("flush", verbosity=0, interactive=False)


def say(name: str, work: Callable[[], object], *, times: int = TIMES) -> None:
    """Prints how long the quickest and the slowest of some runs take."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    print(f"\n{name}: {min(took):.0f} to {max(took):.0f} ms", end="")


@pytest.mark.usefixtures("waiting")
def test_the_next_claim(client: Client, by: User) -> None:
    def next_one() -> Claim:
        found = turns.take(by)
        assert found is not None
        turns.leave(found, by=by, passing=True)
        return found

    say("next claim", next_one)
    for _ in range(ASIDE):
        next_one()
    say(f"next claim with {ASIDE} set aside", next_one)
    uid = next_one().uid
    say("screen of the queue", lambda: client.get(f"/admin/queue/{uid}/"))
    say("home of the queue", lambda: client.get("/admin/queue/"), times=3)
    say("bulk", lambda: client.get("/admin/bulk/?min_confidence=0.5"), times=3)
    dry_run = "/admin/bulk/dry-run/?decision=accept&min_confidence=0.9"
    say("dry run of a tenth", lambda: client.get(dry_run), times=2)
    say("numbers", lambda: client.get("/admin/numbers/"), times=2)
    say("outlook of a policy", lambda: client.get("/admin/policy/outlook/?threshold=0.9&share=5"), times=2)
    say("claims in the admin", lambda: client.get("/admin/leaderboard/claim/"), times=3)
    say("claims looked for", lambda: client.get("/admin/leaderboard/claim/?q=net+77"), times=2)


@pytest.mark.usefixtures("history")
def test_the_history(client: Client) -> None:
    uid = Claim.objects.earliest("pk").uid
    for name, address in (
        ("story of a claim with 1,000 events", f"/admin/history/{uid}/"),
        ("its public history", f"/claims/{uid}/history/"),
        ("all events", "/admin/leaderboard/event/"),
        ("events by action", "/admin/leaderboard/event/?action__exact=reject"),
        ("events of a day", "/admin/leaderboard/event/?at__year=2026&at__month=11&at__day=20"),
        ("events of one claim", f"/admin/leaderboard/event/?q={uid}"),
        ("page 9,000 of events", "/admin/leaderboard/event/?p=9000"),
        ("numbers", "/admin/numbers/"),
        ("policies", "/admin/policy/"),
        ("home of the admin", "/admin/"),
    ):
        say(name, lambda address=address: client.get(address), times=3)  # type: ignore[misc]
