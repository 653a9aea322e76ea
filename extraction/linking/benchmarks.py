"""Which data sets each number was measured on: a choice among the names around it and none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extraction.claims import Mention, Role
from extraction.context import Choice, Context, Reading
from extraction.finding import Hit
from extraction.linking import apart
from extraction.linking.benchmark_features import (
    LIKELY,
    Feature,
    Names,
    Situation,
    elsewhere,
    excluded,
    in_sentence,
    of_names,
    of_none,
    references,
    scoped,
    settled,
    unnamed,
)
from extraction.linking.described import described as described_set
from extraction.linking.described import opens_with_task
from extraction.linking.features import Layout, bucket, gap, gap_text, kind_class, known, layouts
from extraction.mentions.benchmarks import Place, find
from extraction.mentions.data_names import DataName, Likely, describe, likely
from extraction.mentions.metrics import singular
from extraction.mentions.words import HEAD_FAMILY
from extraction.ranker import Ranker
from extraction.rules import Rule


@dataclass(frozen=True, slots=True)
class Candidate:
    """The names that a reading could be measured on; without any it stands for "the text names none"."""

    places: tuple[Place, ...]
    features: tuple[Feature, ...]
    rule: Rule = Rule.BENCHMARK_NONE

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two candidates the same choice."""
        return tuple(sorted({place.key for place in self.places}))


Choose = Callable[[int, Sequence[Candidate]], Candidate]


def link(
    readings: Sequence[Reading],
    context: Context,
    metrics: Sequence[Choice] = (),
    hits: Sequence[Hit] | None = None,
) -> list[Choice]:
    """The data sets of each reading, in the order of the readings.

    `metrics` are what the readings measure, `hits` the known names, where at hand.
    """
    ranker = Ranker.bundled("benchmark_linking")
    choices: dict[int, Choice] = {}

    def choose(index: int, candidates: Sequence[Candidate]) -> Candidate:
        best, choices[index] = decide(candidates, ranker)
        return best

    walk(readings, context, metrics, choose, likely=likely(Ranker.bundled("benchmark_names")), hits=hits)
    return [choices[index] for index in range(len(readings))]


def walk(
    readings: Sequence[Reading],
    context: Context,
    metrics: Sequence[Choice],
    choose: Choose,
    *,
    likely: Likely,
    hits: Sequence[Hit] | None = None,
) -> None:
    """Calls `choose` for each reading in the order of the text; later readings build on what it returns."""
    if not readings:
        return
    view = _View(context, layouts(readings, context), likely, known(context) if hits is None else hits)
    for layout in view.layouts:
        for position, index in enumerate(layout.readings):
            family = family_of(metrics[index], context) if metrics else "?"
            candidates = view.candidates(layout, position, readings[index], family)
            view.history.append(_Made(choose(index, candidates), readings[index], layout))


def described(readings: Sequence[Reading], context: Context) -> list[DataName]:
    """The names of the document that could be data sets', each once."""
    if not readings:
        return []
    view = _View(context, layouts(readings, context), lambda document, features: 0.5, known(context))
    return list(view.names.about.values())


def family_of(choice: Choice, context: Context) -> str:
    """The family of the measure chosen, "none" where none was, "?" where no list knows it."""
    if not choice.mentions:
        return "none"
    name = choice.mentions[0].text
    entry = context.lexicon.metric(name)
    if entry is not None:
        return entry.family
    head = name.rpartition(" ")[2].lower()
    return HEAD_FAMILY.get(head) or HEAD_FAMILY.get(singular(head)) or "?"


