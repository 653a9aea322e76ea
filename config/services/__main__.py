"""`python -m config.services`: the site on one machine, or its servers around one command."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

from environs import EnvError

from config.environment import data_folder, env
from config.services import machine, processes
from config.services.errors import ServiceError
from config.services.site import Site, run

DEFAULT_WORKERS = 2
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 stopped on request, 1 could not start (one line says why), 2 wrong usage."""
    options = _parser().parse_args(arguments)
    _listen()
    if options.with_parent:
        processes.die_with_parent(signal.SIGTERM)
    try:
        return int(options.do(options))
    except Stopped:
        return 0
    except (ServiceError, EnvError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _listen() -> None:
    for number in STOPPING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup asks to stay
            signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    for other in STOPPING:
        signal.signal(other, signal.SIG_IGN)
    raise Stopped


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m config.services",
        description="PostgreSQL, Valkey and the site on one machine, under the folder DATA.",
        epilog="example: PORT=8001 CORPUS=papers.jsonl python -m config.services run",
    )
    parser.add_argument("--with-parent", action="store_true", help="stop when the calling process ends")
    commands = parser.add_subparsers(required=True, metavar="command")
    command = commands.add_parser(
        "run",
        help="the whole site, until Ctrl-C",
        description="Start everything, load the sample if there are no papers, keep it running.",
        epilog="variables: DATA, HOST, PORT, CORPUS, WORKERS, DATABASE_URL, REDIS_URL (see .env.sample)",
    )
    command.set_defaults(do=_run)
    command = commands.add_parser(
        "exec",
        help="the servers around one command",
        description="Run a command with the addresses of DATA's servers, started if need be.",
        epilog="example: python -m config.services exec python manage.py ingest papers.jsonl",
    )
    command.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="...", help="the command and its arguments"
    )
    command.set_defaults(do=_exec)
    return parser


def _run(options: argparse.Namespace) -> int:
    run(
        Site(
            data=data_folder(),
            host=env.str("HOST", "127.0.0.1"),
            port=env.int("PORT", 8000),
            workers=env.int("WORKERS", DEFAULT_WORKERS),
            corpus=env.str("CORPUS", ""),
        )
    )
    return os.EX_OK


def _exec(options: argparse.Namespace) -> int:
    if not options.words:
        raise ServiceError("exec needs a command, for example: exec python manage.py check")
    data = data_folder()
    if machine.busy(data):
        return subprocess.run(options.words, env=machine.environment(data), check=False).returncode
    with machine.locked(data), machine.servers(data, say=_say) as (_, environment):
        return subprocess.run(options.words, env=environment, check=False).returncode


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
