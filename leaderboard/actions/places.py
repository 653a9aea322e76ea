"""Where a claim stands once another text takes the place of its own: with its whole sentence, or nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from extraction import sentences
from extraction.text import clean
from leaderboard.models import Claim

Spans = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Place:
    """The first character of the claim's number in the other text; or None, and why."""

    start: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """A text and the one that takes its place, with the sentences of both."""

    old: str
    new: str
    _old: Spans = field(init=False)
    _new: Spans = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_old", _sentences(self.old))
        object.__setattr__(self, "_new", _sentences(self.new))

    def unmoved(self, claim: Claim) -> bool:
        """Whether the claim's whole sentence stands at the same characters, as a sentence."""
        span = slice(claim.sentence_start, claim.sentence_end)
        return self.old[span] == self.new[span] and self._whole(claim, claim.sentence_start)

    def place(self, claim: Claim) -> Place:
        """Where the claim stands in the new text, if its sentence is there once; never by likeness."""
        sentence = self.old[claim.sentence_start : claim.sentence_end]
        first = self.new.find(sentence)
        if first < 0:
            return Place(why="its sentence is not there")
        if self.new.find(sentence, first + 1) >= 0:
            return Place(why="its sentence stands there twice")
        if not self._whole(claim, first):
            return Place(why="its words are part of another sentence there")
        return Place(first + claim.start - claim.sentence_start)

    def _whole(self, claim: Claim, first: int) -> bool:
        """No more was put before or behind the words of a sentence that was a whole one."""
        length = claim.sentence_end - claim.sentence_start
        was_one = (claim.sentence_start, claim.sentence_end) in self._old
        return not was_one or (first, first + length) in self._new


def shifted(claim: Claim, start: int) -> dict[str, int]:
    """The columns of the claim's place, where its number begins at `start`."""
    return {name: getattr(claim, name) + start - claim.start for name in PLACE}


def of(claim: Claim) -> dict[str, int]:
    """The columns of the claim's place as they are."""
    return {name: getattr(claim, name) for name in PLACE}


PLACE = ("start", "end", "sentence_start", "sentence_end")


def taken(claims: Iterable[Claim]) -> set[tuple[int, int, str]]:
    """What may be held by one claim of a paper only."""
    return {(claim.start, claim.end, claim.role) for claim in claims}


def _sentences(text: str) -> Spans:
    cleaned = clean(text)
    raw = (cleaned.to_raw(span) for span in sentences.split(cleaned))
    return frozenset((span.start, span.end) for span in raw)
