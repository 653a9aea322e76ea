"""How often somebody may ask, by kind of request: counted in Redis, in windows of fixed length.

Who has a token is counted by account, anybody else by address. Without Redis nobody is held up: reading
goes on while it is away.
"""

import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)
PATIENCE = 0.25
"""Seconds that a count may take."""

REST = 5.0
"""Seconds without counting after Redis did not answer."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in a window of so many seconds."""

    most: int
    seconds: int

    @classmethod
    def of(cls, words: str) -> "Rate":
        """The rate that "600/60" says: requests, then seconds."""
        most, _, seconds = words.partition("/")
        return cls(int(most), int(seconds))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: the limit, what is left of it, and in how many seconds it begins anew."""

    most: int
    left: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """The usual headers."""
        return {
            "RateLimit-Limit": str(self.most),
            "RateLimit-Remaining": str(max(self.left, 0)),
            "RateLimit-Reset": str(self.reset),
        }


class ScopeThrottle(BaseThrottle):
    """Counts a request against the scope that its view names for reading or writing."""

    standing: Standing | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """False where the limit was reached; `request.standing` says where the asker stands."""
        scope = scope_of(request, view)
        rate = Rate.of(settings.API_RATES[scope])
        self.standing = _counted(scope, self._who(request), rate)
        request._request.api_standing = self.standing  # type: ignore[attr-defined]
        return self.standing is None or self.standing.left >= 0

    def wait(self) -> float | None:
        """Seconds until the next window."""
        return float(self.standing.reset) if self.standing else None

    def _who(self, request: Request) -> str:
        return f"account {request.user.pk}" if request.user else f"address {self.get_ident(request)}"


def refuse_guessing(request: Request) -> None:
    """Raises Throttled for an address that has shown too many tokens that are none, good ones too then."""
    standing = _counted_guesses(request, by=0)
    if standing is not None and standing.left <= 0:
        raise Throttled(
            wait=standing.reset, detail="Too many tokens that are unknown, expired or revoked came from here."
        )


def note_guess(request: Request) -> None:
    """Counts a token that is none against the address that it came from."""
    _counted_guesses(request, by=1)


def scope_of(request: Request, view: Any) -> str:
    """The scope of limits that the request counts against."""
    writes = request.method not in ("GET", "HEAD", "OPTIONS")
    named = getattr(view, "write_throttle" if writes else "read_throttle", None)
    return named or ("write" if writes else "read")


def _counted_guesses(request: Request, *, by: int) -> Standing | None:
    who = f"address {ScopeThrottle().get_ident(request)}"
    return _counted("guesses", who, Rate.of(settings.API_RATES["guesses"]), by=by)


class _Rest:
    """Until when Redis is left alone."""

    until = 0.0


def _counted(scope: str, who: str, rate: Rate, *, by: int = 1) -> Standing | None:
    """Where the asker stands after one more; None where nobody counts."""
    now = time.time()
    if now < _Rest.until:
        return None
    window = int(now // rate.seconds)
    key = f"api:{scope}:{who}:{window}"
    try:
        with _redis().pipeline(transaction=False) as pipe:
            count, _ = pipe.incrby(key, by).expire(key, rate.seconds).execute()
    except redis.RedisError:
        logger.warning("Redis does not answer: requests are not counted for %s s", REST)
        _Rest.until = now + REST
        return None
    return Standing(rate.most, rate.most - int(count), max(1, int((window + 1) * rate.seconds - now + 0.999)))


@lru_cache(maxsize=1)
def _redis() -> Any:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, health_check_interval=30
    )
