"""The project's own gold: abstracts written for it, with the claims and rejections that are right.

Every `*.jsonl` beside this file holds one case a line: `name` (what it shows), `title`, `abstract`, `claims`,
`rejections` (number and reason) and `miss`, for what the engine is known to read wrong: the part of the case
(numbers, names, dropped) and what comes instead. Fields and rules are those of the scorer: a list holds
answers that are equally right, and "" among names says that giving none is right too.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.claims import Document

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """One abstract and what is right about it; `miss` says by part what the engine gets wrong."""

    name: str
    document: Document
    claims: tuple[dict[str, Any], ...]
    rejections: tuple[tuple[str, str], ...]
    miss: dict[str, str]
    file: str


def cases() -> list[Case]:
    """All cases, in the order of files and lines."""
    return [
        _case(json.loads(line), path.name)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def _case(record: dict[str, Any], file: str) -> Case:
    return Case(
        name=record["name"],
        document=Document(record["name"], record["title"], record["abstract"]),
        claims=tuple(record["claims"]),
        rejections=tuple((number, reason) for number, reason in record["rejections"]),
        miss=record.get("miss", {}),
        file=file,
    )
