"""Whose number it is: words beside a number that give it to the thing compared with."""

from itertools import pairwise

from extraction.verbs import LIGHT
from extraction.vocabulary import CHANGES, word_class, words

CLAUSE_END = frozenset(";:.!?")
PHRASE_END = words(
    """, ; : . ( ) [ ] and or but of on in for over to with while when by at from under than across using
    is are was were that which as — – via after without within"""
)

_VERSUS = words("vs vs. versus")
_COMPARATORS = words("vs vs. versus against compared than")
_BEATING = words(
    """over outperforming outperforms outperform surpassing surpasses surpass exceeding exceeds beating
    beats"""
)
_OWNERS = words(
    """achieve achieves achieving achieved reach reaches reaching obtain obtains yields attains attaining
    attain delivers with , ;"""
)
_INEXACT = words("less more fewer greater higher lower better larger smaller")
_REACH_OF = {"": 3, "of": 7, "(": 9, ":": 6, "to": 3, "with": 3, "for": 3}


def comparand(left: list[str], right: list[str]) -> str:
    """The rule by which the number is that of the thing compared with; empty: none does.

    The words come as in `cues.read`: those before the number from it leftwards, those after it onwards.
    """
    after = _owner_after(right)
    if after or (right[:1] and right[0] in _VERSUS):
        return after
    if left[:1] == [":"] and left[1:2] and left[1] in _FORMER:
        return "former"
    if left[:2] == ["of", "instead"] or left[:3] in (["from", "down", ","], ["from", "up", ","]):
        return "instead"
    if _which_obtains(left):
        return "which"
    if _baseline_obtains(left):
        return "baseline obtains"
    if _compares(left):
        return "compares"
    link, at = tie(left)
    reach = _POSSESSIVE_REACH if left and left[0].endswith("'s") else _REACH_OF.get(link, 0) + at
    for place, word in enumerate(left[:reach]):
        if (word in CLAUSE_END and place > at) or (word in _OWNERS and word != link):
            return ""
        after, before = left[max(place - 1, 0)], left[place + 1 : place + 2]
        if rule := _comparator(word, link, after, before, apart=place > at):
            return rule
    return ""


def tie(left: list[str]) -> tuple[str, int]:
    """The small word that ties the number to what stands before it, and its place; empty: none does."""
    for place, word in enumerate(left[:8]):
        if word == "of" and (by := _by_average_of(left[place + 1 :])):
            return "by", place + by
        if word in ("=", ":") and "(" in left[place + 1 : place + 3]:
            return "(", place + 1 + left[place + 1 : place + 3].index("(")
        if word in ("by", "of", "from", "in", "with", "(", ":", "=", "within", "for", "on"):
            return word, place
        if word == "to" and (place + 1 == len(left) or left[place + 1] != "up"):
            return "to", place
        if word not in LIGHT:
            return "", place
    return "", min(len(left), 8)


def _by_average_of(left: list[str]) -> int:
    """How far before "of" stands the "by" of "by an average of"; 0: nowhere."""
    for place, word in enumerate(left[:5], start=1):
        if word == "by":
            return place
        if word not in LIGHT and word not in ("margin", "factor"):
            return 0
    return 0


_FORMER = words("original originally before previous previously baseline vanilla teacher human humans")
_POSSESSIVE_REACH = 6


def _comparator(word: str, link: str, after: str, before: list[str], *, apart: bool) -> str:
    """The rule by which this word makes the number that of the thing compared with; empty: it does not."""
    if word in _COMPARATORS and not (before and before[0] in _INEXACT):
        return f"{word} {link}"
    if word in ("baseline", "baselines") and link in ("of", "("):
        return f"baseline {link}"
    if word in _BEATING and link in ("(", "of") and apart:
        return f"over {link}"
    if word in ("below", "above", "behind") and (link == "of" or after == "the"):
        return "below"
    return ""


def _owner_after(right: list[str]) -> str:
    """The rule by which the words after the number give it to the thing compared with."""
    if (right[:1] and right[0] in ("previously", "originally")) or _is_of_baseline(right):
        return "own baseline"
    for word, following in pairwise(right[:5]):
        if word in PHRASE_END:
            break
        if word in ("achieved", "obtained", "reported", "reached", "attained") and following == "by":
            return "achieved by"
    return ""


def _which_obtains(left: list[str]) -> bool:
    """Whether a clause on the thing compared with holds the number: "over VQGAN, which obtains 70.6"."""
    if "which" not in left[:4] or left[left.index("which") + 1 :][:1] != [","]:
        return False
    before = left[left.index("which") + 2 :][:7]
    return any(word in _COMPARATORS or word in _BEATING for word in before)


def _compares(left: list[str]) -> bool:
    """Whether a verb gives the number to the thing compared with: "it compares to a hybrid one of 7.5"."""
    at = left.index("compares") if "compares" in left[:_LONGEST_COMPARED] else 0
    to = left[max(at - 1, 0) : at]
    return to in (["to"], ["with"], ["against"]) and CLAUSE_END.isdisjoint(left[: at - 1])


_LONGEST_COMPARED = 10


def _baseline_obtains(left: list[str]) -> bool:
    """Whether a baseline is what has the number: "the strongest baseline achieved only 0.76"."""
    for place, word in enumerate(left[:5]):
        if word in _OBTAINS:
            owner = left[place + 1 : place + 2]
            return owner in (["baseline"], ["baselines"], ["counterpart"]) or _are_others(left[place + 1 :])
        if word not in LIGHT:
            return False
    return False


def _are_others(left: list[str]) -> bool:
    """Whether a clause of their own is about methods known before: "where existing models achieved 12%"."""
    opens = next((at for at, word in enumerate(left[:_LONGEST_OWNER]) if word in _OPENS), 0)
    return left[:1] != [] and left[0] in _METHODS and not _KNOWN.isdisjoint(left[1:opens])


_LONGEST_OWNER = 7
_OPENS = words("where while whereas whilst")
_METHODS = words("models methods approaches systems baselines techniques algorithms detectors agents")
_KNOWN = words("state-of-the-art sota existing prior previous conventional traditional competing")
_OBTAINS = words(
    """achieve achieves achieved reach reaches reached require requires required attain attains attained
    obtain obtains obtained yield yields yielded score scores scored suffer suffers suffered"""
)


def _is_of_baseline(right: list[str]) -> bool:
    """Whether the number's own noun phrase is about a baseline: "a 40.9 mAP baseline"."""
    for word in right[:3]:
        if word in PHRASE_END or word_class(word) in CHANGES:
            return False
        if word in ("baseline", "baselines"):
            return True
    return False
