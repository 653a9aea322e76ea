import gzip
import json
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboard.sources import formats
from leaderboard.sources.content import Content
from leaderboard.sources.records import SourceError
from tests.sources import test_arxiv_atom, test_bibtex, test_daily_papers, test_listing_pages, test_oai_pmh
from tests.sources.conftest import MakeContent

LINE = '{"id": "2503.11677", "title": "Sorting", "abstract": "We sort stamps."}\n'
BOMB = """<?xml version="1.0"?>
<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><summary>&b;</summary></entry></feed>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE feed [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><summary>&secret;</summary></entry></feed>"""
BOMB_OF_ANOTHER_ROOT = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'

TOLD = [
    (test_oai_pmh.answer(test_oai_pmh.record(test_oai_pmh.ARXIV)), "OAI-PMH"),
    (test_arxiv_atom.FEED, "Atom of the arXiv API"),
    (LINE, "JSON lines"),
    ("\ufeff\n" + LINE, "JSON lines"),
    (json.dumps([test_daily_papers.ITEM]), "Hugging Face daily papers"),
    ("Abstract:We sort.", 'text with "Abstract:" lines'),
    ("Title,Abstract\nA,B", "table (CSV)"),
    (test_bibtex.FILE, "BibTeX"),
    (test_listing_pages.FOOTERS, "listing page"),
    (test_listing_pages.PLAIN, "listing page"),
]


@pytest.mark.parametrize("name", ["file", "file.txt", "file.jsonl", "file.xml"])
@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_the_content_tells_the_format_whatever_the_name(
    content: MakeContent, text: str, expected: str, name: str
) -> None:
    assert formats.told(content(text, name)).name == expected
    assert formats.told(content(gzip.compress(text.encode(), mtime=0), f"{name}.gz")).name == expected


REFUSED: list[tuple[bytes, str, str]] = [
    (b"", "papers.jsonl", "the file is empty"),
    (b" \n\n", "papers.jsonl", "the file is empty"),
    (gzip.compress(b"", mtime=0), "papers.jsonl.gz", "the file is empty"),
    (gzip.compress(LINE.encode() * 500, mtime=0)[:-12], "papers.jsonl.gz", "the gzip data ends early"),
    (gzip.compress(LINE.encode() * 500, mtime=0)[:40], "papers.jsonl.gz", "the gzip data ends early"),
    (b"\x1f\x8b\x08\x00broken gzip data", "papers.jsonl.gz", "damaged gzip data"),
    (LINE.encode() * 2 + LINE.replace("We", "Wé").encode("latin-1"), "papers.jsonl", "not UTF-8 at line 3"),
    ("Abstract: a\nAbstract: é".encode("latin-1"), "a.txt", "not UTF-8 at line 2 (byte 0xe9)"),
    (LINE.encode("utf-16"), "papers.jsonl", "not UTF-8 at line 1"),
    (b"broken", "papers.jsonl", "broken JSON on line 1"),
    (BOMB.encode(), "feed.xml", "entities of its own is refused"),
    (OUTSIDE.encode(), "feed.xml", "entities of its own is refused"),
    (BOMB_OF_ANOTHER_ROOT.encode(), "feed.xml", "entities of its own is refused"),
    (BOMB_OF_ANOTHER_ROOT.encode(), "feed", "XML, but neither an Atom feed nor an OAI-PMH answer"),
    (b"<rss><channel/></rss>", "feed", "XML, but neither an Atom feed nor an OAI-PMH answer"),
    (b"<!DOCTYPE html><html></html>", "page", "a web page, not a feed or file of papers"),
    (b"nothing to see here", "notes", "not a format that is known here: OAI-PMH, "),
    (b"\x89PNG\r\n\x1a\n\0\0\0", "picture.png", "not a format that is known here"),
]


@pytest.mark.parametrize(("data", "name", "message"), REFUSED)
def test_an_unreadable_file_ends_in_one_line_with_its_name(
    content: MakeContent, data: bytes, name: str, message: str
) -> None:
    file = content(data, name)
    with pytest.raises(SourceError) as caught:
        list(formats.read(file))
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{file.path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("lines", [0, 1, 2_000])
def test_gzip_data_that_ends_early_names_the_last_whole_line(content: MakeContent, lines: int) -> None:
    pick = random.Random(lines)
    whole = "".join(LINE.replace("stamps", f"stamps {pick.random()}") for _ in range(lines))
    packer = zlib.compressobj(wbits=31)
    cut = packer.compress((whole + LINE[:-9]).encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
    with pytest.raises(SourceError, match=f"the gzip data ends early, line {lines} is the last whole one"):
        list(formats.read(content(cut, "papers.jsonl.gz")))


def test_a_line_without_end_is_refused(content: MakeContent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaderboard.sources.content.MAX_LINE", 1_000)
    file = content(LINE + '{"abstract": "' + "x" * 2_000, "papers.jsonl")
    with pytest.raises(SourceError, match="line 2 is longer than"):
        list(formats.read(file))


def test_a_file_read_whole_has_a_limit(content: MakeContent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaderboard.sources.content.MAX_TEXT", 1_000)
    with pytest.raises(SourceError, match="too large for a format that is read whole"):
        list(formats.read(content("Abstract:" + "x " * 1_000)))


def test_a_gzip_bomb_is_stopped(content: MakeContent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaderboard.sources.content.MAX_STREAM", 1_000_000)
    bomb = gzip.compress(LINE.encode() * 100_000, mtime=0)
    with pytest.raises(SourceError, match="after unpacking"):
        list(formats.read(content(bomb, "papers.jsonl.gz")))


def test_a_file_that_goes_away_is_one_clear_line(content: MakeContent) -> None:
    file = content(LINE, "papers.jsonl")
    file.path.unlink()
    with pytest.raises(SourceError, match="cannot be read: No such file or directory"):
        list(formats.read(file))


def test_progress_reaches_the_end_of_the_file(content: MakeContent) -> None:
    for data in (LINE.encode() * 1_000, gzip.compress(LINE.encode() * 1_000, mtime=0)):
        file = content(data, "papers.jsonl")
        assert len(list(formats.read(file))) == 1_000
        assert file.done == file.size


@settings(max_examples=300)
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(gzip.compress),
        st.sampled_from([text for text, _ in TOLD]).flatmap(
            lambda text: st.tuples(st.just(text.encode()), st.integers(0, 4000), st.binary(max_size=9)).map(
                lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :][:-3]
            )
        ),
    )
)
def test_damaged_files_raise_nothing_but_source_errors(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "file"
    path.write_bytes(data)
    try:
        list(formats.read(Content(path=path, name=str(path), file_name="file.bib")))
    except SourceError as problem:
        assert "\n" not in str(problem)  # noqa: PT017 (most damaged files read well)
