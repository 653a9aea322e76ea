"""The screens of policies: what each accepted and what people found; a new one only after its outlook."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leaderboard import tasks
from leaderboard.actions import policies as actions
from leaderboard.admin.doors import needs
from leaderboard.domain.ranking import SURE_ENOUGH
from leaderboard.models import Claim
from leaderboard.queries import policies as queries
from leaderboard.queries import selections
from leaderboard.queries.policies import Scope

DECIDING = "leaderboard.change_claim"
SETTING = "leaderboard.add_policy"
STOPPING = "leaderboard.change_policy"


class ScopeForm(forms.Form):
    """What a policy is to be about."""

    kind = forms.ChoiceField(required=False, choices=[("", "any"), *Claim.Kind.choices])
    family = forms.ChoiceField(required=False, label="Family of the metric")
    threshold = forms.FloatField(min_value=SURE_ENOUGH, max_value=1, initial=0.95, label="Confidence from")
    share = forms.FloatField(min_value=1, max_value=100, initial=5, label="Per cent of it that people check")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        families = [("", "any"), *((each, each) for each in selections.families())]
        self.fields["family"].choices = families  # type: ignore[attr-defined]
        for name in ("threshold", "share"):
            self.fields[name].widget.attrs["step"] = "any"

    def scope(self) -> Scope:
        """What was asked for."""
        given = self.cleaned_data
        return Scope(given["threshold"], given["kind"] or None, given["family"] or None)


class ReasonForm(ScopeForm):
    """A policy with its reason."""

    reason = forms.CharField(max_length=2000)


@needs(DECIDING)
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """All policies with their records, and the form for a new one."""
    return _page(request, "admin/policies.html", {"form": ScopeForm(initial=_initial())})


@needs(SETTING)
@require_safe
def outlook(request: HttpRequest) -> HttpResponse:
    """What a policy would do, before there is one."""
    form = ScopeForm(request.GET)
    if not form.is_valid():
        return _page(request, "admin/policies.html", {"form": form}, status=400)
    return _outlook(request, form)


@needs(SETTING)
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """The policy is in force from now on."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        if not form.errors.keys() - {"reason"}:
            return _outlook(request, form, wrong="Nothing was set: say why there shall be this policy.")
        return _page(request, "admin/policies.html", {"form": form}, status=400)
    share, reason = form.cleaned_data["share"] / 100, form.cleaned_data["reason"]
    try:
        made = actions.put(actions.Terms(form.scope(), share, reason), by=cast("User", request.user))
    except ValidationError as error:
        return _outlook(request, form, wrong=" ".join(error.messages) + ".")
    tasks.apply_policies.delay_on_commit()
    messages.success(request, f"In force: {made}. What it accepts is accepted within seconds.")
    return redirect("policies")


@needs(STOPPING)
@require_POST
def stop(request: HttpRequest, uid: Any) -> HttpResponse:
    """The policy accepts nothing any more; if asked for, what it accepted is taken back by a batch."""
    policy, user = queries.one(uid), cast("User", request.user)
    if policy is None:
        raise Http404("There is no such policy.")
    reason = request.POST.get("reason", "")[:2000]
    if "back" not in request.POST:
        actions.stop(policy, by=user, reason=reason)
        messages.success(request, f"Stopped: {policy}. What it accepted stays accepted.")
        return redirect("policies")
    batch = actions.take_back(policy, by=user, reason=reason)
    tasks.work_on_batches.delay_on_commit()
    return redirect("batch", batch.uid)


def _initial() -> dict[str, Any]:
    return {"threshold": 0.95, "share": 5}


def _outlook(request: HttpRequest, form: ScopeForm, *, wrong: str = "") -> HttpResponse:
    found = queries.outlook(form.scope())
    context = {"form": form, "outlook": found, "wrong": wrong, "title": "A policy before it is set"}
    asked = form.scope()
    kind = dict(Claim.Kind.choices).get(asked.kind or "", "any kind")
    context["scope"] = f"{kind}, {asked.family or 'any'} family, confidence from {asked.threshold:g}"
    return _page(request, "admin/policy_outlook.html", context, status=400 if wrong else 200)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    whole = {
        **admin.site.each_context(request),
        "title": "Policy",
        "records": queries.records(),
        "may_set": request.user.has_perm(SETTING),
        "may_stop": request.user.has_perm(STOPPING),
        **context,
        "is_nav_sidebar_enabled": False,
    }
    return render(request, template, whole, status=status, using="django")
