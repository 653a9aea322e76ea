"""Which data sets each number was measured on: a choice among the names around it, lists of them, and none."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from extraction.claims import Mention, Role, Span
from extraction.context import Choice, Context, Reading
from extraction.keys import key
from extraction.linking.features import (
    Layout,
    alignment,
    bucket,
    gap,
    gap_text,
    kind_class,
    layouts,
    listed_gap,
    unit_class,
)
from extraction.mentions.benchmarks import Place, find, shape
from extraction.mentions.metrics import singular
from extraction.mentions.words import HEAD_FAMILY
from extraction.ranker import Ranker

Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """The names that a reading could be measured on; without any it stands for "the text names none"."""

    places: tuple[Place, ...]
    features: tuple[Feature, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two candidates the same choice."""
        return tuple(sorted({key(place.name) for place in self.places}))


Choose = Callable[[int, Sequence[Candidate]], Candidate]
Likely = Callable[[str, str, tuple[Feature, ...]], float]
_LIKELY = 0.4


def link(readings: Sequence[Reading], context: Context, metrics: Sequence[Choice] = ()) -> list[Choice]:
    """The data sets of each reading, in the order of the readings; `metrics` are what the readings measure."""
    ranker = Ranker.bundled("benchmark_linking")
    choices: dict[int, Choice] = {}

    def choose(index: int, candidates: Sequence[Candidate]) -> Candidate:
        best, choices[index] = decide(candidates, ranker)
        return best

    walk(readings, context, metrics, choose, likely=likely(Ranker.bundled("benchmark_names")))
    return [choices[index] for index in range(len(readings))]


def walk(
    readings: Sequence[Reading], context: Context, metrics: Sequence[Choice], choose: Choose, *, likely: Likely
) -> None:
    """Calls `choose` for each reading in the order of the text; later readings build on what it returns.

    `likely` gives the chance that a name, from what the document says of it, is a data set's that results are on.
    """
    if not readings:
        return
    found = layouts(readings, context)
    view = _View(context, found, likely)
    for layout in found:
        for position, index in enumerate(layout.readings):
            family = family_of(metrics[index], context) if metrics else "?"
            view.add(choose(index, view.candidates(layout, position, readings[index], family)), readings[index], layout)


def likely(ranker: Ranker) -> Likely:
    """The chance that a name is a data set's, by the ranker's weights."""
    return lambda document, name, features: ranker.probabilities([features, OTHER])[0]


OTHER = (("other", ""),)


def _level(chance: float) -> str:
    return next(name for bound, name in _LEVELS if chance < bound)


_LEVELS = ((0.03, "0"), (0.1, "1"), (0.25, "2"), (0.45, "3"), (0.65, "4"), (0.85, "5"), (0.95, "6"), (2.0, "7"))


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


@dataclass(frozen=True, slots=True)
class _Made:
    """An earlier choice, its reading and the reading's sentence."""

    candidate: Candidate
    reading: Reading
    layout: Layout


