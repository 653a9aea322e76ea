"""What a number's own clause says of it by rule: a change, a share, or neither, and which way things move."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from extraction import measures, verbs
from extraction.comparands import CLAUSE_END, PHRASE_END, comparand, tie
from extraction.surroundings import Setting
from extraction.verbs import LIGHT
from extraction.vocabulary import BETTERMENT, CHANGES, LOWER_IS_BETTER, WORSENING, word_class, words


class Sense(StrEnum):
    """How a number stands to its quantity, as far as the words nearest to it tell."""

    CHANGE = "change"
    SHARE = "share"
    LEVEL = "level"


class Cue(NamedTuple):
    """A sense with the rule that gave it and the word of change that it rests on (empty: none)."""

    sense: Sense
    rule: str
    word: str = ""


class Hanging(NamedTuple):
    """What a quantity hangs on, its own words taken first and then those of the list that it continues.

    `scale` is "relative" or "absolute" where the words say so of a change, else empty.

    `measure` is the class of what is measured ("" for none near), `rises` whether it goes up (None: no word
    tells), `comparand` the rule by which it belongs to the thing compared with ("" for none).
    """

    cue: Cue
    measure: str
    rises: bool | None
    comparand: str
    scale: str
    inherited: bool


def resolve(settings: Sequence[Setting]) -> list[Hanging]:
    """What each quantity hangs on."""
    resolved: list[Hanging] = []
    for setting in settings:
        own = _hanging(setting)
        if setting.before is not None and setting.found.origin is None:
            own = _inherit(own, resolved[setting.before])
        if resolved and (_in_one_parenthesis(settings[len(resolved) - 1], setting) or _joins_one(setting)):
            own = _share_comparand(own, resolved[-1])
        resolved.append(own)
    return resolved


def _in_one_parenthesis(last: Setting, this: Setting) -> bool:
    return this.inside >= 0 and last.inside == this.inside


def _joins_one(this: Setting) -> bool:
    """Whether the number's parenthesis follows another's on an "and": "beats X (55%) and even Y (58%)"."""
    left = [word.lower() for word in this.left]
    if this.inside < 0 or "(" not in left or ")" not in left:
        return False
    between = left[left.index("(") + 1 : left.index(")")]
    return (
        0 < len(between) <= _LONGEST_JOINED
        and between[-1] == "and"
        and set(map(word_class, between)) <= _PLAIN
    )


_LONGEST_JOINED = 8
_PLAIN = {None, "vague", "upcomp"}


def _share_comparand(own: Hanging, last: Hanging) -> Hanging:
    """A whole parenthesis belongs to the thing before it: "the baseline (55.2%, AUROC 0.75)"."""
    if (
        own.cue.sense is not Sense.LEVEL
        or last.cue.sense is not Sense.LEVEL
        or not last.comparand.endswith("(")
    ):
        return own
    return own._replace(comparand=own.comparand or last.comparand)


def _hanging(setting: Setting) -> Hanging:
    left = _without_on_average([word.lower() for word in setting.left])
    right = [word.lower() for word in setting.right]
    cue = read(
        left,
        right,
        signed=_sign(setting),
        percent=setting.shape in ("%", "word"),
        marked=setting.shape in ("points", "x"),
        spread=setting.found.quantity.value_high is not None,
    )
    measure = measures.near(left, right)
    rises = moves_up(cue, measure, float(abs(setting.found.quantity.value)))
    value = abs(setting.found.quantity.value)
    return Hanging(cue, measure, rises, comparand(left, right), _scale(left, right, value), inherited=False)


def _without_on_average(left: list[str]) -> list[str]:
    """The words without "on average", which stands between a verb and its number."""
    if "average" in left[:4] and left[left.index("average") + 1 :][:1] == ["on"]:
        at = left.index("average")
        return left[:at] + left[at + 2 :]
    return left


def _scale(left: list[str], right: list[str], value: Decimal) -> str:
    """Whether the words call a change relative or absolute; one of more than 100% can only be relative."""
    if value > 100:
        return "relative"
    for place, word in enumerate(left[:7]):
        if word in CLAUSE_END or word in (",", ")"):
            break
        following = left[place - 1] if place else "#"
        if word in _SCALES and (
            following in LIGHT
            or following == "#"
            or word_class(following) in (*_NOUNS, "vague", "cost", "pct")
        ):
            return _SCALES[word]
    for word in right[:4]:
        if word in PHRASE_END:
            break
        if word in _SCALES:
            return _SCALES[word]
    return ""


_SCALES = {"relative": "relative", "relatively": "relative", "absolute": "absolute"}


def _sign(setting: Setting) -> str:
    """The sign where it marks a difference: a plus always, a minus on percentages and points."""
    signed = setting.found.first.signed
    return signed if signed == "+" or setting.shape in ("%", "points") else ""


def _inherit(own: Hanging, last: Hanging) -> Hanging:
    """The quantity's own hanging, or that of the list's last one where its own words say nothing."""
    comparand = own.comparand or last.comparand
    if (
        own.cue.sense is Sense.LEVEL
        and own.cue.rule in ("", "(", "of", "by")
        and last.cue.sense is not Sense.LEVEL
    ):
        return Hanging(
            last.cue, own.measure or last.measure, last.rises, comparand, last.scale, inherited=True
        )
    if own.cue.sense is Sense.CHANGE and not own.cue.word and last.cue.sense is Sense.CHANGE:
        cue = own.cue._replace(word=last.cue.word)
        return own._replace(
            rises=last.rises, cue=cue, comparand="", scale=own.scale or last.scale, inherited=True
        )
    if own.cue.sense is Sense.CHANGE and own.cue[:2] == last.cue[:2]:
        return own._replace(comparand="", scale=own.scale or last.scale)
    return own._replace(comparand=comparand if own.cue.sense is Sense.LEVEL else "")


# --- a level, a change or a share -------------------------------------------------------------------------

_NOUNS = frozenset({"upnoun", "downnoun"})
_COMPARATIVES = frozenset({"upcomp", "downcomp"})
_VERBS = frozenset({"upverb", "downverb", "beat"})
_SHARED = words("retain use only")


def read(
    left: list[str], right: list[str], *, signed: str, percent: bool, marked: bool, spread: bool = False
) -> Cue:
    """The cue of a number between these lower-case words, the nearest first on the left.

    `signed` is "+" or "-" where the text writes one on a difference; `percent` is true for percentages and
    fractions, `marked` for points and times, `spread` for ranges.
    """
    for rule in (_own_noun, _own_comparative):
        if word := rule(right):
            return Cue(Sense.CHANGE, rule.__name__[1:], word)
    link, at = tie(left)
    if percent and (cue := _of_whole(left, right, link)):
        return cue
    if right[:1] == ["relative"]:
        return Cue(Sense.CHANGE, "relative", _any_change(left))
    if signed or (signed := _arrow(right, link)):
        return Cue(Sense.CHANGE, "signed", "gain" if signed == "+" else "drop")
    if link == "by" and ((word := _any_change(left[at:])) or percent or marked):
        return Cue(Sense.CHANGE, "by", word)
    if link == "within" and (marked or "of" in right[:4]):
        return Cue(Sense.CHANGE, "within", "below")
    if (
        link in _REACH
        and (link != "from" or spread)
        and (percent or marked or link != "(")
        and (word := _noun_before(left[at:], link))
    ):
        return Cue(Sense.CHANGE, "noun " + link, word)
    if link == "" and (word := _verb_before(left[at:])):
        return Cue(Sense.CHANGE, "verb", word)
    return Cue(Sense.LEVEL, link)


def _of_whole(left: list[str], right: list[str], link: str) -> Cue | None:
    """The cue of a percentage of something: how much was done, used or is left of it, or taken away."""
    if verbs.is_of_peak(right):
        return Cue(Sense.LEVEL, "of peak")
    if link == "" and (verbs.is_solved(left) or verbs.is_held(left)):
        return Cue(Sense.LEVEL, "solved")
    taken = verbs.taking_away(left) if link == "" else ""
    if right[:1] == ["of"] and (word := taken or verbs.taken_away(right)):
        return Cue(Sense.CHANGE, "verb of", word)
    share = _share(left, right, link)
    return Cue(Sense.SHARE, share) if share else None


def _arrow(right: list[str], link: str) -> str:
    """The sign that an arrow in brackets gives a number ("(11.9% ↑)"); empty: there is none."""
    return {"↑": "+", "↓": "-"}.get(right[0], "") if right and link == "(" else ""


def _own_noun(right: list[str]) -> str:
    """The noun of change that ends the number's own noun phrase ("2.1% top-1 accuracy gain")."""
    if right[:2] == ["of", "relative"]:
        right = right[1:]
    for word in _without_short_form(right)[:7]:
        if word in PHRASE_END:
            return ""
        if word_class(word) in _NOUNS and word not in ("margin", "overhead", "loss", "losses", "gap", "lead"):
            return word
    return ""


