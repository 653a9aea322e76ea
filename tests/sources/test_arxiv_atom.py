from datetime import date

import pytest

from leaderboard.sources.records import PaperRecord, SourceError
from tests.sources.conftest import ReadAll

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: search_query=all:stamps</title>
  <entry>
    <id>http://arxiv.org/abs/2101.00001v2</id>
    <updated>2021-02-01T10:00:00Z</updated>
    <published>2021-01-01T18:00:00Z</published>
    <title>Sorting Stamps
  by Colour &amp; Size</title>
    <summary>  We sort stamps,
which takes 3 ms &lt; 5 ms.
</summary>
    <author><name>Ada Stamp</name></author>
    <author><name>Bo Card</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/Stamp</arxiv:doi>
    <link href="http://arxiv.org/abs/2101.00001v2" rel="alternate" type="text/html"/>
    <category term="cs.CV" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
  <entry>
    <id>http://arxiv.org/abs/cs/0112017v1</id>
    <title>No Summary</title>
    <summary> </summary>
  </entry>
  <entry><title>No id</title><summary>We sort.</summary></entry>
</feed>
"""
API_ERROR = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>
<summary>incorrect id format for x</summary></entry></feed>"""


def test_entries_become_records(read_all: ReadAll) -> None:
    records, refusals = read_all(FEED, "feed.xml")
    assert records == [
        PaperRecord(
            title="Sorting Stamps by Colour & Size",
            abstract="We sort stamps, which takes 3 ms < 5 ms.",
            source="arxiv:2101.00001",
            place="entry 1",
            arxiv_id="2101.00001",
            doi="10.1000/stamp",
            url="https://arxiv.org/abs/2101.00001",
            categories=("cs.CV", "cs.LG"),
            authors=("Ada Stamp", "Bo Card"),
            published_on=date(2021, 1, 1),
        )
    ]
    assert [(r.place, r.reason) for r in refusals] == [
        ("entry 2", "no abstract"),
        ("entry 3", "an entry without an id"),
    ]


def test_an_error_of_the_api_is_passed_on(read_all: ReadAll) -> None:
    with pytest.raises(SourceError, match="arXiv answered with an error: incorrect id format for x"):
        read_all(API_ERROR, "feed.xml")


def test_a_truncated_feed_is_refused_with_its_line(read_all: ReadAll) -> None:
    with pytest.raises(SourceError, match="broken XML at line 9, column "):
        read_all(FEED[: FEED.index("by Colour")], "feed.xml")


def test_another_encoding_is_read_as_declared(read_all: ReadAll) -> None:
    feed = FEED.replace("UTF-8", "ISO-8859-1").replace("Ada", "Adé")
    records, _ = read_all(feed.encode("latin-1"), "feed.xml")
    assert records[0].authors[0] == "Adé Stamp"


def test_bytes_that_are_not_utf8_are_refused(read_all: ReadAll) -> None:
    with pytest.raises(SourceError, match="broken XML at line 13"):
        read_all(FEED.replace("Ada", "Adé").encode("latin-1"), "feed.xml")
