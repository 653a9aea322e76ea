"""What curators of names see: names that only texts know, what they could be, and everything of one thing."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from leaderboard.domain import acronyms, names
from leaderboard.models import (
    Benchmark,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Event,
    Mention,
    Metric,
    NameChange,
    Origin,
    System,
    Task,
)
from leaderboard.queries.claims import SHOWN
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole
from leaderboard.queries.stories import UNKNOWN, Difference

PAGE = 25
GUESSES = 4
EXAMPLES = 40
"""Claims about one thing that its screen lists."""

REACH = 90
"""Characters either side of a name that an example shows where its sentence does not say it."""

MOST_WORDS = 100
"""Spellings of one thing that its screen lists."""

MODELS: dict[str, Any] = {"benchmark": Benchmark, "metric": Metric, "system": System, "task": Task}
KINDS = ("benchmark", "metric", "system")


Pieces = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that a name could be, and why: spelt alike, or one the acronym of the other."""

    name: str
    slug: str
    why: str


@dataclass(frozen=True, slots=True)
class Example:
    """A claim about the name: its sentence, and where that does not say the name, words around one that does.

    Both are cut into pieces, each with what it is: "number", "name" or nothing of these.
    """

    claim: Any
    quote: str
    sentence: Pieces
    elsewhere: Pieces


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that only texts know; words without a thing have no `slug`, a `digest` names them."""

    kind: str
    name: str
    slug: str
    seen: str
    mentions: int
    papers: int
    example: Example | None
    guesses: tuple[Guess, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of a thing: whether it means it by itself, and how many claims say it."""

    name: str
    key: str
    taught: bool
    mentions: int
    own: bool


@dataclass(frozen=True, slots=True)
class Described:
    """What somebody said about a metric: the facts that it changed, in words."""

    at: datetime
    by: str
    reason: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A thing and all that helps to decide about it."""

    thing: Any
    kind: str
    spellings: tuple[Spelling, ...]
    examples: tuple[Example, ...]
    guesses: tuple[Guess, ...]
    changes: tuple[NameChange, ...]
    described: tuple[Described, ...] = ()


def unknown(kind: str, *, q: str, cursor: Cursor | None) -> Page[Unknown]:
    """One page of the names that nobody confirmed, the most mentioned first."""
    rows = Mention.objects.filter(_still_unknown())
    if kind:
        rows = rows.filter(kind=kind)
    if q:
        rows = rows.filter(name__icontains=q)
    fields = ("key", "kind", "thing", "name", "mentions", "papers", "example")
    found = page(rows.values(*fields), keys=_MOST, cursor=cursor, size=PAGE)
    things = _things(found.rows)
    shown = examples([(row["example"], row["name"]) for row in found.rows])
    could_be = guesses([(row["kind"], row["thing"], row["name"]) for row in found.rows])
    return found.of(
        [_unknown(row, things, shown, guessed) for row, guessed in zip(found.rows, could_be, strict=True)]
    )


def screen(kind: str, slug: str) -> Screen | None:
    """Everything about one thing; None where there is none."""
    thing = MODELS[kind].objects.filter(slug=slug).first()
    if thing is None:
        return None
    about = Q(source=thing.uid) | Q(target=thing.uid)
    changes = NameChange.objects.filter(about).select_related("by", "undone_by")[:20]
    if kind == "task":
        return Screen(thing, kind, (), (), (), tuple(changes))
    about = _claims(kind, thing).filter(state__in=SHOWN).order_by("-pk")
    claims = [(pk, thing.name) for pk in about.values_list("pk", flat=True)[:EXAMPLES]]
    return Screen(
        thing,
        kind,
        _spellings(kind, thing),
        tuple(examples(claims).values()),
        guesses([(kind, thing.pk, thing.name)])[0],
        tuple(changes),
        _described(thing) if kind == "metric" else (),
    )


def guesses(wanted: Sequence[tuple[str, int | None, str]]) -> list[tuple[Guess, ...]]:
    """What each of the names (kind, own id, name) could be, the likeliest first; two queries a kind."""
    found: dict[int, dict[str, tuple[float, Guess]]] = defaultdict(dict)
    for kind in {kind for kind, _, _ in wanted}:
        asked = [(nr, thing or 0, name) for nr, (of, thing, name) in enumerate(wanted) if of == kind]
        for nr, slug, own, spelling, origin, alike in [*_alike(kind, asked), *_acronyms(kind, asked)]:
            short = _acronym(wanted[nr][2], spelling)
            if not short and alike <= 0:
                continue
            score = (2.0 if short else alike) + (0 if origin == Origin.TEXT else 1)
            why = "acronym" if short else "spelt alike"
            why += f": {spelling}" if spelling != own else ""
            if score > found[nr].get(slug, (0.0, None))[0]:
                found[nr][slug] = (score, Guess(own, slug, why))
    return [_best(found[nr].values()) for nr in range(len(wanted))]


def _best(scored: Iterable[tuple[float, Guess]]) -> tuple[Guess, ...]:
    return tuple(guess for _, guess in sorted(scored, key=lambda pair: (-pair[0], pair[1].slug))[:GUESSES])


def _acronym(one: str, other: str) -> bool:
    return acronyms.is_acronym(one, long=other) or acronyms.is_acronym(other, long=one)


def _alike(kind: str, asked: Sequence[tuple[int, int, str]]) -> list[tuple[Any, ...]]:
    numbers, things, words = ([row[place] for row in asked] for place in range(3))
    return _fetch(_ALIKE.format(kind=kind), [numbers, things, words])


def _acronyms(kind: str, asked: Sequence[tuple[int, int, str]]) -> list[tuple[Any, ...]]:
    """Candidates by initials: of short names the long ones, of long names the short ones."""
    rows = [(nr, thing, names.key(name), key) for nr, thing, name in asked for key in acronyms.initials(name)]
    rows += [(nr, thing, names.key(name), "") for nr, thing, name in asked]
    columns = [[row[place] for row in rows] for place in range(4)]
    return _fetch(_BY_INITIALS.format(kind=kind), columns)


_ALIKE = """
    SELECT w.nr, o.slug, o.name, a.name, o.origin, a.alike
    FROM unnest(%s::int[], %s::bigint[], %s::text[]) AS w (nr, thing, name)
        CROSS JOIN LATERAL (
            SELECT a.owner_id, a.name, similarity(a.name, w.name)::float8 AS alike
            FROM leaderboard_{kind}alias a WHERE a.name %% w.name AND a.owner_id <> w.thing
            ORDER BY alike DESC, a.id LIMIT 8
        ) a
        JOIN leaderboard_{kind} o ON o.id = a.owner_id
