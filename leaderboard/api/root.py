"""Where the API begins, its description, and what answers where nothing is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.api.addresses import Addresses
from leaderboard.api.base import Resource
from leaderboard.api.describing import described
from leaderboard.api.parameters import Parameters

LISTS = (
    *("papers", "claims", "boards", "systems", "benchmarks", "metrics", "tasks", "contradictions"),
    *("efficiency", "search", "pareto", "changes", "extract", "schema", "docs"),
)


class RootView(Resource):
    """What there is."""

    @described(OpenApiTypes.OBJECT, asks=Parameters, tag="start", name="root")
    def get(self, request: Request) -> Response:
        """The addresses of the lists, by their names."""
        Parameters.of(request)
        at = Addresses.of(request)
        return Response({name: at.page(f"api:{name}") for name in LISTS})


class NothingView(Resource):
    """What answers under the API's address where nothing else does."""

    @extend_schema(exclude=True)
    def get(self, request: Request, path: str = "") -> Response:
        """Never: there is nothing here."""
        missing = "" if path.endswith("/") else " Every address here ends with a slash."
        root = Addresses.of(request).page("api:root")
        raise NotFound(f"There is nothing at this address; {root} lists what is.{missing}")

    post = put = patch = delete = get


class SchemaView(SpectacularJSONAPIView):
    """The description of the API in OpenAPI 3.1."""

    throttle_classes = ()


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description of the API as a page to look through and to try out."""
    return render(request, "api_docs.html")
