"""The weights are fitted by the command, the same ones each time, and reach their floor."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.lexicon import Lexicon
from extraction.ranker import Ranker
from extraction.training import gold
from extraction.training.systems import Question, baseline_questions, main, system_questions

DEV = Path(__file__).resolve().parents[4] / "shared" / "gold" / "dev.jsonl"
NAMES = ["Heron", "OspreyNet", "KiteFormer", "SwiftRAG", "GannetLM", "TernNet", "WrenGAN", "FinchDet"]


def annotated(name: str) -> dict[str, object]:
    """One abstract with two claims."""
    abstract = f"We propose {name}, a decoder. {name} reaches 81.5% and beats GPT-4o by 3.2 points."
    claims = []
    for number, kind, baseline in (("81.5", "absolute", []), ("3.2", "difference", [["GPT-4o"]])):
        start = abstract.index(number)
        claim = {"start": start, "end": start + len(number), "text": number, "value": float(number)}
        claim |= {"unit": "%", "kind": kind, "role": "result", "system": [[name]], "baseline": baseline}
        claims.append(claim)
    return {"id": name, "title": f"{name}: A Decoder", "abstract": abstract, "claims": claims}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A file of annotated abstracts."""
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(annotated(name)) + "\n" for name in NAMES), encoding="utf-8")
    return path


def test_the_command_writes_the_same_weights_each_time(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = []
    for run in ("one", "two"):
        into = tmp_path / run
        into.mkdir()
        assert main([str(papers), "--check", str(papers), "--into", str(into)]) == 0
        written.append({path.name: path.read_text(encoding="utf-8") for path in into.iterdir()})
    assert written[0] == written[1]
    assert sorted(written[0]) == ["baseline_linking.json", "system_linking.json"]
    assert "system_linking: check 1.0000" in capsys.readouterr().out


def test_names_are_learnt_from_titles(papers: Path, tmp_path: Path) -> None:
    unlabelled = tmp_path / "papers.jsonl.gz"
    with gzip.open(unlabelled, "wt", encoding="utf-8") as file:
        for name in [*(f"Plover{letter}" for letter in "ABCDEFGHIJKL"), *NAMES]:
            file.write(json.dumps(annotated(name)) + "\n")
    assert main([str(papers), "--unlabelled", str(unlabelled), "--into", str(tmp_path)]) == 0
    assert json.loads((tmp_path / "naming.json").read_text(encoding="utf-8"))["weights"]


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    assert "example: python -m extraction.training.systems" in capsys.readouterr().out


FLOORS = [
    pytest.param("system_linking", system_questions, 0.86, id="systems"),
    pytest.param("baseline_linking", baseline_questions, 0.90, id="baselines"),
]


@pytest.mark.parametrize(("weights", "ask", "floor"), FLOORS)
def test_floor(weights: str, ask: Callable[[gold.Annotated], Iterator[Question]], floor: float) -> None:
    if not DEV.exists():
        assert "CI" not in os.environ or not DEV.parents[1].exists(), f"{DEV} must be there in CI"
        pytest.skip("the annotated abstracts do not stand beside the checkout")
    ranker = Ranker.bundled(weights)
    questions = [q for paper in gold.read(DEV, Lexicon.bundled()) for q in ask(paper) if q.counts]
    assert sum(_right(ranker, q) for q in questions) / len(questions) >= floor


def _right(ranker: Ranker, question: Question) -> bool:
    chances = ranker.probabilities(question.example.candidates)
    return question.example.right[chances.index(max(chances))]
