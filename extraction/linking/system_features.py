"""What speaks for and against each candidate's being the system that a number is about."""

from extraction.linking.features import kind_class
from extraction.linking.offers import title_place
from extraction.linking.situations import Situation, cue, is_name
from extraction.linking.system_rules import Verdict
from extraction.mentions.systems import Place
from extraction.vocabulary import words as word_set

Feature = tuple[str, str]
TRUST: Feature = ("trust", "rule")
"""What the rules' own answer has; training raises its weight as far as that makes more answers right."""


def of_none(s: Situation, verdict: Verdict) -> list[Feature]:
    """The features of naming no system."""
    governor = s.governor.kind if s.governor else "no"
    shape = "data" if s.offer.benchmark else "system"
    size = "absolute" if kind_class(s.reading) == "abs" else "change"
    out = [
        ("none", s.role),
        ("none|governor", governor + s.role),
        ("none|shape", shape + s.role),
        ("none|size", size + s.role),
        ("none|partner", str(s.reading.partner is not None) + s.role),
    ]
    return out + _ruled((), verdict)


def of_candidate(index: int, s: Situation, verdict: Verdict) -> list[Feature]:
    """The features of the candidate with that index."""
    out = _grammar(index, s)
    here = [each.place for each in s.stands if each.candidate == index]
    before = [place for place in here if place.last <= s.spot.first]
    after = [place for place in here if place.first >= s.spot.after]
    if before:
        out += _before(before[-1], index, s)
    if after:
        out += _after(after[0], index, s)
    out += _own(s, here=bool(here)) if index == s.offer.own else _other(index, s, here=bool(here))
    if verdict[0] == (index,):
        out.append(("rule|own", verdict[1] + str(index == s.offer.own)))
    return out + _ruled((index,), verdict)


def of_group(group: tuple[int, ...], s: Situation, verdict: Verdict) -> list[Feature]:
    """The features of several candidates together, which govern the number as a list."""
    out = [
        ("group", f"{min(len(group), 4)}{s.role}"),
        ("group|governs", s.governor.kind if s.governor else "no"),
    ]
    return out + _ruled(group, verdict)


def _ruled(candidates: tuple[int, ...], verdict: Verdict) -> list[Feature]:
    """What the rules say of an answer; rules of plain structure, each rare, share their weight."""
    rule = "structure" if verdict[1] in _STRUCTURE else verdict[1]
    return [("rule", rule), TRUST] if verdict[0] == candidates else [("against", rule)]


_STRUCTURE = word_set(
    """aligned bracket bracket-behind labelled elliptic group human named-best means whose agent-behind
    owner-behind changed rival-governs"""
)


_STRENGTHS = (-2, -1, 0, 1, 2, 3, 4, 6, 8)
_MARGINS = (0.5, 1, 2, 3, 5)
_TRAITS = word_set(
    """concept hardware family bench size lexicon:benchmark capitalised short phrase lower defined:metric
    defined:data defined:task head:metric head:data described:data described:metric suffix:always
    cue:on digit title:name title:prefix head:hardware before:hardware before:metric before:data
    phrase:whose phrase:subject phrase:compared phrase:offered head-of:task head-of:data head-of:other
    head-of:system human title:in"""
)


def _grammar(index: int, s: Situation) -> list[Feature]:
    """Who governs the number, and in which lists and brackets it stands."""
    governor = s.governor
    kind = governor.kind if governor else "no"
    own = "own:" if index == s.offer.own else ""
    out: list[Feature] = []
    if governor is not None and governor.candidate == index:
        out += [("governs", kind), ("governs|role", kind + s.role)]
        if kind == "phrase":
            out += _described(index, s)
        if s.layout.sentence.clause[governor.verb] != s.layout.sentence.clause[s.spot.first]:
            out.append(("governs", "other-clause" + s.role))
    elif governor is not None and governor.candidate is not None:
        out.append((own + "other-governs", kind + s.role))
    else:
        out.append((own + "nobody-governs", kind + s.role))
    if s.earlier is not None and s.earlier.candidate == index:
        out.append(("earlier", kind))
    if s.aligned:
        out.append(("aligned", s.aligned.get(index, "other") + s.role))
    if s.bracket is not None:
        out.append(("bracket", str(s.bracket == index) + s.role))
    return out


