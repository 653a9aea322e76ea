"""The front page."""

from collections import defaultdict
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.queries import catalogue
from leaderboard.queries import home as queries
from leaderboard.queries.catalogue import BoardLine

BOARDS = 40
ELSEWHERE = "Other areas"

Groups = dict[str, dict[str, list[BoardLine]]]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, the largest boards by area and task, the newest claims, how much there is."""
    boards = catalogue.boards(size=BOARDS)
    context = {
        "numbers": queries.numbers(),
        "areas": by_area(boards.rows),
        "more_boards": boards.after is not None,
        "newest": queries.newest(),
    }
    return render(request, "home.html", context)


def by_area(boards: Iterable[BoardLine]) -> Groups:
    """The boards by the names of area and task, areas with most boards first, unknown ones last."""
    groups: Groups = defaultdict(lambda: defaultdict(list))
    for board in boards:
        groups[board.area or ELSEWHERE][board.task.text].append(board)
    return dict(sorted(groups.items(), key=lambda group: (group[0] == ELSEWHERE, -len(group[1]))))
