"""Where the measured numbers of a sentence stand, and what stands between them and a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from extraction.claims import Kind, Span
from extraction.context import Context, Reading
from extraction.linking.clauses import Sentence, analyse, series
from extraction.mentions.words import codes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading stands: tokens first to last (end exclusive) with its unit up to `after`.

    `run` numbers the list of numbers it belongs to, `position` and `size` its place in that list;
    `run_first` and `run_after` are the bounds of the whole list.
    """

    first: int
    last: int
    after: int
    run: int
    position: int
    size: int
    run_first: int
    run_after: int


@dataclass(frozen=True, slots=True)
class Layout:
    """One sentence with readings: `readings` are indexes into the document's readings, `places` go with them."""

    sentence: Sentence
    letters: str
    span: Span
    readings: tuple[int, ...]
    places: tuple[Place, ...]
    symbols: tuple[str, ...]
    commas: tuple[int, ...]


def layouts(readings: Sequence[Reading], context: Context) -> list[Layout]:
    """One layout for each sentence that has readings, in the order of the text."""
    by_sentence: dict[Span, list[int]] = {}
    for index, reading in enumerate(readings):
        by_sentence.setdefault(reading.sentence, []).append(index)
    return [
        _layout(span, [readings[i] for i in indexes], indexes, context.text.clean)
        for span, indexes in sorted(by_sentence.items())
    ]


def gap(layout: Layout, start: int, end: int) -> tuple[str, ...]:
    """The symbols of the tokens between two places: words that bind, "#" for a measured number, "w" for content."""
    out: list[str] = []
    for symbol in layout.symbols[start:end]:
        if symbol and not (out and symbol == out[-1] and symbol in "wun#"):
            out.append(symbol)
    return tuple(out)


def bucket(count: int) -> str:
    """A small number as it is, a larger one as the range it lies in."""
    if count < 4:
        return str(count)
    return "4-5" if count < 6 else "6-9" if count < 10 else "10-15" if count < 16 else "16+"


def unit_class(reading: Reading) -> str:
    """The unit as a class: "%", "points", "x", "time", "memory", "rate", "none" or "other"."""
    unit = reading.quantity.unit
    return "none" if not unit else _UNIT_CLASS.get(unit.lower(), "rate" if "/" in unit else "other")


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
# What a bound or a hedge adds says nothing of where a number belongs.
_SKIPPED = frozenset(
    """up to as much as little few over more than at least most less under nearly about around approximately roughly
    almost above below only just merely even an a the exceeding ~ ≈ > < ≥ ≤ + ± close } { " ' “ ” ‘ ’ * ^ _ \\
    its our their this these those absolute relative average mean overall maximum further additional
    impressive remarkable significant substantial considerable notable strong very both also still either""".split()
) - {"to", "as", "at"}
_KEPT = frozenset(
    """of by from to in on at for with and or than vs versus vs. compared while whereas but is are was were as ( ) , ; : / =
    using over against respectively which within between across per under into when per that out""".split()
)


def _symbol(word: str, letter: str) -> str:
    if word in _SKIPPED or letter == "A":
        return ""
    if word in _KEPT:
        return word
    return {"W": "w", "N": "n", "U": "u", "F": "f", "P": "p"}.get(letter, letter)


def _layout(span: Span, readings: Sequence[Reading], indexes: Sequence[int], text: str) -> Layout:
    sentence = analyse(text[span.start : span.end])
    letters = codes(sentence.lowers)
    symbols = [_symbol(word, letter) for word, letter in zip(sentence.lowers, letters, strict=True)]
    bounds = [_bounds(sentence, letters, reading, span.start) for reading in readings]
    for first, last, after in bounds:
        symbols[first:after] = ["#"] + [""] * (after - first - 1)
    return Layout(
        sentence=sentence,
        letters=letters,
        span=span,
        readings=tuple(indexes),
        places=_places(sentence, bounds),
        symbols=tuple(symbols),
        commas=tuple(accumulate((word in ",;:—(" for word in sentence.lowers), initial=0)),
    )


def _bounds(sentence: Sentence, letters: str, reading: Reading, offset: int) -> tuple[int, int, int]:
    """First token, end of the number, and end of the unit behind it."""
    first = sentence.token_at(reading.quantity.span.start - offset)
    last = sentence.token_at(reading.quantity.span.end - 1 - offset) + 1
    after = last
    while after < len(letters) and (letters[after] == "U" or sentence.words[after] in "\\$^{}-"):
        after += 1
    return first, last, after


def _places(sentence: Sentence, bounds: Sequence[tuple[int, int, int]]) -> tuple[Place, ...]:
    runs = series(sentence, [(first, after) for first, _, after in bounds])
    return tuple(
        Place(*bounds[i], run, position, len(members), bounds[members[0]][0], bounds[members[-1]][2])
        for run, members in enumerate(runs)
        for position, i in enumerate(members)
    )
