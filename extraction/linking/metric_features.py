"""What speaks for and against a phrase being the measure that a number is of, as named features."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extraction.linking.features import Layout, Listed, Place, alignment, bucket, gap_text, listed_gap
from extraction.mentions.data_cues import shape
from extraction.mentions.metrics import Form, Phrase
from extraction.mentions.words import HEAD_FAMILY, WORDS

Feature = tuple[str, str]
_JUNK = frozenset(
    """result experiment evaluation finding analysis approach method model framework study work mean median
    average total scheme""".split()
)
VAGUE = frozenset(
    "performance result results quality score scores effectiveness efficiency metric metrics average".split()
)
_ABILITY = frozenset("ability abilities capability capabilities skill skills".split())


@dataclass(frozen=True, slots=True)
class Situation:
    """A reading in its sentence, and how it stands to the reading before it."""

    layout: Layout
    position: int
    unit: str
    kind: str
    relation: str
    earlier: str
    style: str
    styles: frozenset[str]
    used: frozenset[int]
    alike: str | None

    @property
    def place(self) -> Place:
        """Where the reading stands."""
        return self.layout.places[self.position]


def sort(phrase: Phrase) -> str:
    """What is known of the phrase: its family, or its look where no list knows it; vague words apart."""
    if phrase.form is not Form.PHRASE:
        return phrase.form.value
    return _sort(phrase.name, phrase.family, listed=phrase.entry is not None)


@lru_cache(maxsize=8192)
def _sort(name: str, family: str | None, *, listed: bool) -> str:
    words = name.lower().split()
    if words[-1] in _ABILITY:
        return "vague"
    if words[-1] in VAGUE and all(word in WORDS.loose or word in VAGUE for word in words[:-1]):
        return "vague"
    if words[-1] in _JUNK or (not listed and family is None and words[-1] in WORDS.naming):
        return "junk"
    return f"+{family}" if listed else family or _unknown(name)


@lru_cache(maxsize=8192)
def _unknown(name: str) -> str:
    """The look of words that no list knows: a "name", an "acronym", an "abstract" noun, "plain"."""
    last = name.rpartition(" ")[2]
    if _ABSTRACT.search(last):
        return "abstract"
    if sum(map(str.isupper, name)) < 2:
        return "plain"
    return "acronym" if _ACRONYM.fullmatch(last) and shape(last) not in _NAMES else "name"


_ABSTRACT = re.compile(r"(?:ness|ity|ency|ancy|acy|ivity)$")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,5}(?:[-@*+][\w.]*)?s?|[a-z][A-Z]{2,5}")
_NAMES = frozenset(["model", "modelish", "bench"])


def is_other(phrase: Phrase, layout: Layout) -> bool:
    """Whether it can be no measure: what a thing is compared with, "3B parameters", a letter with a value."""
    left = layout.symbols[phrase.first - 1] if phrase.first else ""
    unknown = phrase.entry is None and phrase.name.rpartition(" ")[2].lower() not in HEAD_FAMILY
    if unknown and phrase.form is Form.PHRASE and (left in _COMPARERS or _is_compared(phrase, layout)):
        return True
    if _is_kept(phrase, layout) or _is_stage(phrase, layout):
        return True
    if _is_setup(phrase, layout) or _is_between(phrase, layout) or _is_verb(phrase, layout):
        return True
    if left in ("n", "u") and phrase.family in ("size", "data", "compute"):
        return True
    if phrase.name == "time" and layout.sentence.lowers[: phrase.first][-2:] == ("of", "the"):
        return True  # a share of the time
    return phrase.name == "p" or (
        len(phrase.name) == 1
        and phrase.name.isascii()
        and layout.symbols[phrase.last : phrase.last + 2] == ("=", "n")
    )


def _is_kept(phrase: Phrase, layout: Layout) -> bool:
    """Whether the phrase says only what was not given up ("without sacrificing accuracy")."""
    return "without" in layout.sentence.lowers[max(phrase.first - 4, 0) : phrase.first]


def _is_stage(phrase: Phrase, layout: Layout) -> bool:
    """Whether the phrase says when or where something was measured ("at inference", "at kernel level")."""
    lowers = layout.sentence.lowers
    last = phrase.name.rpartition(" ")[2].lower()
    if phrase.entry is not None or phrase.form is not Form.PHRASE:
        return False
    return last in _STAGES or (last == "level" and "at" in lowers[max(phrase.first - 2, 0) : phrase.first])


_STAGES = frozenset(
    """training finetuning fine-tuning pretraining pre-training inference process processes
    deployment implementation implementations""".split()
)


def _is_compared(phrase: Phrase, layout: Layout) -> bool:
    """Whether the phrase, or the list that it ends, is what something is compared with ("over A and B")."""
    lowers, before = layout.sentence.lowers, phrase.first - 1
    while before >= 0 and (layout.letters[before] in "AWD" or lowers[before] in _LISTS):
        before -= 1
    return before >= 0 and (lowers[before] in _COMPARERS or lowers[before] == "upon")


_LISTS = frozenset([",", "and", "or", "&", "i.e", "i.e.", "e.g", "e.g.", "like"])


def _is_setup(phrase: Phrase, layout: Layout) -> bool:
    """Whether the words name a baseline, or something that is set and not measured."""
    lowers = layout.sentence.lowers[phrase.first : phrase.last + 1]
    return " ".join(lowers[: phrase.last - phrase.first]) in _SET or (
        not is_strong(phrase) and not _BASELINES.isdisjoint(lowers)
    )


def _is_verb(phrase: Phrase, layout: Layout) -> bool:
    """Whether the last word is a verb whose object is a number ("reviewers accept 63%")."""
    lowers = layout.sentence.lowers
    if phrase.last - phrase.first < 2 or lowers[phrase.last - 1] not in _VERBS:
        return False
    at = phrase.last
    while at < len(lowers) and (lowers[at] in _HEDGES or layout.letters[at] == "A"):
        at += 1
    return any(at == place.first for place in layout.places)


_VERBS = frozenset(
    """accept match matches passes pass enjoy enjoys uses
    enlarge enlarges answers""".split()
)
_HEDGES = frozenset("only just about around nearly roughly approximately over their its the a".split())


def _is_between(phrase: Phrase, layout: Layout) -> bool:
    """Whether the phrase is one of two things that a measure lies between ("correlation between A and B")."""
    left = [symbol for symbol in layout.symbols[max(0, phrase.first - 8) : phrase.first] if symbol]
    return left[-1:] == ["between"] or (left[-1:] == ["and"] and "between" in left and "#" not in left)


_BASELINES = frozenset(["baseline", "baselines", "counterpart", "counterparts"])
_SET = frozenset(
    f"{name}{plural}"
    for name in (
        "learning rate",
        "batch size",
        "window size",
        "step size",
        "sample size",
        "confidence interval",
    )
    for plural in ("", "s")
)
_COMPARERS = frozenset(["O", "over", "than", "vs", "versus", "vs.", "against"])


def is_strong(phrase: Phrase) -> bool:
    """Whether a list knows the phrase or its head as a measure's."""
    return (
        phrase.entry is not None
        or phrase.family is not None
        or phrase.form is Form.SPEED
        or sort(phrase) == "abstract"
    )


