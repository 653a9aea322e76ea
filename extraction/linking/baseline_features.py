"""What speaks for and against each rival's being what a number is compared with."""

from extraction.linking.features import bucket, kind_class
from extraction.linking.rivals import Rival
from extraction.linking.situations import Situation, cue, is_name
from extraction.linking.system_features import TRUST
from extraction.mentions.cues import COMPARING
from extraction.mentions.systems import Place
from extraction.vocabulary import words as word_set

Feature = tuple[str, str]
Verdict = tuple[tuple[int, ...], str]


def of_none(s: Situation, verdict: Verdict) -> list[Feature]:
    """The features of naming no baseline."""
    kind = kind_class(s.reading)
    compared = any(each.place.left.cue in COMPARING and is_name(each) for each in s.stands)
    out = [
        ("none", ""),
        ("none|kind", kind + s.role),
        ("none|names", bucket(sum(is_name(each) for each in s.stands))),
        ("none|compared", str(compared) + kind),
    ]
    if not verdict[0]:
        out += [("rule", verdict[1]), ("rule|kind", verdict[1] + kind), TRUST]
    return out


def of_rival(rival: Rival, s: Situation, verdict: Verdict) -> list[Feature]:
    """The features of the rival."""
    kind = kind_class(s.reading)
    out = [("size", bucket(len(rival.candidates))), *_nature(rival, s)]
    if set(verdict[0]) == set(rival.candidates):
        out += [("rule", verdict[1]), ("rule|kind", verdict[1] + kind), TRUST]
    elif verdict[0]:
        out.append(("rule", "other"))
    if rival.back:
        return [*out, ("back", rival.places[0].left.cue + kind)]
    out += _grammar(rival, s)
    before = [place for place in rival.places if place.last <= s.spot.first]
    after = [place for place in rival.places if place.first >= s.spot.after]
    if before:
        out += _side("before", before[-1], rival, s)
    if after:
        out += _side("after", after[0], rival, s)
    return out


_TRAITS = word_set(
    """concept hardware family bench size lexicon:benchmark capitalised short phrase lower defined:metric
    defined:data head:metric head:data described:data suffix:always title:name title:prefix
    before:data head-of:task head-of:data head-of:other head-of:system cue:intro ours described:system
    defined words:3 head:system before:system example count:1 human"""
)


def _nature(rival: Rival, s: Situation) -> list[Feature]:
    """What kind of thing the rival is."""
    shared = set.intersection(*(s.candidates[i].traits for i in rival.candidates)) & _TRAITS
    sure = "sure" if s.offer.sure is not None else "unsure"
    out = [
        *(("trait", trait) for trait in sorted(shared)),
        ("rank", str(min(2, *(s.offer.rank[i] for i in rival.candidates), 2)) + sure),
        ("data", str(max(s.offer.data[i] for i in rival.candidates))),
    ]
    if "phrase" in shared:
        out.append(("phrase|cue", rival.places[0].left.cue))
    if "family" in shared:
        out.append(("family|cue", rival.places[0].left.cue + kind_class(s.reading)))
    return out


def _grammar(rival: Rival, s: Situation) -> list[Feature]:
    out: list[Feature] = []
    if s.aligned:
        own = any(i in s.aligned for i in rival.candidates)
        out.append(("aligned", f"{own}{len(rival.candidates)}{rival.places[0].left.cue if own else ''}"))
    if s.governor is not None and s.governor.candidate in rival.candidates:
        out.append(("governs", s.governor.kind))
    if s.bracket is not None:
        own = s.bracket in rival.candidates
        out.append(("bracket", f"{own}{rival.places[-1].left.cue if own else ''}"))
    return out


def _side(side: str, place: Place, rival: Rival, s: Situation) -> list[Feature]:
    """Where the rival stands to the number, and what stands between."""
    first, last = (place.last, s.spot.first) if side == "before" else (s.spot.after, place.first)
    gap = s.gap(first, last)
    clause = s.layout.sentence.clause
    same = clause[place.first] == clause[s.spot.first]
    nearer = sum(
        first <= x.place.first < last
        and x.place.left.cue in COMPARING
        and x.candidate not in rival.candidates
        for x in s.stands
    )
    group = "group" if len(rival.candidates) > 1 else "listed" if place.listed else "single"
    word = place.left.cue
    out = [
        (side, cue(place)),
        (f"{side}|kind", word + kind_class(s.reading)),
        (f"{side}|numbers", f"{word}{min(gap.count('#'), 2)}"),
        (f"{side}|nearer", f"{min(nearer, 2)}{group}"),
        (f"{side}|clause", f"{same}{word}"),
        (f"{side}|group", group + word),
        (f"{side}|lead", word + s.before),
    ]
    if len(gap) < 5:
        out.append((f"{side}|gap", " ".join(gap)))
    return out
