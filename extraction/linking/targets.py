"""What a sentence compares with: the names behind "than", "over", "outperforms" and the like."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from extraction.claims import Kind
from extraction.linking.scenes import Stand
from extraction.linking.situations import Situation, is_name
from extraction.mentions import cues
from extraction.vocabulary import words as word_set


@dataclass(frozen=True, slots=True)
class Target:
    """A comparing word at token `at` and the candidates behind it; none of them: something without a name.

    `end` is the token where its words end.
    """

    at: int
    cue: str
    candidates: tuple[int, ...]
    phrase: int | None
    end: int


def find(s: Situation, systems: Collection[int]) -> list[Target]:
    """The targets of the sentence in order; the number's own `systems` are none of them."""
    lowers = s.layout.sentence.lowers
    return [_target(s, at, word, systems) for at in range(len(lowers)) if (word := _comparing(s, at))]


def decide(s: Situation, systems: Collection[int]) -> tuple[tuple[int, ...], str]:
    """The candidates compared with by the rules of the sentence, and the rule that chose them."""
    if s.role == "ref" or s.reading.kind is Kind.ABSOLUTE:
        return (), "not-compared"
    targets = find(s, systems)
    elliptic = _elliptic(s, targets, systems)
    if elliptic is not None:
        return (elliptic,), "elliptic"
    if s.bracket is not None and any(s.bracket in target.candidates for target in targets):
        return (s.bracket,), "bracket"
    if s.bracket is not None and targets and _listed_behind(s, targets[0].at):
        return (s.bracket,), "bracket"
    if not targets:
        return (), "no-target"
    target, rule = _nearest(s, targets)
    if target is None or (rule == "after-far" and s.reading.kind is Kind.FRACTION):
        return (), "no-target"
    if not target.candidates:
        return (), rule + ("-described" if target.phrase is not None else "-general")
    if len(target.candidates) == s.spot.size > 1:
        return (target.candidates[s.spot.position],), rule + "-aligned"
    return target.candidates, rule


_BREAKS = word_set("by on with in for using while at achieving across under when")
_GENERAL = word_set(
    """methods approaches baselines models systems frameworks techniques algorithms solutions works
    variants architectures networks libraries implementations counterparts competitors agents
    benchmarks solvers"""
)
_ADJECTIVES = word_set(
    """existing prior previous state-of-the-art sota strong other traditional conventional current
    standard recent competing all"""
)
_SKIPPED = frozenset({"hardware", "defined:metric"})
_LONGEST_GAP = 9
_WINDOW = 4


def _comparing(s: Situation, at: int) -> str:
    """The comparing cue at the token; "" where it compares a number ("more than 5%", "over 3x")."""
    word = cues.comparison(s.layout.sentence, at)
    if word in ("over", "than") and any(place.first in (at + 1, at + 2) for place in s.layout.places):
        return ""
    follows = s.layout.sentence.lowers[at + 1 : at + 2]
    return "" if word == "over" and follows and follows[0][0].isdigit() else word


def _target(s: Situation, at: int, word: str, systems: Collection[int]) -> Target:
    behind = [x for x in s.stands if x.place.first > at and _belongs(x, at)]
    names = _object(s, at, [x for x in behind if is_name(x) and _may_be_compared(s, x, systems)])
    phrase = next((x for x in behind if x.place.role == "compared"), None)
    last = names[-1] if names else phrase
    return Target(
        at=at,
        cue=word,
        candidates=tuple(dict.fromkeys(x.candidate for x in names)),
        phrase=phrase.candidate if phrase else None,
        end=last.place.last if last else at + 2,
    )


def _belongs(stand: Stand, at: int) -> bool:
    """Whether the comparing word governs the name, or a noun whose "of X" the name is."""
    left = stand.place.left
    return left.at == at or (left.cue in ("of", "from") and at < left.at <= at + _LONGEST_GAP)


def _may_be_compared(s: Situation, stand: Stand, systems: Collection[int]) -> bool:
    return stand.candidate not in systems and not s.candidates[stand.candidate].traits & _SKIPPED


