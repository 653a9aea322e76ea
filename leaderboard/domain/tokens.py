"""What a token looks like, and the hash by which it is known again."""

import hashlib
import secrets

PREFIX = "cb_"
BYTES = 32
SHOWN = 8
"""Characters of a token that stay readable, so that its owner can tell it from others."""

MAX_LENGTH = 100


def new() -> str:
    """A token that nobody can guess."""
    return PREFIX + secrets.token_urlsafe(BYTES)


def digest(token: str) -> str:
    """The token's SHA-256 in hexadecimal; a plain hash is enough for what has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(token: str) -> str:
    """The readable beginning of a token."""
    return token[:SHOWN]
