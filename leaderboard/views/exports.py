"""The whole collection as files: which there are, and the files themselves."""

from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from leaderboard.exports import manifest, store

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """The newest export with its sums, and what is still kept of older ones."""
    found = store.kept()
    return render(request, "exports.html", {"newest": found[0] if found else None, "older": found[1:]})


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """Where the manifest of the newest export is; its files stand beside it."""
    found = store.kept()
    if not found:
        raise Http404("There is no export yet.")
    return redirect("export file", found[0].name, manifest.NAME)


@require_safe
def file(request: HttpRequest, name: str, file: str) -> FileResponse:
    """A file of a kept export, for programs of other sites too."""
    found = store.path(name, file=file)
    if found is None:
        raise Http404("There is no such file; /exports/ lists those that are kept.")
    return served(found.open("rb"), name=file)


def served(content: BinaryIO, *, name: str) -> FileResponse:
    """The answer with a file's content, under its name; never run or shown by a browser as a page."""
    kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    headers = {"Access-Control-Allow-Origin": "*", "Content-Encoding": "identity"}
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind, headers=headers)
