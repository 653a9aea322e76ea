"""What the steps of the engine hand each other; all spans here are offsets into the clean text."""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.claims import Direction, Document, Kind, Mention, Quantity, Role, Span
from extraction.lexicon import Lexicon
from extraction.rules import Rule


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned text and the way back: clean character i came from `raw[starts[i]:ends[i]]`."""

    raw: str
    clean: str
    starts: Sequence[int]
    ends: Sequence[int]

    def to_raw(self, span: Span) -> Span:
        """The span of the original that the clean span came from (empty spans stay empty)."""
        if span.start >= span.end:
            at = self.starts[span.start] if span.start < len(self.starts) else len(self.raw)
            return Span(at, at)
        return Span(self.starts[span.start], self.ends[span.end - 1])


@dataclass(frozen=True, slots=True)
class Context:
    """One document, cleaned and cut into sentences, with the names that are known."""

    document: Document
    title: Text
    text: Text
    sentences: tuple[Span, ...]
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that is a claim, with what the words around it say of it.

    `partner` is the index of the reading it stands against ("from A to B", "A vs. B"), else None. `score` is
    the probability (0 to 1) that it is a claim and read right. `betters` is whether the words say that things
    got better ("faster", "improves") or worse, None where they say which way the number moved, or nothing.
    `rule` is the form that the number was read by.
    """

    quantity: Quantity
    sentence: Span
    kind: Kind | None
    direction: Direction | None
    role: Role
    partner: int | None = None
    score: float = 1.0
    betters: bool | None = None
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a linker decided for one reading: no mentions means that the text names none.

    `score` is the linker's own probability (0 to 1) that the choice is right; `alternatives` are the
    other candidates' names, best first. `rule` says where the choice came from, None for a linker that
    tells no rules.
    """

    mentions: tuple[Mention, ...]
    score: float
    alternatives: tuple[str, ...] = ()
    rule: Rule | None = None
