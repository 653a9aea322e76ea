"""What the paper itself offers: its own system, told from whatever else it speaks of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.context import Context
from extraction.mentions.systems import Candidate, Cast
from extraction.ranker import Ranker

Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """How much each candidate looks like what the paper offers.

    `own` is the best system among them (None: the text names nothing), `strength` its score and `margin`
    its lead. `rank` orders all candidates; `data` says 2 for what is a data set, 1 for what may be one.
    `benchmark` says that the paper's main offer is a data set.
    """

    own: int | None
    strength: float
    margin: float
    rank: tuple[int, ...]
    data: tuple[int, ...]
    benchmark: bool

    @property
    def sure(self) -> int | None:
        """The paper's own system where the text is clear about it, else None."""
        return self.own if self.strength > _SURE else None


def weigh(cast: Cast, context: Context) -> Offer:
    """The offer of one document."""
    candidates = cast.candidates
    subtitle = _subtitle(context.title.clean)
    about_data = 2 if _IS_DATA.match(subtitle) else 1 if _DATA_TITLE.search(subtitle) else 0
    data = [_data_level(each, about_data) for each in candidates]
    scores = [_score(each) for each in candidates]
    systems = [score - _DATA_COST[level] for score, level in zip(scores, data, strict=True)]
    order = sorted(range(len(candidates)), key=lambda i: -systems[i])
    best = max(range(len(candidates)), key=lambda i: scores[i], default=None)
    strength = systems[order[0]] if order else _WORST
    second = systems[order[1]] if len(order) > 1 else _WORST
    return Offer(
        own=order[0] if order else None,
        strength=strength,
        margin=strength - second,
        rank=_ranks(order),
        data=tuple(data),
        benchmark=best is not None and data[best] == 2 and scores[best] > 1,
    )


def features(candidate: Candidate) -> list[Feature]:
    """What the text without its title says for and against a candidate's being what the paper offers."""
    traits = candidate.traits
    offered = "y" if _any(traits, "cue:intro") else "c" if _any(traits, "cue:called") else "n"
    ordered = sorted(traits)
    described = next((t[10:] for t in ordered if t.startswith("described:")), "")
    first = next((t for t in traits if t.startswith("first:")), "")
    count = next((t for t in traits if t.startswith("count:")), "")
    family = str("family" in traits)
    return [
        *[("trait", t) for t in ordered if not t.startswith("title:")],
        ("offered|described", offered + described),
        ("offered|subject", offered + str("subject" in traits)),
        ("offered|defined", offered + str("defined" in traits)),
        ("offered|family", offered + family),
        ("offered|lower", offered + str("lower" in traits)),
        ("first|count", first + count),
        ("subject|family", str("subject" in traits) + family),
    ]


_SURE = 1.8
_WORST = -9.0
_MEANS = 2.5
_UNSEEN = 3.0
_SPELT_OUT = 1.5
_DATA_COST = (0.0, 2.0, 8.0)
_TITLE_BONUS = {
    "name": 3.0,
    "phrase": 1.5,
    "lower": 0.5,
    "absent": 0.5,
    "before-colon": 0.7,
    "named": 0.7,
    "in": 0.2,
}
_DATA_TITLE = re.compile(
    r"benchmark|dataset|data set|corpus|corpora|testbed|challenge|competition|survey|suite\b"
    r"|evaluat(?!ion (?:method|loss|head|network)s?\b)",
    re.IGNORECASE,
)
_IS_DATA = re.compile(
    r"(?:an?|the)?\s*(?:(?!for\b|of\b|to\b|on\b|via\b|with\b|using\b|from\b)[\w-]+\s+){0,6}"
    r"(?:benchmark|dataset|data set|corpus|testbed)s?(?:\s+(?:for|of|on|to|in|with|and|from)\b|$)",
    re.IGNORECASE,
)
_DATA_NAME = re.compile(r"(?:bench|dataset|corpus|arena)$", re.IGNORECASE)
_COLON = re.compile(r"\s*(?::|\s[-–—])\s+|:(?=[A-Z])")


def _any(traits: set[str], start: str) -> bool:
    return any(t.startswith(start) for t in traits)


def _ranks(order: Sequence[int]) -> tuple[int, ...]:
    ranks = [0] * len(order)
    for rank, index in enumerate(order):
        ranks[index] = rank
    return tuple(ranks)


def _subtitle(title: str) -> str:
    return _COLON.split(title, maxsplit=1)[-1]


def _score(candidate: Candidate) -> float:
    """The log-odds of being offered, with what the title adds."""
    traits = candidate.traits
    place = title_place(candidate)
    in_title = place in ("name", "phrase", "lower", "absent")
    defined_here = "defined" in traits and _any(traits, "cue:intro")
    if ("defined:metric" in traits and not in_title) or ("concept" in traits and not defined_here):
        return _WORST
    if not candidate.places and not in_title:
        return _MEANS if "title:via" in traits else _WORST
    if not candidate.places and place == "name":
        return _UNSEEN
    bonus = _TITLE_BONUS.get(place, 0.0)
    if "defined-by:intro" in traits and "defined:system" in traits:
        bonus += 1.0
    if "title:opens" in traits or ("title:long" in traits and _any(traits, "cue:intro")):
        bonus += _SPELT_OUT
    score = Ranker.bundled("naming").score(features(candidate)) + bonus
    return max(score, _UNSEEN) if place == "name" else score


def title_place(candidate: Candidate) -> str:
    """Where the title has the candidate: as all that stands before its colon, in that, elsewhere, nowhere."""
    traits = candidate.traits
    if "title:prefix" in traits:
        if "lower" in traits and not {"described:system", "words:1"} <= traits:
            return "lower" if candidate.places else ""
        return "name" if "words:1" in traits else "phrase" if candidate.places else "absent"
    for trait, place in (("title:before-colon", "before-colon"), ("title:name", "named"), ("title:in", "in")):
        if trait in traits:
            return place
    return ""


def _data_level(candidate: Candidate, about_data: int) -> int:
    """2 for a data set or benchmark, 1 for what may be one, 0 for anything else.

    `about_data` says the same of what stands behind the title's colon.
    """
    traits = candidate.traits
    offered = bool(traits & {"described:system", "ours"}) or (
        "defined" in traits and _any(traits, "cue:intro")
    )
    if "lexicon:benchmark" in traits and "ours" in traits and traits & {"cue:on", "cue:from", "cue:in"}:
        offered = False
    acts = "subject" in traits and not traits & {"cue:on", "head:data", "before:data"}
    known = "lexicon:benchmark" in traits and not offered and not acts and "title:prefix" not in traits
    if "described:data" in traits or _DATA_NAME.search(candidate.text) or known:
        return 2
    if traits & {"head:data", "before:data", "defined:data", "bench"}:
        return 1
    if "lexicon:benchmark" in traits and not offered:
        return 1
    return about_data if "title:prefix" in traits else 0
