"""Claims as pages show them: the number, the words it stands in, and what it was linked to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest, JSONObject, Least, Substr

from leaderboard.models import Acceptance, Claim, ClaimBaseline, ClaimBenchmark, ClaimSystem, Proposal
from leaderboard.queries.kept import Kept, Slot, among

SHOWN = (Claim.State.MACHINE, Claim.State.CURATED, Claim.State.CONFIRMED, Claim.State.DISPUTED)
"""States of claims that pages list; rejected and superseded ones stay in the history only."""

REACH = 1_000
"""Characters of a sentence that are shown on either side of its number, however long the sentence."""

GLANCE_BEFORE, GLANCE_AFTER = 80, 120
"""Characters on either side of the number that fit one line below a row."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the text words it, and the thing it was linked to (`slug` is None: none)."""

    text: str
    slug: str | None = None

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """What a row says of the paper that it comes from."""

    uid: UUID
    title: str
    published_on: date | None
    date_text: str
    is_summary: bool
    retracted_on: date | None
    retraction_reason: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is open about a claim and may be told: how many disputes and corrections, since which day."""

    disputes: int = 0
    corrections: int = 0
    since: date | None = None

    def __bool__(self) -> bool:
        return bool(self.disputes or self.corrections)

    def __str__(self) -> str:
        counts = ((self.disputes, "open dispute"), (self.corrections, "open correction"))
        return ", ".join(f"{number} {words}{'s' * (number > 1)}" for number, words in counts if number)


@dataclass(frozen=True, slots=True)
class Words:
    """The sentence of a claim, cut at its number."""

    before: str
    number: str
    after: str

    @property
    def glance(self) -> "Words":
        """The words nearest to the number, for a single line."""
        before, after = self.before, self.after
        if len(before) > GLANCE_BEFORE:
            before = "… " + before[-GLANCE_BEFORE:].partition(" ")[2]
        if len(after) > GLANCE_AFTER:
            after = after[:GLANCE_AFTER].rpartition(" ")[0] + " …"
        return Words(before, self.number, after)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with everything that a table shows of it, resolved."""

    pk: int
    uid: UUID
    start: int
    end: int
    quote: str
    words: Words
    value: Decimal
    value_high: Decimal | None
    scaled: Decimal | None
    scale: str | None
    unit: str | None
    kind: str | None
    direction: str | None
    role: str
    bound: str
    state: str
    confidence: float
    metric: Name
    metric_direction: str | None
    systems: tuple[Name, ...]
    benchmarks: tuple[Name, ...]
    baselines: tuple[Name, ...]
    setting: str
    task: str
    other_task: bool
    by_policy: bool
    doubts: Doubts
    paper: PaperLine


@dataclass(frozen=True, slots=True)
class Place:
    """The paper that a claim stands in, and whether pages still show it."""

    uid: UUID
    paper: UUID
    state: str

    @property
    def shown(self) -> bool:
        """True where the paper's page has a row for the claim."""
        return self.state in SHOWN


def shown() -> "QuerySet[Claim]":
    """The claims that pages list."""
    return Claim.objects.filter(state__in=SHOWN)


def rows(claims: "QuerySet[Claim]") -> tuple[ClaimRow, ...]:
    """The claims in their own order, resolved by two queries however many they are."""
    return _resolved(list(_everything(claims)))


def rows_by_id(ids: Sequence[int]) -> tuple[ClaimRow, ...]:
    """The claims with these ids, in the order of the ids."""
    place = {pk: index for index, pk in enumerate(ids)}
    found = _resolved(_by_id().rows({"ids": list(place)})) if place else ()
    return tuple(sorted(found, key=lambda row: place[row.pk]))


def one(uid: UUID) -> Claim | None:
    """The claim with this uid and its paper, whatever its state; None where there is no such claim."""
    return Claim.objects.select_related("paper").defer("paper__error").filter(uid=uid).first()


def place(uid: UUID) -> Place | None:
    """Where the claim with this uid stands, whatever its state; None where there is no such claim."""
    found = Claim.objects.filter(uid=uid).values_list("paper__uid", "state").first()
    return found and Place(uid, paper=found[0], state=found[1])


@lru_cache(maxsize=1)
def _by_id() -> Kept:
    return Kept.of(_everything(Claim.objects.filter(among("leaderboard_claim.id", Slot("ids"))).order_by()))


def _everything(claims: "QuerySet[Claim]") -> "QuerySet[Claim, dict[str, Any]]":
    """What a row is made of."""
    values: QuerySet[Claim, dict[str, Any]] = claims.annotate(**_WORKED_OUT).values(*_FIELDS, *_WORKED_OUT)
    return values


def open_proposals(claim: str) -> ArraySubquery:
    """What is open about the claim in the column of that name and may be told, for `doubts`."""
    said = JSONObject(ask="ask", since="created_at")
    return ArraySubquery(Proposal.objects.filter(claim=OuterRef(claim), shown=True).values(x=said))


