"""What speaks for and against a phrase being the measure that a number is of, as named features."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extraction.linking.features import Layout, Listed, Place, alignment, bucket, gap_text, listed_gap
from extraction.mentions.data_cues import shape
from extraction.mentions.metrics import Form, Phrase
from extraction.mentions.words import WORDS

Feature = tuple[str, str]
_JUNK = frozenset(
    """result experiment evaluation finding analysis approach method model framework study work mean median
    average total""".split()
)
VAGUE = frozenset(
    "performance result results quality score scores effectiveness efficiency metric metrics average".split()
)


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
    best: str = ""

    @property
    def place(self) -> Place:
        """Where the reading stands."""
        return self.layout.places[self.position]


def sort(phrase: Phrase) -> str:
    """What is known of the phrase: its family, or its look where no list knows it; vague words apart."""
    if phrase.form is not Form.PHRASE:
        return phrase.form.value
    words = phrase.name.lower().split()
    if words[-1] in VAGUE and all(word in WORDS.loose or word in VAGUE for word in words[:-1]):
        return "vague"
    if words[-1] in _JUNK:
        return "junk"
    if phrase.entry is not None:
        return f"+{phrase.family}"
    return phrase.family or _unknown(phrase.name)


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
    if phrase.entry is None and phrase.family is None and left in _COMPARERS:
        return True
    if left in ("n", "u") and phrase.family in ("size", "data", "compute"):
        return True
    return (
        len(phrase.name) == 1
        and phrase.name.isascii()
        and layout.symbols[phrase.last : phrase.last + 2] == ("=", "n")
    )


_COMPARERS = frozenset(["O", "over", "than", "vs", "versus", "vs.", "against"])


def misaligned(phrase: Phrase, situation: Situation, listed: Listed) -> bool:
    """Whether lists of phrases and numbers that go together give the number to another phrase of the list."""
    layout, place = situation.layout, situation.place
    between = listed_gap(layout, place, (phrase.first, phrase.last), listed)
    sure = len(between) < 4 or ("respectively" in layout.sentence.lowers and "#" not in between)
    return alignment(place, listed, sure=sure) == "no!"


def is_strong(phrase: Phrase) -> bool:
    """Whether a list knows the phrase or its head as a measure's."""
    return (
        phrase.entry is not None
        or phrase.family is not None
        or phrase.form is Form.SPEED
        or sort(phrase) == "abstract"
    )


def scope_of(phrase: Phrase, situation: Situation, listed: Listed) -> str:
    """How the phrase stands to the number, in words that begin with "A" (after it) or "B" (before it)."""
    layout, place = situation.layout, situation.place
    between = listed_gap(layout, place, (phrase.first, phrase.last), listed)
    text = " ".join(between)
    if phrase.first >= place.last:
        return _after(text, between, changes=layout.symbols[phrase.last : phrase.last + 1] == ("C",))
    changed = phrase.first > 0 and layout.symbols[phrase.first - 1] == "K"
    return "B changed by" if changed and text == "by" else _before(text, between)


def _after(text: str, between: tuple[str, ...], *, changes: bool) -> str:
    if not between:
        return "A adjacent change" if changes else "A adjacent"
    if "#" in between:
        return "A beyond"
    for name, pattern in _AFTER:
        if pattern.fullmatch(text):
            return name
    return "A near" if len(between) < 4 else "A far"


def _before(text: str, between: tuple[str, ...]) -> str:
    for name, pattern in _BEFORE:
        if pattern.fullmatch(text):
            return name
    if "#" in between:
        return "B beyond"
    return "B near" if len(between) < 4 else "B far"


_AFTER = (
    ("A more", re.compile(r"J(?: J)?")),
    ("A change in", re.compile(r"(?:J )?[CK] (?:in|of)(?: terms of)?|J in|in terms of")),
    ("A in", re.compile(r"in")),
    ("A of", re.compile(r"of")),
)
_BEFORE = (
    ("B adjacent", re.compile(r"(?:\( w \) ?)?[=:(,]?|\) [=:]|\( w \)|= \(|V ?:")),
    ("B of", re.compile(r"(?:\) |w |[fC] |\( w \) )?of")),
    ("B changed by", re.compile(r"K by")),
    ("B by", re.compile(r"(?:[CVSf)] )?by")),
    ("B from", re.compile(r"(?:[KVC] )?(?:V )?from(?: # to)?|(?:K |V |C )?to(?: #)?")),
    ("B is", re.compile(r"(?:is|was|were|are|V|V to|at|as)")),
)
ORDER = (
    "A adjacent change", "A adjacent", "B of", "B adjacent", "B changed by", "A more", "A change in", "A in",
    "B by", "B from", "A of", "B is", "B near", "A near", "B beyond", "B far", "A beyond", "A far", "",
)  # fmt: skip


def of_phrase(
    phrase: Phrase, situation: Situation, *, rank: int, claimed: str, listed: Listed
) -> Iterator[Feature]:
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
    scope = scope_of(phrase, situation, listed)
    strong = "strong" if is_strong(phrase) else "weak"
    what = "acronym" if what == "name" and scope == "A adjacent" else what
    top = scope == situation.best
    yield "gap", side + text
    yield "scope", f"{scope}|{top}|{strong}"
    yield "scope_sort", f"{scope}|{what}"
    yield "bias", side + what
    yield "gap_kind", f"{side}{text}|{kind}"
    yield "aligned", side + aligned
    yield "ends", f"{side}{near}|{far}"
    yield "near_number", f"{side}{far}|{kind}"
    yield "length", side + bucket(len(between))
    yield "rank", f"{side}{min(rank, 3)}|{strong}"
    yield "kind", f"{what}|{kind}"
    yield "unit", f"{what}|{unit}"
    yield "head", phrase.name.rpartition(" ")[2].lower()
    style = side + text
    yield "style", "none" if not situation.style else _likeness(style, situation.style)
    yield "used", f"{phrase.first in situation.used}|{side}{claimed}"
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