@dataclass(slots=True)
class _View:
    """A document's names and what was chosen so far."""

    context: Context
    layouts: Sequence[Layout]
    likely: Likely
    places: list[Place] = field(init=False)
    chance: dict[str, float] = field(init=False)
    introduced: frozenset[str] = field(init=False)
    sorts: dict[str, str] = field(init=False)
    history: list[_Made] = field(init=False, default_factory=list)
    numbers: dict[Span, int] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = {span: index for index, span in enumerate(self.context.sentences)}
        blocked = [frozenset[int]() for _ in self.context.sentences]
        for layout in self.layouts:
            blocked[self.numbers[layout.span]] = frozenset(
                token for place in layout.places for token in range(place.first, place.last)
            )
        hits = self.context.lexicon.find(self.context.text.clean, context=self.context.title.clean)
        self.places = find(self.context, hits, blocked)
        about = _about(self.places, self.context)
        self.sorts = {name: next(value for feature, value in features if feature == "sort") for name, features in about.items()}
        self.chance = {name: self.likely(self.context.document.id, name, features) for name, features in about.items()}
        self.introduced = frozenset(name for name, features in about.items() if ("cue", "introduced data") in features)

    def add(self, candidate: Candidate, reading: Reading, layout: Layout) -> None:
        """Remembers a choice."""
        self.history.append(_Made(candidate, reading, layout))

    def candidates(self, layout: Layout, position: int, reading: Reading, family: str) -> list[Candidate]:
        """Everything that the reading could have been measured on, none included."""
        at = self.numbers[layout.span]
        situation = _Situation(layout, position, kind_class(reading), unit_class(reading), family, *self._before(reading, layout, position))
        here = [place for place in self.places if place.sentence == at]
        keys = {key(place.name) for place in here}
        out = [self._candidate((place,), situation) for place in here]
        out.extend(self._groups(here, situation))
        out.extend(self._elsewhere(at, keys, situation))
        out.append(Candidate((), tuple(self._none(situation, here))))
        return out

    def _candidate(self, places: tuple[Place, ...], situation: "_Situation") -> Candidate:
        features = [
            *_in_sentence(places, situation),
            *self._ranked(places, situation),
            *self._common(places, situation),
        ]
        return Candidate(places, tuple(features))

    def _ranked(self, places: tuple[Place, ...], situation: "_Situation") -> Iterator[Feature]:
        """How many likelier or nearer names the sentence has."""
        number = situation.layout.places[situation.position]
        first = places[0]
        before = first.last <= number.first
        here = [
            place
            for place in self.places
            if place.sentence == first.sentence
            and place.listed.first != first.listed.first
            and self.chance[key(place.name)] > _LIKELY
        ]
        if before:
            nearer = sum(first.last <= place.first and place.last <= number.first for place in here)
            others = sum(place.first >= number.last for place in here)
        else:
            nearer = sum(number.last <= place.first and place.last <= first.first for place in here)
            others = sum(place.last <= number.first for place in here)
        chance = _level(self.chance[key(first.name)])
        side = "B" if before else "A"
        yield "nearer", f"{side}{min(nearer, 2)}|{chance}"
        yield "others", f"{side}{min(nearer, 2)}{min(others, 2)}|{chance}"
        between = gap(situation.layout, first.last, number.first) if before else gap(situation.layout, number.after, first.first)
        yield "between", f"{side}{min(nearer, 2)}{bucket(between.count('#'))}|{chance}"
        cue = next((cue for cue in first.cues if cue.startswith("before")), "")
        yield "cue_side", f"{side}{cue}|{min(nearer, 1)}{min(others, 1)}"
        yield "cue_between", f"{side}{cue}|{bucket(between.count('#'))}"

    def _common(self, places: tuple[Place, ...], situation: "_Situation") -> Iterator[Feature]:
        """What does not depend on where the name stands."""
        names = [key(place.name) for place in places]
        chance = _level(sum(self.chance[name] for name in names) / len(names))
        yield "chance", chance
        yield "chance_family", f"{chance}|{situation.family}"
        best = max(self.chance.values())
        yield "chance_best", f"{chance}|{self.chance[names[0]] == best}|{self.likely_count()}"
        yield "introduced", f"{names[0] in self.introduced}|{chance}"
        yield "sort", self.sorts[names[0]]
        yield "sort_family", f"{self.sorts[names[0]]}|{situation.family}"
        yield "known", f"{places[0].entry is not None}"
        chosen = tuple(sorted({key(place.name) for place in places}))
        if situation.earlier:
            yield "same", f"{chosen == situation.earlier}|{situation.relation}"
        yield "family", situation.family
        if len(places) > 1:
            yield "group", bucket(len(places))
            yield "group_kind", situation.kind

    def likely_count(self) -> str:
        """How many names of the document are likely a data set's."""
        return bucket(sum(chance > _LIKELY for chance in self.chance.values()))

    def _groups(self, here: Sequence[Place], situation: "_Situation") -> Iterator[Candidate]:
        """The lists of names in the sentence, each as one candidate."""
        for place in here:
            if place.listed.position == 0 and place.listed.size > 1:
                members = tuple(p for p in here if p.listed.first == place.listed.first)
                yield self._candidate(members, situation)

    def _elsewhere(self, at: int, keys: set[str], situation: "_Situation") -> Iterator[Candidate]:
        """Names of other sentences: of each the latest place before, else the first behind; lists chosen earlier too."""
        latest: dict[str, Place] = {}
        for place in self.places:
            name = key(place.name)
            if place.sentence < at or (place.sentence > at and name not in latest):
                latest[name] = place
        keys_likely = [name for name in keys if self.chance[name] > _LIKELY]
        order = sorted(latest.values(), key=lambda place: (-place.sentence, -place.first))
        rank = 0
        for place in order:
            if key(place.name) in keys:
                continue
            rank += self.chance[key(place.name)] > _LIKELY
            if self.chance[key(place.name)] < 0.05:
                continue
            chance = _level(self.chance[key(place.name)])
            features = [
                *_elsewhere(place, at, rank, chance, bool(keys_likely)),
                ("far_sort", f"{self.sorts[key(place.name)]}|{bool(keys_likely)}"),
                ("far_sort_rank", f"{self.sorts[key(place.name)]}|{min(rank, 3)}|{self.likely_count()}"),
                ("far_sort_kind", f"{self.sorts[key(place.name)]}|{situation.kind}"),
                ("far_introduced", f"{self.sorts[key(place.name)]}|{len(self.introduced)}|{self.likely_count()}"),
                *self._common((place,), situation),
            ]
            yield Candidate((place,), tuple(features))
        seen: set[tuple[str, ...]] = set()
        for made in reversed(self.history):
            if len(made.candidate.places) > 1 and made.candidate.key not in seen:
                seen.add(made.candidate.key)
                yield Candidate(made.candidate.places, tuple(self._common(made.candidate.places, situation)))

    def _none(self, situation: "_Situation", here: Sequence[Place]) -> Iterator[Feature]:
        """The features of naming none."""
        words = set(situation.layout.sentence.lowers)
        best_here = _level(max((self.chance[key(place.name)] for place in here), default=0.0))
        best = _level(max(self.chance.values(), default=0.0))
        yield "none", situation.kind
        yield "none_unit", f"{situation.kind}|{situation.unit}"
        yield "none_family", situation.family
        yield "none_here", best_here
        yield "none_here_family", f"{best_here}|{situation.family}"
        yield "none_best", best
        yield "none_count", self.likely_count()
        yield "none_generic", str(bool(words & {"datasets", "benchmarks", "tasks", "experiments"}))
        if situation.earlier is None:
            yield "none_first", situation.family
        else:
            yield "none_same", f"{not situation.earlier}|{situation.relation}"

    def _before(self, reading: Reading, layout: Layout, position: int) -> tuple[str, tuple[str, ...] | None]:
        """How the reading stands to the one before it, and what was chosen there."""
        if not self.history:
            return "first", None
        made = self.history[-1]
        if made.layout is not layout:
            distance = self.numbers[layout.span] - self.numbers[made.layout.span]
            where = f"earlier {bucket(distance)}"
        else:
            before, here = layout.places[position - 1], layout.places[position]
            between = gap(layout, before.after, here.first)
            where = "run" if before.run == here.run else gap_text(between) if len(between) <= 3 else "same"
        role = "r" if made.reading.role is Role.REFERENCE else ""
        role += "r" if reading.role is Role.REFERENCE else ""
        return f"{where}|{role}", made.candidate.key


