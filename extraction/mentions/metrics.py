"""Names of measures in a sentence, known or not: "a Dice of 0.609", "peak memory", "3x faster"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from extraction.entries import NameKind
from extraction.finding import Hit
from extraction.lexicon import Lexicon, MetricEntry
from extraction.linking.clauses import Sentence
from extraction.mentions.words import HEAD_FAMILY, WORDS, codes


class Form(StrEnum):
    """How the text names the measure."""

    PHRASE = "phrase"
    SPEED = "speed"
    ADJECTIVE = "adjective"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that may name a measure: tokens first to last (end exclusive) and what is known of them.

    `name` is the wording without loose modifiers and in the number that names take ("success rates" gives
    "success rate"); for "faster" it is "speedup". `family` is None where no list knows the head.
    """

    first: int
    last: int
    name: str
    form: Form
    family: str | None = None
    entry: MetricEntry | None = None


def find(sentence: Sentence, hits: Sequence[Hit], lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Every phrase of the sentence that could name a measure, in order.

    `hits` are the lexicon's finds in the sentence, with offsets relative to it.
    """
    known = {
        _bare(sentence, _tokens(sentence, hit), hit.entry, lexicon): hit.entry
        for hit in hits
        if isinstance(hit.entry, MetricEntry) and _is_whole(sentence, hit)
    }
    places = {
        token for hit in hits if hit.kind is NameKind.BENCHMARK for token in range(*_tokens(sentence, hit))
    }.difference(*(range(*span) for span in known))
    letters = _with_complements(_with_known(codes(sentence.lowers), known), sentence.lowers)
    letters = _with_reduced(letters, sentence.lowers)
    found = [
        _phrase(
            sentence,
            _trimmed(sentence, letters, match.span(), known, places, is_place=lexicon.benchmark),
            known,
        )
        for match in _RUN.finditer(letters)
    ]
    found = _with_shared_heads(sentence, [phrase for phrase in found if phrase])
    found += [
        _implied(sentence, match.start(), letters[match.start()]) for match in _IMPLIES.finditer(letters)
    ]
    return tuple(sorted((phrase for phrase in found if phrase), key=lambda phrase: phrase.first))


def of_unit(unit: str) -> str | None:
    """The measure that a unit tells: "GB" memory, "turns" itself; None for % and the like."""
    lower = unit.lower()
    if name := WORDS.unit_measures.get(lower):
        return name
    if lower in _SILENT or not lower[0].isalpha():
        return None
    if re.search(r"(?:/|\bper\b|\ba\b) ?(?:s|sec|second|minute|min|hour|h|day)\b", lower):
        return "throughput"
    if " per " in lower:
        return None
    above = lower.partition("/")[0]
    if implied := WORDS.unit_measures.get(above):
        return "latency" if implied == "time" else implied
    return next((WORDS.unit_measures[word] for word in lower.split() if word in WORDS.unit_measures), unit)


def singular(word: str) -> str:
    """The word in the singular where names of measures take it: "rates" gives "rate", "bias" stays."""
    lower = word.lower()
    if (
        lower in WORDS.kept_plural
        or word.isupper()
        or len(lower) < 4
        or not lower.endswith("s")
        or lower.endswith(("ss", "us", "is", "as"))
    ):
        return word
    if lower.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if lower.endswith(("sses", "ches", "shes", "xes")) else word[:-1]


def family_of(word: str) -> str | None:
    """The family that a list gives to the last word of a measure's name, None where none knows it."""
    return _family(word, singular(word))


_SILENT = frozenset(
    """percent points point pp pts x times fold db dbc dbm nm µm um percentage-points degrees deg mm cm m km
    pixels px mph pa kpa mpa gpa n kn nm v mv a ma ghz mhz kcal rpm""".split()
)
_RUN = re.compile(r"[AW]*W")
_IMPLIES = re.compile(r"[SJW]")
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])\w{2,9}(?:-\w{1,2}|\+\+|@\d+)?")
_SAVING = re.compile(r"-(?:saving|reduction|gain|improvement)s?$")
_COINED = re.compile(r"^(\w+)@\w|[\w)][-_]?(?:(?<=[-_])|(?<=[A-Za-z0-9])(?=[A-Z]))([A-Z]?[a-z]+|F1|AUC)$")
_MEANS = frozenset(["mean", "median", "total", "maximum"])  # "mean absolute error" stays whole
_GENERIC_END = frozenset("score scores value values metric metrics".split())
_AFTER_KNOWN = _GENERIC_END | {"quality", "performance", "results"}
_QUANTIFIER = frozenset(
    "number numbers amount amounts quantity total percentage proportion fraction factor level levels".split()
)
_PARTICIPLE = re.compile(r".{3,}(?<!e)ed$")
_GAINS = tuple((noun,) for noun in sorted(WORDS.change_nouns))
_NEEDS = frozenset(["requirement", "requirements", "demand", "demands"])
_SAYS_METRIC = frozenset(["metric", "metrics"])
_POSSESSIVE = re.compile(r"(.+)(?:['’]s|s['’])$")
Span = tuple[int, int]