def decide(candidates: Sequence[Candidate], ranker: Ranker) -> tuple[Candidate, Choice]:
    """The names with the highest chance, summed over the places where they stand, and the others."""
    chances = ranker.probabilities([candidate.features for candidate in candidates])
    total: dict[tuple[str, ...], float] = {}
    best_of: dict[tuple[str, ...], tuple[float, Candidate]] = {}
    for candidate, chance in zip(candidates, chances, strict=True):
        names = candidate.key
        total[names] = total.get(names, 0.0) + chance
        if names not in best_of or chance > best_of[names][0]:
            best_of[names] = (chance, candidate)
    ranked = sorted(total, key=lambda names: -total[names])
    best = best_of[ranked[0]][1]
    mentions = tuple(Mention(p.name, p.entry.name if p.entry else None, p.span) for p in best.places)
    others = tuple(
        ", ".join(place.name for place in best_of[names][1].places)
        for names in ranked[1:4]
        if names and total[names] >= _WORTH_TELLING
    )
    return best, Choice(mentions, round(total[ranked[0]], 4), others, best.rule)


_WORTH_TELLING = 0.02
_SCOPED = 0.3
_WORTH_ASKING = 0.05  # a name that is less likely a data set's is no candidate in other sentences


@dataclass(frozen=True, slots=True)
class _Made:
    """An earlier choice, its reading and the reading's sentence."""

    candidate: Candidate
    reading: Reading
    layout: Layout


class _View:
    """A document's names and what was chosen so far."""

    def __init__(
        self, context: Context, found: Sequence[Layout], likely: Likely, hits: Sequence[Hit]
    ) -> None:
        self.layouts = found
        self.history: list[_Made] = []
        self.number_of = {span: index for index, span in enumerate(context.sentences)}
        blocked = [frozenset[int]() for _ in context.sentences]
        for layout in found:
            tokens = (range(place.first, place.last) for place in layout.places)
            blocked[self.number_of[layout.span]] = frozenset(token for part in tokens for token in part)
        self.places = find(context, hits, blocked)
        about = describe(self.places, context, {self.number_of[layout.span]: layout for layout in found})
        self.names = _names(
            about,
            {name: likely(context.document.id, each.features) for name, each in about.items()},
        )

    def candidates(self, layout: Layout, position: int, reading: Reading, family: str) -> list[Candidate]:
        """Everything that the reading could have been measured on, none included."""
        at = self.number_of[layout.span]
        relation, earlier = self._before(reading, layout, position)
        here = [place for place in self.places if place.sentence == at]
        situation = Situation(layout, position, kind_class(reading), family, relation, earlier, here)
        scopes, best = scoped(situation, self.names.chance)
        situation = replace(situation, scopes=scopes, best=best)
        situation = replace(situation, refers=references(situation), generic=unnamed(situation))
        lists = [[place] for place in here] + _lists(here)
        out = [
            self._in_sentence(tuple(places), situation)
            for places in lists
            if not excluded(places, situation) and not _is_kept_apart(places, situation)
        ]
        if not settled(situation) and not self._is_apart(situation):
            out.extend(self._elsewhere(at, situation))
        if own := described_set(layout, position):
            out = [candidate for candidate in out if self._may_be(candidate, own, at)]
        out.append(Candidate((), tuple(of_none(situation, self.names))))
        return out

    def _is_apart(self, situation: Situation) -> bool:
        """Whether the number's own words say that it is on nothing that other sentences name."""
        layout, position = situation.layout, situation.position
        named = {
            token
            for place in situation.here
            if place.first in situation.scopes
            for token in range(place.first, place.last)
        }
        return (
            opens_with_task(layout, position)
            or apart.on_its_own(layout, position, named)
            or apart.counts(layout)
            or apart.relates(layout, position)
        )

    def _may_be(self, candidate: Candidate, own: range, sentence: int) -> bool:
        """Whether the names may be what the clause describes: in it, at it, or the paper's own."""
        return all(
            place.key in self.names.introduced
            or (place.sentence == sentence and own.start <= place.first <= own.stop + 2)
            for place in candidate.places
        )

    def _in_sentence(self, places: tuple[Place, ...], situation: Situation) -> Candidate:
        features = [
            *in_sentence(places, situation, self.names.chance),
            *of_names(places, situation, self.names),
        ]
        return Candidate(places, tuple(features), _rule(places, situation))

    def _elsewhere(self, at: int, situation: Situation) -> Iterator[Candidate]:
        """Names of other sentences, each once: its last place before, else the first behind; and lists."""
        for name, place in self._latest(at, situation).items():
            if self.names.chance[name] >= _WORTH_ASKING:
                features = [
                    *elsewhere(place, at, situation, self.names),
                    *of_names((place,), situation, self.names),
                ]
                yield Candidate((place,), tuple(features), Rule.BENCHMARK_CARRIED)
        for places in self._lists_before(at):
            named = tuple(of_names(places, situation, self.names))
            yield Candidate(tuple(places), named, Rule.BENCHMARK_CARRIED)
        for candidate in {made.candidate.key: made.candidate for made in self.history}.values():
            if len(candidate.places) > 1:
                named = tuple(of_names(candidate.places, situation, self.names))
                carried = candidate.places[0].sentence != at
                rule = Rule.BENCHMARK_CARRIED if carried else Rule.BENCHMARK_SEVERAL
                yield Candidate(candidate.places, named, rule)

    def _latest(self, at: int, situation: Situation) -> dict[str, Place]:
        """The place of each name of other sentences that counts."""
        latest: dict[str, Place] = {}
        for place in self.places:
            if place.sentence < at or (place.sentence > at and place.key not in latest):
                latest[place.key] = place
        for place in situation.here:
            latest.pop(place.key, None)
        return latest

    def _lists_before(self, at: int) -> Iterator[list[Place]]:
        """The lists of likely names in the three sentences before."""
        for back in (1, 2, 3):
            for places in _lists([place for place in self.places if place.sentence == at - back]):
                if sum(self.names.chance[place.key] for place in places) > _SCOPED * len(places):
                    yield places

    def _before(self, reading: Reading, layout: Layout, position: int) -> tuple[str, tuple[str, ...] | None]:
        """How the reading stands to the one before it, and what was chosen there."""
        if not self.history:
            return "first", None
        made = self.history[-1]
        if made.layout is not layout:
            where = f"earlier {bucket(self.number_of[layout.span] - self.number_of[made.layout.span])}"
        else:
            before, here = layout.places[position - 1], layout.places[position]
            between = gap(layout, before.after, here.first)
            where = "run" if before.run == here.run else gap_text(between) if len(between) <= 3 else "same"
        roles = (made.reading.role, reading.role)
        return f"{where}|{'r' * roles.count(Role.REFERENCE)}", made.candidate.key


