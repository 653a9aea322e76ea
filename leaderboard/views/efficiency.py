"""The list of boards of efficiency, and one of them."""

from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.domain.efficiency import Family, Lane
from leaderboard.domain.ranking import SURE_ENOUGH
from leaderboard.forms import EfficiencyForm
from leaderboard.queries import efficiency as queries
from leaderboard.queries.efficiency import RANKED, Board, Column, Filters, Sort, View
from leaderboard.queries.efficiency_totals import version
from leaderboard.views.kept import by_version
from leaderboard.views.pages import asked, page_of

FAMILIES: dict[Family, tuple[str, str]] = {
    Family.SPEED: ("Speed", "Speed-ups and rates of work: how many times faster."),
    Family.LATENCY: ("Latency", "Time for one answer, one step or one run: how many times shorter."),
    Family.THROUGHPUT: ("Throughput", "Work done in a given time: how many times more."),
    Family.MEMORY: ("Memory", "Memory of training and inference, caches included: how many times less."),
    Family.COMPUTE: ("Compute", "FLOPs, MACs, GPU-hours, steps: how many times fewer."),
    Family.SIZE: ("Parameters and size", "Parameters, storage, bits, area: how many times smaller."),
    Family.COST: ("Cost", "Money, tokens, calls, training cost: how many times cheaper."),
    Family.ENERGY: ("Energy", "Energy, power, emissions: how many times less."),
    Family.DATA: ("Training data", "Data, tokens and steps to learn from: how many times less."),
}
TABS = {
    Lane.MEASURED: "Measured",
    Lane.BEST: "Up to",
    Lane.ABSOLUTE: "Absolute",
    Lane.UNPLACED: "Not ranked",
}
EXPLAINED = {
    Lane.MEASURED: (
        "Times better than the baseline: 42% less is 1 / (1 − 0.42) = 1.72 times better, 27% of it is 3.7 "
        "times; a change for the worse is below one. Ranked across benchmarks, since each is compared with "
        "its own baseline."
    ),
    Lane.BEST: (
        "The best case that the text tells of: “up to 7.8 times faster” says nothing of the usual case. "
        "Ranked among themselves, never among what was measured."
    ),
    Lane.ABSOLUTE: (
        "Amounts, put on one unit and sorted, not ranked: what was run differs from benchmark to benchmark. "
        "Within one benchmark its own board ranks them."
    ),
    Lane.UNPLACED: "Listed with the reason; nothing is guessed into a place.",
}
HEADINGS = {
    Column.SYSTEM: "System",
    Column.RANK: "Times better",
    Column.METRIC: "Metric",
    Column.BASELINE: "Compared with",
    Column.SETTING: "Setting",
    Column.PAPER: "Paper",
    Column.DATE: "Date",
    Column.STATE: "State",
    Column.CONFIDENCE: "Conf.",
}
FIRST_DOWN = {Column.DATE, Column.CONFIDENCE}
"""Columns that a first click sorts from the largest."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: where a click leads, and how the column is sorted now ("" if it is not)."""

    column: str
    words: str
    address: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, but the page."""

    lane: Lane
    sort: Sort
    filters: Filters
    unit: str

    @property
    def order(self) -> str:
        """The sort order as the address words it."""
        return ("-" if self.sort.descending else "") + self.sort.column

    @property
    def address(self) -> str:
        """The part of the address behind the path, for the first page."""
        wanted = {"tab": self.lane.value, "sort": self.order, "unit": self.unit, **asdict(self.filters)}
        return "?" + urlencode({name: value for name, value in wanted.items() if value})

    def of(self, lane: Lane) -> str:
        """The address of another table with the same filters."""
        return replace(self, lane=lane, sort=own_sort(lane), unit="").address

    def in_unit(self, unit: str) -> str:
        """The address of the amounts in another unit."""
        return replace(self, unit=unit).address

    @property
    def whole(self) -> str:
        """The address of all that the table holds."""
        return replace(self, filters=Filters()).address

    def narrowed(self, **filters: str | None) -> str:
        """The address with other filters."""
        return replace(self, filters=replace(self.filters, **filters)).address


@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """All boards of efficiency, with who leads them and what they are compared with."""
    return render(request, "efficiency_boards.html", {"boards": queries.boards(), "families": FAMILIES})


@require_safe
@page_of
@by_version(version)
def board(request: HttpRequest, family: str) -> HttpResponse:
    """One family of metrics: a tab for what was measured, for best cases, amounts and what has no place."""
    form = asked(EfficiencyForm, request)
    view, wanted = looked(family, form)
    context = about(view) | {
        "asked": wanted,
        "tabs": TABS,
        "explained": EXPLAINED[view.lane],
        "rows": queries.rows(view, cursor=form.cursor),
        "headings": _headings(wanted),
        "facets": queries.facets(view),
        "families": FAMILIES,
    }
    return render(request, "efficiency.html", context)


def looked(family: str, form: EfficiencyForm) -> tuple[View, Asked]:
    """The table of the family as the address asks for it; what it leaves open is the board's own choice."""
    if family not in set(Family):
        raise Http404("There is no such board of efficiency.")
    narrowed = queries.narrowed(form.filters)
    found = queries.find(Family(family), narrowed=narrowed)
    lane = form.lane_chosen or _first_tab(found)
    view = View(found, lane, form.sort_chosen or own_sort(lane), narrowed, _unit(form, found, lane))
    return view, Asked(lane, view.sort, form.filters, view.unit)


