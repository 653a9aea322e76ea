"""Precision, recall and F1 of predicted claims against annotated ones.

Both sides are plain records as `python -m extraction` writes them; an annotation may give several right
answers to a field as a list, and "" among names means that giving none is right too. Three nested
measures over number mentions: mention (the spans overlap, one to one), value (also value, unit, kind and
role), tuple (also metric, benchmark and system). Optional annotations count neither way.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]

VALUE_FIELDS = ("value", "unit", "kind", "role")
TUPLE_FIELDS = (*VALUE_FIELDS, "metric", "benchmark", "system")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the predicted and of the annotated were right."""

    right: int
    predicted: int
    annotated: int

    @property
    def precision(self) -> float:
        """The share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotated that was found right."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.predicted + self.annotated
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Error:
    """One wrong number: `what` is "missed", "not a claim" or the fields that are wrong."""

    id: str
    what: str
    annotated: Record | None
    predicted: Record | None


@dataclass(frozen=True, slots=True)
class Report:
    """The three measures, the accuracy of each field over matched mentions, and every error."""

    mention: Counts
    value: Counts
    tuple: Counts
    fields: dict[str, float]
    errors: Sequence[Error]


def score(annotated: Iterable[Record], predicted: Iterable[Record]) -> Report:
    """The report over all annotated abstracts; one without a prediction counts as empty."""
    claims = {record["id"]: record.get("claims", []) for record in predicted}
    count: Counter[str] = Counter()
    errors: list[Error] = []
    for record in annotated:
        _count(record, claims.get(record["id"], []), count, errors)
    whole = (count["predicted"], count["annotated"])
    return Report(
        mention=Counts(count["mention"], *whole),
        value=Counts(count["value"], *whole),
        tuple=Counts(count["tuple"], *whole),
        fields={name: count[f"field {name}"] / max(count["mention"], 1) for name in CHECKS},
        errors=tuple(errors),
    )


def _count(record: Record, predicted: Sequence[Record], count: Counter[str], errors: list[Error]) -> None:
    """Adds one abstract to the counts and to the errors."""
    annotated = record["claims"]
    pairs = match(annotated, predicted)
    optional = sum(bool(annotated[i].get("optional")) for i, _ in pairs)
    count["annotated"] += sum(not claim.get("optional") for claim in annotated)
    count["predicted"] += len(predicted) - optional
    for i, j in pairs:
        if not annotated[i].get("optional"):
            _compare(str(record["id"]), annotated[i], predicted[j], count, errors)
    found = {i for i, _ in pairs}
    taken = {j for _, j in pairs}
    missed = [c for i, c in enumerate(annotated) if i not in found and not c.get("optional")]
    errors += [Error(str(record["id"]), "missed", claim, None) for claim in missed]
    invented = [claim for j, claim in enumerate(predicted) if j not in taken]
    errors += [Error(str(record["id"]), "not a claim", None, claim) for claim in invented]


def _compare(
    id_: str, annotated: Record, predicted: Record, count: Counter[str], errors: list[Error]
) -> None:
    right = {name: check(annotated, predicted) for name, check in CHECKS.items()}
    count["mention"] += 1
    count.update(f"field {name}" for name, good in right.items() if good)
    count["value"] += all(right[name] for name in VALUE_FIELDS)
    count["tuple"] += all(right[name] for name in TUPLE_FIELDS)
    wrong = [name for name in CHECKS if not right[name]]
    if wrong:
        errors.append(Error(id_, "wrong " + ", ".join(wrong), annotated, predicted))


def match(annotated: Sequence[Record], predicted: Sequence[Record]) -> list[tuple[int, int]]:
    """One-to-one pairs by overlap: agreeing values first, then the longer overlap, then the shorter span."""
    pairs = []
    for i, claim in enumerate(annotated):
        for j, guess in enumerate(predicted):
            overlap = min(claim["end"], guess["end"]) - max(claim["start"], guess["start"])
            if overlap > 0:
                pairs.append((_same_value(claim, guess), overlap, guess["start"] - guess["end"], i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    matched = []
    for *_, i, j in sorted(pairs, reverse=True):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            matched.append((i, j))
    return matched


# --- one field --------------------------------------------------------------------------------------------


def _same_value(annotated: Record, predicted: Record) -> bool:
    """Both ends agree; the sign of a change is in its direction, so that only its size counts."""
    sized = "absolute" not in _answers(annotated["kind"])
    ends = [
        (annotated["value"], predicted.get("value")),
        (annotated.get("value_high"), predicted.get("value_high")),
    ]
    return all(_close(left, right, sized=sized) for left, right in ends)


def _close(left: float | None, right: float | None, *, sized: bool) -> bool:
    if left is None or right is None:
        return left is right
    size: Callable[[float], float] = abs if sized else float
    return math.isclose(size(float(left)), size(float(right)), rel_tol=1e-6, abs_tol=1e-9)


def _answers(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _same_unit(annotated: Record, predicted: Record) -> bool:
    return _unit(annotated.get("unit")) == _unit(predicted.get("unit"))


_UNITS = {
    **dict.fromkeys(("percent", "pct", "%"), "%"),
    **dict.fromkeys(("points", "point", "pp", "pts", "percentage points", "percentage point"), ""),
    **dict.fromkeys(("×", "times", "time", "fold", "-fold", "x"), "x"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours", "h"), "hour"),
    **dict.fromkeys(("meter", "meters", "metre", "metres", "m"), "m"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("sec", "secs", "second", "seconds", "s"), "second"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("millisecond", "milliseconds", "ms"), "ms"),
    **dict.fromkeys(("frames per second", "frames/s", "fps"), "fps"),
    **dict.fromkeys(("usd", "dollar", "dollars", "$"), "usd"),
}


def _unit(unit: str | None) -> str:
    """The unit's comparison form: case, blanks, hyphens and plurals folded."""
    text = unicodedata.normalize("NFKC", unit or "").casefold().strip()
    if text in _UNITS:
        return _UNITS[text]
    text = re.sub(r"[\s._-]+", "", text.replace(" per ", "/"))
    return re.sub(r"/(?:second|sec)$", "/s", re.sub(r"s(?=/|$)", "", text))


