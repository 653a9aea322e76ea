"""How others cite a paper, or a board as it stood on a day."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe
from jinja2 import pass_context
from jinja2.runtime import Context

from leaderboard.domain.bibtex import Source, entry, key
from leaderboard.domain.lines import line
from leaderboard.models import Paper
from leaderboard.queries import citations as queries
from leaderboard.queries import papers
from leaderboard.queries.boards import Board
from leaderboard.views import addresses, formats, metadata


@require_safe
def cite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The paper as a BibTeX file; one that was merged leads to the one that it was merged into."""
    paper = queries.find(uid)
    if paper is None:
        raise Http404("There is no such paper.")
    if paper.merged_into_id is not None:
        return redirect("cite", papers.leads_to(uid))
    name = f'attachment; filename="{key(_source(paper))}.bib"'
    kind = "application/x-bibtex; charset=utf-8"
    return HttpResponse(bibtex(paper), content_type=kind, headers={"Content-Disposition": name})


def bibtex(paper: Paper) -> str:
    """The paper's BibTeX entry."""
    return entry(_source(paper))


@pass_context
def board_citation(context: Context) -> str:
    """Words that cite the board as it is looked at, today."""
    board: Board = context["board"]
    day = timezone.now().date()
    address = metadata.canonical(context) or addresses.page(context["request"], "board")
    return (
        f"Claimboard. {line(board.benchmark.name)}: {line(board.metric.name)}. "
        f"{address} (accessed {day.day} {day:%B %Y})."
    )


def _source(paper: Paper) -> Source:
    return Source(
        title=paper.title,
        authors=paper.authors,
        published_on=paper.published_on,
        date_text=paper.date_text,
        arxiv_id=paper.arxiv_id,
        categories=paper.categories,
        doi=paper.doi,
        url=_address(paper),
        key_end=paper.uid.hex[:8],
    )


def _address(paper: Paper) -> str:
    """Where the paper itself is; nothing where its source gives no address of the web."""
    if paper.arxiv_id:
        return formats.arxiv_address(paper.arxiv_id)
    if formats.is_web(paper.url):
        return paper.url
    return formats.doi_address(paper.doi) if paper.doi else ""


GLOBALS: dict[str, Any] = {"bibtex": bibtex, "board_citation": board_citation}
