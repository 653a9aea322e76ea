"""Who is in the text: everything that could be a system, with what the text says of it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extraction import units
from extraction.context import Context
from extraction.keys import key
from extraction.linking.clauses import Sentence, analyse
from extraction.mentions import acronyms, cues, names, phrases, subjects
from extraction.mentions.no_names import is_no_system
from extraction.mentions.phrases import Phrase
from extraction.mentions.subjects import Subject
from extraction.mentions.words import HEAD_FAMILY
from extraction.vocabulary import words as word_set


class Place(NamedTuple):
    """One place of a name with the words that govern it from the left and follow it on the right."""

    sentence: int
    first: int
    last: int
    left: cues.Left
    right: cues.Right
    listed: bool = False
    suffix: str = ""
    role: str = "name"
    text: str = ""


@dataclass(slots=True)
class Candidate:
    """Something that could be a system: the form to give, its places, and what the whole text says of it."""

    text: str
    key: str
    places: list[Place] = field(default_factory=list)
    traits: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Cast:
    """The candidates of one document, its sentences as tokens, their letters and their subjects."""

    candidates: tuple[Candidate, ...]
    sentences: tuple[Sentence, ...]
    letters: tuple[str, ...]
    subjects: tuple[tuple[Subject, ...], ...]


def find(context: Context, *, blocked: Sequence[Collection[int]] = ()) -> Cast:
    """Everything in title and abstract that could be a system.

    `blocked` holds for each sentence the tokens that are measured numbers.
    """
    clean = context.text.clean
    sentences = tuple(analyse(clean[s.start : s.end]) for s in context.sentences)
    letters = tuple(subjects.letters_of(s) for s in sentences)
    governed = tuple(tuple(subjects.find(s, codes)) for s, codes in zip(sentences, letters, strict=True))
    definitions = acronyms.find(sentences)
    named = _parted(names.find(sentences, blocked=blocked))
    found = _Found({key(d.long): key(d.short) for d in definitions})
    for definition in definitions:
        found.add(definition.short, _defined(sentences[definition.sentence], definition))
    cited = tuple(_cited(s) for s in sentences)
    named = tuple(
        n
        for n in named
        if not _spelt_out(n, definitions)
        and not _is_measure(n.text, context)
        and n.first not in cited[n.sentence]
        and n.suffix != _WITHOUT
    )
    for text, place in _places(sentences, named):
        found.add(text, place)
    for index, sentence in enumerate(sentences):
        inside = [n for n in named if n.sentence == index]
        for phrase in phrases.find(index, sentence, letters[index], governed[index], inside):
            found.add(phrase.text, _described(sentence, phrase))
    _from_title(context.title.clean, clean, found)
    _define(found, definitions, context.title.clean)
    for candidate in found.candidates.values():
        candidate.traits |= _traits(candidate, context, len(sentences))
    return Cast(tuple(found.candidates.values()), sentences, letters, governed)


def _cited(sentence: Sentence) -> frozenset[int]:
    """The tokens of citations: "(Gull and Tern, 2017)"."""
    found: set[int] = set()
    words = sentence.words
    for at, word in enumerate(words):
        if _YEAR.fullmatch(word) and words[at - 1] in (",", ".") and words[at + 1 : at + 2] in _ENDS_CITATION:
            opening = next(
                (i for i in range(at - 1, max(at - _LONGEST_CITATION, -1), -1) if words[i] in "(;"), at
            )
            found.update(range(opening, at))
    return frozenset(found)


def _parted(named: Sequence[names.Name]) -> tuple[names.Name, ...]:
    """The names without a word that a lost blank glued to them, where they stand alone too ("LoRAcan")."""
    texts = {name.text for name in named}
    glued = ((name, _GLUED.fullmatch(name.text)) for name in named)
    return tuple(name._replace(text=m[1]) if m and m[1] in texts else name for name, m in glued)


def _is_measure(text: str, context: Context) -> bool:
    """Whether the name is a metric's, a device's or a place's and so no system's."""
    vocab = cues.vocabulary()
    return (
        is_no_system(text)
        or bool(_MEASURE.search(text) or _AMOUNT.fullmatch(text) or text in units.PHYSICAL)
        or text.casefold() in vocab.measures
        or text.casefold() in vocab.hardware
        or (context.lexicon.metric(text) is not None and key(text) not in vocab.families)
    )


class _Found:
    """Candidates by comparison key; a long form counts as the short form that the text defines for it."""

    def __init__(self, aliases: dict[str, str]) -> None:
        self.aliases = aliases
        self.candidates: dict[str, Candidate] = {}

    def add(self, text: str, place: Place | None = None) -> Candidate:
        """The candidate of that name, made where it is new, with the place added."""
        own = key(text)
        own = self.aliases.get(own, own)
        candidate = self.candidates.setdefault(own, Candidate(text, own))
        if place is not None:
            candidate.places.append(place)
        return candidate


_WITHOUT = "-free"
_SEPARATOR = re.compile(r"\s*(?::|\s[-–—])\s+|:(?=[A-Z])")
_MEANS = re.compile(r"\b(?i:with|using|via|through) ((?:[A-Z][\w-]*)(?: [A-Z][\w-]*){0,2})$")
_BENCH = re.compile(r"(?:bench|eval|dataset|data|set|corpus|suite|arena|db|net-\d+k|\d+k)$", re.IGNORECASE)
_MEASURE = re.compile(
    r"(?:\b|-)(?:F1|Acc|Accuracy|AUC|AUROC|mAP|IoU|WER|CER|Score|Index|Rate|Error|FID|BLEU|\w+@\d+)s?$"
)
_AMOUNT = re.compile(
    r"\d+(?:\.\d+)?(?:[km]?Pa|[kMG]?[VN]|[kM]?J|m?A)|\d+[xX×]\d+(?:[xX×]\d+)?"
    r"|[GCT]PU[- ](?:second|minute|hour|day|year)s?|[a-z]+FLOPs?|[A-Z]?FLOPs?"
    r"|\d+(?:\.\d+)?[BM](?:/\d+(?:\.\d+)?[BM])+"
)
_PURPOSES = (" for ", " in ", " of ", " to ")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS_CITATION = ((")",), (";",))
_LONGEST_CITATION = 14
_GLUED = re.compile(r"(.+[A-Za-z\d])(?:can|and|is|to|with|on|for|in|of|by|as|or|has|achieves?|outperforms?)")
_PURPOSE = re.compile(r" (?:for|in|on|with|via) ")
_SIZE = re.compile(r"\b\d+(?:\.\d+)?[BM]\b")
_FAMILY = re.compile(r"[a-z]+")
_SHORTEST_KNOWN = 2
_WHEN = word_set("at in of during for")
_GLUE = word_set(", and or / & the ( ) + as well")


def _places(sentences: Sequence[Sentence], found: Sequence[names.Name]) -> list[tuple[str, Place]]:
    """Each name with its surroundings; a name in a list is governed by what governs the list."""
    places: list[tuple[str, Place]] = []
    for name in found:
        sentence = sentences[name.sentence]
        left, right = cues.left(sentence, name.first), cues.right(sentence, name.last)
        previous = places[-1][1] if places and places[-1][1].sentence == name.sentence else None
        listed = previous is not None and _continues(sentence, previous, name, right)
        if listed and previous is not None:
            left = previous.left
        place = Place(name.sentence, name.first, name.last, left, right, listed, name.suffix, text=name.text)
        places.append((name.text, place))
    return places


def _defined(sentence: Sentence, definition: acronyms.Definition) -> Place:
    """The place of "long form (SHORT)" as a whole, so that what governs the long form governs the name."""
    last = definition.last
    while last < len(sentence.words) and sentence.words[last] != ")":
        last += 1
    first, last = definition.first, min(last + 1, len(sentence.words))
    return Place(
        definition.sentence,
        first,
        last,
        cues.left(sentence, first),
        cues.right(sentence, last),
        role="defined",
    )


def _spelt_out(name: names.Name, definitions: Sequence[acronyms.Definition]) -> bool:
    """Whether the name is a part of a long form, or the short form right behind it."""
    return any(
        d.sentence == name.sentence and d.first <= name.first and name.last <= d.last + 2 for d in definitions
    )


def _described(sentence: Sentence, phrase: Phrase) -> Place:
    left, right = cues.left(sentence, phrase.first), cues.right(sentence, phrase.last)
    return Place(phrase.sentence, phrase.first, phrase.last, left, right, role=phrase.role)


def _continues(sentence: Sentence, previous: Place, name: names.Name, right: cues.Right) -> bool:
    """Whether only list glue stands between the two names ("A, B and C", "A/B")."""
    between = sentence.lowers[previous.last : name.first]
    if not between or len(between) > 4 or any(word not in _GLUE for word in between):
        return False
    return not (right.verb is not None and "," in between and "and" not in between)


def _from_title(title: str, abstract: str, found: _Found) -> None:
    """Marks the candidates that the title names; the words before its colon are one themselves."""
    if not title:
        return
    for name in names.find([analyse(title)]):
        if names.shape(name.text.split()[0]) == names.STRONG and len(name.text.split()) <= 3:
            found.add(name.text).traits.add("title:name")
    means = _MEANS.search(title)
    if means is not None and _is_name(means[1], abstract):
        found.add(means[1]).traits.add("title:via")
    parts = _SEPARATOR.split(title)
    for prefix in map(_title_name, parts[:-1][:2]):
        if prefix and len(prefix.split()) <= 4:
            found.add(prefix).traits.add("title:prefix")
    folded = names.key(title)
    before = names.key(parts[0]) if len(parts) > 1 else ""
    for candidate in found.candidates.values():
        compact = names.key(candidate.text)
        if len(compact) > 2 and compact in folded:
            candidate.traits.add("title:in")
        if len(compact) > 2 and compact in before:
            candidate.traits.add("title:before-colon")


def _is_name(means: str, abstract: str) -> bool:
    """Whether what the title ends with is a coined name, or what the abstract calls a system of that kind."""
    coined = all(names.shape(word) == names.STRONG for word in means.split())
    if coined or " " not in means:
        return coined
    _, told, rest = abstract.lower().partition(means.lower() + " ")
    return bool(told) and cues.vocabulary().heads.get(rest.partition(" ")[0].rstrip(".,;:)")) == "system"


def _title_name(prefix: str) -> str:
    """What stands before the title's colon, without "for ..." behind a coined name."""
    name = _PURPOSE.split(prefix.strip(), maxsplit=1)[0]
    return name if name and names.shape(name) == names.STRONG else prefix.strip()


