"""How often somebody may do what costs others work: counted by keyed hashes that are kept for a day."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from leaderboard.models import Knock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TooOftenError(Exception):
    """Somebody did this too often lately; `hours` until it is worth trying again."""

    def __init__(self, words: str, *, hours: int) -> None:
        super().__init__(words)
        self.hours = hours


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times an hour and a day."""

    what: str
    an_hour: int
    a_day: int


def knock(limit: Limit, *, who: str) -> None:
    """Count one more time of this, in a transaction that is kept only if what it stands for is.

    Raises TooOftenError where the limit is reached. Two at once count one after the other.
    """
    digest = hashed(limit.what, who)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [limit.what + digest])
        now = timezone.now()
        lately = Knock.objects.filter(what=limit.what, who=digest)
        if lately.filter(at__gt=now - HOUR).count() >= limit.an_hour:
            raise TooOftenError("That was often. Wait for an hour before the next one", hours=1)
        if lately.filter(at__gt=now - DAY).count() >= limit.a_day:
            raise TooOftenError("That was often. Wait until tomorrow before the next one", hours=24)
        Knock.objects.create(what=limit.what, who=digest, at=now)


def forget() -> int:
    """Remove what is older than a day; how many."""
    return Knock.objects.filter(at__lte=timezone.now() - DAY).delete()[0]


def hashed(what: str, who: str) -> str:
    """A keyed hash: without the site's secret nobody can try addresses against it."""
    return salted_hmac(f"leaderboard.limits.{what}", who, algorithm="sha256").hexdigest()


def network(address: str) -> str:
    """What counts as one asker: an IPv4 address, or the half of an IPv6 address that a provider gives."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or int(found) >> 64)
    return str(found)
