"""`claimboard`: a Claimboard asked from the command line."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from claimboard import VERSION
from claimboard.client import SERVER, Client
from claimboard.errors import ClaimboardError, Exit
from claimboard.printing import PRINTERS

SCHEMA_VERSION = 1
"""Of what `--json` writes; goes up when a field changes its name, type or meaning, or goes."""

KINDS = ("papers", "claims", "boards", "systems", "benchmarks", "metrics", "tasks")
TABS = ("results", "gains", "relative", "factors", "fractions", "unclear")
FORMATS = ("jsonl", "csv", "parquet")
CODES = """exit codes:
  0  answered; an empty list is an answer       example: claimboard search "no such words"
  1  the server refused what was asked          example: claimboard claims --min 3 (needs --metric)
  2  wrong use of this command                  example: claimboard board mathquest
  3  nothing has this name                      example: claimboard board nowhere accuracy
  4  several things could be meant              example: claimboard board quest accuracy
  5  the server does not answer, or not now     example: claimboard --server http://127.0.0.1:9 search x

with --json, standard output is one JSON object: schema_version, command, and result, or error with
code (not_found, ambiguous, refused, unreachable), message and suggestions."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; what was asked for is on standard output."""
    asked = _parser().parse_args(arguments)
    if asked.command == "mcp":
        return _serve(asked)
    try:
        with Client(asked.server, token=os.environ.get("CLAIMBOARD_TOKEN", "")) as client:
            result = _COMMANDS[asked.command](client, asked)
    except ClaimboardError as error:
        return _failed(asked, error)
    except OSError as error:
        print(f"claimboard: {error}", file=sys.stderr)
        return Exit.REFUSED
    if asked.json:
        _write({"command": asked.command, "result": result})
    else:
        PRINTERS[asked.command](result)
    return Exit.FINE


def _serve(asked: argparse.Namespace) -> int:
    """Imported only here: the protocol's package takes half a second to load."""
    from claimboard import mcp_server

    mcp_server.serve(asked.server, http=asked.http)
    return Exit.FINE


def _failed(asked: argparse.Namespace, error: ClaimboardError) -> int:
    if asked.json:
        told = {"code": error.code.value, "message": error.message, "suggestions": list(error.suggestions)}
        _write({"command": asked.command, "error": told})
    meant = f" Perhaps: {', '.join(error.suggestions)}" if error.suggestions else ""
    print(f"claimboard: {error.message}{meant}", file=sys.stderr)
    return error.exit


def _write(body: dict[str, Any]) -> None:
    print(json.dumps({"schema_version": SCHEMA_VERSION} | body, ensure_ascii=False, indent=2))


def _search(client: Client, asked: argparse.Namespace) -> Any:
    return client.search(" ".join(asked.words), kind=asked.kind, limit=asked.limit)


def _board(client: Client, asked: argparse.Namespace) -> Any:
    return client.board(asked.benchmark, asked.metric, tab=asked.tab, limit=asked.limit)


def _claims(client: Client, asked: argparse.Namespace) -> Any:
    if asked.paper:
        return client.paper(asked.paper)["claims"][: asked.limit]
    filters = {name: getattr(asked, name) for name in _FILTERS}
    return client.claims(limit=asked.limit, **filters)


def _export(client: Client, asked: argparse.Namespace) -> Any:
    return client.export(asked.to, formats=asked.formats or list(FORMATS), progress=_told)


def _extract(client: Client, asked: argparse.Namespace) -> Any:
    text = sys.stdin.read() if asked.file == "-" else Path(asked.file).read_text(encoding="utf-8")
    return client.extract(text.strip(), title=asked.title)


def _told(name: str, there: int, whole: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{name}: {there:,} of {whole:,} bytes", end="\n" if there == whole else "", file=sys.stderr)


_COMMANDS = {"search": _search, "board": _board, "claims": _claims, "export": _export, "extract": _extract}
_FILTERS = {
    "benchmark": "measured on this benchmark: its slug or name",
    "metric": "about this metric: its slug or name",
    "system": "about this system: its slug or name",
    "baseline": "compared with this system: its slug or name",
    "kind": "absolute, difference, percent_change, factor, fraction or unclear",
    "role": "result (the paper's own) or reference (of what it compares with)",
    "state": "machine, curated, confirmed or disputed",
    "year": "of the paper",
    "min": "at least this value on the metric's scale; needs --metric",
    "max": "at most this value on the metric's scale; needs --metric",
}


def _parser() -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("claimboard", description=__doc__, epilog=CODES, formatter_class=form)
    parser.add_argument("--version", action="version", version=VERSION)
    parser.add_argument(
        "--server",
        default=os.environ.get("CLAIMBOARD_SERVER", SERVER),
        metavar="URL",
        help="the site to ask; CLAIMBOARD_SERVER says it too (default: %(default)s). "
        "A token in CLAIMBOARD_TOKEN gives limits of your own",
    )
    parser.add_argument("--json", action="store_true", help="write one JSON object, for programs")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_reading(commands)
    _add_files(commands)
    return parser


def _add_reading(commands: Any) -> None:
    search = _command(
        commands, "search", "find by words or names", "claimboard search imagenet --kind boards"
    )
    search.add_argument("words", nargs="+")
    search.add_argument("--kind", choices=KINDS, default="papers")
    board = _command(commands, "board", "the rows of a board", "claimboard board imagenet 'top-1 accuracy'")
    board.add_argument("benchmark", help="its slug or name")
    board.add_argument("metric", help="its slug or name")
    board.add_argument("--tab", choices=TABS, default="results", help="the kind of numbers")
    claims = _command(
        commands, "claims", "claims by filter", "claimboard claims --system bert --metric f1 --min 90"
    )
    claims.add_argument(
        "--paper", help="the uid, arXiv number or DOI of one paper; goes before all other filters"
    )
    for name, about in _FILTERS.items():
        claims.add_argument(f"--{name}", metavar="X", help=about)
    for each in (search, board, claims):
        each.add_argument(
            "--limit", type=_whole, default=20, metavar="N", help="at most so many (default: 20)"
        )


def _add_files(commands: Any) -> None:
    export = _command(
        commands, "export", "download the newest export", "claimboard export --to data --formats csv"
    )
    export.add_argument("--to", type=Path, required=True, metavar="DIR")
    export.add_argument("--formats", nargs="+", choices=FORMATS, help="all of them if none is named")
    extract = _command(
        commands,
        "extract",
        "read a text, store nothing",
        "echo 'Gull reaches 71.2 F1.' | claimboard extract",
    )
    extract.add_argument(
        "file", nargs="?", default="-", help="a file with an abstract; without it, standard input"
    )
    extract.add_argument("--title", default="")
    serve = _command(commands, "mcp", "serve language models (MCP)", "claimboard mcp --http 127.0.0.1:8800")
    serve.add_argument(
        "--http", metavar="HOST:PORT", help="streamable HTTP at /mcp; without it standard input and output"
    )


def _command(commands: Any, name: str, about: str, example: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=about, epilog=f"example: {example}"
    )
    return made


def _whole(words: str) -> int:
    number = int(words)
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError("from 1 to 100000")
    return number
