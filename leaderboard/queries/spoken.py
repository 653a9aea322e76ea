"""Papers that say something, found along the index of their words."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery

from leaderboard.models import PaperWords

MOST = 20_000
"""Papers of one question."""


def papers(spellings: Iterable[str]) -> tuple[int, ...]:
    """Ids of the papers whose title or abstract holds one of the spellings, word for word; at most `MOST`."""
    asked = [SearchQuery(each, config="claimboard", search_type="phrase") for each in spellings]
    if not asked:
        return ()
    found = PaperWords.objects.filter(stems=reduce(or_, asked)).order_by("paper")
    return tuple(found.values_list("paper", flat=True)[:MOST])
