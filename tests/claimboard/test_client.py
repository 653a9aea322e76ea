"""The command line and the MCP server, as processes of their own, against a live server."""

import asyncio
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from mcp import Client, StdioServerParameters

from config.environment import BASE_DIR
from leaderboard.exports import store
from leaderboard.models import Paper
from tests.leaderboard import collection
from tests.leaderboard.disputes import say, settle
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db(transaction=True)

Tool = Callable[..., Any]


@pytest.fixture
def server(live_server: Any, tmp_path: Path, settings: LazySettings) -> str:
    """A live server with a small collection."""
    cache.clear()
    settings.DATA = tmp_path / "data"
    grown(4)
    Paper.objects.filter(title="NewNet 1: a model").update(arxiv_id="2601.00001")
    for quote in ("70", "80"):
        say(quote, system="DoubtNet")
    collection.benchmark("MathQuest Hard")
    settle()
    collection.settled()
    return str(live_server.url)


def run(server: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "claimboard", "--server", server, *arguments]
    return subprocess.run(
        command, cwd=BASE_DIR, input=given, capture_output=True, text=True, timeout=60, check=False
    )


def asked(server: str, *arguments: str, given: str = "", code: int = 0) -> Any:
    """What `--json` answers, after its exit code."""
    done = run(server, "--json", *arguments, given=given)
    assert done.returncode == code, done.stderr
    body = json.loads(done.stdout)
    assert (body["schema_version"], body["command"]) == (1, arguments[0])
    return body["error"] if code else body["result"]


def test_search(server: str) -> None:
    assert {each["slug"] for each in asked(server, "search", "NewNet", "--kind", "systems")} >= {"newnet-0"}
    assert asked(server, "search", "zzzzqqq") == []
    assert run(server, "search", "zzzzqqq").stdout == "nothing\n"
    for kind in ("papers", "claims", "boards", "metrics"):
        found = asked(server, "search", "accuracy", "--kind", kind)
        assert len(run(server, "search", "accuracy", "--kind", kind).stdout.splitlines()) == max(
            len(found), 1
        )


def test_board_by_slug_and_by_name(server: str) -> None:
    by_slug = asked(server, "board", "mathquest", "accuracy")
    assert by_slug == asked(server, "board", "MathQuest", "Accuracy")
    assert (by_slug["direction"], by_slug["tab"]) == ("higher", "results")
    assert by_slug["rows"][0]["rank"] == 1
    gains = asked(server, "board", "mathquest", "accuracy", "--tab", "gains", "--limit", "2")["rows"]
    assert [(row["kind"], row["rank"]) for row in gains] == [("difference", None)] * 2
    assert "higher is better" in run(server, "board", "mathquest", "accuracy").stdout


def test_claims(server: str) -> None:
    found = asked(server, "claims", "--system", "DoubtNet", "--metric", "accuracy", "--min", "75")
    assert [each["value"] for each in found] == ["80"]
    of_paper = asked(server, "claims", "--paper", "2601.00001")
    assert len(of_paper) == 3
    assert len(asked(server, "claims", "--limit", "5")) == 5
    assert "80" in run(server, "claims", "--system", "doubtnet").stdout


def test_extract(server: str, tmp_path: Path) -> None:
    text = "We present Gull. It reaches 71.2 F1 on SQuAD."
    found = asked(server, "extract", "-", given=text)
    assert [each["quote"] for each in found["claims"]] == ["71.2"]
    (tmp_path / "abstract.txt").write_text(text)
    shown = run(server, "extract", str(tmp_path / "abstract.txt")).stdout
    assert shown.startswith("71.2          absolute        not named: F1 on SQuAD  (confidence 0.")
    assert "dropped: " in shown


def test_export_is_checked_by_its_sums(server: str, tmp_path: Path) -> None:
    assert asked(server, "export", "--to", str(tmp_path / "none"), code=3)["code"] == "not_found"
    made = store.make()
    assert made
    manifest = asked(server, "export", "--to", str(tmp_path / "to"), "--formats", "csv")
    names = {file["name"] for file in manifest["files"] if file["format"] == "csv"}
    assert {path.name for path in (tmp_path / "to").iterdir()} == names
    for file in manifest["files"]:
        if file["format"] == "csv":
            held = (tmp_path / "to" / file["name"]).read_bytes()
            assert hashlib.sha256(held).hexdigest() == file["sha256"]


