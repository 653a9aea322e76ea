"""The names of a document that may be data sets': what all their places say together, and how likely."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.context import Context
from extraction.keys import key
from extraction.linking.clauses import analyse
from extraction.linking.features import Layout, bucket, listed_gap
from extraction.linking.features import Place as Spot
from extraction.mentions import acronyms
from extraction.mentions.benchmarks import Place
from extraction.mentions.data_cues import shape
from extraction.mentions.data_titles import Title, titled
from extraction.ranker import Ranker

Feature = tuple[str, str]
Likely = Callable[[str, tuple[Feature, ...]], float]
"""From a document's id and a name's features to the chance that it is a data set's that results are on."""
OTHER: tuple[Feature, ...] = (("other", ""),)


@dataclass(frozen=True, slots=True)
class DataName:
    """A name as the document first words it, its features, and in one word the strongest thing said of it."""

    text: str
    sort: str
    title: str
    features: tuple[Feature, ...]


def describe(
    places: Sequence[Place], context: Context, numbered: Mapping[int, Layout]
) -> dict[str, DataName]:
    """The names by comparison key; `numbered` are the sentences with measured numbers, with their layouts.

    A name shares what is said of its short or long form.
    """
    places = [_with_reach(place, numbered.get(place.sentence)) for place in places]
    by_name: dict[str, list[Place]] = {}
    for place in places:
        by_name.setdefault(place.key, []).append(place)
    same = _synonyms(context) if places else {}
    title = titled(context)
    return {
        name: _data_name(members, by_name.get(same.get(name, ""), []), numbered, title)
        for name, members in by_name.items()
    }


def _with_reach(place: Place, layout: Layout | None) -> Place:
    """The place with cues of the measured numbers that it stands close to: "81% on X", "X (81%)"."""
    if layout is None:
        return place
    reached = {found for number in layout.places if (found := _reach(place, layout, number))}
    return place._replace(cues=(*place.cues, *sorted(reached)))


def _reach(place: Place, layout: Layout, number: Spot) -> str:
    between = listed_gap(layout, number, (place.first, place.last), place.listed)
    if "#" in between or len(between) > 4:
        return ""
    if place.last <= number.first:
        return f"number behind {' '.join(between)}" if len(between) < 3 else ""
    return f"number before {between[-1]}" if between else "number before"


def likely(ranker: Ranker) -> Likely:
    """The chances that the ranker gives, whatever the document."""
    return lambda document, features: ranker.probabilities([features, OTHER])[0]


def _synonyms(context: Context) -> dict[str, str]:
    """From the comparison key of each short form to that of its long form, and back."""
    sentences = [analyse(context.text.clean[span.start : span.end]) for span in context.sentences]
    pairs = [(key(found.short), key(found.long)) for found in acronyms.find(sentences)]
    return dict(pairs) | {long: short for short, long in pairs}


def _data_name(
    members: Sequence[Place], others: Sequence[Place], numbered: Collection[int], title: Title
) -> DataName:
    places = [*members, *others]
    said = {cue for place in places for cue in place.cues}
    role = max((title.role(place.name) for place in places), default="")
    known = any(place.entry is not None for place in places)
    look = shape(members[0].name)
    what = _sort(said, known=known, look=look)
    features = _features(places, said, known=known, look=look, what=what, role=role, numbered=numbered)
    return DataName(members[0].name, what, role, tuple(features))


def _features(
    places: Sequence[Place],
    said: Collection[str],
    *,
    known: bool,
    look: str,
    what: str,
    role: str,
    numbered: Collection[int],
) -> Iterator[Feature]:
    near = _nearness(places, numbered)
    against = "".join(sign for sign, found in _against(said) if found)
    for cue in sorted(said):
        yield "cue", cue
        yield "cue_look", f"{cue}|{look}"
    yield "known", f"{known}|{near}"
    yield "shape", f"{look}|{known}"
    yield "count", bucket(len(places))
    yield "sort", what
    yield "sort_against", f"{what}|{against}"
    yield "sort_near", f"{what}|{near}"
    yield "sort_shape", f"{what}|{look}"
    yield "title", role
    yield "sort_title", f"{what}|{role}"


def _nearness(places: Sequence[Place], numbered: Collection[int]) -> str:
    """How near the name comes to a measured number: in its sentence, next to it, or farther off."""
    steps = {place.sentence - number for place in places for number in numbered}
    return next((name for step, name in ((0, "in"), (-1, "before"), (1, "after")) if step in steps), "far")


def _against(said: Collection[str]) -> Iterator[tuple[str, bool]]:
    """What speaks against results on it: it acts, it heads a system, was introduced as one, is trained on."""
    yield "a", "acts" in said
    yield "s", "head system" in said
    yield "i", any(cue.startswith(("introduced", "described")) and cue.endswith("system") for cue in said)
    yield "t", any(cue.startswith("train ") for cue in said)


def _sort(said: set[str], *, known: bool, look: str) -> str:
    """The strongest thing that is said of a name."""
    if look == "concept" and not known:
        return look
    if "several of its kind" in said and not known and look != "bench":
        return "kind"
    for sort, signs in _SORTS:
        if said & signs:
            return sort
    if known:
        return "known"
    if said & _SYSTEM and look != "bench":
        return "system"
    if look == "bench" and any(cue.startswith("introduced") for cue in said):
        return "introduced bench"
    if look in ("bench", "model", "modelish"):
        return look
    return next((sort for sort, signs in _WEAK_SORTS if said & signs), "nothing")


def _kinds(verb: str, *kinds: str) -> frozenset[str]:
    return frozenset(f"{verb} {kind}" for kind in kinds)


_SORTS = (
    ("introduced", _kinds("introduced", "data", "data+system", "data+task", "data+task+system")),
    ("headed", frozenset(["head data", "head data later"])),
    ("described", _kinds("described", "data", "data+system", "data+task") | {"introduced task"}),
    ("example", frozenset(["example of data"])),
    ("data of", frozenset(["data of"])),
)
_SYSTEM = _kinds("introduced", "system", "task+system") | _kinds("described", "system", "task+system")
_WEAK_SORTS = (
    ("tested on", frozenset(["test on", "leading on", "test across", "leading across"])),
    ("on", frozenset(["before on"])),
    ("task", frozenset(["head task", "head part", "inside data"])),
)
