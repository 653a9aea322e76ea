"""Where the measured numbers of a sentence stand, and what stands between them and a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from extraction.claims import Kind, Span
from extraction.context import Context, Reading
from extraction.finding import Hit
from extraction.linking.clauses import Sentence, analyse, series
from extraction.mentions.words import codes


class Place(NamedTuple):
    """Where a reading stands: tokens first to last (end exclusive) with its unit up to `after`.

    `run` numbers the list of numbers it belongs to, `position` and `size` its place in that list;
    `run_first` and `run_after` are the bounds of the whole list. `pair` is the position among numbers joined
    by slashes ("8.3/34.7"), `pair_size` how many those are.
    """

    first: int
    last: int
    after: int
    run: int
    position: int
    size: int
    run_first: int
    run_after: int
    pair: int
    pair_size: int


@dataclass(frozen=True, slots=True)
class Layout:
    """One sentence with readings: `readings` are indexes into the document's, `places` go with them."""

    sentence: Sentence
    letters: str
    span: Span
    readings: tuple[int, ...]
    places: tuple[Place, ...]
    symbols: tuple[str, ...]
    commas: tuple[int, ...]


class Listed(NamedTuple):
    """A name's place in a list of names, the list's length and its bounds in tokens."""

    position: int
    size: int
    first: int
    last: int


def known(context: Context) -> tuple[Hit, ...]:
    """The names in the abstract that the lexicon knows."""
    return context.lexicon.find(context.text.clean, context=context.title.clean)


def layouts(readings: Sequence[Reading], context: Context) -> list[Layout]:
    """One layout for each sentence that has readings, in the order of the text."""
    by_sentence: dict[Span, list[int]] = {}
    for index, reading in enumerate(readings):
        by_sentence.setdefault(reading.sentence, []).append(index)
    return [
        _layout(
            span,
            tuple(readings[i].quantity.span for i in indexes),
            tuple(indexes),
            context.text.clean[span.start : span.end],
        )
        for span, indexes in sorted(by_sentence.items())
    ]


def gap(layout: Layout, start: int, end: int) -> tuple[str, ...]:
    """The symbols between two places: words that bind, "#" for a measured number, "w" for content."""
    out: list[str] = []
    for symbol in layout.symbols[start:end]:
        if symbol and not (out and symbol == out[-1] and symbol in "wun#"):
            out.append(symbol)
    return tuple(out)


def gap_text(symbols: Sequence[str]) -> str:
    """The gap as a string; a long one keeps its ends."""
    if len(symbols) <= 6:
        return " ".join(symbols)
    return f"{symbols[0]} {symbols[1]} .. {symbols[-2]} {symbols[-1]}"


def listings(
    sentence: Sentence, spans: Sequence[tuple[int, int]], *, nouns: frozenset[str] = frozenset()
) -> list[Listed]:
    """For each span (token ranges in order) its place in the list of spans that it stands in.

    The nouns may stand behind a member ("the A dataset and the B dataset").
    """
    return [
        Listed(at, len(run), spans[run[0]][0], spans[run[-1]][1])
        for whole in series(sentence, spans, glue=_LIST | nouns)
        for part in _parted(sentence, spans, whole, nouns)
        for run in _closed(sentence, spans, part)
        for at in range(len(run))
    ]


def _parted(
    sentence: Sentence, spans: Sequence[tuple[int, int]], run: Sequence[int], nouns: frozenset[str]
) -> list[list[int]]:
    """The run cut where a noun ends the list: in "on the A dataset, B reaches" B is not in it."""
    out: list[list[int]] = [[run[0]]]
    for before, index in pairwise(run):
        between = sentence.lowers[spans[before][1] : spans[index][0]]
        if nouns.isdisjoint(between) or (between[0] in nouns and not _GOES_ON.isdisjoint(between)):
            out[-1].append(index)
        else:
            out.append([index])
    return out


_GOES_ON = frozenset(["and", "or", "&", "the"])


def _closed(sentence: Sentence, spans: Sequence[tuple[int, int]], run: Sequence[int]) -> list[list[int]]:
    """The run cut behind each "and": in "on A and B, C reaches" C is not in the list."""
    out: list[list[int]] = [[run[0]]]
    for before, index in pairwise(run):
        last = before > run[0] and len(out[-1]) > 1 and _joined(sentence, spans[before - 1], spans[before])
        if last and not _joined(sentence, spans[before], spans[index]):
            out.append([index])
        else:
            out[-1].append(index)
    return out


def _joined(sentence: Sentence, one: tuple[int, int], other: tuple[int, int]) -> bool:
    return not _AND.isdisjoint(sentence.lowers[one[1] : other[0]])


_AND = frozenset(["and", "or", "&"])


def listed_gap(layout: Layout, place: Place, span: tuple[int, int], listed: Listed) -> tuple[str, ...]:
    """What stands between a name, or its list, and a number, or its list.

    So the second of two names is as near to the second of two numbers as the first to the first.
    """
    first, last = span
    if last <= place.first:
        start = listed.last if listed.last <= place.run_first else last
        return gap(layout, start, place.run_first if start <= place.run_first else place.first)
    end = listed.first if listed.first >= place.run_after else first
    return gap(layout, place.run_after if end >= place.run_after else place.after, end)


def alignment(place: Place, listed: Listed, *, sure: bool) -> str:
    """Whether a name and a number have the same place in lists of one length; `sure` of the lists."""
    if listed.size == 1:
        return "single" if place.size == 1 else "shared"
    if place.size == listed.size:
        return ("yes" if place.position == listed.position else "no") + ("!" if sure else "")
    if place.pair_size == listed.size:
        return ("yes" if place.pair == listed.position else "no") + ("!" if sure else "")
    return "unequal" if place.size > 1 else "first" if listed.position == 0 else "later"


