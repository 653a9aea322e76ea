"""Engines that may be compared with what stands: the installed one, and a language model if set up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from extraction import ENGINE_VERSION
from extraction.backends.configuration import ConfigurationError, from_environment
from extraction.backends.llm import ModelReader
from extraction.claims import Document, Extraction
from extraction.lexicon import Lexicon
from extraction.pipeline import extract

Read = Callable[[Document, Lexicon], Extraction]

_MAX_VERSION = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engine by name; `about` says what it is, `version` is stored with what it reads."""

    name: str
    about: str
    version: str


INSTALLED = Candidate(
    "installed", f"The rules of the installed engine, version {ENGINE_VERSION}", ENGINE_VERSION
)


def candidates() -> tuple[Candidate, ...]:
    """What can be tried here: the model only where LLM_BASE_URL and LLM_MODEL name one."""
    try:
        model = from_environment().model
    except ConfigurationError:
        return (INSTALLED,)
    rules = f"The rules, and the model {model} where they are unsure"
    return (
        INSTALLED,
        Candidate("hybrid", rules, f"{ENGINE_VERSION}+{model}"[:_MAX_VERSION]),
        Candidate("llm", f"The model {model} alone", model[:_MAX_VERSION]),
    )


def candidate(name: str) -> Candidate | None:
    """The candidate of this name; None for one that cannot be tried here."""
    return next((each for each in candidates() if each.name == name), None)


@contextmanager
def reader(name: str) -> Iterator[Read]:
    """What reads as this candidate does; raises ConfigurationError where the model is set up no more."""
    if name == INSTALLED.name:
        yield extract
        return
    with ModelReader(from_environment()) as model:
        ask = model.arbitrate if name == "hybrid" else model.read
        yield lambda document, _: ask(document)