def _tokens(sentence: Sentence, hit: Hit) -> Span:
    """The tokens that the hit covers, end exclusive."""
    return sentence.token_at(hit.start), sentence.token_at(hit.end - 1) + 1


def _is_whole(sentence: Sentence, hit: Hit) -> bool:
    """Whether the hit covers whole tokens, but for a plural: the error in "Point-MAE" is none."""
    first, last = _tokens(sentence, hit)
    return sentence.starts[first] == hit.start and sentence.ends[last - 1] - hit.end < _PLURAL


_PLURAL = 3


def _bare(sentence: Sentence, span: Span, entry: MetricEntry, lexicon: Lexicon) -> Span:
    """The known name without what belongs to its use here: "COCO FID", "average cost", "CIDEr points"."""
    first, last = span
    words = sentence.lowers
    if "(" in words[first:last]:
        last = words.index("(", first)
    while last - first > 1 and (
        words[last - 1] in WORDS.change_nouns or words[last - 1] in ("points", "point")
    ):
        last -= 1
    while last - first > 1 and (
        words[first] in ("percent", "%")
        or lexicon.benchmark(sentence.words[first])
        or (
            words[first] in WORDS.loose
            and lexicon.metric(" ".join(sentence.words[first + 1 : last])) is entry
        )
    ):
        first += 1
    return first, last


def _with_known(letters: str, known: dict[Span, MetricEntry]) -> str:
    """The classes with the words of known names made content, so that none is cut ("time to first token")."""
    for first, last in known:
        if last - first > 1 or letters[first] in "AUFP":
            letters = letters[:first] + "W" * (last - first) + letters[last:]
    return letters


_COMPLEMENT = re.compile(r"(?<![WA])W(?=(F{1,3})[WA]*W)")
_TAKES_OF = frozenset("rate likelihood probability risk degree".split())


def _with_complements(letters: str, lowers: Sequence[str]) -> str:
    """The classes with "rate of undesired content" and "time to the first failure" as one run of content."""
    for match in _COMPLEMENT.finditer(letters):
        at, (first, last) = match.start(), match.span(1)
        between = lowers[first:last]
        if (lowers[at] in _TAKES_OF and between == ("of",)) or (
            lowers[at] == "time"
            and between[0] == "to"
            and between[1:] in ((), ("the",), ("first",), ("the", "first"))
        ):
            letters = letters[:first] + "W" * (last - first) + letters[last:]
    return letters


def _with_reduced(letters: str, lowers: Sequence[str]) -> str:
    """The classes with a drop that is itself made smaller as part of its name ("reduces accuracy drop")."""
    for at, word in enumerate(lowers):
        if word in _DROPS and letters[at] != "W" and at and letters[at - 1] == "W":
            first = len(letters[:at].rstrip("AWD"))
            if first and lowers[first - 1] in _REDUCES:
                letters = letters[:at] + "W" + letters[at + 1 :]
    return letters


_DROPS = frozenset("drop drops decline degradation gap loss".split())
_REDUCES = frozenset(
    """reduce reduces reduced reducing limit limits limiting mitigate mitigates mitigating narrow narrows
    narrowing close closes closing shrink shrinks shrinking cut cuts cutting lower lowers lowering""".split()
)


def _trimmed(
    sentence: Sentence,
    letters: str,
    run: Span,
    known: dict[Span, MetricEntry],
    places: set[int],
    *,
    is_place: Callable[[str], object],
) -> Span:
    """The run without what stands before the measure's name (a benchmark, "GEM's", "average") or after it."""
    first, last = run
    while last - first > 1 and _PARTICIPLE.match(sentence.lowers[last - 1]):
        last -= 1
    ends = [end for begin, end in known if first <= begin and end < last - 1]
    if ends and all(word in _AFTER_KNOWN for word in sentence.lowers[max(ends) : last]):
        last = max(ends)
    latest = min((span[0] for span in known if span[1] == last and span[0] >= first), default=last - 1)
    if last - first > 2 and _is_coined(sentence.words[first]) and first < latest:
        first += 1
    if latest == last - 1 and first < latest and sentence.lowers[latest] in _GENERIC_END:
        latest -= sentence.lowers[latest - 1] == "total"
    for token in range(first, latest):
        if (
            (letters[token] == "A" and sentence.lowers[token - 1] not in _MEANS)
            or token in places
            or (sentence.words[token][0].isupper() and is_place(sentence.words[token]))
            or _ends_modifiers(sentence.lowers[token], inner=token > first)
        ):
            first = token + 1
    if last - first > 1:
        first, last = _without_frame(sentence, first, last)
    if (
        sentence.lowers[last - 1] in _QUANTIFIER
        and sentence.lowers[last : last + 1] == ("of",)
        and last - first == 1
    ):
        return first, first
    if (
        last - first > 1
        and sentence.lowers[last - 1] in _GENERIC_END
        and not _is_named_so(known.get((first, last)), sentence.lowers[last - 1])
        and (
            _is_acronym(sentence.words[last - 2])
            or ((first, last - 1) in known and sentence.words[last - 1].islower())
        )
    ):
        last -= 1
    return (first, last) if any(token not in places for token in range(first, last)) else (first, first)


