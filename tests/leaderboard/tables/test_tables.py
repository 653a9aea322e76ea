"""`import_tables` and `export_tables`: dirt kept and reported, round trips, constant memory."""

import gzip
import io
import json
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboard.actions import results
from leaderboard.exports import evaluation_tables as export
from leaderboard.models import (
    Benchmark,
    Evaluation,
    EvaluationMetric,
    EvaluationResult,
    EvaluationValue,
    Event,
    Metric,
    Paper,
    Task,
)
from leaderboard.sources import evaluation_tables
from leaderboard.sources.content import Content
from tests.leaderboard import collection
from tests.leaderboard.pwc import small

pytestmark = pytest.mark.django_db

DIRTY = [
    ("Wren", {"Top 1 Accuracy": "85,3%", "Params": "25M"}, "2020-03-01"),
    ("Robin", {"Top 1 Accuracy": "0.861", "Params": None}, "2999-01-01"),
    ("Finch", {"Top 1 Accuracy": "83 ± 0.2"}, None),
    ("Finch", {"Top 1 Accuracy": "84"}, None),
    ("Tit", {"Top 1 Accuracy": "+2.5"}, "Mar 2021"),
    ("", {"Top 1 Accuracy": 80.50}, "2021-02-30"),
]


def _row(name: str, metrics: Any, day: Any, **fields: Any) -> dict[str, Any]:
    links = {"code_links": [{"title": "wren", "url": "https://code.example/wren"}], "model_links": []}
    paper = {
        "paper_title": f"{name}: a paper",
        "paper_url": "https://arxiv.org/abs/2401.00001v2",
        "paper_date": day,
    }
    return {"model_name": name, "metrics": metrics, "uses_additional_data": False, **paper, **links, **fields}


def _dataset(name: str, rows: Any, **fields: Any) -> dict[str, Any]:
    sota = {"metrics": ["Top 1 Accuracy", "Params"], "rows": rows}
    links: dict[str, Any] = {"dataset_links": [], "dataset_citations": []}
    return {"dataset": name, "description": "", "subdatasets": [], "sota": sota, **links, **fields}


def _task(name: str, *datasets: Any, **fields: Any) -> dict[str, Any]:
    common = {"categories": ["Computer Vision"], "description": "", "source_link": None, "synonyms": []}
    return {"task": name, "datasets": list(datasets), "subtasks": [], **common, **fields}


def _dump() -> list[Any]:
    part = _dataset("BirdNet (nests)", [_row("Wren", {"Top 1 Accuracy": "70"}, None)])
    whole = _dataset("BirdNet", [_row(*row) for row in DIRTY], subdatasets=[part])
    below = _task("Gull Naming", _dataset("GullNet", [_row("Gull", {"Top 1 Accuracy": "0.5"}, None)]))
    return [_task("Bird Naming", whole, subtasks=[below]), _task("Empty Task")]


def _written(folder: Path, dump: Any, name: str = "tables.json") -> Path:
    path = folder / name
    path.write_text(dump if isinstance(dump, str) else json.dumps(dump, sort_keys=True), encoding="utf-8")
    return path


