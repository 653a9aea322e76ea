"""The queue: one claim a screen, decided about from the keyboard, with undo."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leaderboard import tasks
from leaderboard.actions import answering, opinions, public_proposals, restoring, turns
from leaderboard.actions import claims as actions
from leaderboard.actions.claims import StaleClaimError
from leaderboard.actions.naming import UnknownNameError
from leaderboard.actions.public_proposals import DecidedError
from leaderboard.admin import queue_proposals
from leaderboard.admin.doors import needs
from leaderboard.forms import ProposalForm, Rejected
from leaderboard.models import Claim, Event
from leaderboard.queries import claim_fields, curation, suggestions
from leaderboard.queries import opinions as pairs
from leaderboard.queries.curation import Screen
from leaderboard.queries.search import Kind

DECIDING = "leaderboard.change_claim"
SOURCE = "queue"
KINDS = {
    "metric": Kind.METRICS,
    "benchmarks": Kind.BENCHMARKS,
    "systems": Kind.SYSTEMS,
    "baselines": Kind.SYSTEMS,
    "task_text": Kind.TASKS,
}
DONE = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "pass": "set aside",
    "next": "left",
    "yes": "decided as proposed",
    "no": "stays: the proposal was declined",
    "open": "left: the proposal stays open",
}
UNDONE = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "pass_over": "set aside"}


@needs(DECIDING)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Where the work begins: how much waits, what was done today."""
    return _page(
        request,
        "admin/queue.html",
        {"waiting": curation.waiting(), **_own(request), "unsettled": pairs.unsettled()},
    )


@needs(DECIDING)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """To the claim whose decision is worth most and that nobody else looks at."""
    return to_next(request)


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One claim to decide about; posted to, the decision, and on to the next claim."""
    screen = curation.screen(uid)
    if screen is None:
        raise Http404("There is no such claim.")
    if request.method != "POST":
        return _show(request, screen, None)
    return _decide(request, screen)


@needs(DECIDING)
@require_POST
def undo(request: HttpRequest, event: UUID) -> HttpResponse:
    """Back to the claim as it was before this decision, unless somebody decided since."""
    found = Event.objects.filter(uid=event, actor=request.user.pk).first()
    if found is None:
        raise Http404("You made no such decision.")
    try:
        current = restoring.undo(found, by=_user(request), source=SOURCE)
    except (StaleClaimError, restoring.NotRestorableError) as error:
        messages.error(request, sentence(error))
        return redirect("queue-claim", found.subject_uid)
    turns.take_this(current, by=_user(request))
    messages.success(request, f"Taken back: {current.quote} is as it was before.")
    return redirect("queue-claim", current.uid)


@needs(DECIDING)
@require_POST
def bring_back(request: HttpRequest) -> HttpResponse:
    """The claims that this curator set aside are offered to them again."""
    messages.success(request, f"{turns.bring_back(_user(request))} claims are back in your queue.")
    return redirect("queue")


@needs(DECIDING)
@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Names that begin like what is typed into a field."""
    field, typed = request.GET.get("field", ""), request.GET.get("q", "")[:200]
    if field == "unit":
        return JsonResponse({"names": suggestions.units_like(typed)})
    kind = KINDS.get(field)
    return JsonResponse({"names": suggestions.names_like(kind, typed) if kind else ()})


