"""How near names are to a question: the same, begun so, held in it word for word, or spelt alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, CharField, FloatField, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Greatest

from leaderboard.domain import names

LONGEST_NAME = 6
"""Words of the longest name that is looked for inside a question."""

FILLERS = frozenset(
    "a all an and are as at best by compared fastest for from has have highest how in is it least lowest "
    "most much of on or over paper papers state than that the to top vs was what when where which "
    "who with".split()
)
"""Words of a question that name nothing."""

ALIKE = 450_000
"""The score from which a misspelt name is taken for the one that is meant."""

_SCALE = 1_000_000
"""Scores are compared as whole numbers, so that the mark of a page says exactly where it ended."""


@dataclass(frozen=True, slots=True)
class Held:
    """The names that a question holds: ids by the label of their table, and the words that are left."""

    owners: Mapping[str, frozenset[int]]
    rest: str


def near(question: str) -> Q:
    """The condition that a name is spelt like the question, or begins so."""
    alike = Q(name__trigram_similar=question) | Q(name__trigram_word_similar=question)
    key = names.key(question)
    return alike | Q(key__startswith=key) if key else alike


def score(question: str) -> Any:
    """The same name before a name that begins so, then by shared trigrams."""
    key = names.key(question)
    alike = Greatest(TrigramSimilarity("name", question), TrigramWordSimilarity(question, "name") * 0.9)
    if not key:
        return whole(alike)
    return whole(
        Case(
            When(key=key, then=Value(3.0)),
            When(key__startswith=key, then=1 + TrigramSimilarity("name", question)),
            default=alike,
            output_field=FloatField(),
        )
    )


def whole(found: Any) -> Any:
    """The score as a whole number."""
    return Cast(found * _SCALE, IntegerField())


def owners(aliases: "QuerySet[Any]", question: str, *, label: str, most: int) -> "QuerySet[Any, Any]":
    """Label, id and score of the things with the nearest names, for a union of several tables.

    Names that the question holds word for word come before those that are spelt like all of it.
    """
    phrases = sorted({key for _, _, key in _phrases(question.split())})
    held = When(key__in=phrases, then=whole(2 + TrigramSimilarity("name", question)))
    best = Max(Case(held, default=score(question), output_field=IntegerField()))
    found = aliases.filter(near(question) | Q(key__in=phrases)).order_by()
    values: QuerySet[Any, Any] = found.values("owner").annotate(score=best, label=_label(label))
    return values.order_by("-score", "owner").values_list("label", "owner", "score")[:most]


def held(question: str, *, among: Mapping[str, "QuerySet[Any]"]) -> Held:
    """What the question names word for word, by one query; longer names take their words first.

    `among` are tables of spellings by label. "COCO AP" names a benchmark and a metric; in "accuracy on
    ImageNet 1K" the name of ImageNet does not count beside that of ImageNet-1K.
    """
    words = question.split()
    runs = [run for run in _phrases(words) if not FILLERS.issuperset(_small(words, run))]
    known = _known({key for _, _, key in runs}, among)
    found: dict[str, set[int]] = defaultdict(set)
    taken: set[int] = set()
    for start, end, key in sorted(runs, key=lambda run: run[0] - run[1]):
        if key in known and taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            for label, owner in known[key]:
                found[label].add(owner)
    rest = [word for place, word in enumerate(words) if place not in taken]
    return Held(
        {label: frozenset(ids) for label, ids in found.items()},
        " ".join(word for word in rest if word.strip("?!.,;:").casefold() not in FILLERS),
    )


def _small(words: list[str], run: tuple[int, int, str]) -> list[str]:
    return [word.casefold() for word in words[run[0] : run[1]]]


def _known(keys: Iterable[str], among: Mapping[str, "QuerySet[Any]"]) -> dict[str, list[tuple[str, int]]]:
    """Label and owner of every spelling that has one of the keys."""
    wanted = sorted(keys)
    if not wanted:
        return {}
    parts = [
        aliases.filter(key__in=wanted)
        .order_by()
        .annotate(label=_label(label))
        .values_list("label", "key", "owner")
        for label, aliases in among.items()
    ]
    known: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for label, key, owner in parts[0].union(*parts[1:], all=True):
        known[key].append((label, owner))
    return known


def _phrases(words: list[str]) -> list[tuple[int, int, str]]:
    """All runs of words that a name may be: first word, the one behind the last, comparison key."""
    runs = [
        (start, end, names.key(" ".join(words[start:end])))
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
    ]
    return [run for run in runs if run[2]]


def _label(words: str) -> Any:
    return Value(words, output_field=CharField())
