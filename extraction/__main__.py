"""`python -m extraction < papers.jsonl > claims.jsonl`: claims of abstracts, one JSON object a line."""

import argparse
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TextIO

from extraction.claims import Document
from extraction.pipeline import extract
from extraction.records import as_record

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character: UTF-8 can't hold it, JSON can name it, so a record with one is written in escapes."""

EXAMPLE = """example:
  echo '{"id": "1", "title": "", "abstract": "It reaches 81.5% top-1 accuracy on ImageNet."}' \\
    | python -m extraction

Each line read holds id, title and abstract; each line written holds id and claims. Offsets count
Unicode code points of the abstract. Exit code: 0, or 1 where a line could not be read or a language
model gave no usable answer.

--backend llm asks an OpenAI-compatible server (LLM_BASE_URL, LLM_MODEL, LLM_API_KEY; limits: LLM_TIMEOUT,
LLM_ATTEMPTS, LLM_CONCURRENCY, LLM_TOKEN_BUDGET, LLM_CACHE); hybrid asks it only where the rules are unsure.
"""


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 when every line was read, 1 when one could not be."""
    parser = argparse.ArgumentParser(
        prog="python -m extraction",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rejections", action="store_true", help="also write the numbers dropped, and why")
    parser.add_argument("--backend", choices=["rules", "llm", "hybrid"], default="rules", help="who reads")
    options = parser.parse_args(arguments)
    run = _run if options.backend == "rules" else _backend(options.backend)
    try:
        return run(sys.stdin, sys.stdout, rejections=options.rejections)
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _run(lines: Iterable[str], out: TextIO, *, rejections: bool) -> int:
    try:
        for document in _documents(lines):
            _write(out, as_record(document, extract(document), rejections=rejections))
    except ValueError as error:
        print(f"python -m extraction: {error}", file=sys.stderr)
        return 1
    return 0


def _backend(name: str) -> Callable[..., int]:
    """The run with a language model, loaded only when it is asked for: its HTTP client takes time to load."""
    return partial(_run_with_model, importlib.import_module("extraction.backends.llm"), name)


def _run_with_model(llm: Any, name: str, lines: Iterable[str], out: TextIO, *, rejections: bool) -> int:
    try:
        with llm.reader(hybrid=name == "hybrid") as reader:
            for document, extraction in reader.read_all(_documents(lines)):
                _write(out, as_record(document, extraction, rejections=rejections))
    except (ValueError, llm.ServerError) as error:
        print(f"python -m extraction: {error}", file=sys.stderr)
        return 1
    for id_, problem in reader.failures:
        print(f"python -m extraction: {id_}: {problem}; left without claims", file=sys.stderr)
    return 1 if reader.failures else 0


def _write(out: TextIO, record: dict[str, Any]) -> None:
    line = json.dumps(record, ensure_ascii=False)
    out.write((json.dumps(record) if _SURROGATE.search(line) else line) + "\n")


def _documents(lines: Iterable[str]) -> Iterator[Document]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _document(line, number)


def _document(line: str, number: int) -> Document:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ValueError(f"line {number} is not JSON ({error}); give one object a line") from None
    if not isinstance(record, dict) or not isinstance(record.get("abstract"), str):
        raise ValueError(
            f'line {number} has no text under "abstract"; give {{"id", "title", "abstract"}} a line'
        )
    return Document(str(record.get("id", number)), str(record.get("title") or ""), record["abstract"])


if __name__ == "__main__":
    sys.exit(main())