def _without_short_form(right: list[str]) -> list[str]:
    """The words without a lone one in brackets ("usage effectiveness (UE) improvement")."""
    at = next((place for place, word in enumerate(right[:7]) if word == "("), 0)
    return right[:at] + right[at + 3 :] if at and right[at + 2 : at + 3] == [")"] else right


def _own_comparative(right: list[str]) -> str:
    """The comparative that the number measures ("2x faster", "30% fewer tokens", "5% below humans")."""
    if right[:1] == ["as"] and right[1:2] and right[1] in _AS:
        return _AS[right[1]]
    for place, word in enumerate(right[:3]):
        if word in PHRASE_END:
            return ""
        if word_class(word) in _COMPARATIVES and not (place and word in ("more", "above", "below", "longer")):
            return word
        if not place and word in ("increased", "reduced", "improved", "decreased", "lowered"):
            return word
    return ""


_AS = {
    **dict.fromkeys(("fast", "quick", "quickly"), "faster"),
    **dict.fromkeys(("many", "much", "large", "long", "high", "good", "big", "efficient", "often"), "more"),
    **dict.fromkeys(("few", "small", "low", "little"), "fewer"),
}
"""What "twice as fast" and the like say as a comparative."""


def _share(left: list[str], right: list[str], link: str) -> str:
    """The rule by which a percentage or a fraction is a share of something else; empty: it is none."""
    near = [word_class(word) for word in left[:5]]
    if right and right[0] == "of" and _whole(right[1:6]):
        if link not in ("by", "within") and (
            any(group in _SHARED for group in near) or link in ("to", "with", "at", "of")
        ):
            return "of"
        if link != "by" and any(word_class(word) in _WHOLES for word in right[1:8]):
            return "of what"
    if right and right[0] in ("the", "its", "their") and link != "by" and "retain" not in near:
        return "the"
    if right[:2] == ["relative", "performance"]:
        return "relative"
    if _of_resources(right) and (
        "only" in near[:2]
        or link == "with"
        or any(group in _SHARED for group in near[:3])
        or _is_compared(right)
    ):
        return "resources"
    return ""