def _object(s: Situation, at: int, names: Sequence[Stand]) -> list[Stand]:
    """The names that are the comparing word's object: the first list of names that are no mere adjectives."""
    lowers = s.layout.sentence.lowers
    run: list[Stand] = []
    last = at + 1
    for stand in names:
        gap = lowers[last : stand.place.first]
        if run and not stand.place.listed and not _is_adjective(lowers, run[-1]):
            break
        if len(gap) > _LONGEST_GAP or any(word in _BREAKS for word in gap):
            break
        if run and not stand.place.listed:
            run = []
        run.append(stand)
        last = stand.place.last
    return [] if len(run) == 1 and _is_general(lowers, run[0], at) else run


def _is_adjective(lowers: Sequence[str], stand: Stand) -> bool:
    """Whether the name only qualifies a noun behind it or belongs to what follows ("MoE systems", "X's")."""
    last = stand.place.last
    return (
        lowers[last - 1].endswith("'s")
        or lowers[last : last + 1] == ("of",)
        or _head(lowers, stand) is not None
    )


def _is_general(lowers: Sequence[str], stand: Stand, at: int) -> bool:
    """Whether the name qualifies a group of others' systems ("existing CLIP methods")."""
    head = _head(lowers, stand)
    return head in _GENERAL and any(word in _ADJECTIVES for word in lowers[at + 1 : stand.place.first])


def _head(lowers: Sequence[str], stand: Stand) -> str | None:
    """The general noun that the name qualifies: right behind it or after another noun or two."""
    for at in range(stand.place.last, min(stand.place.last + 3, len(lowers))):
        if lowers[at] in _GENERAL or cues.vocabulary().heads.get(lowers[at]) == "system":
            return lowers[at]
        if cues.letter(lowers[at]) != "W":
            return None
    return None


def _elliptic(s: Situation, targets: Sequence[Target], systems: Collection[int]) -> int | None:
    """The name in "beats A by 3 and B by 2" that stands right before its number."""
    first = next((t.at for t in targets if t.at < s.spot.first), None)
    if s.before != "by" or first is None:
        return None
    lowers = s.layout.sentence.lowers
    for x in s.stands:
        alone = is_name(x) and _may_be_compared(s, x, systems) and x.place.last < s.spot.run_first
        if not alone or lowers[x.place.first - 1] not in ("and", ","):
            continue
        if len(s.gap(x.place.last, s.spot.run_first)) == 1 and "#" in s.gap(first, x.place.first):
            return x.candidate
    return None


def _listed_behind(s: Situation, at: int) -> bool:
    """Whether the name before the number's bracket goes on with a comparison ("beats A (+3) and B (+2)")."""
    stand = next(x for x in reversed(s.stands) if x.candidate == s.bracket and x.place.last <= s.spot.first)
    lead = s.layout.sentence.lowers[stand.place.first - 1] if stand.place.first > 0 else ""
    return stand.place.first > at and lead in ("and", ",", "or")


def _nearest(s: Situation, targets: Sequence[Target]) -> tuple[Target | None, str]:
    """The target that the number belongs to, and on which side it stands."""
    after = next((t for t in targets if t.at >= s.spot.after and not _has_its_own_number(s, t)), None)
    before = next((t for t in reversed(targets) if t.at < s.spot.first), None)
    free = after is not None and "#" not in s.gap(s.spot.run_after, after.at)
    if before is not None:
        gap = s.gap(before.end, s.spot.run_first)
        close = "#" not in gap and len(gap) <= _WINDOW
        if close and s.before in ("by", "("):
            return before, "before"
        if not free and not (after is not None and _taken(s, before)):
            return before, "before-far"
        if close and after is not None and after.at - s.spot.after > 2 * _WINDOW:
            return before, "before-far"
    if free or after is None:
        return after, "after"
    clause = s.layout.sentence.clause
    return after, "after-shared" if clause[after.at] == clause[s.spot.first] else "after-far"


def _has_its_own_number(s: Situation, target: Target) -> bool:
    """Whether a new predicate compares there: "..., and exceeds X by 3"."""
    lowers = s.layout.sentence.lowers
    return (
        target.cue == "beats"
        and not lowers[target.at].endswith("ing")
        and lowers[target.at - 1] in ("and", "also")
    )


def _taken(s: Situation, target: Target) -> bool:
    """Whether an earlier number stands right before the comparing word ("3x faster than X")."""
    return any(
        p.after <= target.at and "#" not in s.gap(p.after, target.at)
        for p in s.layout.places
        if p.last <= target.at
    )
