"""Atom feeds: what is new, on all boards or on one, and the records alone."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from html import escape
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from leaderboard.domain.efficiency import Family
from leaderboard.domain.lines import line, visible
from leaderboard.queries import boards as board_queries
from leaderboard.queries import feeds as queries
from leaderboard.queries.boards import Board
from leaderboard.queries.claims import ClaimRow, Name, Words
from leaderboard.queries.feeds import Entry, Feed
from leaderboard.views import addresses, formats, words
from leaderboard.views.efficiency import FAMILIES

FRESH = 300
"""Seconds for which a feed need not be asked for again."""

TITLE = 200
ABOUT = "Numbers that papers report in their abstracts, each with the sentence it was read from."
_ARROWS = {"up": "▲", "down": "▼", None: ""}
OWN = uuid5(NAMESPACE_URL, "urn:claimboard")
"""Names of feeds and records are made below this one, whatever host serves them."""


@require_safe
def claims(request: HttpRequest) -> HttpResponseBase:
    """The newest claims of all."""
    return _answer(request, queries.claims(), title="Claimboard: newest claims", page="home", name="claims")


@require_safe
def records(request: HttpRequest) -> HttpResponseBase:
    """The newest records of all boards."""
    title = "Claimboard: newest records"
    return _answer(request, queries.records(), title=title, page="home", name="records", records=True)


@require_safe
def contradictions(request: HttpRequest) -> HttpResponseBase:
    """The contradictions found last, both sentences in each entry."""
    feed = queries.contradictions()
    atom = begun(
        request,
        title="Claimboard: numbers that disagree",
        page="contradictions",
        name="contradictions",
        updated=feed.updated_at,
    )
    for row, at in feed.entries:
        atom.add_item(
            title=line(
                f"{_names([row.system])}: {formats.written(row.low)} and {formats.written(row.high)} "
                f"{row.metric.text} on {_names([row.benchmark])}",
                most=TITLE,
            ),
            link=addresses.page(request, "claim", row.low.uid),
            description=_quotation(row.low.words) + _quotation(row.high.words),
            unique_id=uuid5(row.low.uid, str(row.high.uid)).urn,
            pubdate=at,
            updateddate=at,
            categories=["certain" if row.certain else "possible"],
        )
    return sent(request, atom, updated=feed.updated_at)


@require_safe
def board(request: HttpRequest, benchmark: str, metric: str) -> HttpResponseBase:
    """The newest claims of a board, of all its tabs."""
    return _of_board(request, _found(benchmark, metric), records=False)


@require_safe
def board_records(request: HttpRequest, benchmark: str, metric: str) -> HttpResponseBase:
    """The newest records of a board."""
    return _of_board(request, _found(benchmark, metric), records=True)


@require_safe
def efficiency(request: HttpRequest, family: str) -> HttpResponseBase:
    """The newest claims about a family of efficiency, of all its tables."""
    if family not in set(Family):
        raise Http404("There is no such board of efficiency.")
    return _answer(
        request,
        queries.efficiency(Family(family)),
        title=f"{FAMILIES[Family(family)][0]}: new claims",
        page="efficiency-board",
        of=(family,),
        name=f"claims of efficiency {family}",
    )


def _found(benchmark: str, metric: str) -> Board:
    found = board_queries.find(benchmark, metric=metric)
    if found is None:
        raise Http404("There is no such board.")
    return found


def _of_board(request: HttpRequest, board: Board, *, records: bool) -> HttpResponseBase:
    feed = queries.records_of(board) if records else queries.claims(board)
    about = f"{line(board.benchmark.name)}, {line(board.metric.name)}"
    return _answer(
        request,
        feed,
        title=f"{about}: {'new records' if records else 'new claims'}",
        page="board",
        of=(board.benchmark.slug, board.metric.slug),
        name=f"{'records' if records else 'claims'} of {board.benchmark.uid} {board.metric.uid}",
        records=records,
    )


def _answer(
    request: HttpRequest,
    feed: Feed,
    *,
    title: str,
    page: str,
    name: str,
    of: tuple[str, ...] = (),
    records: bool = False,
) -> HttpResponseBase:
    """The feed of claims, or 304 for somebody who has it already."""
    atom = begun(request, title=title, page=page, of=of, name=name, updated=feed.updated_at)
    for entry in feed.entries:
        _add(atom, entry, request=request, record=records)
    return sent(request, atom, updated=feed.updated_at)


def begun(
    request: HttpRequest,
    *,
    title: str,
    page: str,
    name: str,
    updated: datetime,
    of: tuple[str, ...] = (),
    about: str = ABOUT,
) -> "Atom":
    """A feed without entries yet; `name` is its own for good, `page` and `of` where its page is."""
    return Atom(
        title=title,
        link=addresses.page(request, page, *of),
        description=about,
        feed_url=addresses.absolute(request, request.path),
        feed_guid=uuid5(OWN, name).urn,
        author_name="Claimboard",
        updated=updated,
    )


def sent(request: HttpRequest, atom: "Atom", *, updated: datetime) -> HttpResponseBase:
    """The feed, or 304 for somebody who has it already: in the very same words, names included."""
    content = atom.writeString("utf-8")
    etag = f'"{sha256(content.encode()).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=atom.content_type)
    response["ETag"], response["Last-Modified"] = etag, http_date(updated.timestamp())
    patch_cache_control(response, public=True, max_age=FRESH)
    known = get_conditional_response(
        request, etag=etag, last_modified=_known(request, updated), response=response
    )
    return known or response


def _known(request: HttpRequest, updated: datetime) -> int | None:
    """The date to compare with the asker's; None, which is never the same, unless theirs is this very date.

    An un-merge or a decision taken back can make the newest entry older than it was: then a copy of a
    later date is not the feed of now.
    """
    theirs = request.headers.get("If-Modified-Since")
    return int(updated.timestamp()) if theirs in (None, http_date(updated.timestamp())) else None


class Atom(Atom1Feed):
    """Django's Atom, changed when its entries changed; without any, Django would say now each time."""

    def latest_post_date(self) -> datetime:
        """When the newest entry changed."""
        updated: datetime = self.feed["updated"]
        return updated


