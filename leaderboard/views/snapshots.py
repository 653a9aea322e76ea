"""Snapshots: the list, one with its files and citations, and what two of them differ in."""

import json
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from leaderboard.exports import citations
from leaderboard.exports import manifest as manifests
from leaderboard.exports import snapshots as stored
from leaderboard.forms import DifferenceForm
from leaderboard.models import Snapshot
from leaderboard.queries import snapshots as queries
from leaderboard.queries.snapshots import Difference, Part
from leaderboard.views import addresses, exports
from leaderboard.views.pages import asked, page_of

SCHEMA_VERSION = 1
"""Of the difference as JSON."""

PARTS = {
    Part.LEADERS: "New leaders",
    Part.NEW: "New rows",
    Part.GONE: "Rows that are gone",
    Part.CHANGED: "Changed rows",
}
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def snapshots(request: HttpRequest) -> HttpResponse:
    """All snapshots, the newest first."""
    return render(request, "snapshots.html", {"snapshots": queries.listed()})


@require_safe
def snapshot(request: HttpRequest, name: str) -> HttpResponse:
    """One snapshot: its files with their sums, and how to cite it."""
    found = _found(name)
    context = {
        "snapshot": found,
        "manifest": stored.manifest(found),
        "others": [each for each in queries.listed() if each != found],
        "address": addresses.page(request, "snapshot", found.name),
    }
    return render(request, "snapshot.html", context)


@require_safe
def file(request: HttpRequest, name: str, file: str) -> HttpResponse | FileResponse:
    """A file of a snapshot, or what describes it; none of them ever changes."""
    found = _found(name)
    answer = _described(request, found, file) or _stored(found, file)
    answer["Cache-Control"] = _FOR_EVER
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
@page_of
def diff(request: HttpRequest) -> HttpResponse:
    """What two snapshots differ in, a part on each tab."""
    form = asked(DifferenceForm, request)
    part, pair = form.part_chosen, form.pair
    counts = queries.counts(pair)
    base = {"from": pair.older.name, "to": pair.newer.name}
    context = {
        "pair": pair,
        "part": part,
        "tabs": [
            (words, "?" + urlencode({**base, "part": each.value}), counts[each], each is part)
            for each, words in PARTS.items()
        ],
        "rows": queries.differences(pair, part=part, cursor=form.cursor),
        "base": "?" + urlencode({**base, "part": part.value}),
        "as_json": reverse("snapshots diff.json") + "?" + urlencode({**base, "part": part.value}),
    }
    return render(request, "snapshots_diff.html", context)


@require_safe
@page_of
def diff_json(request: HttpRequest) -> HttpResponse:
    """The same for programs: the counts, and one page of a part; `next` is the address of the next."""
    form = asked(DifferenceForm, request)
    part, pair = form.part_chosen, form.pair
    found = queries.differences(pair, part=part, cursor=form.cursor, size=1_000)
    query = {"from": pair.older.name, "to": pair.newer.name, "part": part.value, "after": found.after}
    body = {
        "schema_version": SCHEMA_VERSION,
        "from": {"name": pair.older.name, "sha256": pair.older.content},
        "to": {"name": pair.newer.name, "sha256": pair.newer.content},
        "counts": {each.value: number for each, number in queries.counts(pair).items()},
        "part": part.value,
        "next": addresses.page(request, "snapshots diff.json") + "?" + urlencode(query)
        if found.after
        else None,
        "results": [_as_json(row) for row in found.rows],
    }
    return JsonResponse(body, headers={"Access-Control-Allow-Origin": "*"})


def _found(name: str) -> Snapshot:
    found = queries.find(name)
    if found is None:
        raise Http404("There is no such snapshot; /snapshots/ lists those that there are.")
    return found


def _described(request: HttpRequest, snapshot: Snapshot, file: str) -> HttpResponse | None:
    """What is written from the row: the manifest and the citations; None for every other name."""
    address = addresses.page(request, "snapshot", snapshot.name)
    if file == manifests.NAME:
        return _json(snapshot.manifest)
    if file == "datacite.json":
        return _json(citations.datacite(snapshot, address=address))
    if file == "CITATION.cff":
        text = citations.cff(snapshot, address=address)
        return HttpResponse(text, content_type="application/yaml; charset=utf-8")
    return None


def _json(held: Any) -> HttpResponse:
    text = json.dumps(held, indent=2, ensure_ascii=False) + "\n"
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def _stored(snapshot: Snapshot, file: str) -> FileResponse:
    path = stored.path(snapshot, file=file)
    if path is None or not path.exists():
        raise Http404("The snapshot has no such file; its manifest.json lists those that it has.")
    answer = exports.served(path.open("rb"), name=file)
    answer["ETag"] = f'"{path.stem}"'
    return answer


def _as_json(row: Difference) -> dict[str, Any]:
    return {**asdict(row), "changed": row.changed}
