"""`paperswithcode-client` 0.3.1, unmodified, against the running site: all of its 56 methods."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.django_db  # the site commits what it is told: the module's own collection is flushed

BIRDS = "bird-naming-on-birdquest"
SPEED = "ResultCreateRequest(metrics={'Speed': 3}, methodology='X')"
Script = Callable[..., Any]

EVERY_METHOD = """
import types
called = set()
class Recording:
    def __getattr__(self, name):
        called.add(name)
        return getattr(client, name)
c = Recording()
def gone(call, *args):
    status, message = refused(call, *args)
    assert status == 404, (status, message)

assert [r.paper.title for r in c.search("BirdQuest").results] == [
    "Alpha: a model", "Beta: a model", "Delta"]
papers = c.paper_list(items_per_page=2)
assert (papers.count, papers.next_page, papers.previous_page) == (3, 2, None)
assert c.paper_list(page=2, items_per_page=2).previous_page == 1
assert c.paper_list(q="Alpha").count == c.paper_list(title="lpha:").count == 1
assert c.paper_list(arxiv_id="2401.00001").count == c.paper_list(abstract="Beta reaches").count == 1
paper = papers.results[0]
assert c.paper_get(paper.id) == c.paper_get("2401.00001") == paper
assert paper.published.isoformat() == "2024-01-02"
assert paper.url_pdf == "https://arxiv.org/pdf/2401.00001"
assert [d.id for d in c.paper_dataset_list(paper.id).results] == ["birdquest"]
assert [t.id for t in c.paper_task_list(paper.id).results] == ["bird-naming"]
assert c.paper_repository_list(paper.id).results == []
assert c.paper_method_list(paper.id).results == []
(row,) = c.paper_result_list(paper.id).results
assert (row.methodology, row.metrics, row.best_rank) == ("Alpha", {"Accuracy": "81.5%"}, 2)

assert c.repository_list(q="x", owner="o", name="n", stars=3, framework="tf").results == []
assert c.repository_owner_list("owner").results == []
assert c.repository_paper_list("owner", "name").results == []
gone(c.repository_get, "owner", "name")
assert c.conference_list(q="x", name="y").results == []
assert c.proceeding_list("nips").results == []
assert c.proceeding_paper_list("nips", "nips-2020").results == []
gone(c.conference_get, "nips")
gone(c.proceeding_get, "nips", "nips-2020")
assert c.method_list(q="x", name="y", full_name="z").results == []
gone(c.method_get, "resnet")

ada = c.author_list(q="ada wren").results[0]
assert c.author_get(ada.id) == ada and ada.full_name == "Ada Wren"
assert c.author_paper_list(ada.id).count == 2
assert c.author_list(full_name="Finch").count == 2
(vision,) = c.area_list().results
assert c.area_get(vision.id) == vision and vision.name == "Computer Vision"
assert [t.id for t in c.area_task_list(vision.id).results] == ["bird-naming"]

assert c.task_list(q="naming").count == 2 and c.task_list(name="gull").count == 1
assert [t.id for t in c.task_child_list("bird-naming").results] == ["gull-naming"]
assert [t.id for t in c.task_parent_list("gull-naming").results] == ["bird-naming"]
assert c.task_paper_list("bird-naming").count == 3
assert [e.id for e in c.task_evaluation_list("bird-naming").results] == ["bird-naming-on-birdquest"]
assert [e.id for e in c.dataset_evaluation_list("birdquest").results] == ["bird-naming-on-birdquest"]
assert c.dataset_list(q="bird").count == c.dataset_list(name="Bird", full_name="").count == 1
assert c.dataset_get("birdquest").name == "BirdQuest"

task = c.task_add(TaskCreateRequest(name="Nest Counting", description="How many", area=vision.id))
assert task == c.task_get("nest-counting") and task.id == "nest-counting"
changed = c.task_update(task.id, TaskUpdateRequest(parent_task="bird-naming"))
assert (changed.name, changed.description) == ("Nest Counting", "How many")
dataset = c.dataset_add(DatasetCreateRequest(name="Nestlings", url="https://nestlings.example"))
assert dataset.url == "https://nestlings.example" and dataset.full_name is None
assert c.dataset_update(dataset.id, DatasetUpdateRequest(name="Nestlings 2")).url == dataset.url

table = c.evaluation_create(EvaluationTableCreateRequest(task=task.id, dataset=dataset.id))
assert table.id == "nest-counting-on-nestlings"
assert c.evaluation_update(table.id, EvaluationTableUpdateRequest(description="d")).description == "d"
assert c.evaluation_get(table.id).description == "d"
assert c.evaluation_list().count == 2
loss = MetricCreateRequest(name="Count Error", description="", is_loss=True)
error = c.evaluation_metric_add(table.id, loss)
assert c.evaluation_metric_list(table.id).results == [error]
assert c.evaluation_metric_get(table.id, error.id) == error
assert c.evaluation_metric_update(table.id, error.id, MetricUpdateRequest(description="x")).is_loss is True
made = [c.evaluation_result_add(table.id, ResultCreateRequest(
    metrics={"Count Error": value}, methodology=name, paper=paper.id, evaluated_on="2024-03-01"))
    for name, value in (("Peck", 3.5), ("Scratch", "2,75"))]