def _is_named_so(entry: MetricEntry | None, word: str) -> bool:
    """Whether the word belongs to the known name itself: "CLIP score", not "FID score"."""
    return entry is not None and entry.name.casefold().endswith(word)


def _without_frame(sentence: Sentence, first: int, last: int) -> Span:
    """The run of several words without "relative" before a gain, "metric" before and "demand" behind it."""
    lowers = sentence.lowers
    if lowers[first] == "relative" and lowers[last : last + 1] in _GAINS:
        first += 1
    elif lowers[last - 2] in _SAYS_METRIC and _is_acronym(sentence.words[last - 1]):
        first = last - 1
    elif lowers[last - 1] in _NEEDS and family_of(lowers[last - 2]):
        last -= 1
    return first, last


def _with_shared_heads(sentence: Sentence, phrases: Sequence[Phrase]) -> list[Phrase | None]:
    """The phrases, with "magnitude and axis errors" read as "magnitude error" and "axis error"."""
    out: list[Phrase | None] = list(phrases)
    for index, (phrase, following) in enumerate(pairwise(phrases)):
        if _shares_head(sentence, phrase, following):
            head = following.name.rpartition(" ")[2]
            out[index] = replace(phrase, name=f"{phrase.name} {head}", family=following.family)
    return out


def _shares_head(sentence: Sentence, phrase: Phrase, following: Phrase) -> bool:
    return (
        phrase.family is None
        and following.family is not None
        and following.last - following.first > 1
        and sentence.lowers[phrase.last : following.first] in _JOINS
    )


_JOINS = (("and",), ("or",), ("/",), ("&",))


def _ends_modifiers(word: str, *, inner: bool) -> bool:
    """Whether what follows the word is the measure's name: after "GEM's", after "attenuated" inside a run."""
    found = _POSSESSIVE.match(word)
    return (found is not None and found[1] not in WORDS.people) or (
        inner and _PARTICIPLE.match(word) is not None
    )


def _is_acronym(word: str) -> bool:
    return _ACRONYM.fullmatch(word) is not None


def _is_coined(word: str) -> bool:
    """Whether a word looks like a name of its own: "OC-NaVQA", "SG3D"."""
    return (
        len(word) > 3
        and sum(map(str.isupper, word)) > 1
        and (any(map(str.isdigit, word)) or any(map(str.islower, word)))
    )


def _phrase(sentence: Sentence, span: Span, known: dict[Span, MetricEntry]) -> Phrase | None:
    first, last = span
    if first >= last or (last == 2 and sentence.lowers[0] in _OPENERS and sentence.lowers[2:3] == (",",)):
        return None
    entry = next((entry for (_, end), entry in known.items() if end == last), None)
    head = singular(sentence.words[last - 1])
    family = entry.family if entry else _family(sentence.words[last - 1], head)
    if family is None and first and sentence.lowers[first - 1] in _SAYS_METRIC:
        family = "quality"
    start = sentence.starts[first]
    before = sentence.text[start : sentence.starts[last - 1]]
    complement = " of " in before or " to " in before
    name = before + _in_number(sentence.words[last - 1], head, complement=complement or not family)
    return Phrase(first, last, _SAVING.sub("", name), Form.PHRASE, family, entry)


_OPENERS = frozenset(["in", "on", "for", "by", "at"])  # "In detail, ...", "On average, ..."


def _family(word: str, head: str) -> str | None:
    """The family that a list gives to the head, or to what a coined name says of itself ("Row-F1")."""
    if found := HEAD_FAMILY.get(head.lower()) or HEAD_FAMILY.get(word.lower()):
        return found
    coined = _COINED.search(head)
    return HEAD_FAMILY.get((coined[1] or coined[2]).lower()) if coined else None


def _in_number(word: str, head: str, *, complement: bool) -> str:
    """The last word as names have it: counts in the plural, the rest in the singular."""
    if complement:
        return word
    if head.lower() not in WORDS.counted:
        return head
    if word != head:
        return word
    return f"{head[:-1]}ies" if head.endswith("y") else f"{head}{'es' if head.endswith(('s', 'ch')) else 's'}"


def _implied(sentence: Sentence, token: int, letter: str) -> Phrase | None:
    """A measure that a word implies: "faster", "speeds up", "cheaper"; None for any other word."""
    word = sentence.lowers[token]
    if letter == "S":
        return Phrase(token, token + 1, "speedup", Form.SPEED, "speed")
    if word in _SPEED_VERB and sentence.lowers[token + 1 : token + 2] == ("up",):
        return Phrase(token, token + 2, "speedup", Form.SPEED, "speed")
    if name := WORDS.adjectives.get(word):
        return Phrase(token, token + 1, name, Form.ADJECTIVE)
    return None


_SPEED_VERB = frozenset(["speed", "speeds", "sped", "speeding"])