def _add(atom: Atom1Feed, entry: Entry, *, request: HttpRequest, record: bool) -> None:
    claim = entry.claim
    atom.add_item(
        title=line(
            (f"Record of {claim.paper.published_on}: " if record else "") + headline(claim), most=TITLE
        ),
        link=addresses.page(request, "claim", claim.uid),
        description=_quotation(claim.words),
        unique_id=_name(claim.uid, record=record),
        pubdate=entry.created_at,
        updateddate=entry.updated_at,
        categories=[each for each in [line(words.KINDS.get(claim.kind, ""))] if each],
    )


def _quotation(words: Words) -> str:
    """The sentence as HTML, which is what Django says that a summary is."""
    before, number, after = (escape(visible(part)) for part in (words.before, words.number, words.after))
    return f"<blockquote>{before}<b>{number}</b>{after}</blockquote>"


def as_html(text: str) -> str:
    """Plain words as HTML, which is what Django says that a summary is."""
    return f"<p>{escape(visible(text))}</p>"


def headline(claim: ClaimRow) -> str:
    """A claim in one line: system, value, metric, benchmark, paper; what is not known is not there."""
    value = f"{words.BOUNDS[claim.bound]} {_ARROWS[claim.direction]}{formats.written(claim)}".strip()
    kind = "" if claim.kind == "absolute" else f" ({words.KINDS[claim.kind]})"
    system = _names(claim.systems) + ": " if claim.systems else ""
    metric = f" {claim.metric.text}" if claim.metric else ""
    on = f" on {_names(claim.benchmarks)}" if claim.benchmarks else ""
    whose = ", of the thing compared with" if claim.role == "reference" else ""
    return f"{system}{value}{metric}{kind}{on}{whose} – {formats.title(claim.paper)}"


def _names(names: Iterable[Name]) -> str:
    return ", ".join(line(name.text, most=60) for name in names)


def _name(uid: UUID, *, record: bool) -> str:
    """The entry's name for good; that a claim was a record is an entry of its own."""
    return (uuid5(uid, "record") if record else uid).urn