def _decide(request: HttpRequest, screen: Screen) -> HttpResponse:
    """The decision that the pressed button stands for; what can't be done is said on the same screen."""
    asked = request.POST.get("decision", "").partition(":")[0]
    form = ProposalForm(request.POST)
    if asked not in (*_DECISIONS, "fill"):
        return _show(
            request, screen, form, status=400, wrong="Press one of the buttons: nothing was decided."
        )
    if not form.is_valid():
        return _show(request, screen, form, status=400, wrong="Nothing was saved: look at the marked fields.")
    if asked == "fill":
        return _take_over(request, screen, form)
    holder = turns.holder_besides(screen.claim, by=_user(request))
    if holder and asked != "next":
        return _show(request, screen, form, status=409, wrong=_HELD.format(holder))
    try:
        _DECISIONS[asked](request, screen, form)
    except (StaleClaimError, DecidedError) as error:
        fresh = curation.screen(screen.claim.uid) or screen
        return _show(request, fresh, None, status=409, wrong=sentence(error), typed=_typed(fresh, form))
    except (UnknownNameError, ValidationError) as error:
        return _show(request, screen, form, status=400, wrong=sentence(error))
    if screen.proposals:
        tasks.send_mail.delay_on_commit()
    messages.success(request, f"{screen.claim.quote} {DONE[asked]}.")
    # Who answered a proposal is shown what else waits about the same claim.
    return to_next(request, after=None if asked in ("yes", "no") else screen.claim)


_HELD = (
    "{} is looking at this claim right now. Nothing was saved, what you typed is still here: take the next "
    "one, or wait some minutes."
)


def _typed(fresh: Screen, form: ProposalForm) -> list[tuple[str, str]]:
    """What somebody typed and the claim does not say now, so that it is not lost: label and words."""
    given, now = form.cleaned_data, claim_fields.as_shown(fresh.claim)
    names = [*claim_fields.different(given, shown=now), *(["note"] if given["note"] else [])]
    return [(str(form[name].label), _words(form, name)) for name in names]


def _words(form: ProposalForm, name: str) -> str:
    value = form.cleaned_data[name]
    if isinstance(value, list):
        return "; ".join(value) or "nothing"
    called = dict(getattr(form.fields[name], "choices", ()))
    return str(called.get(value, value) or "nothing")


def _take_over(request: HttpRequest, screen: Screen, form: ProposalForm) -> HttpResponse:
    """The screen with a proposal in its fields; nothing is saved."""
    try:
        _refuse_old(screen.claim, form)
        found = queue_proposals.asked_for(request, screen)
    except (StaleClaimError, DecidedError) as error:
        return _show(request, screen, None, status=409, wrong=sentence(error))
    return _show(
        request, screen, None, filled={**public_proposals.typed(found), "note": form.cleaned_data["note"]}
    )


def _accept(request: HttpRequest, screen: Screen, form: ProposalForm) -> None:
    claim = screen.claim
    shown = claim_fields.as_shown(claim)
    _refuse_old(claim, form)
    changed = claim_fields.different(form.cleaned_data, shown=shown)
    if changed:
        raise ValidationError(
            f"You changed {', '.join(changed).replace('_', ' ')}: press “Save correction” to keep that, "
            "or put it back to accept the claim as it stands"
        )
    answering.accept(claim, **_answering(request, form))
    turns.leave(claim, by=_user(request))


def _correct(request: HttpRequest, screen: Screen, form: ProposalForm) -> None:
    claim = screen.claim
    _refuse_old(claim, form)
    shown = claim_fields.as_shown(claim)
    if not claim_fields.different(form.cleaned_data, shown=shown):
        raise ValidationError("Nothing is different from the proposal: accept it, or change a field")
    answering.correct(claim, given=form.cleaned_data, shown=shown, **_answering(request, form))
    turns.leave(claim, by=_user(request))


def _reject(request: HttpRequest, screen: Screen, form: ProposalForm) -> None:
    claim = screen.claim
    why = request.POST["decision"].partition(":")[2]
    if why not in Rejected.values:
        raise ValidationError("Say why it is no claim: press one of the reasons")
    about = _answering(request, form)
    answering.reject(claim, **{**about, "reason": f"{why}: {about['reason']}" if about["reason"] else why})
    turns.leave(claim, by=_user(request))


def _pass(request: HttpRequest, screen: Screen, form: ProposalForm) -> None:
    actions.pass_over(screen.claim, **_about(request, form))
    turns.leave(screen.claim, by=_user(request), passing=True)


def _next(request: HttpRequest, screen: Screen, form: ProposalForm) -> None:
    turns.leave(screen.claim, by=_user(request), passing=True)


