"""Data sets that a number's own clause describes without a name: "on the visual wake words dataset"."""

from collections.abc import Collection

from extraction.linking.clauses import CLAUSE_OPENERS, HARD_STOPS
from extraction.linking.features import Layout
from extraction.mentions.data_cues import DATA_NOUN
from extraction.vocabulary import words


def described(layout: Layout, position: int) -> range | None:
    """The tokens of the data set described right behind the number, before the next one; None: there is none.

    A description has two words or more of its own: "the large dataset" may be any that was named before.
    """
    lowers, places = layout.sentence.lowers, layout.places
    stop = places[position + 1].first if position + 1 < len(places) else len(lowers)
    for at in range(places[position].last, stop - 3):
        if lowers[at] in _STOPS:
            return None
        if lowers[at] in _ON and lowers[at + 1] in _ARTICLES:
            nouns = _NOUNS if lowers[at + 1] == "the" else _NOUNS | _TASKS
            return _description(layout.sentence.words, at + 2, stop, nouns)
    return None


def opens_with_task(layout: Layout, position: int) -> bool:
    """Whether a task of its own opens the number's sentence: "On road crack segmentation, it reaches 96%".

    Two words or more say which; numbers behind the next name in the sentence may be that one's.
    """
    words_, lowers = layout.sentence.words, layout.sentence.lowers
    if lowers[:1] not in (("on",), ("for",)) or layout.places[0].run != layout.places[position].run:
        return False
    end = next((at for at, word in enumerate(lowers[: _LONGEST + 2]) if word == ","), 0)
    spelled = [word for word in words_[1:end] if word not in _ARTICLES and word not in _GENERAL]
    return (
        len(spelled) > _LEAST
        and spelled[-1] in _TASK_NOUNS
        and all(word.islower() and word.replace("-", "").isalpha() for word in spelled)
    )


def _description(spelled: tuple[str, ...], first: int, stop: int, nouns: Collection[str]) -> range | None:
    """The tokens from the article's successor to the noun, where all are plain words and two say which."""
    for at in range(first, min(first + _LONGEST, stop)):
        if spelled[at] in nouns:
            own = [word for word in spelled[first:at] if word not in _GENERAL]
            return range(first, at + 1) if len(own) > 1 else None
        if not spelled[at].replace("-", "").isalpha() or not spelled[at].islower():
            return None
    return None


_LONGEST = 7
_ON = frozenset(["on", "over", "for", "in"])
_ARTICLES = frozenset(["the", "a", "an"])
_NOUNS = {noun for noun in DATA_NOUN if not noun.endswith("s")} & words("dataset benchmark corpus testbed")
_TASKS = words("task challenge problem")
"""What "a" or "an" makes a new one of: "the classification task" is that of a data set named before."""
_TASK_NOUNS = words("segmentation detection classification recognition estimation prediction forecasting")
_LEAST = 2
"""Words of a task's name that any data set may have been named for: "image classification"."""
_STOPS = CLAUSE_OPENERS | HARD_STOPS | frozenset([",", "and", "but"])
_GENERAL = words(
    """same above other new novel proposed introduced constructed collected resulting corresponding respective
    full entire complete whole official public publicly available private standard popular common widely used
    widely-used well-known challenging difficult hard large small large-scale small-scale big real real-world
    original target source test testing validation training held-out evaluation final first second third most
    more very highly unseen downstream following recent latest largest considered given single main"""
)
