"""Alerts in the admin: set up here, stopped here, with the log of what was sent."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from leaderboard.actions import alerts, posting
from leaderboard.admin.viewing import ModelAdmin, ViewOnly, ViewOnlyInline
from leaderboard.models import Alert, Attempt, Delivery


class AlertForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the type checker only
    """A board, a value and an address; what the action would refuse is refused beside its field."""

    class Meta:
        model = Alert
        fields = ("benchmark", "metric", "threshold", "url")

    def clean_url(self) -> str:
        """The address, if something may be sent there."""
        try:
            posting.target(self.cleaned_data["url"])
        except posting.AddressError as error:
            raise ValidationError(str(error)) from error
        return str(self.cleaned_data["url"])

    def clean_metric(self) -> Any:
        """The metric, if something can be better than something else by it."""
        metric = self.cleaned_data["metric"]
        if metric.direction is None:
            raise ValidationError("Nobody has said which way this metric is better: nothing passes.")
        return metric


@admin.register(Alert)
class AlertAdmin(ViewOnly):
    """Who is told of what."""

    form = AlertForm
    list_display = ("benchmark", "metric", "threshold", "url", "owner", "created_at", "stopped_at")
    list_select_related = ("benchmark", "metric", "owner")
    readonly_fields = ("uid", "owner", "secret", "created_at", "stopped_at")
    autocomplete_fields = ("benchmark", "metric")
    actions = ("stop",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may add alerts."""
        return ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The form's own while it is made, everything afterwards."""
        return AlertForm.Meta.fields if obj is None else (*AlertForm.Meta.fields, *self.readonly_fields)

    def save_model(self, request: HttpRequest, obj: Alert, form: Any, change: Any) -> None:
        """The alert is made by its action, as by the API."""
        named = {name: form.cleaned_data[name] for name in AlertForm.Meta.fields}
        obj.pk = alerts.make(cast("Any", request.user), **named).pk

    @admin.action(description="Stop the chosen alerts", permissions=["add"])
    def stop(self, request: HttpRequest, chosen: "QuerySet[Alert]") -> None:
        """They tell nothing any more."""
        for alert in chosen:
            alerts.stop(alert, by=cast("Any", request.user))
        messages.success(request, "Stopped; what was sent stays in the log.")


class AttemptInline(ViewOnlyInline):
    """Every try."""

    model = Attempt


@admin.register(Delivery)
class DeliveryAdmin(ViewOnly):
    """What was sent, is to be sent, or failed."""

    list_display = ("alert", "claim", "state", "attempts", "due_at", "created_at")
    list_select_related = ("alert__benchmark", "alert__metric", "claim")
    list_filter = ("state",)
    inlines: ClassVar = [AttemptInline]
