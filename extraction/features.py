"""What the scorers see of a quantity: how it is written, the words around it, its list and its sentence."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extraction import measures, units, vocabulary
from extraction.claims import Bound, Span
from extraction.cues import Hanging
from extraction.measures import CLAUSE_END, HEAD_STOP
from extraction.numerals import Form
from extraction.surroundings import Setting
from extraction.vocabulary import words

_NEAR = 3
_SIGNS = words("= < > ≥ ≤ ~ : (")
_WINDOW = 9


def describe(
    settings: Sequence[Setting], hanging: Sequence[Hanging], sentences: Sequence[Span], clean: str
) -> list[list[str]]:
    """The features of every quantity, as names that are there or not."""
    departures = {setting.found.origin for setting in settings}
    openings = _openings(sentences, clean, {setting.place for setting in settings})
    return [
        [
            *_form(setting),
            *_moves(setting, departures),
            *_around(setting.left, "l", setting.shape),
            *_around(setting.right, "r", setting.shape),
            *_governed(_governor(setting.left, setting.right), setting.shape),
            *_hangs(hangs, setting),
            *_list(settings, setting),
            *_sentence(setting, len(sentences), openings),
        ]
        for setting, hangs in zip(settings, hanging, strict=True)
    ]


# --- the number itself ------------------------------------------------------------------------------------


def _form(setting: Setting) -> Iterator[str]:
    found, shape = setting.found, setting.shape
    quantity, first = found.quantity, found.first
    yield f"shape:{shape}"
    yield f"unit:{quantity.unit}"
    yield f"size:{shape}:{_size(setting)}"
    if first.form is not Form.DIGITS:
        yield f"form:{first.form.value}:{shape}"
    if first.signed:
        yield f"sign:{first.signed}"
        yield f"sign:{first.signed}:{shape}"
    if first.plus:
        yield f"plus:{shape}"
    if setting.hyphen:
        yield "hyphen"
        yield f"hyphen:{quantity.unit}"
    if setting.inside >= 0:
        yield f"inside:{shape}"
    if family := units.family(quantity.unit):
        yield f"family:{family}"
    if quantity.value_high is not None:
        yield f"range:{shape}"
    if quantity.bound is not Bound.EXACT:
        yield f"bound:{quantity.bound}"
        yield f"bound:{quantity.bound}:{shape}"


def _moves(setting: Setting, departures: set[int | None]) -> Iterator[str]:
    """Features of a move that ends here, or starts here and ends at a later quantity."""
    if setting.found.origin is not None:
        yield "arrives"
        yield f"arrives:{setting.shape}"
    if setting.found.head in departures:
        yield "departs"
        yield f"departs:{setting.shape}"


def _size(setting: Setting) -> str:
    value = abs(setting.found.quantity.value)
    for limit in (1, 2, 5, 10, 20, 50, 100, 1000, 10000):
        if value <= limit:
            return f"<={limit}"
    return "more"


# --- the words around it ----------------------------------------------------------------------------------


def _norm(word: str) -> str:
    """The word as the scorer knows it: in lower case, digits as one sign, names as another."""
    if word[0].isdigit():
        return "#"
    shouts = word[1:].lower() != word[1:]
    if vocabulary.word_class(word.lower()) is not None or not (shouts or word[0].isupper()):
        return word.lower()
    if shouts:
        return "NAME"
    return f"Name:{word.lower()}" if word in _LABELS else "Name"


_LABELS = words(
    """Table Figure Fig Section Phase Stage Step Task Track Level Top Precision Recall Accuracy"""
)


def _around(words: list[str], side: str, shape: str) -> Iterator[str]:
    """Features of the words on one side, the nearest first."""
    near = [_norm(word) for word in words[:_WINDOW]]
    padded = [*near, "", "", ""]
    if padded[0] in _SIGNS:
        yield f"{side}sign:{padded[1]}:{shape}"
        yield f"{side}sign:{padded[1]}:{padded[2]}:{shape}"
    yield f"{side}1:{padded[0]}"
    yield f"{side}1:{padded[0]}:{shape}"
    yield f"{side}2:{padded[1]}"
    yield f"{side}12:{padded[0]} {padded[1]}"
    yield f"{side}123:{padded[0]} {padded[1]} {padded[2]}"
    seen: set[str] = set()
    clause = True
    for distance, word in enumerate(near):
        clause = clause and word not in CLAUSE_END
        group = vocabulary.word_class(word)
        if clause and word not in seen and word[0].isalpha():
            yield f"{side}w:{word}"
            if distance < _NEAR:
                yield f"{side}n:{word}:{shape}"
        if group and group not in seen:
            reach = "near" if distance < _NEAR else "far" if clause else "out"
            yield f"{side}c:{group}:{reach}"
            yield f"{side}c:{group}:{shape}:{reach}"
            seen.add(group)
        seen.add(word)


_FILLER = words(
    """up to over about around roughly approximately nearly almost at least most more less than as much
    high only just a an the average mean ~ $ ( [ + > < ≥ ≤ additional absolute relative impressive
    significant remarkable of margin factor maximum total under within even reaching exceeding"""
)
_PREPOSITIONS = words("""by of to from in at with on for = : ( , and or / than is was are within over""")


class Governor(NamedTuple):
    """What a number hangs on: the small word before it and the words of change and measure nearest to it."""

    link: str
    left: str
    left_word: str
    right: str
    right_word: str
    measure: str
    turned: str


def _governor(left: list[str], right: list[str]) -> Governor:
    """`left` comes nearest word first."""
    link = _link(left)
    change, word, turned = _nearest(left, stops=CLAUSE_END | {","})
    if not change:
        change, word, turned = _nearest(left, stops=CLAUSE_END)
        change = change and "far " + change
    after, after_word = _head(right)
    lower = [word.lower() for word in left]
    return Governor(
        link, change, word, after, after_word, measures.near(lower, [word.lower() for word in right]), turned
    )


def _link(left: list[str]) -> str:
    """The preposition before the number, past "up to", "an average of" and the like."""
    links = ""
    for word in left[:6]:
        low = word.lower()
        if low in (
            "by",
            "of",
            "to",
            "from",
            "in",
            "at",
            "with",
            "than",
            "(",
            "+",
            "=",
            ":",
            "within",
            "over",
            "below",
            "above",
        ):
            links = low
            if low in ("by", "from", "in", "at", "with", "=", ":", "than"):
                return low
            if low not in _FILLER:
                return low
        elif low not in _FILLER:
            return links or (low if low in _PREPOSITIONS else "word")
    return links or "none"


def _nearest(words: list[str], stops: frozenset[str]) -> tuple[str, str, str]:
    """The nearest word of change with its class, and what stands between it and the number."""
    turned = ""
    for word in words[:14]:
        low = word.lower()
        if low in stops:
            break
        group = vocabulary.word_class(low)
        if group in vocabulary.CHANGES:
            return group, low, turned
        if group in ("reach", "retain", "use", "only") and not turned:
            turned = group
    return "", "", turned


def _head(right: list[str]) -> tuple[str, str]:
    """The word of change that the number's own noun phrase ends in, and its class."""
    found = ("", "")
    for word in right[:8]:
        low = word.lower()
        if low in HEAD_STOP:
            break
        group = vocabulary.word_class(low)
        if group in vocabulary.CHANGES and group not in ("upverb", "downverb", "beat"):
            found = (group, low)
            if group in ("upnoun", "downnoun"):
                break
    return found


def _governed(governor: Governor, shape: str) -> Iterator[str]:
    """Features of what the number hangs on, alone and together."""
    link, left, left_word, right, right_word, measure, turned = governor
    yield f"glink:{link}:{shape}"
    yield f"gleft:{left}:{shape}"
    yield f"gright:{right}:{shape}"
    yield f"glink-left:{link}:{left}"
    yield f"glink-left:{link}:{left}:{turned}:{shape}"
    yield f"glink-right:{link}:{right}:{shape}"
    yield f"gleft-right:{left}:{right}:{shape}"
    yield f"gall:{link}:{left}:{right}:{shape}"
    yield f"gmeasure:{measure}:{shape}"
    yield f"gchange-measure:{bool(left or right)}:{measure}:{shape}"
    yield f"gleft-measure:{left}:{measure}"
    yield f"gright-measure:{right}:{measure}"
    if right_word:
        yield f"grightword:{right_word}"
        yield f"grightword:{right_word}:{measure}"
    if left_word:
        yield f"gleftword:{left_word}"
        yield f"gleftword:{link}:{left_word}"


def _hangs(hanging: Hanging, setting: Setting) -> Iterator[str]:
    cue, measure, turn, comparand, _, inherited = hanging
    shape = setting.shape
    group = vocabulary.word_class(cue.word) or ""
    yield f"Csense:{cue.sense}:{shape}"
    yield f"Crule:{cue.sense}:{cue.rule}:{shape}"
    yield f"Cinherited:{inherited}:{cue.sense}"
    yield f"Cmove:{cue.sense}:{group}"
    yield f"Cmove:{cue.sense}:{group}:{measure}"
    yield f"Cword:{cue.word}"
    yield f"Cmeasure:{measure}:{cue.sense}:{shape}"
    yield f"Cturn:{turn}"
    yield f"Cturn:{turn}:{cue.rule}"
    yield f"Cturn:{turn}:{measure}"
    yield f"Ccomparand:{comparand}"
    yield f"Ccomparand:{bool(comparand)}:{cue.sense}"
    if hanging.scale:
        yield f"C{hanging.scale}"


# --- its list and its sentence ----------------------------------------------------------------------------


def _list(settings: Sequence[Setting], setting: Setting) -> Iterator[str]:
    if setting.before is None:
        return
    yield f"list:{'tight' if setting.tight else 'far'}:{setting.shape}"
    opening = setting
    while opening.before is not None:
        opening = settings[opening.before]
    yield from _around(opening.left[:4], "L", setting.shape)


_OPENINGS = {
    "results": "experiment result evaluat empirical benchmark achiev outperform show",
    "background": "existing recent previous prior current however conventional traditional typically",
    "material": """dataset corpus comprising comprises contain consist collect annotat introduce construct
        curate propose trained questions""",
    "compares": "compared than over relative versus vs outperform baseline state-of-the-art",
}
_OPENING = {
    name: re.compile(rf"\b(?:{'|'.join(listed.split())})", re.IGNORECASE)
    for name, listed in _OPENINGS.items()
}


def _openings(sentences: Sequence[Span], clean: str, places: set[int]) -> dict[int, list[str]]:
    """What each of these sentences is about, by the words it holds."""
    return {
        place: [
            name
            for name, pattern in _OPENING.items()
            if pattern.search(clean, sentences[place].start, sentences[place].end)
        ]
        for place in places
    }


def _sentence(setting: Setting, count: int, openings: dict[int, list[str]]) -> Iterator[str]:
    at = setting.place
    place = "first" if at == 0 else "second" if at == 1 else "last" if at == count - 1 else "middle"
    yield f"place:{place}"
    yield f"place:{place}:{setting.shape}"
    for name in setting.company:
        yield f"with:{name}:{setting.shape}"
    for name in openings[at]:
        yield f"s:{name}"
        yield f"s:{name}:{setting.shape}"