@dataclass(frozen=True, slots=True)
class _Situation:
    """A reading in its sentence, and how it stands to the reading before it."""

    layout: Layout
    position: int
    kind: str
    unit: str
    family: str
    relation: str
    earlier: tuple[str, ...] | None


def _about(places: Sequence[Place], context: Context) -> dict[str, tuple[Feature, ...]]:
    """For each name what all its places say together."""
    by_name: dict[str, list[Place]] = {}
    for place in places:
        by_name.setdefault(key(place.name), []).append(place)
    title = context.title.clean
    head = key(title.partition(":")[0]) if ":" in title else ""
    about_data = bool(_DATA_TITLE.search(title))
    return {
        name: tuple(_name_features(name, members, head=head, about_data=about_data))
        for name, members in by_name.items()
    }


_DATA_TITLE = re.compile(r"bench|dataset|corpus|evaluating|evaluation|challenge", re.IGNORECASE)


def _name_features(name: str, members: Sequence[Place], *, head: str, about_data: bool) -> Iterator[Feature]:
    said = {cue for place in members for cue in place.cues}
    known = any(place.entry is not None for place in members)
    look = shape(members[0].name)
    what = sort_of(said, known=known, look=look)
    against = "".join(
        sign
        for sign, cues in (("a", ("list acts", "own acts")), ("s", ("list system", "own system")), ("t", _TRAINED))
        if said & set(cues)
    )
    for cue in sorted(said):
        yield "cue", cue
    yield "known", str(known)
    yield "shape", f"{look}|{known}"
    yield "count", bucket(len(members))
    yield "sort", what
    yield "sort_against", f"{what}|{against}"
    yield "sort_shape", f"{what}|{look}"
    if head:
        yield "title", f"{name == head}|{about_data}"
        yield "title_sort", f"{name == head}|{what}"


