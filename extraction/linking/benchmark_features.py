"""What speaks for and against a name being the data set that a number was measured on, as named features."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extraction.linking.features import Layout, alignment, bucket, listed_gap
from extraction.mentions.benchmarks import Place
from extraction.mentions.data_names import DataName

Feature = tuple[str, str]
LIKELY = 0.4
_SCOPED = 0.3


@dataclass(frozen=True, slots=True)
class Names:
    """A document's names by comparison key, with the chance of each to be a data set's."""

    about: Mapping[str, DataName]
    chance: Mapping[str, float]
    introduced: Collection[str]
    count: str


@dataclass(frozen=True, slots=True)
class Situation:
    """A reading in its sentence: what it measures, how it stands to the reading before it, its choice there.

    `scopes` says of each likely name of the sentence, by its first token, how it stands to the number, and
    `best` which of these is the surest.
    """

    layout: Layout
    position: int
    kind: str
    family: str
    relation: str
    earlier: tuple[str, ...] | None
    here: Sequence[Place]
    scopes: Mapping[int, str] = field(default_factory=dict)
    best: str = ""

    @property
    def group(self) -> str:
        """What kind of measure it is: "speed", "cost", "q" for quality and the like, "none"."""
        return _GROUP.get(self.family, "q")


def level(chance: float) -> str:
    """The chance as one of eight levels."""
    return next(name for bound, name in _LEVELS if chance < bound)


def scoped(situation: Situation, chance: Mapping[str, float]) -> tuple[dict[int, str], str]:
    """How each likely name of the sentence stands to the number, by its first token; the best of these."""
    likely = [place for place in situation.here if chance[place.key] > _SCOPED]
    scopes = {place.first: _scope(place, likely, situation) for place in likely}
    return scopes, min(scopes.values(), key=_ORDER.index, default="")


def excluded(places: Sequence[Place], situation: Situation) -> bool:
    """Whether the number is plainly on another name, or the name plainly that of another number."""
    scope = situation.scopes.get(places[0].first)
    if situation.best == "aligned" and len(places) > 1:
        return True
    return (situation.best in _SUREST and scope != situation.best) or (
        situation.best in _SURE and scope in _ELSEWHERE
    )


def settled(situation: Situation) -> bool:
    """Whether the sentence itself plainly says what the number is on."""
    return situation.best in _SUREST


_SUREST = frozenset(["aligned", "adjacent"])
_SURE = frozenset(["aligned", "adjacent", "after tight", "before tight", "leading"])
_ELSEWHERE = frozenset(["misaligned", "taken"])


def in_sentence(
    places: Sequence[Place], situation: Situation, chance: Mapping[str, float]
) -> Iterator[Feature]:
    """The features of a name, or of a whole list, in the reading's own sentence."""
    layout, first = situation.layout, places[0]
    number = layout.places[situation.position]
    side = "B" if first.last <= number.first else "A"
    between = listed_gap(layout, number, (first.first, places[-1].last), first.listed)
    near, far = (between[0], between[-1]) if between else ("", "")
    near, far = (near, far) if side == "B" else (far, near)
    respectively = "respectively" in layout.sentence.lowers
    aligned = alignment(number, first.listed, sure=respectively or len(between) < _TIGHT)
    aligned = (
        ("group of one each" if aligned[:2] in ("ye", "no") else "group") if len(places) > 1 else aligned
    )
    scope = situation.scopes.get(first.first, "unlikely")
    yield "scope", f"{scope}|{scope == situation.best}"
    yield "aligned", f"{side}{aligned}|{'resp' if respectively else ''}"
    yield "numbers", f"{side}{bucket(between.count('#'))}"
    clauses = abs(layout.sentence.clause[first.first] - layout.sentence.clause[number.first])
    yield "clauses", side + bucket(clauses)
    yield "commas", side + bucket(abs(layout.commas[first.first] - layout.commas[number.first]))
    yield "here", f"{side}{first.entry is not None}"
    yield from _competition(first, situation, side, chance)


def of_names(places: Sequence[Place], situation: Situation, names: Names) -> Iterator[Feature]:
    """The features that do not depend on where the names stand."""
    keys = [place.key for place in places]
    chance = level(sum(names.chance[name] for name in keys) / len(keys))
    yield "chance", chance
    yield "introduced", f"{keys[0] in names.introduced}|{chance}"
    yield "sort", names.about[keys[0]].sort
    yield "known", str(places[0].entry is not None)
    if situation.earlier:
        yield "same", f"{tuple(sorted(set(keys))) == situation.earlier}|{situation.relation}"


