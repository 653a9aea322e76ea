"""The sample corpus that a fresh machine shows."""

from datetime import timedelta
from pathlib import Path

import leaderboard
from leaderboard.domain.abstracts import abstract_key
from leaderboard.sources import formats, places
from leaderboard.sources.records import PaperRecord

SAMPLE = Path(leaderboard.__file__).parent / "sample"
BENCHMARKS = (
    "ImageNet", "COCO", "ADE20K", "CIFAR-10", "WMT14 English-German", "WMT14 English-French", "GLUE",
    "SQuAD v1.1", "SQuAD v2.0", "LibriSpeech test-clean", "LibriSpeech test-other", "GSM8K", "MMLU",
    "HumanEval", "Penn Treebank",
)  # fmt: skip


def sample() -> list[PaperRecord]:
    (opener,) = places.contents(str(SAMPLE))
    with opener as content:
        entries = list(formats.read(content))
    records = [entry for entry in entries if isinstance(entry, PaperRecord)]
    assert len(records) == len(entries)
    return records


def test_every_record_is_marked_as_a_summary_of_a_known_paper() -> None:
    records = sample()
    assert len(records) >= 48
    for record in records:
        assert record.is_summary
        assert record.title
        assert record.arxiv_id is not None
        assert record.source == f"jsonl:summary-{record.arxiv_id}"
        assert record.url == f"https://arxiv.org/abs/{record.arxiv_id}"
        assert record.published_on is not None
        # An arXiv number begins with the month in which the paper was announced, days after it came.
        announced = (record.published_on, record.published_on + timedelta(days=4))
        assert record.arxiv_id[:4] in {f"{day:%y%m}" for day in announced}


def test_no_paper_stands_twice() -> None:
    records = sample()
    assert len({record.arxiv_id for record in records}) == len(records)
    assert len({abstract_key(record.abstract) for record in records}) == len(records)
    assert len({record.title for record in records}) == len(records)


def test_every_benchmark_has_several_papers() -> None:
    texts = [record.abstract for record in sample()]
    for benchmark in BENCHMARKS:
        assert sum(benchmark in text for text in texts) >= 3, benchmark