def _one_of(name: str, default: str | None = None) -> Callable[[Record, Record], bool]:
    """A check that the field is one of the right answers, an absent one standing for the default."""

    def check(annotated: Record, predicted: Record) -> bool:
        answers = _answers(annotated.get(name) or default)
        return (predicted.get(name) or default) in (answers or [None])

    return check


def _same_metric(annotated: Record, predicted: Record) -> bool:
    names = {name_key(name) for name in annotated["metric"]}
    given = {name_key(name) for name in _answers(predicted.get("metric"))}
    return bool(names & given) if given else not names or "" in names


def _same_things(field: str) -> Callable[[Record, Record], bool]:
    """A check that every annotated thing is named, and nothing else is."""

    def check(annotated: Record, predicted: Record) -> bool:
        groups = [{name_key(name) for name in names} for names in annotated[field]]
        given = {name_key(name) for name in _answers(predicted.get(field))} - {""}
        named = all(group & given or "" in group for group in groups)
        return named and all(any(name in group for group in groups) for name in given)

    return check


_GENERIC = frozenset({"the", "dataset", "datasets", "benchmark", "benchmarks", "model", "models"})


def name_key(name: str) -> str:
    """A name's comparison form: lower case, generic words dropped, letters and digits only."""
    words = unicodedata.normalize("NFKC", str(name)).casefold().split()
    kept = [word for word in words if word.strip(".,") not in _GENERIC] or words
    return re.sub(r"[^\w]|_", "", "".join(kept))


CHECKS: dict[str, Callable[[Record, Record], bool]] = {
    "value": _same_value,
    "unit": _same_unit,
    "kind": _one_of("kind"),
    "role": _one_of("role"),
    "metric": _same_metric,
    "benchmark": _same_things("benchmark"),
    "system": _same_things("system"),
    "direction": _one_of("direction"),
    "bound": _one_of("bound", "exact"),
    "baseline": _same_things("baseline"),
}
"""For each field whether a prediction is right."""
