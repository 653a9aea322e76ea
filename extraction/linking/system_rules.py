"""Whom a number is about by the rules of the sentence; the ranker weighs their answer."""

import re
from collections.abc import Callable

from extraction.claims import Kind
from extraction.linking import targets
from extraction.linking.scenes import Stand, lists
from extraction.linking.situations import Situation, is_name
from extraction.mentions import cues
from extraction.mentions.cues import COMPARING
from extraction.vocabulary import words as word_set

Verdict = tuple[tuple[int, ...], str]
"""Candidates (none of them: no system) and the name of the rule that chose them."""


def decide(s: Situation) -> Verdict:
    """The first rule's answer that holds."""
    rules = _REFERENCE if s.role == "ref" else _RESULT
    return next(found for rule in rules if (found := rule(s)) is not None)


def is_system(s: Situation, index: int) -> bool:
    """Whether the candidate can be a system at all: no data set, measure, device or field."""
    if s.offer.data[index] == _DATA:
        return False
    traits = s.candidates[index].traits
    return not traits & {"defined:metric", "hardware"} and not is_concept(traits)


def is_concept(traits: set[str]) -> bool:
    """Whether the name is common property, and not what the paper itself gives that name to."""
    return "concept" in traits and "defined-by:intro" not in traits


_SIZED = re.compile(r" ?\( ?\d+(?:\.\d+)?[BM][;,] ?")
_OWNER_CUES = word_set("for of by with from using")
_NO_OWNER = word_set("on in across to by for from") | COMPARING
_ELLIPTIC = word_set("in at : =")
_LIST = word_set(", and ; > : by")
_NEAR = 4
_BEST = word_set("best superior top strongest leading most optimal top-performing best-performing")
_LONGEST_APPOSED = 8
_RIVALS = word_set("baseline competitor rival model method system approach")
_DATA = 2
_ARROWS = frozenset("→⇒")
_UNIT = 1
_VERSUS = word_set("vs vs. versus")
_LONGEST_DESCRIPTION = 5
_LINKS = word_set("with on of for in to from our its their by")
_LEADS = word_set("that the a an , and while whereas where")
_ACTS = word_set(
    """achieves achieved achieve reaches reached reach yields yielded attains attained attain obtains obtained
    obtain outperforms outperformed outperform surpasses surpassed surpass exceeds exceeded delivers
    delivered deliver scores scored shows showed show maintains maintained maintain retains retained retain
    produces produced provides provided provide gains gained performs performed improves improved improve
    reduces reduced reduce increases increased boosts boosted boost raises raised lowers lowered enhances
    enhanced decreases decreased accelerates saves cuts enables requires"""
)
_BE = word_set("is was are were")
_MEANS = word_set("with using through")


def _after(s: Situation, cues: frozenset[str], longest: int) -> int | None:
    """The first name behind the number, where little stands between and the cue makes it the owner."""
    for stand in s.stands:
        if is_name(stand) and stand.place.first >= s.spot.after and is_system(s, stand.candidate):
            gap = s.gap(s.spot.after, stand.place.first)
            left = stand.place.left
            near = len(gap) <= longest and "#" not in gap
            when = s.layout.sentence.lowers[max(left.at - 1, 0)] == "when"
            return stand.candidate if near and not when and left.cue in cues else None
    return None


def _owner_behind(s: Situation) -> Verdict | None:
    found = _after(s, _OWNER_CUES, _NEAR - 1)
    return None if found is None else ((found,), "owner-behind")


def _described(s: Situation) -> Verdict | None:
    """A system told by its description only: "the graph-based planner reaches", where no name is offered."""
    return None if s.offer.sure is not None else _acting(s)


def _acting(s: Situation) -> Verdict | None:
    """The describing words that govern a verb of reaching or changing."""
    governor, words = s.governor, s.layout.sentence
    if governor is None or governor.kind != "phrase" or governor.candidate is None:
        return None
    stand = next(x for x in s.stands if x.candidate == governor.candidate and x.place.first >= governor.first)
    inside = words.lowers[stand.place.first : stand.place.last]
    lead = words.lowers[governor.first - 1] if governor.first > 0 else "that"
    acts = words.lowers[governor.verb] in _ACTS and lead in _LEADS
    plain = len(inside) <= _LONGEST_DESCRIPTION and _LINKS.isdisjoint(inside)
    return ((governor.candidate,), "described") if acts and plain else None


def _agent_behind(s: Situation) -> Verdict | None:
    if s.governor is not None and s.governor.kind not in ("measure", "name"):
        return None
    found = _after(s, frozenset(("by", "using")), _NEAR)
    return None if found is None else ((found,), "agent-behind")


