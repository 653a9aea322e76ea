from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.actions import ingest as ingest_module
from leaderboard.actions.ingest import IngestReport, ingest
from leaderboard.domain.abstracts import abstract_key
from leaderboard.models import Paper
from leaderboard.sources.records import Entry, PaperRecord, Refusal, SourceError
from tests.leaderboard.ingest.records import counts, record, rows, take_in

pytestmark = pytest.mark.django_db


def test_every_field_is_stored_as_given() -> None:
    given_record = record(
        "  We sort stamps\nat 48\\% — “twice”. \U0001f4ee",
        title="Sorting Stamps",
        arxiv_id="2503.11677",
        doi="10.1000/x",
        url="https://example.org/x",
        categories=("cs.CV", "cs.LG"),
        authors=("Ada Stamp", 'Bo "Quote" {Card}, \\N'),
        published_on=date(2025, 3, 12),
        date_text="",
        listed_on=date(2025, 3, 18),
        is_summary=True,
        source="jsonl:2503.11677",
    )
    assert counts(take_in(given_record)) == (1, 0, 0, 0, 0)
    paper = Paper.objects.get()
    for name in ("abstract", "title", "arxiv_id", "doi", "url", "published_on", "listed_on", "is_summary"):
        assert getattr(paper, name) == getattr(given_record, name)
    assert paper.categories == ["cs.CV", "cs.LG"]
    assert paper.authors == ["Ada Stamp", 'Bo "Quote" {Card}, \\N']
    assert paper.author_count == 2
    assert paper.sources == ["jsonl:2503.11677"]
    assert paper.abstract_key == abstract_key(given_record.abstract)


def test_a_new_paper_waits_to_be_read() -> None:
    take_in(record())
    paper = Paper.objects.get()
    assert paper.state == Paper.State.WAITING
    assert (paper.fence, paper.attempts, paper.lease_until) == (0, 0, None)
    assert paper.uid is not None
    assert abs(timezone.now() - paper.created_at) < timedelta(minutes=1)


def test_an_unset_field_stays_unknown() -> None:
    take_in(record(source=""))
    paper = Paper.objects.get()
    assert (paper.arxiv_id, paper.doi, paper.author_count, paper.published_on) == (None, None, None, None)
    assert (paper.title, paper.url, paper.date_text) == ("", "", "")
    assert (paper.categories, paper.authors, paper.sources) == ([], [], [])


def test_twice_the_same_file_changes_nothing() -> None:
    file = [record(f"We sort {i} stamps.", source=f"test:{i}", arxiv_id=f"2503.{i:05d}") for i in range(20)]
    assert counts(take_in(*file)) == (20, 0, 0, 0, 0)
    before = rows()
    assert counts(take_in(*file)) == (0, 20, 0, 0, 0)
    assert rows() == before


SAME = [
    "we SORT stamps",
    "We sort  stamps.",
    "We\nsort\tstamps!",
    "“We sort stamps”",
    "We sort stamps…",
    "Ｗe sort stamps.",
]


@pytest.mark.parametrize("copy", SAME)
def test_case_space_and_punctuation_do_not_make_another_paper(copy: str) -> None:
    take_in(record("We sort stamps."))
    assert counts(take_in(record(copy, source="test:2"))) == (0, 0, 1, 0, 0)
    paper = Paper.objects.get()
    assert paper.abstract == "We sort stamps."
    assert paper.sources == ["test:1", "test:2"]


def test_another_letter_or_digit_makes_another_paper() -> None:
    abstracts = ["We sort stamps.", "We sort stamp.", "We sort 2 stamps.", "We sort 3 stamps."]
    assert counts(take_in(*map(record, abstracts))) == (4, 0, 0, 0, 0)


FILLED: list[tuple[str, Any, Any]] = [
    ("title", "", "Sorting Stamps"),
    ("arxiv_id", None, "2503.11677"),
    ("doi", None, "10.1000/x"),
    ("url", "", "https://example.org"),
    ("categories", (), ("cs.CV",)),
    ("authors", (), ("Ada Stamp",)),
    ("author_count", None, 12),
    ("published_on", None, date(2025, 3, 12)),
    ("date_text", "", "Oct 30"),
    ("listed_on", None, date(2025, 3, 18)),
]


@pytest.mark.parametrize(("name", "blank", "value"), FILLED)
def test_a_blank_is_filled_from_the_other_copy(name: str, blank: Any, value: Any) -> None:
    take_in(record(**{name: blank}))
    assert counts(take_in(record(**{name: value}))) == (0, 0, 1, 0, 0)
    stored = getattr(Paper.objects.get(), name)
    assert stored == (list(value) if isinstance(value, tuple) else value)


