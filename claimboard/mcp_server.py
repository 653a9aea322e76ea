"""A read-only server of the Model Context Protocol: a Claimboard for language models."""

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from claimboard import VERSION
from claimboard.client import Client
from claimboard.errors import ClaimboardError, Code

INSTRUCTIONS = (
    "Numbers that papers report in their abstracts. Each has a permalink to the words that it was read from: "
    "cite it. Null means unknown; never fill it in. Only claims of kind absolute are results: a difference, "
    "percent_change, factor or fraction is a change against something else and must not be ranked with them. "
    "A rank that is null means not ranked; `unranked` says why. Most claims are read by a machine: `state` "
    "says whether a person checked one, `accepted_by_policy` that the site accepted one unseen, `confidence` "
    "how likely it is right in all fields. An empty list is an answer: there is nothing. An error is a JSON "
    "object with a code (not_found, ambiguous, refused, unreachable), a message, and suggestions to call "
    "again with."
)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)
Limit = Annotated[int, Field(ge=1, le=200, description="At most so many.")]
Named = Annotated[
    str, Field(min_length=1, max_length=200, description="Its slug, or its name as papers write it.")
]
Kind = Literal["papers", "claims", "boards", "systems", "benchmarks", "metrics", "tasks"]
Tab = Literal["results", "gains", "relative", "factors", "fractions", "unclear"]


def serve(server: str, *, http: str | None) -> None:
    """Serve until stopped: over standard input and output, or at /mcp of an address."""
    made = build(server)
    if http is None:
        made.run("stdio")
    else:
        host, _, port = http.rpartition(":")
        made.run("streamable-http", host=host or "127.0.0.1", port=int(port))


def build(server: str) -> MCPServer:
    """The server with its tools, which ask the Claimboard at this address."""
    made: MCPServer = MCPServer("claimboard", instructions=INSTRUCTIONS, version=VERSION, log_level="WARNING")
    asked = _asking(server)
    _add_reading(made, asked)
    _add_comparing(made, asked)
    return made


def _asking(server: str) -> Callable[..., Any]:
    """What asks the client for a method by its name, and tells of its errors as tools do."""

    def asked(name: str, *arguments: Any, **options: Any) -> Any:
        try:
            with Client(server) as client:
                return getattr(client, name)(*arguments, **options)
        except ClaimboardError as error:
            raise ToolError(_told(error)) from error

    return asked


def _add_reading(made: MCPServer, asked: Callable[..., Any]) -> None:
    """Add the tools that find things and show them."""

    @made.tool(annotations=_READS)
    def search(words: Named, kind: Kind = "papers", limit: Limit = 10) -> dict[str, Any]:
        """Find papers, claims, boards, systems, benchmarks, metrics or tasks by words; the best first.

        Use it to learn the slugs that the other tools take. No match gives an empty list.
        """
        return {"results": asked("search", words, kind=kind, limit=limit)}

    @made.tool(annotations=_READS)
    def get_board(benchmark: Named, metric: Named, tab: Tab = "results", limit: Limit = 20) -> dict[str, Any]:
        """The board of a metric on a benchmark: direction, unit, and its rows, the ranked ones first.

        Only the tab `results` is ranked. The other tabs hold gains, relative changes, factors and fractions.
        """
        found: dict[str, Any] = asked("board", benchmark, metric, tab=tab, limit=limit)
        return found

    @made.tool(annotations=_READS)
    def get_paper_claims(
        paper: Annotated[str, Field(min_length=1, max_length=300, description="A uid, arXiv number or DOI.")],
    ) -> dict[str, Any]:
        """A paper with every number that its abstract claims, each with its quote and place in there."""
        found: dict[str, Any] = asked("paper", paper)
        return found


def _add_comparing(made: MCPServer, asked: Callable[..., Any]) -> None:
    """Add the tools that put numbers of several papers side by side."""

    @made.tool(annotations=_READS)
    def compare(systems: Annotated[list[Named], Field(min_length=2, max_length=6)]) -> dict[str, Any]:
        """The boards on which at least two of these systems have results of their own, and those results.

        They may come from different settings or papers: read `setting` before saying that one is better.
        """
        return {"results": asked("compare", systems)}

    @made.tool(annotations=_READS)
    def contradictions(
        benchmark: Named | None = None,
        metric: Named | None = None,
        system: Named | None = None,
        certain: bool | None = None,  # noqa: FBT001 (tools are called by name)
        limit: Limit = 10,
    ) -> dict[str, Any]:
        """Different numbers for the same system, benchmark and metric; `certain`: in the same setting."""
        chosen = {"benchmark": benchmark, "metric": metric, "system": system, "certain": certain}
        return {"results": asked("contradictions", limit=limit, **chosen)}


def _told(error: ClaimboardError) -> str:
    """The error as the JSON that the instructions promise."""
    hint = (
        " Search finds names by other words."
        if error.code is Code.NOT_FOUND and not error.suggestions
        else ""
    )
    body = {"code": error.code.value, "message": error.message + hint, "suggestions": list(error.suggestions)}
    return json.dumps(body, ensure_ascii=False)
