"""What a sentence compares with: the names behind "than", "over", "outperforms" and the like."""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.claims import Kind
from extraction.linking.scenes import Stand
from extraction.linking.situations import Situation, is_name
from extraction.mentions import cues


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


def find(s: Situation, system: int | None) -> list[Target]:
    """The targets of the sentence in order; the number's own `system` is none of them."""
    lowers = s.layout.sentence.lowers
    return [_target(s, at, word, system) for at in range(len(lowers)) if (word := _comparing(s, at))]


def decide(s: Situation, system: int | None) -> tuple[tuple[int, ...], str]:
    """The candidates compared with by the rules of the sentence, and the rule that chose them."""
    if s.role == "ref" or s.reading.kind is Kind.ABSOLUTE:
        return (), "not-compared"
    targets = find(s, system)
    if not targets:
        return (), "no-target"
    target, rule = _nearest(s, targets)
    if target is None:
        return (), "no-target"
    if not target.candidates:
        return (), rule + ("-described" if target.phrase is not None else "-general")
    if len(target.candidates) == s.spot.size > 1:
        return (target.candidates[s.spot.position],), rule + "-aligned"
    return target.candidates, rule


_BREAKS = frozenset("by on with in for using while at achieving across under when".split())
_GENERAL = frozenset(
    """methods approaches baselines models systems frameworks techniques algorithms solutions works variants architectures
    networks libraries implementations counterparts competitors agents benchmarks solvers""".split()
)
_ADJECTIVES = frozenset(
    "existing prior previous state-of-the-art sota strong other traditional conventional current standard recent competing all".split()
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


def _target(s: Situation, at: int, word: str, system: int | None) -> Target:
    behind = [x for x in s.stands if x.place.left.at == at and x.place.first > at]
    names = _object(s, at, [x for x in behind if is_name(x) and _may_be_compared(s, x, system)])
    phrase = next((x for x in behind if x.place.role == "compared"), None)
    last = names[-1] if names else phrase
    return Target(
        at=at,
        cue=word,
        candidates=tuple(dict.fromkeys(x.candidate for x in names)),
        phrase=phrase.candidate if phrase else None,
        end=last.place.last if last else at + 2,
    )


def _may_be_compared(s: Situation, stand: Stand, system: int | None) -> bool:
    return stand.candidate != system and not s.candidates[stand.candidate].traits & _SKIPPED


def _object(s: Situation, at: int, names: Sequence[Stand]) -> list[Stand]:
    """The names that are the comparing word's object: the first list of names that are no mere adjectives."""
    lowers = s.layout.sentence.lowers
    run: list[Stand] = []
    last = at + 1
    for stand in names:
        gap = lowers[last : stand.place.first]
        if run and not stand.place.listed and not _is_adjective(lowers, run[-1], at):
            break
        if len(gap) > _LONGEST_GAP or any(word in _BREAKS for word in gap):
            break
        if run and not stand.place.listed:
            run = []
        run.append(stand)
        last = stand.place.last
    return (
        [] if len(run) == 1 and _is_adjective(lowers, run[0], at) and _is_general(lowers, run[0], at) else run
    )


def _is_adjective(lowers: Sequence[str], stand: Stand, at: int) -> bool:
    """Whether the name only qualifies a noun behind it or belongs to what follows ("MoE systems", "X's")."""
    follows = lowers[stand.place.last] if stand.place.last < len(lowers) else "."
    kind = cues.vocabulary().heads.get(follows)
    return (
        kind == "system"
        or follows in _GENERAL
        or follows == "of"
        or lowers[stand.place.last - 1].endswith("'s")
    )


def _is_general(lowers: Sequence[str], stand: Stand, at: int) -> bool:
    follows = lowers[stand.place.last] if stand.place.last < len(lowers) else "."
    return follows in _GENERAL and any(word in _ADJECTIVES for word in lowers[at + 1 : stand.place.first])


def _nearest(s: Situation, targets: Sequence[Target]) -> tuple[Target | None, str]:
    """The target that the number belongs to, and on which side it stands."""
    after = next((t for t in targets if t.at >= s.spot.after), None)
    before = next((t for t in reversed(targets) if t.at < s.spot.first), None)
    free = after is not None and "#" not in s.gap(s.spot.run_after, after.at)
    if before is not None:
        gap = s.gap(before.end, s.spot.run_first)
        close = "#" not in gap and len(gap) <= _WINDOW
        if close and s.before in ("by", "("):
            return before, "before"
        if not free or (close and after is not None and after.at - s.spot.after > 2 * _WINDOW):
            return before, "before-far"
    if free:
        return after, "after"
    return (after, "after-far") if after is not None else (None, "")
