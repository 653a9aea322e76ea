"""What the verb before a percentage makes of it: how much was done, where something is kept, what is gone.

The words come in lower case, the nearest to the number first.
"""

from extraction.vocabulary import word_class, words

LIGHT = words(
    """up over about around roughly approximately nearly almost at least most more less as much high low
    only just merely even a an the average maximum mean ~ $ [ + > < ≥ ≤ additional absolute relative
    impressive significant remarkable another total further under reaching exceeding well possible
    notable substantial considerable consistent overall respectively # % x points point percent to
    peaking respective up-to than"""
)
"""Words that may stand between a verb and its number."""


def is_solved(left: list[str]) -> bool:
    """Whether the number is how much was done of all there was to do ("solves 31.5% of the tasks")."""
    return _verb(left[:4]) in _SOLVES


def is_held(left: list[str]) -> bool:
    """Whether the number is where something is kept ("keeps the overhead at about 2%")."""
    at = next((place for place, word in enumerate(left[:3]) if word not in LIGHT), 0)
    return left[at : at + 1] == ["at"] and any(word_class(word) == "retain" for word in left[at + 1 : at + 6])


def taking_away(left: list[str]) -> str:
    """The verb by which the number is how much is gone ("removes 10% of the entries"); empty: none is."""
    verb = _verb([word for word in left[:5] if word != "on"])
    return verb if word_class(verb) == "downverb" else ""


def _verb(left: list[str]) -> str:
    return next((word for word in left if word not in LIGHT), "")


_SOLVES = words(
    """passes pass passed solves solve solved completes complete completed resolves resolve resolved accepts
    accept accepted answers answer answered fixes fix fixed"""
)
