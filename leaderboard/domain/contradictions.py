"""When two claims about the same thing can't both be true, as far as their words say."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from leaderboard.domain.ranking import SURE_ENOUGH

INFINITE = Decimal("Infinity")
ROUND_FROM = 3
"""Noughts at the end of a whole number from which it counts as rounded to them: 8,000, but not 90."""

SLACK = Decimal("1E-6")
"""The share of a last digit by which a converted number may be off: an hour is no round number of days."""


class Verdict(StrEnum):
    """How sure a contradiction is."""

    CERTAIN = "certain"
    """Two papers, and both state the same setting."""
    POSSIBLE = "possible"
    """A setting that is not stated may explain it, or one paper says both, perhaps of two variants."""


class Unfit(StrEnum):
    """Why nothing can be held against a claim; the first that holds, in this order, is the one given."""

    RETRACTED = "retracted"
    """The paper was retracted."""
    STATE = "state"
    """Rejected, or no longer read so."""
    UNSURE = "unsure"
    """Read by a machine that is more likely wrong than right about it, and checked by nobody."""
    KIND = "kind"
    """Not a value of the metric itself."""
    BOUND = "bound"
    """Said to be about so much: no number is too far from it to be meant."""
    SUBJECT = "subject"
    """Its system, metric or benchmark is unknown, or there are several of them."""
    SCALE = "scale"
    """In a unit that can't be compared."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the rule needs to know of a claim; the words are those of the stored choices.

    `sentence` is where its sentence begins. `subject` tells system, benchmark and metric apart, None where
    one of them is unknown or not the only one. `value` is the number with the digits it was written with,
    `scaled` the same on the common scale.
    """

    uid: UUID
    paper: UUID
    sentence: int
    subject: tuple[int, int, int] | None
    setting: str
    value: Decimal
    scaled: Decimal | None
    value_high: Decimal | None = None
    bound: str = "exact"
    kind: str | None = "absolute"
    role: str = "result"
    state: str = "machine"
    confidence: float = 1.0
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a claim's words allow, on the common scale; `step` is its last digit's worth."""

    low: Decimal
    high: Decimal
    step: Decimal

    def apart(self, other: "Span") -> Decimal:
        """How far the two are from each other; negative where some value is allowed by both."""
        return max(self.low - other.high, other.low - self.high)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The two claims of a group that are furthest apart, the lower one first."""

    verdict: Verdict
    low: Statement
    high: Statement


def contradiction(one: Statement, other: Statement) -> Verdict | None:
    """How sure it is that the two contradict each other; None: they do not.

    Numbers that some true value rounds to agree (91 and 91.2), and so do a bound and what it allows. One
    paper contradicts itself only by results of the same stated setting in different sentences: two
    numbers in one sentence are of two things, and a quoted one is what its own result improves on.
    """
    if one.uid == other.uid or one.subject != other.subject or unfit(one) or unfit(other):
        return None
    verdict = _verdict(one, other)
    return verdict if verdict and _disjoint(span(one), span(other)) else None


def unfit(claim: Statement) -> Unfit | None:
    """Why the claim contradicts nothing, whatever the others say; None: it may."""
    for reason, holds in _RULES.items():
        if holds(claim):
            return reason
    return None


def span(claim: Statement) -> Span:
    """What the words of a claim that is fit allow; a bound leaves one side open."""
    scaled = claim.scaled or Decimal(0)
    ratio = scaled / claim.value if claim.value else Decimal(1)
    step = _step(claim.value) * ratio
    top = scaled if claim.value_high is None else claim.value_high * ratio
    low = -INFINITE if claim.bound == "at_most" else min(scaled, top) - step / 2
    high = INFINITE if claim.bound == "at_least" else max(scaled, top) + step / 2
    return Span(low, high, step)


def setting_key(setting: str) -> str:
    """The setting's letters and digits in small form; settings with the same key are the same."""
    return re.sub(r"[\W_]+", "", setting.lower())


def furthest(claims: Iterable[Statement]) -> list[Contradiction]:
    """The widest contradiction of each subject and stated setting, and the widest by unknown settings.

    Where a setting has a certain one, those within one paper are left out.
    """
    widest: dict[tuple[object, str], tuple[tuple[bool, Decimal], Contradiction]] = {}
    for one, other in combinations(claims, 2):
        verdict = contradiction(one, other)
        if verdict is None:
            continue
        keys = {setting_key(one.setting), setting_key(other.setting)}
        group = (one.subject, min(keys) if len(keys) == 1 else "")
        width = (verdict is Verdict.CERTAIN, span(one).apart(span(other)))
        if group not in widest or width > widest[group][0]:
            low, high = sorted((one, other), key=lambda claim: (span(claim).low, span(claim).high))
            widest[group] = width, Contradiction(verdict, low, high)
    return [found for _, found in widest.values()]


_RULES: dict[Unfit, Callable[[Statement], bool]] = {
    Unfit.RETRACTED: lambda claim: claim.retracted,
    Unfit.STATE: lambda claim: claim.state in ("rejected", "superseded"),
    Unfit.UNSURE: lambda claim: claim.state == "machine" and claim.confidence < SURE_ENOUGH,
    Unfit.KIND: lambda claim: claim.kind != "absolute",
    Unfit.BOUND: lambda claim: claim.bound == "about",
    Unfit.SUBJECT: lambda claim: claim.subject is None,
    Unfit.SCALE: lambda claim: claim.scaled is None,
}


def _verdict(one: Statement, other: Statement) -> Verdict | None:
    """What a contradiction of the two would be, by papers and settings alone."""
    keys = {setting_key(one.setting), setting_key(other.setting)}
    if one.paper == other.paper:
        apart = one.sentence != other.sentence and {one.role, other.role} == {"result"}
        return Verdict.POSSIBLE if apart and len(keys) == 1 and "" not in keys else None
    if "" in keys:
        return Verdict.POSSIBLE
    return Verdict.CERTAIN if len(keys) == 1 else None


def _disjoint(one: Span, other: Span) -> bool:
    """True when no value is allowed by both; spans that only touch allow none (91.2 and 91.3)."""
    return one.apart(other) >= -(one.step + other.step) * SLACK


def _step(value: Decimal) -> Decimal:
    """The worth of the last digit that counts."""
    written = f"{abs(value):f}"
    behind = len(written.partition(".")[2])
    noughts = len(written) - len(written.rstrip("0"))
    if behind:
        return Decimal(1).scaleb(-behind)
    return Decimal(1).scaleb(noughts) if noughts >= ROUND_FROM else Decimal(1)