_WHOLES = frozenset({"pct", "vague", "cost", "material"})


def _of_resources(right: list[str]) -> bool:
    """Whether the number's noun phrase names what a method spends: data, parameters, compute."""
    for word in right[:4]:
        if word in PHRASE_END:
            return False
        if word_class(word) in ("cost", "material"):
            return True
    return False


def _is_compared(right: list[str]) -> bool:
    """Whether what is spent is at once compared ("and 10% training data compared with")."""
    return any(
        word == "compared" and word_class(before) in ("cost", "material")
        for before, word in pairwise(right[:5])
    )


def _whole(words: list[str]) -> bool:
    """Whether these words name a whole that a share can be taken of, and no set that was looked at."""
    return not any(word in ("time", "cases", "runs", "instances", "questions", "scenarios") for word in words)


def _any_change(left: list[str]) -> str:
    """The nearest word of change in the clause."""
    depth = 0
    for word in left[:24]:
        depth += (word == ")") - (word == "(")
        if word in CLAUSE_END:
            return ""
        if depth <= 0 and word_class(word) in CHANGES:
            return word
    return ""


_REACH = {"of": 9, "(": 6, ":": 12, "in": 3, "with": 2, "from": 4, "": 4}


def _noun_before(left: list[str], link: str) -> str:
    """The noun of change that the small word belongs to ("gains in mAP of 2", "savings (up to 50%)")."""
    for word in left[1 if link else 0 :][: _REACH[link]]:
        group = word_class(word)
        if group in _NOUNS:
            return "" if word in ("leads", "lead") else word
        if word in CLAUSE_END or group in ("reach", "retain", "use") or group in _VERBS:
            return ""
        if link == "of" and word in ("with", "to", ","):
            return ""
    return ""


def _verb_before(left: list[str]) -> str:
    """The verb of change that takes the number as its object ("saves 30%", "drops only 2 points")."""
    for place, word in enumerate(left[:5]):
        group = word_class(word)
        if group in ("upverb", "downverb") and word not in ("exhibit", "exhibits", "train", "compressed"):
            return word
        if (
            word in PHRASE_END
            or group in ("reach", "use", "beat", "retain", "downcomp")
            or (place > 2 and word not in LIGHT)
        ):
            return ""
    return ""


# --- which way it moves -----------------------------------------------------------------------------------


def moves_up(cue: Cue, measure: str | None, value: float) -> bool | None:
    """Whether the measure rises, None where no word tells. `measure` is a class of measures."""
    if cue.sense is Sense.SHARE:
        return value >= 100
    if cue.rule == "signed":
        return cue.word == "gain"
    group = word_class(cue.word)
    if group is None:
        return None
    lower = measure in LOWER_IS_BETTER
    if cue.word in BETTERMENT:
        return not lower
    if cue.word in WORSENING:
        return lower
    return group.startswith("up") or group == "beat"


def depends(hanging: Hanging) -> bool:
    """Whether the way depends on the measure being read right: "improves" lowers an error."""
    return hanging.measure in LOWER_IS_BETTER and hanging.cue.word in BETTERMENT | WORSENING
