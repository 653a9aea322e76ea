"""Whom a number is about by the rules of the sentence; the ranker weighs the answer against everything else."""

from collections.abc import Callable

from extraction.claims import Kind
from extraction.linking.scenes import Stand
from extraction.linking.situations import Situation, is_name
from extraction.mentions import cues
from extraction.mentions.cues import COMPARING
from extraction.vocabulary import words as word_set

Verdict = tuple[int | None, str]
"""A candidate (None: no system) and the name of the rule that chose it."""


def decide(s: Situation) -> Verdict:
    """The first rule's answer that holds."""
    rules = _REFERENCE if s.role == "ref" else _RESULT
    return next(found for rule in rules if (found := rule(s)) is not None)


def is_system(s: Situation, index: int | None) -> bool:
    """Whether the candidate can be a system at all: no data set, measure, device or field."""
    if index is None or s.offer.data[index] == 2:
        return False
    traits = s.candidates[index].traits
    return not traits & {"defined:metric", "hardware"} and not is_concept(traits)


def is_concept(traits: set[str]) -> bool:
    """Whether the name is common property, and not what the paper itself gives that name to."""
    return "concept" in traits and "defined-by:intro" not in traits


_OWNER_CUES = word_set("for of by with from using")
_NO_OWNER = word_set("on in across to by for from") | COMPARING
_ELLIPTIC = word_set("in at : =")
_LIST = word_set(", and ; > :")
_NEAR = 4


def _after(s: Situation, cues: frozenset[str], longest: int) -> int | None:
    """The first name behind the number, where little stands between and the cue makes it the number's owner."""
    for stand in s.stands:
        if is_name(stand) and stand.place.first >= s.spot.after and is_system(s, stand.candidate):
            gap = s.gap(s.spot.after, stand.place.first)
            near = len(gap) <= longest and "#" not in gap
            return stand.candidate if near and stand.place.left.cue in cues else None
    return None


def _owner_behind(s: Situation) -> Verdict | None:
    found = _after(s, _OWNER_CUES, _NEAR - 1)
    return None if found is None else (found, "owner-behind")


def _agent_behind(s: Situation) -> Verdict | None:
    if s.governor is not None and s.governor.kind not in ("measure", "name"):
        return None
    found = _after(s, frozenset(("by", "using")), _NEAR)
    return None if found is None else (found, "agent-behind")


def _bracket(s: Situation) -> Verdict | None:
    if not is_system(s, s.bracket):
        return None
    stand = next(x for x in reversed(s.stands) if x.candidate == s.bracket and x.place.last <= s.spot.first)
    change = s.reading.kind not in (None, Kind.ABSOLUTE)
    if s.role == "res" and (
        stand.place.left.cue in _NO_OWNER or (change and s.governor and s.governor.kind == "name")
    ):
        return None
    return s.bracket, "bracket"


def _rival_governs(s: Situation) -> Verdict | None:
    """A reference belongs to what governs it, unless that is the paper's own system or a comparison parts them."""
    governor = s.governor
    if governor is None or governor.kind != "name" or s.before == "from":
        return None
    if not is_system(s, governor.candidate) or governor.candidate == s.offer.sure:
        return None
    if any(cues.comparison(s.layout.sentence, at) for at in range(governor.verb + 1, s.spot.first)):
        return None
    return governor.candidate, "rival-governs"


def _changed(s: Situation) -> Verdict | None:
    """ "improves the accuracy of X from 3" is about X, and so is "X from 3"."""
    if s.before != "from":
        return None
    for stand in reversed(s.stands):
        if not is_name(stand) or stand.place.last > s.spot.first or stand.candidate == s.offer.sure:
            continue
        gap = s.gap(stand.place.last, s.spot.first)
        near = len(gap) <= _NEAR and "#" not in gap
        if near and is_system(s, stand.candidate) and not s.offer.data[stand.candidate]:
            return stand.candidate, "changed"
        if "#" in gap:
            return None
    return None


def _human(s: Situation) -> Verdict | None:
    """People are told by the word, wherever it stands near their number."""
    for stand in s.stands:
        if "human" in s.candidates[stand.candidate].traits:
            behind = s.gap(s.spot.after, stand.place.first) if stand.place.first >= s.spot.after else None
            if behind is not None and len(behind) <= _NEAR and "#" not in behind:
                return stand.candidate, "human"
    return None


def _aligned(s: Situation) -> Verdict | None:
    if s.governor is None or s.governor.kind != "name":
        return None
    for index, side in s.aligned.items():
        stand = next(x for x in reversed(s.stands) if x.candidate == index and is_name(x))
        if side == "before" and is_system(s, index) and stand.place.left.cue not in _NO_OWNER:
            return index, "aligned"
    return None


def _elliptic(s: Situation) -> Verdict | None:
    """ "..., and X in 5 ms", where the verb stands with an earlier name."""
    if s.governor is None or s.governor.kind not in ("name", "with-name"):
        return None
    for stand in s.stands:
        if is_name(stand) and stand.candidate != s.governor.candidate and _is_elliptic(s, stand):
            return (stand.candidate, "elliptic") if is_system(s, stand.candidate) else None
    return None


def _is_elliptic(s: Situation, stand: Stand) -> bool:
    lowers, place = s.layout.sentence.lowers, stand.place
    gap = lowers[place.last : s.spot.first]
    leads = not gap or (len(gap) <= 2 and gap[0] in _ELLIPTIC)
    return leads and place.last <= s.spot.first and place.first > 0 and lowers[place.first - 1] in _LIST


def _governs(s: Situation) -> Verdict | None:
    governor = s.governor
    if governor is None or governor.kind not in ("name", "with-name", "measure-of"):
        return None
    own = s.offer.sure
    if own is not None and any(
        x.candidate == own and governor.first <= x.place.first < governor.verb for x in s.stands
    ):
        return own, "governs"
    return (governor.candidate, "governs") if is_system(s, governor.candidate) else None


def _others(s: Situation) -> Verdict | None:
    """Existing methods and the strongest models have no name."""
    if s.governor is None:
        return None
    concept = s.governor.candidate is not None and is_concept(s.candidates[s.governor.candidate].traits)
    return (
        (None, "others") if s.governor.kind == "others" or (s.governor.kind == "name" and concept) else None
    )


def _own(s: Situation) -> Verdict | None:
    described = s.governor is not None and s.governor.kind == "phrase"
    return s.offer.sure, ("own" if s.offer.sure is not None else "none") + ("-described" if described else "")


_REFERENCE: tuple[Callable[[Situation], Verdict | None], ...] = (
    _owner_behind, _bracket, _human, _rival_governs, _changed, lambda s: (None, "reference"),
)  # fmt: skip
_RESULT: tuple[Callable[[Situation], Verdict | None], ...] = (
    _aligned, _bracket, _elliptic, _governs, _others, _agent_behind, _own,
)  # fmt: skip
