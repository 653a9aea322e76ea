"""Savings and speed-ups on one scale, "times better than the baseline", and why some numbers have no place.

42% less latency is 1 / (1 - 0.42) = 1.72 times better, 27% of the parameters 3.7 times, "2.4x speedup"
2.4 times; a change for the worse is below one: 20% more memory is 0.83 times better.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from leaderboard.domain.ranking import RANKED_STATES, SURE_ENOUGH


class Family(StrEnum):
    """The families of metrics that say what something costs or how fast it is; each has a board."""

    SPEED = "speed"
    LATENCY = "latency"
    THROUGHPUT = "throughput"
    MEMORY = "memory"
    COMPUTE = "compute"
    SIZE = "size"
    COST = "cost"
    ENERGY = "energy"
    DATA = "data"


FAR_WORSE = Decimal("0.8")
"""Times better below which a machine's reading waits for a person.

"Only 3% more parameters" is told; of the readings below this nearly all were misread.
"""

QUALITY = frozenset({"quality", "error", "similarity", "preference", "ranking"})
"""Families whose numbers say how good the outcome is: what a saving has to be read beside."""


class Lane(StrEnum):
    """The tables of a board of efficiency, which never mix."""

    MEASURED = "measured"
    """Times better, as measured, or at least so much."""
    BEST = "best"
    """Times better in the best case that the text tells of ("up to")."""
    ABSOLUTE = "absolute"
    """Amounts: seconds, bytes, FLOPs."""
    UNPLACED = "unplaced"
    """Has no place, for a reason."""


class NoPlace(StrEnum):
    """Why a claim has no place on the scale; the first that holds, in this order, is the one given."""

    RETRACTED = "retracted"
    """The paper was retracted."""
    STATE = "state"
    """Disputed, rejected or superseded."""
    UNCLEAR = "unclear"
    """The text leaves open what the number is to its quantity."""
    DIFFERENCE = "difference"
    """An amount added or taken away, of an unknown whole."""
    REFERENCE = "reference"
    """A number of the thing compared with."""
    DIRECTION = "direction"
    """Nobody has said whether more or less of the metric is better."""
    MOVE = "move"
    """The text does not say which way the metric moved."""
    RANGE = "range"
    """From one number to another."""
    SYSTEMS = "systems"
    """One number of several systems."""
    SHARE = "share"
    """A share with neither a system that needs it nor a baseline: how much of a whole a part takes."""
    SAVING = "saving"
    """A number of something saved or added: it may be the saving itself or a change of it."""
    SCALE = "scale"
    """Nothing, all or more than all, a factor below one, a share that fits no direction, another unit."""
    WORSE = "worse"
    """Read by a machine as far worse than what it is compared with, and checked by nobody."""
    UNSURE = "unsure"
    """Read by a machine that is not sure enough of it, and checked by nobody."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the rule needs to know of a claim; the words are those of the stored choices.

    `direction` is the way the metric moved, `better` which way of the metric is better (None: unknown),
    `scaled` the value as `domain.scales` puts it: factors as they are, changes and shares in percent.
    """

    kind: str | None
    role: str
    state: str
    bound: str
    direction: str | None
    better: str | None
    scaled: Decimal | None
    confidence: float
    ranged: bool = False
    systems: int = 1
    baselines: int = 0
    retracted: bool = False
    saving: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: its table, how many times better (None off the scale), why it has no place."""

    lane: Lane
    times: Decimal | None = None
    reason: NoPlace | None = None


def place(entry: Entry) -> Place:
    """The entry's place on the board of its metric's family."""
    if entry.kind == "absolute":
        return Place(Lane.ABSOLUTE)
    for reason, holds in _RULES.items():
        if holds(entry):
            return Place(Lane.UNPLACED, reason=reason)
    return Place(Lane.BEST if is_best_case(entry) else Lane.MEASURED, times=_times_of(entry))


def times(scaled: Decimal, *, kind: str | None, direction: str | None, better: str | None) -> Decimal | None:
    """How many times better than the baseline; None where that can't be said without guessing.

    Twelve decimal places, half rounded up. `scaled` is a factor of at least one, or percent.
    """
    rule = _KINDS.get(kind or "")
    if rule is None or direction is None or better is None:
        return None
    ratio = rule(scaled, direction == "up")
    if ratio is None:
        return None
    found = _round(ratio if better == "higher" else _DIGITS.divide(Decimal(1), ratio))
    return found if 0 < found < _LARGEST else None


