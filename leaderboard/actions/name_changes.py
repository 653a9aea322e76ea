"""What curators do to names: confirm, merge, split, rename, say that it is none; all can be undone."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from leaderboard.actions import boards, events, links, name_links
from leaderboard.actions.journal import Journal, in_the_way, take_back
from leaderboard.actions.name_links import Chosen
from leaderboard.domain import names
from leaderboard.models import (
    Alert,
    Benchmark,
    BenchmarkAlias,
    BoardReads,
    BoardTotals,
    Evaluation,
    EvaluationMetric,
    Metric,
    MetricAlias,
    NameChange,
    NameRedirect,
    NotAName,
    Origin,
    System,
    SystemAlias,
    Task,
)

MODELS: dict[str, Any] = {"benchmark": Benchmark, "metric": Metric, "system": System, "task": Task}
ALIASES: dict[str, Any] = {"benchmark": BenchmarkAlias, "metric": MetricAlias, "system": SystemAlias}
Action = NameChange.Action


class StaleNameError(Exception):
    """Somebody else changed the thing after it was shown; show it again before deciding."""


class NotPossibleError(ValueError):
    """What was asked for can't be done to this thing; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a change, why, and from where."""

    by: AbstractBaseUser
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing as somebody saw it: `at` is when it had been changed last, None where nobody looked."""

    thing: Any
    at: datetime | None = None


def confirm(thing: Seen, *, asker: Asker) -> NameChange:
    """A thing of its own: its name and its spellings are a curator's, and taught to the engine."""
    with _settled(), _changing(Action.CONFIRM, asker, thing) as (journal, row):
        _adopt(journal, row)
    return _done(journal)


def merge(thing: Seen, *, into: Seen, asker: Asker) -> NameChange:
    """All that the one thing has is the other's: claims, spellings, addresses; the one is gone.

    Raises NotPossibleError where tables were handed in for both of them.
    """
    with _settled():
        return merge_unsettled(thing, into=into, asker=asker)


def merge_unsettled(thing: Seen, *, into: Seen, asker: Asker) -> NameChange:
    """As `merge`, but the boards are left to be settled: for a look at what would move."""
    with _changing(Action.MERGE, asker, thing, into) as (journal, row, target):
        if row.pk == target.pk:
            raise NotPossibleError(f"“{row.name}” is the same thing already; choose another one")
        kind = kind_of(row)
        _refuse_two_tables(kind, row, target)
        name_links.move(journal, kind, source=row.pk, target=target.pk)
        _move_spellings(journal, kind, ALIASES[kind].objects.filter(owner=row), target)
        _move_rest(journal, kind, row, target)
        _adopt(journal, target)
        _remove(journal, kind, row)
        _redirect(journal, kind, row.slug, to=target)
        _record(asker, "take_in", target, after={"name": row.name, "slug": row.slug})
    return _done(journal)


def unname(thing: Seen, *, asker: Asker) -> NameChange:
    """The words are no name: no claim is linked to them, no reading links them again, the thing is gone."""
    with _settled():
        return unname_unsettled(thing, asker=asker)


