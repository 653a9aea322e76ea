"""Whom a number could be compared with: single names, lists of names, and names of the sentence before."""

from collections.abc import Collection
from typing import NamedTuple

from extraction.linking.scenes import lists
from extraction.linking.situations import Situation
from extraction.mentions.cues import COMPARING
from extraction.mentions.systems import Place


class Rival(NamedTuple):
    """One or several candidates that a number could be compared with, and where they stand.

    `back` is how many sentences back they stand.
    """

    candidates: tuple[int, ...]
    places: tuple[Place, ...]
    back: int = 0


def find(s: Situation, systems: Collection[int]) -> list[Rival]:
    """The rivals of a number that is about `systems`."""
    stands = [each for each in s.stands if each.candidate not in systems]
    places: dict[int, list[Place]] = {}
    for each in stands:
        places.setdefault(each.candidate, []).append(each.place)
    found = [Rival((index,), tuple(where)) for index, where in places.items()]
    found += [Rival(tuple(x.candidate for x in run), (run[0].place, run[-1].place)) for run in lists(stands)]
    for each in s.scene.stands.get(s.sentence - 1, ()):
        if (
            each.place.left.cue in COMPARING
            and each.candidate not in systems
            and each.candidate not in places
        ):
            places[each.candidate] = []
            found.append(Rival((each.candidate,), (each.place,), 1))
    return found
