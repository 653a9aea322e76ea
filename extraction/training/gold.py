"""Annotated abstracts as the engine's own structures, so that linkers can be fitted on right numbers."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extraction import sentences, text
from extraction.claims import Bound, Direction, Document, Kind, Quantity, Role, Span
from extraction.context import Context, Reading, Text
from extraction.lexicon import Lexicon

Annotation = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An abstract with the readings that its annotation gives, and the annotations in the same order."""

    id: str
    context: Context
    readings: tuple[Reading, ...]
    annotations: tuple[Annotation, ...]


def read(path: Path, lexicon: Lexicon) -> Iterator[Annotated]:
    """The abstracts of a JSONL file of annotations that have any."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["claims"]:
                yield _annotated(record, lexicon)


def names_metric(annotation: Annotation, name: str) -> bool:
    """Whether the name ("" for none) is one of the annotated ones."""
    names = {key(each) for each in annotation["metric"]}
    return key(name) in names if name else not names or "" in names


def names_things(things: Sequence[Sequence[str]], names: Sequence[str]) -> bool:
    """Whether the names are exactly the annotated things; a thing with "" among its names may be missing."""
    groups = [{key(each) for each in thing} for thing in things]
    given = {key(name) for name in names}
    return all(group & given or "" in group for group in groups) and all(
        any(name in group for group in groups) for name in given
    )


def key(name: str) -> str:
    """The form in which annotated names are compared: generic words dropped, letters and digits only."""
    words = unicodedata.normalize("NFKC", name).casefold().split()
    kept = [word for word in words if word.strip(".,") not in _GENERIC] or words
    return re.sub(r"[^\w]|_", "", "".join(kept))


_GENERIC = frozenset(["the", "dataset", "datasets", "benchmark", "benchmarks", "model", "models"])


def _annotated(record: dict[str, Any], lexicon: Lexicon) -> Annotated:
    clean = text.clean(record["abstract"])
    cut = sentences.split(clean)
    context = Context(
        document=Document(record["id"], record.get("title") or "", record["abstract"]),
        title=text.clean(record.get("title") or ""),
        text=clean,
        sentences=cut,
        lexicon=lexicon,
    )
    claims = sorted(record["claims"], key=lambda claim: (claim["start"], claim["end"]))
    inverse = _inverse(clean)
    readings = [_reading(claim, inverse, cut) for claim in claims]
    kept = [(r, c) for r, c in zip(readings, claims, strict=True) if r is not None]
    return Annotated(record["id"], context, tuple(r for r, _ in kept), tuple(c for _, c in kept))


def _inverse(clean: Text) -> dict[int, int]:
    """From each raw offset to the clean character that came from it."""
    return {
        raw: at for at in reversed(range(len(clean.clean))) for raw in range(clean.starts[at], clean.ends[at])
    }


def _reading(claim: Annotation, inverse: dict[int, int], cut: Sequence[Span]) -> Reading | None:
    """The reading that the annotation describes; None where clean-up dropped its characters."""
    places = [inverse[raw] for raw in range(claim["start"], claim["end"]) if raw in inverse]
    sentence = next((s for s in cut if places and s.start <= places[0] < s.end), None)
    if sentence is None:
        return None
    high = claim.get("value_high")
    quantity = Quantity(
        span=Span(places[0], places[-1] + 1),
        value=Decimal(str(claim["value"])),
        value_high=None if high is None else Decimal(str(high)),
        unit=claim["unit"],
        bound=Bound(_first(claim.get("bound")) or Bound.EXACT),
    )
    direction = _first(claim.get("direction"))
    return Reading(
        quantity=quantity,
        sentence=sentence,
        kind=Kind(_first(claim["kind"])),
        direction=Direction(direction) if direction else None,
        role=Role(_first(claim["role"])),
    )


def _first(value: str | Sequence[str] | None) -> str:
    """The value, or the first where several are equally good; "" where there is none."""
    return value if isinstance(value, str) else value[0] if value else ""