def unname_unsettled(thing: Seen, *, asker: Asker) -> NameChange:
    """As `unname`, but the boards are left to be settled."""
    with _changing(Action.UNNAME, asker, thing) as (journal, row):
        kind = kind_of(row)
        _refuse_in_use(kind, row)
        name_links.remove(journal, kind, source=row.pk)
        spellings = ALIASES[kind].objects.filter(owner=row)
        words = [NotAName(kind=kind, key=each.key, name=each.name) for each in spellings]
        made = NotAName.objects.bulk_create(words)
        journal.made("leaderboard_notaname", ids=[each.pk for each in made])
        journal.drop(f"leaderboard_{kind}alias", ids=_ids(spellings))
        nowhere = NameRedirect.objects.filter(**{kind: row})
        journal.set("leaderboard_nameredirect", ids=_ids(nowhere), **{f"{kind}_id": None})
        journal.drop("leaderboard_boardreads", ids=_ids(_reads(kind, row)))
        _remove(journal, kind, row)
        _redirect(journal, kind, row.slug, to=None)
    return _done(journal)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves a thing: spellings by their comparison keys, with what claims say in them, and claims."""

    keys: Collection[str] = ()
    claims: Collection[int] = ()


def split(thing: Seen, *, leaving: Leaving, to: Seen | str, asker: Asker) -> NameChange:
    """The chosen spellings and claims become those of another thing, or of a new one of that name."""
    with _settled():
        return split_unsettled(thing, leaving=leaving, to=to, asker=asker)


def split_unsettled(thing: Seen, *, leaving: Leaving, to: Seen | str, asker: Asker) -> NameChange:
    """As `split`, but the boards are left to be settled."""
    others = () if isinstance(to, str) else (to,)
    with _changing(Action.SPLIT, asker, thing, *others) as (journal, row, *rest):
        kind = kind_of(row)
        _refuse_split(row, leaving)
        target = rest[0] if rest else _branch_off(journal, kind, row, str(to))
        if target.pk == row.pk:
            raise NotPossibleError(f"“{row.name}” is where they are now; choose another thing")
        chosen = Chosen(leaving.keys, leaving.claims)
        name_links.move(journal, kind, source=row.pk, target=target.pk, chosen=chosen)
        gone = ALIASES[kind].objects.filter(owner=row, key__in=[*leaving.keys, names.key(target.name)])
        _move_spellings(journal, kind, gone, target)
        _adopt(journal, row)
        _adopt(journal, target)
        _record(asker, "take_in", target, after={"from": row.slug, "spellings": sorted(leaving.keys)})
    return _done(journal)


def rename(thing: Seen, *, name: str, address: bool, asker: Asker) -> NameChange:
    """The thing under another name, with `address` at another address too; the old one leads there."""
    with _settled(), _changing(Action.RENAME, asker, thing) as (journal, row):
        kind, name = kind_of(row), " ".join(name.split())
        if not names.is_name(name):
            raise NotPossibleError(f"“{name}” can't be a name: it has no letter or digit, or is too long")
        if name == row.name and not address:
            raise NotPossibleError("That is the name already: type another one")
        _refuse_taken(kind, row, name)
        columns = ["name", "slug", "origin", "updated_at", *(["key"] if kind == "task" else [])]
        journal.keep(_table(row), columns, ids=[row.pk])
        row.name, row.origin = name, Origin.CURATOR
        if address:
            row.slug = _own_slug(kind, row, name)
        if kind == "task":
            row.key = names.key(name)
        else:
            _spell(journal, kind, row, name)
        row.save()
        journal.change.target_name = name
    return _done(journal)


def undo(change: NameChange, *, asker: Asker) -> int:
    """How many rows stayed, because they were changed since; all others are as before the change.

    Raises NotPossibleError where something that was done since stands in the way, saying what.
    """
    with _settled(), transaction.atomic():
        links.lock()
        current = NameChange.objects.select_for_update().get(pk=change.pk)
        if current.undone_at is not None:
            raise NotPossibleError("this was taken back already")
        _refuse_undo(current)
        stayed = take_back(current)
        current.undone_at, current.undone_by_id = timezone.now(), asker.by.pk
        current.save()
        about = {"action": current.action, "source": current.source_name, "target": current.target_name}
        for uid in filter(None, (current.source, current.target)):
            events.record(
                "undo",
                subject=(current.kind, uid),
                by=asker.by,
                before=about,
                after={"stayed": stayed},
                reason=asker.reason,
                source=asker.source,
            )
    return stayed


def kind_of(thing: Any) -> str:
    """The kind of a thing, in the words of NamedKind."""
    return str(thing._meta.model_name)


def _done(journal: Journal) -> NameChange:
    return journal.change


@contextmanager
def _settled() -> Iterator[None]:
    yield
    boards.settle()


@contextmanager
def _changing(action: Action, asker: Asker, thing: Seen, *others: Seen) -> Iterator[tuple[Any, ...]]:
    """The journal of a new change and the things, locked and as they were seen; events at the end."""
    with transaction.atomic():
        links.lock()
        rows = [locked(each) for each in (thing, *others)]
        kind = kind_of(rows[0])
        if any(kind_of(row) != kind for row in rows):
            raise NotPossibleError("things of two kinds can't be one: choose another of the same kind")
        target = rows[1] if len(rows) > 1 else None
        change = NameChange.objects.create(
            kind=kind,
            action=action,
            source=rows[0].uid,
            source_name=rows[0].name,
            target=target and target.uid,
            target_name=target.name if target else "",
            by_id=asker.by.pk,
            reason=asker.reason,
        )
        before = facts(rows[0])
        journal = Journal(change)
        yield (journal, *rows)
        journal.seal()
        change.counts = journal.counts
        change.save()
        now = MODELS[kind].objects.filter(pk=rows[0].pk).first()
        after = facts(now) if now else {"into": target.slug if target else None}
        _record(asker, str(action), rows[0], before=before, after=after)


def facts(thing: Any) -> dict[str, Any]:
    """What an event says of a thing: its name, address and spellings."""
    said = {"name": thing.name, "slug": thing.slug, "origin": thing.origin}
    if kind_of(thing) == "task":
        return said
    return {**said, "spellings": sorted(thing.aliases.values_list("name", flat=True))}


def locked(seen: Seen) -> Any:
    """The row, held until the transaction ends; StaleNameError where it is not as it was seen."""
    model = type(seen.thing)
    row = model.objects.select_for_update().filter(pk=seen.thing.pk).first()
    if row is None:
        raise StaleNameError(f"“{seen.thing.name}” is gone: somebody merged it or took it away meanwhile")
    if seen.at is not None and row.updated_at != seen.at:
        raise StaleNameError(
            f"“{row.name}” was changed at {row.updated_at:%Y-%m-%d %H:%M:%S} UTC, after it was shown; "
            "nothing was saved, look at it again"
        )
    return row


def _adopt(journal: Journal, thing: Any) -> None:
    """A thing from a text is a curator's from now on, and so are its spellings; any is marked as changed."""
    origin = Origin.CURATOR if thing.origin == Origin.TEXT else thing.origin
    now = timezone.now()
    journal.set(_table(thing), ids=[thing.pk], origin=origin, updated_at=now)
    spellings = thing.aliases.filter(origin=Origin.TEXT)
    journal.set(_table(thing) + "alias", ids=_ids(spellings), origin=Origin.CURATOR, updated_at=now)


