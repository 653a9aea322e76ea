"""Any text in, never an exception out; the long form is `make hostile MINUTES=60`."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.hostile.texts import PIECES, check, mixture

ROOT = Path(__file__).parents[3]
ANYTHING = st.text(alphabet=st.characters(codec=None, categories=None), max_size=80)
SLICES = st.tuples(st.sampled_from(sorted(PIECES)), st.integers(1, 30)).map(
    lambda pair: PIECES[pair[0]] * pair[1]
)


@given(st.lists(st.one_of(SLICES, ANYTHING), max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_mixture_is_read(text: str) -> None:
    check(text)


@pytest.mark.parametrize("name", PIECES)
def test_many_of_one_piece_are_read(name: str) -> None:
    check(PIECES[name] * (3000 // len(PIECES[name])))


@pytest.mark.parametrize("seed", range(10))
def test_long_mixture_is_read(seed: int) -> None:
    check(mixture(random.Random(seed), size=4000))


def test_command_reads_halves_of_characters_and_goes_on() -> None:
    abstracts = ["It \ud83d reaches 81.5% accuracy on Im\udc00Net.", "It reaches 81.5% accuracy."]
    done = subprocess.run(
        [sys.executable, "-m", "extraction"],
        input="".join(json.dumps({"id": "\ud83d", "abstract": abstract}) + "\n" for abstract in abstracts),
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert [json.loads(line)["claims"][0]["text"] for line in done.stdout.splitlines()] == ["81.5", "81.5"]