def _rule(places: tuple[Place, ...], situation: Situation) -> Rule:
    """The rule of names in the number's sentence."""
    if len(places) > 1:
        return Rule.BENCHMARK_SEVERAL
    if situation.scopes.get(places[0].first) == "aligned":
        return Rule.BENCHMARK_LISTED
    return Rule.BENCHMARK_FORM if places[0].entry is None else Rule.BENCHMARK_KNOWN


def _is_kept_apart(places: Sequence[Place], situation: Situation) -> bool:
    """Whether the number's own words say that it is not on the name, or the whole list of names."""
    place, layout, position = places[0], situation.layout, situation.position
    if apart.of_other_item(place, layout, position) or apart.relates(layout, position):
        return True
    if apart.leads_next(place, layout, position, situation.here) or apart.modifies_other(
        place, layout, position
    ):
        return True
    if len(places) > 1:
        return False
    if apart.is_means(place, layout):
        return True
    scope = situation.scopes.get(place.first, "")
    return apart.of_average(scope, layout, position) or apart.given_away(
        place, layout, position, situation.here
    )


def _names(about: dict[str, DataName], chance: dict[str, float]) -> Names:
    return Names(
        about=about,
        chance=chance,
        introduced=frozenset(name for name, each in about.items() if each.sort == "introduced"),
        count=bucket(sum(each > LIKELY for each in chance.values())),
    )


def _lists(here: Sequence[Place]) -> list[list[Place]]:
    """The lists of names in the sentence that have more than one."""
    firsts = [place.listed.first for place in here if place.listed.position == 0 and place.listed.size > 1]
    return [[place for place in here if place.listed.first == first] for first in firsts]