def _move_spellings(journal: Journal, kind: str, spellings: Any, target: Any) -> None:
    ids, now = _ids(spellings), timezone.now()
    table = f"leaderboard_{kind}alias"
    journal.set(table, ids=ids, owner_id=target.pk, origin=Origin.CURATOR, updated_at=now)


def _move_rest(journal: Journal, kind: str, source: Any, target: Any) -> None:
    """Old addresses, alerts, handed-in tables and the counts of readers; of one day's two counts one goes."""
    column = {f"{kind}_id": target.pk}
    journal.set("leaderboard_nameredirect", ids=_ids(NameRedirect.objects.filter(**{kind: source})), **column)
    if kind == "system":
        return
    journal.set("leaderboard_alert", ids=_ids(Alert.objects.filter(**{kind: source})), **column)
    if kind == "benchmark":
        journal.set("leaderboard_evaluation", ids=_ids(Evaluation.objects.filter(benchmark=source)), **column)
    else:
        columns = EvaluationMetric.objects.filter(metric=source)
        journal.set("leaderboard_evaluationmetric", ids=_ids(columns), **column)
    other = "metric_id" if kind == "benchmark" else "benchmark_id"
    days = set(_reads(kind, target).values_list(other, "day"))
    reads = list(_reads(kind, source).values_list("pk", other, "day"))
    journal.drop("leaderboard_boardreads", ids=[pk for pk, board, day in reads if (board, day) in days])
    kept = [pk for pk, board, day in reads if (board, day) not in days]
    journal.set("leaderboard_boardreads", ids=kept, **column)


