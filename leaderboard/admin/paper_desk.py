"""One paper on the desk: correct it, retract it, merge another one into it, and take that back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from leaderboard.actions import merging
from leaderboard.actions import papers as actions
from leaderboard.actions.former_texts import Replaced
from leaderboard.actions.papers import StalePaperError
from leaderboard.admin.doors import needs
from leaderboard.admin.papers_desk import CHANGING, MAX_ASKED, SOURCE, page, user_of, wake
from leaderboard.forms import CorrectionForm, RetractionForm, Seen
from leaderboard.models import Event, Paper
from leaderboard.queries import paper_desk as queries


@needs(CHANGING)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The paper as it is; posted to, with the corrections, which a worker reads where the text changed."""
    found = _found(uid)
    if request.method != "POST":
        return _show(request, found)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=400)
    changes: Any = dict(form.cleaned_data)
    about = {"reason": changes.pop("reason"), "seen": changes.pop("seen")}
    try:
        done = actions.correct(found, changes=changes, by=user_of(request), source=SOURCE, **about)
    except (StalePaperError, ValidationError) as error:
        return _show(request, found, form, status=409, wrong=_sentence(error))
    wake()
    _say(request, "Corrected.", done.texts)
    return redirect("paper-correct", uid)


def _say(request: HttpRequest, done: str, texts: Replaced | None) -> None:
    level = messages.WARNING if texts and texts.lost else messages.SUCCESS
    messages.add_message(request, level, f"{done}{_told(texts)}")


def _told(texts: Replaced | None) -> str:
    """What became of the claims of a paper with another abstract, as a sentence; nothing for the same one."""
    if texts is None:
        return ""
    parts = [
        f"{texts.stayed} stayed where they were",
        f"{texts.moved} moved along with their sentences",
        f"{texts.left} stayed behind with the former text ({texts.lost} of these had been decided about)",
    ]
    back = f", {texts.back} came back with their earlier text" if texts.back else ""
    return f" Of its claims, {parts[0]}, {parts[1]}{back} and {parts[2]}."


@needs(CHANGING)
@require_POST
def retract(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Back to the paper, which is retracted now: its claims leave the ranks."""
    found, form = _found(uid), RetractionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, retraction=form, status=400)
    given = form.cleaned_data
    return _done(
        request,
        found,
        lambda: actions.retract(found, by=user_of(request), source=SOURCE, **given),
        "Retracted: its claims have no rank any more.",
    )


@needs(CHANGING)
@require_POST
def reinstate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Back to the paper, which is retracted no longer."""
    found, form = _found(uid), Seen(request.POST)
    if not form.is_valid():
        return _show(request, found, status=400, wrong="This page is damaged. Open the paper again.")
    seen = form.cleaned_data["seen"]
    return _done(
        request,
        found,
        lambda: actions.reinstate(found, by=user_of(request), source=SOURCE, seen=seen),
        "No longer retracted: its claims rank again.",
    )


@needs(CHANGING)
@require_POST
def uncorrect(request: HttpRequest, event: UUID) -> HttpResponse:
    """Back to the paper as it was before its last correction, unless somebody changed it since."""
    found = Event.objects.filter(uid=event, action=actions.CORRECT, subject_type=actions.SUBJECT).first()
    if found is None:
        raise Http404("There is no such correction.")
    paper = _found(found.subject_uid)
    try:
        done = actions.take_back(found, by=user_of(request), source=SOURCE)
    except (StalePaperError, ValidationError) as error:
        return _show(request, paper, status=409, wrong=_sentence(error))
    wake()
    _say(request, "Taken back.", done.texts)
    return redirect("paper-correct", paper.uid)


@needs(CHANGING)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What merging another paper into this one would do; posted to, it is done."""
    kept = _found(uid)
    named = (request.POST if request.method == "POST" else request.GET).get("other", "")[:MAX_ASKED]
    gone = queries.one(named.replace("\0", ""))
    if gone is None:
        wrong = f"No paper is called “{named[:80]}”: give its address here, its arXiv number or its DOI."
        return _show(request, kept, status=400, wrong=wrong)
    try:
        if request.method == "POST":
            return _merged(request, kept, gone)
        planned = merging.plan(kept, gone=gone)
    except (StalePaperError, ValidationError) as error:
        return _show(request, kept, status=409, wrong=_sentence(error))
    seen = (kept.updated_at.isoformat(), gone.updated_at.isoformat())
    context = {"title": "Merge two papers", "plan": planned, "seen": seen, "other": named}
    return page(request, "admin/paper_merge.html", context)


@needs(CHANGING)
@require_POST
def unmerge(request: HttpRequest, event: UUID) -> HttpResponse:
    """To the paper that is back, unless somebody decided about one of the two since."""
    found = Event.objects.filter(uid=event, action=queries.MERGE, subject_type=actions.SUBJECT).first()
    if found is None:
        raise Http404("There is no such merge.")
    kept = _found(found.subject_uid)
    try:
        back = merging.unmerge(found, by=user_of(request), source=SOURCE)
    except (StalePaperError, ValidationError) as error:
        return _show(request, kept, status=409, wrong=_sentence(error))
    wake()
    messages.success(request, "Taken back: both papers are as they were before.")
    return redirect("paper-correct", back.uid)


def _merged(request: HttpRequest, kept: Paper, gone: Paper) -> HttpResponse:
    try:
        seen = tuple(datetime.fromisoformat(each) for each in request.POST.getlist("seen"))
    except ValueError:
        seen = ()
    if len(seen) != 2:
        raise ValidationError("This page is damaged: look at the preview again.")
    reason = request.POST.get("reason", "")[:MAX_ASKED]
    merging.merge(kept, gone=gone, by=user_of(request), reason=reason, source=SOURCE, seen=seen)
    messages.success(request, "Merged: the other paper leads here now.")
    return redirect("paper-correct", kept.uid)


def _found(uid: UUID) -> Paper:
    found = queries.find(uid)
    if found is None:
        raise Http404("There is no such paper.")
    return found


def _done(request: HttpRequest, found: Paper, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except (StalePaperError, ValidationError) as error:
        return _show(request, found, status=409, wrong=_sentence(error))
    messages.success(request, said)
    return redirect("paper-correct", found.uid)


def _show(
    request: HttpRequest,
    found: Paper,
    form: CorrectionForm | None = None,
    *,
    retraction: RetractionForm | None = None,
    status: int = 200,
    wrong: str = "",
) -> HttpResponse:
    seen = {"seen": found.updated_at.isoformat(timespec="microseconds")}
    names = [name for name in CorrectionForm.base_fields if name not in ("seen", "reason", "authors")]
    typed = {name: getattr(found, name) for name in names} | {"authors": "\n".join(found.authors)}
    context = {
        "title": found.title or "Untitled paper",
        "paper": found,
        "form": form or CorrectionForm(initial={**typed, **seen}),
        "retraction": retraction or RetractionForm(initial=seen, auto_id="retraction_%s"),
        "seen": seen["seen"],
        "history": queries.history(found),
        "left": queries.left_behind(found),
        "wrong": wrong,
    }
    return page(request, "admin/paper_desk.html", context, status=status)


def _sentence(error: Exception) -> str:
    said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    said = said.rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."
