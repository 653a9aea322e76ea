"""Rows as the API gives them, as plain dicts; `descriptions` says the same to the OpenAPI schema.

Decimals become strings, so that no digit is lost; offsets count Unicode code points of the abstract.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from leaderboard.api.addresses import Addresses
from leaderboard.queries.boards import Board, BoardRow
from leaderboard.queries.catalogue import BoardLine
from leaderboard.queries.changes import Change
from leaderboard.queries.claims import ClaimRow, Doubts, Name, doubts
from leaderboard.queries.contradictions import Dispute
from leaderboard.queries.efficiency import EfficiencyRow
from leaderboard.queries.named import Thing
from leaderboard.queries.papers import PaperRow
from leaderboard.queries.records import ClaimRecord, PaperRecord, Provenance
from leaderboard.queries.things import Kind

ENGINE = "claimboard extraction"
"""The name of the engine that reads papers; `engine_version` says which one of it."""


def name(of: Name) -> dict[str, Any]:
    """A name as it is shown, and the slug of what it was linked to (null: nothing)."""
    return {"name": of.text, "slug": of.slug}


def claim(record: ClaimRecord, at: Addresses) -> dict[str, Any]:
    """A claim with its provenance; `abstract[start:end] == quote` of the paper's abstract."""
    row, origin = record.row, record.provenance
    return {
        "uid": row.uid,
        "url": at.claim(row.uid),
        "permalink": at.claim_page(row.uid),
        "paper": row.paper.uid,
        "paper_title": row.paper.title,
        "published_on": row.paper.published_on,
        "start": row.start,
        "end": row.end,
        "quote": row.quote,
        "sentence_start": origin.sentence_start,
        "sentence_end": origin.sentence_end,
        "sentence": origin.sentence,
        "value": row.value,
        "value_high": row.value_high,
        "scaled": row.scaled,
        "scaled_unit": row.scale,
        "unit": row.unit,
        "kind": row.kind,
        "direction": row.direction,
        "role": row.role,
        "bound": row.bound,
        "metric": name(row.metric),
        "metric_direction": row.metric_direction,
        "metric_text": origin.metric_text,
        "benchmarks": [name(each) for each in row.benchmarks],
        "systems": [name(each) for each in row.systems],
        "system_text": origin.system_text,
        "baselines": [name(each) for each in row.baselines],
        "setting": row.setting,
        "task": row.task,
        "confidence": row.confidence,
        "state": row.state,
        "accepted_by_policy": row.by_policy,
        **_open(row.doubts),
        "engine": ENGINE if origin.engine_version else None,
        "engine_version": origin.engine_version,
        "rules": origin.rules,
        "decided_by": origin.decided_by,
        "decided_at": origin.decided_at,
        "created_at": origin.created_at,
        "updated_at": origin.updated_at,
    }


def provenance(of: Provenance) -> dict[str, Any]:
    """How a claim came to be."""
    return {
        "sentence_start": of.sentence_start,
        "sentence_end": of.sentence_end,
        "sentence": of.sentence,
        "metric_text": of.metric_text,
        "system_text": of.system_text,
        "engine": ENGINE if of.engine_version else None,
        "engine_version": of.engine_version,
        "rules": of.rules,
        "decided_by": of.decided_by,
        "decided_at": of.decided_at,
        "created_at": of.created_at,
        "updated_at": of.updated_at,
    }


def short_claim(row: ClaimRow, at: Addresses) -> dict[str, Any]:
    """A claim beside others: the number, what it is of, and where all of it is."""
    return {
        "uid": row.uid,
        "url": at.claim(row.uid),
        "permalink": at.claim_page(row.uid),
        "paper": row.paper.uid,
        "paper_title": row.paper.title,
        "published_on": row.paper.published_on,
        "quote": row.quote,
        "value": row.value,
        "value_high": row.value_high,
        "scaled": row.scaled,
        "unit": row.unit,
        "kind": row.kind,
        "bound": row.bound,
        "metric": name(row.metric),
        "benchmarks": [name(each) for each in row.benchmarks],
        "systems": [name(each) for each in row.systems],
        "baselines": [name(each) for each in row.baselines],
        "setting": row.setting,
        "confidence": row.confidence,
        "state": row.state,
        "accepted_by_policy": row.by_policy,
        **_open(row.doubts),
    }


def paper(record: PaperRecord, at: Addresses) -> dict[str, Any]:
    """A paper with its abstract, exactly as given."""
    fields = {each: getattr(record, each) for each in _PAPER}
    return {
        "uid": record.uid,
        "url": at.paper(record.uid),
        "permalink": at.paper_page(record.uid),
        "link": record.url,
        **fields,
        "merged_into": record.merged_into__uid,
    }


def short_paper(row: PaperRow, at: Addresses) -> dict[str, Any]:
    """A paper in a list of what was found; `opening` is how its abstract begins."""
    return {
        "uid": row.uid,
        "url": at.paper(row.uid),
        "permalink": at.paper_page(row.uid),
        "title": row.title,
        "opening": row.opening,
        "published_on": row.published_on,
        "state": row.state,
        "claims": row.claims,
    }