def _reads(kind: str, thing: Any) -> Any:
    return BoardReads.objects.none() if kind == "system" else BoardReads.objects.filter(**{kind: thing})


def _remove(journal: Journal, kind: str, thing: Any) -> None:
    """The row goes; what is worked out from claims has followed them by then."""
    settle_contradictions()
    if kind != "system":
        BoardTotals.objects.filter(**{kind: thing}).delete()
    journal.drop(_table(thing), ids=[thing.pk])


def settle_contradictions() -> None:
    """What waits for the end of the transaction is worked out now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS contradictions_settled IMMEDIATE")
        cursor.execute("SET CONSTRAINTS contradictions_settled DEFERRED")


def _redirect(journal: Journal, kind: str, slug: str, *, to: Any) -> None:
    made = NameRedirect.objects.create(kind=kind, slug=slug, **({kind: to} if to else {}))
    journal.made("leaderboard_nameredirect", ids=[made.pk])


def _branch_off(journal: Journal, kind: str, source: Any, name: str) -> Any:
    """A new thing of that name, which has no claims yet; an address that it had before is its again."""
    name = " ".join(name.split())
    if not names.is_name(name):
        raise NotPossibleError(f"“{name}” can't be a name: it has no letter or digit, or is too long")
    key, model = names.key(name), MODELS[kind]
    taken = ALIASES[kind].objects.select_related("owner").filter(key=key).first()
    if taken is not None and taken.owner_id != source.pk:
        raise NotPossibleError(f"“{name}” means “{taken.owner.name}” already: choose that one instead")
    if key == names.key(source.name):
        raise NotPossibleError(f"“{name}” is the own name of what you split: type another name")
    back = NameRedirect.objects.filter(kind=kind, slug=names.slug(name), **{kind: source})
    journal.drop("leaderboard_nameredirect", ids=_ids(back))
    made = model.objects.create(
        name=name, slug=links.free_slugs(model, {key: name})[key], origin=Origin.CURATOR
    )
    journal.made(_table(made), ids=[made.pk])
    if taken is None:
        _spell(journal, kind, made, name)
    journal.change.target, journal.change.target_name = made.uid, made.name
    return made


def _spell(journal: Journal, kind: str, thing: Any, name: str) -> None:
    """The name as a spelling of the thing, if it isn't one yet."""
    alias, key = ALIASES[kind], names.key(name)
    if not alias.objects.filter(key=key).exists():
        made = alias.objects.create(owner=thing, key=key, name=name, origin=Origin.CURATOR)
        journal.made(f"leaderboard_{kind}alias", ids=[made.pk])


def _own_slug(kind: str, thing: Any, name: str) -> str:
    """The address that fits the name: an old one of its own, or a free one."""
    slug = names.slug(name)
    own = NameRedirect.objects.filter(kind=kind, slug=slug, **{kind: thing}).exists()
    return slug if own or slug == thing.slug else links.free_slugs(MODELS[kind], {"": name})[""]


def _refuse_two_tables(kind: str, source: Any, target: Any) -> None:
    if kind != "benchmark":
        return
    tasks = Evaluation.objects.filter(benchmark=target).values("task")
    both = Evaluation.objects.select_related("task").filter(benchmark=source, task__in=tasks).first()
    if both is not None:
        raise NotPossibleError(
            f"a table for {both.task.name} was handed in for “{source.name}” and for “{target.name}”: "
            "take one of them back first"
        )


def _refuse_in_use(kind: str, thing: Any) -> None:
    if kind == "system":
        return
    tables = Evaluation if kind == "benchmark" else EvaluationMetric
    for words, model in {"tables that were handed in": tables, "alerts": Alert}.items():
        if model.objects.filter(**{kind: thing}).exists():
            raise NotPossibleError(
                f"“{thing.name}” has {words}, so it is a name to somebody: merge it instead"
            )