class Standing(NamedTuple):
    """How a phrase stands to a number: before ("B") or after it ("A"), and what stands between.

    Gaps are taken from list to list, so that the second of two names is as near to the second of two numbers
    as the first to the first.
    """

    side: str
    between: tuple[str, ...]
    aligned: str

    @property
    def remote(self) -> bool:
        """Whether the phrase follows only beyond another number, or far off."""
        return self.side == "A" and ("#" in self.between or len(self.between) >= _TIGHT)


def standing(phrase: Phrase, situation: Situation, listed: Listed) -> Standing | None:
    """How the phrase stands to the number; None where lists of both give the number to another phrase."""
    layout, place = situation.layout, situation.place
    between = listed_gap(layout, place, (phrase.first, phrase.last), listed)
    respectively = "respectively" in layout.sentence.lowers
    sure = len(between) < _TIGHT or (respectively and "#" not in between)
    aligned = alignment(place, listed, sure=sure)
    side = "B" if phrase.last <= place.first else "A"
    return None if aligned == "no!" else Standing(side, between, aligned)


_TIGHT = 4


def of_phrase(
    phrase: Phrase, situation: Situation, stands: Standing, *, rank: int, claimed: str
) -> Iterator[Feature]:
    """The features of a phrase in the reading's own sentence.

    `rank` counts the strong phrases that stand nearer on the same side, `claimed` says which readings hold
    the phrase by a tight pattern ("F1 of 0.6").
    """
    side, between, kind, what = stands.side, stands.between, situation.kind, sort(phrase)
    what = "acronym" if what == "name" and side == "A" and not between else what
    text = gap_text(between)
    near, far = (between[0], between[-1]) if between else ("", "")
    near, far = (near, far) if side == "B" else (far, near)
    strong = "strong" if is_strong(phrase) else "weak"
    style = side + text
    yield "gap", style
    yield "bias", side + what
    yield "aligned", side + stands.aligned
    yield "ends", f"{side}{near}|{far}"
    yield "near_number", f"{side}{far}|{kind}"
    yield "length", side + bucket(len(between))
    yield "rank", f"{side}{min(rank, 3)}|{strong}"
    yield "kind", f"{what}|{kind}"
    yield "unit", f"{what}|{situation.unit}"
    yield "held", f"{side}{claimed}|{kind}"
    yield "head", phrase.name.rpartition(" ")[2].lower()
    yield "tight_sort", f"{style}|{what}" if len(between) < 2 else "far"
    yield "styles", f"{style in situation.styles}|{len(between) < 2}|{strong}"
    yield "host", _host(phrase, situation, strong)
    yield "style", "none" if not situation.style else _likeness(style, situation.style)
    yield "used", f"{phrase.first in situation.used}|{side}{claimed}"
    yield from _surroundings(phrase, situation, side, what)


def _host(phrase: Phrase, situation: Situation, strong: str) -> str:
    """Whether the bracket around the number opens right behind the phrase, or else behind other words."""
    words, first = situation.layout.sentence.words, situation.place.first
    opening = next((at for at in range(first - 1, max(first - _BRACKET, -1), -1) if words[at] in "()"), None)
    if opening is None or words[opening] == ")":
        return "none"
    where = "host" if phrase.last == opening else "inside" if phrase.first > opening else "other"
    return f"{where}|{strong}"


_BRACKET = 12


def _likeness(style: str, other: str) -> str:
    """How the way this phrase stands to its number is like that of the choice before it."""
    if style == other:
        return "equal" if len(style) > 1 else "equal, adjacent"
    return "same side" if style[0] == other[0] else "other side"


def _surroundings(phrase: Phrase, situation: Situation, side: str, what: str) -> Iterator[Feature]:
    """What stands on the outer sides of the phrase, and how many clauses and commas lie between."""
    layout, place = situation.layout, situation.place
    left = layout.symbols[phrase.first - 1] or "." if phrase.first else "^"
    yield "left_sort", f"{side}{left}|{what}"
    clauses = abs(layout.sentence.clause[phrase.first] - layout.sentence.clause[place.first])
    yield "clauses", side + bucket(clauses)
    yield "commas", side + bucket(abs(layout.commas[phrase.first] - layout.commas[place.first]))
