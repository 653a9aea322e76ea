"""What the words around a name say of it: who introduces it, what it is called, which verb it governs."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from extraction.linking.clauses import Sentence
from extraction.mentions import words
from extraction.vocabulary import words as word_set

DATA = Path(__file__).parents[1] / "data" / "systems.toml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists of data/systems.toml; `heads` says of a noun what it is the head of."""

    heads: dict[str, str]
    concepts: frozenset[str]
    hardware: frozenset[str]
    measures: frozenset[str]
    families: frozenset[str]
    intro: frozenset[str]
    called: frozenset[str]
    calling: frozenset[str]
    test: frozenset[str]
    common: dict[str, tuple[tuple[str, ...], ...]]
    people: frozenset[str]


class Left(NamedTuple):
    """What governs a name from the left: `cue` is a preposition, a class of verbs, "start" or "mark".

    `at` is the cue's token, `far` counts the content words between, `comma` says that a comma stands between,
    `example` that "such as" or a bracket does, `head` is what the noun right before the name says that it is.
    """

    cue: str
    at: int = -1
    far: int = 0
    comma: bool = False
    example: bool = False
    ours: bool = False
    head: str = ""


class Right(NamedTuple):
    """What follows a name: its head noun's class, and the token of the verb that it governs (None: no verb).

    `description` is the class of what ", a ..." says that it is.
    """

    head: str
    verb: int | None
    description: str


@cache
def vocabulary() -> Vocabulary:
    """The word lists, read once."""
    with DATA.open("rb") as file:
        data = tomllib.load(file)
    heads: dict[str, str] = {}
    for kind in ("task", "metric", "hardware", "data", "system"):
        heads.update(dict.fromkeys(data[f"{kind}_heads"].split(), kind))
    return Vocabulary(
        heads=heads,
        concepts=frozenset(words_of(data["concepts"])),
        hardware=frozenset(words_of(data["hardware"])),
        measures=frozenset(words_of(data["measures"])),
        families=frozenset(data["families"].split()),
        intro=frozenset(data["intro_verbs"].split()),
        called=frozenset(data["called"].split()),
        calling=frozenset(data["calling"].split()),
        test=frozenset(data["test_verbs"].split()),
        common=_by_first_word(data["common"]),
        people=frozenset(data["people"].split()),
    )


