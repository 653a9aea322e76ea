"""What is known of a metric, and papers that are read again after a name was decided about."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from leaderboard import tasks
from leaderboard.actions import batches, metrics, name_previews
from leaderboard.actions.name_changes import ALIASES, StaleNameError
from leaderboard.admin.doors import DECIDING, needs
from leaderboard.admin.name_desk import SOURCE, sentence, show
from leaderboard.admin.name_forms import FactsForm
from leaderboard.models import Metric, NameChange, NameMove
from leaderboard.queries import selections

DESCRIBING = "leaderboard.change_metric"


@needs(DESCRIBING)
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """Direction, unit, family and percentage of a metric, unknown included; which boards would change."""
    metric = Metric.objects.filter(slug=slug).first()
    if metric is None:
        raise Http404("There is no such metric.")
    if request.method != "POST":
        return _facts(request, metric, FactsForm(initial=FactsForm.shown(metric)))
    form = FactsForm(request.POST)
    if not form.is_valid():
        return _facts(
            request, metric, form, wrong="Nothing was saved: look at the marked fields.", status=400
        )
    by, given = cast("User", request.user), cast("metrics.Facts", form.facts)
    try:
        if request.POST.get("how") != "save":
            ranks = name_previews.ranks(metric, facts=given, by=by)
            return _facts(request, metric, form, ranks=ranks, asked=True)
        about = {"reason": form.cleaned_data["reason"], "source": SOURCE, "seen": form.cleaned_data["seen"]}
        metrics.describe(metric, facts=given, by=by, **about)
    except StaleNameError as error:
        fresh = Metric.objects.get(pk=metric.pk)
        form = FactsForm(initial=FactsForm.shown(fresh))
        return _facts(request, fresh, form, wrong=sentence(error), status=409)
    except ValidationError as error:
        return _facts(request, metric, form, wrong=" ".join(error.messages), status=400)
    messages.success(request, f"{metric.name}: saved.")
    return redirect("name-thing", "metric", metric.slug)


@needs(DECIDING)
@require_POST
def reread(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To a batch that compares, or reads again, the papers that say what a change is about."""
    change = NameChange.objects.filter(uid=uid).first()
    if change is None or change.kind not in ALIASES:
        raise Http404("There is no such change.")
    kind = "names-reread" if request.POST.get("how") == "reread" else "names-compare"
    about = {"spellings": _spellings(change), "change": str(change.uid)}
    batch = batches.start(kind, about=about, by=cast("User", request.user), source=SOURCE)
    tasks.work_on_batches.delay_on_commit()
    return redirect("batch", batch.uid)


def _spellings(change: NameChange) -> list[str]:
    """The words that mean something else by the change."""
    table = f"leaderboard_{change.kind}alias"
    rows = NameMove.objects.filter(change=change, place=table)
    named = [row.before["name"] for row in rows if row.before and "name" in row.before]
    kept = ALIASES[change.kind].objects.filter(pk__in=rows.values("row")).values_list("name", flat=True)
    return list(dict.fromkeys([change.source_name, *named, *kept]))[:50]


def _facts(
    request: HttpRequest,
    metric: Metric,
    form: FactsForm,
    *,
    ranks: Any = (),
    asked: bool = False,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    title = f"{metric.name}: what is known of it"
    context = {"metric": metric, "form": form, "ranks": ranks, "asked": asked, "wrong": wrong, "title": title}
    known = {"units": selections.units(), "families": selections.families()}
    return show(request, "admin/name_facts.html", {**context, **known}, status=status)
