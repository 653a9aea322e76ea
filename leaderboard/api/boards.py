"""Boards, their rows, two metrics beside each other, and boards of efficiency, over HTTP."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import OpenApiExample
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.api import descriptions, shapes
from leaderboard.api.addresses import Addresses
from leaderboard.api.base import Resource, listed, page_of
from leaderboard.api.describing import described
from leaderboard.api.parameters import (
    BoardParameters,
    BoardsParameters,
    ParetoParameters,
    RowParameters,
)
from leaderboard.api.reading import claims_shown
from leaderboard.models import Benchmark, Metric
from leaderboard.queries import board_rows, boards, catalogue, pareto, records
from leaderboard.queries.board_rows import Place
from leaderboard.queries.boards import BoardRow, Column, Sort, Tab

SHAPE = "3"
"""Goes up when the same rows are written in another way, so that nobody keeps the old one."""

EXAMPLE_ROW = {
    "rank": 1,
    "unranked": None,
    "uid": "0190d3c4-7e55-4c7e-9f0a-2f4a5a0f6a11",
    "url": "https://claims.example.org/api/v1/claims/0190d3c4-7e55-4c7e-9f0a-2f4a5a0f6a11/",
    "permalink": "https://claims.example.org/claims/0190d3c4-7e55-4c7e-9f0a-2f4a5a0f6a11/",
    "value": "84.25",
    "value_high": None,
    "scaled": "84.25",
    "unit": "%",
    "kind": "absolute",
    "direction": None,
    "role": "result",
    "bound": "exact",
    "quote": "84.25",
    "start": 13,
    "end": 18,
    "systems": [{"name": "Beta", "slug": "beta"}],
    "baselines": [],
    "setting": "zero-shot",
    "task": "",
    "confidence": 0.91,
    "state": "machine",
    "accepted_by_policy": False,
    "open_disputes": 0,
    "open_corrections": 0,
    "paper": "0190d3c4-7e55-4c7e-9f0a-2f4a5a0f6a12",
    "paper_title": "Beta: a model",
    "published_on": "2026-01-14",
}


EXAMPLE = OpenApiExample(
    "a page of one row",
    value={"next": None, "previous": None, "results": [EXAMPLE_ROW]},
    response_only=True,
    status_codes=["200"],
)


class BoardsView(Resource):
    """Boards: a benchmark and a metric each."""

    @described(
        descriptions.page(descriptions.BoardLine), asks=BoardsParameters, tag="boards", name="list_boards"
    )
    def get(self, request: Request) -> Response:
        """One page of boards, each with its leader's claim; those with most results first."""
        asked, at = BoardsParameters.of(request), Addresses.of(request)
        chosen = {
            name: asked.chosen[name] for name in ("task", "benchmark", "metric") if name in asked.chosen
        }
        ids = catalogue.ids(**chosen)
        if ids is None:
            return Response(
                {"next": None, "previous": None, "results": []} | ({"count": 0} if asked.counted else {})
            )
        return listed(
            request,
            asked,
            lambda: catalogue.boards(cursor=asked.cursor, size=asked.size, **ids),
            lambda line: shapes.board_line(line, at),
            count=lambda how: catalogue.count(**ids),
        )


class BoardView(Resource):
    """One board: what it is about, and one page of one of its tabs."""

    @described(descriptions.OneBoard, asks=BoardParameters, tag="boards", name="get_board")
    def get(self, request: Request, benchmark: str, metric: str) -> Response:
        """The board with its ranked rows first, then those that can't be ranked, with the reason."""
        asked, at = BoardParameters.of(request), Addresses.of(request)
        board = boards.find(benchmark, metric=metric, exactly=True)
        if board is None:
            raise NotFound("There is no board for this benchmark and metric.")
        tab = Tab(asked.chosen["tab"])
        found = page_of(
            lambda: boards.rows(board, tab=tab, sort=Sort(Column.RANK), cursor=asked.cursor, size=asked.size)
        )
        rows = iter(_with_claims(found.rows, asked, at))
        page = listed(
            request, asked, lambda: found, lambda row: next(rows), count=lambda how: board.counts[tab]
        )
        page.data = shapes.board(board, at) | {"tab": tab.value} | page.data
        return page


