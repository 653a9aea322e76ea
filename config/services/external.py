"""Servers that run elsewhere: named by DATABASE_URL and REDIS_URL, looked at once before anything starts."""

from urllib.parse import urlsplit

import psycopg
import redis

from config.services.binaries import OLDEST_POSTGRES
from config.services.errors import ServiceError

SECONDS = 5


def check_database(url: str) -> None:
    """Raise a ServiceError unless a PostgreSQL that is new enough answers under the URL."""
    try:
        with psycopg.connect(url, connect_timeout=SECONDS) as connection:
            version = connection.info.server_version // 10000
    except (psycopg.Error, UnicodeError) as error:
        raise ServiceError(f"DATABASE_URL ({_public(url)}) cannot be used: {_one_line(error)}") from None
    if version < OLDEST_POSTGRES:
        raise ServiceError(
            f"DATABASE_URL ({_public(url)}) is PostgreSQL {version}; {OLDEST_POSTGRES} or newer is needed."
        )


def check_redis(url: str) -> None:
    """Raise a ServiceError unless a Redis or Valkey answers under the URL."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise ServiceError(f"REDIS_URL ({_public(url)}) cannot be used: {_one_line(error)}") from None


def _public(url: str) -> str:
    """The URL without user, password and options."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if parts.scheme else "not a URL"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
