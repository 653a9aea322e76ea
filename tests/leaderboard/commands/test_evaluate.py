"""`manage.py evaluate`: what it prints, what it writes, what it refuses."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ABSTRACT = "We present Heron. Heron reaches 81.5% accuracy on MathQuest."
START = ABSTRACT.index("81.5")
RECORD = {
    "id": "1",
    "title": "Heron",
    "abstract": ABSTRACT,
    "claims": [
        {
            "start": START,
            "end": START + 4,
            "value": 81.5,
            "unit": "%",
            "kind": ["absolute"],
            "role": "result",
            "metric": ["precision"],
            "benchmark": [],
            "system": [],
            "baseline": [],
        }
    ],
}


def test_prints_scores_and_writes_errors(tmp_path: Path) -> None:
    annotated, errors, out = tmp_path / "gold.jsonl", tmp_path / "errors.jsonl", io.StringIO()
    annotated.write_text(json.dumps(RECORD) + "\n")
    call_command("evaluate", str(annotated), errors=errors, stdout=out)
    assert "95% interval" in out.getvalue()
    (error,) = [json.loads(line) for line in errors.read_text().splitlines()]
    assert error["id"] == "1"
    assert "metric" in error["error"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no abstracts"),
        (b'{"id": "1", "abstract": "", "claims": []}\n{"id"', "line 2 is not JSON"),
        (b"[]", "has no id"),
        (b'{"id": "1", "abstract": ""}', "has no claims"),
        (b"\xff", "cannot be read"),
    ],
)
def test_unusable_files_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("evaluate", str(path), stdout=io.StringIO())
