"""Alerts over HTTP: set up, listed with the log of what was sent, and stopped, by the owner of a token."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as Refused
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from leaderboard.actions import alerts as actions
from leaderboard.api.base import Resource
from leaderboard.api.bodies import Body, ExactText
from leaderboard.api.describing import described
from leaderboard.api.descriptions import choice, maybe, words
from leaderboard.api.parameters import Parameters
from leaderboard.models import Alert, ApiToken, Delivery
from leaderboard.queries import alerts as queries

EXAMPLE = {
    "benchmark": "coco",
    "metric": "average-precision",
    "threshold": "60",
    "address": "https://lab.example.org/hook",
}


class AskedAlert(Body):
    """A board by its slugs, a value on the metric's common scale, and the address that is told."""

    benchmark = serializers.SlugField(max_length=80)
    metric = serializers.SlugField(max_length=80)
    threshold = serializers.DecimalField(max_digits=60, decimal_places=30)
    address = ExactText(max_length=500)


class OneAlert(serializers.Serializer[Any]):
    """An alert; `secret`, which signs what is sent, is told once, when it is made."""

    uid = serializers.UUIDField()
    url = serializers.URLField()
    benchmark = words()
    metric = words()
    threshold = words()
    address = words()
    created_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    secret = words(required=False)


class OneTry(serializers.Serializer[Any]):
    """A try to deliver: the status that was answered, or the error."""

    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True)
    error = maybe()
    milliseconds = serializers.IntegerField()


class OneDelivery(serializers.Serializer[Any]):
    """A claim that passed, and whether that was heard."""

    uid = serializers.UUIDField()
    claim = serializers.UUIDField()
    state = choice([state.value for state in Delivery.State])
    due_at = serializers.DateTimeField(allow_null=True)
    log = OneTry(many=True)


class AlertWithLog(OneAlert):
    """An alert with its newest deliveries."""

    deliveries = OneDelivery(many=True)


class OwnAlerts(serializers.Serializer[Any]):
    """The newest alerts of an owner."""

    results = OneAlert(many=True)


class AlertsView(Resource):
    """The alerts of a token's owner."""

    write_scope = ApiToken.Scope.ALERTS.value

    @described(OwnAlerts, asks=Parameters, tag="alerts", name="list_alerts")
    def get(self, request: Request) -> Response:
        """The newest 200, running and stopped."""
        Parameters.of(request)
        return Response({"results": [_alert(each, request) for each in queries.owned(_owner(request))]})

    @described(
        OneAlert,
        body=AskedAlert,
        asks=Parameters,
        status=201,
        tag="alerts",
        name="make_alert",
        examples=[OpenApiExample("a record on COCO", value=EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Be told of every ranked result that is better than the threshold from now on."""
        Parameters.of(request)
        body = AskedAlert(data=request.data)
        body.is_valid(raise_exception=True)
        made = _make(_owner(request), body.validated_data)
        shown = _alert(made, request)
        return Response(shown | {"secret": made.secret}, status=201, headers={"Location": shown["url"]})


class AlertView(Resource):
    """One alert of a token's owner."""

    write_scope = ApiToken.Scope.ALERTS.value

    @described(AlertWithLog, asks=Parameters, tag="alerts", name="get_alert")
    def get(self, request: Request, uid: UUID) -> Response:
        """The alert, its 200 newest deliveries, and each try."""
        Parameters.of(request)
        found = _found(request, uid)
        told = [_delivery(each) for each in queries.deliveries(found)]
        return Response(_alert(found, request) | {"deliveries": told})

    @described(OneAlert, asks=Parameters, tag="alerts", name="stop_alert")
    def delete(self, request: Request, uid: UUID) -> Response:
        """Stop the alert; it stays for its log."""
        Parameters.of(request)
        return Response(_alert(actions.stop(_found(request, uid), by=_owner(request)), request))


def _owner(request: Request) -> Any:
    if request.auth is None:
        raise NotAuthenticated("Alerts are shown to whom they belong: send a token of yours.")
    return request.user


def _found(request: Request, uid: UUID) -> Alert:
    found = queries.one(uid, owner=_owner(request))
    if found is None:
        raise NotFound("You have no alert with this uid.")
    return found


def _make(owner: Any, asked: dict[str, Any]) -> Alert:
    benchmark, metric = queries.board(asked["benchmark"], metric=asked["metric"])
    if benchmark is None or metric is None:
        name = "benchmark" if benchmark is None else "metric"
        raise ValidationError({name: f"There is no {name} “{asked[name]}”; the search finds it by its name."})
    try:
        return actions.make(
            owner, benchmark=benchmark, metric=metric, threshold=asked["threshold"], url=asked["address"]
        )
    except Refused as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"alert": error.messages}
        named = {{"url": "address"}.get(name, name): messages for name, messages in told.items()}
        raise ValidationError(named) from error


def _alert(alert: Alert, request: Request) -> dict[str, Any]:
    return {
        "uid": alert.uid,
        "url": reverse("api:alert", args=[alert.uid], request=request),
        "benchmark": alert.benchmark.slug,
        "metric": alert.metric.slug,
        "threshold": f"{alert.threshold.normalize():f}",
        "address": alert.url,
        "created_at": alert.created_at,
        "stopped_at": alert.stopped_at,
    }


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "uid": delivery.uid,
        "claim": delivery.claim.uid,
        "state": delivery.state,
        "due_at": delivery.due_at,
        "log": [
            {
                "at": each.at,
                "status": each.status,
                "error": each.error or None,
                "milliseconds": each.milliseconds,
            }
            for each in delivery.log.all()
        ],
    }