def elsewhere(place: Place, at: int, situation: Situation, names: Names) -> Iterator[Feature]:
    """The features of a name that stands in another sentence than the reading's, which is sentence `at`."""
    distance = place.sentence - at
    what = names.about[place.key].sort
    yield "far", f"-{bucket(-distance)}" if distance < 0 else f"+{bucket(distance)}"
    yield "far_sort", f"{what}|{any(names.chance[other.key] > LIKELY for other in situation.here)}"


def of_none(situation: Situation, names: Names) -> Iterator[Feature]:
    """The features of naming none."""
    yield "none", situation.kind
    yield "none_scope", f"{situation.best}|{situation.group}"
    yield "none_count_family", f"{names.count}|{situation.group}"
    if situation.earlier is not None:
        yield "none_same", f"{not situation.earlier}|{situation.relation}"


_GROUP = {
    **dict.fromkeys("speed latency throughput".split(), "speed"),
    **dict.fromkeys("memory compute size cost energy data".split(), "cost"),
    "none": "none",
}
_LEVELS = (
    (0.03, "0"),
    (0.1, "1"),
    (0.25, "2"),
    (0.45, "3"),
    (0.65, "4"),
    (0.85, "5"),
    (0.95, "6"),
    (2.0, "7"),
)
# From the surest way for a name to stand to a number to the least sure.
_ORDER = (
    "aligned", "adjacent", "after tight", "before tight", "leading", "after next", "before", "after shared",
    "before shared", "leading far", "after far", "before far", "taken", "misaligned", "",
)  # fmt: skip
_TIGHT = 4
_ON = frozenset(["on", "in", "for", "at", "across", "over", "under"])
_BREAKS = frozenset([";", ":", ")", ","])
_MEASURED = frozenset([("w", "from"), ("w", "of"), ("w", "by"), ("from",), ("by",)])
_ADJACENT = frozenset([(), ("(",), (":",), ("=",), ("(", "w")])


def _scope(place: Place, likely: Sequence[Place], situation: Situation) -> str:
    """How a name stands to the number, in one of a few words."""
    layout = situation.layout
    number = layout.places[situation.position]
    between = listed_gap(layout, number, (place.first, place.last), place.listed)
    leads = any(cue.startswith("leading") for cue in place.cues)
    sure = leads or "respectively" in layout.sentence.lowers or len(between) < _TIGHT
    aligned = alignment(number, place.listed, sure=sure)
    if aligned in ("yes!", "no!"):
        return "aligned" if aligned == "yes!" else "misaligned"
    numbers = between.count("#")
    if place.last <= number.first:
        others = any(place.listed.last <= other.first and other.last <= number.first for other in likely)
        return _before(place, between, numbers=numbers, others=others)
    if _has_own(place, layout, number.last):
        return "taken"
    others = any(number.last <= other.first and other.last <= place.listed.first for other in likely)
    near = not numbers and not others and _BREAKS.isdisjoint(between)
    if near and between and len(between) < 6 and between[-1] in _ON:
        return "after tight"
    return "after far" if others else "after shared" if numbers else "after next"


def _has_own(place: Place, layout: Layout, after: int) -> bool:
    """Whether another number stands right behind the name: "92% on X, and on Y 94%", "X (92%), Y (94%)"."""
    following = (number for number in layout.places if number.first >= place.last and number.first > after)
    number = next(following, None)
    if number is None:
        return False
    between = listed_gap(layout, number, (place.first, place.last), place.listed)
    return between in _ADJACENT or between in _MEASURED


def _before(place: Place, between: tuple[str, ...], *, numbers: int, others: bool) -> str:
    """The same for a name that stands before the number."""
    if between in _ADJACENT:
        return "adjacent"
    if len(between) < 3 and not numbers:
        return "before tight"
    if any(cue.startswith("leading") for cue in place.cues):
        return "leading far" if others else "leading"
    return "before far" if others else "before shared" if numbers else "before"


def _competition(
    first: Place, situation: Situation, side: str, chance: Mapping[str, float]
) -> Iterator[Feature]:
    """How many likely names stand nearer to the number on the same side, or on the other side."""
    number = situation.layout.places[situation.position]
    rivals = [
        place
        for place in situation.here
        if place.listed.first != first.listed.first and chance[place.key] > LIKELY
    ]
    if side == "B":
        nearer = sum(first.last <= place.first and place.last <= number.first for place in rivals)
        others = sum(place.first >= number.last for place in rivals)
    else:
        nearer = sum(number.last <= place.first and place.last <= first.first for place in rivals)
        others = sum(place.last <= number.first for place in rivals)
    cue = next((cue for cue in first.cues if cue.startswith("before")), "")
    yield "nearer", f"{side}{min(nearer, 2)}|{level(chance[first.key])}"
    yield "cue_side", f"{side}{cue}|{min(nearer, 1)}{min(others, 1)}"