def _bracket(s: Situation) -> Verdict | None:
    if s.bracket is None or not is_system(s, s.bracket):
        return None
    stand = next(x for x in reversed(s.stands) if x.candidate == s.bracket and x.place.last <= s.spot.first)
    if any(
        word.startswith("e.g") for word in s.layout.sentence.lowers[stand.place.last : stand.place.last + 3]
    ):
        return None
    change = s.reading.kind not in (None, Kind.ABSOLUTE)
    compared = any(cues.comparison(s.layout.sentence, at) for at in range(stand.place.first))
    governed = s.governor is not None and s.governor.kind == "name"
    left = _lead(s, stand).place.left
    owns = left.cue not in _NO_OWNER or s.layout.sentence.lowers[left.at - 1] == "followed"
    if _is_described(s, stand):
        return (s.bracket,), "bracket"
    if left.cue == "on" or (s.role == "res" and (not owns or (change and (governed or compared)))):
        return None
    return (s.bracket,), "bracket"


def _is_described(s: Situation, stand: Stand) -> bool:
    """Whether the bracket tells the size of what stands before it and then the number: "Tern (7B; 84.0%)"."""
    sentence = s.layout.sentence
    between = sentence.text[sentence.ends[stand.place.last - 1] : sentence.starts[s.spot.first]]
    return _SIZED.fullmatch(between) is not None


def _lead(s: Situation, stand: Stand) -> Stand:
    """The first of the names that are told with their numbers one by one ("on X (3) and Y (4)")."""
    words = s.layout.sentence.lowers
    before = [x for x in s.stands if is_name(x) and x.place.last < stand.place.first]
    if (
        not before
        or words[stand.place.first - 1] not in ("and", ",")
        or ")" not in words[: stand.place.first]
    ):
        return stand
    first = before[-1]
    between = words[first.place.last : stand.place.first]
    told = between[0] == "(" and between.index(")") >= len(between) - 3 if ")" in between else False
    return _lead(s, first) if told else stand


def _bracket_behind(s: Situation) -> Verdict | None:
    """X in "85% accuracy (X)", where the bracket holds nothing but the name."""
    if s.governor is not None and s.governor.kind == "name" and _governing(s) is not None:
        return None
    words = s.layout.sentence.words
    behind = [x for x in s.stands if is_name(x) and x.place.first > s.spot.after]
    stand = next((x for x in behind if words[x.place.first - 1] == "("), None)
    if (
        stand is None
        or not is_system(s, stand.candidate)
        or words[stand.place.last : stand.place.last + 1] != (")",)
    ):
        return None
    gap = s.gap(s.spot.after, stand.place.first)
    near = len(gap) <= _NEAR and "#" not in gap and not _names_end(s, stand.place.first - 1)
    return ((stand.candidate,), "bracket-behind") if near else None


def _names_end(s: Situation, token: int) -> bool:
    """Whether a name ends right before the token, and does not say what the number measures ("37% CoER")."""
    return any(is_name(x) and x.place.last == token and x.place.first > s.spot.after for x in s.stands)


def _labelled(s: Situation) -> Verdict | None:
    """X in "X: 85%"."""
    words = s.layout.sentence.words
    for x in s.stands:
        label = is_name(x) and x.place.last < s.spot.first <= x.place.last + 2 and words[x.place.last] in ":="
        if label and _is_model(s, x.candidate):
            return (x.candidate,), "labelled"
    return None


def _whose(s: Situation) -> Verdict | None:
    """X in "85% for X", where nobody is said to reach it and X is a model."""
    if s.governor is not None and s.governor.kind in ("name", "with-name"):
        return None
    found = _after(s, frozenset(("for", "with", "using", "by")), 2)
    if found is None or not _is_model(s, found):
        return None
    return (found,), "whose"


def _is_model(s: Situation, index: int) -> bool:
    """Whether the name is a model's as far as its form and its verbs tell."""
    traits = s.candidates[index].traits
    return not s.offer.data[index] and bool(traits & {"family", "subject", "size"})


def _may_act(s: Situation, index: int) -> bool:
    return is_system(s, index) and not s.offer.data[index]


def _governing(s: Situation) -> int | None:
    """The candidate that governs the number, if it can be a system."""
    index = s.governor.candidate if s.governor is not None else None
    return index if index is not None and is_system(s, index) else None


