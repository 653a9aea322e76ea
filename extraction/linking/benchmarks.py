"""Which data sets each number was measured on: a choice among the names around it, lists of them, and none."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extraction.claims import Mention, Role, Span
from extraction.context import Choice, Context, Reading
from extraction.keys import key
from extraction.linking.clauses import analyse
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
from extraction.mentions import acronyms
from extraction.mentions.benchmarks import Place, find
from extraction.mentions.data_cues import shape
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
Likely = Callable[[str, tuple[Feature, ...]], float]
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


@dataclass(frozen=True, slots=True)
class Described:
    """A name of a document and what the document says of it."""

    name: str
    features: tuple[Feature, ...]


def described(context: Context, found: Sequence[Layout]) -> list[Described]:
    """The names of the document that could be data sets', each once."""
    view = _View(context, found, lambda document, features: 0.5)
    names = {key(place.name): place.name for place in reversed(view.places)}
    return [Described(names[name], features) for name, features in view.about.items()]


def likely(ranker: Ranker) -> Likely:
    """The chance that a name is a data set's, by the ranker's weights."""
    return lambda document, features: ranker.probabilities([features, OTHER])[0]


OTHER = (("other", ""),)


_GROUP = {
    **dict.fromkeys("speed latency throughput".split(), "speed"),
    **dict.fromkeys("memory compute size cost energy data".split(), "cost"),
    "none": "none",
}


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
    about: dict[str, tuple[Feature, ...]] = field(init=False)
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
        self.about = about = _about(self.places, self.context, {self.numbers[layout.span] for layout in self.layouts})
        self.sorts = {name: next(value for feature, value in features if feature == "sort") for name, features in about.items()}
        self.introduced = frozenset(name for name, sort in self.sorts.items() if sort == "introduced")
        self.chance = {name: self.likely(self.context.document.id, features) for name, features in about.items()}

    def add(self, candidate: Candidate, reading: Reading, layout: Layout) -> None:
        """Remembers a choice."""
        self.history.append(_Made(candidate, reading, layout))

    def candidates(self, layout: Layout, position: int, reading: Reading, family: str) -> list[Candidate]:
        """Everything that the reading could have been measured on, none included."""
        at = self.numbers[layout.span]
        situation = _Situation(layout, position, kind_class(reading), unit_class(reading), family, *self._before(reading, layout, position))
        here = [place for place in self.places if place.sentence == at]
        keys = {key(place.name) for place in here}
        scopes, best = self._scopes(here, situation)
        situation = replace(situation, scopes=scopes, best_scope=best)
        out = [self._candidate((place,), situation) for place in here]
        out.extend(self._groups(here, situation))
        out.extend(self._elsewhere(at, keys, situation))
        out.append(Candidate((), tuple(self._none(situation, here))))
        return out

    def _scopes(self, here: Sequence[Place], situation: "_Situation") -> tuple[dict[int, str], str]:
        """How each likely name of the sentence stands to the number (by its first token), and the best of these."""
        likely = [place for place in here if self.chance[key(place.name)] > 0.3]
        scopes = {place.first: _scope(place, likely, situation) for place in likely}
        best = min(scopes.values(), key=_ORDER.index, default="")
        return scopes, best

    def _scope_features(self, place: Place, situation: "_Situation") -> Iterator[Feature]:
        scope = situation.scopes.get(place.first, "unlikely")
        top = str(scope == situation.best_scope)
        group = _GROUP.get(situation.family, "q")
        chance = _level(self.chance[key(place.name)])
        yield "scope", f"{scope}|{top}"
        yield "scope_group", f"{scope}|{top}|{group}"
        yield "scope_chance", f"{scope}|{top}|{chance}"

    def _candidate(self, places: tuple[Place, ...], situation: "_Situation") -> Candidate:
        features = [
            *self._scope_features(places[0], situation),
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
        group = _GROUP.get(situation.family, "q")
        leading = next((cue for cue in first.cues if cue.startswith("leading")), "")
        yield "sole", f"{side}{min(nearer + others, 2)}|{chance}|{group}"
        yield "sole_cue", f"{side}{min(nearer + others, 2)}|{cue}|{group}"
        yield "sole_kind", f"{side}{min(nearer + others, 2)}|{chance}|{situation.kind}"
        if leading:
            yield "leading", f"{side}{leading}|{min(nearer, 1)}|{group}"
            yield "leading_chance", f"{side}{leading}|{chance}"

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
                ("far_group", f"{chance}|{bool(keys_likely)}|{self.likely_count()}|{_GROUP.get(situation.family, 'q')}"),
                ("far_sort_group", f"{self.sorts[key(place.name)]}|{_GROUP.get(situation.family, 'q')}"),
                ("far_where_group", f"{place.sentence - at}|{chance}|{_GROUP.get(situation.family, 'q')}"),
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
        top = max((self.chance[key(p.name)] for p in here if situation.scopes.get(p.first) == situation.best_scope), default=0.0)
        yield "none_scope", f"{situation.best_scope}|{_GROUP.get(situation.family, 'q')}"
        yield "none_scope_chance", f"{situation.best_scope}|{_level(top)}"
        yield "none_unit", f"{situation.kind}|{situation.unit}"
        yield "none_family", situation.family
        yield "none_here", best_here
        group = _GROUP.get(situation.family, "q")
        yield "none_here_family", f"{best_here}|{group}"
        yield "none_best_family", f"{best}|{best_here}|{group}"
        yield "none_count_family", f"{self.likely_count()}|{group}"
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
    scopes: dict[int, str] = field(default_factory=dict)
    best_scope: str = ""


def _about(places: Sequence[Place], context: Context, numbered: Collection[int]) -> dict[str, tuple[Feature, ...]]:
    """For each name what all its places say together, those of its long or short form included."""
    by_name: dict[str, list[Place]] = {}
    for place in places:
        by_name.setdefault(key(place.name), []).append(place)
    title = context.title.clean
    head = key(title.partition(":")[0]) if ":" in title else ""
    about_data = bool(_DATA_TITLE.search(title))
    same = _synonyms(context)
    return {
        name: tuple(
            _name_features(
                members + by_name.get(same.get(name, ""), []),
                head="" if not head else str(head in (name, same.get(name))),
                about_data=about_data,
                numbered=numbered,
            )
        )
        for name, members in by_name.items()
    }


def _synonyms(context: Context) -> dict[str, str]:
    """From the comparison form of each short form to that of its long form, and back."""
    sentences = [analyse(context.text.clean[span.start : span.end]) for span in context.sentences]
    pairs = [(key(found.short), key(found.long)) for found in acronyms.find(sentences)]
    return dict(pairs) | {long: short for short, long in pairs}


_DATA_TITLE = re.compile(r"bench|dataset|corpus|evaluating|evaluation|challenge|measuring|assessing|task", re.IGNORECASE)


def _name_features(
    members: Sequence[Place], *, head: str, about_data: bool, numbered: Collection[int]
) -> Iterator[Feature]:
    said = {cue for place in members for cue in place.cues}
    known = any(place.entry is not None for place in members)
    look = shape(members[0].name)
    what = sort_of(said, known=known, look=look)
    nearest = min(
        (min((abs(place.sentence - n) + (0.5 if place.sentence > n else 0) for n in numbered), default=9) for place in members)
    )
    near = "in" if nearest == 0 else "before" if nearest == 1 else "after" if nearest == 1.5 else "far"
    against = "".join(sign for sign, found in _against(said).items() if found)
    for cue in sorted(said):
        yield "cue", cue
        yield "cue_look", f"{cue}|{look}"
    yield "known", f"{known}|{near}"
    yield "shape", f"{look}|{known}"
    yield "count", bucket(len(members))
    yield "sort", what
    yield "sort_against", f"{what}|{against}"
    yield "sort_near", f"{what}|{near}"
    yield "sort_shape", f"{what}|{look}"
    if head:
        yield "title", f"{head}|{about_data}"
        yield "title_sort", f"{head}|{about_data}|{what}"


def _against(said: Collection[str]) -> dict[str, bool]:
    """What speaks against a name's being measured on: it acts, heads a system, was introduced as one, trained on."""
    return {
        "a": "acts" in said,
        "s": "head system" in said,
        "i": any(cue.startswith(("introduced", "described")) and cue.endswith("system") for cue in said),
        "t": any(cue.startswith("train ") for cue in said),
    }


def sort_of(said: set[str], *, known: bool, look: str) -> str:
    """The strongest thing that is said of a name."""
    if look == "concept" and not known:
        return look
    for sort, signs in _SORTS:
        if any(sign in said for sign in signs):
            return sort
    if known:
        return "known"
    if said & _SYSTEM and look != "bench":
        return "system"
    if look == "bench" and any(cue.startswith("introduced") for cue in said):
        return "introduced bench"
    if look in ("bench", "model", "modelish"):
        return look
    if said & {"test on", "leading on", "test across", "leading across"}:
        return "tested on"
    if "before on" in said:
        return "on"
    return "task" if said & {"head task", "head part", "inside data"} else "nothing"


_SORTS = (
    ("introduced", ("introduced data", "introduced data+system", "introduced data+task", "introduced data+task+system")),
    ("headed", ("head data", "head data later")),
    ("described", ("described data", "described data+system", "described data+task", "introduced task")),
    ("example", ("example of data",)),
    ("data of", ("data of",)),
)
_SYSTEM = frozenset(["introduced system", "described system", "introduced task+system", "described task+system"])


_ORDER = (
    "aligned", "adjacent", "after tight", "before tight", "leading", "after next", "before", "after shared",
    "before shared", "leading far", "after far", "before far", "misaligned", "",
)  # fmt: skip
_ON = frozenset(["on", "in", "for", "at", "across", "over", "under"])


def _scope(place: Place, likely: Sequence[Place], situation: "_Situation") -> str:
    """How a name stands to the number, in one of a few words from the surest to the least sure."""
    layout = situation.layout
    number = layout.places[situation.position]
    between = listed_gap(layout, number, (place.first, place.last), place.listed)
    sure = "respectively" in layout.sentence.lowers or len(between) < 4
    aligned = alignment(number, place.listed, sure=sure)
    if aligned in ("yes!", "no!"):
        return "aligned" if aligned == "yes!" else "misaligned"
    numbers = between.count("#")
    lead = any(cue.startswith("leading") for cue in place.cues)
    if place.last <= number.first:
        others = any(place.listed.last <= other.first and other.last <= number.first for other in likely)
        if not between or between in (("(",), (":",), (",",), ("=",), ("(", "w"), (")", ":")):
            return "adjacent"
        if len(between) < 3 and not numbers:
            return "before tight"
        if lead:
            return "leading far" if others else "leading"
        return "before far" if others else "before shared" if numbers else "before"
    others = any(number.last <= other.first and other.last <= place.listed.first for other in likely)
    if not numbers and not others and len(between) < 6 and between and between[-1] in _ON:
        return "after tight"
    return "after far" if others else "after shared" if numbers else "after next"


def _in_sentence(places: tuple[Place, ...], situation: _Situation) -> Iterator[Feature]:
    """The features of a name, or a whole list, in the reading's own sentence."""
    layout, first = situation.layout, places[0]
    number = layout.places[situation.position]
    grouped = len(places) > 1
    side = "B" if first.last <= number.first else "A"
    between = listed_gap(layout, number, (first.first, places[-1].last), first.listed)
    text = gap_text(between)
    sure = "respectively" in layout.sentence.lowers or len(between) < 4
    aligned = "group" if grouped else alignment(number, first.listed, sure=sure)
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
