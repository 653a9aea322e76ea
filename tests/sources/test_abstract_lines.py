from tests.sources.conftest import ReadAll


def test_each_label_begins_a_paper(read_all: ReadAll) -> None:
    records, refusals = read_all("Abstract:We sort stamps.\nAbstract: We sort more stamps.\n", "a.txt")
    assert [r.abstract for r in records] == ["We sort stamps.", "We sort more stamps."]
    assert [r.title for r in records] == ["", ""]
    assert [r.place for r in records] == ["line 1", "line 2"]
    assert [r.source for r in records] == ["page:a.txt#000", "page:a.txt#001"]
    assert not refusals


def test_an_abstract_goes_on_until_the_next_label(read_all: ReadAll) -> None:
    records, _ = read_all(
        "\n\nABSTRACT: First line,\nsecond line.\n\n\nAbstract: Other. Abstract: not a label"
    )
    assert [r.abstract for r in records] == ["First line,\nsecond line.", "Other. Abstract: not a label"]
    assert [r.place for r in records] == ["line 3", "line 7"]


def test_a_label_with_nothing_after_it_is_refused(read_all: ReadAll) -> None:
    records, refusals = read_all("Abstract: One.\nAbstract:\nAbstract: Two.")
    assert [r.abstract for r in records] == ["One.", "Two."]
    assert [(r.place, r.reason) for r in refusals] == [("line 2", "no abstract")]
