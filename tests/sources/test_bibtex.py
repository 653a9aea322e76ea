from datetime import date

import pytest

from leaderboard.sources.records import SourceError
from tests.sources.conftest import ReadAll

FILE = r"""% stamps and cards
@comment{not a paper}
@string{jos = "Journal of Stamps"}
@article{stamp2021,
  title = {Sorting {Stamps}
           by Colour},
  author = {Stamp, Ada and Card, Bo and others},
  journal = jos,
  year = 2021, month = jan, day = 5,
  eprint = {2101.00001}, archivePrefix = {arXiv}, primaryClass = {cs.CV},
  doi = {10.1000/Stamp},
  abstract = {We sort stamps at 48{\%} lower cost,
              twice.},
}

@inproceedings{card2020,
  title = "Counting Cards",
  year = "2020",
  abstract = "We count cards."
}
@misc{none2019, title = {No Abstract}, date = {2019-04-03}}
"""


def test_entries_become_records(read_all: ReadAll) -> None:
    (stamp, card), refusals = read_all(FILE, "papers.bib")
    assert stamp.title == "Sorting Stamps by Colour"
    assert stamp.abstract == r"We sort stamps at 48{\%} lower cost, twice."
    assert stamp.authors == ("Stamp, Ada", "Card, Bo")
    assert (stamp.arxiv_id, stamp.doi, stamp.categories) == ("2101.00001", "10.1000/stamp", ("cs.CV",))
    assert (stamp.source, stamp.place, stamp.published_on) == (
        "bibtex:stamp2021",
        "line 4",
        date(2021, 1, 5),
    )
    assert (card.title, card.place, card.published_on, card.date_text) == (
        "Counting Cards",
        "line 16",
        None,
        "2020",
    )
    assert [(r.place, r.reason) for r in refusals] == [("line 21", "no abstract")]


DATES = [
    ("date = {2019-04-03}", date(2019, 4, 3), ""),
    ("date = {2019-04}", None, "2019-04"),
    ("year = 2019, month = apr", None, "2019-04"),
    ("year = 2019, month = {April}", None, "2019-04"),
    ("year = 2019, month = 4, day = 3", date(2019, 4, 3), ""),
    ("year = {in press}", None, "in press"),
    ("note = {x}", None, ""),
]


@pytest.mark.parametrize(("fields", "day", "words"), DATES)
def test_dates_are_days_or_words(read_all: ReadAll, fields: str, day: date | None, words: str) -> None:
    (paper,), _ = read_all(f"@misc{{x, abstract = {{We sort.}}, {fields}}}")
    assert (paper.published_on, paper.date_text) == (day, words)


BROKEN = [
    (FILE.rstrip().removesuffix("}"), 'the entry "none2019" on line 21 is not closed'),
    (FILE.replace('"2020",', '"2020"'), 'the entry "card2020" on line 16 is not closed or not well formed'),
    ("@misc{x, abstract = {We sort.}, journal = unknown_name}", "undefined abbreviation"),
    ("@misc{x, abstract = {We sort.}, year = }", 'the entry "x" on line 1'),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_entry_refuses_the_file(read_all: ReadAll, text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_all(text, "papers.bib")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
