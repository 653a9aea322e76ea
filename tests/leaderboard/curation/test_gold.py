"""Decided claims as annotated abstracts: what is in them, and that the scorers take them."""

import importlib.util
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from extraction.scoring import score
from leaderboard.actions import claims
from leaderboard.models import Claim, ClaimBaseline, Paper
from leaderboard.queries import gold
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db
SCORER = Path(__file__).parents[4] / "shared" / "gold" / "score.py"


ABSTRACT = (
    "𝔽ern 𝟗 reaches 81.5% top-1 on Glade, 12 points above Bramble, and is 3 times faster than ours of 2019."
)


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def paper() -> Paper:
    paper = collection.paper(ABSTRACT, title="Fern", sources=["arxiv"])
    metric = collection.metric("Accuracy", direction="higher")
    metric.aliases.create(name="top-1", key="top1")
    fern = collection.system("Fern")
    first = collection.claim(
        paper,
        "81.5",
        on=collection.benchmark("Glade"),
        metric=metric,
        metric_text="top-1",
        system=fern,
        system_text="𝔽ern",
        unit="%",
        setting="zero-shot",
    )
    ClaimBaseline.objects.create(claim=first, system=collection.system("Bramble"), text="Bramble", position=0)
    collection.claim(paper, "12", kind="difference", direction="up", metric=metric, metric_text="quality")
    collection.claim(paper, "2019")
    return paper


def decide(by: User) -> None:
    first, second, year = Claim.objects.order_by("pk")
    claims.accept(first, by=by)
    claims.correct(second, changes={"unit": "points"}, by=by)
    claims.reject(year, by=by, reason="no result")


def predicted(record: dict[str, Any]) -> dict[str, Any]:
    """The annotations as an engine would give them: one name for each thing."""

    def one(claim: dict[str, Any]) -> dict[str, Any]:
        lists = {name: [each[0] for each in claim[name]] for name in ("benchmark", "system", "baseline")}
        return {
            **claim,
            **lists,
            "metric": next(iter(claim["metric"]), None),
            "kind": next(iter(claim["kind"]), None),
        }

    return {**record, "claims": [one(claim) for claim in record["claims"]]}


def test_a_paper_of_which_everything_was_decided(ann: User, paper: Paper) -> None:
    decide(ann)
    (record,) = gold.records()
    first, second = record["claims"]
    assert first == {
        "start": 15,
        "end": 19,
        "text": "81.5",
        "value": 81.5,
        "value_high": None,
        "unit": "%",
        "kind": ["absolute"],
        "direction": None,
        "role": "result",
        "bound": "exact",
        "metric": ["top-1", "Accuracy"],
        "benchmark": [["Glade"]],
        "system": [["𝔽ern", "Fern"]],
        "baseline": [["Bramble"]],
        "task": [],
        "setting": "zero-shot",
    }
    assert (second["value"], second["unit"], second["metric"]) == (12, "points", ["Accuracy"])
    year = ABSTRACT.index("2019")
    assert record["rejections"] == [{"start": year, "end": year + 4, "text": "2019", "reason": "no result"}]
    assert record["complete"] is True
    for claim in (first, second):
        assert record["abstract"][claim["start"] : claim["end"]] == claim["text"]


def test_a_paper_with_something_open_is_only_partial(ann: User, paper: Paper) -> None:
    claims.accept(Claim.objects.order_by("pk")[0], by=ann)
    assert list(gold.records()) == []
    (record,) = gold.records(partial=True)
    assert record["complete"] is False
    assert [claim.get("optional", False) for claim in record["claims"]] == [False, True, True]


def test_what_nobody_read_is_not_decided(ann: User, paper: Paper) -> None:
    Claim.objects.update(state="curated", decided_at=paper.created_at, decided_by=ann)
    assert list(gold.records(partial=True)) == []


def test_a_claim_of_unclear_kind_is_optional(ann: User, paper: Paper) -> None:
    decide(ann)
    Claim.objects.filter(state="curated").update(kind=None, direction=None)
    (record,) = gold.records()
    assert all(claim["optional"] for claim in record["claims"])


def test_chunks_follow_each_other(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold, "CHUNK", 2)
    for number in range(5):
        claims.accept(collection.claim(collection.paper(f"It scores {number}."), f"{number}"), by=ann)
    assert [record["claims"][0]["value"] for record in gold.records()] == [0, 1, 2, 3, 4]


def test_the_own_scorer_takes_the_file_and_finds_it_right(ann: User, paper: Paper) -> None:
    decide(ann)
    records = list(gold.records())
    assert score(records, [predicted(record) for record in records]).tuple.f1 == 1.0


@pytest.mark.skipif(not SCORER.exists(), reason="the shared scorer is not on this machine")
def test_the_shared_scorer_takes_the_file_and_finds_it_right(ann: User, paper: Paper, tmp_path: Path) -> None:
    decide(ann)
    file = tmp_path / "decided.jsonl"
    call_command("export_gold", str(file), stdout=StringIO())
    spec = importlib.util.spec_from_file_location("shared_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    records = scorer.read(file)
    report, errors = scorer.score(records, [predicted(record) for record in records])
    assert errors == []
    assert report["tuple"]["f1"] == 1.0
    assert set(report["fields"].values()) == {1.0}


def test_the_command_says_how_much_and_where_it_cannot(ann: User, paper: Paper, tmp_path: Path) -> None:
    decide(ann)
    said = StringIO()
    call_command("export_gold", str(tmp_path / "decided.jsonl"), stdout=said)
    assert said.getvalue() == "1 paper with 2 claims\n"
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_gold", str(tmp_path / "no" / "folder"))


def test_the_download_is_the_same(admin_client: Client, ann: User, paper: Paper) -> None:
    decide(ann)
    answer = admin_client.get("/admin/numbers/decided.jsonl")
    lines = b"".join(answer).decode().splitlines()
    assert [json.loads(line) for line in lines] == list(gold.records())
