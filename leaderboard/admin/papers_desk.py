"""The desk of papers in the admin: look for one, add one or a file of them, see what was left behind."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError as BrokerError

from leaderboard.actions import papers as actions
from leaderboard.actions.ingest import IngestReport
from leaderboard.admin.doors import needs
from leaderboard.forms import PaperForm, PapersFileForm
from leaderboard.models import Claim
from leaderboard.queries import paper_desk as queries
from leaderboard.sources import formats
from leaderboard.sources.content import Content
from leaderboard.sources.fields import from_fields
from leaderboard.sources.records import SourceError, checked
from leaderboard.tasks import extract_waiting

CHANGING = "leaderboard.change_paper"
SOURCE = "papers"
MAX_ASKED = 500


@needs(CHANGING)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Papers that were looked for, forms to add some, and decisions that a correction left behind."""
    return show_desk(request, PaperForm(), PapersFileForm())


@needs(CHANGING)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """To the paper that was typed in, which waits to be read; one that is there already is shown."""
    form = PaperForm(request.POST)
    if not form.is_valid():
        return show_desk(request, form, PapersFileForm(), status=400)
    fields = dict(form.cleaned_data)
    day = fields.pop("published_on")
    typed = {**fields, "published_on": day.isoformat() if day else None}
    entry = from_fields(typed, place="the form", form="admin", otherwise=user_of(request).get_username())
    report = actions.add(checked([entry]), by=user_of(request), source=SOURCE)
    wake()
    _say(request, report)
    found = queries.by_abstract(fields["abstract"])
    return redirect("paper-desk") if found is None else redirect("paper-correct", found.uid)


@needs(CHANGING)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Back to the desk, which says what became of the file's records; all of them or none are stored."""
    form = PapersFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_desk(request, PaperForm(), form, status=400)
    try:
        report = _take_in(form.cleaned_data["file"], by=user_of(request))
    except SourceError as error:
        form.add_error("file", f"{error}. Nothing of it was stored.")
        return show_desk(request, PaperForm(), form, status=400)
    wake()
    _say(request, report)
    return redirect("paper-desk")


@needs(CHANGING)
@require_POST
def settle(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Back to the desk, where a decision about words that are gone is no longer listed."""
    claim = Claim.objects.filter(uid=uid).first()
    if claim is None:
        raise Http404("There is no such claim.")
    actions.settle(claim, by=user_of(request), source=SOURCE)
    messages.success(request, f"Looked after: {claim.quote}.")
    return redirect("paper-desk")


def show_desk(
    request: HttpRequest, form: PaperForm, file_form: PapersFileForm, *, status: int = 200
) -> HttpResponse:
    """The desk, with forms as they were filled."""
    asked = request.GET.get("q", "")[:MAX_ASKED].replace("\0", "")
    context = {
        "title": "Papers",
        "asked": asked,
        "papers": queries.looked_for(asked),
        "left": queries.left_behind(),
        "form": form,
        "file_form": file_form,
    }
    return page(request, "admin/papers_desk.html", context, status=status)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page inside the admin."""
    whole = {**admin.site.each_context(request), **context}
    return render(request, template, whole, status=status, using="django")


def user_of(request: HttpRequest) -> User:
    """Who asks; inside the admin never a stranger."""
    return cast("User", request.user)


def wake() -> None:
    """Ask a worker to read what waits; while the broker is away, beat does so later."""
    with suppress(BrokerError):
        extract_waiting.delay_on_commit()


def _take_in(file: Any, *, by: User) -> IngestReport:
    with tempfile.NamedTemporaryFile(prefix="papers-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        content = Content(path=Path(copy.name), name=file.name, file_name=file.name)
        return actions.add(formats.read(content), by=by, source=SOURCE)


def _say(request: HttpRequest, report: IngestReport) -> None:
    counts = {
        "new": report.new,
        "there already": report.there,
        "merged into ones that are there": report.merged,
        "with the number of another paper": report.conflicts,
        "refused": report.rejected,
    }
    told = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
    examples = "; ".join(report.examples[:5])
    level = messages.WARNING if report.conflicts or report.rejected else messages.SUCCESS
    messages.add_message(request, level, f"Papers: {told or 'none'}.{' ' + examples if examples else ''}")
