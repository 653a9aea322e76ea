"""The desk of names: what only texts know, and everything that a curator can do about a name."""

import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leaderboard.actions import name_changes, name_previews, naming
from leaderboard.actions.name_changes import Asker, Leaving, NotPossibleError, Seen, StaleNameError
from leaderboard.admin.doors import DECIDING, needs
from leaderboard.admin.name_forms import DecisionForm, DeskForm, MergeForm, RenameForm, SplitForm
from leaderboard.models import Claim, NameChange
from leaderboard.queries import name_desk as queries
from leaderboard.queries import redirects
from leaderboard.queries.keysets import CursorError
from leaderboard.queries.name_desk import Screen

SOURCE = "names"
TABLES = {
    "leaderboard_claim": "claims",
    "leaderboard_claimbenchmark": "links to benchmarks",
    "leaderboard_claimsystem": "links to further systems",
    "leaderboard_claimbaseline": "links to compared systems",
    "leaderboard_alert": "alerts",
    "leaderboard_evaluation": "handed-in tables",
    "leaderboard_evaluationmetric": "columns of handed-in tables",
    "leaderboard_boardreads": "counts of readers",
    "leaderboard_nameredirect": "old addresses",
    "leaderboard_notaname": "refused spellings",
    **dict.fromkeys((f"leaderboard_{kind}alias" for kind in queries.KINDS), "spellings"),
}
View = Callable[..., HttpResponse]


