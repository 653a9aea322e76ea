"""`python -m tests.extraction.hostile MINUTES`: hostile texts as long as asked; 1 if one breaks the engine.

Each piece by the megabyte first, then mixtures at random, of which the seed is printed: the same seed and
number give the same text.
"""

import argparse
import random
import sys
import time
import traceback
from itertools import count

from tests.extraction.hostile.texts import PIECES, check, mixture

MEGABYTE = 1_000_000
SECONDS = 2.0
"""Of the processor, that a megabyte may take; slower ones are listed, and are no failure."""


def main() -> int:
    """0 unless a text broke the engine."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("minutes", type=float, nargs="?", default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    broken = _megabytes(end) + _mixtures(end, seed=options.seed)
    print(f"{broken} texts broke the engine")
    return 1 if broken else 0


def _megabytes(end: float) -> int:
    broken = 0
    for name, piece in PIECES.items():
        if time.monotonic() < end:
            started = time.process_time()
            broken += _breaks(f"1 MB of {name}", (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE])
            seconds = time.process_time() - started
            print(f"1 MB of {name}: {seconds:.2f} s{'  SLOW' if seconds > SECONDS else ''}", flush=True)
    return broken


def _mixtures(end: float, *, seed: int) -> int:
    broken, told = 0, time.monotonic()
    for number in count():
        if time.monotonic() >= end:
            print(f"{number} mixtures of seed {seed}")
            return broken
        generator = random.Random(f"{seed} {number}")
        text = mixture(generator, size=generator.choice((50, 300, 2000, 20_000)))
        broken += _breaks(f"mixture {number} of seed {seed}", text)
        if time.monotonic() > told + 15:
            told = time.monotonic()
            print(
                f"{number + 1} mixtures, {broken} broke, {max(0, end - told) / 60:.1f} minutes left",
                flush=True,
            )
    return broken


def _breaks(what: str, text: str) -> bool:
    """Whether the text breaks the engine; says how, so that one text does not hide the next."""
    try:
        check(text)
    except Exception:  # noqa: BLE001 - whatever it is, it is the finding
        print(f"BROKEN by {what}: {text[:200]!r}\n{traceback.format_exc(limit=-3)}", flush=True)
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