def _described(index: int, s: Situation) -> list[Feature]:
    """How much a description looks like a name: told again, in the title, the only thing on offer."""
    traits = s.candidates[index].traits
    title = str("title:in" in traits)
    return [
        ("described|title", title + s.role),
        ("described|told", str(len(s.candidates[index].places) > 1) + str(s.offer.sure is None)),
        ("described|head", next((t for t in sorted(traits) if t.startswith("head-of:")), "") + title),
    ]


def _before(place: Place, index: int, s: Situation) -> list[Feature]:
    """The candidate's last place before the number, and what stands between."""
    side, gap = cue(place), s.gap(place.last, s.spot.first)
    clauses = s.layout.sentence.clause[s.spot.first] - s.layout.sentence.clause[place.first]
    out = [
        ("before", side),
        ("before|role", side + s.role),
        ("before|lead", f"{place.left.cue}|{s.before}{s.role}"),
        ("between", f"{min(gap.count('#'), 2)}{_names_between(place.last, s.spot.first, index, s)}{s.role}"),
        ("clauses-between", f"{min(clauses, 2)}{s.role}"),
    ]
    if len(gap) < 4:
        out.append(("gap", " ".join(gap) + s.role))
    return out


def _after(place: Place, index: int, s: Situation) -> list[Feature]:
    """The candidate's first place behind the number, and what stands between."""
    gap = s.gap(s.spot.after, place.first)
    clauses = s.layout.sentence.clause[place.first] - s.layout.sentence.clause[s.spot.first]
    out = [
        ("after", cue(place) + s.role),
        (
            "after-between",
            f"{min(gap.count('#'), 2)}{_names_between(s.spot.after, place.first, index, s)}{s.role}",
        ),
        ("after-clauses", f"{min(clauses, 2)}{s.role}"),
    ]
    if len(gap) < 5:
        out += [("after-gap", " ".join(gap) + s.role), ("after-near", place.left.cue + s.role)]
    return out


def _names_between(start: int, end: int, index: int, s: Situation) -> int:
    return min(2, sum(start <= each.place.first < end and each.candidate != index for each in s.stands))


def _own(s: Situation, *, here: bool) -> list[Feature]:
    """How sure the text is that this is the paper's own system."""
    shape = "data" if s.offer.benchmark else "system"
    return [
        *((f"own>{cut}", "") for cut in _STRENGTHS if s.offer.strength > cut),
        *((f"margin>{cut}", "") for cut in _MARGINS if s.offer.margin > cut),
        ("own", s.role),
        ("own|shape", shape + s.role),
        ("own|here", str(here) + s.role),
        ("own|away", _distance(s.offer.own, s) + s.role),
    ]


def _other(index: int, s: Situation, *, here: bool) -> list[Feature]:
    """What kind of thing the candidate is."""
    candidate = s.candidates[index]
    shape = "data" if s.offer.benchmark else "system"
    return [
        ("rank|here", f"{min(s.offer.rank[index], 2)}{here}{s.role}"),
        ("family|shape", f"{'family' in candidate.traits}{shape}{here}"),
        ("data|here", f"{s.offer.data[index]}{here}{s.role}"),
        ("away", _distance(index, s)),
        ("title", title_place(candidate)),
        *(("trait", trait) for trait in sorted(candidate.traits & _TRAITS)),
    ]


def _distance(index: int | None, s: Situation) -> str:
    """How many sentences back the candidate stands last."""
    for back in (0, 1, 2):
        if any(
            each.candidate == index and is_name(each) for each in s.scene.stands.get(s.sentence - back, ())
        ):
            return str(back)
    return "far"