def of_thing(view: View) -> View:
    """A view of one thing, for those who may change things of its kind."""

    @wraps(view)
    def shown(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
        if kind not in queries.MODELS:
            raise Http404("Things are benchmarks, metrics, systems and tasks.")
        if not request.user.has_perm(f"leaderboard.change_{kind}"):
            raise PermissionDenied
        screen = queries.screen(kind, slug)
        if screen is None and (now := redirects.thing(kind, slug)) and request.method in ("GET", "HEAD"):
            return redirect("name-thing", kind, now.slug)
        if screen is None and (gone := redirects.unnamed(kind, slug)) and request.method in ("GET", "HEAD"):
            words = f"“{gone.source_name}” was called no name of a {kind}"
            messages.info(request, f"{words}. This is the record of it, and where it can be taken back.")
            return redirect("name-change", gone.uid)
        if screen is None:
            raise Http404("There is no such thing; somebody may have merged it meanwhile.")
        return view(request, screen)

    return shown


@needs(DECIDING)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Names that nobody confirmed, the most mentioned first, with what they could be."""
    form = DeskForm(request.GET)
    if not form.is_valid():
        raise BadRequest("Kind is benchmark, metric or system; a page is after a mark or before one.")
    kind, q = form.cleaned_data["kind"], form.cleaned_data["q"]
    try:
        found = queries.unknown(kind, q=q, cursor=form.cursor)
    except CursorError as error:
        raise BadRequest(str(error)) from error
    recent = NameChange.objects.select_related("by")[:5]
    context = {"form": form, "found": found, "kind": kind, "q": q, "recent": recent, "title": "Names"}
    return show(request, "admin/names.html", context)


@needs(DECIDING)
@require_safe
@of_thing
def thing(request: HttpRequest, screen: Screen) -> HttpResponse:
    """One thing: its spellings, what is said of it, what it could be, and all that can be done."""
    return _screen(request, screen)


@needs(DECIDING)
@require_POST
@of_thing
def confirm(request: HttpRequest, screen: Screen) -> HttpResponse:
    """The thing is one of its own, and taught to the engine."""
    return _do(
        request,
        screen,
        DecisionForm(request.POST),
        lambda asker, seen, _: partial(name_changes.confirm, seen, asker=asker),
    )


@needs(DECIDING)
@require_POST
@of_thing
def rename(request: HttpRequest, screen: Screen) -> HttpResponse:
    """The thing under another name."""

    def wanted(asker: Asker, seen: Seen, given: dict[str, Any]) -> Callable[[], NameChange]:
        return partial(name_changes.rename, seen, name=given["name"], address=given["address"], asker=asker)

    return _do(request, screen, RenameForm(request.POST), wanted)


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
@of_thing
def merge(request: HttpRequest, screen: Screen) -> HttpResponse:
    """What would move if the thing were another one; posted to, it is."""
    form = MergeForm(request.POST or request.GET)
    other = (
        naming.find(cast("Any", screen.kind), form.data.get("into", ""))
        if screen.kind in queries.KINDS
        else None
    )
    if other is None:
        words = form.data.get("into", "")[:80]
        wrong = f"No {screen.kind} is called “{words}”: choose a suggestion, or another spelling."
        return _screen(request, screen, wrong=wrong, status=400)

    def wanted(asker: Asker, seen: Seen, given: dict[str, Any]) -> Callable[[], NameChange]:
        into = Seen(other, given.get("seen_into"))
        act = name_changes.merge if request.method == "POST" else name_changes.merge_unsettled
        return partial(act, seen, into=into, asker=asker)

    said = f"“{screen.thing.name}” becomes a spelling of “{other.name}”"
    hidden = {"into": other.name, "seen_into": other.updated_at.isoformat()}
    return _do(request, screen, form, wanted, asked=(said, hidden))


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
@of_thing
def unname(request: HttpRequest, screen: Screen) -> HttpResponse:
    """What would go if these words were no name; posted to, they are none."""

    def wanted(asker: Asker, seen: Seen, given: dict[str, Any]) -> Callable[[], NameChange]:
        act = name_changes.unname if request.method == "POST" else name_changes.unname_unsettled
        return partial(act, seen, asker=asker)

    said = f"“{screen.thing.name}” is no name of a {screen.kind}: no claim is linked to it any more"
    return _do(request, screen, DecisionForm(request.POST or request.GET), wanted, asked=(said, {}))


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
@of_thing
def split(request: HttpRequest, screen: Screen) -> HttpResponse:
    """What would leave with the chosen spellings and claims; posted to, it does."""
    asked = request.POST or request.GET
    form, name = SplitForm(asked), asked.get("to", "")
    keys, claims = asked.getlist("keys"), asked.getlist("claims")
    other = naming.find(cast("Any", screen.kind), name)
    if other is not None and other.pk == screen.thing.pk:
        other = None  # a spelling of its own becomes a thing of its own

    def wanted(asker: Asker, seen: Seen, given: dict[str, Any]) -> Callable[[], NameChange]:
        ids = list(Claim.objects.filter(uid__in=_uids(claims)).values_list("pk", flat=True))
        act = name_changes.split if request.method == "POST" else name_changes.split_unsettled
        to = Seen(other) if other else name
        return partial(act, seen, leaving=Leaving(keys, ids), to=to, asker=asker)

    leaving = f"{_some(len(keys), 'spelling')} and {_some(len(claims), 'claim')} of “{screen.thing.name}”"
    said = f"{leaving} leave for " + (f"“{other.name}”" if other else f"a new {screen.kind}, “{name}”")
    return _do(request, screen, form, wanted, asked=(said, {"to": name, "keys": keys, "claims": claims}))


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, uid: Any) -> HttpResponse:
    """What was done; posted to, it is taken back."""
    found = NameChange.objects.select_related("by", "undone_by").filter(uid=uid).first()
    if found is None:
        raise Http404("There is no such change.")
    if not request.user.has_perm(f"leaderboard.change_{found.kind}"):
        raise PermissionDenied
    wrong, status = "", 200
    if request.method == "POST":
        asker = Asker(cast("User", request.user), request.POST.get("reason", "")[:500], SOURCE)
        try:
            stayed = name_changes.undo(found, asker=asker)
        except NotPossibleError as error:
            wrong, status = sentence(error), 409
        else:
            rest = f" {stayed} rows stay, because they were changed since." if stayed else ""
            messages.success(request, f"Taken back: everything is as before.{rest}")
            return redirect("name-change", found.uid)
    context = {"change": found, "rows": _rows(found.counts), "wrong": wrong, "title": _title(found)}
    target = name_changes.MODELS[found.kind].objects.filter(uid=found.target or found.source).first()
    return show(request, "admin/name_change.html", {**context, "target": target}, status=status)


def _do(
    request: HttpRequest,
    screen: Screen,
    form: DecisionForm,
    wanted: Callable[[Asker, Seen, dict[str, Any]], Callable[[], NameChange]],
    *,
    asked: tuple[str, dict[str, Any]] | None = None,
) -> HttpResponse:
    """The change, or a look at it where only that was asked for; what can't be done is said."""
    if not form.is_valid():
        return _screen(request, screen, wrong="Nothing was saved: " + _errors(form), status=400)
    given = form.cleaned_data
    asker = Asker(cast("User", request.user), given["reason"], SOURCE)
    act = wanted(asker, Seen(screen.thing, given["seen"]), given)
    try:
        if request.method != "POST" and asked is not None:
            return _ask(request, screen, name_previews.preview(act), *asked)
        done = act()
    except StaleNameError as error:
        fresh = queries.screen(screen.kind, screen.thing.slug)
        if fresh is None:
            messages.error(request, sentence(error))
            return redirect("names")
        return _screen(request, fresh, wrong=sentence(error), status=409)
    except NotPossibleError as error:
        return _screen(request, screen, wrong=sentence(error), status=400)
    messages.success(request, _title(done) + ".")
    return redirect("name-change", done.uid)


def _ask(
    request: HttpRequest, screen: Screen, found: name_previews.Preview, said: str, hidden: dict[str, Any]
) -> HttpResponse:
    pairs = [
        (name, each)
        for name, value in hidden.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    context = {
        "screen": screen,
        "said": said,
        "preview": found,
        "rows": _rows(found.rows),
        "hidden": [*pairs, ("seen", screen.thing.updated_at.isoformat())],
        "title": f"{screen.thing.name}: what would change",
    }
    return show(request, "admin/name_preview.html", context)


def _screen(request: HttpRequest, screen: Screen, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {
        "screen": screen,
        "seen": screen.thing.updated_at.isoformat(),
        "field": screen.kind if screen.kind == "metric" else f"{screen.kind}s",
        "wrong": wrong,
        "title": f"{screen.kind.capitalize()} {screen.thing.name}",
    }
    return show(request, "admin/name_thing.html", context, status=status)


def _rows(counts: Any) -> list[tuple[str, int]]:
    return [(TABLES[table], number) for table, number in counts.items() if table in TABLES and number]


def _title(change: NameChange) -> str:
    rest = {
        NameChange.Action.MERGE: f" into {change.target_name}",
        NameChange.Action.SPLIT: f": some of it is {change.target_name} now",
        NameChange.Action.RENAME: f" to {change.target_name}",
        NameChange.Action.UNNAME: f" of a {change.kind}",
    }
    return (
        f"{change.source_name}: {change.get_action_display()}{rest.get(NameChange.Action(change.action), '')}"
    )


def _some(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _uids(texts: list[str]) -> list[str]:
    """Those of the texts that are uids."""
    return [text for text in texts if _UID.fullmatch(text)]


_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _errors(form: DecisionForm) -> str:
    return " ".join(f"{name}: {' '.join(map(str, said))}" for name, said in form.errors.items())


def sentence(error: Exception) -> str:
    """The error's words as a sentence."""
    said = str(error)
    return said[:1].upper() + said[1:] + "."


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page inside the admin."""
    whole = {**admin.site.each_context(request), **context, "is_nav_sidebar_enabled": False}
    return render(request, template, whole, status=status, using="django")