def defaults(view: View) -> dict[str, str]:
    """What the address of a table need not say."""
    units = view.board.units
    own = {"tab": _first_tab(view.board).value, "sort": own_sort(view.lane).column.value}
    own |= {"sort": "-" + own["sort"]} if own_sort(view.lane).descending else {}
    return own | ({"unit": units[0][0]} if view.lane is Lane.ABSOLUTE and units else {})


def about(view: View) -> dict[str, Any]:
    """What every page of a table says of it."""
    title, words = FAMILIES[view.board.family]
    return {
        "board": view.board,
        "sure_enough": SURE_ENOUGH,
        "view": view,
        "title": title,
        "about": words,
        "tab": TABS[view.lane],
        "ranked": view.lane in RANKED,
    }


def _first_tab(board: Board) -> Lane:
    """What was measured, unless there is nothing and another tab has something to show."""
    return next((lane for lane in TABS if board.counts[lane]), Lane.MEASURED)


def own_sort(lane: Lane) -> Sort:
    """The latest first where nothing has a place, else by it."""
    return Sort(Column.DATE, descending=True) if lane is Lane.UNPLACED else Sort(Column.RANK)


def _unit(form: EfficiencyForm, board: Board, lane: Lane) -> str:
    """The unit of amounts that is asked for, else the most frequent one; other tables have none."""
    if lane is not Lane.ABSOLUTE:
        return ""
    return form.cleaned_data["unit"] or (board.units[0][0] if board.units else "")


def _headings(wanted: Asked) -> list[Heading]:
    """The columns of a table in their order: what has no place has no amount, amounts stand by themselves."""
    left_out = {Lane.UNPLACED: Column.RANK, Lane.ABSOLUTE: Column.BASELINE}.get(wanted.lane)
    columns = [column for column in HEADINGS if column is not left_out]
    return [_heading(column, wanted) for column in columns]


def _heading(column: Column, wanted: Asked) -> Heading:
    now = ("descending" if wanted.sort.descending else "ascending") if wanted.sort.column is column else ""
    down = not wanted.sort.descending if now else column in FIRST_DOWN
    words = "Amount" if column is Column.RANK and wanted.lane is Lane.ABSOLUTE else HEADINGS[column]
    return Heading(column.value, words, replace(wanted, sort=Sort(column, down)).address, now)
