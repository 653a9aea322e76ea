"""What speaks for and against a phrase being the measure that a number is of, as named features."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extraction.linking.features import Layout, Listed, Place, alignment, bucket, gap_text, listed_gap
from extraction.mentions.data_cues import shape
from extraction.mentions.metrics import Form, Phrase
from extraction.mentions.words import LOOSE

Feature = tuple[str, str]
_JUNK = frozenset("result experiment evaluation finding analysis approach method model framework study work".split())
VAGUE = frozenset("performance result results quality score scores effectiveness efficiency metric metrics average".split())


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
    used: frozenset[int]
    balance: str
    alike: str | None
    reference: bool

    @property
    def place(self) -> Place:
        """Where the reading stands."""
        return self.layout.places[self.position]


def sort(phrase: Phrase) -> str:
    """What is known of the phrase: its family, "acronym" or "plain" where no list knows it; vague words apart."""
    if phrase.form is not Form.PHRASE:
        return phrase.form.value
    words = phrase.name.lower().split()
    if words[-1] in VAGUE and all(word in LOOSE or word in VAGUE for word in words[:-1]):
        return "vague"
    if words[-1] in _JUNK:
        return "junk"
    if phrase.entry is not None:
        return f"+{phrase.family}"
    return phrase.family or _unknown(phrase.name)


@lru_cache(maxsize=8192)
def _unknown(name: str) -> str:
    """The look of words that no list knows: "name" of a system or data set, "acronym", "quality" as such, "plain"."""
    last = name.rpartition(" ")[2]
    if _ABSTRACT.search(last):
        return "abstract"
    if sum(map(str.isupper, name)) < 2:
        return "plain"
    return "acronym" if _ACRONYM.fullmatch(last) and shape(last) not in _NAMES else "name"


_ABSTRACT = re.compile(r"(?:ness|ity|ency|ancy|acy|ivity)$")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,5}(?:[-@*+][\w.]*)?s?|[a-z][A-Z]{2,5}")
_NAMES = frozenset(["model", "modelish", "bench"])


def is_strong(phrase: Phrase) -> bool:
    """Whether a list knows the phrase or its head as a measure's."""
    return phrase.entry is not None or phrase.family is not None or phrase.form is Form.SPEED


def of_phrase(phrase: Phrase, situation: Situation, *, rank: int, claimed: str, listed: Listed) -> Iterator[Feature]:
    """The features of a phrase in the reading's own sentence.

    Gaps are taken from list to list, so that the second of two names is as near to the second of two
    numbers as the first to the first. `rank` counts the strong phrases that stand nearer on the same side,
    `claimed` says which readings hold the phrase by a tight pattern ("F1 of 0.6").
    """
    place, layout = situation.place, situation.layout
    before = phrase.last <= place.first
    side = "B" if before else "A"
    between = listed_gap(layout, place, (phrase.first, phrase.last), listed)
    kind, unit, what = situation.kind, situation.unit, sort(phrase)
    text = gap_text(between)
    near, far = (between[0], between[-1]) if between else ("", "")
    near, far = (near, far) if before else (far, near)
    sure = "respectively" in layout.sentence.lowers or len(between) < 4
    aligned = alignment(place, listed, sure=sure)
    yield "gap", side + text
    yield "bias", side + what
    yield "gap_kind", f"{side}{text}|{kind}"
    yield "aligned", side + aligned
    yield "ends", f"{side}{near}|{far}"
    yield "near_number", f"{side}{far}|{kind}"
    yield "length", side + bucket(len(between))
    yield "rank", f"{side}{min(rank, 3)}|{'strong' if is_strong(phrase) else 'weak'}"
    yield "kind", f"{what}|{kind}"
    yield "unit", f"{what}|{unit}"
    yield "head", phrase.name.rpartition(" ")[2].lower()
    yield "words", f"{bucket(phrase.last - phrase.first)}|{what}"
    style = side + text
    yield "style", "none" if not situation.style else _likeness(style, situation.style)
    yield "used", f"{phrase.first in situation.used}|{side}{claimed}"
    yield "balance", side + situation.balance
    yield from _surroundings(phrase, situation, side, what)


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