def test_a_broken_download_is_no_file(server: str, tmp_path: Path, settings: LazySettings) -> None:
    made = store.make()
    assert made
    (Path(settings.DATA) / "exports" / made.name / "claims.csv").write_text("other")
    error = asked(server, "export", "--to", str(tmp_path / "to"), "--formats", "csv", code=5)
    assert "claims.csv came broken" in error["message"]
    assert not (tmp_path / "to" / "claims.csv").exists()


def test_errors_have_codes_and_suggestions(server: str) -> None:
    absent = asked(server, "board", "zzzzqqq", "accuracy", code=3)
    assert (absent["code"], absent["suggestions"]) == ("not_found", [])
    ambiguous = asked(server, "board", "Quest", "accuracy", code=4)
    assert ambiguous["code"] == "ambiguous"
    assert "mathquest" in ambiguous["suggestions"]
    assert asked(server, "board", "mathquest", "speedup")["rows"] == []
    assert asked(server, "claims", "--min", "3", code=1)["code"] == "refused"
    assert run(server, "board", "mathquest").returncode == 2
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        assert asked(address, "search", "x", code=5)["code"] == "unreachable"
    assert asked(f"{server}/about", "search", "x", code=3)["code"] == "not_found"


def test_help_says_the_exit_codes_and_loads_no_django() -> None:
    done = run("http://127.0.0.1:9", "--help")
    assert done.returncode == 0
    assert all(f"\n  {code}  " in done.stdout for code in range(6))
    loaded = "import sys, claimboard.cli, claimboard.mcp_server; print('django' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", loaded], cwd=BASE_DIR, text=True) == "False\n"


@pytest.fixture
def over_http(server: str) -> Iterator[str]:
    """The address of the MCP server as a process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "claimboard", "--server", server, "mcp", "--http", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=BASE_DIR, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/mcp"
    process.terminate()
    process.wait(10)


def test_mcp_over_streamable_http(over_http: str) -> None:
    asyncio.run(_use(over_http))


def test_mcp_over_standard_input_and_output(server: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    asyncio.run(
        _use(
            StdioServerParameters(
                command=sys.executable,
                args=["-m", "claimboard", "--server", server, "mcp"],
                cwd=BASE_DIR,
                env=environment,
            )
        )
    )


async def _use(place: Any) -> None:
    """Everything that the protocol offers, through the package's own client."""
    async with Client(place) as client:
        tools = (await client.list_tools()).tools
        names = {tool.name for tool in tools}
        assert names == {"search", "get_board", "get_paper_claims", "compare", "contradictions"}
        assert all(
            tool.annotations and tool.annotations.read_only_hint and tool.description for tool in tools
        )
        await _answers(client.call_tool)
        await _errors(client.call_tool)


async def _answers(call: Callable[..., Awaitable[Any]]) -> None:
    board = (
        await call("get_board", {"benchmark": "MathQuest", "metric": "accuracy", "limit": 1})
    ).structured_content
    assert [row["rank"] for row in board["rows"]] == [1]
    found = (await call("search", {"words": "newnet", "kind": "systems"})).structured_content
    assert found["results"]
    assert (await call("search", {"words": "zzzzqqq"})).structured_content == {"results": []}
    paper = (await call("get_paper_claims", {"paper": "2601.00001"})).structured_content
    assert all(paper["abstract"][each["start"] : each["end"]] == each["quote"] for each in paper["claims"])
    both = (await call("compare", {"systems": ["NewNet 0", "doubtnet"]})).structured_content["results"]
    assert [(each["benchmark"], each["metric"]) for each in both] == [("mathquest", "accuracy")]
    assert set(both[0]["systems"]) == {"newnet-0", "doubtnet"}
    disputes = (await call("contradictions", {"system": "DoubtNet"})).structured_content["results"]
    assert [(each["low"]["value"], each["high"]["value"]) for each in disputes] == [("70", "80")]


async def _errors(call: Callable[..., Awaitable[Any]]) -> None:
    for arguments, code, suggested in (
        ({"benchmark": "Quest", "metric": "accuracy"}, "ambiguous", "mathquest"),
        ({"benchmark": "zzzzqqq", "metric": "accuracy"}, "not_found", None),
    ):
        answer = await call("get_board", arguments)
        assert answer.is_error
        told = json.loads(answer.content[0].text[answer.content[0].text.index("{") :])
        assert told["code"] == code
        assert suggested is None or suggested in told["suggestions"]
    assert (await call("search", {"words": "x", "limit": 1_000})).is_error
