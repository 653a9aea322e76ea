"""Finds thousands of known names in one pass over a text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from extraction.entries import AnyEntry, NameKind
from extraction.keys import compact, fold, needs_case, spellings

_BREAK = re.compile(r"[,;()\[\]{}|=<>~\"%$!?]")  # never inside a name, except where the name has it
_SHORT = 3
_CONTINUED = re.compile(r"[-‐‑–][A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Name:
    """One name to be found: of which entry (None: no name at all), and under which conditions."""

    alias: str
    entry: AnyEntry | None
    kind: NameKind
    needs: tuple[str, ...] = ()
    case: bool | None = None


class Hit(NamedTuple):
    """A known name in a text: half-open offsets, the entry and the table that it is from."""

    start: int
    end: int
    entry: AnyEntry
    kind: NameKind


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What a spelling may mean: `exact` are the letters as they must stand, None where they may differ.

    `capitals` is how many there must be at least: "quality" and "Quality" are no benchmark "QuALITY".
    """

    name: Name
    exact: str | None
    capitals: int
    broken: bool


class Finder:
    """An automaton over all spellings of all names; cost is linear in the text and blind to their number."""

    def __init__(self, names: Iterable[Name], *, compounds: Sequence[str] = ()) -> None:
        """Builds the automaton; `compounds` are words that a hyphen may not join to a benchmark's name."""
        self._candidates: dict[str, list[_Candidate]] = {}
        for name in names:
            self._add(name)
        self._meanings = list(self._candidates.values())
        self._automaton = AhoCorasick([f" {spelling} " for spelling in self._candidates])
        self._compound = re.compile(r"[-‐‑–](?:{})\b".format("|".join(map(re.escape, compounds))))

    def find(self, text: str, *, context: str = "") -> tuple[Hit, ...]:
        """The names in the text, in its order, the longest at each place; see `Lexicon.find`."""
        folded = f" {fold(text)} "
        around = f"{folded}{fold(context)}"
        found = [
            (start, end - 2, name)
            for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            for name in self._names(self._meanings[index], start, end - 2, text=text, around=around)
        ]
        found.sort(key=lambda match: (match[0], -match[1]))
        return tuple(
            Hit(start, end, name.entry, name.kind)
            for start, end, name in _longest(found)
            if name.entry is not None
        )

    def _add(self, name: Name) -> None:
        case = needs_case(name.alias) if name.case is None else name.case
        capitals = min(2, _capitals(name.alias)) if name.kind is NameKind.BENCHMARK and name.entry else 0
        broken = _BREAK.search(name.alias) is not None
        for written in _numbers(name):
            candidate = _Candidate(name, compact(written) if case else None, capitals, broken)
            for spelling in sorted(spellings(written)):
                self._candidates.setdefault(spelling, []).append(candidate)

    def _names(
        self, candidates: Iterable[_Candidate], start: int, end: int, *, text: str, around: str
    ) -> Iterable[Name]:
        """One name a kind at most: the first whose conditions hold."""
        seen: set[NameKind] = set()
        for candidate in candidates:
            name = candidate.name
            if name.kind not in seen and self._holds(candidate, start, end, text=text, around=around):
                seen.add(name.kind)
                yield name

    def _holds(self, candidate: _Candidate, start: int, end: int, *, text: str, around: str) -> bool:
        name = candidate.name
        if candidate.exact is not None and compact(text[start:end]) != candidate.exact:
            return False
        if candidate.capitals and _capitals(text[start:end]) < candidate.capitals:
            return False
        if not candidate.broken and _BREAK.search(text, start, end):
            return False
        if name.kind is NameKind.BENCHMARK and name.entry and self._is_part(text, start, end):
            return False
        return not name.needs or any(word in around for need in name.needs for word in _words(need))

    def _is_part(self, text: str, start: int, end: int) -> bool:
        """Whether hyphens make it a part of another name ("ImageNet" in "ImageNet-C") or an adjective."""
        if start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
            return True
        return bool(_CONTINUED.match(text, end) or self._compound.match(text, end))


def _capitals(text: str) -> int:
    return sum(map(str.isupper, text))


@cache
def _words(need: str) -> tuple[str, ...]:
    """What to look for in folded text: the start of a word, or the whole of a short one ("CT", "LLMs")."""
    start = f" {fold(need)}"
    return (f"{start} ", f"{start}s ") if len(need) <= _SHORT else (start,)


def _numbers(name: Name) -> Iterable[str]:
    """The name in the singular and, for what can be counted in a text, in the plural."""
    alias = name.alias
    yield alias
    if name.kind is NameKind.BENCHMARK or not alias[-1].isalpha() or alias[-1] == "s":
        return
    if alias.endswith("y") and alias[-2] not in "aeiou":
        yield alias[:-1] + "ies"
    else:
        yield alias + "s"


def _longest(found: Iterable[tuple[int, int, Name]]) -> Iterable[tuple[int, int, Name]]:
    """Of the matches sorted by place, those that no earlier or longer one covers; equal stretches stay."""
    start = end = -1
    for match in found:
        if match[0] >= end:
            start, end = match[:2]
            yield match
        elif match[:2] == (start, end):
            yield match