def _define(found: _Found, definitions: Sequence[acronyms.Definition], title: str) -> None:
    """Gives defined candidates their short form, and says what their long form is the name of."""
    for definition in definitions:
        candidate = found.candidates.get(key(definition.short))
        if candidate is not None:
            if _spells(title, definition.long):
                candidate.traits.add("title:long")
            if title.casefold().startswith(definition.long.casefold()):
                candidate.traits.add("title:opens")
            candidate.text = definition.short
            candidate.traits.add("defined")
            candidate.traits.add("defined:" + _kind(definition.long))


def _spells(title: str, long: str) -> bool:
    """Whether the title has the long form, and not as what its own thing is for."""
    before, found, _ = title.casefold().partition(long.casefold().removesuffix("s"))
    return bool(found) and not before.endswith(_PURPOSES)


def _kind(long: str) -> str:
    """What a long form is the name of, by its last word; "at test time" says only when."""
    words = long.lower().split()
    listed = cues.vocabulary().heads.get(words[-1])
    timed = HEAD_FAMILY.get(words[-1]) in ("latency", "speed") and _WHEN.isdisjoint(words[-4:])
    return listed or ("metric" if timed else "other")


def _traits(candidate: Candidate, context: Context, sentences: int) -> set[str]:
    """What the name's form, the lexicon and all its places say."""
    return {*_form(candidate), *_known(candidate.text, context), *_told(candidate, sentences)}


