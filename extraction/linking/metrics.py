"""Which measure each number is of: a choice among the phrases around it, earlier choices, and none."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extraction.claims import Kind, Mention, Role, Span
from extraction.context import Choice, Context, Reading
from extraction.finding import Hit
from extraction.keys import key
from extraction.lexicon import Lexicon
from extraction.linking.features import (
    Layout,
    Listed,
    Place,
    bucket,
    gap,
    kind_class,
    known,
    layouts,
    listings,
    unit_class,
)
from extraction.linking.metric_features import (
    Feature,
    Situation,
    Standing,
    is_other,
    is_strong,
    of_phrase,
    sort,
    standing,
)
from extraction.mentions.metric_names import Told
from extraction.mentions.metrics import Form, Phrase, find, of_unit
from extraction.ranker import Ranker
from extraction.rules import Rule


class Candidate(NamedTuple):
    """A measure that a reading could be of; without a phrase it stands for "the text names none"."""

    name: str
    phrase: Phrase | None
    span: Span | None
    features: tuple[Feature, ...]
    style: str = ""
    rule: Rule = Rule.METRIC_NONE


Choose = Callable[[int, Sequence[Candidate]], Candidate]


def link(readings: Sequence[Reading], context: Context, hits: Sequence[Hit] | None = None) -> list[Choice]:
    """The measure of each reading, in their order; `hits` are the known names, where at hand."""
    ranker = Ranker.bundled("metric_linking")
    choices: dict[int, Choice] = {}

    def choose(index: int, candidates: Sequence[Candidate]) -> Candidate:
        best, choices[index] = decide(candidates, ranker)
        return best

    walk(readings, context, choose, hits)
    return [_ruled(_canonical(choices[index], context.lexicon)) for index in range(len(readings))]


def _canonical(choice: Choice, lexicon: Lexicon) -> Choice:
    """The choice with the canonical name of what it names, also where the words only imply it ("faster")."""
    if not choice.mentions or choice.mentions[0].canonical is not None:
        return choice
    entry = lexicon.metric(choice.mentions[0].text)
    return replace(choice, mentions=(replace(choice.mentions[0], canonical=entry.name),)) if entry else choice


def _ruled(choice: Choice) -> Choice:
    """The choice with its rule, another one where no list knows the words of the sentence."""
    unlisted = choice.rule in _NAMED and choice.mentions[0].canonical is None
    return replace(choice, rule=Rule.METRIC_WORDS) if unlisted else choice


_NAMED = (Rule.METRIC_BESIDE, Rule.METRIC_LISTED, Rule.METRIC_SENTENCE)


def walk(
    readings: Sequence[Reading], context: Context, choose: Choose, hits: Sequence[Hit] | None = None
) -> None:
    """Calls `choose` for each reading in the order of the text; later readings build on what it returns."""
    if not readings:
        return
    hits = known(context) if hits is None else hits
    history: list[_Made] = []
    told = Told.by(context)
    for layout in layouts(readings, context):
        view = _View(layout, context, hits, told)
        for position, index in enumerate(layout.readings):
            candidates = view.candidates(position, readings[index], history)
            history.append(_Made(choose(index, candidates), readings[index], layout.span))


@dataclass(frozen=True, slots=True)
class _Made:
    """An earlier choice, the reading that it was made for, and its sentence."""

    candidate: Candidate
    reading: Reading
    sentence: Span


class _View:
    """A sentence with its phrases, from which candidates for its readings are made."""

    def __init__(self, layout: Layout, context: Context, hits: Sequence[Hit], told: Told) -> None:
        self.layout = layout
        self.offset = layout.span.start
        inside = [hit for hit in hits if layout.span.start <= hit.start and hit.end <= layout.span.end]
        self.phrases = [
            told.completed(phrase)
            for phrase in find(
                layout.sentence, [_shifted(hit, -self.offset) for hit in inside], context.lexicon
            )
            if not any(phrase.first < place.last and place.first < phrase.last for place in layout.places)
            and not is_other(phrase, layout)
            and not told.is_own(phrase)
        ]
        self.strong = [phrase for phrase in self.phrases if is_strong(phrase)]
        self.holders = [_holders(layout, phrase) for phrase in self.phrases]
        spans = [(phrase.first, phrase.last) for phrase in self.phrases]
        self.listed = listings(layout.sentence, spans)
        self.spread = _spread(layout, spans)

    def candidates(self, position: int, reading: Reading, history: Sequence[_Made]) -> list[Candidate]:
        """Everything that the reading at this position could be a measure of, none included."""
        relation, earlier = _relation(reading, self.layout, position, history)
        here = [made.candidate for made in history if made.sentence == self.layout.span]
        situation = Situation(
            layout=self.layout,
            position=position,
            unit=unit_class(reading),
            kind=kind_class(reading),
            relation=relation,
            earlier=earlier,
            style=here[-1].style if here else "",
            styles=frozenset(candidate.style for candidate in here),
            used=frozenset(made.phrase.first for made in here if made.phrase and made.style),
            alike=_alike(reading, self.layout, history),
        )
        standings = self._standings(situation, reading, {key(made.name) for made in here})
        out = [self._candidate(at, situation, each) for at, each in standings.items()]
        out.extend(self._by_unit(reading, situation))
        out.extend(_carried(history, self.layout, situation, strong=bool(self.strong)))
        out.append(Candidate("", None, None, tuple(self._none(situation))))
        return out

    def _standings(
        self, situation: Situation, reading: Reading, chosen: Container[str]
    ) -> dict[int, Standing]:
        """How the phrases that may name the reading's measure stand to it; far words of no list may not."""
        standings: dict[int, Standing] = {}
        for at, phrase in enumerate(self.phrases):
            listed = self._listed(at, situation.place)
            stands = standing(phrase, situation, listed) if _fits(phrase, reading) else None
            if stands and (not stands.remote or is_strong(phrase) or key(phrase.name) in chosen):
                standings[at] = stands
        return standings

    def _listed(self, at: int, place: Place) -> Listed:
        """The phrase's place in a list, or among as many phrases with numbers as the number's list has."""
        listed, spread = self.listed[at], self.spread[at]
        apart = spread.last <= place.run_first or place.run_after <= spread.first
        return spread if listed.size == 1 and apart and 1 < place.size == spread.size else listed

    def _candidate(self, at: int, situation: Situation, stands: Standing) -> Candidate:
        phrase, holders = self.phrases[at], self.holders[at]
        starts, ends = self.layout.sentence.starts, self.layout.sentence.ends
        span = Span(self.offset + starts[phrase.first], self.offset + ends[phrase.last - 1])
        others = "".join(sorted({side for position, side in holders if position != situation.position}))
        claimed = f"{any(position == situation.position for position, _ in holders)}{others}"
        rank = self._rank(phrase, situation)
        features = list(of_phrase(phrase, situation, stands, rank=rank, claimed=claimed))
        if situation.earlier and key(phrase.name) == situation.earlier:
            features.append(("same", situation.relation))
        if situation.alike is not None:
            same = key(phrase.name) == situation.alike
            features.append(("alike_claimed", f"{same}|{claimed}"))
        rule = Rule.METRIC_IMPLIED if phrase.form is not Form.PHRASE else _rule(stands)
        return Candidate(phrase.name, phrase, span, tuple(features), style=features[0][1], rule=rule)

    def _by_unit(self, reading: Reading, situation: Situation) -> list[Candidate]:
        """What the unit tells, if anything: "GB" is memory, "12 hours" of training the training time."""
        name = of_unit(reading.quantity.unit) if reading.quantity.unit else None
        if name is None:
            return []
        place = situation.place
        if name == "time" and _TRAINING.search(self.layout.sentence.text):
            name = "training time"
        phrase = Phrase(place.last, max(place.after, place.last + 1), name, Form.UNIT)
        features = (
            ("by_unit_kind", f"{situation.unit}|{situation.kind}"),
            ("by_unit_strong", bucket(len(self.strong))),
        )
        return [Candidate(name, phrase, None, features, style="U", rule=Rule.METRIC_UNIT)]

    def _rank(self, phrase: Phrase, situation: Situation) -> int:
        """How many strong phrases stand nearer to the number on the same side."""
        place = situation.place
        if phrase.last <= place.first:
            return sum(phrase.last <= other.first and other.last <= place.first for other in self.strong)
        return sum(place.last <= other.first and other.last <= phrase.first for other in self.strong)

    def _none(self, situation: Situation) -> Iterator[Feature]:
        """The features of naming none."""
        layout, place = self.layout, situation.place
        left = [symbol for symbol in layout.symbols[: place.first] if symbol][-2:]
        right = [symbol for symbol in layout.symbols[place.after :] if symbol][:2]
        yield "none", situation.kind
        yield "none_right_kind", f"{' '.join(right[:1])}|{situation.kind}"
        outdone = "O" in layout.symbols[max(place.first - 14, 0) : place.first]
        yield "none_outdone", f"{outdone}|{' '.join(left[-1:])}"
        yield "none_vague", str(any(sort(phrase) == "vague" for phrase in self.phrases))
        yield "none_relation", situation.relation + ("" if situation.earlier else "|none")


