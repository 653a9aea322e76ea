"""A number in its sentence, as the linkers of systems and baselines see it."""

from dataclasses import dataclass

from extraction.claims import Role
from extraction.context import Reading
from extraction.linking.features import Layout
from extraction.linking.features import Place as Spot
from extraction.linking.offers import Offer
from extraction.linking.scenes import Governor, Scene, Stand, aligned, bracketed, earlier, governor
from extraction.mentions.systems import Candidate, Place


@dataclass(frozen=True, slots=True)
class Situation:
    """A number, who governs it, who governed before, and which names stand around it.

    `role` is "ref" for the number of the thing compared with, else "res"; `before` is the word that
    leads to the number ("by", "from", "of"), `aligned` the names of a list as long as the number's own.
    """

    scene: Scene
    offer: Offer
    layout: Layout
    sentence: int
    spot: Spot
    reading: Reading
    role: str
    governor: Governor | None
    earlier: Governor | None
    aligned: dict[int, str]
    bracket: int | None
    stands: tuple[Stand, ...]
    before: str

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The cast's candidates."""
        return self.scene.cast.candidates

    def gap(self, start: int, end: int) -> list[str]:
        """The telling symbols between two tokens ("#" for a measured number)."""
        return [symbol for symbol in self.layout.symbols[start:end] if symbol]


def situation(scene: Scene, offer: Offer, layout: Layout, position: int, reading: Reading) -> Situation:
    """The situation of the layout's number at that position."""
    sentence = scene.indexes[id(layout)]
    spot = layout.places[position]
    stands = scene.stands.get(sentence, ())
    return Situation(
        scene=scene,
        offer=offer,
        layout=layout,
        sentence=sentence,
        spot=spot,
        reading=reading,
        role="ref" if reading.role is Role.REFERENCE else "res",
        governor=governor(scene, sentence, spot),
        earlier=earlier(scene, sentence),
        aligned=aligned(layout, position, stands),
        bracket=bracketed(layout, spot, stands),
        stands=stands,
        before=next((s for s in reversed(layout.symbols[: spot.first]) if s), "^"),
    )


def cue(place: Place) -> str:
    """What governs a place, in one word."""
    left = place.left
    return (
        left.cue
        + ("+c" if left.comma else "")
        + ("+f" if left.far > 2 else "")
        + ("+e" if left.example else "")
    )


def is_name(stand: Stand) -> bool:
    """Whether a name stands there, and no description."""
    return stand.place.role in ("name", "defined")
