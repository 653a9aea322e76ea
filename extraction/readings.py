"""What each number is: a claim or none, and its kind, direction, role and partner."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import exp, log
from typing import NamedTuple

from extraction import arithmetic, cues, features, filters, shared, surroundings, units, verbs
from extraction.claims import Direction, Kind, Quantity, Reason, Role, Span
from extraction.context import Reading
from extraction.cues import Hanging, Sense
from extraction.quantities import Found
from extraction.scorer import Scorer, Scorers, bundled
from extraction.surroundings import Setting

_LEAST = 0.5
"""The chance of being a claim from which a number is taken for one."""
_MEASURED = 0.9
"""The least chance of a number that is said to have been measured."""


class Dropped(NamedTuple):
    """A number that is no claim, and why."""

    span: Span
    reason: Reason


def read(
    founds: Sequence[Found], sentences: Sequence[Span], clean: str, *, scorers: Scorers | None = None
) -> tuple[list[Reading], list[Dropped]]:
    """The claims among the quantities, read, and the others with the reason for each, both in order."""
    if not founds:
        return [], []
    scorers = scorers or bundled()
    shaped = [filters.of_form(found, clean) for found in founds]
    dropped = [Dropped(f.quantity.span, reason) for f, reason in zip(founds, shaped, strict=True) if reason]
    settings = surroundings.survey(
        [f for f, reason in zip(founds, shaped, strict=True) if not reason], sentences, clean
    )
    hanging = cues.resolve(settings)
    described = features.describe(settings, hanging, sentences, clean)
    readings: list[Reading] = []
    taken: list[Setting] = []
    alone = [scorers["claim"].probabilities(named)["yes"] for named in described]
    measured = [
        max(chance, _MEASURED) if filters.is_measured(s) else chance
        for s, chance in zip(settings, alone, strict=True)
    ]
    chances = _chances(settings, measured)
    for setting, hangs, named, chance in zip(settings, hanging, described, chances, strict=True):
        reason = filters.certain(setting, clean) or (
            None if chance >= _LEAST else filters.likely(setting, clean)
        )
        if reason:
            dropped.append(Dropped(setting.found.quantity.span, reason))
        else:
            taken.append(setting)
            readings.append(_reading(setting, hangs, named, sentences[setting.place], chance, scorers))
    return _paired(_reckoned(shared.changes(readings, clean)), taken), sorted(dropped)


def _reckoned(readings: list[Reading]) -> list[Reading]:
    """The readings with changes in percent and the starts of changes set right where levels tell."""
    levels: dict[Span, list[Quantity]] = {}
    for reading in readings:
        if reading.kind is Kind.ABSOLUTE and reading.quantity.value_high is None:
            levels.setdefault(reading.sentence, []).append(reading.quantity)
    reckoned = [_reckon(reading, levels.get(reading.sentence, [])) for reading in readings]
    starts = {
        arithmetic.start(reading.quantity, levels.get(reading.sentence, []))
        for reading in reckoned
        if reading.kind is Kind.DIFFERENCE
    }
    return [replace(each, role=Role.REFERENCE) if each.quantity in starts else each for each in reckoned]


def _reckon(reading: Reading, levels: list[Quantity]) -> Reading:
    if reading.quantity.unit != units.PERCENT or reading.kind not in (Kind.DIFFERENCE, Kind.PERCENT_CHANGE):
        return reading
    return replace(reading, kind=arithmetic.scale(reading.quantity, levels) or reading.kind)


def _chances(settings: Sequence[Setting], alone: list[float]) -> list[float]:
    """The chances of being a claim, evened out over lists, which are claims together or not at all."""
    lists: dict[int, list[int]] = {}
    opening: list[int] = []
    heads = {setting.found.head: i for i, setting in enumerate(settings)}
    for i, setting in enumerate(settings):
        tied = setting.before if setting.tight else heads.get(setting.found.origin or -1, _rival(settings, i))
        opening.append(i if tied is None else opening[tied])
        lists.setdefault(opening[i], []).append(i)
    odds = [log(max(chance, 1e-6) / max(1 - chance, 1e-6)) for chance in alone]
    even = {first: sum(odds[i] for i in members) / len(members) for first, members in lists.items()}
    return [1 / (1 + exp(-even[opening[i]])) for i in range(len(settings))]


def _rival(settings: Sequence[Setting], i: int) -> int | None:
    """The quantity just before that this one is set against ("1.3 vs. 2.0"), None: it is set against none."""
    if not i or settings[i].left[:1] not in (["vs"], ["vs."], ["versus"], ["against"]):
        return None
    return i - 1 if settings[i].found.head - settings[i - 1].found.stop < _NEAR else None


_NEAR = 40
"""Characters between two quantities that are set against each other."""


def _reading(
    setting: Setting, hangs: Hanging, named: list[str], sentence: Span, chance: float, scorers: Scorers
) -> Reading:
    quantity, cue = setting.found.quantity, hangs.cue
    kind, sure = _kind(quantity, hangs, named, scorers, moves="departs" in named)
    role, owned = _role(setting, hangs, kind, named, scorers["role"])
    direction, turned = _direction(kind, hangs, named, scorers["direction"])
    return Reading(
        quantity=quantity,
        sentence=sentence,
        kind=kind,
        direction=direction,
        role=role,
        score=chance * sure * owned * turned,
        betters=verbs.betters(cue.word) if cue.sense is Sense.CHANGE and cue.rule != "signed" else None,
        rule=setting.found.rule,
    )


def _kind(
    quantity: Quantity, hangs: Hanging, named: list[str], scorers: Scorers, *, moves: bool
) -> tuple[Kind, float]:
    """The kind with its chance: "times" is a factor, and the words tell the others apart."""
    if quantity.unit == units.TIMES:
        return Kind.FACTOR, 1.0
    sense, sure = (Sense.LEVEL, _SURE) if moves else _sense(hangs, named, scorers["sense"])
    if sense is Sense.LEVEL:
        return Kind.ABSOLUTE, sure
    if sense is Sense.SHARE:
        return Kind.FRACTION, sure
    if quantity.unit != units.PERCENT:
        return (Kind.DIFFERENCE, sure) if quantity.value != HALF else (Kind.FRACTION, sure)
    if hangs.scale:
        return _SCALES[hangs.scale], sure * _SURE
    if hangs.measure in _RELATIVE or hangs.cue.rule == "verb of":
        return Kind.PERCENT_CHANGE, sure * _SURE
    if hangs.measure == "pct" and hangs.rises is not None:
        return Kind.DIFFERENCE, sure * _SURE
    change, surer = _best(scorers["change"], named)
    return Kind(change), sure * surer


_SURE = 0.97
"""The chance given to what a rule that hardly ever fails says."""
HALF = Decimal("0.5")
_SCALES = {"relative": Kind.PERCENT_CHANGE, "absolute": Kind.DIFFERENCE}
_RELATIVE = frozenset({"cost", "speed", "error", "scoredown"})
"""Measures that are no percentages, so that a change in percent is relative."""
_SURE_RULES = {
    Sense.CHANGE: frozenset(
        {"by", "own_noun", "own_comparative", "noun of", "noun :", "signed", "within", "relative", "verb of"}
    ),
    Sense.LEVEL: frozenset({"of", "to", "from", "=", ":", "solved", "of peak"}),
    Sense.SHARE: frozenset({"of", "resources", "the", "relative"}),
}


def _sense(hangs: Hanging, named: list[str], scorer: Scorer) -> tuple[Sense, float]:
    """What the rules are sure of, else what the scorer finds likeliest."""
    cue = hangs.cue
    if hangs.comparand == "own baseline":
        return Sense.LEVEL, _SURE
    if cue.rule in _SURE_RULES[cue.sense]:
        return cue.sense, _SURE
    sense, sure = _best(scorer, named)
    return Sense(sense), sure


def _role(
    setting: Setting, hangs: Hanging, kind: Kind, named: list[str], scorer: Scorer
) -> tuple[Role, float]:
    """A change is a result; a level is a reference where a move starts there or a comparison names it."""
    if kind is not Kind.ABSOLUTE:
        return Role.RESULT, _SURE
    if hangs.comparand or "departs" in named:
        return Role.REFERENCE, _SURE
    role, sure = _best(scorer, named)
    return Role(role), sure


def _direction(
    kind: Kind, hangs: Hanging, named: list[str], scorer: Scorer
) -> tuple[Direction | None, float]:
    if kind is Kind.ABSOLUTE:
        return None, 1.0
    if hangs.rises is not None and not cues.depends(hangs):
        return (Direction.UP if hangs.rises else Direction.DOWN), _SURE
    way, sure = _best(scorer, named)
    return Direction(way), sure


def _best(scorer: Scorer, named: list[str]) -> tuple[str, float]:
    chances = scorer.probabilities(named)
    best = max(chances, key=chances.__getitem__)
    return best, chances[best]


def _paired(readings: list[Reading], taken: Sequence[Setting]) -> list[Reading]:
    """The readings with the partner of each: the other end of its move, or what it is set against."""
    at = {setting.found.head: i for i, setting in enumerate(taken)}
    partners: dict[int, int] = {}
    for i, setting in enumerate(taken):
        other = at.get(setting.found.origin) if setting.found.origin is not None else _rival(taken, i)
        if other is not None and other not in partners:
            partners |= {i: other, other: i}
    return [replace(reading, partner=partners.get(i)) for i, reading in enumerate(readings)]