OTHER: dict[str, Any] = {
    "title": "Another",
    "arxiv_id": "2503.00002",
    "doi": "10.1000/y",
    "url": "https://example.org/y",
    "categories": ("cs.LG",),
    "authors": ("Bo Card", "Cy Post"),
    "author_count": 3,
    "published_on": date(2020, 1, 1),
    "date_text": "Jan 1",
    "listed_on": date(2020, 1, 2),
}


def test_what_is_there_is_never_overwritten() -> None:
    full = {name: value for name, _, value in FILLED if name != "date_text"}
    take_in(record(**full))
    before = rows()
    assert counts(take_in(record(**OTHER))) == (0, 1, 0, 0, 0)
    assert rows() == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_copies_in_a_file_the_titled_one_wins(order: tuple[int, int]) -> None:
    plain = record("WE SORT STAMPS.", source="test:plain", doi="10.1000/x")
    titled = record("We sort stamps.", source="test:titled", title="Sorting Stamps")
    both = (plain, titled)
    assert counts(take_in(*(both[i] for i in order))) == (1, 0, 1, 0, 0)
    paper = Paper.objects.get()
    assert (paper.abstract, paper.title, paper.doi) == ("We sort stamps.", "Sorting Stamps", "10.1000/x")
    assert paper.sources == ["test:titled", "test:plain"]
    assert paper.fence == 0


def test_many_copies_of_one_abstract_in_a_file() -> None:
    copies = [record(source=f"test:{i}") for i in range(60)]
    report = take_in(*copies)
    assert counts(report) == (1, 10, 49, 0, 0)
    assert len(Paper.objects.get().sources) == ingest_module.MAX_SOURCES
    assert counts(take_in(*copies)) == (0, 60, 0, 0, 0)


def test_a_title_that_comes_later_lets_the_paper_be_read_again() -> None:
    take_in(record())
    Paper.objects.update(
        state=Paper.State.WORKING,
        lease_until=timezone.now(),
        fence=4,
        attempts=2,
    )
    take_in(record(title="Sorting Stamps"))
    paper = Paper.objects.get()
    assert (paper.state, paper.lease_until, paper.attempts) == (Paper.State.WAITING, None, 0)
    assert paper.fence == 5


@pytest.mark.parametrize("state", [Paper.State.DONE, Paper.State.PARKED])
def test_a_paper_that_was_read_or_parked_without_its_title_is_read_again(state: Paper.State) -> None:
    take_in(record())
    read = {"extracted_at": timezone.now(), "engine_version": "1"} if state == Paper.State.DONE else {}
    Paper.objects.update(state=state, error="" if read else "Traceback ...", attempts=1, **read)
    take_in(record(title="Sorting Stamps"))
    paper = Paper.objects.get()
    assert (paper.state, paper.attempts, paper.error) == (Paper.State.WAITING, 0, "")


def test_a_merge_without_a_title_leaves_the_reading_alone() -> None:
    take_in(record(title="Sorting Stamps"))
    Paper.objects.update(state=Paper.State.DONE, extracted_at=timezone.now(), engine_version="1", fence=3)
    take_in(record(title="Sorting Stamps", doi="10.1000/x"))
    paper = Paper.objects.get()
    assert (paper.state, paper.fence, paper.doi) == (Paper.State.DONE, 3, "10.1000/x")


@pytest.mark.parametrize("number", [{"arxiv_id": "2503.11677"}, {"doi": "10.1000/x"}])
def test_the_same_number_with_another_abstract_keeps_what_is_there(number: dict[str, str]) -> None:
    take_in(record("We sort stamps.", **number))
    before = rows()
    report = take_in(record("We sort cards instead.", title="Cards", place="line 9", **number))
    assert counts(report) == (0, 0, 0, 1, 0)
    assert report.examples == (f"line 9: {next(iter(number.values()))} is there with another abstract",)
    assert rows() == before


def test_the_same_number_twice_in_a_file_belongs_to_the_first() -> None:
    report = take_in(
        record("We sort stamps.", arxiv_id="2503.11677"), record("We sort cards.", arxiv_id="2503.11677")
    )
    assert counts(report) == (1, 0, 0, 1, 0)
    assert Paper.objects.get().abstract == "We sort stamps."


