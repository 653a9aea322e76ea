"""`python tests/bench/engine.py [PAPERS]`: how fast the engine reads, against other readers, in one run.

PAPERS is a gzipped or plain JSONL file of papers with title and abstract; without it the sample is read.
Figures are abstracts a second on one core, and ratios to a bare pass of one regular expression: machines
are noisy, ratios less so, so seconds are those of the processor, not of the clock. Nothing passes or fails.
"""

import argparse
import gzip
import importlib.util
import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from extraction.claims import Document
from extraction.lexicon import Lexicon
from extraction.pipeline import extract

SAMPLE = Path(__file__).parents[2] / "leaderboard" / "sample" / "papers.jsonl"
SLOW = 500
"""Abstracts that the slow readers are timed on."""
MEASURABLE = 0.1
"""Seconds."""
MEGABYTE = 1_000_000
ENGINE = "this engine"
REACH = "500, better 1,500"
"""Abstracts a second."""
NUMBER = re.compile(r"\d+(?:\.\d+)?\s*%?")
HOSTILE = {
    "digits": "1234567890",
    "slashed percentages": "10%/",
    "open brackets": "(",
    "nested brackets": "((1.5%) ",
    "ranges": "1.5-2.5x to ",
    "backslashes": "\\mathbf{",
    "dollars": "$1$ ",
    "names": "GPT-4o Llama-3 ",
    "sentences": "It reaches 81.5% accuracy on ImageNet. ",
}

Reader = Callable[[Document], object]


def main() -> int:
    """0 after the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=__doc__)
    parser.add_argument("papers", nargs="?", type=Path, default=SAMPLE)
    documents = _documents(parser.parse_args().papers)
    console = Console()
    console.print(_start())
    console.print(_rates(documents))
    console.print(_hostile())
    console.print(f"largest memory of this process: {_memory():.0f} MB")
    return 0


def _documents(path: Path) -> list[Document]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in content.splitlines()]
    return [Document(str(n), row.get("title") or "", row["abstract"]) for n, row in enumerate(rows)]


def _start() -> Table:
    code = (
        "from extraction.claims import Document; from extraction.pipeline import extract;"
        "extract(Document('1', '', 'It reaches 81.5% accuracy on ImageNet.'))"
    )
    table = Table("start", "s", title="Import and first claim, in a new process")
    for name, ran in (("python alone", "pass"), ("engine", code)):
        times = [_timed(lambda: subprocess.run([sys.executable, "-c", ran], check=True)) for _ in range(5)]  # noqa: B023
        table.add_row(name, f"{sorted(times)[2]:.2f}")
    return table


def _rates(documents: Sequence[Document]) -> Table:
    lexicon = Lexicon.bundled()
    extract(documents[0], lexicon)
    readers: list[tuple[str, Reader, Sequence[Document]]] = [
        ("one regular expression", lambda document: NUMBER.findall(document.abstract), documents),
        (ENGINE, lambda document: extract(document, lexicon), documents),
        *((name, reader, documents[:SLOW]) for name, reader in _others()),
    ]
    table = Table(
        "reader", "abstracts", "abstracts/s", "times the regular expression's time", "to reach", title="Rates"
    )
    base = 0.0
    for name, read, chosen in readers:
        each = _each(read, chosen)
        base = base or each
        table.add_row(
            name, str(len(chosen)), f"{1 / each:,.0f}", f"{each / base:,.0f}", REACH if name == ENGINE else ""
        )
    return table


def _others() -> list[tuple[str, Reader]]:
    """Published readers, where they are installed: `pip install quantulum3 spacy`."""
    found: list[tuple[str, Reader]] = []
    if importlib.util.find_spec("quantulum3"):
        parser = importlib.import_module("quantulum3.parser")
        found.append(("quantulum3 (quantities only)", lambda document: parser.parse(document.abstract)))
    if importlib.util.find_spec("spacy"):
        blank = importlib.import_module("spacy").blank("en")
        blank.add_pipe("sentencizer")
        found.append(("spaCy (words and sentences only)", lambda document: blank(document.abstract)))
    return found


def _hostile() -> Table:
    table = Table("text of 1 MB", "s", "s for half of it", title="Worst texts (to reach: 2 s)")
    for name, piece in HOSTILE.items():
        whole = (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]
        times = [_timed(lambda: extract(Document("1", "", text))) for text in (whole, whole[: MEGABYTE // 2])]  # noqa: B023
        table.add_row(name, *(f"{seconds:.2f}" for seconds in times))
    return table


def _timed(work: Callable[[], object]) -> float:
    """Processor seconds of the work, with those of the processes that it waits for."""
    started = _seconds()
    work()
    return _seconds() - started


def _seconds() -> float:
    """Of the processor, to the microsecond: a pass over a few texts takes less than a tick of `os.times`."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _each(read: Reader, documents: Sequence[Document]) -> float:
    """Processor seconds for each document, read as often as it takes to be measurable."""
    rounds, spent = 0, 0.0
    while spent < MEASURABLE:
        spent += _timed(lambda: [read(document) for document in documents])
        rounds += 1
    return spent / rounds / len(documents)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