def _rival_governs(s: Situation) -> Verdict | None:
    """What governs a reference, unless that is the paper's own system or a comparison parts them."""
    governor, index = s.governor, _governing(s)
    if governor is None or index is None or governor.kind != "name" or s.before == "from":
        return None
    return None if _parted(s, governor.verb) or index == s.offer.sure else ((index,), "rival-governs")


def _parted(s: Situation, verb: int) -> bool:
    """Whether a comparison stands between the verb and the number."""
    return any(cues.comparison(s.layout.sentence, at) for at in range(verb, s.spot.first))


def _rival_acts(s: Situation) -> Verdict | None:
    """The describing words that govern a reference ("keyword search reaches only 3")."""
    governor = s.governor
    return None if governor is None or s.before == "from" or _parted(s, governor.verb) else _acting(s)


def _rival_described(s: Situation) -> Verdict | None:
    """The describing words right before a reference's bracket or behind its "for"."""
    words, spot = s.layout.sentence, s.spot
    for x in s.stands:
        gap = words.lowers[x.place.last : spot.first]
        compared = x.place.role == "compared" and x.place.last < spot.first and gap[:1] == ("(",)
        if compared and ")" not in gap and "#" not in s.gap(x.place.last, spot.first):
            return (x.candidate,), "rival-described"
        whose = x.place.role == "whose" and x.place.left.cue == "for" and x.place.first >= spot.after
        if whose and len(s.gap(spot.after, x.place.first)) <= _NEAR - 1 and _is_thing(s, x.candidate):
            near = "#" not in s.gap(spot.after, x.place.first)
            return ((x.candidate,), "rival-described") if near else None
    return None


def _is_thing(s: Situation, index: int) -> bool:
    """Whether the description is no data, measure or task."""
    heads = {"head-of:data", "head-of:metric", "head-of:task", "head-of:hardware"}
    return not s.candidates[index].traits & heads and not s.offer.data[index]


def _versus(s: Situation) -> Verdict | None:
    """X in "outperforms X (3 vs. 2)", where the sentence compares with X alone."""
    if _VERSUS.isdisjoint(s.layout.sentence.lowers[max(0, s.spot.first - 3) : s.spot.first]):
        return None
    found = targets.find(s, () if s.offer.sure is None else (s.offer.sure,))
    named = {target.candidates for target in found if target.candidates}
    alone = next(iter(named)) if len(named) == 1 else ()
    return (alone, "versus") if len(alone) == 1 and is_system(s, alone[0]) else None


def _relative(s: Situation) -> Verdict | None:
    """X in "on a par with X, whose error is 3"."""
    lowers = s.layout.sentence.lowers
    at = next(
        (i for i in range(s.spot.first - 1, max(s.spot.first - _NEAR - 2, 1), -1) if lowers[i] == "whose"), 0
    )
    if not at or "#" in s.gap(at, s.spot.first):
        return None
    named = [x for x in s.stands if is_name(x) and 0 <= at - x.place.last <= _LONGEST_APPOSED + 2]
    near = [
        x
        for x in named
        if lowers[x.place.last] == "(" or (lowers[x.place.last] == "," and x.place.last + 1 == at)
    ]
    return ((near[-1].candidate,), "owner-behind") if near and is_system(s, near[-1].candidate) else None


def _apposed(s: Situation) -> Verdict | None:
    """X in "3 for the best baseline, X"."""
    lowers = s.layout.sentence.lowers
    for x in s.stands:
        words = lowers[s.spot.after : x.place.first]
        if is_name(x) and words[-1:] == (",",) and words[-2:-1] and words[-2] in _RIVALS and "for" in words:
            near = len(words) <= _LONGEST_APPOSED and "#" not in s.gap(s.spot.after, x.place.first)
            return ((x.candidate,), "owner-behind") if near else None
    return None


def _beaten(s: Situation) -> Verdict | None:
    """X in "outperforming X on D (accuracy 3, recall 4)": the bracket's numbers are the beaten one's."""
    words = s.layout.sentence.words
    opening = next((i for i in range(s.spot.first - 1, -1, -1) if words[i] in "()"), None)
    if opening is None or words[opening] != "(":
        return None
    found = [t for t in targets.find(s, () if s.offer.sure is None else (s.offer.sure,)) if t.at < opening]
    if not found or len(found[-1].candidates) != 1 or "#" in s.gap(found[-1].at, opening):
        return None
    index = found[-1].candidates[0]
    return ((index,), "versus") if is_system(s, index) else None