def board_line(line: BoardLine, at: Addresses) -> dict[str, Any]:
    """A board in the list of boards; `leader` is null where nobody is ranked."""
    return {
        "url": at.board(line.benchmark.slug or "", line.metric.slug or ""),
        "benchmark": name(line.benchmark),
        "metric": name(line.metric),
        "task": name(line.task),
        "area": line.area,
        "direction": line.direction,
        "results": line.results,
        "claims": line.claims,
        "leader": line.leader.uid if line.leader else None,
    }


def board(found: Board, at: Addresses) -> dict[str, Any]:
    """What a board is about; `direction` is null where it is unknown, and then nothing is ranked."""
    return {
        "url": at.board(found.benchmark.slug, found.metric.slug),
        "benchmark": {"name": found.benchmark.name, "slug": found.benchmark.slug},
        "metric": {"name": found.metric.name, "slug": found.metric.slug},
        "direction": found.metric.direction,
        "unit": found.metric.unit,
        "tabs": {tab.value: number for tab, number in found.counts.items()},
    }


def board_row(row: BoardRow, record: dict[str, Any]) -> dict[str, Any]:
    """A row's place and its claim; `rank` is null, with the reason in `unranked`, where it has none."""
    return {"rank": row.rank, "unranked": row.unranked and row.unranked.value, "claim": record}


def lean_row(row: Mapping[str, Any], at: Addresses) -> dict[str, Any]:
    """A board's row without its provenance, which stands at its `url`."""
    uid, reason = row["uid"], row.get("reason")
    system = {
        "name": row["claim__system__name"] or row["claim__system_text"],
        "slug": row["claim__system__slug"],
    }
    return {
        "rank": None if reason else row["rank"],
        "unranked": reason and reason.value,
        "uid": uid,
        "url": at.claim(uid),
        "permalink": at.claim_page(uid),
        "value": row["claim__value"],
        "value_high": row["claim__value_high"],
        "scaled": row["claim__scaled"],
        "unit": row["claim__unit"],
        "kind": row["claim__kind"],
        "direction": row["claim__direction"],
        "role": row["claim__role"],
        "bound": row["claim__bound"],
        "quote": row["claim__quote"],
        "start": row["claim__start"],
        "end": row["claim__end"],
        "systems": [system, *row["further"]] if system["name"] else row["further"],
        "baselines": row["baselines"],
        "setting": row["claim__setting"],
        "task": row["claim__task_text"],
        "confidence": row["claim__confidence"],
        "state": row["claim__state"],
        "accepted_by_policy": row["by_policy"],
        **_open(doubts(row["doubts"])),
        "paper": row["claim__paper__uid"],
        "paper_title": row["claim__paper__title"],
        "published_on": row["claim__paper__published_on"],
    }


def thing(found: Thing, kind: Kind, at: Addresses) -> dict[str, Any]:
    """A system, benchmark, metric or task; what is unknown of it is null."""
    shown = {
        "uid": found.uid,
        "slug": found.slug,
        "url": at.thing(kind.value, found.slug),
        "permalink": at.thing_page(kind.value, found.slug),
        "name": found.name,
        "description": found.description,
        **found.facts,
        "origin": found.origin,
        "claims": found.claims,
        "created_at": found.created_at,
        "updated_at": found.updated_at,
    }
    return shown if found.aliases is None else shown | {"aliases": found.aliases}


def dispute(found: Dispute, at: Addresses) -> dict[str, Any]:
    """Two claims about the same thing that can't both be true, the lower number first."""
    return {
        "benchmark": name(found.benchmark),
        "metric": name(found.metric),
        "system": name(found.system),
        "certain": found.certain,
        "claims": found.claims,
        "low": short_claim(found.low, at),
        "high": short_claim(found.high, at),
    }


def efficiency_row(row: EfficiencyRow, at: Addresses) -> dict[str, Any]:
    """A claim about speed or cost and its place; `quality` is the claim to read beside it."""
    return {
        "rank": row.rank,
        "unplaced": row.reason and row.reason.value,
        "amount": row.amount,
        "hardware": row.hardware,
        "claim": short_claim(row.claim, at),
        "quality": row.quality and short_claim(row.quality, at),
    }


def change(found: Change, at: Addresses) -> dict[str, Any]:
    """What happened to one thing."""
    return {
        "uid": found.uid,
        "at": found.at,
        "action": found.action,
        "subject": found.subject_type,
        "subject_uid": found.subject_uid,
        "url": _subject(found.subject_type, found.subject_uid, at),
        "actor": found.actor,
        "before": found.before,
        "after": found.after,
        "reason": found.reason,
    }


def _open(found: Doubts) -> dict[str, int]:
    """What people say is wrong, and nobody has settled."""
    return {"open_disputes": found.disputes, "open_corrections": found.corrections}


def _subject(kind: str, uid: UUID, at: Addresses) -> str | None:
    """Where the thing is; null for those that are found by their slugs, which history doesn't hold."""
    places = {"claim": at.claim, "paper": at.paper}
    return places[kind](uid) if kind in places else None


_PAPER = (
    *("title", "abstract", "arxiv_id", "doi", "categories", "authors", "author_count", "published_on"),
    *("date_text", "listed_on", "sources", "is_summary", "retracted_on", "retraction_reason", "state"),
    *("engine_version", "extracted_at", "created_at", "updated_at"),
)
