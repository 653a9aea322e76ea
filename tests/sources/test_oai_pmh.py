from datetime import date

import pytest

from leaderboard.sources.records import SourceError
from tests.sources.conftest import ReadAll


def answer(*records: str, verb: str = "ListRecords") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n'
        f"<responseDate>2024-05-01T00:00:00Z</responseDate><{verb}>{''.join(records)}</{verb}></OAI-PMH>"
    )


def record(metadata: str, *, number: str = "2101.00001", status: str = "") -> str:
    return (
        f"<record><header{status}><identifier>oai:arXiv.org:{number}</identifier></header>"
        f"<metadata>{metadata}</metadata></record>"
    )


ARXIV = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2101.00001</id><created>2021-01-01</created>
<updated>2021-02-01</updated><authors><author><keyname>Stamp</keyname><forenames>Ada</forenames></author>
<author><keyname>Card</keyname><forenames>Bo</forenames><suffix>Jr</suffix></author></authors>
<title>Sorting
 Stamps</title><categories>cs.CV cs.LG</categories><doi>10.1000/Stamp</doi>
<abstract>  We sort stamps,
twice.
</abstract></arXiv>"""
RAW = """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2101.00001</id>
<version version="v1"><date>Fri, 01 Jan 2021 18:00:00 GMT</date></version>
<version version="v2"><date>Mon, 01 Feb 2021 18:00:00 GMT</date></version>
<title>Sorting Stamps</title><authors>Ada Stamp and Bo Card</authors><categories>cs.CV</categories>
<abstract>  We sort stamps.</abstract></arXivRaw>"""
DUBLIN_CORE = f"""<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Sorting Stamps</dc:title>
<dc:creator>Stamp, Ada</dc:creator><dc:creator>Card, Bo</dc:creator>
<dc:subject>Computer Vision</dc:subject><dc:subject>{"Philately and its many uses, " * 4}</dc:subject>
<dc:description>  We sort stamps,
 twice.</dc:description><dc:description>Comment: 8 pages</dc:description>
<dc:date>2021-02-01</dc:date><dc:date>2021-01-01</dc:date>
<dc:identifier>http://arxiv.org/abs/2101.00001</dc:identifier>
<dc:identifier>doi:10.1000/Stamp</dc:identifier></oai_dc:dc>"""


def test_arxiv_records(read_all: ReadAll) -> None:
    (paper,), _ = read_all(answer(record(ARXIV)), "oai.xml")
    assert (paper.title, paper.abstract) == ("Sorting Stamps", "We sort stamps, twice.")
    assert (paper.arxiv_id, paper.doi, paper.source) == ("2101.00001", "10.1000/stamp", "oai:2101.00001")
    assert paper.authors == ("Ada Stamp", "Bo Card Jr")
    assert paper.categories == ("cs.CV", "cs.LG")
    assert paper.published_on == date(2021, 1, 1)


def test_raw_records_date_from_the_first_version(read_all: ReadAll) -> None:
    (paper,), _ = read_all(answer(record(RAW)), "oai.xml")
    assert paper.published_on == date(2021, 1, 1)
    assert paper.authors == ()


def test_dublin_core_records(read_all: ReadAll) -> None:
    (paper,), _ = read_all(answer(record(DUBLIN_CORE)), "oai.xml")
    assert (paper.title, paper.abstract) == ("Sorting Stamps", "We sort stamps, twice.")
    assert (paper.arxiv_id, paper.doi) == ("2101.00001", "10.1000/stamp")
    assert paper.authors == ("Stamp, Ada", "Card, Bo")
    assert paper.categories == ("Computer Vision",)
    assert paper.published_on == date(2021, 1, 1)


def test_one_record_asked_for_is_an_answer_too(read_all: ReadAll) -> None:
    records, _ = read_all(answer(record(ARXIV), verb="GetRecord"), "oai.xml")
    assert len(records) == 1


def test_what_holds_no_paper_is_refused_by_record(read_all: ReadAll) -> None:
    deleted = '<record><header status="deleted"><identifier>oai:x:1</identifier></header></record>'
    records, refusals = read_all(answer(deleted, record("<marc/>"), record(ARXIV)), "oai.xml")
    assert len(records) == 1
    assert [(r.place, r.reason) for r in refusals] == [
        ("record 1", "deleted by the repository"),
        ("record 2", "metadata neither arXiv, arXivRaw nor oai_dc"),
    ]


def test_an_error_of_the_repository_is_passed_on(read_all: ReadAll) -> None:
    error = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        '<error code="badResumptionToken">expired</error></OAI-PMH>'
    )
    with pytest.raises(SourceError, match="answered with an error: badResumptionToken expired"):
        read_all(error, "oai.xml")
