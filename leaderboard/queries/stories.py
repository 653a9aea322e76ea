"""The story of a claim: every event about it and about its paper's readings, field by field in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from leaderboard.domain import names
from leaderboard.models import Claim, Event, Metric
from leaderboard.queries import people
from leaderboard.queries.keysets import Cursor, Key, Page, moment, page, whole

PAGE = 50
UNKNOWN = "unknown"
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changed: its name and both of its states, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One event of a claim: who (for the public), whose account, when, what, why, from where.

    `before` and `after` say whether the event holds a whole state of the claim that can be restored.
    """

    uid: UUID
    at: datetime
    action: str
    words: str
    who: str
    account: str | None
    reason: str
    source: str
    differences: tuple[Difference, ...]
    before: bool
    after: bool


def story(claim: Claim, *, cursor: Cursor | None, size: int = PAGE) -> Page[Chapter]:
    """One page of what happened to the claim since it is there, the newest first, by two queries."""
    ours = Q(subject_type="claim", subject_uid=claim.uid)
    readings = Q(
        subject_type="paper", subject_uid=claim.paper.uid, action="extract", at__gte=claim.created_at
    )
    told = Event.objects.filter(ours | readings)
    values: Any = told.annotate(who=people.shown_as(), account=F("actor__username")).values(
        "pk", "who", "account", *_FIELDS
    )
    found = page(values, keys=_ORDER, cursor=cursor, size=size)
    metrics = _metrics(found.rows)
    return found.of([_chapter(row, metrics) for row in found.rows])


def differences(before: Any, after: Any, *, metrics: Mapping[str, str]) -> tuple[Difference, ...]:
    """What differs between two states of a claim as events keep them, with metrics by their names."""
    return tuple(_differences(_plain(before), _plain(after), metrics))


def metric_names(*states: Any) -> dict[str, str]:
    """The names of the metrics that the states speak of, by slug; one query."""
    slugs = {slug for state in states if (slug := _plain(state).get("metric"))}
    return dict(Metric.objects.filter(slug__in=slugs).values_list("slug", "name"))


def is_whole(state: Any) -> bool:
    """True for a state of a claim that can be restored."""
    return isinstance(state, dict) and "state" in state and "benchmarks" in state


def who(shown: str | None, source: str) -> str:
    """Whom the public reads of; without an account, the source tells people and machine apart."""
    return shown or _NOBODY.get(source, people.ENGINE)


def action_words(action: str) -> str:
    """What was done, in words."""
    return ACTIONS.get(action, action.replace("_", " "))


ACTIONS = {
    "accept": "checked, it stands as it is",
    "confirm": "confirmed by an author",
    "correct": "corrected",
    "dispute": "disputed",
    "leave with former text": "its words left the corrected abstract",
    "move with sentence": "its sentence moved within the corrected abstract",
    "opinion": "a second opinion, given without knowing the first",
    "extract": "the abstract was read",
    "policy_accept": "accepted by a policy; nobody has looked at it",
    "policy_end": "no longer accepted by a policy",
    "pass_over": "looked at; it could not be told",
    "reject": "rejected",
    "restore": "an earlier state was restored",
    "undo": "the last decision was taken back",
}

LABELS = {
    "value": "value",
    "value_high": "upper end of the range",
    "unit": "unit",
    "kind": "kind",
    "direction": "way it moves",
    "role": "whose number",
    "bound": "exactness",
    "metric": "metric",
    "metric_text": "metric in the text",
    "benchmarks": "benchmark",
    "systems": "system",
    "baselines": "compared with",
    "setting": "setting",
    "task_text": "task",
    "scaled": "value on the metric's scale",
    "state": "state",
    "start": "first character",
    "engine": "engine",
}
"""Fields in the order in which they are told; what is not here (accounts, times) is not told."""

_CHOICES: dict[str, dict[str, str]] = {
    "kind": dict(Claim.Kind.choices),
    "direction": dict(Claim.Direction.choices),
    "role": dict(Claim.Role.choices),
    "bound": dict(Claim.Bound.choices),
    "state": dict(Claim.State.choices),
}
_NOBODY = {"policy": "a policy of this site", "public": people.READER, "author link": people.AUTHOR}
_ORDER = (Key("at", moment, descending=True), Key("pk", whole, descending=True))
_FIELDS = ("uid", "at", "action", "before", "after", "reason", "source")


def _metrics(rows: tuple[dict[str, Any], ...]) -> dict[str, str]:
    return metric_names(*(row[side] for row in rows for side in ("before", "after")))


def _chapter(row: dict[str, Any], metrics: Mapping[str, str]) -> Chapter:
    reader = _plain(row["after"]).get("engine") if row["action"] == "extract" else None
    changed = differences(row["before"], row["after"], metrics=metrics)
    return Chapter(
        uid=row["uid"],
        at=row["at"],
        action=row["action"],
        words=action_words(row["action"]),
        who=f"engine {reader}" if reader else who(row["who"], row["source"]),
        account=row["account"],
        reason=row["reason"],
        source=row["source"],
        differences=tuple(each for each in changed if not (reader and each.field == LABELS["engine"])),
        before=is_whole(row["before"]),
        after=is_whole(row["after"]),
    )


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], metrics: Mapping[str, str]
) -> Iterator[Difference]:
    for field, label in LABELS.items():
        old, new = before.get(field), after.get(field)
        if old != new:
            yield Difference(label, _words(field, old, metrics), _words(field, new, metrics))


def _words(field: str, value: Any, metrics: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_name(each) for each in value if isinstance(each, dict)) or NOTHING
    if value is None or value == "":
        return UNKNOWN
    if field == "metric":
        return metrics.get(str(value), str(value))
    return _CHOICES.get(field, {}).get(str(value), str(value))


def _name(given: Mapping[str, Any]) -> str:
    """A linked name by the text's words, and by what it stands for where that is another name or nothing."""
    text, slug = str(given.get("text") or ""), given.get("slug")
    if slug is None:
        return f"{text} (not known here)"
    return text if names.slug(text) == slug else f"{text} ({slug})"


def _plain(state: Any) -> dict[str, Any]:
    return state if isinstance(state, dict) else {}
