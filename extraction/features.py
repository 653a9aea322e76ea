"""What the scorers see of a quantity: how it is written, the words around it, its list and its sentence."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extraction import cues, units, vocabulary
from extraction.claims import Bound, Span
from extraction.cues import Cue, Sense
from extraction.numerals import Form
from extraction.quantities import Found

_TOKEN = re.compile(r"e\.g\.|i\.e\.|vs\.|et al\.|[A-Za-z][A-Za-z'-]*[a-z'A-Z]|[A-Za-z]|[0-9][0-9.,]*[0-9]|[0-9]|[^\w\s]")
_REACH = 160
_NEAR = 3
_WINDOW = 9
_CLAUSE_END = frozenset(";:.!?")


class Setting(NamedTuple):
    """The words around a quantity in its sentence (on the left the nearest first), and its lists.

    `before` is the quantity that this one continues a list of, None where it opens or stands alone.
    """

    left: list[str]
    right: list[str]
    before: int | None
    tight: bool


def describe(founds: Sequence[Found], sentences: Sequence[Span], clean: str) -> list[list[str]]:
    """The features of every quantity, as names that are there or not."""
    starts = [sentence.start for sentence in sentences]
    places = [max(bisect_right(starts, found.head) - 1, 0) for found in founds]
    settings = _settings(founds, [sentences[place] for place in places], clean)
    hanging = _resolve(founds, settings)
    return [
        list(_features(i, founds, settings, hanging, sentences, places[i], clean))
        for i in range(len(founds))
    ]


def _settings(founds: Sequence[Found], sentences: Sequence[Span], clean: str) -> list[Setting]:
    settings = []
    for i, (found, sentence) in enumerate(zip(founds, sentences, strict=True)):
        left = _words(clean[max(sentence.start, found.head - _REACH) : found.head])
        right = _words(clean[found.stop : min(sentence.end, found.stop + _REACH)])
        before = _before(founds, i)
        link = _linked(founds[before], found, clean) if before is not None else ""
        settings.append(Setting(left[::-1], right, before if link else None, link == "tight"))
    for i in range(len(settings) - 1, 0, -1):
        before = settings[i].before
        if before is not None and settings[i].tight:
            settings[before] = settings[before]._replace(right=settings[i].right)
    return settings


class Hanging(NamedTuple):
    """What a quantity hangs on, its own words taken first and then those of the list that it continues."""

    cue: Cue
    measure: str
    turn: bool | None
    comparand: str
    inherited: bool


def _resolve(founds: Sequence[Found], settings: Sequence[Setting]) -> list[Hanging]:
    resolved: list[Hanging] = []
    for found, setting in zip(founds, settings, strict=True):
        own = _hanging(found, setting)
        if setting.before is not None and found.origin is None:
            own = _inherit(own, resolved[setting.before])
        resolved.append(own)
    return resolved


def _hanging(found: Found, setting: Setting) -> Hanging:
    shape = _shape(found)
    left = [word.lower() for word in setting.left]
    right = [word.lower() for word in setting.right]
    cue = cues.read(
        left, right, signed=_sign(found, shape), percent=shape in ("%", "word"), marked=shape in ("points", "x")
    )
    measure = _measure(left, right)
    turn = cues.moves_up(cue, measure, float(abs(found.quantity.value)))
    return Hanging(cue, measure, turn, cues.comparand(left, right), inherited=False)


def _sign(found: Found, shape: str) -> str:
    """The sign where it marks a difference: a plus always, a minus on percentages and points."""
    signed = found.first.signed
    return signed if signed == "+" or shape in ("%", "points") else ""


def _inherit(own: Hanging, last: Hanging) -> Hanging:
    """The quantity's own hanging, or that of the list's last one where its own words say nothing."""
    comparand = own.comparand or last.comparand
    if own.cue.sense is Sense.LEVEL and own.cue.rule in ("", "(", "of", "by") and last.cue.sense is not Sense.LEVEL:
        return Hanging(last.cue, own.measure or last.measure, last.turn, comparand, inherited=True)
    if own.cue.sense is Sense.CHANGE and not own.cue.word and last.cue.sense is Sense.CHANGE:
        return own._replace(turn=last.turn, cue=own.cue._replace(word=last.cue.word), comparand="", inherited=True)
    return own._replace(comparand=comparand if own.cue.sense is Sense.LEVEL else "")


def _features(
    i: int,
    founds: Sequence[Found],
    settings: Sequence[Setting],
    hanging: Sequence[Hanging],
    sentences: Sequence[Span],
    at: int,
    clean: str,
) -> Iterator[str]:
    found, setting, sentence = founds[i], settings[i], sentences[at]
    shape = _shape(found)
    yield from _form(found, shape)
    yield from _moves(i, founds, shape)
    yield from _around(setting.left, "l", shape)
    yield from _around(setting.right, "r", shape)
    yield from _governed(_governor(setting.left, setting.right), shape, "g")
    yield from _hangs(hanging[i], setting, shape)
    if setting.before is not None:
        opening = _opening(settings, i)
        yield f"list:{'tight' if setting.tight else 'far'}:{shape}"
        yield from _around(settings[opening].left[:4], "L", shape)
    yield from _sentence(clean[sentence.start : sentence.end], at, len(sentences), shape)


def _opening(settings: Sequence[Setting], i: int) -> int:
    """The first quantity of the list that this one stands in."""
    while (before := settings[i].before) is not None:
        i = before
    return i


def _hangs(hanging: Hanging, setting: Setting, shape: str) -> Iterator[str]:
    cue, measure, turn, comparand, inherited = hanging
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
    near = [word.lower() for word in (*setting.left[:6], *setting.right[:3])]
    for word in ("relative", "absolute", "relatively"):
        if word in near:
            yield f"C{word}"


# --- the number itself ------------------------------------------------------------------------------------


def _shape(found: Found) -> str:
    """The class of unit that the number has, or how a bare one is written."""
    quantity = found.quantity
    if quantity.unit == units.PERCENT:
        return "%"
    if quantity.unit in (units.POINTS, units.TIMES):
        return str(quantity.unit)
    if quantity.unit in units.COUNTED:
        return "counted"
    if quantity.unit is not None:
        return "unit"
    if found.first.form in (Form.WORDS, Form.RATIO):
        return "word"
    return "whole" if quantity.value == quantity.value.to_integral_value() else "decimal"


def _form(found: Found, shape: str) -> Iterator[str]:
    quantity, first = found.quantity, found.first
    yield f"shape:{shape}"
    yield f"unit:{quantity.unit}"
    yield f"size:{shape}:{_size(found)}"
    if first.form is not Form.DIGITS:
        yield f"form:{first.form.value}:{shape}"
    if first.signed:
        yield f"sign:{first.signed}"
        yield f"sign:{first.signed}:{shape}"
    if first.plus:
        yield f"plus:{shape}"
    if quantity.value_high is not None:
        yield f"range:{shape}"
    if quantity.bound is not Bound.EXACT:
        yield f"bound:{quantity.bound}"
        yield f"bound:{quantity.bound}:{shape}"


def _moves(i: int, founds: Sequence[Found], shape: str) -> Iterator[str]:
    """Features of a move that ends here, or starts here and ends at the next quantity."""
    if founds[i].origin is not None:
        yield "arrives"
        yield f"arrives:{shape}"
    if any(later.origin == i for later in founds[i + 1 : i + 4]):
        yield "departs"
        yield f"departs:{shape}"


def _size(found: Found) -> str:
    value = abs(found.quantity.value)
    for limit in (1, 2, 5, 10, 20, 50, 100, 1000, 10000):
        if value <= limit:
            return f"<={limit}"
    return "more"


# --- the words around it ----------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _norm(word: str) -> str:
    """The word as the scorer knows it: lower case, digits as one sign, names as another."""
    if word[0].isdigit():
        return "#"
    if word[1:].lower() != word[1:] and vocabulary.word_class(word.lower()) is None:
        return "NAME"
    return word.lower()


def _around(words: list[str], side: str, shape: str) -> Iterator[str]:
    """Features of the words on one side, the nearest first."""
    near = [_norm(word) for word in words[:_WINDOW]]
    padded = [*near, "", "", ""]
    yield f"{side}1:{padded[0]}"
    yield f"{side}1:{padded[0]}:{shape}"
    yield f"{side}2:{padded[1]}"
    yield f"{side}12:{padded[0]} {padded[1]}"
    yield f"{side}123:{padded[0]} {padded[1]} {padded[2]}"
    seen: set[str] = set()
    clause = True
    for distance, word in enumerate(near):
        clause = clause and word not in _CLAUSE_END
        group = vocabulary.word_class(word)
        if clause and word not in seen and word.isalpha():
            yield f"{side}w:{word}"
            if distance < _NEAR:
                yield f"{side}n:{word}:{shape}"
        if group and group not in seen:
            reach = "near" if distance < _NEAR else "far" if clause else "out"
            yield f"{side}c:{group}:{reach}"
            yield f"{side}c:{group}:{shape}:{reach}"
            seen.add(group)
        seen.add(word)


_FILLER = frozenset(
    """up to over about around roughly approximately nearly almost at least most more less than as much high only just a an the
    average mean ~ $ ( [ + > < ≥ ≤ additional absolute relative impressive significant remarkable of margin factor
    maximum total under within even reaching exceeding""".split()
)
_PREPOSITIONS = frozenset("by of to from in at with on for = : ( , and or / than is was are within over".split())


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
    change, word, turned = _nearest(left, stops=_CLAUSE_END | {","})
    if not change:
        change, word, turned = _nearest(left, stops=_CLAUSE_END)
        change = change and "far " + change
    after, after_word = _head(right)
    lower = [word.lower() for word in left]
    return Governor(link, change, word, after, after_word, _measure(lower, [word.lower() for word in right]), turned)


def _link(left: list[str]) -> str:
    """The preposition before the number, past "up to", "an average of" and the like."""
    links = ""
    for word in left[:6]:
        low = word.lower()
        if low in ("by", "of", "to", "from", "in", "at", "with", "than", "(", "+", "=", ":", "within", "over", "below", "above"):
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


_HEAD_STOP = frozenset(", ; : . ( ) and or of on in for over to with while when by at from under than from across using is are".split())


def _head(right: list[str]) -> tuple[str, str]:
    """The word of change that the number's own noun phrase ends in, and its class."""
    found = ("", "")
    for word in right[:8]:
        low = word.lower()
        if low in _HEAD_STOP:
            break
        group = vocabulary.word_class(low)
        if group in vocabulary.CHANGES and group not in ("upverb", "downverb", "beat"):
            found = (group, low)
            if group in ("upnoun", "downnoun"):
                break
    return found


def _measure(left: list[str], right: list[str]) -> str:
    """The class of the word for what is measured, as the number's own clause has it.

    The number's noun phrase comes first ("2% accuracy gain"), then what follows it ("gain in accuracy"),
    then what stands between it and its verb ("improves accuracy by 2%"), then anything near.
    """
    return (
        _last_measure(right[:6], _HEAD_STOP)
        or _last_measure(_after_in(right), _PHRASE_STOP)
        or _first_measure(left[:12], _CHANGE_STOP)
        or _first_measure(left[:8], _CLAUSE_END)
        or _first_measure(right[:9], _CLAUSE_END)
    )


def _last_measure(words: list[str], stops: frozenset[str]) -> str:
    """The class of the last measure of a phrase: "inference speed" is a speed."""
    found = ""
    for word in words:
        if word in stops:
            break
        group = vocabulary.word_class(word)
        found = str(group) if group in vocabulary.MEASURES else found
    return found


def _after_in(right: list[str]) -> list[str]:
    """The words after "in" or "of", where that is the first small word after the number's own phrase."""
    for place, word in enumerate(right[:6]):
        if word in ("in", "of", "on"):
            return right[place + 1 : place + 7]
        if word in _HEAD_STOP:
            return []
    return []


def _first_measure(words: list[str], stops: frozenset[str]) -> str:
    for word in words:
        low = word.lower()
        if low in stops:
            return ""
        group = vocabulary.word_class(low)
        if group in vocabulary.MEASURES:
            return str(group)
        if stops is _CHANGE_STOP and (group in vocabulary.CHANGES or group == "reach"):
            return ""
    return ""


_PHRASE_STOP = frozenset(", ; : . ( ) and or over on with while when by compared than".split())
_CHANGE_STOP = _CLAUSE_END | {"while", "with", ","}


def _governed(governor: Governor, shape: str, mark: str) -> Iterator[str]:
    """Features of what the number hangs on, alone and together."""
    link, left, left_word, right, right_word, measure, turned = governor
    yield f"{mark}link:{link}:{shape}"
    yield f"{mark}left:{left}:{shape}"
    yield f"{mark}right:{right}:{shape}"
    yield f"{mark}link-left:{link}:{left}"
    yield f"{mark}link-left:{link}:{left}:{turned}:{shape}"
    yield f"{mark}link-right:{link}:{right}:{shape}"
    yield f"{mark}left-right:{left}:{right}:{shape}"
    yield f"{mark}all:{link}:{left}:{right}:{shape}"
    yield f"{mark}measure:{measure}:{shape}"
    yield f"{mark}change-measure:{bool(left or right)}:{measure}:{shape}"
    yield f"{mark}left-measure:{left}:{measure}"
    yield f"{mark}right-measure:{right}:{measure}"
    if right_word:
        yield f"{mark}rightword:{right_word}"
        yield f"{mark}rightword:{right_word}:{measure}"
    if left_word:
        yield f"{mark}leftword:{left_word}"
        yield f"{mark}leftword:{link}:{left_word}"


# --- its list and its sentence ----------------------------------------------------------------------------

_LINK = re.compile(r"[,;/&]?\ ?(?:and|or)?\ ?[~<>≤≥$+(]{0,2}")
_FAR_LINK = re.compile(r"[^;:.]{0,80}?(?:,|,?\ (?:and|or|as well as))\ (?:by\ |of\ )?[+~]?")
_NO_LINK = re.compile(
    r"\b(?:with|while|whereas|but|which|that|is|are|was|were|we|our|than|from|to"
    r"|(?:achiev|improv|reduc|increas|decreas|outperform|surpass|exceed|reach|maintain|retain|requir|yield|boost|cut|obtain|deliver|attain)(?:e|es|s|ed|ing))\b",
    re.I,
)
_LONGEST_LINK = 90


def _before(founds: Sequence[Found], i: int) -> int | None:
    """The quantity that this one may continue: the nearest of its shape, past numbers without a unit."""
    shape = _shape(founds[i])
    for before in range(i - 1, max(i - 4, -1), -1):
        other = _shape(founds[before])
        if other == shape and founds[before].first.form is not Form.NAME:
            return before
        if other not in ("whole", "decimal"):
            return None
    return None


def _linked(left: Found, right: Found, clean: str) -> str:
    """How the second quantity continues the first's list: "tight", "far" (words between), empty (not)."""
    if right.head - left.stop > _LONGEST_LINK or right.origin is not None:
        return ""
    if _LINK.fullmatch(clean, left.stop, right.head) is not None:
        return "tight"
    if _FAR_LINK.fullmatch(clean, left.stop, right.head) is None or _NO_LINK.search(clean, left.stop, right.head):
        return ""
    return "far"


_OPENINGS = {
    "results": re.compile(r"\b(?:experiment|result|evaluation|evaluat|empirical|benchmarks?|achiev|outperform|show)", re.I),
    "background": re.compile(r"\b(?:existing|recent|previous|prior|current|however|conventional|traditional|typically)\b", re.I),
    "material": re.compile(r"\b(?:dataset|corpus|comprising|comprises|contain|consist|collect|annotat|introduce|construct|curate|propose|trained on|questions)", re.I),
    "compares": re.compile(r"\b(?:compared|than|over|relative to|versus|vs|outperform|baseline|state-of-the-art)", re.I),
}


def _sentence(sentence: str, at: int, count: int, shape: str) -> Iterator[str]:
    place = "first" if at == 0 else "second" if at == 1 else "last" if at == count - 1 else "middle"
    yield f"place:{place}"
    yield f"place:{place}:{shape}"
    for name, pattern in _OPENINGS.items():
        if pattern.search(sentence):
            yield f"s:{name}"
            yield f"s:{name}:{shape}"
