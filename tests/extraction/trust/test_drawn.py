"""The sample of ranked numbers that people read: what is drawn, and how it is counted."""

import json
from pathlib import Path

import pytest

from tests.bench.ranked import drawn, main

PAPER = {"id": "1", "title": "Gull: Birds", "abstract": "Gull achieves 83.8% top-1 accuracy on ImageNet."}


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Gull achieves 83.8% top-1 accuracy on ImageNet.", ["result"]),
        ("Gull is 2.5x faster than Tern.", ["saving"]),
        ("Gull achieves 83.8% top-1 accuracy.", []),
        ("Gull improves the top-1 accuracy on ImageNet by 1.2 points.", []),
        ("Gull reaches a zestiness of 83.8 on ImageNet.", []),
        ("Birds fly.", []),
    ],
)
def test_what_the_site_would_rank(abstract: str, expected: list[str]) -> None:
    assert [line["as"] for line in drawn({**PAPER, "abstract": abstract})] == expected


def test_the_same_seed_draws_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    papers = [
        {**PAPER, "id": str(n), "abstract": PAPER["abstract"].replace("83.8", f"8{n}.5")} for n in range(9)
    ]
    file, known = tmp_path / "papers.jsonl", tmp_path / "known.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    known.write_text(json.dumps(papers[0]) + "\n")
    asked = ["draw", str(file), "--number", "3", "--seed", "5", "--without", str(known)]
    outputs = []
    for _ in range(2):
        assert main(asked) == 0
        outputs.append(capsys.readouterr().out)
    lines = [json.loads(line) for line in outputs[0].splitlines()]
    assert outputs[0] == outputs[1]
    assert len(lines) == 3
    assert "0" not in {line["paper"] for line in lines}


def test_what_was_read_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = [("result", True), ("result", False), ("saving", True), ("saving", None)]
    file = tmp_path / "read.jsonl"
    file.write_text("".join(json.dumps({"as": place, "right": right}) + "\n" for place, right in places))
    assert main(["count", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "result: 1 of 2 right, 0.500 (0.09 to 0.91)",
        "saving: 1 of 1 right, 1.000 (0.21 to 1.00)",
        "all: 2 of 3 right, 0.667 (0.21 to 0.94)",
    ]
