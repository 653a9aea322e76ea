"""XML read element by element, without external parts or entities of its own."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from leaderboard.sources.content import Content
from leaderboard.sources.records import one_line


def elements(content: Content, *names: str) -> Iterator[Element]:
    """Every element with one of the names (without name space) as it ends; memory is freed behind it."""
    with content.stream() as stream:
        try:
            for _, element in iterparse(stream, forbid_dtd=True):
                if local(element) in names:
                    yield element
                    element.clear()
        except DefusedXmlException:
            raise content.error(
                "XML with a document type or entities of its own is refused (an entity bomb?)"
            ) from None
        except ParseError as problem:
            line, column = problem.position
            raise content.error(f"broken XML at line {line}, column {column + 1}: {problem.msg}") from None


def local(element: Element) -> str:
    """An element's name without its name space."""
    return str(element.tag).rpartition("}")[2]


def texts(parent: Element, name: str) -> list[str]:
    """The texts of the direct children of that name, lines joined, empty ones left out.

    XML feeds wrap and indent text at will, so that line ends in it mean nothing.
    """
    found = (one_line("".join(child.itertext())) for child in parent if local(child) == name)
    return [text for text in found if text]


def text(parent: Element, name: str) -> str:
    """The text of the first direct child of that name, "" when there is none."""
    return next(iter(texts(parent, name)), "")
