"""Short forms and what the text itself says they stand for (after Schwartz and Hearst, 2003)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extraction.linking.clauses import Sentence


class Definition(NamedTuple):
    """A short form with its long form, tokens `first` to `last` (end exclusive) of a sentence."""

    short: str
    long: str
    sentence: int
    first: int
    last: int


def find(sentences: Sequence[Sentence]) -> tuple[Definition, ...]:
    """The definitions of the text in its order; a short form may be defined more than once."""
    return _find(tuple(sentences))


@lru_cache(maxsize=64)
def _find(sentences: tuple[Sentence, ...]) -> tuple[Definition, ...]:
    """The definitions, kept for the next linker."""
    found: list[Definition] = []
    for index, sentence in enumerate(sentences):
        for at, word in enumerate(sentence.words):
            if word == "(":
                found.extend(d for d in (_before(index, sentence, at), _inside(index, sentence, at)) if d)
    return tuple(found)


_LONGEST_SHORT = 15
_LONGEST_INSIDE = 14
_ENDS_SHORT = frozenset(("(", ")", ",", ";", ":"))


def _before(index: int, sentence: Sentence, at: int) -> Definition | None:
    """The words before the bracket, as many as spell its short form out: "long form (SHORT)"."""
    short = _token_run(sentence, at + 1)
    if not _is_short(short):
        return None
    letters = [c for c in short.lower() if c.isalnum()]
    earliest = max(0, at - min(len(letters) + 5, 2 * len(letters)))
    first = _spelt_from(sentence, letters, earliest, at)
    if first is None:
        return None
    return Definition(short, _text(sentence, first, at), index, first, at)


def _inside(index: int, sentence: Sentence, at: int) -> Definition | None:
    """The words of the bracket, where they spell out what stands before it: "SHORT (long form)"."""
    short = _run_before(sentence, at)
    if not _is_short(short):
        return None
    end = next(
        (
            i
            for i in range(at + 1, min(at + _LONGEST_INSIDE, len(sentence.words)))
            if sentence.words[i] == ")"
        ),
        None,
    )
    if end is None or end - at < 3:
        return None
    letters = [c for c in short.lower() if c.isalnum()]
    if _spelt_from(sentence, letters, at + 1, end) != at + 1:
        return None
    return Definition(short, _text(sentence, at + 1, end), index, at + 1, end)


def _token_run(sentence: Sentence, start: int) -> str:
    """The tokens from `start` on that no blank parts, up to a closing bracket or comma."""
    end = start
    while end < len(sentence.words) and sentence.words[end] not in _ENDS_SHORT:
        if end > start and sentence.starts[end] != sentence.ends[end - 1]:
            return ""
        end += 1
    return _text(sentence, start, end) if start < end < len(sentence.words) else ""


def _run_before(sentence: Sentence, end: int) -> str:
    """The tokens before `end` that no blank parts."""
    start = end - 1
    while (
        start > 0
        and sentence.starts[start] == sentence.ends[start - 1]
        and sentence.words[start - 1] not in _ENDS_SHORT
    ):
        start -= 1
    return _text(sentence, start, end) if start >= 0 else ""


def _is_short(short: str) -> bool:
    if not 2 <= len(short) <= _LONGEST_SHORT or not short[0].isalnum() or not any(c.isalpha() for c in short):
        return False
    return sum(c.isupper() for c in short) >= 2 or (any(c.isupper() for c in short[1:]) and len(short) > 2)


def _spelt_from(sentence: Sentence, letters: Sequence[str], earliest: int, end: int) -> int | None:
    """The token from which the words up to `end` spell the letters, or None; the first starts a word."""
    at = len(letters) - 1
    for token in range(end - 1, earliest - 1, -1):
        word = sentence.lowers[token]
        for position in range(len(word) - 1, -1, -1):
            starts_word = position == 0 or not word[position - 1].isalnum()
            if word[position] == letters[at] and (at > 0 or starts_word):
                at -= 1
                if at < 0:
                    return token
    return None


def _text(sentence: Sentence, first: int, last: int) -> str:
    return sentence.text[sentence.starts[first] : sentence.ends[last - 1]] if first < last else ""