def is_best_case(entry: Entry) -> bool:
    """True when the bound flatters: "up to 7.8x faster", "as little as 27% of the parameters".

    The other bound is the conservative one, and ranks: "at least 2x", "up to 20% more memory".
    """
    improves = (entry.direction == "up") == (entry.better == "higher")
    if entry.kind == "fraction":
        improves = entry.better == "higher"
    return entry.bound == ("at_most" if improves else "at_least")


def is_saving(metric: str) -> bool:
    """True for metrics named after a change ("energy savings", "overhead"), which can be read two ways."""
    return metric.casefold().endswith(("saving", "savings", "reduction", "overhead"))


def shown_unit(base: str) -> tuple[str, Decimal]:
    """The unit that pages show amounts of this base unit in, and how many bases one of it is."""
    name, size = _SHOWN_UNITS.get(base, (base, "1"))
    return name, Decimal(size)


def _factor(value: Decimal, up: bool) -> Decimal | None:  # noqa: FBT001
    """New amount by old: 5 times more is 5, 5 times fewer 1/5; "0.8x" may be either way and is neither."""
    if value < 1:
        return None
    return value if up else _DIGITS.divide(Decimal(1), value)


def _change(percent: Decimal, up: bool) -> Decimal | None:  # noqa: FBT001
    """20% more is 1.2, 20% less 0.8; nothing is left of 100% less."""
    if percent < 0 or (not up and percent >= 100):
        return None
    return _DIGITS.divide(100 + percent if up else 100 - percent, Decimal(100))


def _share(percent: Decimal, up: bool) -> Decimal | None:  # noqa: FBT001
    """27% of it is 0.27; a share below the whole that went up, or above that went down, fits nothing."""
    if percent <= 0 or (percent < 100 and up) or (percent > 100 and not up):
        return None
    return _DIGITS.divide(percent, Decimal(100))


def _round(value: Decimal) -> Decimal:
    return value.quantize(_PLACES, rounding=ROUND_HALF_UP, context=_WHOLE)


def _times_of(entry: Entry) -> Decimal | None:
    if entry.scaled is None:
        return None
    return times(entry.scaled, kind=entry.kind, direction=entry.direction, better=entry.better)


_SHOWN_UNITS = {
    "fraction": ("%", "0.01"),
    "B": ("GB", "1E9"),
    "FLOP": ("GFLOPs", "1E9"),
    "FLOPS": ("TFLOPS", "1E12"),
    "MAC": ("GMACs", "1E9"),
    "op": ("GOPs", "1E9"),
    "op/s": ("TOPS", "1E12"),
    "op/J": ("TOPS/W", "1E12"),
    "FLOP/J": ("GFLOPS/W", "1E9"),
    "B/s": ("GB/s", "1E9"),
    "bps": ("Mbps", "1E6"),
    "m²": ("mm²", "1E-6"),
    "token": ("tokens", "1"),
    "parameter": ("parameters", "1"),
    "step": ("steps", "1"),
    "iteration": ("iterations", "1"),
    "GPU": ("GPUs", "1"),
    "GPU-hour": ("GPU-hours", "1"),
    "CPU-hour": ("CPU-hours", "1"),
    "TPU-hour": ("TPU-hours", "1"),
}
_PLACES = Decimal("1E-12")
_LARGEST = Decimal("1E100")
_DIGITS = Context(prec=150)
_WHOLE = Context(prec=1000)
_KINDS: dict[str, Callable[[Decimal, bool], Decimal | None]] = {
    "factor": _factor,
    "percent_change": _change,
    "fraction": _share,
}
_RULES: dict[NoPlace, Callable[[Entry], bool]] = {
    NoPlace.RETRACTED: lambda entry: entry.retracted,
    NoPlace.STATE: lambda entry: entry.state not in RANKED_STATES,
    NoPlace.UNCLEAR: lambda entry: entry.kind is None,
    NoPlace.DIFFERENCE: lambda entry: entry.kind == "difference",
    NoPlace.REFERENCE: lambda entry: entry.role != "result",
    NoPlace.DIRECTION: lambda entry: entry.better is None,
    NoPlace.MOVE: lambda entry: entry.direction is None,
    NoPlace.RANGE: lambda entry: entry.ranged,
    NoPlace.SYSTEMS: lambda entry: entry.systems > 1,
    NoPlace.SHARE: lambda entry: entry.kind == "fraction" and not entry.systems and not entry.baselines,
    NoPlace.SAVING: lambda entry: entry.saving,
    NoPlace.SCALE: lambda entry: _times_of(entry) is None,
    NoPlace.WORSE: lambda entry: entry.state == "machine" and (_times_of(entry) or 1) < FAR_WORSE,
    NoPlace.UNSURE: lambda entry: entry.state == "machine" and entry.confidence < SURE_ENOUGH,
}
