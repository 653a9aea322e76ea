"""`manage.py evaluate`: how well the engine reads, measured on annotated abstracts."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import track
from rich.table import Table

from extraction import ENGINE_VERSION
from extraction.claims import Document
from extraction.evaluation import MEASURES, Evaluation, Group, evaluate
from extraction.lexicon import Lexicon
from extraction.pipeline import extract
from extraction.records import as_record
from extraction.scoring import Record


class Command(BaseCommand):
    """Scores by kind, metric family and error class, with intervals."""

    help = (
        "Read annotated abstracts (JSON lines with id, title, abstract and claims) with the engine and print "
        "how much of it is right. Example: python manage.py evaluate annotated.jsonl --errors "
        "errors.jsonl. Exit codes: 0 evaluated, 1 the file cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to read, and where to write what went wrong."""
        parser.add_argument("annotated", type=Path, help="annotated abstracts, JSON lines")
        parser.add_argument("--errors", type=Path, metavar="FILE", help="also write every error, a line each")

    def handle(self, *args: Any, annotated: Path, errors: Path | None, **options: Any) -> None:
        """Evaluate, print, and write the errors."""
        records = _records(annotated)
        lexicon = Lexicon.bundled()
        console = Console(file=cast("IO[str]", self.stdout))
        predicted = [
            _prediction(record, lexicon)
            for record in track(records, description="reading abstracts", console=Console(stderr=True))
        ]
        evaluation = evaluate(records, predicted, lexicon=lexicon)
        console.print(f"engine {ENGINE_VERSION}, {len(records)} abstracts of {annotated.name}")
        for table in _tables(evaluation):
            console.print(table)
        if errors is not None:
            _write_errors(errors, evaluation)


def _records(path: Path) -> list[Record]:
    records = []
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                records.append(_record(line, f"{path}, line {number}"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read ({error}); name a file of annotated abstracts") from error
    if not records:
        raise CommandError(f"{path} holds no abstracts; give one JSON object a line")
    return records


def _record(line: str, place: str) -> Record:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise CommandError(f"{place} is not JSON ({error}); give one object a line") from error
    missing = [
        name for name in ("id", "abstract", "claims") if not isinstance(record, dict) or name not in record
    ]
    if missing:
        raise CommandError(f"{place} has no {missing[0]}; annotated abstracts have id, abstract and claims")
    return dict(record)


def _prediction(record: Record, lexicon: Lexicon) -> Record:
    document = Document(record["id"], record.get("title") or "", record["abstract"])
    return as_record(document, extract(document, lexicon))


def _tables(evaluation: Evaluation) -> list[Table]:
    report = evaluation.report
    scores = Table("measure", "precision", "recall", "F1", "95% interval", title="Scores")
    for name in MEASURES:
        counts, interval = getattr(report, name), evaluation.intervals[name]
        shares = (f"{share:.3f}" for share in (counts.precision, counts.recall, counts.f1))
        scores.add_row(name, *shares, f"{interval.low:.3f} to {interval.high:.3f}")
    fields = Table("field", "accuracy", title="Fields of matched mentions")
    for name, share in report.fields.items():
        fields.add_row(name, f"{share:.3f}")
    errors = Table("error", "claims", title="Errors")
    for what, count in evaluation.errors:
        errors.add_row(what, str(count))
    families = _group_table("Right claims by metric family", evaluation.families)
    return [scores, fields, _group_table("Right claims by kind", evaluation.kinds), families, errors]


def _group_table(title: str, groups: Sequence[Group]) -> Table:
    table = Table("class", "annotated", *MEASURES, title=title)
    for group in groups:
        shares = (f"{share:.3f}" for share in (group.mention, group.value, group.tuple))
        table.add_row(group.name, str(group.annotated), *shares)
    return table


def _write_errors(path: Path, evaluation: Evaluation) -> None:
    with path.open("w", encoding="utf-8") as file:
        for error in evaluation.report.errors:
            line = {
                "id": error.id,
                "error": error.what,
                "annotated": error.annotated,
                "predicted": error.predicted,
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
