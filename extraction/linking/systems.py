"""Which systems each number is about: a choice among everything named or described in the text, and none."""

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from extraction.claims import Mention, Span
from extraction.context import Choice, Context, Reading
from extraction.keys import key
from extraction.linking import offers, system_features, system_rules
from extraction.linking.scenes import Scene, Stand, lists, scene
from extraction.linking.situations import Situation, situation
from extraction.linking.system_rules import Verdict
from extraction.ranker import Ranker
from extraction.rules import Rule

Feature = tuple[str, str]


class Option(NamedTuple):
    """A possible answer: indexes of candidates, none of them for naming no system."""

    candidates: tuple[int, ...]
    features: tuple[Feature, ...]


def link(readings: Sequence[Reading], context: Context) -> list[Choice]:
    """The systems of each reading, in the order of the readings."""
    ranker = Ranker.bundled("system_linking")
    choices: dict[int, Choice] = {}
    for index, s in situations(readings, context):
        verdict = system_rules.decide(s)
        choices[index] = _choose(s, options(s, verdict), verdict, ranker)
    return [choices[index] for index in range(len(readings))]


def situations(readings: Sequence[Reading], context: Context) -> list[tuple[int, Situation]]:
    """Each reading's index and situation, in the order of the text.

    The last document's are kept, for the linker of baselines asks for them right after that of systems.
    """
    kept = getattr(_last, "kept", None)
    if kept is None or kept[0] is not readings or kept[1] is not context:
        kept = _last.kept = (readings, context, list(_situations(readings, context)))
    return kept[2]


def options(s: Situation, verdict: Verdict) -> list[Option]:
    """Every answer that is possible, naming none first; `verdict` is what the rules of the sentence say."""
    out = [Option((), tuple(system_features.of_none(s, verdict)))]
    out += [Option((i,), tuple(system_features.of_candidate(i, s, verdict))) for i in _eligible(s)]
    if s.governor is not None and s.governor.group:
        group = s.governor.group
        out.append(Option(group, tuple(system_features.of_group(group, s, verdict))))
    return out


def mention(s: Situation, index: int) -> Mention:
    """The candidate as a mention, as worded at its place in the number's sentence where it has one."""
    candidate = s.candidates[index]
    places = [each.place for each in s.stands if each.candidate == index]
    if not places:
        return Mention(candidate.text)
    place = min(places, key=lambda each: abs(each.first - s.spot.first))
    worded = place.text if place.text and key(place.text) == candidate.key else candidate.text
    tokens, start = s.layout.sentence, s.layout.span.start
    return Mention(
        worded, None, Span(start + tokens.starts[place.first], start + tokens.ends[place.last - 1])
    )


def _choose(s: Situation, choices: Sequence[Option], verdict: Verdict, ranker: Ranker) -> Choice:
    chances = ranker.probabilities([option.features for option in choices])
    order = sorted(range(len(choices)), key=lambda i: -chances[i])
    return Choice(
        mentions=tuple(mention(s, index) for index in choices[order[0]].candidates),
        score=chances[order[0]],
        alternatives=tuple(s.candidates[i].text for at in order[1:_MOST] for i in choices[at].candidates),
        rule=_rule(s, choices[order[0]].candidates, verdict),
    )


def _rule(s: Situation, chosen: tuple[int, ...], verdict: Verdict) -> Rule:
    """The rule that the choice follows, or that learned weights put it above what the rules say."""
    if not chosen:
        return Rule.SYSTEM_NONE
    if not any(s.candidates[index].places for index in chosen):
        return Rule.SYSTEM_TITLE
    return VERDICTS[verdict[1]] if chosen == verdict[0] else Rule.SYSTEM_WEIGHED


VERDICTS = {
    "governs": Rule.SYSTEM_SUBJECT,
    "rival-governs": Rule.SYSTEM_SUBJECT,
    "group": Rule.SYSTEM_GROUP,
    "aligned": Rule.SYSTEM_LISTED,
    "owner-behind": Rule.SYSTEM_OWNER,
    "agent-behind": Rule.SYSTEM_OWNER,
    "whose": Rule.SYSTEM_OWNER,
    "bracket": Rule.SYSTEM_LABEL,
    "bracket-behind": Rule.SYSTEM_LABEL,
    "labelled": Rule.SYSTEM_LABEL,
    "elliptic": Rule.SYSTEM_ELLIPTIC,
    "versus": Rule.SYSTEM_COMPARED,
    "changed": Rule.SYSTEM_COMPARED,
    "named-best": Rule.SYSTEM_PRESENTED,
    "means": Rule.SYSTEM_PRESENTED,
    "human": Rule.SYSTEM_PEOPLE,
    "described": Rule.SYSTEM_PHRASE,
    "rival-described": Rule.SYSTEM_PHRASE,
    "own": Rule.SYSTEM_OWN,
    "own-described": Rule.SYSTEM_OWN,
}
"""The rules of `system_rules` that name systems; the others say that the text names none."""


def _eligible(s: Situation) -> list[int]:
    """Candidates near the number, and those that the paper may offer."""
    near = {x.candidate for back in (0, 1) for x in s.scene.stands.get(s.sentence - back, ())}
    parts = {x.candidate for x in s.stands if _is_part(x)}
    return [i for i, rank in enumerate(s.offer.rank) if (rank < _OFFERED or i in near) and i not in parts]


def _is_part(stand: Stand) -> bool:
    """Whether the name is a well-known backbone's that something else is built with ("X with Swin-L")."""
    place = stand.place
    built = place.left.cue in _BUILT_WITH or place.right.head == "part"
    return built and _BACKBONE.fullmatch(place.text) is not None


_BUILT_WITH = frozenset(["with", "using"])
_BACKBONE = re.compile(
    r"(?:Swin|ResNet|ResNeXt|ViT|DeiT|ConvNeXt|EVA|InternImage|EfficientNet|MobileNet|VGG|Darknet|HRNet)"
    r"(?:[vV]\d)?-?(?:[A-Z]\w{0,4}|\d+)?(?:/\d+)?"
)
_OFFERED = 3
_MOST = 5
_last = threading.local()


def _situations(readings: Sequence[Reading], context: Context) -> Iterator[tuple[int, Situation]]:
    if not readings:
        return
    found = scene(readings, context)
    offer = offers.weigh(found.cast, context)
    if offer.sure is not None and _is_one_of_many(found, offer.sure):
        offer = replace(offer, strength=0.0)
    for layout in found.layouts:
        for position, index in enumerate(layout.readings):
            yield index, situation(found, offer, layout, position, readings[index])


def _is_one_of_many(found: Scene, index: int) -> bool:
    """Whether the text comes to the candidate in a list of several, and the title knows nothing of it."""
    candidate = found.cast.candidates[index]
    if not candidate.places or any(trait.startswith("title:") for trait in candidate.traits):
        return False
    runs = lists(found.stands.get(candidate.places[0].sentence, ()))
    return any(len(run) >= _MANY and index in {stand.candidate for stand in run} for run in runs)


_MANY = 4