def _refuse_split(thing: Any, leaving: Leaving) -> None:
    if not leaving.keys and not leaving.claims:
        raise NotPossibleError("Choose the spellings or claims that shall leave")
    if names.key(thing.name) in leaving.keys:
        raise NotPossibleError(f"“{thing.name}” is the own name of what you split: rename it first")


def _refuse_taken(kind: str, thing: Any, name: str) -> None:
    key = names.key(name)
    if kind == "task":
        other = Task.objects.filter(key=key).exclude(pk=thing.pk).first()
    else:
        alias = ALIASES[kind].objects.select_related("owner").filter(key=key).first()
        other = alias.owner if alias and alias.owner_id != thing.pk else None
    if other is not None:
        raise NotPossibleError(f"“{name}” means “{other.name}” already: merge the two instead")
    if NotAName.objects.filter(kind=kind, key=key).exists():
        raise NotPossibleError(f"a curator decided that “{name}” is no name: take that back first")


def _refuse_undo(change: NameChange) -> None:
    """What has to be there and what must not, so that everything finds its place again."""
    model = MODELS[change.kind]
    for uid, name in ((change.source, change.source_name), (change.target, change.target_name)):
        gone = uid == change.source and change.action in (Action.MERGE, Action.UNNAME)
        if uid is not None and not gone and not model.objects.filter(uid=uid).exists():
            raise NotPossibleError(f"“{name}” was merged or taken away since: take that back first")
    later = in_the_way(change)
    if later is not None:
        raise NotPossibleError(
            f"“{later.source_name}” was {later.get_action_display()} since: take that back first"
        )
    if change.action in (Action.MERGE, Action.UNNAME):
        _refuse_respelt(change)
    if change.action == Action.SPLIT:
        _refuse_grown(change)


def _refuse_respelt(change: NameChange) -> None:
    """The own spelling of what returns must still be where this change put it."""
    key = names.key(change.source_name)
    alias = ALIASES[change.kind].objects.select_related("owner").filter(key=key).first()
    if alias is not None and alias.owner.uid != change.target:
        raise NotPossibleError(
            f"the spelling “{alias.name}” is now one of “{alias.owner.name}”: take that back first"
        )
    if alias is None and change.action == Action.MERGE:
        raise NotPossibleError(f"the spelling “{change.source_name}” is gone: take that back first")


def _refuse_grown(change: NameChange) -> None:
    """What was made by a split can only go while it has nothing that it hadn't then."""
    table = f"leaderboard_{change.kind}"
    made = change.moves.filter(place=table, before=None).values_list("row", flat=True).first()
    if made is None:
        return
    noted = set(change.moves.exclude(place=table).values_list("place", "row"))
    thing = MODELS[change.kind].objects.get(pk=made)
    for relation in thing._meta.related_objects:
        place = relation.related_model._meta.db_table
        if place in _FOLLOWING:
            continue
        rows = relation.related_model.objects.filter(**{relation.field.name: thing})
        if any((place, pk) not in noted for pk in _ids(rows)):
            raise NotPossibleError(
                f"“{thing.name}” has more by now than what was split off: merge it instead"
            )


_FOLLOWING = frozenset(
    f"leaderboard_{table}"
    for table in ("standing", "boardtotals", "contradiction", "efficiencystanding", "boardreads")
)
"""Tables that are worked out from the others, or only count."""


def _record(asker: Asker, action: str, thing: Any, *, after: Any, before: Any = None) -> None:
    events.record(
        action,
        subject=(kind_of(thing), thing.uid),
        by=asker.by,
        before=before,
        after=after,
        reason=asker.reason,
        source=asker.source,
    )


def _table(thing: Any) -> str:
    return str(thing._meta.db_table)


def _ids(rows: Any) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))
