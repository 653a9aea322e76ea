"""The API does what its description says, whatever is asked: schemathesis makes up the questions."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from config.wsgi import application
from leaderboard.actions import tokens
from leaderboard.models import ApiToken, Claim, Paper
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "8"))
"""Questions for each address; SCHEMA_EXAMPLES=500 pytest tests/leaderboard/api/test_schema.py asks more."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
# Left out: positive_data_acceptance, for no schema can say that a page mark must be one that the server gave,
# or that bounds of values need a metric.


_generator: Any = SchemaGenerator
SCHEMA = schemathesis.openapi.from_dict(_generator().get_schema(request=None, public=True))
SCHEMA.app = application


@pytest.fixture
def token() -> Iterator[str]:
    """A token that may do everything; there are rows of all kinds, and requests leave the connection open."""
    grown(3)
    owner = User.objects.create_user("ada")
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield tokens.make(owner, name="t", scopes=ApiToken.Scope.values).token
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case: Any, token: str) -> None:
    known = {
        "uid": (Paper if "/papers/" in case.path else Claim).objects.values_list("uid", flat=True).first(),
        "slug": {"systems": "oldnet", "benchmarks": "mathquest", "metrics": "accuracy"}.get(
            case.path.split("/")[3], "reasoning"
        ),
        "benchmark": "mathquest",
        "metric": "accuracy",
        "family": "speed",
    }
    if len(str(case.query)) % 2:  # of things that are there, and of things that are not
        case.path_parameters = {name: str(known[name]) for name in case.path_parameters or {}}
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}, checks=CHECKS
    )


def test_answers_that_lead_to_further_questions_are_as_described(token: str) -> None:
    """Uids and slugs of one answer become parts of the next question."""
    given = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}

    class Walk(SCHEMA.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": given}

        def validate_response(self, response: Any, case: Any, **further: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=6,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