rows = c.evaluation_result_list(table.id)
assert [(r.methodology, r.best_rank, r.best_metric) for r in rows.results] == [
    ("Peck", 2, "Count Error"), ("Scratch", 1, "Count Error")]
assert rows.results[0].metrics == {"Count Error": 3.5} and rows.results[0].paper == paper.id
assert c.evaluation_result_get(table.id, made[1].id).metrics == {"Count Error": "2,75"}
update = ResultUpdateRequest(metrics={"Count Error": 1.5})
better = c.evaluation_result_update(table.id, made[0].id, update)
assert (better.best_rank, better.methodology, better.evaluated_on) == (1, "Peck", "2024-03-01")
assert c.paper_result_list(paper.id).count == 3

sync = EvaluationTableSyncRequest(task=task.id, dataset=dataset.id, external_id="t1",
    metrics=[MetricSyncRequest(name="Recall", is_loss=False), MetricSyncRequest(name="Wobble")],
    results=[ResultSyncRequest(metrics={"Recall": "80%"}, methodology="Owl", external_id="r1",
        evaluated_on="2024-05-01", paper=None)])
first, second = c.evaluation_synchronize(sync), c.evaluation_synchronize(sync)
assert first == second and first.id == table.id and first.results[0].external_id == "r1"
assert c.evaluation_result_list(table.id).count == 3

c.evaluation_result_delete(table.id, made[0].id)
gone(c.evaluation_result_get, table.id, made[0].id)
c.evaluation_metric_delete(table.id, error.id)
gone(c.evaluation_metric_get, table.id, error.id)
c.evaluation_delete(table.id)
gone(c.evaluation_get, table.id)
assert refused(c.task_delete, "bird-naming")[0] == 409
other = c.task_add(TaskCreateRequest(name="Other"))
c.task_delete(other.id)
gone(c.task_get, other.id)
spare = c.dataset_add(DatasetCreateRequest(name="Spare"))
c.dataset_delete(spare.id)
gone(c.dataset_get, spare.id)

methods = {name for name in dir(client) if not name.startswith("_") and name != "http"}
out = {"methods": len(methods), "never called": sorted(methods - called)}
"""


def test_every_method_works(client: Script) -> None:
    assert client(EVERY_METHOD) == {"methods": 56, "never called": []}


def test_a_gain_is_no_score(client: Script) -> None:
    found = client(
        "out = [r for e in client.evaluation_list().results"
        " for r in client.evaluation_result_list(e.id).results if 'Delta' in r.methodology]"
    )
    assert found == []


@pytest.mark.parametrize(
    ("call", "status", "words"),
    [
        (
            "client.evaluation_create, EvaluationTableCreateRequest(task='no', dataset='no')",
            400,
            "no task 'no'",
        ),
        ("client.paper_list, None, None, None, None, 1, 5000", 400, "items_per_page"),
        ("client.paper_list, None, None, None, None, 9", 404, "Not found."),
        ("client.task_add, TaskCreateRequest(name='Bird naming')", 400, "its id is bird-naming"),
        ("client.task_add, TaskCreateRequest(name='?!')", 400, "no letter or digit"),
        ("client.evaluation_delete, 'bird-naming-on-birdquest'", 409, "Conflict"),
        ("client.evaluation_metric_delete, 'bird-naming-on-birdquest', 'accuracy'", 409, "Conflict"),
        (
            f"client.evaluation_result_add, {BIRDS!r}, {SPEED}",
            400,
            "no metric 'Speed'",
        ),
    ],
    ids=["task", "items", "beyond", "taken", "name", "delete", "metric", "unknown metric"],
)
def test_refusals_say_why(client: Script, call: str, status: int, words: str) -> None:
    code, message = client(f"out = refused({call})")
    assert code == status
    assert words in message


@pytest.mark.parametrize(("token", "status"), [("", 401), ("cb_nonsense", 401)], ids=["none", "unknown"])
def test_writing_needs_a_token(client: Script, token: str, status: int) -> None:
    script = "out = refused(client.task_add, TaskCreateRequest(name='Nobody'))"
    assert client(script, token=token)[0] == status


def test_a_token_for_something_else_may_not_write(client: Script, other_token: str) -> None:
    script = (
        "out = [client.task_get('bird-naming').id, refused(client.task_add, TaskCreateRequest(name='E'))]"
    )
    name, (status, _) = client(script, token=other_token)
    assert (name, status) == ("bird-naming", 403)
