"""Reading over HTTP: papers, claims and boards, a page at a time."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from leaderboard.api.parameters import BoardParameters, ClaimParameters, PaperParameters, Parameters
from leaderboard.api.serializers import (
    BoardLineSerializer,
    BoardRowSerializer,
    BoardSerializer,
    ClaimSerializer,
    PaperSerializer,
)
from leaderboard.queries import boards, catalogue, records
from leaderboard.queries.boards import Column, Sort, Tab
from leaderboard.queries.keysets import CursorError, Page
from leaderboard.queries.records import ClaimFilter

Row = TypeVar("Row")
MOST_CLAIMS = 1_000
"""Claims that stand with their paper; an abstract with more has the others in the list of claims."""


class RootView(APIView):
    """What there is: papers, claims, and boards."""

    def get(self, request: Request) -> Response:
        """The addresses of the lists."""
        return Response(
            {name: reverse(f"api:{name}", request=request) for name in ("papers", "claims", "boards")}
        )


class NothingView(APIView):
    """What answers under the API's address where nothing else does."""

    def get(self, request: Request, path: str = "") -> Response:
        """Never: there is nothing here."""
        raise NotFound(
            f"There is nothing at this address; {reverse('api:root', request=request)} lists what is."
        )

    post = put = patch = delete = get


class PapersView(APIView):
    """Papers with their abstracts, exactly as given; `?state=waiting` shows what is still to be read."""

    def get(self, request: Request) -> Response:
        """One page of papers, the oldest first."""
        asked = PaperParameters.of(request)
        state = asked.validated_data.get("state")
        found = _page(lambda: records.papers(cursor=asked.cursor, size=asked.size, state=state))
        results = PaperSerializer(found.rows, many=True, context={"request": request}).data
        return _listed(request, asked, found, results, count=lambda: records.count_papers(state))


class PaperView(APIView):
    """One paper, with the claims that were read from it."""

    def get(self, request: Request, uid: UUID) -> Response:
        """The paper and its claims."""
        paper = records.paper(uid)
        if paper is None:
            raise NotFound("There is no paper with this uid.")
        claims = _claims_of(uid)
        context = {"request": request}
        data = PaperSerializer(paper, context=context).data
        return Response(data | {"claims": ClaimSerializer(claims, many=True, context=context).data})


class ClaimsView(APIView):
    """Claims with their provenance, narrowed by benchmark, metric, system, kind, state, year ..."""

    def get(self, request: Request) -> Response:
        """One page of claims, the oldest first."""
        asked = ClaimParameters.of(request)
        found = _page(lambda: records.claims(asked.chosen, cursor=asked.cursor, size=asked.size))
        results = ClaimSerializer(found.rows, many=True, context={"request": request}).data
        return _listed(request, asked, found, results, count=lambda: records.count_claims(asked.chosen))


class ClaimView(APIView):
    """One claim with its provenance."""

    def get(self, request: Request, uid: UUID) -> Response:
        """The claim."""
        record = records.claim(uid)
        if record is None:
            raise NotFound("There is no claim with this uid.")
        return Response(ClaimSerializer(record, context={"request": request}).data)


class BoardsView(APIView):
    """Boards: a benchmark and a metric each; those with most results first."""

    def get(self, request: Request) -> Response:
        """One page of boards, each with its leader's claim."""
        asked = Parameters.of(request)
        found = _page(lambda: catalogue.boards(cursor=asked.cursor, size=asked.size))
        results = BoardLineSerializer(found.rows, many=True, context={"request": request}).data
        return _listed(request, asked, found, results, count=catalogue.count)


class BoardView(APIView):
    """One board: what it is about, and one page of one of its tabs."""

    def get(self, request: Request, benchmark: str, metric: str) -> Response:
        """The board with its ranked rows first, then those that can't be ranked, with the reason."""
        asked = BoardParameters.of(request)
        board = boards.find(benchmark, metric=metric)
        if board is None:
            raise NotFound("There is no board for this benchmark and metric.")
        tab = Tab(asked.validated_data["tab"])
        found = _page(
            lambda: boards.rows(board, tab=tab, sort=Sort(Column.RANK), cursor=asked.cursor, size=asked.size)
        )
        listed = _listed(request, asked, found, _rows(request, found.rows), count=lambda: board.counts[tab])
        listed.data = BoardSerializer(board).data | {"tab": tab.value} | listed.data
        return listed


def _claims_of(paper: UUID) -> list[records.ClaimRecord]:
    first = records.claims(ClaimFilter(paper=paper), cursor=None, size=MOST_CLAIMS)
    return sorted(first.rows, key=lambda record: (record.row.start, record.row.end, record.row.role))


def _rows(request: Request, rows: Sequence[boards.BoardRow]) -> list[dict[str, Any]]:
    claims = records.with_provenance([row.claim for row in rows])
    context = {"request": request}
    return [
        BoardRowSerializer(row).data | {"claim": ClaimSerializer(claim, context=context).data}
        for row, claim in zip(rows, claims, strict=True)
    ]


def _page(read: Callable[[], Page[Row]]) -> Page[Row]:
    try:
        return read()
    except CursorError as error:
        raise ValidationError({"after": str(error)}) from error


def _listed(
    request: Request, asked: Parameters, found: Page[Any], results: Any, *, count: Callable[[], int]
) -> Response:
    body: dict[str, Any] = {"count": count()} if asked.counted else {}
    return Response(
        body
        | {
            "next": _address(request, after=found.after),
            "previous": _address(request, before=found.before),
            "results": results,
        }
    )


def _address(request: Request, **mark: str | None) -> str | None:
    side, place = next(iter(mark.items()))
    if place is None:
        return None
    kept = {name: value for name, value in request.query_params.items() if name not in ("after", "before")}
    return str(request.build_absolute_uri(f"{request.path}?{urlencode(kept | {side: place})}"))