class RowsView(Resource):
    """A board's rows, as few queries as can be."""

    @described(
        descriptions.page(descriptions.LeanRow),
        asks=RowParameters,
        tag="boards",
        name="list_rows",
        examples=[EXAMPLE],
    )
    def get(self, request: Request, benchmark: str, metric: str) -> HttpResponseBase:
        """One page of rows; `min` and `max` leave the ranks as they are among all that the filters leave."""
        asked = RowParameters.of(request)
        place = board_rows.place(benchmark, metric=metric)
        if place is None:
            raise NotFound("There is no board for this benchmark and metric.")
        etag = _etag(request, place)
        unchanged = get_conditional_response(request._request, etag=etag) if etag else None
        if unchanged is not None and etag:
            unchanged["ETag"] = etag
            return unchanged
        page = _rows(request, asked, place)
        if etag:
            page["ETag"] = etag
        return page


class ParetoView(Resource):
    """Two metrics that the same papers report of the same systems."""

    @described(descriptions.ParetoPicture, asks=ParetoParameters, tag="boards", name="pareto")
    def get(self, request: Request) -> Response:
        """Pairs of values, the newest first, at most 300; which of them no other beats in both metrics."""
        asked, at = ParetoParameters.of(request), Addresses.of(request)
        x, y = _metric(asked.chosen["x"]), _metric(asked.chosen["y"])
        on = _benchmark(asked.chosen.get("benchmark"))
        picture = pareto.picture(x, y, on=on)
        points = [point for point in picture.points if point.best or not asked.chosen["best"]]
        return Response(
            {
                "x": {"name": x.name, "slug": x.slug},
                "y": {"name": y.name, "slug": y.slug},
                "benchmark": on and {"name": on.name, "slug": on.slug},
                "front": picture.front,
                "more": picture.more,
                "results": [
                    {
                        "x": shapes.short_claim(point.x, at),
                        "y": shapes.short_claim(point.y, at),
                        "best": point.best if picture.front else None,
                    }
                    for point in points
                ],
            }
        )


def _with_claims(rows: Sequence[BoardRow], asked: BoardParameters, at: Addresses) -> list[dict[str, Any]]:
    claims = claims_shown(records.with_provenance([row.claim for row in rows]), asked, at)
    return [shapes.board_row(row, claims[row.claim.uid]) for row in rows]


def _rows(request: Request, asked: RowParameters, place: Place) -> Response:
    at = Addresses.of(request)
    found = page_of(
        lambda: board_rows.rows(place, asked.wanted, sort=asked.order, cursor=asked.cursor, size=asked.size)
    )
    shown = [shapes.lean_row(row, at) for row in found.rows]
    if asked.wants("provenance"):
        told = records.provenance([row["claim_id"] for row in found.rows])
        for row, each in zip(found.rows, shown, strict=True):
            each["provenance"] = shapes.provenance(told[row["claim_id"]])
    return listed(
        request,
        asked,
        lambda: found.of(shown),
        lambda row: row,
        count=lambda how: board_rows.count(place, asked.wanted, exactly=how == "exact"),
    )


def _etag(request: Request, place: Place) -> str | None:
    """What changes with everything that the rows show, known before they are; None for an unsettled board."""
    if place.version is None:
        return None
    mark = f"{SHAPE} {place.version} {request.build_absolute_uri()}".encode()
    return f'"{blake2b(mark, digest_size=16).hexdigest()}"'


def _metric(slug: str) -> Metric:
    found = pareto.metric(slug)
    if found is None:
        raise NotFound(f"There is no metric “{slug}”.")
    return found


def _benchmark(slug: str | None) -> Benchmark | None:
    if slug is None:
        return None
    found = pareto.benchmark(slug)
    if found is None:
        raise NotFound(f"There is no benchmark “{slug}”.")
    return found
