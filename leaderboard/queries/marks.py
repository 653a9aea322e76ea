"""An abstract cut at its marks, so that a page can show marks that nest or overlap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar


class Spanned(Protocol):
    """Anything that marks a stretch of a text."""

    @property
    def start(self) -> int:
        """The offset of its first character."""

    @property
    def end(self) -> int:
        """The offset behind its last character."""


Mark = TypeVar("Mark", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Piece(Generic[Mark]):
    """A stretch of text between two places where marks begin or end.

    `marks` are those that cover it, the shortest first; `starting` those of them that begin with it.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    starting: tuple[Mark, ...] = ()


def cut(text: str, *, marks: Iterable[Mark]) -> tuple[Piece[Mark], ...]:
    """The text in pieces that join to the very same text; marks outside of it or empty are left out."""
    kept = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    places = sorted({0, len(text)} | {mark.start for mark in kept} | {mark.end for mark in kept})
    return tuple(_pieces(text, places, kept))


def _pieces(text: str, places: Sequence[int], marks: Sequence[Mark]) -> Iterator[Piece[Mark]]:
    beginning: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        beginning[mark.start].append(mark)
    covering: list[Mark] = []
    for start, end in pairwise(places):
        covering = [mark for mark in covering if mark.end > start] + beginning[start]
        covering.sort(key=lambda mark: mark.end - mark.start)
        yield Piece(text[start:end], tuple(covering), tuple(beginning[start]))
