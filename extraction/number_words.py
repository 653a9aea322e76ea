"""Numbers in words: "half", "twice", "two-thirds", "an order of magnitude", "three times"."""

import re
from decimal import Decimal

from ahocorasick_rs import AhoCorasick

from extraction import units

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
CARDINALS = (
    {word: Decimal(n) for n, word in enumerate(_ONES)}
    | {w: Decimal(n) for w, n in _TENS.items()}
    | {
        "hundred": Decimal(100),
    }
)
_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
    "thousandth": 1000,
}
_MULTIPLES = {"twice": 2, "thrice": 3, "double": 2, "triple": 3, "treble": 3, "quadruple": 4, "quintuple": 5}

_CARDINAL = "|".join(sorted(CARDINALS, key=len, reverse=True))
_PART = "|".join(word for word in _PARTS if word != "half")
WORDS = re.compile(
    rf"""
    \b(?<!-)(?=[a-z1-9])(?:
      (?P<orders>(?:an?|one|{_CARDINAL}|several|[1-9])(?:\ (?:to|or)\ (?:{_CARDINAL}))?)
        [\ -]orders?[\ -]of[\ -]magnitude\b
    | (?:(?P<over>an?|one|two|three)[\ -])(?P<under>{_PART})s?\b(?!-)
    | (?P<share>half)\ (?:an?\ )(?=(?:second|minute|hour|day|week|month|year)\b)
    | (?P<half>half)\b(?!-(?:precision|life|way|space|plane))
    | (?P<multiple>twice|thrice)\b
    | (?P<verb>doubl|tripl|quadrupl|halv)(?P<ending>e[sd]?|ing)\b
    | (?P<cardinal>(?!one\b){_CARDINAL})
        (?=[\ -](?:times|fold|percent|percentage|points?|per\ cent|seconds?|minutes?|hours?|days?)\b|fold\b)
    | (?:(?<=\bfactor\ )|(?<=\bfactor\ of\ ))(?P<factor>two|three|four|five|six|seven|eight|ten)\b
    | (?P<none>zero)(?=\ [a-z])
    )
""",
    re.VERBOSE,
)
"""Every number in words that scales or measures something, in lower case."""
_STEMS = """half halv twice thrice doubl tripl quadrupl third quarter fourth fifth sixth seventh eighth ninth
    tenth hundredth thousandth fold"""
_FOLLOWS = ("times", "fold", "percent", "per cent", "point", "second", "minute", "hour", "day")
_HINTS = AhoCorasick(
    [
        *_STEMS.split(),
        *("factor ", "zero "),
        *(f"order{s}{joint}of" for s in ("", "s") for joint in " -"),
        *(f"{joint}{word}" for word in _FOLLOWS for joint in " -"),
    ]
)
PLACES = 15
"""Decimal places that a written fraction is worked out to."""
Meaning = tuple[Decimal, str | None, int, int]


def hinted(lower: str) -> bool:
    """Whether anything in the text is or follows a number in words: a quick look that spares a slow one."""
    try:
        return bool(_HINTS.find_matches_as_indexes(lower))
    except UnicodeEncodeError:  # half a character, which the automaton does not take
        return True


def word_value(found: re.Match[str]) -> Meaning:
    """Value, unit, end of the core and end with the unit of a match of WORDS."""
    end = found.end()
    if found["orders"]:
        return _orders(found["orders"].lower()), units.TIMES, end, end
    if found["under"]:
        return _part(found), None, end, end
    if found["share"]:
        unit = units.after(found.string, end - 1)
        return Decimal("0.5"), unit.name, found.end("share"), unit.end
    if found["half"]:
        return Decimal("0.5"), None, end, end
    if found["multiple"]:
        return Decimal(_MULTIPLES[found["multiple"].lower()]), units.TIMES, end, end
    if found["verb"]:
        return _verb(found["verb"].lower(), end)
    if found["factor"]:
        return CARDINALS[found["factor"].lower()], units.TIMES, end, end
    word = (found["cardinal"] or found["none"]).lower()
    unit = units.after(found.string, end)
    return CARDINALS[word], unit.name, end, unit.end


def _orders(words: str) -> Decimal:
    first = words.split(maxsplit=1)[0].split("-", maxsplit=1)[0]
    if first.isdigit():
        return Decimal(10) ** int(first)
    count = CARDINALS.get(first, Decimal(1))
    return Decimal(10) ** min(int(count), 12)


def _part(found: re.Match[str]) -> Decimal:
    over = {"two": 2, "three": 3}.get(found["over"].lower(), 1)
    return round(Decimal(over) / Decimal(_PARTS[found["under"].lower()]), PLACES)


def _verb(stem: str, end: int) -> Meaning:
    if stem == "halv":
        return Decimal("0.5"), None, end, end
    value = {"doubl": 2, "tripl": 3, "quadrupl": 4}[stem]
    return Decimal(value), units.TIMES, end, end
