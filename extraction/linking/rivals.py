"""Whom a number could be compared with: single names, lists of names, and names of the sentence before."""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.linking.scenes import Stand
from extraction.linking.situations import Situation, is_name
from extraction.mentions.cues import COMPARING
from extraction.mentions.systems import Place


@dataclass(frozen=True, slots=True)
class Rival:
    """One or several candidates that a number could be compared with, and where they stand.

    `back` is how many sentences back they stand.
    """

    candidates: tuple[int, ...]
    places: tuple[Place, ...]
    back: int = 0


def find(s: Situation, system: int | None) -> list[Rival]:
    """The rivals of a number that is about `system`."""
    stands = [each for each in s.stands if each.candidate != system]
    places: dict[int, list[Place]] = {}
    for each in stands:
        places.setdefault(each.candidate, []).append(each.place)
    found = [Rival((index,), tuple(where)) for index, where in places.items()]
    found += [Rival(tuple(x.candidate for x in run), (run[0].place, run[-1].place)) for run in _lists(stands)]
    for each in s.scene.stands.get(s.sentence - 1, ()):
        if each.place.left.cue in COMPARING and each.candidate != system and each.candidate not in places:
            places[each.candidate] = []
            found.append(Rival((each.candidate,), (each.place,), 1))
    return found


def _lists(stands: Sequence[Stand]) -> list[list[Stand]]:
    """Lists of two names and more ("A, B and C"), a name counted once."""
    runs: list[list[Stand]] = []
    for each in stands:
        if not is_name(each):
            continue
        if each.place.listed and runs:
            runs[-1].append(each)
        else:
            runs.append([each])
    once = [list({x.candidate: x for x in run}.values()) for run in runs]
    return [run for run in once if len(run) > 1]
