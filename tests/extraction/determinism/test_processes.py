"""The same bytes for the same papers: whatever the seed of hashes, the order and the size of the batch."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.extraction.gold.cases import cases

ROOT = Path(__file__).parents[3]
LINES = [
    json.dumps({"id": case.name, "title": case.document.title, "abstract": case.document.abstract})
    for case in cases()
]


def read(lines: Sequence[str], *, seed: str = "0", locale: str = "C.UTF-8") -> dict[str, bytes]:
    """What one process of the engine writes, by paper."""
    done = subprocess.run(
        [sys.executable, "-m", "extraction", "--rejections"],
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONIOENCODING": "utf-8"},
    )
    written = done.stdout.splitlines()
    assert [json.loads(line)["id"] for line in written] == [json.loads(line)["id"] for line in lines]
    return {json.loads(line)["id"]: line for line in written}


@pytest.fixture(scope="module")
def expected() -> dict[str, bytes]:
    return read(LINES)


@pytest.mark.parametrize("seed", ["1", "42", "4294967295"])
def test_seed_of_hashes_changes_no_byte(expected: dict[str, bytes], seed: str) -> None:
    assert read(LINES, seed=seed) == expected


def test_locale_changes_no_byte(expected: dict[str, bytes]) -> None:
    assert read(LINES, locale="C") == expected


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(lambda lines: lines[::-1], id="backwards"),
        pytest.param(lambda lines: lines[1::2] + lines[::2], id="every_other_first"),
        pytest.param(lambda lines: sorted(lines, key=len), id="shortest_first"),
    ],
)
def test_order_of_papers_changes_no_byte(expected: dict[str, bytes], order: object) -> None:
    assert callable(order)
    assert read(order(LINES), seed="7") == expected


@pytest.mark.parametrize("size", [17])
def test_size_of_batches_changes_no_byte(expected: dict[str, bytes], size: int) -> None:
    found: dict[str, bytes] = {}
    for start in range(0, len(LINES), size):
        found |= read(LINES[start : start + size])
    assert found == expected


def test_paper_read_twice_in_one_process_gives_the_same_bytes(expected: dict[str, bytes]) -> None:
    assert read([*LINES, *LINES[::-1]][len(LINES) :]) == expected
    twice = [json.dumps(json.loads(line) | {"id": f"{n}"}) for n, line in enumerate([LINES[0]] * 3)]
    assert len({line.partition(b",")[2] for line in read(twice).values()}) == 1