def doubts(found: Sequence[Mapping[str, str]]) -> Doubts:
    """What `open_proposals` found, counted."""
    if not found:
        return _NO_DOUBTS
    asks = [each["ask"] for each in found]
    first = min(datetime.fromisoformat(each["since"]) for each in found)
    return Doubts(asks.count(Proposal.Ask.DISPUTE), asks.count(Proposal.Ask.CORRECTION), first.date())


_FROM = Greatest(F("sentence_start"), F("start") - REACH, output_field=IntegerField())
_TO = Least(F("sentence_end"), F("end") + REACH, output_field=IntegerField())
_WORDS: dict[str, Any] = {
    "before": Substr("paper__abstract", _FROM + Value(1), F("start") - _FROM),
    "after": Substr("paper__abstract", F("end") + Value(1), _TO - F("end")),
}
_BY_POLICY = Exists(Acceptance.objects.filter(claim=OuterRef("pk"), ended_at=None))
_OTHER_TASK = Func(F("pk"), function="leaderboard_other_task", output_field=BooleanField())
_WORKED_OUT: dict[str, Any] = {
    **_WORDS,
    "other_task": _OTHER_TASK,
    "by_policy": _BY_POLICY,
    "doubts": open_proposals("pk"),
}
_FIELDS = (
    *("pk", "uid", "start", "end", "quote", "value", "value_high", "scaled", "unit", "kind", "direction"),
    *("role", "bound", "state", "confidence", "setting", "task_text", "metric_text", "system_text"),
    *("sentence_start", "sentence_end"),
    *("metric__slug", "metric__name", "metric__unit", "metric__direction", "system__slug", "system__name"),
    *("paper__uid", "paper__title", "paper__published_on", "paper__date_text", "paper__is_summary"),
    "paper__retracted_on",
    "paper__retraction_reason",
)
_NO_DOUBTS = Doubts()
_AS_IS = ("quote", "value", "value_high", "scaled", "unit", "kind", "direction", "role", "bound", "state")


@dataclass(slots=True)
class _Names:
    """The names that a claim is linked to, in their order."""

    benchmarks: list[Name] = field(default_factory=list)
    baselines: list[Name] = field(default_factory=list)
    further: list[Name] = field(default_factory=list)


def _resolved(found: Collection[dict[str, Any]]) -> tuple[ClaimRow, ...]:
    names = _names([row["pk"] for row in found])
    return tuple(_row(row, names[row["pk"]]) for row in found)


def _names(claims: Sequence[int]) -> dict[int, _Names]:
    """The names of all the claims, by one query over the three tables of links."""
    found: dict[int, _Names] = defaultdict(_Names)
    if claims:
        for row in _all_links().rows({"ids": list(claims)}):
            getattr(found[row["claim_id"]], row["part"]).append(Name(row["name"] or row["text"], row["slug"]))
    return found


@lru_cache(maxsize=1)
def _all_links() -> Kept:
    parts = [
        _links(ClaimBenchmark, "benchmark", part="benchmarks"),
        _links(ClaimBaseline, "system", part="baselines"),
        _links(ClaimSystem, "system", part="further"),
    ]
    return Kept.of(parts[0].union(*parts[1:], all=True).order_by("place"))


def _links(model: Any, thing: str, *, part: str) -> "QuerySet[Any, Any]":
    links = model.objects.filter(among(f"{model._meta.db_table}.claim_id", Slot("ids"))).order_by()
    values: QuerySet[Any, Any] = links.values(
        "claim_id",
        "text",
        part=Value(part, output_field=CharField()),
        place=F("position"),
        slug=F(f"{thing}__slug"),
        name=F(f"{thing}__name"),
    )
    return values


def _row(row: dict[str, Any], names: _Names) -> ClaimRow:
    first = Name(row["system__name"] or row["system_text"], row["system__slug"])
    return ClaimRow(
        **{name: row[name] for name in ("pk", "uid", "start", "end", "confidence", "setting", *_AS_IS)},
        words=_words(row),
        scale=row["metric__unit"],
        task=row["task_text"],
        other_task=row["other_task"],
        by_policy=row["by_policy"],
        doubts=doubts(row["doubts"]),
        metric=Name(row["metric__name"] or row["metric_text"], row["metric__slug"]),
        metric_direction=row["metric__direction"],
        systems=(*([first] if first else []), *names.further),
        benchmarks=tuple(names.benchmarks),
        baselines=tuple(names.baselines),
        paper=_paper(row),
    )


def _words(row: dict[str, Any]) -> Words:
    cut_before = row["start"] - row["sentence_start"] > REACH
    cut_after = row["sentence_end"] - row["end"] > REACH
    return Words(
        "… " * cut_before + row["before"].lstrip(), row["quote"], row["after"].rstrip() + " …" * cut_after
    )


def _paper(row: dict[str, Any]) -> PaperLine:
    return PaperLine(**{name: row[f"paper__{name}"] for name in PaperLine.__slots__})
