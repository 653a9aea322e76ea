"""Words by the part they play in a sentence about results; the lists are in data/words.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from re import compile as pattern
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "words.toml"

# The class of a word in one letter; W is any other word, N a number in digits, P a mark.
_CLASSES = (
    ("function", "F"),
    ("report_verbs", "V"),
    ("change_verbs", "K"),
    ("change_nouns", "C"),
    ("comparatives", "J"),
    ("speed", "S"),
    ("loose", "A"),
    ("units", "U"),
    ("number_words", "N"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The lists; `heads` gives the family of a measure's head noun, `naming` what a noun calls a name."""

    classes: Mapping[str, str]
    heads: Mapping[str, str]
    adjectives: Mapping[str, str]
    unit_measures: Mapping[str, str]
    naming: Mapping[str, str]
    loose: frozenset[str]
    report_verbs: frozenset[str]
    change_verbs: frozenset[str]
    change_nouns: frozenset[str]
    counted: frozenset[str]
    kept_plural: frozenset[str]
    people: frozenset[str]


def _read() -> Words:
    with DATA.open("rb") as file:
        data = tomllib.load(file)
    return Words(
        classes={word: letter for name, letter in _CLASSES for word in data[name].split()},
        heads=_inverted(data["heads"]),
        adjectives=data["adjectives"],
        unit_measures={unit: measure for measure, units in data["unit_measures"].items() for unit in units},
        naming=_inverted(data["naming"]),
        **{name: frozenset(data[name].split()) for name in _SETS},
    )


def _inverted(lists: Mapping[str, Any]) -> dict[str, str]:
    return {word: name for name, listed in lists.items() for word in listed.split()}


_SETS = ("loose", "report_verbs", "change_verbs", "change_nouns", "counted", "kept_plural", "people")
WORDS = _read()
HEAD_FAMILY = WORDS.heads
REPORT_VERB, CHANGE_VERB, CHANGE_NOUN = WORDS.report_verbs, WORDS.change_verbs, WORDS.change_nouns


@lru_cache(maxsize=512)
def codes(lowers: tuple[str, ...]) -> str:
    """One letter for each lower-cased word; see `code`. Kept, since each linker asks for them."""
    known = WORDS.classes
    letters = "".join([known.get(word) or code(word) for word in lowers])
    return letters if _AMBIGUOUS.isdisjoint(lowers) else _in_context(letters, lowers)


@lru_cache(maxsize=65536)
def code(word: str) -> str:
    """One letter for the lower-cased word's class: W for content, N for a number, P for a mark."""
    if known := WORDS.classes.get(word):
        return known
    first = word[0]
    if first.isalpha():
        return "F" if word.endswith("ly") and len(word) > _SHORTEST_ADVERB and word not in _NO_ADVERB else "W"
    if first.isdigit() or (len(word) > 1 and first in "+-−"):
        return "N" if _NUMBER.match(word) else "W"
    return "P"


_AMBIGUOUS = frozenset(["times", "scores", "yield"])
_NUMBER = pattern(r"[+\-−]?\d[\d,.]*$")
_SHORTEST_ADVERB = 5
_NO_ADVERB = frozenset(["family", "anomaly", "assembly", "multiply"])


def _in_context(letters: str, lowers: Sequence[str]) -> str:
    """The classes with "recovery times" and "synthesis yield" as content, "scores" as a verb by numbers."""
    out = list(letters)
    for index, word in enumerate(lowers):
        named = index > 0 and out[index - 1] == "W"
        if named and (word == "times" or (word == "yield" and letters[index + 1 : index + 2] in "FP")):
            out[index] = "W"
        elif word == "scores" and letters[index + 1 : index + 2] == "N":
            out[index] = "V"
    return "".join(out)
