"""The front page."""

from collections import defaultdict
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from extraction.accuracy import measured
from leaderboard.queries import catalogue
from leaderboard.queries import home as queries
from leaderboard.queries.catalogue import BoardLine

BOARDS = 100
"""Boards with most results that are looked at; those that somebody leads are shown."""

SHOWN = 24
RECORDS = 6
ELSEWHERE = "Not assigned to an area yet"

Groups = list[tuple[str, list[BoardLine]]]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, a claim as an example, the largest boards by area, what is newest, how accurate it is."""
    boards = catalogue.boards(size=BOARDS)
    led = [board for board in boards.rows if board.leader] or boards.rows
    context = {
        "numbers": queries.numbers(),
        "areas": by_area(led[:SHOWN]),
        "more_boards": boards.after is not None or len(boards.rows) > SHOWN,
        "records": catalogue.newest_records(most=RECORDS),
        "accuracy": measured(),
        "examples": queries.examples(),
    }
    return render(request, "home.html", context)


def by_area(boards: Iterable[BoardLine]) -> Groups:
    """The boards by area, areas with most boards first, those of no known area last."""
    groups: dict[str, list[BoardLine]] = defaultdict(list)
    for board in boards:
        groups[board.area or ELSEWHERE].append(board)
    return sorted(groups.items(), key=lambda group: (group[0] == ELSEWHERE, -len(group[1])))
