"""Claims as plain records: what the command writes and the scorer reads."""

from typing import Any

from extraction.claims import Claim, Document, Extraction, Mention


def as_record(document: Document, extraction: Extraction, *, rejections: bool = False) -> dict[str, Any]:
    """Plain fields of one document's claims, ready for JSON."""
    record: dict[str, Any] = {
        "id": document.id,
        "claims": [_claim(c, document.abstract) for c in extraction.claims],
    }
    if rejections:
        record["rejections"] = [
            {
                "start": r.span.start,
                "end": r.span.end,
                "text": document.abstract[r.span.start : r.span.end],
                "reason": r.reason,
            }
            for r in extraction.rejections
        ]
    return record


def _claim(claim: Claim, abstract: str) -> dict[str, Any]:
    quantity = claim.quantity
    span = quantity.span
    return {
        "start": span.start,
        "end": span.end,
        "text": abstract[span.start : span.end],
        "value": float(quantity.value),
        "value_high": None if quantity.value_high is None else float(quantity.value_high),
        "unit": quantity.unit,
        "kind": claim.kind,
        "direction": claim.direction,
        "role": claim.role,
        "bound": quantity.bound,
        "metric": _name(claim.metric),
        "benchmark": [_name(mention) for mention in claim.benchmarks],
        "system": [_name(mention) for mention in claim.systems],
        "baseline": [_name(mention) for mention in claim.baselines],
        "task": claim.task,
        "setting": claim.setting,
        "confidence": round(claim.confidence, 4),
    }


def _name(mention: Mention | None) -> str | None:
    """The words of the text, not what they were linked to: what the text says is the engine's to say."""
    return None if mention is None else mention.text