def _import(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_tables", str(path), stdout=out, verbosity=0, **options)
    return out.getvalue()


def _export() -> str:
    return "".join(export.pieces())


def _counts() -> list[int]:
    return [
        model.objects.count()
        for model in (Evaluation, EvaluationMetric, EvaluationResult, EvaluationValue, Event)
    ]


def test_dirt_is_kept_and_every_decision_reported(tmp_path: Path) -> None:
    collection.metric("Top 1 Accuracy", direction=Metric.Direction.HIGHER, percentage=True)
    told = _import(_written(tmp_path, _dump()))
    for words in (
        "decimal comma",
        "proportion among percentages, times 100",
        "spread after the value",
        "a gain or a factor",
        "a date in the future",
        "no date of the paper",
        "a date that is no full day",
        "a metric of unknown direction",
        "a row without a model's name",
        "Bird Naming / BirdNet / Tit / Top 1 Accuracy: +2.5",
    ):
        assert words in told
    values = EvaluationValue.objects.filter(
        column__name="Top 1 Accuracy", column__evaluation__benchmark__slug="birdnet"
    )
    assert [(value.raw, value.scaled and f"{value.scaled:f}") for value in values.order_by("pk")] == [
        ("85,3%", "85.3"),
        ("0.861", "86.100"),
        ("83 ± 0.2", "83"),
        ("84", "84"),
        ("+2.5", None),
        ("80.5", "80.5"),
    ]
    assert Task.objects.get(slug="gull-naming").parent == Task.objects.get(slug="bird-naming")
    assert Evaluation.objects.get(benchmark__slug="birdnet-nests").within == collection.benchmark("BirdNet")


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = _written(tmp_path, _dump())
    _import(path)
    before, text = _counts(), _export()
    assert "rows there already                               8" in _import(path)
    assert (_counts(), _export()) == (before, text)


def test_an_export_is_stable_and_its_import_changes_nothing(tmp_path: Path) -> None:
    small.build()
    _import(_written(tmp_path, _dump()))
    text, before = _export(), _counts()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    told = _import(_written(tmp_path, text, "export.json"))
    assert "rows there as a claim                            2" in told
    assert (_counts(), _export()) == (before, text)


def test_an_export_is_the_same_after_a_way_through_an_empty_database(tmp_path: Path) -> None:
    small.build()
    _import(_written(tmp_path, _dump()))
    path = _written(tmp_path, _export(), "export.json")
    _empty()
    _import(path)
    assert _export() == path.read_text(encoding="utf-8")


def test_gains_are_no_scores_in_an_export(tmp_path: Path) -> None:
    small.build()
    _import(_written(tmp_path, _dump()))
    rows = [row for dataset in _datasets(json.loads(_export())) for row in dataset["sota"]["rows"]]
    assert "Delta" not in {row["model_name"] for row in rows}
    assert [row["unread_metrics"] for row in rows if row["model_name"] == "Tit"] == [
        {"Top 1 Accuracy": "+2.5"}
    ]
    assert [row["metrics"] for row in rows if row["model_name"] == "Tit"] == [{}]


def test_posted_rows_survive_the_round_trip(tmp_path: Path) -> None:
    _import(_written(tmp_path, _dump()))
    ada = User.objects.create(username="ada")
    evaluation = Evaluation.objects.get(benchmark__slug="gullnet")
    paper = collection.paper("An abstract.", title="A title", arxiv_id="2401.00009")
    facts: results.ResultFacts = {
        "metrics": {"Top 1 Accuracy": 0.7},
        "methodology": "A  Gull",
        "paper": paper,
        "paper_text": str(paper.uid),
        "evaluated_on": date(2024, 1, 2),
        "date_text": "2024-01-02",
    }
    results.add(evaluation, facts=facts, by=ada)
    text, before = _export(), _counts()
    _import(_written(tmp_path, text, "export.json"))
    assert (_counts(), _export()) == (before, text)


def test_what_a_person_decided_stays(tmp_path: Path) -> None:
    path = _written(tmp_path, _dump())
    _import(path)
    ada = User.objects.create(username="ada")
    changed, gone = EvaluationResult.objects.filter(methodology__in=["Wren", "Robin"]).order_by("pk")[:2]
    results.change(changed, facts={"metrics": {"Top 1 Accuracy": "12"}}, by=ada)
    results.withdraw(gone, by=ada)
    assert "rows kept as a person decided                    2" in _import(path)
    changed.refresh_from_db()
    assert changed.values.get().raw == "12"
    assert EvaluationResult.objects.get(pk=gone.pk).withdrawn


def test_a_changed_value_is_changed_with_its_history(tmp_path: Path) -> None:
    _import(_written(tmp_path, _dump()))
    dump = _dump()
    dump[0]["datasets"][0]["sota"]["rows"][0]["metrics"] = {"Top 1 Accuracy": "86"}
    assert "rows changed                                     1" in _import(_written(tmp_path, dump))
    event = Event.objects.filter(subject_type="result", action="import").get()
    assert (event.before or {})["metrics"]["Top 1 Accuracy"] == "85,3%"
    assert (event.after or {})["metrics"] == {"Top 1 Accuracy": "86"}


def test_names_that_count_as_one_are_reported(tmp_path: Path) -> None:
    rows = [_row("m", {"M": 1}, None)]
    told = _import(
        _written(tmp_path, [_task("A", _dataset("Bird-Net", rows)), _task("B", _dataset("Birdnet", rows))])
    )
    assert "Birdnet = Bird-Net" in told


def test_papers_are_linked_by_their_arxiv_number(tmp_path: Path) -> None:
    paper = collection.paper("An abstract.", arxiv_id="2401.00001")
    _import(_written(tmp_path, _dump()))
    assert set(EvaluationResult.objects.values_list("paper", flat=True)) == {paper.pk}


def test_gzip_and_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "tables.json.gz"
    path.write_bytes(gzip.compress(json.dumps(_dump()).encode()))
    _import(path)
    out = tmp_path / "out.json"
    call_command("export_tables", str(out))
    assert out.read_text(encoding="utf-8") == _export()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_tables", str(tmp_path / "no" / "out.json"))


BROKEN = {
    "empty": ("", "ends early|not JSON"),
    "object": ("{}", "a JSON list of tasks"),
    "number": ("3", "a JSON list of tasks"),
    "cut": (json.dumps(_dump())[:-200], "broken or ends early"),
    "two": ("[] []", "broken or ends early|not JSON|follows the list"),
    "garbage": ("[{]", "broken|not JSON"),
    "deep tasks": ('[{"subtasks": ' * 100, "40 deep|broken"),
    "deep value": ('[{"description": ' + "[" * 1000, "one value|broken"),
}


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
def test_broken_files_are_refused_as_a_whole(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CommandError, match=words) as refused:
        _import(_written(tmp_path, text))
    assert refused.value.returncode == 1
    assert _counts() == [0, 0, 0, 0, 0]
    assert not Task.objects.exists()


def test_a_file_that_breaks_among_its_rows_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "latin.json"
    path.write_bytes(json.dumps(_dump()).encode().replace(b"Robin", b"Rob\xefn"))
    with pytest.raises(CommandError, match=r"latin\.json"):
        _import(path)
    assert not Task.objects.exists()


ODD = {
    "null": [None, 3, "x"],
    "no names": [{"datasets": [{"sota": {"rows": [{"metrics": {"M": 1}}]}}]}],
    "wrong kinds": [{"task": 3, "datasets": {"a": 1}, "subtasks": "x", "categories": {}}],
    "wrong rows": [
        _task("T", _dataset("D", [None, 3, {}, {"metrics": [1]}, {"metrics": {"M": {"a": 1}, "?": "1"}}]))
    ],
    "signs": [_task("?!", _dataset("D", [])), _task("T", _dataset("\0", []))],
    "surrogate": [_task("T\ud800x", _dataset("D\ud800", [_row("\ud800", {"\ud800M": "\ud800"}, None)]))],
    "long": [
        _task("T" * 300, _dataset("D", [])),
        _task("T", _dataset("D", [_row("m" * 90_000, {"M": "9" * 90_000}, "d" * 500)])),
    ],
    "circle": [_task("A", subtasks=[_task("B", subtasks=[_task("A", _dataset("D", []))])])],
    "data sets in a circle": [
        _task("A", _dataset("D", [], subdatasets=[_dataset("E", [], subdatasets=[_dataset("D", [])])]))
    ],
    "twice": [
        _task("A", _dataset("D-1", [_row("m", {"M": 1}, None)]), _dataset("D 1", [_row("m", {"N": 1}, None)]))
    ],
    "keys": [_task("T", _dataset("D", [_row("m", {"Top-1": "1", "top 1": "2"}, None)]))],
}


@pytest.mark.parametrize("dump", ODD.values(), ids=ODD)
def test_odd_files_are_taken_in_and_reported(tmp_path: Path, dump: Any) -> None:
    path = _written(tmp_path, dump)
    with pytest.raises(CommandError) as decided:
        _import(path, strict=True)
    assert decided.value.returncode == 3
    text = _export()
    _import(_written(tmp_path, text, "export.json"))
    assert _export() == text


@settings(deadline=None, max_examples=40)  # each takes two files in
@given(
    st.lists(
        st.tuples(st.text(max_size=8), st.dictionaries(st.text(max_size=4), st.text(max_size=6), max_size=3)),
        max_size=4,
    )
)
def test_any_rows_make_the_round_trip(tmp_path_factory: pytest.TempPathFactory, rows: list[Any]) -> None:
    from django.db import transaction

    folder = tmp_path_factory.mktemp("tables")
    with transaction.atomic():
        _import(
            _written(
                folder, [_task("T", _dataset("D", [_row(name, metrics, None) for name, metrics in rows]))]
            )
        )
        text, before = _export(), _counts()
        _import(_written(folder, text, "export.json"))
        assert (_counts(), _export()) == (before, text)
        transaction.set_rollback(True)


def test_rows_are_never_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    row = json.dumps(_row("m" * 50, {"Top 1 Accuracy": "85.3"}, "2020-03-01", source_url="u" * 500))
    with path.open("w") as file:
        file.write('[{"task": "T", "datasets": [{"dataset": "D", "sota": {"metrics": [], "rows": [')
        file.write(",\n".join([row] * 20_000))
        file.write("]}}]}]")
    content = Content(path=path, name="large.json", file_name="large.json")
    tracemalloc.start()
    assert sum(1 for _ in evaluation_tables.rows(content)) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 15_000_000
    assert peak < 3_000_000


def _datasets(tasks: list[Any]) -> list[Any]:
    found = []
    for task in tasks:
        for dataset in task["datasets"]:
            found += [dataset, *dataset["subdatasets"]]
        found += _datasets(task["subtasks"])
    return found


def _empty() -> None:
    everything: list[Any] = [EvaluationResult, EvaluationMetric, Evaluation, Paper, Metric, Benchmark, Task]
    for model in everything:
        model.objects.all().delete()
