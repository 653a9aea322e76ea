"""Papers, authors, areas, tasks and data sets, as the Papers with Code wire lists them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet

from leaderboard.domain import names
from leaderboard.models import (
    Author,
    Benchmark,
    BenchmarkAlias,
    Claim,
    ClaimBenchmark,
    EvaluationResult,
    Paper,
    PaperWords,
    Task,
)
from leaderboard.queries.claims import SHOWN
from leaderboard.queries.windows import Slice, Window, window, window_of
from leaderboard.sources import identifiers


@dataclass(frozen=True, slots=True)
class Area:
    """A field of research, as tasks name it."""

    id: str
    name: str


def papers(at: Window, *, asked: Mapping[str, str]) -> Slice[Paper]:
    """One page of papers, the oldest first, that meet everything asked for (q, arxiv_id, title, abstract)."""
    found = Paper.objects.filter(merged_into=None)
    for name in ("q", "abstract"):
        if asked.get(name):
            found = found.filter(Exists(_words(asked[name])))
    if asked.get("arxiv_id"):
        found = found.filter(arxiv_id=identifiers.arxiv_id(asked["arxiv_id"]) or asked["arxiv_id"])
    if asked.get("title"):
        found = found.filter(title__icontains=asked["title"])
    return _papers(found, at)


def paper(id: str) -> Paper | None:  # noqa: A002 # the wire's own word
    """The paper with this uid, or with this arXiv number or address; None where there is none.

    Of one that was merged, the paper that it was merged into.
    """
    uid, number = _uid(id), identifiers.arxiv_id(id)
    if uid is None and not number:
        return None
    found = Paper.objects.filter(**({"uid": uid} if uid else {"arxiv_id": number})).first()
    return found and _kept(found)


def papers_named(names: Collection[str]) -> dict[str, Paper]:
    """The known papers among those named by uid, arXiv number or address, by two queries.

    Of those that were merged, the papers that they were merged into, by further ones.
    """
    uids = {name: uid for name in names if (uid := _uid(name))}
    numbers = {name: number for name in names if (number := identifiers.arxiv_id(name))}
    by_uid = {row.uid: row for row in Paper.objects.filter(uid__in=uids.values())}
    by_number = {row.arxiv_id: row for row in Paper.objects.filter(arxiv_id__in=numbers.values())}
    found = {name: by_uid.get(uid) for name, uid in uids.items()}
    found |= {name: by_number.get(number) for name, number in numbers.items()}
    return {name: _kept(row) for name, row in found.items() if row is not None}


def _kept(paper: Paper) -> Paper:
    while paper.merged_into is not None:
        paper = paper.merged_into
    return paper


def authors(at: Window, *, asked: Mapping[str, str]) -> Slice[Author]:
    """One page of authors whose names hold everything asked for (q, full_name)."""
    found = Author.objects.order_by("slug")
    for words in asked.values():
        found = found.filter(name__icontains=words)
    return window(found, at)


def author(slug: str) -> Author | None:
    """The author with this slug; None where there is none."""
    return Author.objects.filter(slug=slug).first()


def papers_of_author(author: Author, at: Window) -> Slice[Paper]:
    """One page of the papers that name the author."""
    return _papers(Paper.objects.filter(merged_into=None, authors__contains=[author.name]), at)


def areas(at: Window, *, asked: Mapping[str, str]) -> Slice[Area]:
    """One page of the areas whose names hold everything asked for (q, name)."""
    words = [word.casefold() for word in asked.values()]
    return window_of([area for area in _areas() if all(word in area.name.casefold() for word in words)], at)


def area(id: str) -> Area | None:  # noqa: A002
    """The area with this id or of this name; None where there is none."""
    return next((area for area in _areas() if id in (area.id, area.name)), None)


def tasks(
    at: Window, *, asked: Mapping[str, str], area: Area | None = None, parent: Task | None = None
) -> Slice[Task]:
    """One page of tasks whose names hold everything asked for (q, name), of an area or below a task."""
    found = Task.objects.order_by("slug")
    for words in asked.values():
        found = found.filter(name__icontains=words)
    if area is not None:
        found = found.filter(area=area.name)
    if parent is not None:
        found = found.filter(parent=parent)
    return window(found, at)


def task(id: str) -> Task | None:  # noqa: A002
    """The task with this id or of this name; None where there is none."""
    found = Task.objects.filter(slug=id).first()
    return found or Task.objects.filter(key=names.key(id) or None).first()


def datasets(at: Window, *, asked: Mapping[str, str]) -> Slice[Benchmark]:
    """One page of benchmarks whose names hold everything asked for (q in any name, name, full_name)."""
    found = Benchmark.objects.order_by("slug")
    if asked.get("q"):
        spelt = BenchmarkAlias.objects.filter(owner=OuterRef("pk"), name__icontains=asked["q"])
        found = found.filter(Q(name__icontains=asked["q"]) | Exists(spelt))
    for name in ("name", "full_name"):
        if asked.get(name):
            found = found.filter(**{f"{name}__icontains": asked[name]})
    return window(found, at)


def dataset(id: str) -> Benchmark | None:  # noqa: A002
    """The benchmark with this id or spelling; None where there is none."""
    found = Benchmark.objects.filter(slug=id).first()
    if found is not None or not names.key(id):
        return found
    alias = BenchmarkAlias.objects.filter(key=names.key(id)).select_related("owner").first()
    return alias.owner if alias else None


def papers_of_task(task: Task, at: Window) -> Slice[Paper]:
    """One page of the papers with claims, or rows of tables, about the task."""
    on = ClaimBenchmark.objects.filter(claim=OuterRef("pk"), benchmark__task=task)
    claims = Claim.objects.filter(Exists(on), paper=OuterRef("pk"), state__in=SHOWN)
    rows = EvaluationResult.objects.filter(paper=OuterRef("pk"), evaluation__task=task, withdrawn=False)
    return _papers(Paper.objects.filter(Exists(claims) | Exists(rows)), at)


def datasets_of_paper(paper: Paper, at: Window) -> Slice[Benchmark]:
    """One page of the benchmarks that the paper's claims and rows of tables are about."""
    return window(_benchmarks_of(paper).order_by("slug"), at)


