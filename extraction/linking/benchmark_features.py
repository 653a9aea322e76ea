"""What speaks for and against a name being the data set that a number was measured on, as named features."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extraction.linking.features import Layout, alignment, bucket, listed_gap
from extraction.mentions.benchmarks import Place
from extraction.mentions.data_cues import DATA_NOUN
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
    refers: str = ""
    generic: str = ""

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
    if situation.best in _SUREST:
        return scope != situation.best
    return (situation.best in _SURE and scope in _ELSEWHERE) or (
        situation.best == "leading" and scope == "leading far"
    )


def references(situation: Situation) -> str:
    """What the sentence calls data sets without a name: "this" or "these", "several" or "the" one.

    Words beside a likely name belong to it ("the X dataset") and count for nothing.
    """
    sentence, number = situation.layout.sentence, situation.layout.places[situation.position]
    named = {
        token
        for place in situation.here
        if place.first in situation.scopes
        for token in range(place.first - 6, place.listed.last + 4)
    }
    found = [
        (abs(at - number.first), kind)
        for at, word in enumerate(sentence.lowers)
        if at not in named and word in _DATA and (kind := _reference(sentence.lowers, at))
    ]
    return min(found)[1] if found else ""


def _reference(lowers: Sequence[str], at: int) -> str:
    """What the words before a noun such as "datasets" say of which are meant; "" where nothing does."""
    word = lowers[at]
    many = word.endswith("s") or word in ("corpora", "suites")
    for before in reversed(lowers[max(at - 5, 0) : at]):
        if before in _POINTS:
            return "these" if many else "this"
        if before in _COUNTS:
            return "several"
        if before == "the":
            return "the many" if many else "the"
        if before in _PREPOSITIONS:
            return f"some {before}" if many else f"one {before}"
    return ""


def unnamed(situation: Situation) -> str:
    """Where the sentence says without a name what the number was measured on; "" where it does not.

    That is "after" for "5% on three further tasks", "leading" for "On aneurysm segmentation, it reaches 96%".
    """
    layout = situation.layout
    lowers, number = layout.sentence.lowers, layout.places[situation.position]
    named = {
        token
        for place in situation.here
        if place.first in situation.scopes
        for token in range(place.first, place.last)
    }
    numbers = {place.first for place in layout.places}
    for at in range(number.run_after, min(number.run_after + _REACH, len(lowers))):
        if at in numbers or lowers[at] in _CLOSES:
            break
        if lowers[at] in ("on", "across"):
            return "" if named & set(_object(lowers, at + 1, numbers)) else "after"
    start = max((at + 1 for at in range(number.run_first) if lowers[at] in (";", ":")), default=0)
    start += lowers[start : start + 1] in (("and",), ("while",))
    if lowers[start : start + 1] in (("on",), ("across",)):
        return "" if named & set(_object(lowers, start + 1, numbers)) else "leading"
    return ""


def _object(lowers: Sequence[str], first: int, numbers: Collection[int]) -> range:
    """The tokens of the noun phrase that a preposition opens."""
    ends = (at for at in range(first, len(lowers)) if at in numbers or lowers[at] in _OBJECT_ENDS)
    return range(first, next(ends, len(lowers)))


_REACH = 14
_CLOSES = frozenset([";", ".", "while", "whereas", "which", "but"])
_OBJECT_ENDS = _CLOSES | {",", "(", ")", "compared", "over", "than", "with", "using", "by"}


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
    yield "unnamed", f"{situation.generic}|{side}{scope}"
    yield "here", f"{side}{first.entry is not None}"
    yield from _competition(first, situation, side, chance)
    yield "order", side + _order(first, situation)
    yield "deed", side + next((cue for cue in first.cues if cue.startswith(_DEEDS)), "")
    if first.listed.size > 1:
        yield from _membership(
            places, situation, chance, aligned=aligned.startswith(("yes", "no", "group of"))
        )


def _order(first: Place, situation: Situation) -> str:
    """Whether the name is the number's by their order, where numbers and names take turns in the sentence."""
    layout, number = situation.layout, situation.layout.places[situation.position]
    likely = {place.listed.first for place in situation.here if place.first in situation.scopes}
    numbers = {place.run_first for place in layout.places}
    turns = sorted([(at, "n") for at in numbers] + [(at, "x") for at in likely])
    kinds = "".join(kind for _, kind in turns)
    if len(turns) < 4 or kinds != kinds[:2] * (len(kinds) // 2) or kinds[0] == kinds[1]:
        return ""
    at = [at for at, _ in turns]
    same = number.run_first in at and first.listed.first in at
    own = same and at.index(number.run_first) // 2 == at.index(first.listed.first) // 2
    return f"{kinds[0]} first {own}"


def _membership(
    places: Sequence[Place], situation: Situation, chance: Mapping[str, float], *, aligned: bool
) -> Iterator[Feature]:
    """Whether the whole list is meant or one name of it: "on A, B and C" says so by averages and examples."""
    first, sentence = places[0], situation.layout.sentence
    part = "all" if len(places) > 1 else "first" if first.listed.position == 0 else "later"
    part += " aligned" if aligned else ""
    members = [place for place in situation.here if place.listed.first == first.listed.first]
    yield "part_example", f"{part}|{'example of data' in first.cues}"
    yield "part_average", f"{part}|{not _AVERAGE.isdisjoint(sentence.lowers)}"
    yield "part_numbers", f"{part}|{min(len(situation.layout.places), 3)}"
    yield "part_least", f"{part}|{level(min(chance[place.key] for place in members))}"


def of_names(places: Sequence[Place], situation: Situation, names: Names) -> Iterator[Feature]:
    """The features that do not depend on where the names stand."""
    keys = [place.key for place in places]
    chance = level(sum(names.chance[name] for name in keys) / len(keys))
    yield "chance", chance
    yield "introduced", f"{keys[0] in names.introduced}|{chance}"
    sort, title = names.about[keys[0]].sort, names.about[keys[0]].title
    yield "sort", sort
    yield "title", f"{title}|{sort.startswith('introduced')}"
    yield "known", str(places[0].entry is not None)
    if situation.earlier:
        yield "same", f"{tuple(sorted(set(keys))) == situation.earlier}|{situation.relation}"


def elsewhere(place: Place, at: int, situation: Situation, names: Names) -> Iterator[Feature]:
    """The features of a name that stands in another sentence than the reading's, which is sentence `at`."""
    distance = place.sentence - at
    what = names.about[place.key].sort
    yield "far", f"-{bucket(-distance)}" if distance < 0 else f"+{bucket(distance)}"
    yield "far_sort", f"{what}|{any(names.chance[other.key] > LIKELY for other in situation.here)}"
    yield "far_refers", f"{situation.refers}|{bucket(abs(distance))}"
    yield "far_unnamed", f"{situation.generic}|{bucket(abs(distance))}"
    yield "far_title", f"{names.about[place.key].title}|{situation.group}"


def of_none(situation: Situation, names: Names) -> Iterator[Feature]:
    """The features of naming none."""
    yield "none", situation.kind
    yield "none_scope", f"{situation.best}|{situation.group}"
    yield "none_count_family", f"{names.count}|{situation.group}"
    yield "none_unnamed", f"{situation.generic}|{situation.best}"
    yield "none_refers_scope", f"{situation.refers}|{situation.best}"
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
_DATA = DATA_NOUN | frozenset(["set", "testset", "test-set"])
_POINTS = frozenset("this these our its both".split())
_COUNTS = frozenset(
    """two three four five six seven eight nine ten eleven twelve several multiple various many diverse public
    different standard popular widely-used established extensive numerous all 3 4 5 6 7 8 9 10 11 12
    other""".split()
)
_PREPOSITIONS = frozenset("on across in over from of a an".split())
# From the surest way for a name to stand to a number to the least sure.
_ORDER = (
    "aligned", "adjacent", "after tight", "before tight", "leading", "after next", "before", "after shared",
    "before shared", "leading far", "after far", "before far", "taken", "misaligned", "",
)  # fmt: skip
_TIGHT = 4
_DEEDS = ("pretrained", "train", "tune", "build", "bracket", "acts", "test")
_AVERAGE = frozenset("average averaged averages averaging mean overall both across".split())
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
