"""Words that tell what a number does (data/number_cues.toml): rising and falling, measures, costs, set-up."""

import tomllib
from pathlib import Path


def words(text: str) -> frozenset[str]:
    """The words of the text, as a set."""
    return frozenset(text.split())


def word_class(word: str) -> str | None:
    """The class of the lower-case word, None for an ordinary one.

    A compound is of the class of its last part ("memory-savings"), a measure at a cut-off of the measure's
    ("recall@5").
    """
    found = _CLASS_OF.get(word)
    if found is None and ("-" in word or "@" in word):
        return _CLASS_OF.get(word.partition("@")[0].rpartition("-")[2])
    return found


_DATA = tomllib.loads((Path(__file__).parent / "data" / "number_cues.toml").read_text(encoding="utf-8"))
BETTERMENT = words(_DATA.pop("betterment"))
"""Words that say that something got better, whichever way it moved."""
WORSENING = words(_DATA.pop("worsening"))
"""Words that say that something got worse, whichever way it moved."""
_CLASS_OF: dict[str, str] = {
    word: name for name, listed in reversed(_DATA.items()) for word in listed.split()
}

CHANGES = words("upnoun upverb upcomp downnoun downverb downcomp beat")
"""Classes of words that say that something moved or differs."""
MEASURES = words("pct pctdown scoremetric scoredown vague error speed cost")
"""Classes of words that name what is measured."""
LOWER_IS_BETTER = words("pctdown scoredown error cost")
"""Measures that an improvement lowers."""
