"""What each number is compared with: one or several of the other names of the sentence, or nothing."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from extraction.context import Choice, Context, Reading
from extraction.keys import key
from extraction.linking import baseline_features, rivals, targets
from extraction.linking.situations import Situation
from extraction.linking.systems import mention, situations
from extraction.ranker import Ranker

Feature = tuple[str, str]


class Option(NamedTuple):
    """A possible answer: indexes of candidates, none of them for naming no baseline."""

    candidates: tuple[int, ...]
    features: tuple[Feature, ...]


def link(readings: Sequence[Reading], systems: Sequence[Choice], context: Context) -> list[Choice]:
    """What each reading is compared with, in the order of the readings; `systems` are what they are about."""
    ranker = Ranker.bundled("baseline_linking")
    choices: dict[int, Choice] = {}
    for index, s in situations(readings, context):
        choices[index] = _choose(s, options(s, systems_of(s, systems[index])), ranker)
    return [choices[index] for index in range(len(readings))]


def options(s: Situation, systems: Collection[int]) -> list[Option]:
    """Every answer that is possible, naming none first."""
    verdict = targets.decide(s, systems)
    out = [Option((), tuple(baseline_features.of_none(s, verdict)))]
    out += [
        Option(rival.candidates, tuple(baseline_features.of_rival(rival, s, verdict)))
        for rival in rivals.find(s, systems)
    ]
    return out


def systems_of(s: Situation, choice: Choice) -> frozenset[int]:
    """The indexes of the candidates that the number is about."""
    names = {key(each.text) for each in choice.mentions}
    return frozenset(i for i, each in enumerate(s.candidates) if each.key in names or key(each.text) in names)


def _choose(s: Situation, choices: Sequence[Option], ranker: Ranker) -> Choice:
    chances = ranker.probabilities([option.features for option in choices])
    order = sorted(range(len(choices)), key=lambda i: -chances[i])
    return Choice(
        mentions=tuple(mention(s, index) for index in choices[order[0]].candidates),
        score=chances[order[0]],
        alternatives=tuple(
            s.candidates[i].text for option in order[1:_MOST] for i in choices[option].candidates
        ),
    )


_MOST = 5