_TRAINED = ("train on", "train using", "train in", "train with")
_STRONG_HEADS = frozenset(
    f"{where} {noun}"
    for where in ("list", "own")
    for noun in ("dataset", "benchmark", "corpu", "corpora", "leaderboard", "challenge", "testbed", "test", "validation",
                 "val", "competition", "track", "suite", "testset", "database")
)  # fmt: skip


def sort_of(said: set[str], *, known: bool, look: str) -> str:
    """The strongest thing that is said of a name."""
    if look in ("model", "concept") and not known:
        return look
    if said & {"introduced data"}:
        return "introduced"
    if said & _STRONG_HEADS:
        return "headed"
    if "example of data" in said:
        return "example"
    if known:
        return "known"
    if look == "bench":
        return "bench"
    if said & {"test on", "leading on"}:
        return "tested on"
    if "before on" in said:
        return "on"
    if said & {"list task", "own task", "list data", "own data", "inside data"}:
        return "task"
    return "nothing"


def _in_sentence(places: tuple[Place, ...], situation: _Situation) -> Iterator[Feature]:
    """The features of a name, or a whole list, in the reading's own sentence."""
    layout, first = situation.layout, places[0]
    number = layout.places[situation.position]
    grouped = len(places) > 1
    side = "B" if first.last <= number.first else "A"
    between = listed_gap(layout, number, (first.first, places[-1].last), first.listed)
    text = gap_text(between)
    aligned = "group" if grouped else alignment(number, first.listed)
    near, far = (between[0], between[-1]) if between else ("", "")
    near, far = (near, far) if side == "B" else (far, near)
    yield "gap", side + text
    yield "gap_aligned", f"{side}{text}|{aligned}"
    yield "aligned", f"{side}{aligned}|{'resp' if 'respectively' in layout.sentence.lowers else ''}"
    yield "near", f"{side}{near}"
    yield "ends", f"{side}{near}|{far}"
    yield "length", side + bucket(len(between))
    yield "numbers", f"{side}{bucket(between.count('#'))}"
    yield "numbers_near", f"{side}{bucket(between.count('#'))}|{near}"
    clauses = abs(layout.sentence.clause[first.first] - layout.sentence.clause[number.first])
    yield "clauses", side + bucket(clauses)
    yield "commas", side + bucket(abs(layout.commas[first.first] - layout.commas[number.first]))
    yield "here", f"{side}{first.entry is not None}"
    yield "opening", f"{side}{first.listed.first <= 3}|{near}"
    for cue in first.cues:
        yield "here_cue", side + cue
    yield "family_here", f"{situation.family}|{side}{near}"


def _elsewhere(place: Place, at: int, rank: int, chance: str, here: bool) -> Iterator[Feature]:
    """The features of a name in another sentence; `here` says that the reading's own has a likely one."""
    distance = place.sentence - at
    where = f"-{bucket(-distance)}" if distance < 0 else f"+{bucket(distance)}"
    yield "far", where
    yield "far_chance", f"{where}|{chance}"
    yield "far_rank", f"{min(rank, 4)}|{chance}"
    yield "far_here", f"{here}|{chance}"
    for cue in place.cues:
        yield "far_cue", cue


def decide(candidates: Sequence[Candidate], ranker: Ranker) -> tuple[Candidate, Choice]:
    """The names with the highest chance, summed over the places where they stand, and the others behind them."""
    chances = ranker.probabilities([candidate.features for candidate in candidates])
    total: dict[tuple[str, ...], float] = {}
    best_of: dict[tuple[str, ...], tuple[float, Candidate]] = {}
    for candidate, chance in zip(candidates, chances, strict=True):
        total[candidate.key] = total.get(candidate.key, 0.0) + chance
        if candidate.key not in best_of or chance > best_of[candidate.key][0]:
            best_of[candidate.key] = (chance, candidate)
    ranked = sorted(total, key=lambda names: -total[names])
    best = best_of[ranked[0]][1]
    mentions = tuple(Mention(p.name, p.entry.name if p.entry else None, p.span) for p in best.places)
    others = tuple(
        ", ".join(place.name for place in best_of[names][1].places)
        for names in ranked[1:4]
        if names and total[names] >= 0.02
    )
    return best, Choice(mentions, round(total[ranked[0]], 4), others)
