"""Words that tell what a number does (data/words.toml): rising and falling, measures, costs, set-up."""

import tomllib
from pathlib import Path


def words(text: str) -> frozenset[str]:
    """The words of the text, as a set."""
    return frozenset(text.split())


def word_class(word: str) -> str | None:
    """The class of the lower-case word, that of its last part for a compound; None for an ordinary one."""
    return _CLASS_OF.get(word) or ("-" in word and _CLASS_OF.get(word.rpartition("-")[2])) or None


_DATA = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text(encoding="utf-8"))
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