def _by_first_word(listing: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The words of each name under its first word, the longest name first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(listing, key=len, reverse=True):
        found.setdefault(name.split()[0], []).append(tuple(name.split()))
    return {first: tuple(names) for first, names in found.items()}


def words_of(listing: str) -> list[str]:
    """The words of a list, as they are and in their comparison form's case."""
    return [word.casefold() for word in listing.split()]


@lru_cache(maxsize=65536)
def letter(word: str) -> str:
    """The class of a lower-case word (see `words.code`); whatever may report is V, whatever may change K."""
    if word in _NOUNS:
        return "W"
    if word in words.CHANGE_NOUN:
        return "C"
    if word.startswith(_BEATING) and word.endswith(("s", "ed", "ing", "m")) and word not in _NOT_BEATING:
        return "V"
    return "V" if word in words.REPORT_VERB else "K" if word in words.CHANGE_VERB else words.code(word)


def left(sentence: Sentence, first: int) -> Left:
    """What governs the name that starts at token `first`."""
    lowers, vocab = sentence.lowers, vocabulary()
    far, comma, example, ours, head = 0, False, False, False, ""
    at = first - 1
    while at >= 0 and first - at <= _REACH:
        word = lowers[at]
        cue = _cue(lowers, at, vocab)
        if cue:
            return Left(cue, at, far, comma, example, ours, head)
        if word in _STOPS:
            return Left("mark", at, far, comma, example, ours, head)
        if word == ",":
            comma = True
        elif word in _OPENERS or (word == "as" and at > 0 and lowers[at - 1] == "such"):
            example = True
            at -= word == "as"
        elif word in _OURS:
            ours = True
        elif letter(word) == "W":
            if not far and not head and first - at <= 3:
                head = vocab.heads.get(word, "")
            far += 1
        at -= 1
    return Left("start" if at < 0 else "none", -1, far, comma, example, ours, head)


def right(sentence: Sentence, last: int) -> Right:
    """What follows the name that ends before token `last`."""
    lowers, vocab = sentence.lowers, vocabulary()
    count = len(lowers)
    at = _after_bracket(lowers, last)
    head = ""
    while at < count and at - last <= 16 and letter(lowers[at]) in "WN" and lowers[at] not in vocab.intro:
        head = vocab.heads.get(lowers[at], head)
        at += 1
    verb = _verb(lowers, _after_bracket(lowers, at))
    return Right(head, verb, _description(lowers, at, vocab))


_REACH = 14
_NOUNS = word_set(
    """average averages top approach approaches design designs model models baseline baselines"""
)
_STOPS = word_set(". ; : — – )")
_OPENERS = word_set("( including like e.g. e.g i.e. i.e")
_OURS = word_set("our proposed")
COMPARING = word_set("beats over than compared against")
_COMPARERS = word_set("than over versus vs vs. against below above behind beyond beneath")
COMPARED = word_set(
    """compared relative comparison contrast respect comparable similar superior close equivalent opposed
    comparing identical competitive"""
)
_BEATING = (
    "outperform",
    "surpass",
    "exceed",
    "beat",
    "eclips",
    "overtak",
    "outpac",
    "top",
    "outscor",
    "match",
    "rival",
    "trail",
)
_NOT_BEATING = word_set("top top-1 topology topics topologies matching trailing")
_PREPOSITIONS = word_set(
    """on for to with using from by of in into via at when between as through across under within without
    onto upon per while whereas where that which when after before during if among around
    about"""
)
MODALS = word_set("can could may might will would")
HELPERS = word_set(
    """often always sometimes now just merely simply alone also can could may might will would further
    still even only then not already both not successfully thus thereby to do does did"""
)
_BE = word_set("is are was were be been has have had")


_NO_VERBS = word_set("speedup speedups speed-up speed-ups acceleration accelerations slowdown test")


def comparison(sentence: Sentence, at: int) -> str:
    """The comparing cue that token `at` is ("than", "over", "beats" ...), or ""."""
    found = _cue(sentence.lowers, at, vocabulary())
    return found if found in COMPARING else ""


def is_noun(lowers: tuple[str, ...], at: int) -> bool:
    """Whether what looks like a verb is a noun ("a 2x speedup", "on the X test set")."""
    return lowers[at] in _NO_VERBS


def _cue(lowers: tuple[str, ...], at: int, vocab: Vocabulary) -> str:
    """The cue that token `at` gives, or ""."""
    word = lowers[at]
    if word in ("to", "with") and at > 0 and lowers[at - 1] in COMPARED:
        return "compared"
    if word in _COMPARERS:
        return "than" if word == "than" else "over" if word == "over" else "against"
    if word in _PREPOSITIONS:
        return "" if word == "as" and at > 0 and lowers[at - 1] == "such" else word
    if word in vocab.called or (word in vocab.calling and at > 0 and lowers[at - 1] in ("we", "to")):
        return "called"
    if word.startswith(_BEATING) and word not in _NOT_BEATING:
        return "beats"
    if word in vocab.intro:
        return "intro"
    if word in vocab.test:
        return "test"
    if word == "leading" and lowers[at + 1 : at + 2] != ("to",):
        return ""
    code = letter(word)
    return "changes" if code == "K" else "reports" if code == "V" else ""


def _after_bracket(lowers: tuple[str, ...], at: int) -> int:
    """The token after a short bracket that opens at `at`; `at` where none does."""
    if at < len(lowers) and lowers[at] in "([":
        for close in range(at + 1, min(at + 14, len(lowers))):
            if lowers[close] in ")]":
                return close + 1
    return at


def _verb(lowers: tuple[str, ...], at: int) -> int | None:
    """The token of the finite verb that stands at `at` or after a few helping words; else None."""
    modal = False
    for i in range(at, min(at + 4, len(lowers))):
        word = lowers[i]
        code = letter(word)
        if is_noun(lowers, i):
            return None
        if word in _BE or (code in "VK" and not word.endswith("ing") and word not in PARTICIPLES):
            return i
        if word not in HELPERS and not word.endswith("ly"):
            return i if modal and code == "W" else None
        modal = modal or word in MODALS
    return None


def _description(lowers: tuple[str, ...], at: int, vocab: Vocabulary) -> str:
    """What ", a novel framework that ..." or ": the first benchmark" says the name is, or ""."""
    if at + 1 >= len(lowers) or lowers[at] not in _APPOSITIVE or lowers[at + 1] not in _ARTICLES:
        return ""
    found = "thing"
    for i in range(at + 2, min(at + 16, len(lowers))):
        if lowers[i] in _ENDS_DESCRIPTION:
            break
        follows = lowers[i + 1] if i + 1 < len(lowers) else "."
        if lowers[i] in vocab.heads and follows != "-":
            found = vocab.heads[lowers[i]]
    return found


PARTICIPLES = word_set(
    """based trained compared proposed used evaluated tested measured validated developed introduced
    presented designed applied set given found observed identified predicted reported fine-tuned
    finetuned constructed created built implemented released processed transmitted optimized recorded
    improved reduced enhanced increased"""
)
_ENDS_DESCRIPTION = word_set(
    """. ; : ) that which for of to with on in by from using where whose trained designed based via and
    consisting comprising containing featuring spanning covering built developed aimed capable
    tailored generated curated derived constructed"""
)
_APPOSITIVE = word_set(", : — – -")
_ARTICLES = word_set("a an the our one which")
