"""`manage.py export_gold`: what people decided, as annotated abstracts for training and measuring."""

import json
import sys
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leaderboard.queries import gold


class Command(BaseCommand):
    """One JSON object a line."""

    help = (
        "Write decided claims as annotated abstracts, JSON lines: id, title, abstract, claims (offsets in "
        "code points), rejections (numbers that a person said are no claims), complete, sources. Without "
        "--partial only papers whose every claim a person decided about one by one; what was accepted in "
        "bulk or by a policy was read by nobody. Numbers that the engine never proposed were seen by nobody "
        "either, so recall measured on the file is an upper bound. The file holds titles and whole "
        "abstracts: they belong to their authors, and whether they may be passed on is said by the places "
        "named in sources, not by this site. Exit code 0: written; 1: the file cannot be written. "
        "Example: python manage.py export_gold decided.jsonl && python manage.py evaluate decided.jsonl"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and of which papers."""
        parser.add_argument("file", help="the file to write, - for the standard output")
        parser.add_argument(
            "--partial",
            action="store_true",
            help="also papers of which only some claims were decided about; the others are optional there",
        )

    def handle(self, *args: Any, file: str, partial: bool, verbosity: int = 1, **options: Any) -> None:
        """Write, and say how much."""
        if file == "-":
            self._write(sys.stdout, partial=partial)
            return
        try:
            with Path(file).open("w", encoding="utf-8") as target:
                papers, claims = self._write(target, partial=partial)
        except OSError as error:
            raise CommandError(
                f"{file} cannot be written ({error}); name a file in a folder of yours"
            ) from error
        if verbosity:
            self.stdout.write(f"{papers} paper{'s' * (papers != 1)} with {claims} claim{'s' * (claims != 1)}")

    def _write(self, target: TextIO, *, partial: bool) -> tuple[int, int]:
        papers = claims = 0
        for record in gold.records(partial=partial):
            target.write(json.dumps(record, ensure_ascii=False) + "\n")
            papers, claims = papers + 1, claims + len(record["claims"])
        return papers, claims