def test_a_number_of_another_paper_is_not_filled_in() -> None:
    take_in(record("We sort stamps.", arxiv_id="2503.11677"), record("We sort cards."))
    report = take_in(record("We sort cards.", arxiv_id="2503.11677", title="Cards"))
    assert counts(report) == (0, 0, 1, 0, 0)
    cards = Paper.objects.get(title="Cards")
    assert cards.arxiv_id is None


def test_two_papers_of_a_file_never_get_one_number() -> None:
    take_in(record("We sort stamps."), record("We sort cards."))
    report = take_in(
        record("We sort stamps.", arxiv_id="2503.11677"), record("We sort cards.", arxiv_id="2503.11677")
    )
    assert counts(report) == (0, 1, 1, 0, 0)
    assert list(Paper.objects.order_by("id").values_list("arxiv_id", flat=True)) == ["2503.11677", None]


def test_refusals_are_counted_by_reason_and_named() -> None:
    report = take_in(
        record(),
        Refusal(place="line 2", reason="title is not text"),
        record("...", place="line 3"),
        record("", place="line 4"),
        record("x\0y", place="line 5"),
    )
    assert counts(report) == (1, 0, 0, 0, 4)
    assert report.refused == {"title is not text": 1, "no abstract": 2, "a NUL character in the text": 1}
    assert report.examples == (
        "line 2: title is not text",
        "line 3: no abstract",
        "line 4: no abstract",
        "line 5: a NUL character in the text",
    )
    assert report.read == 5


def test_only_so_many_refusals_are_named() -> None:
    report = take_in(*(Refusal(place=f"line {i}", reason="no abstract") for i in range(50)))
    assert (report.rejected, len(report.examples)) == (50, ingest_module.EXAMPLES)


def test_a_broken_file_leaves_nothing_behind() -> None:
    def broken() -> Iterator[Entry]:
        yield record("We sort stamps.", title="Changed")
        yield record("We sort cards.")
        raise SourceError("papers.jsonl: broken JSON on line 3")

    take_in(record("We sort stamps."))
    before = rows()
    with pytest.raises(SourceError):
        ingest(broken())
    assert rows() == before


def test_progress_counts_up_to_all_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_module, "BATCH", 3)
    heard: list[tuple[int, int]] = []
    report = ingest(
        (record(f"We sort {i % 8} stamps.") for i in range(10)), progress=lambda *at: heard.append(at)
    )
    assert counts(report) == (8, 2, 0, 0, 0)
    assert heard[-1] == (10, 10)
    assert heard == sorted(heard)
    assert len(heard) == 5


def test_an_empty_file_stores_nothing() -> None:
    assert ingest([]) == IngestReport()


def test_reports_add_up() -> None:
    one = IngestReport(new=1, there=2, refused={"a": 1}, examples=("x",) * 15)
    two = IngestReport(new=3, merged=1, conflicts=2, refused={"a": 1, "b": 2}, examples=("y",) * 15)
    total = one + two
    assert counts(total) == (4, 2, 1, 2, 4)
    assert total.read == 13
    assert len(total.examples) == ingest_module.EXAMPLES


TEXTS = st.sampled_from(
    ["We sort stamps.", "we sort STAMPS", "We sort cards.", "we sort, cards", "Mail.", "..."]
)
RECORDS = st.builds(
    record,
    TEXTS,
    title=st.sampled_from(["", "A", "B"]),
    arxiv_id=st.sampled_from([None, "2503.00001", "2503.00002"]),
    doi=st.sampled_from([None, "10.1000/x", "10.1000/y"]),
    source=st.sampled_from(["", "test:1", "test:2"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.lists(RECORDS, max_size=6), min_size=1, max_size=3))
def test_whatever_comes_the_counts_add_up_and_a_second_time_changes_nothing(
    django_db_blocker: Any, files: list[list[PaperRecord]]
) -> None:
    Paper.objects.all().delete()
    new = 0
    for file in files:
        report = take_in(*file)
        assert report.read == len(file)
        new += report.new
    assert Paper.objects.count() == new
    keys = {abstract_key(r.abstract) for file in files for r in file if r.abstract != "..."}
    assert set(Paper.objects.values_list("abstract_key", flat=True)) <= keys
    before = rows()
    assert take_in(*files[-1]).new == 0
    take_in(*files[-1])
    again = rows()
    assert take_in(*files[-1]).merged == 0
    assert rows() == again
    assert [row["abstract"] for row in before] == [row["abstract"] for row in again]
