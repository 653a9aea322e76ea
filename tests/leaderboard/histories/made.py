"""A claim with everything, and its page's text."""

import html
import re
from typing import Any

from django.test import Client

from leaderboard.models import Claim
from tests.leaderboard import collection


def claim(abstract: str = "Fern reaches 81.5% accuracy on Meadow.", **fields: Any) -> Claim:
    """A claim of the machine's that leads the board of accuracy on Meadow."""
    paper = collection.paper(abstract, title="Fern: a model")
    metric = collection.metric(direction="higher", unit="%", percentage=True)
    return collection.claim(
        paper,
        "81.5",
        on=collection.benchmark("Meadow"),
        metric=metric,
        metric_text="accuracy",
        system=collection.system("Fern"),
        system_text="Fern",
        unit="%",
        **fields,
    )


def text(client: Client, address: str, *, status: int = 200) -> str:
    """The words of a page, without tags, on one line."""
    response = client.get(address)
    assert response.status_code == status, response.content[:500]
    bare = re.sub(r"<(script|head).*?</\1>|<[^>]+>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())