"""
_BY_INITIALS = """
    SELECT w.nr, o.slug, o.name, a.name, o.origin, 0::float8
    FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::text[]) AS w (nr, thing, key, initials)
        CROSS JOIN LATERAL (
            (SELECT a.owner_id, a.name FROM leaderboard_{kind}alias a
             WHERE w.initials = '' AND leaderboard_initials(a.name) = w.key LIMIT 8)
            UNION ALL
            (SELECT a.owner_id, a.name FROM leaderboard_{kind}alias a WHERE a.key = w.initials LIMIT 2)
        ) a
        JOIN leaderboard_{kind} o ON o.id = a.owner_id AND o.id <> w.thing
"""


def _fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _described(metric: Metric) -> tuple[Described, ...]:
    told = Event.objects.filter(subject_type="metric", subject_uid=metric.uid, action="describe")
    rows = told.select_related("actor").order_by("-at", "-pk")[:20]
    found = [
        Described(
            event.at, event.actor.username if event.actor else "", event.reason, tuple(_facts_changed(event))
        )
        for event in rows
    ]
    return tuple(each for each in found if each.differences)


def _facts_changed(event: Event) -> Iterable[Difference]:
    before, after = event.before or {}, event.after or {}
    for name, label in FACTS.items():
        old, new = (_FACTS.get(said := side.get(name), said or UNKNOWN) for side in (before, after))
        if old != new:
            yield Difference(label, str(old), str(new))


FACTS = {"direction": "direction", "percentage": "a percentage", "unit": "unit", "family": "family"}
"""What curators say of a metric, in the words of its screen."""

_FACTS: dict[Any, str] = {None: UNKNOWN, True: "yes", False: "no", **dict(Metric.Direction.choices)}


def _still_unknown() -> Q:
    """The counts are of a while ago: what was decided since is left out."""
    there = Q(thing=None)
    for kind in KINDS:
        rows = MODELS[kind].objects.filter(pk=OuterRef("thing"), origin=Origin.TEXT)
        there |= Q(kind=kind) & Q(Exists(rows))
    return there


def _things(rows: Sequence[dict[str, Any]]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for kind in sorted({row["kind"] for row in rows}):
        ids = [row["thing"] for row in rows if row["kind"] == kind and row["thing"]]
        found |= {(kind, thing.pk): thing for thing in MODELS[kind].objects.filter(pk__in=ids)}
    return found


def _unknown(
    row: dict[str, Any], things: Any, shown: dict[tuple[int, str], Example], could_be: tuple[Guess, ...]
) -> Unknown:
    thing = things.get((row["kind"], row["thing"]))
    return Unknown(
        row["kind"],
        thing.name if thing else row["name"],
        thing.slug if thing else "",
        thing.updated_at.isoformat() if thing else "",
        row["mentions"],
        row["papers"],
        shown.get((row["example"], row["name"])),
        could_be,
        "" if thing else row["key"].rpartition(" ")[2],
    )


def examples(asked: Sequence[tuple[int, str]]) -> dict[tuple[int, str], Example]:
    """What the claims of these ids say of these names, in that order."""
    rows = Claim.objects.filter(pk__in=[pk for pk, _ in asked]).select_related("paper").in_bulk()
    return {(pk, name): _example(rows[pk], name) for pk, name in asked if pk in rows}


def _example(claim: Claim, name: str) -> Example:
    text, start, end = claim.paper.abstract, claim.sentence_start, claim.sentence_end
    said = _said_in(text, name, start, end)
    marks = [(claim.start, claim.end, "number")]
    if said is not None:
        before, after = (said[0], min(said[1], claim.start)), (max(said[0], claim.end), said[1])
        marks += [(*part, "name") for part in (before, after) if part[0] < part[1]]
        return Example(claim.uid, claim.quote, _cut(text, start, end, marks), ())
    found = _said_in(text, name, 0, len(text))
    around = () if found is None else _around(text, *found)
    return Example(claim.uid, claim.quote, _cut(text, start, end, marks), around)


def _said_in(text: str, name: str, start: int, end: int) -> tuple[int, int] | None:
    found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE).search(text, start, end)
    return None if found is None else found.span()


def _around(text: str, start: int, end: int) -> Pieces:
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    pieces = _cut(text, first, last, [(start, end, "name")])
    return (*((("… ", ""),) if first else ()), *pieces, *(((" …", ""),) if last < len(text) else ()))


def _cut(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> Pieces:
    pieces, at = [], start
    for first, last, what in sorted(marks):
        pieces += [(text[at:first], ""), (text[first:last], what)]
        at = last
    return tuple(piece for piece in [*pieces, (text[at:end], "")] if piece[0])


def _claims(kind: str, thing: Any) -> Any:
    if kind == "benchmark":
        return Claim.objects.filter(
            Exists(ClaimBenchmark.objects.filter(claim=OuterRef("pk"), benchmark=thing))
        )
    if kind == "metric":
        return Claim.objects.filter(metric=thing)
    further = ClaimSystem.objects.filter(claim=OuterRef("pk"), system=thing)
    compared = ClaimBaseline.objects.filter(claim=OuterRef("pk"), system=thing)
    return Claim.objects.filter(Q(system=thing) | Q(Exists(further)) | Q(Exists(compared)))


def _spellings(kind: str, thing: Any) -> tuple[Spelling, ...]:
    """The spellings of the thing, and those that claims about it say without being one of them."""
    said = _said(kind, thing)
    found = {alias.key: alias.name for alias in thing.aliases.all()}
    words = {names.key(text): text for text in said}
    mentions: Counter[str] = Counter()
    for text, number in said.items():
        mentions[names.key(text)] += number
    own = names.key(thing.name)
    rows = [
        Spelling(found.get(key) or words[key], key, key in found, mentions[key], key == own)
        for key in {**found, **words}
        if key
    ]
    return tuple(sorted(rows, key=lambda row: (not row.own, -row.mentions, row.name))[:MOST_WORDS])


def _said(kind: str, thing: Any) -> Counter[str]:
    said: Counter[str] = Counter()
    for rows, column in _PLACES[kind](thing):
        said.update(rows.order_by().values_list(column, flat=True))
    return said


_PLACES: dict[str, Callable[[Any], list[tuple[Any, str]]]] = {
    "benchmark": lambda thing: [(ClaimBenchmark.objects.filter(benchmark=thing), "text")],
    "metric": lambda thing: [(Claim.objects.filter(metric=thing), "metric_text")],
    "system": lambda thing: [
        (Claim.objects.filter(system=thing), "system_text"),
        (ClaimSystem.objects.filter(system=thing), "text"),
        (ClaimBaseline.objects.filter(system=thing), "text"),
    ],
}


_MOST = (Key("mentions", whole, descending=True), Key("key"))
