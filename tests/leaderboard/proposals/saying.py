"""Forms as a person fills them, with a stamp of some age."""

import time
from typing import Any
from unittest.mock import patch

from django.test import Client

from leaderboard.models import Claim
from leaderboard.public_forms import SIGNER


def stamp(claim: Claim, *, age: float = 60) -> str:
    """The stamp of a page that was opened so many seconds ago."""
    with patch("django.core.signing.time.time", return_value=time.time() - age):
        return SIGNER.sign(str(claim.uid))


def say(client: Client, claim: Claim, ask: str = "dispute", **typed: Any) -> Any:
    """The answer to a filled form."""
    filled = {"about": "value", "words": "It says 18.5.", "stamp": stamp(claim), "website": "", **typed}
    extra = {"REMOTE_ADDR": filled.pop("asker", "192.0.2.1")}
    return client.post(f"/claims/{claim.uid}/{ask}/", filled, **extra)