def _rule(stands: Standing) -> Rule:
    """The rule of a phrase in the number's sentence, by how it stands to the number."""
    if stands.aligned == "yes!":
        return Rule.METRIC_LISTED
    near = len(stands.between) < _NEAR and "#" not in stands.between
    return Rule.METRIC_BESIDE if near else Rule.METRIC_SENTENCE


_NEAR = 4
"""Telling symbols between number and metric, from which on the metric is not beside it."""


def _spread(layout: Layout, spans: Sequence[tuple[int, int]]) -> list[Listed]:
    """The place of each phrase in a list whose members have numbers of their own ("0.9 F1 and 0.8 AUC")."""
    held = {at for place in layout.places for at in range(place.first, place.after)}
    runs: list[list[int]] = []
    for index, (first, _) in enumerate(spans):
        between = range(spans[index - 1][1] if index else first, first)
        apart = [layout.sentence.lowers[at] for at in between if at not in held]
        if len(apart) < len(between) and _SPREAD.issuperset(apart):
            runs[-1].append(index)
        else:
            runs.append([index])
    return [
        Listed(at, len(run), spans[run[0]][0], spans[run[-1]][1]) for run in runs for at in range(len(run))
    ]


_SPREAD = frozenset([",", "and", "or", "/", "&", "the", "in", "of", "(", ")", "=", "a", "an"])


