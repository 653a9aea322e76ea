"""Boards of efficiency over HTTP: speed and cost on one scale, "times better", whatever the benchmark."""

from typing import Any

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.api import descriptions, shapes
from leaderboard.api.addresses import Addresses
from leaderboard.api.base import Resource, listed
from leaderboard.api.describing import described
from leaderboard.api.parameters import EfficiencyParameters, Parameters
from leaderboard.domain.efficiency import Family, Lane
from leaderboard.queries import efficiency
from leaderboard.queries.efficiency import Board, Column, Sort, View


class EfficiencyBoardsView(Resource):
    """All boards of efficiency."""

    @described(
        descriptions.EfficiencyBoard(many=True),
        asks=Parameters,
        tag="efficiency",
        name="list_efficiency_boards",
    )
    def get(self, request: Request) -> Response:
        """The boards that have claims, with the number of claims on each of their tables."""
        Parameters.of(request)
        at = Addresses.of(request)
        return Response([_board(board, at) for board in efficiency.counted()])


class EfficiencyBoardView(Resource):
    """One board of efficiency."""

    @described(
        descriptions.EfficiencyPage, asks=EfficiencyParameters, tag="efficiency", name="get_efficiency_board"
    )
    def get(self, request: Request, family: str) -> Response:
        """One page of one table: `measured` and `best` are ranked, `absolute` and `unplaced` are not."""
        asked, at = EfficiencyParameters.of(request), Addresses.of(request)
        if family not in set(Family):
            raise NotFound(f"There is no such board of efficiency; there are {', '.join(Family)}.")
        narrowed = efficiency.narrowed(asked.filters)
        view = _view(efficiency.find(Family(family), narrowed=narrowed, exactly=True), asked, narrowed)
        page = listed(
            request,
            asked,
            lambda: efficiency.rows(view, cursor=asked.cursor, size=asked.size),
            lambda row: shapes.efficiency_row(row, at),
            count=lambda how: view.standings().count(),
        )
        shown = _board(view.board, at) | {"tab": view.lane.value, "unit": view.unit or None}
        page.data = shown | page.data
        return page


def _view(board: Board, asked: EfficiencyParameters, narrowed: efficiency.Narrowed) -> View:
    lane, given = Lane(asked.chosen["tab"]), asked.chosen["sort"]
    units = [unit for unit, _ in board.units]
    unit = asked.chosen.get("unit", units[0] if units else "")
    if lane is not Lane.ABSOLUTE:
        unit = ""
    elif unit and unit not in units:
        raise ValidationError(
            {"unit": f"There are no amounts in this unit; there are {', '.join(units) or 'none'}."}
        )
    sort = Sort(Column(given.removeprefix("-")), descending=given.startswith("-"))
    return View(board, lane, sort, narrowed, unit)


def _board(board: Board, at: Addresses) -> dict[str, Any]:
    return {
        "family": board.family.value,
        "url": at.page("api:efficiency-board", board.family.value),
        "tabs": {lane.value: number for lane, number in board.counts.items()},
        "units": dict(board.units),
    }