def tasks_of_paper(paper: Paper, at: Window) -> Slice[Task]:
    """One page of the tasks that the paper's claims and rows of tables are about."""
    of_claims = Q(pk__in=_benchmarks_of(paper).values("task"))
    of_rows = Q(pk__in=_rows_of(paper).values("evaluation__task"))
    return window(Task.objects.filter(of_claims | of_rows).order_by("slug"), at)


def _papers(found: "QuerySet[Paper]", at: Window) -> Slice[Paper]:
    """The page's ids along the index first, then the papers, so that no abstract that is skipped is read."""
    ids = window(found.order_by("pk").values_list("pk", flat=True), at)
    rows = Paper.objects.filter(pk__in=ids.rows).order_by("pk").defer("error")
    return Slice(ids.count, list(rows) if ids.rows else [])


def _words(question: str) -> "QuerySet[PaperWords]":
    query = SearchQuery(question, config="claimboard", search_type="websearch")
    return PaperWords.objects.filter(stems=query, pk=OuterRef("pk"))


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _areas() -> list[Area]:
    given = Task.objects.exclude(area="").order_by("area").values_list("area", flat=True).distinct()
    return [Area(names.slug(name), name) for name in given]


def _benchmarks_of(paper: Paper) -> "QuerySet[Benchmark]":
    claims = Claim.objects.filter(paper=paper, state__in=SHOWN)
    of_claims = Q(pk__in=ClaimBenchmark.objects.filter(claim__in=claims).values("benchmark"))
    return Benchmark.objects.filter(of_claims | Q(pk__in=_rows_of(paper).values("evaluation__benchmark")))


def _rows_of(paper: Paper) -> "QuerySet[EvaluationResult]":
    return EvaluationResult.objects.filter(paper=paper, withdrawn=False, evaluation__withdrawn=False)