def _fits(phrase: Phrase, reading: Reading) -> bool:
    """Whether unit and kind allow the phrase: no seconds of speedup, no gain of so many points of memory."""
    if phrase.family in _EXCLUDED.get(unit_class(reading), ()):
        return False
    if reading.kind is Kind.DIFFERENCE and unit_class(reading) in ("%", "points") and phrase.family in _COSTS:
        return False
    unit = reading.quantity.unit
    return not unit or not key(unit).startswith(key(phrase.name)) or of_unit(unit) == unit


_COSTS = frozenset("size memory latency compute speed cost energy data throughput".split())
_EXCLUDED = {
    "time": frozenset(
        "quality size memory speed compute energy data throughput similarity ranking preference".split()
    ),
    "memory": frozenset(
        "quality error latency speed throughput compute energy similarity ranking preference".split()
    ),
    "rate": frozenset("quality error size memory latency data similarity ranking preference".split()),
}


def _shifted(hit: Hit, by: int) -> Hit:
    return Hit(hit.start + by, hit.end + by, hit.entry, hit.kind)


_TRAINING = re.compile(r"\b(?:pre-?|fine-?)?(?:train|tun)(?:s|ed|ing)?\b", re.IGNORECASE)
_TIGHT_BEFORE = frozenset(
    ["", "of", "by", "(", "=", ") of", "( w ) of", "to", "from", "is", "of #", ":", "V", "V to"]
)
_TIGHT_AFTER = frozenset(["", "J", "C in", "p", "C of"])