def bucket(count: int) -> str:
    """A small number as it is, a larger one as the range it lies in."""
    if count < 4:
        return str(count)
    return "4-5" if count < 6 else "6-9" if count < 10 else "10-15" if count < 16 else "16+"


def unit_class(reading: Reading) -> str:
    """The unit as a class: "%", "points", "x", "time", "memory", "rate", "none" or "other"."""
    unit = reading.quantity.unit
    if not unit:
        return "none"
    above, rate, _ = unit.lower().partition("/")
    return _UNIT_CLASS.get(above, "rate" if rate else "other")


def kind_class(reading: Reading) -> str:
    """The kind as one short word, "?" where it is unknown."""
    return _KIND_CLASS.get(reading.kind, "?") if reading.kind else "?"


_KIND_CLASS = {
    Kind.ABSOLUTE: "abs",
    Kind.DIFFERENCE: "diff",
    Kind.PERCENT_CHANGE: "pct",
    Kind.FACTOR: "fac",
    Kind.FRACTION: "frac",
}
_UNIT_CLASS = {
    **dict.fromkeys(["%", "percent", "pct"], "%"),
    **dict.fromkeys("points point pp pts percentage-points".split(), "points"),
    **dict.fromkeys(["percentage points", "percentage point"], "points"),
    **dict.fromkeys("x × times fold -fold".split(), "x"),
    **dict.fromkeys("ms s sec second seconds minute minutes min h hour hours day days".split(), "time"),
    **dict.fromkeys("gb mb kb tb gib mib".split(), "memory"),
    **dict.fromkeys("fps hz".split(), "rate"),
}
# What a hedge or a bound adds says nothing of where a number belongs.
_SKIPPED = frozenset(
    """up much as little few at only just merely even nearly about around approximately roughly almost
    exceeding close an a the its our their this these those absolute relative overall further additional
    impressive remarkable significant substantial considerable notable strong very both also still either
    ~ ≈ > < ≥ ≤ + ± } { " ' “ ” ‘ ’ * ^ _ \\""".split()
)
_BOUND = frozenset("over more than least most less under above below to as near".split())
_OUTDOING = frozenset(
    f"{verb}{ending}"
    for verb in ("outperform", "surpass", "exceed", "beat", "outscor", "top", "outpac", "rival")
    for ending in ("", "s", "ed", "ing", "e", "es")
)
_KEPT = frozenset(
    """of by from to in on at for with and or than vs versus vs. compared while whereas but is are was were as
    ( ) , ; : / = using over against which within between across per under into when that out above below
    terms""".split()
)


def _symbols(sentence: Sentence, letters: str, numbers: Sequence[tuple[int, int]]) -> list[str]:
    """One symbol a token: itself where it binds, a letter for its class, nothing where it only hedges."""
    out = [_symbol(word, letter) for word, letter in zip(sentence.lowers, letters, strict=True)]
    for first, after in numbers:
        out[first:after] = ["#"] + [""] * (after - first - 1)
        before = first - 1
        while before >= 0 and (not out[before] or (sentence.lowers[before] in _BOUND and out[before] != "#")):
            hedged = before > 0 and sentence.lowers[before] == "to" and sentence.lowers[before - 1] != "up"
            if hedged or sentence.lowers[before] == "as":
                break
            out[before] = ""
            before -= 1
    return out


def _symbol(word: str, letter: str) -> str:
    if word in _SKIPPED or letter == "A":
        return ""
    if word in _KEPT:
        return word
    if word in _OUTDOING:
        return "O"
    return {"W": "w", "N": "n", "U": "u", "F": "f", "P": "p"}.get(letter, letter)


@lru_cache(maxsize=256)
def _layout(span: Span, numbers: tuple[Span, ...], indexes: tuple[int, ...], text: str) -> Layout:
    """The sentence with this text at `span`; kept, since each linker asks for it."""
    sentence = analyse(text)
    letters = codes(sentence.lowers)
    bounds = [_bounds(sentence, letters, number, span.start) for number in numbers]
    return Layout(
        sentence=sentence,
        letters=letters,
        span=span,
        readings=indexes,
        places=_places(sentence, bounds),
        symbols=tuple(_symbols(sentence, letters, [(first, after) for first, _, after in bounds])),
        commas=tuple(accumulate((word in ",;:—(" for word in sentence.lowers), initial=0)),
    )


def _bounds(sentence: Sentence, letters: str, number: Span, offset: int) -> tuple[int, int, int]:
    """First token, end of the number, and end of the unit behind it."""
    first = sentence.token_at(number.start - offset)
    last = sentence.token_at(number.end - 1 - offset) + 1
    after = last
    while after < len(letters) and (letters[after] == "U" or sentence.words[after] in "\\$^{}-"):
        after += 1
    return first, last, after


def _places(sentence: Sentence, bounds: Sequence[tuple[int, int, int]]) -> tuple[Place, ...]:
    spans = [(first, after) for first, _, after in bounds]
    pairs = {i: (at, len(run)) for run in series(sentence, spans, glue=_SLASH) for at, i in enumerate(run)}
    return tuple(
        Place(
            *bounds[i], run, position, len(members), bounds[members[0]][0], bounds[members[-1]][2], *pairs[i]
        )
        for run, members in enumerate(series(sentence, spans))
        for position, i in enumerate(members)
    )


_LIST = frozenset([",", "and", "or", "/", "&", "the", "both", "as", "well"])
_SLASH = frozenset("/ % \\".split())
