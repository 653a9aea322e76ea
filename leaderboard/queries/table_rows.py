"""Rows of tables as files have them: what was handed in, and the claims that have a rank beside it."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from leaderboard.models import EvaluationResult, EvaluationValue, Paper
from leaderboard.queries.claims import rows_by_id
from leaderboard.queries.evaluations import Table, standings, written
from leaderboard.sources.evaluation_tables import TableRow
from leaderboard.sources.identifiers import arxiv_url

CHUNK = 500


def rows(table: Table) -> Iterator[TableRow]:
    """Every row of the table in the order of the uids, a chunk at a time."""
    return heapq.merge(_claims(table), _handed_in(table), key=lambda row: str(row.uid))


def of_results(results: Sequence[EvaluationResult]) -> list[TableRow]:
    """The rows that were handed in, by one query for their values; papers are those selected with them."""
    cells: dict[int, dict[str, str]] = {row.pk: {} for row in results}
    values = EvaluationValue.objects.filter(result__in=results, column__withdrawn=False)
    for row, column, raw in values.values_list("result_id", "column__name", "raw"):
        cells[row][column] = raw
    return [_of_result(row, cells[row.pk]) for row in results]


def _of_result(row: EvaluationResult, cells: Mapping[str, str]) -> TableRow:
    paper = row.paper
    by_id = paper is not None and row.paper_text == str(paper.uid)
    return TableRow(
        uid=row.uid,
        model_name=row.methodology,
        metrics=dict(cells),
        paper_title=row.paper_title or (paper.title if paper and by_id else ""),
        paper_url=address(paper) if paper and by_id else row.paper_text,
        paper_date=row.links.get("paper_date", ""),
        evaluated_on=row.date_text,
        source_url=row.external_source_url,
        uses_additional_data=row.uses_additional_data,
        code_links=tuple(row.links.get("code_links", ())),
        model_links=tuple(row.links.get("model_links", ())),
    )


def address(paper: Paper) -> str:
    """Where the paper is to be read; "" where that is not known."""
    return paper.url or arxiv_url(paper.arxiv_id)


def _handed_in(table: Table) -> Iterator[TableRow]:
    if table.stored is None:
        return
    found = table.stored.results.filter(withdrawn=False).select_related("paper").order_by("uid")
    for chunk in _chunks(found):
        yield from of_results(chunk)


def _claims(table: Table) -> Iterator[TableRow]:
    for chunk in _chunks(standings(table).order_by("uid").values_list("claim_id", flat=True)):
        claims = rows_by_id(chunk)
        papers = _papers({claim.paper.uid for claim in claims})
        for claim in claims:
            paper = papers[claim.paper.uid]
            yield TableRow(
                uid=claim.uid,
                model_name=", ".join(name.text for name in claim.systems),
                metrics={claim.metric.text: written(claim)},
                paper_title=paper.title,
                paper_url=address(paper),
                paper_date=paper.published_on.isoformat() if paper.published_on else "",
            )


def _papers(uids: set[UUID]) -> dict[UUID, Paper]:
    found = Paper.objects.filter(uid__in=uids).only("uid", "title", "url", "arxiv_id", "published_on")
    return {paper.uid: paper for paper in found}


def _chunks(found: Any) -> Iterator[list[Any]]:
    rest = iter(found.iterator(chunk_size=CHUNK))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