_DECISIONS: dict[str, Callable[[HttpRequest, Screen, ProposalForm], None]] = {
    "accept": _accept,
    "correct": _correct,
    "reject": _reject,
    "pass": _pass,
    "next": _next,
    **queue_proposals.DECISIONS,
}


def _about(request: HttpRequest, form: ProposalForm) -> dict[str, Any]:
    note, seen = form.cleaned_data["note"], form.cleaned_data["seen"]
    return {"by": _user(request), "reason": note, "source": SOURCE, "seen": seen}


def _answering(request: HttpRequest, form: ProposalForm) -> dict[str, Any]:
    """What a decision is made of, with the proposals that the screen showed."""
    return {**_about(request, form), "answered": queue_proposals.answered(request)}


def _refuse_old(claim: Claim, form: ProposalForm) -> None:
    """What was typed is compared with the claim that was shown, so an older one is refused before that."""
    if claim.updated_at != form.cleaned_data["seen"]:
        raise StaleClaimError(
            f"claim {claim.uid} was changed after it was shown; nothing was saved, look at it again"
        )


def to_next(request: HttpRequest, after: Claim | None = None) -> HttpResponse:
    """To what this curator shall look at now: now and then a second opinion, else the next claim."""
    opinion = opinions.take(_user(request))
    following = None if opinion else turns.take(_user(request), after=after)
    opinion = opinion or (None if following else opinions.take(_user(request), always=True))
    if opinion is not None:
        return redirect("queue-second", opinion.uid)
    if following is None:
        messages.info(request, "Nothing is left that waits for you.")
        return redirect("queue")
    return redirect("queue-claim", following.uid)


def _show(
    request: HttpRequest,
    screen: Screen,
    form: ProposalForm | None,
    *,
    status: int = 200,
    wrong: str = "",
    typed: Sequence[tuple[str, str]] = (),
    filled: Mapping[str, Any] | None = None,
) -> HttpResponse:
    claim, differing = screen.claim, pairs.about(screen.claim)
    shown = claim_fields.as_shown(claim)
    other_reading = differing is not None and differing.reading != shown
    asked = form is None and other_reading and request.GET.get("as") == "second"
    second = differing if asked else None
    if second:
        shown = second.reading
    given = {**shown, **(filled or {})}
    context = {
        "differing": differing,
        "other_reading": other_reading,
        "screen": screen,
        "claim": claim,
        "form": form or ProposalForm(initial={**given, "seen": claim.updated_at.isoformat()}),
        "lists": lists(form, given),
        "said": queue_proposals.said(screen, shown),
        "filled_with": "what was proposed" if filled else "the second reading" if second else "",
        "reasons": Rejected,
        "holder": turns.holder_besides(claim, by=_user(request)),
        "open": claim.state in curation.OPEN,
        **_own(request),
        "wrong": wrong,
        "typed": typed,
        "title": f"{claim.quote} {claim.unit or ''}",
    }
    return _page(request, "admin/queue_claim.html", context, status=status)


def lists(form: ProposalForm | None, shown: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """The fields that take several names: field, label, what stands in it and one empty line."""
    given = {name: form[name].value() for name in ("benchmarks", "systems", "baselines")} if form else shown
    labels = {"benchmarks": "Benchmark", "systems": "System", "baselines": "Compared with"}
    return [
        (name, label, [*(text for text in given[name] or [] if text), ""]) for name, label in labels.items()
    ]


def _own(request: HttpRequest) -> dict[str, Any]:
    own = curation.own(_user(request), since=timezone.now() - timedelta(hours=24))
    return {"own": own, "undone": f"{own.quote} {UNDONE[own.last.action]}" if own.last else ""}


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    whole = {**admin.site.each_context(request), "title": "Queue", **context, "is_nav_sidebar_enabled": False}
    return render(request, template, whole, status=status, using="django")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def sentence(error: Exception) -> str:
    """What was wrong, as a sentence."""
    said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return said[:1].upper() + said[1:] + "."
