"""Texts longer than any abstract, cut so that reading them costs what their length is worth."""

from collections.abc import Iterator

from extraction import sentences
from extraction.context import Text

READ_AT_MOST = 50_000
"""Code points of a text that are read; the longest of 40,000 abstracts of arXiv has 3,488."""

PASSAGE = 6_000
"""Code points of clean text that are read together; names are carried no further than this."""

CROWDED = 60
"""Numbers of one sentence above which it is a table or worse, and none of them is read as a claim."""


def readable(raw: str) -> str:
    """The beginning of the text that is read: all of it, or up to a blank before the limit."""
    if len(raw) <= READ_AT_MOST:
        return raw
    return raw[: raw.rfind(" ", READ_AT_MOST - PASSAGE, READ_AT_MOST) + 1 or READ_AT_MOST]


def passages(text: Text) -> Iterator[Text]:
    """The text in pieces of whole sentences, one where it is no longer than a passage."""
    if len(text.clean) <= PASSAGE:
        yield text
        return
    start = end = 0
    for sentence in sentences.split(text):
        if sentence.end - start > PASSAGE and end > start:
            yield _piece(text, start, end)
            start = end
        end = sentence.end
    yield _piece(text, start, len(text.clean))


def _piece(text: Text, start: int, end: int) -> Text:
    """A stretch of the clean text; it still leads back to the same places of the original."""
    return Text(text.raw, text.clean[start:end], text.starts[start:end], text.ends[start:end])
