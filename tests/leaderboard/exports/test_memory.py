"""Exports take the same memory for few rows and for many."""

import tracemalloc
from pathlib import Path

import pyarrow
import pytest

from leaderboard.exports import parquet
from leaderboard.exports.collection import export
from leaderboard.models import Paper
from tests.leaderboard.exports.generated import generate

pytestmark = pytest.mark.django_db(transaction=True)

FEW, MANY = 4_000, 40_000
ROOM = 1_000_000
"""Bytes by which the peak may differ; the files of many rows are some 30 MB larger."""


def test_memory_does_not_grow_with_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "BLOCK", 500_000)
    generate(FEW)
    export(tmp_path / "first")  # what is imported and compiled once
    few = peak(tmp_path / "few")
    Paper.objects.all().delete()
    generate(MANY)
    many = peak(tmp_path / "many")
    assert sum(file.stat().st_size for file in (tmp_path / "many").iterdir()) > 30 * ROOM
    assert many[0] < few[0] + ROOM
    assert many[1] < few[1] + ROOM


def peak(folder: Path) -> tuple[int, int]:
    """The most that Python, and that Arrow, held at any time of an export."""
    arrow = pyarrow.proxy_memory_pool(pyarrow.default_memory_pool())
    tracemalloc.start()
    before = pyarrow.default_memory_pool()
    pyarrow.set_memory_pool(arrow)
    try:
        export(folder)
        return tracemalloc.get_traced_memory()[1], arrow.max_memory() or 0
    finally:
        pyarrow.set_memory_pool(before)
        tracemalloc.stop()