def _form(candidate: Candidate) -> set[str]:
    """What the name looks like; and that it is no name where no place shows one."""
    out = set(_look(candidate.text))
    if candidate.places and all(place.role not in ("name", "defined") for place in candidate.places):
        out |= {"phrase", *("phrase:" + place.role for place in candidate.places)}
    return out


@lru_cache(maxsize=16384)
def _look(text: str) -> frozenset[str]:
    """The form of the name, and which of the listed words are in it."""
    parts = text.split()
    vocab, lowers = cues.vocabulary(), text.casefold().split()
    common = names.is_common(text)
    told = {
        "concept": text.casefold() in vocab.concepts,
        "hardware": not vocab.hardware.isdisjoint(lowers),
        "human": not vocab.people.isdisjoint(lowers),
        "family": common or _is_family(text),
        "bench": _BENCH.search(text) is not None,
        "size": _SIZE.search(text) is not None,
        "capitals": text.isupper(),
        "capitalised": not text.isupper() and names.shape(parts[0]) == names.CAPITAL,
        "digit": any(c.isdigit() for c in text),
        "short": len(text) <= _SHORTEST_KNOWN,
    }
    out = {trait for trait, holds in told.items() if holds} | {f"words:{min(len(parts), 3)}"}
    if not common and not any(names.shape(part) in "SC" for part in parts):
        out |= {"lower", "head-of:" + vocab.heads.get(lowers[-1], "other")}
    return frozenset(out)


