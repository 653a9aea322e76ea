"""One sentence as linkers see it: tokens, clauses, and what stands in a list with what."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

TOKEN = re.compile(
    r"(?=[eivcwa])(?:e\.g|i\.e|vs|cf|w\.r\.t|approx)\."  # abbreviations whose full stop ends nothing
    r"|(?=[+\-−\d])(?:"
    r"[+\-−]?\d+(?:,\d{3})+(?:\.\d+)?"  # 1,890
    r"|\d+[A-Z][a-z][\w-]*|\d+D\b"  # 20Newsgroups, 3D
    r"|[+\-−]?\d+(?:\.\d+)?)"
    r"|[A-Z]{2,4}\(\d\d\)"  # AP(50)
    r"|[^\W\d_][\w'’]*(?:(?:"
    r"[-–.@+*](?=\w)(?!(?:by|while|with|which|without|ensur\w+|achiev\w+|reaching)\ )"
    r"|(?<=\d):(?=\d))[\w'’]*)*(?:\++|\*)?"  # words, names: AP@0.5:0.95, not the dash of "memory-by up to 2%"
    r"|\S"
)
CLAUSE_OPENERS = frozenset(
    "while whereas but although though yet which where whilst because since so thus thereby hence "
    "outperforming surpassing exceeding achieving reaching reducing improving compared with without using "
    "yielding enabling requiring maintaining retaining leading resulting demonstrating delivering cutting "
    "showing making saving attaining representing corresponding establishing setting providing".split()
)
HARD_STOPS = frozenset(";:—")
GLUE = frozenset(
    ", and or & / % \\ $ ~ ≈ > < = ( ) [ ] { } \" ' “ ” x × times percent points point pp → respectively "
    "by of to up over around about nearly approximately roughly + ± } ^ an the both as well".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's tokens in parallel tuples; offsets are relative to the sentence's own start.

    `clause[i]` numbers the clause of token i from 0.
    """

    text: str
    words: tuple[str, ...]
    lowers: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clause: tuple[int, ...]

    def __hash__(self) -> int:
        """The text's, which decides everything else: what is found in a sentence is cheap to keep."""
        return hash(self.text)

    def token_at(self, offset: int) -> int:
        """The index of the token that holds the offset, or of the last one before it (0 at the least)."""
        return max(bisect_right(self.starts, offset) - 1, 0)


@lru_cache(maxsize=512)
def analyse(text: str) -> Sentence:
    """The sentence's tokens and clauses; a pure function of the text, kept for the next linker."""
    spans = [match.span() for match in TOKEN.finditer(text)]
    words = tuple([text[start:end] for start, end in spans])
    lowers = tuple([word.lower() for word in words])
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Sentence(text, words, lowers, starts, ends, _clauses(lowers))


def respectively_after(sentence: Sentence, token: int) -> int | None:
    """The index of the first "respectively" at or after the token, else None."""
    try:
        return sentence.lowers.index("respectively", token)
    except ValueError:
        return None


def series(
    sentence: Sentence, spans: Sequence[tuple[int, int]], *, glue: frozenset[str] = GLUE
) -> tuple[tuple[int, ...], ...]:
    """The spans (token ranges in order, end exclusive) cut into runs with nothing but list glue between.

    Each run is a tuple of indexes into `spans`; a run of one is a span that stands in no list.
    """
    runs: list[list[int]] = []
    for index, (start, _) in enumerate(spans):
        if runs and all(word in glue for word in sentence.lowers[spans[index - 1][1] : start]):
            runs[-1].append(index)
        else:
            runs.append([index])
    return tuple(tuple(run) for run in runs)


def _clauses(lowers: tuple[str, ...]) -> tuple[int, ...]:
    """The clause number of every token: a new one after ; : — and before an opener such as "while"."""
    numbers, current = [], 0
    for index, word in enumerate(lowers):
        opens = word in CLAUSE_OPENERS and index > 0
        if opens or (index > 0 and lowers[index - 1] in HARD_STOPS):
            current += 1
        numbers.append(current)
    return tuple(numbers)