def _holders(layout: Layout, phrase: Phrase) -> tuple[tuple[int, str], ...]:
    """The positions of the readings that stand tightly behind ("B") or before ("A") the phrase."""
    held = []
    for position, place in enumerate(layout.places):
        if phrase.last <= place.first:
            if (
                place.first - phrase.last < 7
                and " ".join(gap(layout, phrase.last, place.first)) in _TIGHT_BEFORE
            ):
                held.append((position, "B"))
        elif (
            phrase.first - place.after < 4
            and " ".join(gap(layout, place.after, phrase.first)) in _TIGHT_AFTER
        ):
            held.append((position, "A"))
    return tuple(held)


def _relation(reading: Reading, layout: Layout, position: int, history: Sequence[_Made]) -> tuple[str, str]:
    """How the reading stands to the one before it, and the key of the name chosen there ("" for none)."""
    if not history:
        return "first", ""
    made = history[-1]
    if made.sentence != layout.span:
        where = "earlier"
    else:
        before, here = layout.places[position - 1], layout.places[position]
        between = gap(layout, before.after, here.first)
        where = "run" if before.run == here.run else " ".join(between) if len(between) <= 3 else "same"
    alike = f"{kind_class(made.reading)}{'=' if made.reading.kind == reading.kind else kind_class(reading)}"
    unit = "=" if unit_class(made.reading) == unit_class(reading) else "!"
    role = "r" if made.reading.role is Role.REFERENCE else ""
    role += "r" if reading.role is Role.REFERENCE else ""
    return f"{where}|{alike}{unit}{role}", key(made.candidate.name) if made.candidate.name else ""


def _alike(reading: Reading, layout: Layout, history: Sequence[_Made]) -> str | None:
    """The key of the name chosen for the sentence's latest number of the same kind and unit, if any."""
    for made in reversed(history):
        if made.sentence != layout.span:
            return None
        if made.reading.kind == reading.kind and unit_class(made.reading) == unit_class(reading):
            return key(made.candidate.name)
    return None


def _carried(
    history: Sequence[_Made], layout: Layout, situation: Situation, *, strong: bool
) -> list[Candidate]:
    """The latest different measures of earlier sentences."""
    out: list[Candidate] = []
    seen: set[str] = set()
    spans: list[Span] = []
    for made in reversed(history):
        name = key(made.candidate.name)
        if made.sentence != layout.span and made.sentence not in spans:
            spans.append(made.sentence)
        back = len(spans)
        if made.sentence == layout.span or not name or name in seen or made.candidate.phrase is None:
            continue
        seen.add(name)
        alike = kind_class(made.reading) == situation.kind and unit_class(made.reading) == situation.unit
        features = (
            ("carried", bucket(len(seen))),
            ("carried_alike", str(alike)),
            ("carried_far", f"{bucket(back)}|{strong}"),
        )
        out.append(made.candidate._replace(features=features, style="", rule=Rule.METRIC_CARRIED))
        if len(seen) == 3:
            break
    return out


def decide(candidates: Sequence[Candidate], ranker: Ranker) -> tuple[Candidate, Choice]:
    """The name with the highest chance, summed over the places where it stands, and the others."""
    chances = ranker.probabilities([candidate.features for candidate in candidates])
    by_name: dict[str, float] = {}
    best_of: dict[str, tuple[float, Candidate]] = {}
    for candidate, chance in zip(candidates, chances, strict=True):
        name = key(candidate.name)
        by_name[name] = by_name.get(name, 0.0) + chance
        if name not in best_of or chance > best_of[name][0]:
            best_of[name] = (chance, candidate)
    ranked = sorted(by_name, key=lambda name: -by_name[name])
    best = best_of[ranked[0]][1]
    mentions = (_mention(best),) if best.name else ()
    others = tuple(best_of[name][1].name for name in ranked[1:4] if by_name[name] >= 0.02)
    return best, Choice(mentions, round(by_name[ranked[0]], 4), others, best.rule)


def _mention(candidate: Candidate) -> Mention:
    entry = candidate.phrase.entry if candidate.phrase else None
    return Mention(candidate.name, entry.name if entry else None, candidate.span)
