"""Records for tests, and the one place where a test asks what became of them."""

from typing import Any

from leaderboard.actions.ingest import IngestReport, ingest
from leaderboard.models import Paper
from leaderboard.sources.records import Entry, PaperRecord, checked


def record(abstract: str = "We sort stamps.", *, source: str = "test:1", **fields: Any) -> PaperRecord:
    """A record with a place and a source."""
    return PaperRecord(abstract=abstract, **({"source": source, "place": "line 1"} | fields))


def take_in(*entries: Entry) -> IngestReport:
    """The report on one file of these entries."""
    return ingest(checked(entries))


def counts(report: IngestReport) -> tuple[int, int, int, int, int]:
    """New, already there, merged, conflicts, rejected."""
    return (report.new, report.there, report.merged, report.conflicts, report.rejected)


def rows() -> list[dict[str, Any]]:
    """Every paper's row as it stands, in the order of taking in."""
    return [dict(row) for row in Paper.objects.order_by("id").values()]