def _changed(s: Situation) -> Verdict | None:
    """X in "improves the accuracy of X from 3"."""
    arrow = not _ARROWS.isdisjoint(s.layout.sentence.words[s.spot.after : s.spot.after + _UNIT + 1])
    if s.before != "from" and not arrow:
        return None
    for stand in reversed(s.stands):
        if not is_name(stand) or stand.place.last > s.spot.first or stand.candidate == s.offer.sure:
            continue
        gap = s.gap(stand.place.last, s.spot.first)
        near = len(gap) <= _NEAR and "#" not in gap
        if near and is_system(s, stand.candidate) and not s.offer.data[stand.candidate]:
            return None if _moves(s, stand) else ((stand.candidate,), "changed")
        if "#" in gap:
            return None
    return None


def _moves(s: Situation, stand: Stand) -> bool:
    """Whether the name is what rises or falls itself ("CoER rising from 3"), as measures and tasks do."""
    follows = s.layout.sentence.lowers[stand.place.last]
    return stand.place.right.verb is not None or follows.endswith("ing")


def _human(s: Situation) -> Verdict | None:
    """People are told by the word, wherever it stands near their number."""
    for stand in s.stands:
        if "human" in s.candidates[stand.candidate].traits:
            ahead = s.gap(stand.place.last, s.spot.first) if stand.place.last <= s.spot.first else None
            if ahead is not None and len(ahead) <= 2 and "#" not in ahead:
                return (stand.candidate,), "human"
            behind = s.gap(s.spot.after, stand.place.first) if stand.place.first >= s.spot.after else None
            if behind is not None and len(behind) <= _NEAR and "#" not in behind:
                return (stand.candidate,), "human"
    return None


def _aligned(s: Situation) -> Verdict | None:
    """The name at the number's place in a list of as many, which governs or stands in a bracket behind."""
    for run in lists(s.stands) if s.aligned else ():
        names = [x.candidate for x in run]
        first = run[0].place.first
        if len(run) == s.spot.size and first > s.spot.after and s.layout.sentence.words[first - 1] == "(":
            return ((names[s.spot.position],), "aligned") if all(_is_model(s, i) for i in names) else None
    listed = _listed_owners(s)
    if listed is not None:
        return (listed,), "aligned"
    if s.governor is None or s.governor.kind != "name":
        return None
    for index, side in s.aligned.items():
        stand = next(x for x in reversed(s.stands) if x.candidate == index and is_name(x))
        if side == "before" and is_system(s, index) and stand.place.left.cue not in _NO_OWNER:
            return (index,), "aligned"
    return None


def _listed_owners(s: Situation) -> int | None:
    """A in "3 and 4 for A and B, respectively", where one of them is known for a model and none for data."""
    for run in lists([x for x in s.stands if x.place.first >= s.spot.after]):
        names = [x.candidate for x in run]
        models = any(_is_model(s, i) for i in names) and not any(s.offer.data[i] for i in names)
        if run[0].place.left.cue == "for" and models:
            return next((i for i in names if s.aligned.get(i) == "after"), None)
    return None


def _elliptic(s: Situation) -> Verdict | None:
    """X in "..., and X in 5 ms", where the verb stands with an earlier name."""
    if s.governor is None or s.governor.kind not in ("name", "with-name"):
        return None
    for stand in s.stands:
        if is_name(stand) and stand.candidate != s.governor.candidate and _is_elliptic(s, stand):
            return ((stand.candidate,), "elliptic") if is_system(s, stand.candidate) else None
    return None


def _is_elliptic(s: Situation, stand: Stand) -> bool:
    lowers, place, start = s.layout.sentence.lowers, stand.place, _said(s)
    gap = lowers[place.last : start]
    leads = not gap or (len(gap) <= 2 and gap[0] in _ELLIPTIC)
    return leads and place.last <= start and place.first > 0 and lowers[place.first - 1] in _LIST


def _said(s: Situation) -> int:
    """Where the number starts, or the one that it stands in a bracket behind: 5 ms in "5 ms (2x faster)"."""
    start = s.spot.first
    if start == 0 or s.layout.sentence.words[start - 1] != "(":
        return start
    return next((p.first for p in s.layout.places if 0 < start - p.after <= _UNIT + 1), start)


def _governs(s: Situation) -> Verdict | None:
    """The subject of the number's verb: the paper's own system if it is among the words, else all names."""
    governor, own = s.governor, s.offer.sure
    if governor is not None and governor.kind == "made" and governor.candidate is not None:
        return (governor.candidate,), "governs"
    if governor is None or governor.kind not in ("name", "with-name", "measure-of"):
        return None
    inside = [x.candidate for x in s.stands if governor.first <= x.place.first < governor.verb]
    if own is not None and own in inside:
        return (own,), "governs"
    group, index = governor.group, _governing(s)
    if group and s.spot.size != len(group) and all(_may_act(s, i) for i in group):
        return group, "group"
    return None if index is None else ((index,), "governs")