def _is_family(text: str) -> bool:
    """Whether one of the name's words is a well-known system's."""
    lower = text.casefold()
    words = (*_FAMILY.findall(lower), names.key(text), *lower.replace("-", " ").split())
    return not cues.vocabulary().families.isdisjoint(words)


def _known(text: str, context: Context) -> set[str]:
    out = set()
    if len(text) > _SHORTEST_KNOWN and context.lexicon.benchmark(text) is not None:
        out.add("lexicon:benchmark")
    if context.lexicon.metric(text) is not None:
        out.add("lexicon:metric")
    return out


def _told(candidate: Candidate, sentences: int) -> set[str]:
    """What the places say, each kind of remark once."""
    places = candidate.places
    out = {f"count:{min(len(places), 4)}", f"spread:{min(len({p.sentence for p in places}), 3)}"}
    for place in places:
        out |= remarks(place)
    if places:
        out.add(f"first:{4 * places[0].sentence // max(sentences, 1)}")
        if all(p.suffix for p in places):
            out.add("suffix:always")
    if sum(p.right.verb is not None for p in places) > 1:
        out.add("subject:2")
    return out


def remarks(place: Place) -> set[str]:
    """What one place says of its name."""
    left, right = place.left, place.right
    acts = right.verb is not None
    told = {
        "ours": left.ours,
        "ours:system": left.ours and left.far == 0 and (acts or right.head == "system"),
        "defined-by:" + left.cue: place.role == "defined",
        "before:" + left.head: left.head,
        "head:" + right.head: right.head,
        "described:" + right.description: right.description,
        "subject": acts,
        "example": left.example,
        "listed": place.listed,
        "suffix": place.suffix,
    }
    cue = f"cue:{left.cue}" + ("+far" if left.far > 2 else "") + ("+comma" if left.comma else "")
    return {cue, *(remark for remark, holds in told.items() if holds)}
