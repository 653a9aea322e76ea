"""How fast a board's rows come as JSON, beside the same query in pgbench; `make bench` prints the ratios."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.bench.test_boards import large

__all__ = ["large"]
pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

ADDRESS = "/api/v1/boards/mathquest/accuracy/rows/?page_size=50"
SECONDS = 5.0


@pytest.mark.usefixtures("large")
def test_rows_beside_pgbench(tmp_path: Path) -> None:
    etag, queries = _asked()
    ours = _rate()
    unchanged = _rate(HTTP_IF_NONE_MATCH=etag)
    print(f"\nrows: {ours:,.0f} requests/s in one process; 304: {unchanged:,.0f}/s")
    pgbench = shutil.which("pgbench")
    if pgbench is None:
        pytest.skip("pgbench is missing: apt-get install postgresql-contrib")
    script = tmp_path / "rows.sql"
    script.write_text("".join(f"{query};\n" for query in queries).replace(":", "\\:"))
    theirs = _pgbench(pgbench, script)
    print(f"the same queries in pgbench: {theirs:,.0f}/s; ratio {ours / theirs:.2f}")


def _asked() -> tuple[str, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        response = _answer()
    return response["ETag"], [query["sql"] for query in queries]


def _answer(**headers: str) -> Any:
    extra: dict[str, Any] = dict(headers)
    request = RequestFactory().get(ADDRESS, **extra)
    match = resolve(request.path)
    response = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response


def _rate(**headers: str) -> float:
    for _ in range(50):
        _answer(**headers)
    started, times = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        _answer(**headers)
        times += 1
    return times / (time.perf_counter() - started)


def _pgbench(program: str, script: Path) -> float:
    given = connection.get_connection_params()
    where = {
        "PGHOST": "host",
        "PGPORT": "port",
        "PGUSER": "user",
        "PGPASSWORD": "password",
        "PGDATABASE": "dbname",
    }
    env = os.environ | {name: str(given[key]) for name, key in where.items() if given.get(key)}
    command = [program, "-n", "-T", str(int(SECONDS)), "-f", str(script)]
    told = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    return next(float(line.split("=")[1].split()[0]) for line in told.splitlines() if line.startswith("tps"))
