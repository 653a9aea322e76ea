"""`python -m tests.bench.ranked draw PAPERS`: ranked numbers, drawn at random to be read by people.

PAPERS is a gzipped or plain JSONL file of papers with id, title and abstract. They are read in an order drawn
from the seed, without those of the files after --without, until enough ranked numbers are found; all
numbers of the last paper count. What is ranked is what the site would rank of it: a result on a board or a
saving on the scale of efficiency. Who reads them writes true or false into "right" of each line;
`python -m tests.bench.ranked count FILE` then says how many are right, with 95% intervals (Wilson).
"""

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from extraction.claims import Claim, Document, Mention
from extraction.comparing import COSTS
from extraction.entries import MetricEntry
from extraction.lexicon import Lexicon
from extraction.pipeline import extract
from extraction.records import as_record
from leaderboard.domain import efficiency, names, proportions, ranking, scales

SEED = 20261121
NOBODY = UUID(int=0)
EXAMPLE = """example:
  python -m tests.bench.ranked draw papers.jsonl.gz --number 80 --seed 7 --without train.jsonl > drawn.jsonl
  python -m tests.bench.ranked count drawn.jsonl
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 after the lines of the drawn numbers, or after the shares of right ones."""
    options = _parser().parse_args(arguments)
    if options.do == "count":
        print("\n".join(_counted(_lines(options.file))))
        return 0
    left = {_words(row["abstract"]) for path in options.without for row in _lines(path)}
    papers = [row for row in _lines(options.papers) if _words(row["abstract"]) not in left]
    random.Random(options.seed).shuffle(papers)
    found = 0
    for paper in papers:
        for line in drawn(paper):
            print(json.dumps(line, ensure_ascii=False))
            found += 1
        if found >= options.number:
            break
    return 0


def drawn(paper: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The paper's numbers that would be ranked, each with its text and room for a judgement."""
    lexicon = Lexicon.bundled()
    document = Document(paper["id"], paper.get("title") or "", paper["abstract"])
    read = extract(document, lexicon)
    for claim, record in zip(read.claims, as_record(document, read)["claims"], strict=True):
        if place := ranked_as(claim, lexicon):
            yield {
                "paper": document.id,
                "title": document.title,
                "abstract": document.abstract,
                "as": place,
                "claim": record,
                "right": None,
            }


def ranked_as(claim: Claim, lexicon: Lexicon) -> str | None:
    """ "result" or "saving" where the site would rank the claim, unchecked as it is; None where not."""
    metric = lexicon.metric(_name(claim.metric)) if claim.metric else None
    if metric is None:
        return None
    if _ranks(claim, metric, lexicon):
        return "result"
    return "saving" if metric.family in COSTS and _saves(claim, metric, lexicon) else None


def _ranks(claim: Claim, metric: MetricEntry, lexicon: Lexicon) -> bool:
    entry = ranking.Entry(
        uid=NOBODY,
        kind=claim.kind,
        role=claim.role,
        state="machine",
        bound=claim.quantity.bound,
        direction=metric.direction,
        scaled=_scaled(claim, metric, lexicon),
        confidence=claim.confidence,
        ranged=claim.quantity.value_high is not None,
        benchmarks=len(_keys(claim.benchmarks)),
        other_task=_is_of_other_task(claim, lexicon),
        systems=len(_keys(claim.systems)),
    )
    return ranking.unranked(entry) is None


def _saves(claim: Claim, metric: MetricEntry, lexicon: Lexicon) -> bool:
    entry = efficiency.Entry(
        kind=claim.kind,
        role=claim.role,
        state="machine",
        bound=claim.quantity.bound,
        direction=claim.direction,
        better=metric.direction,
        scaled=_scaled(claim, metric, lexicon),
        confidence=claim.confidence,
        ranged=claim.quantity.value_high is not None,
        systems=len(_keys(claim.systems)),
        saving=efficiency.is_saving(metric.name),
    )
    return efficiency.place(entry).times is not None


def _is_of_other_task(claim: Claim, lexicon: Lexicon) -> bool:
    task = lexicon.task(claim.task) if claim.task else None
    known = [lexicon.benchmark(_name(each)) for each in claim.benchmarks]
    return task is not None and any(each.task != task.name for each in known if each and each.task)


def _scaled(claim: Claim, metric: MetricEntry, lexicon: Lexicon) -> Any:
    scale = scales.Scale(metric.percentage, _unit(metric.unit, lexicon))
    unit = _unit(claim.quantity.unit, lexicon)
    return scales.scaled(claim.quantity.value, kind=claim.kind, unit=unit, scale=scale)


def _unit(written: str | None, lexicon: Lexicon) -> scales.Unit | None:
    entry = lexicon.unit(written) if written else None
    if written is None or entry is None or entry.base is None or entry.factor is None:
        return (written and scales.Unit(written, written)) or None
    implied = entry.name == "dB" or (entry.magnitude and entry.factor == 1)
    return scales.Unit(entry.name, entry.base, entry.factor, implied=implied)


def _name(mention: Mention) -> str:
    return mention.canonical or mention.text


def _keys(mentions: Iterable[Mention]) -> set[str]:
    return {names.key(_name(mention)) for mention in mentions}


def _counted(lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    judged = [(line["as"], line["right"]) for line in lines if line["right"] is not None]
    for name in ("result", "saving", "all"):
        of = [right for place, right in judged if name in (place, "all")]
        share = proportions.share(sum(of), of=len(of))
        interval = f"({share.low:.2f} to {share.high:.2f})"
        yield f"{name}: {share.right} of {share.of} right, {share.share or 0:.3f} {interval}"


def _lines(path: Path) -> list[dict[str, Any]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.splitlines() if line.strip()]


def _words(abstract: str) -> str:
    return names.letters(abstract)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.ranked",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    todo = parser.add_subparsers(dest="do", required=True)
    draw = todo.add_parser("draw", help="write ranked numbers, one JSON object a line")
    draw.add_argument("papers", type=Path)
    draw.add_argument("--number", type=int, default=80, help="ranked numbers, at least so many (80)")
    draw.add_argument("--seed", type=int, default=SEED)
    draw.add_argument(
        "--without", type=Path, nargs="*", default=[], help="files whose abstracts are left out"
    )
    count = todo.add_parser("count", help="the shares of right ones in a file that was read")
    count.add_argument("file", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