def _others(s: Situation) -> Verdict | None:
    """Existing methods and the strongest models have no name, unless the sentence says which they are."""
    if s.governor is None:
        return None
    named = _named_best(s)
    if named is not None:
        return (named,), "named-best"
    concept = s.governor.candidate is not None and is_concept(s.candidates[s.governor.candidate].traits)
    if concept and s.offer.sure is not None and s.layout.sentence.lowers[s.governor.first - 1] == "the":
        return None
    return ((), "others") if s.governor.kind == "others" or (s.governor.kind == "name" and concept) else None


def _named_best(s: Situation) -> int | None:
    """X in "the best model is X"."""
    governor, lowers = s.governor, s.layout.sentence.lowers
    if governor is None or governor.kind not in ("others", "phrase") or lowers[governor.verb] not in _BE:
        return None
    for stand in s.stands:
        if is_name(stand) and governor.verb < stand.place.first < s.spot.first:
            gap = s.gap(governor.verb + 1, stand.place.first)
            return stand.candidate if not gap and _may_act(s, stand.candidate) else None
    return None


def _having(s: Situation) -> Verdict | None:
    """X in "a small model, X, with an accuracy of 3"."""
    lowers = s.layout.sentence.lowers
    for x in s.stands:
        gap = lowers[x.place.last : s.spot.first]
        told = gap[:2] == (",", "with") and len(gap) <= _LONGEST_APPOSED and "," not in gap[2:]
        if (
            told
            and lowers[x.place.first - 1] == ","
            and is_name(x)
            and "#" not in s.gap(x.place.last, s.spot.first)
            and _is_model(s, x.candidate)
        ):
            return (x.candidate,), "labelled"
    return None


def _chosen(s: Situation) -> Verdict | None:
    """X in "identify X as the best architecture, achieving 3", where the text names no system of its own."""
    lowers = s.layout.sentence.lowers
    for x in s.stands if s.offer.sure is None else ():
        best = not _BEST.isdisjoint(lowers[x.place.last + 1 : x.place.last + 4])
        if is_name(x) and best and lowers[x.place.last] in ("as", "is", "was", "emerged"):
            near = x.place.last < s.spot.first and "#" not in s.gap(x.place.last, s.spot.first)
            return ((x.candidate,), "named-best") if near and _may_act(s, x.candidate) else None
    return None


def _pronoun(s: Situation) -> Verdict | None:
    """X in "on A, X reaches 2; on B, it reaches 3", where the text names no system of its own."""
    governor = s.governor
    if governor is None or governor.kind != "it" or s.offer.sure is not None:
        return None
    before = [g for g in s.scene.governors.get(s.sentence, ()) if g.verb < governor.verb and g.kind == "name"]
    index = before[-1].candidate if before else None
    return None if index is None or not _may_act(s, index) else ((index,), "governs")


def _means(s: Situation) -> Verdict | None:
    """X in "With X, the accuracy is 3", where the text names no system of its own."""
    if s.offer.sure is not None or not s.stands or (s.governor and s.governor.kind not in ("measure", "we")):
        return None
    stand, lowers = s.stands[0], s.layout.sentence.lowers
    leads = (
        is_name(stand)
        and lowers[0] in _MEANS
        and stand.place.first <= _NEAR
        and stand.place.last < s.spot.first
    )
    if not leads or "," not in lowers[stand.place.last : stand.place.last + 3]:
        return None
    return ((stand.candidate,), "means") if _is_model(s, stand.candidate) else None


def _own(s: Situation) -> Verdict | None:
    described = s.governor is not None and s.governor.kind == "phrase"
    own = () if s.offer.sure is None else (s.offer.sure,)
    return own, ("own" if own else "none") + ("-described" if described else "")


_REFERENCE: tuple[Callable[[Situation], Verdict | None], ...] = (
    _relative, _owner_behind, _apposed, _bracket, _human, _rival_governs, _changed, _versus, _beaten,
    _rival_described, _rival_acts,
    lambda s: ((), "reference"),
)  # fmt: skip
_RESULT: tuple[Callable[[Situation], Verdict | None], ...] = (
    _relative, _aligned, _bracket, _bracket_behind, _labelled, _elliptic, _having, _whose,
    _governs, _others, _agent_behind, _chosen, _means, _described, _pronoun, _own,
)  # fmt: skip
