"""The list of boards, and one board."""

from dataclasses import asdict, dataclass, replace
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.actions import readers
from leaderboard.forms import BoardForm, PageForm
from leaderboard.queries import boards as queries
from leaderboard.queries import catalogue
from leaderboard.queries.boards import Board, Column, Filters, Sort, Tab
from leaderboard.queries.progress import progress
from leaderboard.views import charts, kept
from leaderboard.views.kept import by_version
from leaderboard.views.pages import asked, page_of

TABS = {
    Tab.RESULTS: "Results",
    Tab.GAINS: "Gains",
    Tab.RELATIVE: "Relative",
    Tab.FACTORS: "Factors",
    Tab.FRACTIONS: "Fractions",
    Tab.UNCLEAR: "Kind not clear",
}
EXPLAINED = {
    Tab.RESULTS: "Values of the metric itself, ranked where they can be compared.",
    Tab.GAINS: "Points added or taken away; never ranked among results.",
    Tab.RELATIVE: "Changes in percent of what was there before; never ranked among results.",
    Tab.FACTORS: "How many times better, faster or smaller than something else; not ranked.",
    Tab.FRACTIONS: "Shares of what something else has or needs; not ranked.",
    Tab.UNCLEAR: "The text leaves open whether these are values or changes; not ranked.",
}
HEADINGS = {
    Column.RANK: "Rank",
    Column.SYSTEM: "System",
    Column.VALUE: "Value",
    Column.SETTING: "Setting",
    Column.BASELINE: "Compared with",
    Column.PAPER: "Paper",
    Column.DATE: "Date",
    Column.STATE: "State",
    Column.CONFIDENCE: "Conf.",
}
FIRST_DOWN = {Column.VALUE, Column.DATE, Column.CONFIDENCE}
"""Columns that a first click sorts from the largest."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: where a click leads, and how the column is sorted now ("" if it is not)."""

    column: str
    words: str
    address: str
    sorted: str


@dataclass(frozen=True, slots=True)
class View:
    """A board as it is looked at: everything that its address holds but the page."""

    tab: Tab
    sort: Sort
    filters: Filters

    @property
    def ranked(self) -> bool:
        """True for the one tab whose rows have ranks."""
        return self.tab is Tab.RESULTS

    @property
    def order(self) -> str:
        """The sort order as the address words it."""
        return ("-" if self.sort.descending else "") + self.sort.column

    @property
    def address(self) -> str:
        """The part of the address behind the path, for the first page."""
        asked = {"tab": self.tab.value, "sort": self.order, **asdict(self.filters)}
        return "?" + urlencode({name: value for name, value in asked.items() if value is not None})


def counted_as_read(view: kept.View) -> kept.View:
    """The view of a board, each reader of which counts."""

    @wraps(view)
    def answer(request: HttpRequest, benchmark: str, metric: str) -> HttpResponse:
        if request.method == "GET":
            readers.note(benchmark, metric=metric, agent=request.headers.get("User-Agent", ""))
        return view(request, benchmark=benchmark, metric=metric)

    return answer


@require_safe
@page_of
def boards(request: HttpRequest) -> HttpResponse:
    """All boards, those with most results first."""
    form = asked(PageForm, request)
    return render(request, "boards.html", {"boards": catalogue.boards(cursor=form.cursor)})


@require_safe
@page_of
@counted_as_read
@by_version(queries.version)
def board(request: HttpRequest, benchmark: str, metric: str) -> HttpResponse:
    """One benchmark and one metric: a tab for each kind of number, sorted by link."""
    form = asked(BoardForm, request)
    found = queries.find(benchmark, metric=metric)
    if found is None:
        raise Http404("There is no such board.")
    view = viewed(found, form)
    tab = view.tab
    rows = queries.rows(found, tab=tab, sort=view.sort, filters=view.filters, cursor=form.cursor)
    context = {
        "board": found,
        "view": view,
        "tabs": TABS,
        "explained": EXPLAINED[tab],
        "rows": rows,
        "headings": _headings(view),
        "facets": found.facets[tab],
        "undated": _undated(found) if tab is Tab.RESULTS else 0,
        "chart": _chart(found, view),
    }
    return render(request, "board.html", context)


def _chart(board: Board, view: View) -> charts.Chart | None:
    """The results over time; only results are drawn."""
    if view.tab is not Tab.RESULTS:
        return None
    return charts.chart(progress(board, filters=view.filters, lately=True))


def _undated(board: Board) -> int:
    """The results whose paper has no full date, which no chart can show."""
    dated = sum(times for _, times in board.facets[Tab.RESULTS].years)
    return max(0, board.counts[Tab.RESULTS] - dated)


def viewed(board: Board, form: BoardForm) -> View:
    """The board as the address asks for it; what the address leaves open is the board's own choice."""
    tab = form.tab_chosen or first_tab(board)
    return View(tab, form.sort_chosen or own_sort(tab), form.filters)


def first_tab(board: Board) -> Tab:
    """Results, unless there are none and another tab has something to show."""
    filled = [tab for tab in Tab if board.counts[tab]]
    return filled[0] if filled else Tab.RESULTS


def own_sort(tab: Tab) -> Sort:
    """By rank where there are ranks, else the largest value first."""
    return Sort(Column.RANK) if tab is Tab.RESULTS else Sort(Column.VALUE, descending=True)


def _headings(view: View) -> list[Heading]:
    """The columns of a tab; only results have a rank."""
    columns = [column for column in Column if column is not Column.RANK or view.ranked]
    return [_heading(column, view) for column in columns]


def _heading(column: Column, view: View) -> Heading:
    now = ("descending" if view.sort.descending else "ascending") if view.sort.column is column else ""
    down = not view.sort.descending if now else column in FIRST_DOWN
    return Heading(column.value, HEADINGS[column], replace(view, sort=Sort(column, down)).address, now)
